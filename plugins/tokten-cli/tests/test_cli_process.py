"""The command as a process of its own: exit statuses, the two streams, a reader that leaves, a disk that is full."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

TOKTEN = [sys.executable, "-c", "from tokten_cli.main import main; main()"]
ENVIRONMENT = {**os.environ, "TOKTEN_LANG": "en", "COLUMNS": "200"}


def run(*words, **options):
    return subprocess.run([*TOKTEN, *words], capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, check=False, **options)


def test_the_installed_command_is_this_one():
    """The entry point that pip writes ends with the same status and the same words."""
    command = Path(sys.executable).with_name("tokten")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, run("--version").stdout, "")


def test_results_and_mistakes_never_share_a_stream():
    """A script that reads stdout reads results only."""
    listed, refused = run("plugins"), run("plugins", "all")

    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.startswith("plugin ")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith("[argument-too-many]\n")


def test_a_reader_that_leaves_ends_the_command_in_silence():
    """`tokten ... | head -1` is daily work, not a failure to tell."""
    with subprocess.Popen([*TOKTEN, "plugins"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        process.stdout.close()
        told = process.stderr.read()

    assert (process.returncode, told) == (141, b"")


def test_a_full_disk_behind_stdout_is_told():
    """Half a result with exit status 0 would be believed."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*TOKTEN, "plugins"], stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("tokten: the system refused: there is no space left. Allowed: ")


def test_stdout_and_stderr_may_be_closed():
    """A scheduler may start the command without either."""
    done = subprocess.run(["/bin/sh", "-c", '"$@" >&- 2>&-', "sh", *TOKTEN, "plugins"], env=ENVIRONMENT, check=False)

    assert done.returncode == 0


def test_an_old_terminal_is_spoken_to_in_its_own_letters_and_json_stays_utf_8():
    """An old locale must not stop a report; a program reads UTF-8 whatever the locale."""
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "latin-1", "TOKTEN_LANG": "fr"}
    words = subprocess.run([*TOKTEN, "check", "--explain", "sum-differs"], capture_output=True, env=environment, check=False)
    data = subprocess.run(
        [*TOKTEN, "check", "--explain", "sum-differs", "--format", "json"], capture_output=True, env=environment, check=False
    )

    assert words.returncode == data.returncode == 0
    assert "total différent".encode("latin-1") in words.stdout
    assert "total différent".encode() in data.stdout


def test_ctrl_c_ends_a_command_that_waits(tmp_path):
    """The file is a pipe: once it is open on both sides, the command is waiting in the middle of its work."""
    pipe = tmp_path / "missions.csv"
    os.mkfifo(pipe)
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what runs in the background of a shell is born deaf to it
    words = [*TOKTEN, "cost", str(pipe), "--pack", "mali"]
    with subprocess.Popen(words, stdout=-1, stderr=-1, env=ENVIRONMENT, text=True, preexec_fn=heed) as process:  # noqa: PLW1509 - no threads here
        writer = opened(pipe, process)
        process.send_signal(signal.SIGINT)
        result, told = process.communicate()
    os.close(writer)

    assert (process.returncode, result, told) == (130, "", "Interrupted; nothing incomplete was kept.\n")


def opened(pipe, process):
    """Open a pipe for writing as soon as the command reads it."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise AssertionError(process.stderr.read())
