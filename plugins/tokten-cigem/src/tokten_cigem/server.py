"""
The reference server: the description in ``openapi``, over HTTP, for tests and for a small office.

Whoever comes without a known token gets one answer, whatever was asked: nothing can be learnt from outside. Errors are problem+json with codes
and places, never a value. Lists and states are gzipped for whoever can read it. The clock is handed in: only consents look at the day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tokten_cigem.database import Answer, Change, Database, Moved
from tokten_cigem.openapi import LARGEST_BODY, LONGEST_PAGE, MOST_CHANGES, description
from tokten_cigem.sharing import COLLECTIONS
from tokten_cigem.tokens import Holder, holder_of, holders_in
from tokten_core.errors import InputError
from tokten_core.values import identifier_faults

__all__ = ["Tokens", "application"]

Today = Callable[[], dt.date]
Holders = Callable[[], tuple[Holder, ...]]
SMALL: Final = 1_000
"""Bytes below which compressing costs more than it saves."""
GREATEST: Final = 2**53 - 1
HASH: Final = re.compile(r"([0-9a-f]{64})?")
IDEMPOTENCY_KEY: Final = re.compile(r"[!-~]{1,128}")
TITLES: Final = {
    400: "not as described", 401: "a token is needed", 403: "the token has not the scope", 404: "there is none", 405: "not a method of this address",
    409: "somebody else wrote these records since", 412: "it changed meanwhile", 413: "too large", 415: "not JSON",
    422: "against the records' rules", 428: "If-Match or If-None-Match is missing", 500: "a bug of the server", 503: "busy",
}  # fmt: skip


class Refused(Exception):
    """A request that is answered with an error (fr: *requête refusée*)."""

    def __init__(self, status: int, problems: list[dict[str, str]] | None = None, **headers: str) -> None:
        super().__init__(status)
        self.status, self.problems, self.headers = status, problems, headers


class Tokens:
    """The holders in a file, read anew when it changes (fr: *titulaires*): a line taken out counts from the next request on."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen = path, (-1, -1)
        self._holders: tuple[Holder, ...] = ()

    def __call__(self) -> tuple[Holder, ...]:
        """Give the holders as the file has them now."""
        about = self._path.stat()
        if (about.st_mtime_ns, about.st_size) != self._seen:
            self._holders = holders_in(self._path)
            self._seen = (about.st_mtime_ns, about.st_size)
        return self._holders


def application(database: Database, holders: Holders, today: Today) -> ASGIApp:
    """
    Make the server as an ASGI application.

    Args:
        database: where the records are kept.
        holders: gives who holds a token, asked at each request.
        today: gives the day, by which consents are in force.
    """
    centre = _Centre(database, today)
    register_url_convertor("anything", _Anything())
    inner = Starlette(
        routes=[
            Route("/v1/openapi.json", centre.described, methods=["GET"]),
            Route("/v1/state", centre.state, methods=["GET"]),
            Route("/v1/checkpoint", centre.checkpoint, methods=["PUT"]),
            Route("/v1/batches", centre.batch, methods=["POST"]),
            *(Route(f"/v1/{name}", _about(name, centre.page), methods=["GET"]) for name in COLLECTIONS),
            *(Route(f"/v1/{name}/{{id:anything}}", _about(name, centre.record), methods=["GET", "PUT", "DELETE"]) for name in COLLECTIONS),
        ],
        exception_handlers={Refused: _refused, HTTPException: _not_found, sqlite3.OperationalError: _busy, Exception: _broken},
    )
    inner.router.redirect_slashes = False
    return _Guard(inner, holders)


class _Anything(Convertor[str]):
    """An identifier in an address: with slashes, if it has some; what is none is refused later, by name."""

    regex = r"[\s\S]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


