"""The way to a centre: what it sends, what it follows, what it never shows."""

import datetime as dt
import gzip
import json
import logging

import pytest
from starlette.responses import Response

from tokten_cigem import client as module
from tokten_cigem.addresses import base_of
from tokten_cigem.client import Client
from tokten_cigem.store import CigemStores
from tokten_cigem.tokens import Secret, holders_in, issue, secret_from
from tokten_core.errors import InputError, StoreError, UsageError
from tokten_core.history import Work
from tokten_core.plugins import open_store
from tokten_core.ports import Store
from tokten_core.queries import Query
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.servers import http_server  # noqa: F401 - a fixture

pytest_plugins = ["tokten_cigem.trial"]

TOKEN = "s3cr3t-token"  # noqa: S105 - made up, to look for


class Other:
    """A server that gives one answer to everything, and a client that asks it."""

    def __init__(self, start, body, status, headers):
        self.body, self.status, self.headers = body, status, headers
        self.asked, self.slept = [], []
        self.client = Client(start(self), Secret(TOKEN), self.slept.append)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.asked.append(scope)
            await Response(self.body, self.status, {"Content-Type": "application/json", **self.headers})(scope, receive, send)


@pytest.fixture
def other(http_server):  # noqa: F811 - the fixture
    made = []

    def make(body=b"{}", status=200, **headers):
        made.append(Other(http_server, body, status, {name.replace("_", "-"): value for name, value in headers.items()}))
        return made[-1]

    yield make
    for each in made:
        each.client.close()


def refused(server):
    with pytest.raises(StoreError) as caught:
        server.client.state()
    return caught.value


