"""The reference server by itself: who may do what, what comes back, what is kept."""

import gzip
import json
import sqlite3

import httpx
import pytest

from tokten_cigem.database import Change, Database, Moved
from tokten_cigem.openapi import LARGEST_BODY
from tokten_cigem.server import Tokens
from tokten_cigem.sharing import digest
from tokten_cigem.tokens import issue
from tokten_core.errors import InputError

pytest_plugins = ["tokten_cigem.trial"]

SKILL = {"id": "law", "label_en": "law", "label_fr": "droit", "sector": "education"}


@pytest.fixture
def ask(centre):
    """Ask the centre as the office does; ``who`` is another token, and headers are as said."""
    with httpx.Client(trust_env=False) as client:

        def ask(method, path, body=None, who="office-token-1", **headers):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            given = {"Authorization": f"Bearer {who}"} if who else {}
            content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            return client.request(
                method, centre.address + path, headers={"Content-Type": "application/json", **given, **named}, content=content
            )

        yield ask


def a_batch(*rows, since=0, head=""):
    changes = [{"collection": "skills", "id": row["id"], "row": row} for row in rows]
    return {"since": since, "head": head, "changes": changes}


class TestWhoMayDoWhat:
    @pytest.mark.parametrize("who", ["", "wrong", "x" * 5000, "office-token-2", "office-token-1 office-token-1"])
    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "/v1/state"), ("GET", "/nowhere"), ("PATCH", "/v1/skills"), ("POST", "/v1/batches"), ("GET", "/v1/openapi.json")],
    )
    def test_a_wrong_token_learns_nothing(self, ask, who, method, path):
        """One answer, whatever was asked: neither what exists nor what is allowed can be told from outside."""
        answer = ask(method, path, who=who)

        assert (answer.status_code, answer.json()) == (401, {"type": "about:blank", "title": "a token is needed", "status": 401})
        assert set(answer.headers) == {"content-length", "content-type", "www-authenticate", "connection", "date", "server"}

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/v1/batches", a_batch(SKILL)),
            ("PUT", "/v1/skills/law", SKILL),
            ("DELETE", "/v1/skills/law", None),
            ("PUT", "/v1/checkpoint", {}),
        ],
    )
    def test_a_read_only_token_cannot_write(self, ask, centre, method, path, body):
        answer = ask(method, path, body, who="reader-token-1", Idempotency_Key="k", If_None_Match="*")

        assert (answer.status_code, centre.database.sequence) == (403, 0)
        assert ask("GET", "/v1/state", who="reader-token-1").status_code == 200

    def test_a_line_taken_out_of_the_file_counts_from_the_next_request_on(self, tmp_path):
        from tokten_cigem.tokens import holder_of

        path = tmp_path / "tokens"
        token = issue(path, "office", "read")
        holders = Tokens(path)
        known = holder_of(holders(), token)
        path.write_text("")

        assert (known.name, holder_of(holders(), token)) == ("office", None)