@frozen
class _Guard:
    """Lets nobody in without a known token: before the address, the method or the body is looked at."""

    inner: ASGIApp
    holders: Holders

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.inner(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        scheme, _, token = said.partition(" ")
        holder = holder_of(self.holders(), token if scheme.lower() == "bearer" else "")
        if holder is None:
            answer = _problem(401, headers={"WWW-Authenticate": "Bearer", "Connection": "close"})
            await answer(scope, receive, send)
            return
        scope.setdefault("state", {})["holder"] = holder
        with contextlib.suppress(Exception):  # answered and logged by `_broken`; what the error says may be about a person
            await self.inner(scope, receive, send)


def _log_place_of(error: Exception) -> None:
    """Log where a bug struck, never what it struck on."""
    import logging
    import traceback

    way = " < ".join(f"{step.name}:{step.lineno}" for step in reversed(traceback.extract_tb(error.__traceback__)))
    logging.getLogger("tokten_cigem").error("%s in %s", type(error).__name__, way)


class _Centre:
    """What each address does."""

    def __init__(self, database: Database, today: Today) -> None:
        self._database, self._today = database, today
        self._description = description()

    async def described(self, request: Request) -> Response:
        _let(request, "read")
        return _reply(request, 200, self._description)

    async def state(self, request: Request) -> Response:
        _let(request, "read")
        state = self._database.state()
        return _reply(request, 200, state, etag=f'W/"{_short(json.dumps(state))}"')

    async def page(self, request: Request, collection: str) -> Response:
        _let(request, "read")
        names = [name for name, _ in request.query_params.multi_items()]
        if len(set(names)) < len(names) or not {"cursor", "limit"}.issuperset(names):
            raise Refused(400, [{"code": "unknown-column", "place": "query"}])
        cursor, limit = _number(request, "cursor", 0, 0, GREATEST), _number(request, "limit", LONGEST_PAGE, 1, LONGEST_PAGE)
        etag = f'W/"{self._database.changed(collection)}-{cursor}-{limit}"'
        if _is_known(request, etag):
            return _unchanged(etag)
        items = self._database.page(collection, cursor, limit)
        return _reply(request, 200, {"items": items, "next": items[-1]["version"] if len(items) == limit else None}, etag=etag)

    async def record(self, request: Request, collection: str) -> Response:
        if any(identifier_faults(request.path_params["id"], "id")):
            raise Refused(400, [{"code": "not-an-identifier", "place": "id"}])
        if request.method in {"GET", "HEAD"}:
            _let(request, "read")
            found = self._database.find(collection, request.path_params["id"])
            if found is None or found["deleted"]:
                raise Refused(404)
            return _reply(request, 200, found, etag=f'"{found["version"]}"')
        return await self._written(request, lambda body: self._put_one(request, collection, body))

    async def checkpoint(self, request: Request) -> Response:
        holder = _let(request, "write")

        def save(body: Any) -> tuple[int, Any]:
            _fields(body, sequence=_is_number, entries=_is_number, hash=_is_hash, on=_is_day, until=lambda day: day is None or _is_day(day))
            self._database.save_checkpoint(holder.name, json.dumps(body))
            return 200, body

        return await self._written(request, save)

    async def batch(self, request: Request) -> Response:
        def write(body: Any) -> tuple[int, Any]:
            _fields(body, since=_is_number, head=_is_hash, changes=lambda found: isinstance(found, list) and 0 < len(found) <= MOST_CHANGES)
            changes = [_change(found) for found in body["changes"]]
            versions = self._database.write(changes, since=body["since"], head=body["head"], today=self._today())
            return 200, {"sequence": self._database.sequence, "versions": versions}

        return await self._written(request, write)

    def _put_one(self, request: Request, collection: str, body: Any) -> tuple[int, Any]:
        id = request.path_params["id"]  # noqa: A001 - the field's name everywhere
        found = self._database.find(collection, id)
        live = found is not None and not found["deleted"]
        since = self._condition(request, found["version"] if found and live else None)
        if request.method == "DELETE" and not live:
            raise Refused(404)
        if request.method != "DELETE" and not isinstance(body, dict):
            raise Refused(400)
        row = None if request.method == "DELETE" else body
        versions = self._database.write([Change(collection, id, row)], since=since, head="", today=self._today())
        return (204, None) if row is None else (200 if live else 201, {"sequence": versions[-1], "versions": versions})

    def _condition(self, request: Request, version: int | None) -> int:
        """Hold a write of one record to what its writer has seen; give the number up to which they have read."""
        match, absent = request.headers.get("if-match"), request.headers.get("if-none-match")
        if match is None and (absent is None or request.method == "DELETE"):
            raise Refused(428)
        if absent not in {None, "*"}:
            raise Refused(400, [{"code": "header", "place": "If-None-Match"}])
        seen = match is None or (version is not None and match in {"*", f'"{version}"'})
        if not seen or (absent is not None and version is not None):
            raise Refused(412)
        return GREATEST

    async def _written(self, request: Request, write: Callable[[Any], tuple[int, Any]]) -> Response:
        """Do a write once: under a key that was used already, give the answer that was given."""
        holder = _let(request, "write")
        key = request.headers.get("idempotency-key", "")
        if not IDEMPOTENCY_KEY.fullmatch(key):
            raise Refused(400, [{"code": "header", "place": "Idempotency-Key"}])
        raw = await _body(request)
        asked = _short(*(request.headers.get(name, "") for name in ("if-match", "if-none-match")), request.method, request.url.path, raw)
        try:
            with self._database.transaction():
                known = self._database.answered(holder.name, key)
                if known is None:
                    status, data = write(_json(request, raw))
                    known = asked, Answer(status, "" if data is None else json.dumps(data))
                    self._database.remember(holder.name, key, *known)
        except (Refused, InputError, Moved) as error:
            refused = _told(error)
            with self._database.transaction():
                self._database.remember(holder.name, key, asked, Answer(refused.status, json.dumps(refused.problems)))
            raise refused from None
        if known[0] != asked:
            raise Refused(422, [{"code": "key-used", "place": "Idempotency-Key"}])
        return _given(request, known[1])


def _about(name: str, endpoint: Callable[[Request, str], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await endpoint(request, name)

    return answer


def _let(request: Request, scope: str) -> Holder:
    holder: Holder = request.state.holder
    if scope not in holder.scopes:
        raise Refused(403)
    return holder


async def _body(request: Request) -> bytes:
    """Read the body, never more of it than is allowed, packed or unpacked."""
    parts = []
    left = LARGEST_BODY
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding not in {"identity", "gzip"}:
        raise Refused(415)
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding == "gzip" else None
    async for chunk in request.stream():
        try:
            part = unpack.decompress(chunk, left + 1) if unpack else chunk
        except zlib.error:
            raise Refused(400) from None
        left -= len(part)
        if left < 0 or (unpack and unpack.unconsumed_tail):
            raise Refused(413, Connection="close")
        parts.append(part)
    if unpack and not unpack.eof:
        raise Refused(400)
    return b"".join(parts)


def _json(request: Request, raw: bytes) -> Any:
    if request.method == "DELETE":
        return None
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415)
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400) from None


def _no_number(said: str) -> Any:
    raise ValueError(said)


def _fields(body: Any, **rules: Callable[[Any], bool]) -> None:
    if not isinstance(body, dict) or set(body) != set(rules):
        raise Refused(400)
    wrong = [{"code": "wrong-value", "place": name} for name, right in rules.items() if not right(body[name])]
    if wrong:
        raise Refused(400, wrong)


def _change(found: Any) -> Change:
    _fields(
        found,
        collection=lambda name: name in COLLECTIONS if isinstance(name, str) else False,
        id=lambda name: isinstance(name, str),
        row=lambda row: row is None or isinstance(row, dict),
    )
    return Change(found["collection"], found["id"], found["row"])


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= GREATEST


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _number(request: Request, name: str, default: int, least: int, greatest: int) -> int:
    said = request.query_params.get(name)
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(greatest)) and least <= int(said) <= greatest):
        raise Refused(400, [{"code": "wrong-value", "place": name}])
    return int(said)


