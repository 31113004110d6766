"""The server is asked whatever its own description allows, and much that it does not: every answer is as described."""

import os

import hypothesis
import schemathesis
from schemathesis.config import SchemathesisConfig

from tokten_cigem.openapi import description
from tokten_core.testing.servers import http_server  # noqa: F401 - a fixture

pytest_plugins = ["tokten_cigem.trial"]

TOKEN = "office-token-1"  # noqa: S105 - made up
TORTURE = bool(int(os.environ.get("TOKTEN_TORTURE", "0")))
EXAMPLES = 300 if TORTURE else 5
# A text may break rules that a schema cannot say: an end before its start, a control character, a reference to nobody, a page that moved.
# What comes with a condition that does not hold is turned down before it is read (RFC 9110, 13.2.1).
CONFIG = {
    "auth": {"openapi": {"token": {"bearer": TOKEN}}},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "400", "404", "409", "412", "422", "428"]},
        "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]},
    },
}


schema = schemathesis.openapi.from_dict(description(), config=SchemathesisConfig.from_dict(CONFIG))


@schema.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=not TORTURE, suppress_health_check=list(hypothesis.HealthCheck))
def test_every_answer_is_as_described(case, centre):
    """Server errors, statuses, content types, headers and bodies; wrong data refused, right data taken, no method beyond, no way in without token."""
    case.call_and_validate(base_url=centre.address)


def test_the_description_is_what_openapi_3_1_allows():
    """Its schemas are JSON Schema of draft 2020-12, and every reference leads somewhere."""
    import jsonschema

    told = description()
    for part in told["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(part)
    known = {f"#/components/{kind}/{name}" for kind, parts in told["components"].items() for name in parts}
    assert set(references(told)) <= known


def references(part):
    if isinstance(part, dict):
        yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)
