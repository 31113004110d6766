"""
Make a key, seal a programme, change its key, open it for good.

    python -m tokten_vault new-key FILE
    python -m tokten_vault rotate STORE [--from FILE] [--to FILE]

STORE is the store inside, without ``vault+``. Without ``--from`` it is not sealed yet; without ``--to`` it is left open.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tokten_core.errors import ToktenError
from tokten_core.text import Language, Text
from tokten_vault.keys import new_key, read_key
from tokten_vault.rotation import rotate

__all__ = ["main"]

MADE = Text(
    en="The key {name} is kept in {file}. Keep a copy apart: without it no name can be read again.",
    fr="La clé {name} est dans {file}. Gardez-en une copie à part : sans elle, plus aucun nom ne pourra être lu.",
)
SEALED = Text(en="{count} experts sealed with the key {name}.", fr="{count} experts scellés avec la clé {name}.")
OPENED = Text(en="{count} experts left open.", fr="{count} experts laissés en clair.")


def main(words: Sequence[str] | None = None) -> int:
    """Run one call; give its exit status."""
    lang: Language = "en" if os.environ.get("TOKTEN_LANG") == "en" else "fr"
    called = _parser().parse_args(words)
    try:
        said = _made(called) if called.command == "new-key" else _rotated(called)
    except ToktenError as error:
        print(error.say(lang), file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(said.say(lang), file=sys.stderr)  # noqa: T201 - the same
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tokten_vault", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("new-key").add_argument("file", type=Path)
    change = commands.add_parser("rotate")
    change.add_argument("store")
    change.add_argument("--from", dest="old", type=Path)
    change.add_argument("--to", dest="new", type=Path)
    return parser


def _made(called: argparse.Namespace) -> Text:
    return MADE.fill(name=new_key(called.file).name, file=called.file)


def _rotated(called: argparse.Namespace) -> Text:
    old, new = (read_key(file) if file else None for file in (called.old, called.new))
    count = rotate(called.store, old, new)
    return SEALED.fill(count=count, name=new.name) if new else OPENED.fill(count=count)


if __name__ == "__main__":
    sys.exit(main())