class TestWriting:
    def test_the_same_key_and_body_give_the_same_answer_and_are_done_once(self, ask, centre):
        first, second = (ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1") for _ in range(2))

        assert first.json() == second.json() == {"sequence": 1, "versions": [1]}
        assert centre.database.sequence == 1

    def test_a_refusal_is_given_again_too(self, ask):
        wrong = a_batch({**SKILL, "sector": None})
        first, second = (ask("POST", "/v1/batches", wrong, Idempotency_Key="k1") for _ in range(2))

        assert first.status_code == second.status_code == 422
        assert first.json() == second.json()

    def test_a_key_used_for_something_else_is_refused(self, ask, centre):
        ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1")
        other = ask("POST", "/v1/batches", a_batch({**SKILL, "id": "maths"}), Idempotency_Key="k1")

        assert (other.status_code, other.json()["problems"]) == (422, [{"code": "key-used", "place": "Idempotency-Key"}])
        assert centre.database.sequence == 1

    def test_keys_of_two_offices_do_not_meet(self, ask):
        ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1")

        assert ask("POST", "/v1/batches", a_batch({**SKILL, "id": "m"}), who="second-token-1", Idempotency_Key="k1").status_code == 200

    def test_a_batch_is_kept_whole_or_not_at_all(self, ask, centre):
        answer = ask("POST", "/v1/batches", a_batch(SKILL, {**SKILL, "id": "maths", "sector": 3}), Idempotency_Key="k1")

        assert (answer.status_code, centre.rows("skills")) == (422, {})

    def test_a_batch_whose_records_moved_since_is_refused_with_their_names(self, ask):
        ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1")
        answer = ask("POST", "/v1/batches", a_batch({**SKILL, "sector": "health"}), Idempotency_Key="k2")

        assert (answer.status_code, answer.json()["problems"]) == (409, [{"code": "moved", "place": "skills[law]"}])

    def test_one_record_is_written_on_top_of_what_its_writer_saw(self, ask):
        made = ask("PUT", "/v1/skills/law", SKILL, Idempotency_Key="k1", If_None_Match="*")
        changed = {**SKILL, "sector": "health"}
        late = ask("PUT", "/v1/skills/law", changed, Idempotency_Key="k2", If_None_Match="*")
        blind = ask("PUT", "/v1/skills/law", changed, Idempotency_Key="k3")
        right = ask("PUT", "/v1/skills/law", changed, Idempotency_Key="k4", If_Match=made.headers["ETag"])
        wrong = ask("PUT", "/v1/skills/law", SKILL, Idempotency_Key="k5", If_Match=made.headers["ETag"])
        gone = ask("DELETE", "/v1/skills/law", Idempotency_Key="k6", If_Match=right.headers["ETag"])

        assert [each.status_code for each in (made, late, blind, right, wrong, gone)] == [201, 412, 428, 200, 412, 204]
        assert ask("GET", "/v1/skills/law").status_code == 404
        assert ask("GET", "/v1/skills").json()["items"] == [{"id": "law", "version": 3, "deleted": True, "head": "", "row": None}]

    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [
            (b"{", {}, 400),
            (b"[" * 100_000, {}, 400),
            (b'{"since": NaN, "head": "", "changes": []}', {}, 400),
            (b"{}", {"Content_Type": "text/plain"}, 415),
            (b"{}", {"Content_Encoding": "br"}, 415),
            (b"no gzip", {"Content_Encoding": "gzip"}, 400),
            (gzip.compress(b"{}", mtime=0)[:-4], {"Content_Encoding": "gzip"}, 400),
            (b" " * (LARGEST_BODY + 1), {}, 413),
            (gzip.compress(b" " * (50 * LARGEST_BODY), mtime=0), {"Content_Encoding": "gzip"}, 413),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, ask, body, headers, status):
        """Too much, packed too much, or not JSON: told, and never unpacked beyond what is allowed."""
        answer = ask("POST", "/v1/batches", body, Idempotency_Key="k", **headers)

        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")

    def test_errors_hold_places_and_never_values(self, ask):
        row = {"id": "E1", "name": "Awa Secrète\u0000", "country": "FR", "contact": "awa@example.org", "born_on": "1960-01-01"}
        batch = {"since": 0, "head": "", "changes": [{"collection": "experts", "id": "E1", "row": row}]}
        answer = ask("POST", "/v1/batches", batch, Idempotency_Key="k")

        assert answer.status_code == 422
        assert [word for word in ("Awa", "awa@", "1960") if word in answer.text] == []

    def test_a_bug_of_the_server_is_told_without_what_it_struck_on_and_nothing_is_kept(self, ask, centre, monkeypatch, caplog):
        def breaks(_database, *_names):
            raise ZeroDivisionError("Awa")

        monkeypatch.setattr(Database, "_broken", breaks)
        answer = ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1")

        assert (answer.status_code, answer.json()) == (500, {"type": "about:blank", "title": "a bug of the server", "status": 500})
        assert centre.rows("skills") == {}
        assert "ZeroDivisionError in breaks:" in caplog.text
        assert "Awa" not in caplog.text
        monkeypatch.undo()
        assert ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1").status_code == 200


class TestReading:
    def test_what_did_not_change_is_not_sent_again(self, ask):
        ask("POST", "/v1/batches", a_batch(SKILL), Idempotency_Key="k1")
        for path in ("/v1/state", "/v1/skills", "/v1/skills/law"):
            etag = ask("GET", path).headers["ETag"]
            assert ask("GET", path, If_None_Match=etag).status_code == 304
            assert ask("GET", path, If_None_Match=f'"other", {etag}').status_code == 304
            assert ask("GET", path, If_None_Match='"other"').status_code == 200

    def test_pages_hold_every_record_once_in_the_order_of_changes(self, ask):
        names = [f"s{number}" for number in range(25)]
        ask("POST", "/v1/batches", a_batch(*({**SKILL, "id": name} for name in names)), Idempotency_Key="k1")
        found, cursor = [], 0
        while cursor is not None:
            page = ask("GET", f"/v1/skills?cursor={cursor}&limit=10").json()
            found += [item["id"] for item in page["items"]]
            cursor = page["next"]

        assert found == names

    def test_large_answers_are_packed_for_who_can_read_them(self, ask):
        ask("POST", "/v1/batches", a_batch(*({**SKILL, "id": f"s{number}"} for number in range(50))), Idempotency_Key="k1")
        packed, plain = ask("GET", "/v1/skills"), ask("GET", "/v1/skills", Accept_Encoding="identity")

        assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
        assert packed.json() == plain.json()

    def test_counts_and_digests_follow_every_change(self, ask, centre):
        ask("POST", "/v1/batches", a_batch(SKILL, {**SKILL, "id": "m"}), Idempotency_Key="k1")
        ask("POST", "/v1/batches", a_batch({**SKILL, "sector": "health"}, since=2), Idempotency_Key="k2")
        ask(
            "POST",
            "/v1/batches",
            {"since": 3, "head": "", "changes": [{"collection": "skills", "id": "m", "row": None}]},
            Idempotency_Key="k3",
        )
        state = ask("GET", "/v1/state").json()

        assert state["collections"]["skills"] == {"count": 1, "digest": digest(centre.rows("skills").values()), "changed": 4}

    def test_an_identifier_may_hold_slashes_and_signs(self, ask):
        row = {**SKILL, "id": "droit/é?#%2F"}
        ask("POST", "/v1/batches", a_batch(row), Idempotency_Key="k1")

        assert ask("GET", "/v1/skills/droit%2F%C3%A9%3F%23%252F").json()["row"] == row


class TestTheFile:
    def test_a_name_that_is_taken_back_is_not_left_in_the_file(self, tmp_path):
        """Neither in the records, nor among the answers that are kept, nor in the free pages."""
        import datetime as dt

        today, path = dt.date(2009, 6, 1), tmp_path / "centre.db"
        expert = {"id": "E1", "name": "Awa Zanzibar", "contact": "zanzibar@example.org", "country": "FR"}
        consent = {"id": "c1", "expert": "E1", "purpose": "cigem", "given_on": "2009-01-01"}
        database = Database(path)
        with database.transaction():
            database.write([Change("experts", "E1", expert), Change("consents", "c1", consent)], since=0, head="", today=today)
        modes = {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        there = path.read_bytes() + (tmp_path / "centre.db-wal").read_bytes()
        with database.transaction():
            blank = {**expert, "name": None, "contact": None}
            taken_back = {**consent, "withdrawn_on": "2009-06-01"}
            database.write([Change("experts", "E1", blank), Change("consents", "c1", taken_back)], since=9, head="", today=today)
        database.close()

        assert b"Zanzibar" in there
        assert modes == {0o600}
        assert b"anzibar" not in path.read_bytes()
        assert not (tmp_path / "centre.db-wal").exists()

    def test_a_person_is_named_only_beside_a_consent_in_force(self):
        import datetime as dt

        today, database = dt.date(2009, 6, 1), Database(":memory:")
        expert = Change("experts", "E1", {"id": "E1", "name": "Awa", "country": "FR"})
        consent = {"id": "c1", "expert": "E1", "purpose": "cigem", "given_on": "2009-01-01"}
        for changes in (
            [expert],
            [expert, Change("consents", "c1", {**consent, "withdrawn_on": "2009-05-01"})],
            [expert, Change("consents", "c1", {**consent, "given_on": "2009-07-01"})],
            [expert, Change("consents", "c1", {**consent, "purpose": "donor"})],
        ):
            with pytest.raises(InputError), database.transaction():
                database.write(changes, since=0, head="", today=today)
        with database.transaction():
            database.write([expert, Change("consents", "c1", consent)], since=0, head="", today=today)
        for later in (None, {**consent, "withdrawn_on": "2009-05-01"}):
            with pytest.raises(InputError) as caught, database.transaction():
                database.write([Change("consents", "c1", later)], since=9, head="", today=today)
            assert caught.value.code == "cigem-name-without-consent"

    def test_references_hold_in_the_database_itself(self):
        import datetime as dt

        today, database = dt.date(2009, 6, 1), Database(":memory:")
        host = Change("institutions", "I1", {"id": "I1", "name": "n", "kind": "hospital", "sector": "s"})
        request = Change("requests", "R1", {"id": "R1", "institution": "I1", "sector": "s"})
        with pytest.raises(InputError), database.transaction():
            database.write([request], since=0, head="", today=today)
        with database.transaction():
            database.write([request, host], since=0, head="", today=today)
        with pytest.raises(InputError), database.transaction():
            database.write([Change("institutions", "I1", None)], since=9, head="", today=today)
        with database.transaction():
            database.write([Change("institutions", "I1", None), Change("requests", "R1", None)], since=9, head="", today=today)

        assert database.state()["collections"]["requests"]["count"] == 0

    def test_two_processes_write_one_file_and_the_second_is_told(self, tmp_path):
        import datetime as dt

        path, today = tmp_path / "centre.db", dt.date(2009, 6, 1)
        first, second = Database(path), Database(path)
        with first.transaction():
            first.write([Change("skills", "law", SKILL)], since=0, head="", today=today)
        with pytest.raises(Moved) as caught, second.transaction():
            second.write([Change("skills", "law", SKILL)], since=0, head="", today=today)

        assert caught.value.moved == [("skills", "law", 1)]
        first.close()
        second.close()

    def test_the_database_refuses_what_no_code_of_ours_would_write(self, tmp_path):
        database = Database(tmp_path / "centre.db")
        for statement in (
            "insert into records values ('trains', 'x', 1, 0, '{}', '')",
            "insert into records values ('skills', 'x', 1, 0, null, '')",
            "insert into records values ('skills', 'x', 'one', 0, '{}', '')",
            "update kinds set live = -1",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database._connection.execute(statement)  # noqa: SLF001 - as another program would
        database.close()


def test_what_is_kept_of_an_answer_holds_no_row(ask, centre):
    ask("PUT", "/v1/skills/law", SKILL, Idempotency_Key="k1", If_None_Match="*")
    kept = centre.database._connection.execute("select body from answers").fetchall()  # noqa: SLF001 - what is in the file

    assert [json.loads(body) for (body,) in kept] == [{"sequence": 1, "versions": [1]}]
