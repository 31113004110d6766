"""
The description of the shared database as OpenAPI 3.1, made from the records and the table of what is shared.

Whoever writes a server of their own works from this; the reference server gives it at ``/v1/openapi.json`` and is held to it.

>>> described = description()
>>> described["openapi"], "contact" in described["components"]["schemas"]["experts"]["properties"]
('3.1.0', True)
"""

from __future__ import annotations

from typing import Any, Final

from tokten_cigem.sharing import COLLECTIONS, fact_of, owner_of, shared_columns
from tokten_core.model.expert import Purpose
from tokten_core.model.programme import kind_of
from tokten_core.schema import json_schema
from tokten_core.terms import collection_label
from tokten_core.values import LONGEST_IDENTIFIER, LONGEST_TEXT

__all__ = ["LARGEST_BODY", "LONGEST_PAGE", "MOST_CHANGES", "MOST_CHECKPOINTS", "description", "row_schema"]

MOST_CHANGES: Final = 500
MOST_CHECKPOINTS: Final = 100
LONGEST_PAGE: Final = 1000
LARGEST_BODY: Final = 8 * 1024 * 1024
NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
HASH: Final = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
ABOUT: Final = """The experts, skills, institutions, requests, missions and consents that a TOKTEN programme and the migration centre share.

**Order of changes.** Every change has a number, one after the other over all kinds: the record's `version`. `state` gives the last one
(`sequence`), and for each kind the last one that touched it (`changed`). To follow: keep the number reached, ask each kind whose `changed` is
later for the records behind that `cursor`, page by page. What was taken out stays as `deleted`, without its row.

**Digest.** The sum, modulo 2^256, of the SHA-256 of every live row: its JSON in UTF-8 with sorted keys, no spaces, and no key whose value is
null. Written as 64 hexadecimal digits.

**Writing.** Every write carries an `Idempotency-Key`: asked again with the same body, the answer is the same; with another body, 422. A batch is
kept whole or not at all. It says in `since` up to which number its writer has read; a record with a later number refuses the batch (409).
`head` names the state of the writer's own journal that the rows come from; the last one that was named comes back with the record, also when
somebody who names none has changed it since.

**People.** What says who a person is travels only beside a consent in force (`x-with-consent`); the server refuses a name without one. Errors
name places, never values."""


def row_schema(collection: str) -> dict[str, Any]:
    """Describe the shared row of a kind: the record's own schema, without what is not shared."""
    whole = json_schema(kind_of(collection))
    columns = shared_columns(collection)
    properties = {name: dict(whole["properties"][name]) for name in columns}
    for name, column in columns.items():
        told, described = fact_of(collection, name), properties[name]
        described["description"] = told.why.en
        described["x-owner"] = owner_of(collection, name)
        if name == "purpose":
            described["enum"] = [Purpose.CIGEM.value]
        if told.with_consent:
            described["type"], described["x-with-consent"] = ["string", "null"], True
        if column.refers_to:
            described["x-refers-to"] = column.refers_to
        if described["type"] in ("string", ["string", "null"]) and not column.choices and "format" not in described:
            described["maxLength"] = LONGEST_IDENTIFIER if name == "id" else LONGEST_TEXT
        if column.required and described["type"] == "string" and "format" not in described and not column.part:
            described["minLength"] = 1
    required = [name for name in whole["required"] if name in columns and not fact_of(collection, name).with_consent]
    return {**whole, "title": collection_label(collection).en, "required": required, "properties": properties}


