"""`tokten sync` and `tokten cigem`: an exchange from the command line with a real server in a process of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.testing.torture import share


def call(*words, **environment):
    return CliRunner(env={"TOKTEN_LANG": "en", "TOKTEN_CIGEM_TOKEN": None, **environment}).invoke(tokten, list(words))


@contextlib.contextmanager
def a_centre(folder, *more):
    """Start a centre in a process of its own, as a person does: its address, and the token of the office."""
    made = call("cigem", "token", "office", "--tokens", str(folder / "tokens"))
    assert (made.exit_code, made.stderr.startswith("Token of office (read,write)")) == (0, True)
    command = [
        sys.executable,
        "-m",
        "tokten_cli",
        "cigem",
        "serve",
        "--db",
        str(folder / "centre.db"),
        "--tokens",
        str(folder / "tokens"),
        *more,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TOKTEN_LANG": "en"}) as process:
        try:
            yield process.stderr.readline().split(" answers at ")[1].split()[0], made.stdout.strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with a_centre(tmp_path_factory.mktemp("centre")) as centre:
        yield centre


@pytest.fixture
def fresh(tmp_path):
    with a_centre(tmp_path) as centre:
        yield centre


@pytest.fixture(params=["csv:{}/mali"])
def store(request, tmp_path):
    address = request.param.format(tmp_path)
    assert call("init", "--pack", "mali", address).exit_code == 0
    return address


@pytest.mark.parametrize("store", ["csv:{}/mali", "sqlite:///{}/mali.db"], indirect=True)
def test_a_programme_is_exchanged_and_a_second_call_finds_nothing(store, fresh):
    address, token = fresh
    dry = call("sync", store, address, "--dry-run", TOKTEN_CIGEM_TOKEN=token)
    first = call("sync", store, address, "--who", "coordination", TOKTEN_CIGEM_TOKEN=token)
    second = call("sync", store, address, TOKTEN_CIGEM_TOKEN=token)
    told = json.loads(call("sync", store, address, "--format", "json", TOKTEN_CIGEM_TOKEN=token).stdout)

    assert [each.exit_code for each in (dry, first, second)] == [0, 0, 0]
    assert dry.stdout.startswith("Nothing was written. An exchange with cigem+http://127.0.0.1:")
    assert "both sides" in first.stdout
    assert second.stdout.startswith("Nothing to exchange with cigem+http://127.0.0.1:")
    assert told["requests"] == 1
    assert all(kind["here"] == kind["there"] for kind in told["kinds"].values())
    assert told["kinds"]["missions"]["here"] > 0
    assert max(len(line) for each in (dry, first, second) for line in each.stdout.splitlines()) <= 80
    assert token not in first.output + dry.output


@pytest.mark.torture
@pytest.mark.parametrize("step", range(1, 7) if share(6) == 6 else (3, 6))
def test_a_call_that_is_killed_goes_on_where_it_stopped(store, fresh, step):
    """State, state, two batches, state, common point: killed at each of them, with the request under way."""
    from tokten_cigem.faulty_way import FaultyWay

    address, token = fresh
    done = 0

    def choose():
        nonlocal done
        done += 1
        if done == step:
            process.kill()
            process.wait()
        return "cut-after" if done == step else ""

    way = FaultyWay(address.removeprefix("cigem+"), choose)
    environment = {**os.environ, "TOKTEN_CIGEM_TOKEN": token}
    process = subprocess.Popen([sys.executable, "-m", "tokten_cli", "sync", store, f"cigem+{way.address}"], env=environment)
    killed = process.wait(timeout=60)
    way.close()
    told = [json.loads(call("sync", store, address, "--format", "json", TOKTEN_CIGEM_TOKEN=token).stdout) for _ in range(2)]

    assert (killed, done) == (-signal.SIGKILL, step)
    assert all(kind["here"] == kind["there"] for each in told for kind in each["kinds"].values())
    assert (told[0]["clashes"], told[1]["requests"]) == ([], 1)


def test_a_token_in_a_file_of_mode_600_does_as_well(store, served, tmp_path):
    address, token = served
    file = tmp_path / "token"
    file.write_text(token)
    file.chmod(0o600)
    right = call("sync", store, address, "--dry-run", "--token-file", str(file))
    file.chmod(0o644)
    open_to_all = call("sync", store, address, "--dry-run", "--token-file", str(file))

    assert right.exit_code == 0
    assert (open_to_all.exit_code, "[cigem-token-file]" in open_to_all.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "environment", "code"),
    [
        (["sync", "{store}", "{address}"], {}, "cigem-token-missing"),
        (["sync", "{store}", "{address}"], {"TOKTEN_CIGEM_TOKEN": "not-the-token"}, "cigem-refused"),
        (["sync", "{store}", "memory:x"], {}, "sync-not-a-centre"),
        (["sync", "{store}", "cigem+http://centre.example"], {}, "cigem-address"),
        (["sync", "{store}"], {}, "argument-missing"),
        (["sync", "memory:nothing", "{address}"], {"TOKTEN_CIGEM_TOKEN": "not-the-token"}, "store-not-found"),
        (["copy", "{store}", "{address}"], {}, "cigem-shared-part"),
        (["check", "{address}"], {}, "cigem-shared-part"),
        (["cigem", "serve", "--db", "x", "--tokens", "nowhere"], {}, "cigem-token-file"),
        (["cigem", "serve", "--db", "x", "--tokens", "y", "--host", "0.0.0.0"], {}, "cigem-server-address"),  # noqa: S104 - it is refused
        (["cigem", "serve", "--db", "x", "--tokens", "y", "--key", "z"], {}, "cigem-half-a-certificate"),
        (["cigem", "token", "two words", "--tokens", "{store}-tokens"], {}, "cigem-token-known"),
        (["cigem", "tokn"], {}, "unknown-command"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_printed(store, served, words, environment, code):
    said = [word.format(store=store, address=served[0]) for word in words]
    answer = call(*said, **environment)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.endswith(f"[{code}]\n")


@pytest.mark.parametrize("store", ["csv:{}/mali", "sqlite:///{}/mali.db"], indirect=True)
def test_what_both_changed_is_listed_for_a_person_and_ends_with_1(store, fresh, monkeypatch):
    """The journal of the office remembers it too."""
    import datetime as dt

    from tokten_core.history import Work
    from tokten_core.plugins import open_store
    from tokten_core.records import evolve

    address, token = fresh
    monkeypatch.setenv("TOKTEN_CIGEM_TOKEN", token)
    assert call("sync", store, address, TOKTEN_CIGEM_TOKEN=token).exit_code == 0
    local = open_store(store)
    mission = local.load().missions[0]
    client = open_store(address).client()
    row = next(entry.row for entry in client.changes("missions", 0) if entry.id == mission.id)
    client.write([("missions", mission.id, {**row, "persons_trained": 11, "sector": "elsewhere"})], since=2**50, head="")
    client.close()
    now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    local.commit(Work(at=now, who="coordination", what="count", put=(evolve(mission, persons_trained=12),)))
    answer = call("sync", store, address, TOKTEN_CIGEM_TOKEN=token)
    again = json.loads(call("sync", store, address, "--format", "json", TOKTEN_CIGEM_TOKEN=token).stdout)

    assert (answer.exit_code, again["requests"]) == (1, 1)
    assert local.load().find("missions", mission.id).sector == "elsewhere"
    assert f"- missions[{mission.id}].persons_trained: here 12, centre 11; ours stands." in answer.stdout
    assert local.load().find("missions", mission.id).persons_trained == 12


def test_the_token_is_sent_to_nobody_who_cannot_prove_who_they_are(store, tmp_path):
    """A centre beyond this machine shows a certificate; one that nobody vouches for, or for another name, is refused at once."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2"]
    subprocess.run([*made, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    with a_centre(tmp_path, "--host", "0.0.0.0", "--certificate", str(certificate), "--key", str(key)) as (said, token):  # noqa: S104 - with TLS
        address = said.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - as above
        unknown = call("sync", store, address, TOKTEN_CIGEM_TOKEN=token)
        other_name = call(
            "sync", store, address.replace("127.0.0.1", "localhost"), TOKTEN_CIGEM_TOKEN=token, SSL_CERT_FILE=str(certificate)
        )
        vouched = call("sync", store, address, TOKTEN_CIGEM_TOKEN=token, SSL_CERT_FILE=str(certificate))

    assert [each.stderr.rpartition("[")[2] for each in (unknown, other_name)] == ["cigem-certificate]\n"] * 2
    assert (vouched.exit_code, vouched.stderr) == (0, "")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_policy_is_printed_without_a_store(lang):
    answer = call("sync", "--policy", "--lang", lang)

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80
    assert "contact*" in answer.stdout
    assert ("le centre" if lang == "fr" else "the centre") in answer.stdout


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("command", ["serve", "token", "openapi"])
def test_the_commands_of_the_centre_have_their_help(command, lang):
    page = call("cigem", command, "--help", "--lang", lang)

    assert page.exit_code == 0
    assert max(len(line) for line in page.stdout.splitlines()) <= 80
    assert page.stdout.startswith(f"{'Usage : ' if lang == 'fr' else 'Usage: '}tokten cigem {command}")


def test_the_description_is_printed_as_json():
    assert json.loads(call("cigem", "openapi").stdout)["openapi"] == "3.1.0"
