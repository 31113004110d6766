"""The pages of help: in both languages, in 80 columns, at once."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten

COMMANDS = [[], *([name] for name in tokten.commands)]
HEAVY = ["rich", "sqlalchemy", "xlsxwriter", "docx", "typst", "jinja2", "pendulum", "moneyed", "cattrs", "pluggy", "tokten_core.model"]


def call(*words, **environment):
    return CliRunner(env={"TOKTEN_LANG": "", **environment}).invoke(tokten, list(words))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "tokten")
def test_help_fits_a_terminal_of_eighty_columns(command, lang):
    """Nobody scrolls sideways, in a window on a server or on an old screen."""
    page = call(*command, "--help", "--lang", lang)

    assert page.exit_code == 0
    assert page.stderr == ""
    assert [line for line in page.stdout.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "tokten")
def test_every_command_has_its_help_in_both_languages(command):
    """A sentence that somebody forgot to translate would stand in both pages."""
    french, english = call(*command, "--help"), call(*command, "--help", "--lang", "en")

    assert french.stdout.startswith(" ".join(["Usage : tokten", *command]))
    assert english.stdout.startswith(" ".join(["Usage: tokten", *command]))
    assert "Examples:" in english.stdout
    assert "Exemples :" in french.stdout
    assert sentences(french.stdout).isdisjoint(sentences(english.stdout))


def sentences(page):
    """The lines of a page that are words, not calls."""
    return {line.strip() for line in page.splitlines() if " " in line.strip() and not line.strip().startswith("tokten")}


@pytest.mark.parametrize("words", [("--lang", "en", "check", "--help"), ("check", "--help", "--lang=en"), ("check", "--lang", "en", "-h")])
def test_the_language_may_be_said_before_and_after_the_command(words):
    """Whoever adds it to a finished line adds it at the end."""
    assert call(*words).stdout.startswith("Usage: tokten check")


def test_the_environment_sets_the_language_and_the_call_overrides_it():
    """An office sets it once; one call may differ."""
    assert call("--help", TOKTEN_LANG="en").stdout.startswith("Usage: ")
    assert call("--help", "--lang", "fr", TOKTEN_LANG="en").stdout.startswith("Usage : ")


def test_an_unknown_language_in_the_environment_is_named():
    """A language that is silently another one would be looked for in the wrong place."""
    refused = call("plugins", TOKTEN_LANG="bm")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "tokten : TOKTEN_LANG ne peut pas valoir bm. Admis : l'un de fr, en. Corrigez la valeur. [option-value]\n"


def test_the_command_alone_shows_its_help():
    """A newcomer types the name first."""
    assert call().stdout == call("--help").stdout


def test_the_version_names_the_command_and_the_library():
    """A bug report needs both."""
    assert call("--version").stdout == "tokten 0.1.0 (tokten-core 0.1.0)\n"


def test_help_imports_nothing_heavy():
    """Help that takes a second is help that nobody asks for twice."""
    program = f"""
import sys
from tokten_cli.main import tokten
try:
    tokten.main(["--help"], "tokten")
finally:
    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "[]\n")
