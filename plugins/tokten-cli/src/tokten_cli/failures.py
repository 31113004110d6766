"""
Whatever goes wrong, told in sentences on stderr, with an exit status; no traceback reaches a person who did not ask for one.

Problems are told one a line, as each names its place, what was found, what is allowed, how to mend it, and its code. Of one kind a person is
told the first few and how many more there are: one slip that every row of a sheet repeats must not push the others off the screen. With
``--format json`` they are told so too, each of them: a program reads the exit status and the codes in brackets, and stdout stays empty.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from tokten_cli.bilingual import Settings
from tokten_cli.usage import from_click
from tokten_core.errors import Kind, Problem, StoreError, ToktenError
from tokten_core.text import Language, Text, same

__all__ = ["BAD_CALL", "FINDINGS", "reason_of", "told"]

FINDINGS = 1
BAD_CALL = 2
INTERRUPTED = 130
READER_GONE = 141
TOLD_OF_A_KIND = 20
"""How many problems of one kind a person is told in full."""

SYSTEM_REFUSED = Kind(
    "system-refused",
    says=Text(en="the system refused: {why}", fr="le système a refusé : {why}"),
    allowed=Text(en="a file or a folder that can be read and written", fr="un fichier ou un dossier lisible et modifiable"),
    remedy=Text(en="Mend that and call again.", fr="Remédiez-y et relancez."),
)
BUG = Text(
    en="tokten stopped on a bug of its own ({what}); nothing you wrote is to blame, and what was being written was not kept.\n"
    "Call again with --debug to see where, and tell the maintainers.",
    fr="tokten s'est arrêté sur une erreur interne ({what}) ; vous n'y êtes pour rien, et rien d'incomplet n'a été conservé.\n"
    "Relancez avec --debug pour voir où, et signalez-le aux mainteneurs.",
)
AND_MORE = Text(en="… and {count} more of the same kind. [{code}]", fr="… et {count} de plus, du même genre. [{code}]")
STOPPED = Text(en="Interrupted; nothing incomplete was kept.", fr="Interrompu ; rien d'incomplet n'a été conservé.")
REASONS = {
    errno.ENOENT: Text(en="there is no such file or folder", fr="ce fichier ou ce dossier n'existe pas"),
    errno.EACCES: Text(en="permission is denied", fr="l'accès est refusé"),
    errno.EPERM: Text(en="permission is denied", fr="l'accès est refusé"),
    errno.EROFS: Text(en="it can only be read", fr="l'emplacement est en lecture seule"),
    errno.ENOSPC: Text(en="there is no space left", fr="il n'y a plus de place"),
    errno.EDQUOT: Text(en="the quota is used up", fr="le quota est épuisé"),
    errno.EISDIR: Text(en="it is a folder", fr="c'est un dossier"),
    errno.ENOTDIR: Text(en="a part of the path is not a folder", fr="une partie du chemin n'est pas un dossier"),
    errno.ENAMETOOLONG: Text(en="the name is too long", fr="le nom est trop long"),
    errno.EEXIST: Text(en="it exists already", fr="il existe déjà"),
    errno.ELOOP: Text(en="the links go round in a circle", fr="les liens tournent en rond"),
    errno.EMFILE: Text(en="too many files are open", fr="trop de fichiers sont ouverts"),
}
"""What the system's most usual refusals mean; the others keep the system's own words."""


def reason_of(error: OSError) -> Text:
    """Say why the system refused, in both languages."""
    return REASONS.get(error.errno or 0) or same(error.strerror or type(error).__name__)


@contextlib.contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Run one call; tell whatever stops it, and end the process with the exit status that goes with it."""
    lang = settings.lang
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        _end(STOPPED.say(lang), INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone, as `head` does
        _end("", READER_GONE)
    except ToktenError as error:
        _end(_in_lines(error.problems, settings), BAD_CALL)
    except click.ClickException as error:
        _end(from_click(error).say(lang), BAD_CALL)
    except OSError as error:
        _end(_refused(error).say(lang), BAD_CALL)
    except Exception as error:  # noqa: BLE001 - the last hand: whatever it is, a person reads a sentence
        _end((traceback.format_exc() if settings.debug else "") + BUG.fill(what=type(error).__name__).say(lang), BAD_CALL)


def _in_lines(problems: Sequence[Problem], settings: Settings) -> str:
    """Say problems one a line, in their order; for a person, what goes on too long of one kind is counted at the end."""
    if settings.for_a_program:
        return "\n".join(problem.say(settings.lang) for problem in problems)
    lines: list[str] = []
    of_a_kind: Counter[str] = Counter()
    for problem in problems:
        of_a_kind[problem.code] += 1
        if of_a_kind[problem.code] <= TOLD_OF_A_KIND:
            lines.append(problem.say(settings.lang))
    return "\n".join([*lines, *_counted(of_a_kind, settings.lang)])


def _counted(of_a_kind: Counter[str], lang: Language) -> Iterator[str]:
    for code, found in of_a_kind.items():
        if found > TOLD_OF_A_KIND:
            yield AND_MORE.fill(count=f"{found - TOLD_OF_A_KIND:,}".replace(",", " "), code=code).say(lang)


def _refused(error: OSError) -> ToktenError:
    place = str(error.filename) if error.filename else "tokten"
    return StoreError(SYSTEM_REFUSED.at(place, why=reason_of(error)))


def _end(words: str, status: int) -> NoReturn:
    """Say the last words and end; what is stuck in stdout is given up, so that Python does not stumble over it while ending."""
    with contextlib.suppress(OSError):
        click.echo(words, err=True, nl=bool(words))
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