def _told(error: Refused | InputError | Moved) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, Moved):
        return Refused(409, [{"code": "moved", "place": f"{collection}[{id}]"} for collection, id, _ in error.moved])  # noqa: A001 - as above
    return Refused(422, [{"code": problem.code, "place": problem.place} for problem in error.problems])


def _short(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8) + raw)
    return digest.hexdigest()


def _is_known(request: Request, etag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return etag.removeprefix("W/") in [each.strip().removeprefix("W/") for each in known.split(",")]


def _unchanged(etag: str) -> Response:
    return Response(status_code=304, headers={"ETag": etag, "Vary": "Accept-Encoding"})


def _given(request: Request, answer: Answer) -> Response:
    """Give the answer to a write, now or again; what is kept of an error is its problems."""
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return _problem(answer.status, json.loads(answer.body))
    if answer.status == HTTPStatus.NO_CONTENT:
        return Response(status_code=answer.status)
    one = request.method == "PUT" and "versions" in answer.body
    return _packed(request, answer.status, answer.body.encode(), {"ETag": f'"{json.loads(answer.body)["sequence"]}"'} if one else {})


def _reply(request: Request, status: int, data: Any, etag: str = "") -> Response:
    if etag and _is_known(request, etag) and request.method == "GET":
        return _unchanged(etag)
    return _packed(request, status, json.dumps(data, ensure_ascii=False).encode(), {"ETag": etag} if etag else {})


def _packed(request: Request, status: int, raw: bytes, headers: dict[str, str]) -> Response:
    headers["Vary"] = "Accept-Encoding"
    if len(raw) >= SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        raw = gzip.compress(raw, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(raw, status, headers, media_type="application/json")


def _problem(status: int, problems: list[dict[str, str]] | None = None, headers: Mapping[str, str] | None = None) -> Response:
    data: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, "refused"), "status": status}
    if problems:
        data["problems"] = problems
    return Response(json.dumps(data), status, dict(headers or {}), media_type="application/problem+json")


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return _problem(error.status, error.problems, error.headers)


async def _not_found(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return _problem(error.status_code, headers=error.headers)


async def _busy(_request: Request, _error: Exception) -> Response:
    return _problem(503, headers={"Retry-After": "1"})


async def _broken(_request: Request, error: Exception) -> Response:
    """Tell of a bug of ours without a word of what it struck on; what was being written was not kept."""
    _log_place_of(error)
    return _problem(500)
