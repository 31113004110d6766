"""
A way to a centre on which things go wrong on purpose: for tests of any client, ours or another country's.

It stands on this machine between a client and a server, and does to each exchange what it is told: nothing, or one of ``FAULTS``. It counts what
it did, so that a test can say how much was tried.

>>> sorted(FAULTS)[:3]
['cut-after', 'cut-before', 'end-lost']
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlsplit

__all__ = ["FAULTS", "FaultyWay"]

FAULTS: Final = {
    "cut-before": "the connection is cut before the request arrives",
    "cut-after": "the request arrives, the connection is cut before the answer",
    "half-body": "the connection is cut in the middle of the answer",
    "end-lost": "the end of the answer is lost and nobody says so",
    "too-many": "429 with Retry-After in seconds; the request does not arrive",
    "unavailable": "503 with Retry-After as a date, by a clock that is years off",
    "gateway": "504, though the request arrived and was carried out",
    "twice": "the request arrives twice; the second answer comes back",
    "skewed": "the answer's Date is years off",
}
"""What can go wrong, by name."""
LONG_AGO: Final = b"Mon, 01 Jan 2001 00:00:00 GMT"
A_MOMENT_LATER: Final = b"Mon, 01 Jan 2001 00:00:02 GMT"
EMPTY: Final = b"Connection: close\r\nContent-Length: 0\r\n\r\n"
REFUSALS: Final = {
    "too-many": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\n" + EMPTY,
    "unavailable": b"HTTP/1.1 503 Service Unavailable\r\nDate: " + LONG_AGO + b"\r\nRetry-After: " + A_MOMENT_LATER + b"\r\n" + EMPTY,
    "gateway": b"HTTP/1.1 504 Gateway Timeout\r\n" + EMPTY,
}
BLOCK: Final = 65_536


class FaultyWay:
    """
    A server between a client and a centre (fr: *liaison défaillante*).

    Attributes:
        address: where it listens: ``http://127.0.0.1:43211``.
        done: how often it did what; ``""`` for nothing wrong.
    """

    def __init__(self, upstream: str, choose: Callable[[], str]) -> None:
        """
        Open the way.

        Args:
            upstream: the address of the server behind.
            choose: gives what goes wrong with the next exchange: a name of ``FAULTS``, or ``""``.
        """
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._choose = choose
        self.done: Counter[str] = Counter()
        way = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(ConnectionError):
                    way._pass_on(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def faults(self) -> int:
        """How many exchanges went wrong."""
        return sum(count for name, count in self.done.items() if name)

    def close(self) -> None:
        """Close the way."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _pass_on(self, client: socket.socket) -> None:
        """Carry one exchange, and close: the next one comes on a connection of its own."""
        request = _read(client)
        if not request:
            return
        fault = self._choose()
        self.done[fault] += 1
        answer = b""
        if fault not in {"cut-before", "too-many", "unavailable"}:
            for _ in range(2 if fault == "twice" else 1):
                answer = self._ask(request)
        for part in _spoilt(fault, answer):
            client.sendall(part)
        if fault.startswith("cut"):  # a reset, as when a machine falls over
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _ask(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(self._upstream, timeout=30) as server:
            server.sendall(b"\r\n".join([*lines, b"Connection: close", b"", body]))
            return b"".join(iter(lambda: server.recv(BLOCK), b""))


def _read(client: socket.socket) -> bytes:
    """Read one whole request; nothing where the client went away."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = client.recv(BLOCK)
        if not part:
            return b""
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    wanted = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < wanted:
        part = client.recv(BLOCK)
        if not part:
            return b""
        got, body = got + part, body + part
    return got


def _spoilt(fault: str, answer: bytes) -> Iterator[bytes]:
    head, between, body = answer.partition(b"\r\n\r\n")
    if fault in REFUSALS:
        yield REFUSALS[fault]
    elif fault == "half-body":
        yield head + between + body[: len(body) // 2]
    elif fault == "end-lost":
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"content-length:", b"transfer-encoding:"))]
        yield b"\r\n".join(lines) + between + body[: len(body) // 2]
    elif fault == "skewed":
        yield (
            b"\r\n".join(b"date: " + LONG_AGO if line.lower().startswith(b"date:") else line for line in head.split(b"\r\n"))
            + between
            + body
        )
    elif not fault.startswith("cut"):
        yield answer
