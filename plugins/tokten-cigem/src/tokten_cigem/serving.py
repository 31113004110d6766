"""Running the reference server: on this machine alone, unless it has a certificate to show."""

from __future__ import annotations

import datetime as dt
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tokten_cigem.addresses import is_this_machine
from tokten_cigem.mistakes import SERVER_ADDRESS, SERVER_MISSING
from tokten_cigem.tokens import holders_in
from tokten_core.errors import StoreError, UsageError
from tokten_core.stores import STORE_UNREADABLE
from tokten_core.text import same

__all__ = ["serve"]


def serve(
    path: Path,
    tokens: Path,
    today: Callable[[], dt.date],
    *,
    host: str,
    port: int,
    certificate: tuple[Path, Path] | None,
    ready: Callable[[str], None],
) -> None:
    """
    Run the server until it is stopped.

    Raises:
        UsageError: The host is not this machine and no certificate is given (`cigem-server-address`), the server is not installed
            (`cigem-server-missing`), or the file of tokens cannot be used.
        StoreError: The file is no database (`store-unreadable`).
    """
    if not is_this_machine(host) and certificate is None:
        raise UsageError(SERVER_ADDRESS.at("tokten cigem serve", host))
    try:
        import uvicorn

        from tokten_cigem.database import Database
        from tokten_cigem.server import Tokens, application
    except ModuleNotFoundError as error:
        raise UsageError(SERVER_MISSING.at("tokten cigem serve", error.name)) from None
    holders_in(tokens)
    try:
        database = Database(path)
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreError(STORE_UNREADABLE.at(str(path), str(path), why=same(getattr(error, "strerror", None) or str(error)))) from None
    files = {} if certificate is None else {"ssl_certfile": certificate[0], "ssl_keyfile": str(certificate[1])}
    # Addresses hold register numbers of people: no line is written for each request.
    server = uvicorn.Server(
        uvicorn.Config(application(database, Tokens(tokens), today), log_level="warning", access_log=False, **files)  # type: ignore[arg-type] # a union of its own
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        shown = f"[{host}]" if ":" in host else host
        ready(f"cigem+{'https' if certificate else 'http'}://{shown}:{listener.getsockname()[1]}")
        server.run(sockets=[listener])
    database.close()
