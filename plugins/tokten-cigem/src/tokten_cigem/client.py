"""
The way to a centre: HTTP with time limits, repeated with patience, never twice in effect.

What fails on the way (a cut connection, half a body, 429, 502, 503, 504) is asked again, later each time, as long as ``Retry-After`` says where
it says so. A write carries a key of its own and keeps it when it is asked again, so that the centre does it once. TLS is verified, redirects
are not followed, and the token goes into one header: no address, message or log holds it. ``Retry-After`` as a date is read against the
answer's own ``Date``: no clock of ours is asked, so none can be wrong.
"""

from __future__ import annotations

import email.utils
import gzip
import json
import ssl
import uuid
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from tokten_cigem.addresses import is_this_machine
from tokten_cigem.answers import Checkpoint, Entry, State, kept_in, page_of, state_of, strange
from tokten_cigem.mistakes import BUSY, CERTIFICATE, READ_ONLY, REFUSED, TURNED_DOWN, UNREACHABLE
from tokten_cigem.sharing import Row
from tokten_cigem.tokens import Secret
from tokten_core.errors import StoreError
from tokten_core.text import Text, same

if TYPE_CHECKING:
    import httpx

__all__ = ["Client", "SomebodyWrote"]

STATE: Final = "/v1/state"
ATTEMPTS: Final = 8
LONGEST_WAIT: Final = 60.0
FIRST_WAIT: Final = 0.5
LARGEST_ANSWER: Final = 64 * 1024 * 1024
SMALL: Final = 1_000
PASSING: Final = frozenset({429, 502, 503, 504})
TIMES_OUT: Final = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 10.0}
"""Seconds."""
NO_JSON = Text(en="{where} is no JSON", fr="{where} n'est pas du JSON")
TOO_LARGE = Text(en="{where} is too large", fr="{where} est trop volumineux")
NOT_THERE = Text(en="{where} answers {status}", fr="{where} répond {status}")


class SomebodyWrote(Exception):
    """Records of a batch were written by somebody else since we read (fr: *modifiés entre-temps*); nothing of the batch was kept."""


