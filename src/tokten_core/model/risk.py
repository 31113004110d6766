"""
The risk register: what may go wrong, how likely, how bad, what is done about it, by whom.

Probability and impact are whole numbers from 1 (low) to 5 (high), as printed; one that is not printed is None.
"""

from __future__ import annotations

import datetime as dt

from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["Risk"]


@record("risks")
class Risk(Record):
    """
    A risk of the programme (fr: *risque*).

    Attributes:
        id: number in the register.
        label: the risk in both languages, shortened in our words.
        kind: organisational, strategic, political... in both languages.
        identified_on: day it was first noted.
        probability: 1 (low) to 5 (high); None when not printed.
        impact: 1 (low) to 5 (high); None when not printed.
        response: what is done about it, in both languages.
        owner: the office that answers for it.
        status: increasing, constant... as printed.
        revised_on: day of the last revision.
        source: where it stands.
    """

    id: str = fact()
    label: Text = fact()
    kind: Text = fact(default=Text(en="", fr=""))
    identified_on: dt.date | None = fact(default=None)
    probability: int | None = fact(default=None, least=1, greatest=5)
    impact: int | None = fact(default=None, least=1, greatest=5)
    response: Text = fact(default=Text(en="", fr=""))
    owner: str = fact(default="")
    status: Text = fact(default=Text(en="", fr=""))
    revised_on: dt.date | None = fact(default=None)
    source: str = fact(refers_to="sources")

    @property
    def significance(self) -> int | None:
        """Probability times impact, 1 to 25; None while one of the two is unknown."""
        return None if self.probability is None or self.impact is None else self.probability * self.impact
