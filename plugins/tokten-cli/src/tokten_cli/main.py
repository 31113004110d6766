"""
The command ``tokten``: where each call begins and ends.

It reads the language, hands over to a command, and turns whatever happens into an exit status and sentences on stderr:

======  ==========================================================================
0       done
1       done, and there is something to look at: findings, a mission with a problem
2       the caller's mistake, unreadable input, or a bug of ours; stdout stays empty
130     interrupted by the keyboard
141     whoever read our output went away
======  ==========================================================================

Nothing heavy is imported here: each command imports what it needs when it runs, so that ``tokten --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import click

from tokten_cli import failures
from tokten_cli.allocate import allocate
from tokten_cli.bilingual import Group, Option, Settings
from tokten_cli.check import check
from tokten_cli.cigem import cigem
from tokten_cli.cost import cost
from tokten_cli.count import count
from tokten_cli.demo import demo
from tokten_cli.erase import erase
from tokten_cli.explain import explain
from tokten_cli.export import export
from tokten_cli.import_ import import_
from tokten_cli.installed import plugins
from tokten_cli.journal import accept, history, journal
from tokten_cli.migrate import migrate
from tokten_cli.new_pack import new_pack
from tokten_cli.reports import report, reports
from tokten_cli.rules import rules
from tokten_cli.settle import settle
from tokten_cli.simulate import simulate
from tokten_cli.stores import copy, init
from tokten_cli.sync import sync
from tokten_cli.template import template
from tokten_cli.usage import wrong_environment
from tokten_cli.what_if import what_if
from tokten_core.text import LANGUAGES, Language, Text

__all__ = ["main", "tokten"]


class Tokten(Group):
    """The command itself: no error leaves it but as a sentence (fr: *la commande tokten*)."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: object, **extra: Any) -> NoReturn:
        """Run one call and end the process with its exit status."""
        words = list(sys.argv[1:] if args is None else args)
        told = _before_the_dashes(words)
        settings = Settings(_language(told, os.environ), "--debug" in told, for_a_program=_said_last("--format", told) == "json")
        with failures.told(settings):
            _refuse_unknown_language(os.environ)
            sys.exit(self._run(words, prog_name or "tokten", {"obj": settings, **extra}))

    def _run(self, words: list[str], prog_name: str, extra: Mapping[str, Any]) -> int:
        """Run one call and give its exit status; click's own `main` would word the errors, and hide a closed pipe."""
        try:
            with self.make_context(prog_name, words, **extra) as ctx:
                status = self.invoke(ctx)
        except click.exceptions.Exit as ended:
            status = ended.exit_code
        if sys.stdout:
            sys.stdout.flush()
        return status if isinstance(status, int) else 0


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"tokten {version('tokten-cli')} (tokten-core {version('tokten-core')})")
        ctx.exit()


@click.group(
    cls=Tokten,
    name="tokten",
    invoke_without_command=True,
    words=Text(
        en="TOKTEN programmes: what missions cost, what donors are told, what does not add up.",
        fr="Programmes TOKTEN : coût des missions, rapports aux bailleurs, chiffres qui ne tombent pas juste.",
    ),
    more=[
        Text(
            en="A STORE is an address: sqlite:///mali.db for a database, csv:folder/ for a folder of CSV files.",
            fr="Un STOCKAGE est une adresse : sqlite:///mali.db pour une base, csv:dossier/ pour un dossier de fichiers CSV.",
        ),
        Text(
            en="Results go to stdout, messages to stderr. Exit status: 0 done, 1 something to look at, "
            "2 a mistake in the call or in the input.",
            fr="Les résultats vont sur stdout, les messages sur stderr. Code de sortie : 0 fait, 1 quelque chose est à voir, "
            "2 une erreur dans l'appel ou dans les données.",
        ),
    ],
    examples=["tokten demo", "tokten cost missions.csv --pack mali", "tokten check sqlite:///mali.db --lang en"],
)
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    words=Text(en="Show the version and stop.", fr="Affiche la version et s'arrête."),
)
@click.pass_context
def tokten(ctx: click.Context) -> None:
    """Hand over to a command; alone, show what there is."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for _command in (
    demo,
    init,
    template,
    import_,
    cost,
    explain,
    check,
    copy,
    migrate,
    export,
    erase,
    journal,
    history,
    accept,
    count,
    report,
    reports,
    rules,
    what_if,
    settle,
    allocate,
    new_pack,
    simulate,
    sync,
    cigem,
    plugins,
):
    tokten.add_command(_command)


def main() -> NoReturn:
    """Run the command that the shell asked for."""
    sys.exit(tokten.main(prog_name="tokten"))


def _before_the_dashes(words: Sequence[str]) -> list[str]:
    return list(words[: words.index("--")] if "--" in words else words)


def _language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Read the language before anything is parsed, because help and errors speak it too."""
    said = _said_last("--lang", words) or environment.get("TOKTEN_LANG")
    return "en" if said == "en" else "fr"


def _said_last(option: str, words: Sequence[str]) -> str | None:
    """Read the value of an option before anything is parsed; the last one said wins, None where there is none."""
    said = None
    for index, word in enumerate(words):
        if word == option:
            said = words[index + 1] if index + 1 < len(words) else said
        elif word.startswith(f"{option}="):
            said = word.removeprefix(f"{option}=")
    return said


def _refuse_unknown_language(environment: Mapping[str, str]) -> None:
    said = environment.get("TOKTEN_LANG", "")
    if said and said not in LANGUAGES:
        raise wrong_environment("TOKTEN_LANG", said, LANGUAGES)