class TestWhatItFollows:
    @pytest.mark.parametrize(
        ("status", "code"),
        [(401, "cigem-refused"), (403, "cigem-read-only"), (404, "cigem-answer"), (500, "cigem-answer"), (302, "cigem-answer")],
    )
    def test_a_refusal_is_told_at_once(self, other, status, code):
        """Asking again would not help; and nobody is led to another server with the token."""
        server = other(b"{}", status, Location="https://elsewhere.example/")

        assert (refused(server).code, len(server.asked)) == (code, 1)

    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_what_may_pass_is_asked_again_ever_later_and_then_given_up(self, other, status):
        server = other(b"", status)

        assert (refused(server).code, len(server.asked)) == ("cigem-unreachable", 8)
        assert server.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0]

    def test_who_asks_to_come_back_tomorrow_is_not_waited_for(self, other):
        server = other(b"", 503, Retry_After="86400")

        error = refused(server)
        assert (error.code, server.slept) == ("cigem-busy", [])
        assert "86400 seconds" in error.say("en")

    @pytest.mark.parametrize("said", ["soon", "-5", "1.5", "Tue, 99 Foo 2001", ""])
    def test_a_wait_that_cannot_be_read_is_our_own(self, other, said):
        server = other(b"", 503, Retry_After=said)
        refused(server)

        assert server.slept[0] == 0.5

    def test_nobody_there_is_told_without_the_token(self):
        client = Client("http://127.0.0.1:9", Secret(TOKEN), lambda _: None)
        with pytest.raises(StoreError) as caught:
            client.state()

        assert "ConnectError" in caught.value.say("fr")
        assert TOKEN not in caught.value.say("fr") + repr(caught.value) + repr(client)

    @pytest.mark.parametrize(
        "body",
        [
            b"[]",
            b"{}",
            b'"x"',
            b'{"sequence": -1, "collections": {}, "checkpoints": []}',
            b'{"sequence": true, "collections": {}, "checkpoints": []}',
        ],
    )
    def test_an_answer_that_is_not_as_described_is_told(self, other, body):
        assert refused(other(body)).code == "cigem-answer"

    def test_no_more_is_unpacked_than_a_machine_can_hold(self, other, monkeypatch):
        monkeypatch.setattr(module, "LARGEST_ANSWER", 1_000_000)
        server = other(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")

        error = refused(server)
        assert error.code == "cigem-answer"
        assert "too large" in error.say("en")

    def test_pages_that_go_round_in_a_circle_come_to_an_end(self, other):
        """Versions must grow along the way."""
        row = {"id": "a", "label_en": "a", "label_fr": "a", "sector": "s"}
        page = {"items": [{"id": "a", "version": 3, "deleted": False, "head": "", "row": row}], "next": 3}
        server = other(json.dumps(page).encode())
        with pytest.raises(StoreError) as caught:
            list(server.client.changes("skills", 0))

        assert (caught.value.code, len(server.asked)) == ("cigem-answer", 2)


class TestWhatItShows:
    def test_the_token_stands_in_one_header_and_nowhere_else(self, other, caplog):
        caplog.set_level(logging.DEBUG)
        server = other(b"{}", 422)
        with pytest.raises(StoreError) as caught:
            server.client.write([("skills", "a", None)], since=0, head="")
        (asked,) = server.asked
        headers = dict(asked["headers"])

        assert headers[b"authorization"] == f"Bearer {TOKEN}".encode()
        assert TOKEN not in f"{asked['path']} {asked['query_string']} {caught.value.say('fr')} {caplog.text} {server.client!r}"
        assert headers[b"user-agent"] == b"tokten-cigem"

    def test_a_write_keeps_its_key_when_it_is_asked_again_and_another_write_has_another(self, other):
        server = other(b"", 503)
        for _ in range(2):
            with pytest.raises(StoreError):
                server.client.write([("skills", "a", None)], since=0, head="")
        keys = [dict(asked["headers"])[b"idempotency-key"] for asked in server.asked]

        assert len(keys) == 16
        assert len(set(keys[:8])) == len(set(keys[8:])) == 1
        assert len(set(keys)) == 2

    def test_a_proxy_of_the_environment_does_not_see_what_goes_to_this_machine(self, other, monkeypatch):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        server = other(b"{}", 401)

        assert refused(server).code == "cigem-refused"

    def test_a_state_that_did_not_change_is_not_sent_again(self, centre):
        client = centre.client()
        first, second = client.state(), client.state()
        centre.write("skills", "law", label_en="law", label_fr="droit", sector="education")
        third = client.state()
        client.close()

        assert (first, third.kinds["skills"].count) == (second, 1)

    def test_a_server_that_says_unchanged_to_who_has_nothing_is_told(self, other):
        assert refused(other(b"", 304)).code == "cigem-answer"


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "base"),
        [
            ("cigem+https://centre.example", "https://centre.example"),
            ("cigem+https://centre.example:8443/base/", "https://centre.example:8443/base"),
            ("cigem+http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("cigem+http://localhost/x", "http://localhost/x"),
            ("cigem+http://[::1]:8080", "http://[::1]:8080"),
        ],
    )
    def test_these_are_addresses(self, address, base):
        assert (base_of(address), open_store(address).address) == (base, address)

    @pytest.mark.parametrize(
        "address",
        [
            "cigem:", "cigem:a@b", "cigem+https:", "cigem+https://", "cigem+ftp://centre.example", "https://centre.example",
            "cigem+http://centre.example", "cigem+http://127.0.0.1.example", "cigem+http://0.0.0.0:80", "cigem+https://centre.example:99999",
            f"cigem+https://{TOKEN}@centre.example", f"cigem+https://u:{TOKEN}@centre.example", f"cigem+https://centre.example/?token={TOKEN}",
            f"cigem+https://centre.example/#token={TOKEN}", "cigem+https://centre.example/a b", "cigem+https://[::1", "cigem+https://x/\n",
            "cigem+https://centre.example\\@elsewhere.example",
        ],
    )  # fmt: skip
    def test_these_are_not_and_no_secret_is_shown(self, address):
        with pytest.raises(StoreError) as caught:
            CigemStores().open(address)

        assert caught.value.code == "cigem-address"
        assert TOKEN not in caught.value.say("fr")


