"""``--as-of``: the programme as it stood on a past day, for every command that reads one."""

from __future__ import annotations

from tokten_cli.bilingual import Day, option
from tokten_core.text import Text

__all__ = ["as_of_option"]

as_of_option = option(
    "--as-of",
    "as_of",
    type=Day(),
    mark=Text(en="DAY", fr="DATE"),
    words=Text(
        en="As it stood at the end of a past day, such as 2009-06-30.", fr="Tel qu'il était à la fin d'une date passée, comme 2009-06-30."
    ),
)
"""The option, worded once."""