class _Passing(Exception):
    """Something that may be gone at the next attempt."""

    def __init__(self, why: Text, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


@define(eq=False)
class Client:
    """
    Talks to one centre (fr: *client du centre*).

    Attributes:
        base: what its addresses begin with: ``https://host/base``.
        secret: the token.
        sleep: waits so many seconds.
        requests: how many requests were made, the repeated ones counted.
    """

    base: str
    secret: Secret
    sleep: Callable[[float], object]
    requests: int = 0
    _http: httpx.Client | None = field(default=None, repr=False)
    _seen: tuple[str, Any] | None = field(default=None, repr=False)

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()

    def state(self) -> State:
        """Ask where the centre stands; it answers in a word where nothing has changed since it was asked last."""
        return state_of(self._ask("GET", STATE))

    def changes(self, collection: str, after: int) -> Iterator[Entry]:
        """Give the records of a kind whose last change is later than a number, page by page."""
        cursor: int | None = after
        while cursor is not None:
            entries, beyond = page_of(self._ask("GET", f"/v1/{collection}?cursor={cursor}"), collection, cursor)
            yield from entries
            cursor = beyond

    def write(self, changes: Sequence[tuple[str, str, Row | None]], *, since: int, head: str) -> int:
        """
        Put and take out records, all or nothing; give the number that the centre stands at.

        Raises:
            SomebodyWrote: One of them was written by somebody else after the number ``since``.
            StoreError: The centre turned them down, or cannot be reached.
        """
        told = [{"collection": collection, "id": id, "row": row} for collection, id, row in changes]  # noqa: A001 - the field's name everywhere
        return kept_in(self._ask("POST", "/v1/batches", {"since": since, "head": head, "changes": told}))

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Have the centre keep where this exchange ended."""
        self._ask("PUT", "/v1/checkpoint", checkpoint.told())

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        headers: dict[str, str] = {}
        content = b""
        if path == STATE and self._seen is not None:
            headers["If-None-Match"] = self._seen[0]
        if body is not None:
            headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
            content = json.dumps(body, ensure_ascii=False).encode()
            if len(content) >= SMALL:
                headers["Content-Encoding"] = "gzip"
                content = gzip.compress(content, 5)
        wait, why = FIRST_WAIT, same("")
        for attempt in range(ATTEMPTS):
            try:
                return self._once(method, path, headers, content)
            except _Passing as passing:
                why = passing.why
                if passing.wait is not None and passing.wait > LONGEST_WAIT:
                    raise StoreError(BUSY.at("CIGEM", int(passing.wait), most=int(LONGEST_WAIT))) from None
                if attempt + 1 < ATTEMPTS:
                    self.sleep(wait if passing.wait is None else passing.wait)
                wait = min(wait * 2, LONGEST_WAIT)
        raise StoreError(UNREACHABLE.at("CIGEM", ATTEMPTS, why=why))

    def _once(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Any:
        import httpx

        self.requests += 1
        try:
            with self._connection().stream(method, self.base + path, headers=headers, content=content or None) as answer:
                raw = _read(answer, path)
        except (httpx.TransportError, httpx.DecodingError) as error:
            self.close()
            self._http = None
            if (why := _distrust(error)) is not None:
                raise StoreError(CERTIFICATE.at("CIGEM", same(why))) from None
            raise _Passing(same(type(error).__name__)) from None
        if answer.status_code == HTTPStatus.NOT_MODIFIED and path == STATE and self._seen is not None:
            return self._seen[1]
        data = _understood(answer, raw, path)
        if path == STATE and "etag" in answer.headers:
            self._seen = answer.headers["etag"], data
        return data

    def _connection(self) -> httpx.Client:
        import httpx

        if self._http is None:
            headers = {"Authorization": f"Bearer {self.secret.value}", "Accept": "application/json", "User-Agent": "tokten-cigem"}
            # A proxy named in the environment is for the world outside: what goes to this machine is not shown to it.
            outside = not is_this_machine(httpx.URL(self.base).host)
            self._http = httpx.Client(
                headers=headers,
                timeout=httpx.Timeout(**TIMES_OUT),
                # An authority of the office's own: SSL_CERT_FILE. Reading them all takes longer than an exchange with this machine.
                verify=httpx.create_ssl_context() if self.base.startswith("https:") else False,
                trust_env=outside,
                follow_redirects=False,
            )
        return self._http


def _distrust(error: BaseException | None) -> str | None:
    """Tell why a certificate was refused; None where it was something else."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message.rstrip(".")
        error = error.__cause__ or error.__context__
    return None


def _read(answer: httpx.Response, path: str) -> bytes:
    parts, left = [], LARGEST_ANSWER
    for part in answer.iter_bytes():
        left -= len(part)
        if left < 0:
            raise strange(TOO_LARGE, path.partition("?")[0])
        parts.append(part)
    return b"".join(parts)


def _understood(answer: httpx.Response, raw: bytes, path: str) -> Any:
    status, where = answer.status_code, path.partition("?")[0]
    if status in PASSING:
        raise _Passing(same(f"HTTP {status}"), _asked_to_wait(answer))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        if status == HTTPStatus.OK:  # the end of a body may be lost without a trace
            raise _Passing(NO_JSON.fill(where=where)) from None
        data = None
    if status == HTTPStatus.OK:
        return data
    if status == HTTPStatus.UNAUTHORIZED:
        raise StoreError(REFUSED.at("CIGEM"))
    if status == HTTPStatus.FORBIDDEN:
        raise StoreError(READ_ONLY.at("CIGEM"))
    if status == HTTPStatus.CONFLICT:
        raise SomebodyWrote
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise StoreError(TURNED_DOWN.at("CIGEM", same(_problems(data))))
    raise strange(NOT_THERE, where, status=status)


def _problems(data: Any) -> str:
    """Give the first problems that the centre names, as codes and places."""
    told = data.get("problems") if isinstance(data, dict) else None
    known = [each for each in told or () if isinstance(each, dict)] if isinstance(told, list) else []
    return ", ".join(f"{str(each.get('place', '?'))[:80]} [{str(each.get('code', '?'))[:40]}]" for each in known[:5]) or "?"


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """Read ``Retry-After``: seconds, or a date, which counts from the date of the answer itself."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until, now = (email.utils.parsedate_to_datetime(text) for text in (said, answer.headers.get("date", "")))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None