class TestTokens:
    def test_the_environment_and_a_file_of_mode_600_give_it(self, tmp_path):
        file = tmp_path / "token"
        file.write_text(f"{TOKEN}\n")
        file.chmod(0o600)

        assert secret_from({"TOKTEN_CIGEM_TOKEN": TOKEN}).value == TOKEN
        assert secret_from({"TOKTEN_CIGEM_TOKEN_FILE": str(file)}).value == TOKEN
        assert secret_from({"TOKTEN_CIGEM_TOKEN": "another-token"}, file).value == TOKEN
        assert TOKEN not in repr(secret_from({}, file))

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
    def test_a_file_that_others_may_open_is_refused(self, tmp_path, mode):
        file = tmp_path / "token"
        file.write_text(TOKEN)
        file.chmod(mode)
        with pytest.raises(UsageError) as caught:
            secret_from({}, file)

        assert caught.value.code == "cigem-token-file"

    @pytest.mark.parametrize("content", ["", "short", "two words here", "é" * 20, "x" * 600])
    def test_what_is_no_token_is_refused_and_not_shown(self, content):
        with pytest.raises(UsageError) as caught:
            secret_from({"TOKTEN_CIGEM_TOKEN": content})

        assert caught.value.code == "cigem-token-file"
        assert not content or content not in caught.value.say("fr")

    def test_none_is_told_with_where_to_put_it(self):
        with pytest.raises(UsageError) as caught:
            secret_from({})

        assert caught.value.code == "cigem-token-missing"

    def test_the_server_keeps_no_token_only_what_knows_one(self, tmp_path):
        path = tmp_path / "tokens"
        first, second = issue(path, "office", "read,write"), issue(path, "ministry", "read")
        holders = holders_in(path)

        assert [(holder.name, sorted(holder.scopes)) for holder in holders] == [("office", ["read", "write"]), ("ministry", ["read"])]
        assert first not in path.read_text()
        assert first != second
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_name_has_one_token_and_a_damaged_file_is_told_line_by_line(self, tmp_path):
        path = tmp_path / "tokens"
        issue(path, "office", "read")
        for name in ("office", "two words", ""):
            with pytest.raises(UsageError) as known:
                issue(path, name, "read")
            assert known.value.code == "cigem-token-known"
        path.write_text(path.read_text() + "office read\n# a note\nx admin " + "0" * 64 + "\n")
        with pytest.raises(InputError) as caught:
            holders_in(path)

        assert [problem.place for problem in caught.value.problems] == [f"{path}, 2", f"{path}, 4"]


class TestAsAStore:
    def test_it_is_a_store_that_says_what_it_cannot_do(self):
        store = open_store("cigem+https://centre.example")

        assert isinstance(store, Store)
        assert {gap.for_good for gap in store.gaps.values()} == {True}
        assert {"load", "save", "commit"} <= set(store.gaps)

    def test_a_whole_programme_is_politely_refused(self):
        store = open_store("cigem+https://centre.example")
        work = Work(at=dt.datetime(2009, 6, 1, tzinfo=dt.UTC), who="w", what="w")
        for refused_call in (
            store.load, lambda: store.save(a_small_programme()), store.head, lambda: store.commit(work),
            lambda: store.select(Query("missions")), lambda: store.count(Query("missions")),
        ):  # fmt: skip
            with pytest.raises(StoreError) as caught:
                refused_call()
            assert caught.value.code == "cigem-shared-part"

    def test_whether_something_is_there_is_asked(self, office, centre, monkeypatch):
        monkeypatch.setenv("TOKTEN_CIGEM_TOKEN", "office-token-1")
        store = open_store(centre.address.replace("http", "cigem+http"))
        before = store.exists()
        office.sync()

        assert (before, store.exists()) == (False, True)