def description() -> dict[str, Any]:
    """Describe the whole interface."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shared database of TOKTEN and CIGEM", "version": "1", "description": ABOUT, "license": {"name": "Apache-2.0"}},
        "security": [{"token": []}],
        "paths": {
            "/v1/openapi.json": {"get": _operation("openapi", "This description", {"200": _answer("The description", {"type": "object"})})},
            "/v1/state": {"get": _get_state()},
            "/v1/checkpoint": {"put": _put_checkpoint()},
            "/v1/batches": {"post": _post_batch()},
            **{f"/v1/{name}": {"get": _list(name)} for name in COLLECTIONS},
            **{f"/v1/{name}/{{id}}": _record(name) for name in COLLECTIONS},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "scopes: read, write"}},
            "schemas": {**_schemas(), **{name: row_schema(name) for name in COLLECTIONS}},
            "responses": _common_answers(),
        },
    }


def _operation(name: str, summary: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    common = {code: {"$ref": f"#/components/responses/{code}"} for code in ("401", "403", "405", "500", "503")}
    return {"operationId": name, "summary": summary, **more, "responses": {**answers, **common}}


def _answer(words: str, schema: dict[str, Any], *, etag: bool = False) -> dict[str, Any]:
    headers = {"headers": {"ETag": {"required": True, "schema": {"type": "string"}}}} if etag else {}
    return {"description": words, "content": {"application/json": {"schema": schema}}, **headers}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _common(*codes: str) -> dict[str, Any]:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in codes}


def _header(name: str, words: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": words, "schema": {"type": "string", **schema}}


IF_NONE_MATCH: Final = _header("If-None-Match", "An ETag given before: 304 where nothing changed.")
KEY: Final = _header("Idempotency-Key", "Another for each write; the same when it is asked again.", required=True, pattern="^[!-~]{1,128}$")
ID: Final = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_IDENTIFIER}}


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def _get_state() -> dict[str, Any]:
    answers = {"200": _answer("Where everything stands", _ref("State"), etag=True), **_common("304")}
    return _operation("state", "Counts and digests, and where the last exchanges ended", answers, parameters=[IF_NONE_MATCH])


def _put_checkpoint() -> dict[str, Any]:
    answers = {"200": _answer("Kept", _ref("Checkpoint")), **_common("400", "413", "415", "422")}
    return _operation("checkpoint", "Keep where an exchange ended", answers, parameters=[KEY], requestBody=_body("Checkpoint"))


def _post_batch() -> dict[str, Any]:
    answers = {
        "200": _answer("Kept, whole", _ref("Kept")),
        "409": {
            "description": "Somebody else wrote these records since",
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        },
        **_common("400", "413", "415", "422"),
    }
    return _operation("batch", "Put and take out records, all or nothing", answers, parameters=[KEY], requestBody=_body("Batch"))


def _list(name: str) -> dict[str, Any]:
    parameters = [
        {"name": "cursor", "in": "query", "description": "Only changes later than this number.", "schema": {**NUMBER, "default": 0}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": LONGEST_PAGE}},
        IF_NONE_MATCH,
    ]
    page = {
        "type": "object",
        "additionalProperties": False,
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "maxItems": LONGEST_PAGE, "items": _entry(name)},
            "next": {"type": ["integer", "null"], "description": "The cursor of the page behind; null at the end."},
        },
    }
    answers = {"200": _answer("A page", page, etag=True), **_common("304", "400")}
    return _operation(f"list-{name}", f"{collection_label(name).en}, in the order of their changes", answers, parameters=parameters)


def _record(name: str) -> dict[str, Any]:
    label = collection_label(name).en
    match = _header("If-Match", "The ETag of what is replaced.")
    absent = _header("If-None-Match", "`*`: only where there is none.", enum=["*"])
    kept = {"200": _answer("Kept", _ref("Kept"), etag=True), "201": _answer("Kept, new", _ref("Kept"), etag=True)}
    wrong = _common("400", "412", "413", "415", "422", "428")
    return {
        "parameters": [ID],
        "get": _operation(
            f"get-{name}",
            f"{label}: one",
            {"200": _answer("It", _entry(name), etag=True), **_common("304", "400", "404")},
            parameters=[IF_NONE_MATCH],
        ),
        "put": _operation(
            f"put-{name}", f"{label}: write one", {**kept, **wrong}, parameters=[KEY, match, absent], requestBody=_body(name)
        ),
        "delete": _operation(
            f"delete-{name}",
            f"{label}: take one out",
            {"204": {"description": "Taken out"}, **_common("400", "404", "412", "422", "428")},
            parameters=[KEY, match],
        ),
    }


def _entry(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "version", "deleted", "head", "row"],
        "properties": {
            "id": {"type": "string"},
            "version": NUMBER,
            "deleted": {"type": "boolean"},
            "head": HASH,
            "row": {"anyOf": [_ref(name), {"type": "null"}]},
        },
    }


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _schemas() -> dict[str, Any]:
    change = [
        _object({"collection": {"const": name}, "id": ID["schema"], "row": {"anyOf": [_ref(name), {"type": "null"}]}})
        for name in COLLECTIONS
    ]
    day = {"type": "string", "format": "date"}
    return {
        "State": _object(
            {
                "sequence": NUMBER,
                "collections": _object({name: _ref("Kind") for name in COLLECTIONS}),
                "checkpoints": {
                    "type": "array",
                    "maxItems": MOST_CHECKPOINTS,
                    "items": _ref("Checkpoint"),
                    "description": "Where the last exchanges ended, the latest first. One counts for whoever has its hash in the journal.",
                },
            }
        ),
        "Kind": _object({"count": NUMBER, "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "changed": NUMBER}),
        "Checkpoint": _object(
            {
                "sequence": {**NUMBER, "description": "The last change that both sides have."},
                "entries": {**NUMBER, "description": "Entries of the caller's journal then."},
                "hash": {**HASH, "description": "Hash of the last of them."},
                "on": {**day, "description": "The day on which the consents were looked at."},
                "until": {
                    "type": ["string", "null"],
                    "format": "date",
                    "description": "The next day on which one begins or ends by itself.",
                },
            }
        ),
        "Batch": _object(
            {
                "since": {**NUMBER, "description": "The last change that the writer has read."},
                "head": {**HASH, "description": "The writer's own state that the rows come from."},
                "changes": {"type": "array", "minItems": 1, "maxItems": MOST_CHANGES, "items": {"anyOf": change}},
            }
        ),
        "Kept": _object({"sequence": NUMBER, "versions": {"type": "array", "items": NUMBER}}),
        "Problem": _object(
            {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "problems": {
                    "type": "array",
                    "items": _object({"code": {"type": "string"}, "place": {"type": "string"}}),
                },
            },
            optional=("problems",),
        ),
    }


def _common_answers() -> dict[str, Any]:
    words = {
        "400": "Not as described",
        "401": "No token, or one that is not known",
        "403": "The token has not the scope",
        "404": "There is none",
        "405": "Not a method of this address",
        "412": "It changed meanwhile",
        "413": "Too large",
        "415": "Not JSON",
        "422": "Against the records' rules, or a key used for something else",
        "428": "If-Match or If-None-Match is missing",
        "500": "A bug of the server; nothing was kept",
        "503": "Busy; Retry-After says for how long",
    }
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    return {"304": {"description": "Nothing changed"}, **{code: {"description": told, "content": problem} for code, told in words.items()}}
