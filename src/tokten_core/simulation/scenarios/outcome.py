"""
What came of the runs: for everything that is told, one whole number a run, and what these numbers say together.

A quantile is an order statistic: the least number that at least that share of the runs does not exceed, so a number that did come out, never
one in between. A probability is a count of runs over runs. The mean is exact, a fraction, rounded where it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import field, frozen

from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.simulation.scenarios.distributions import Whole
from tokten_core.text import Text, same

if TYPE_CHECKING:
    from tokten_core.simulation.scenarios.prepared import Prepared

__all__ = ["Outcome", "Spread", "TargetOutcome"]

UNKNOWN_RESULT = Kind(
    "simulation-no-such-result",
    says=Text(en="the outcome tells nothing of {value}{near}", fr="le résultat ne dit rien de {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)
DECILES: Final = tuple(Fraction(tenth, 10) for tenth in range(1, 10))


@frozen(eq=False)
class Spread:
    """
    How a number lies over the runs (fr: *répartition*).

    Attributes:
        values: the number in each run, in ascending order.
    """

    values: Whole = field(converter=np.sort)

    @property
    def mean(self) -> Fraction:
        """The mean, exact."""
        return Fraction(sum(self.values.tolist()), len(self.values))

    @property
    def least(self) -> int:
        """The least."""
        return int(self.values[0])

    @property
    def greatest(self) -> int:
        """The greatest."""
        return int(self.values[-1])

    def quantile(self, share: Fraction | str) -> int:
        """
        Give the least number that at least a share of the runs does not exceed (fr: *quantile*).

        >>> import numpy as np
        >>> Spread(np.array([4, 1, 3, 2])).quantile("1/2"), Spread(np.array([4, 1, 3, 2])).quantile("0.51")
        (2, 3)
        """
        rank = -(-Fraction(share) * len(self.values) // 1)
        return int(self.values[max(int(rank), 1) - 1])

    @property
    def deciles(self) -> tuple[int, ...]:
        """The nine deciles."""
        return tuple(self.quantile(share) for share in DECILES)


@frozen
class TargetOutcome:
    """
    How often a target was reached (fr: *cible atteinte*).

    Attributes:
        indicator: the indicator.
        label: what it counts.
        target: the target, in missions.
        until: its last day.
        reached: in how many runs it was reached.
        runs: of how many.
    """

    indicator: str
    label: Text
    target: int
    until: dt.date | None
    reached: int
    runs: int

    @property
    def probability(self) -> Fraction:
        """Runs in which it was reached over runs."""
        return Fraction(self.reached, self.runs)


@frozen(eq=False)
class Outcome:
    """
    The outcome of a scenario (fr: *résultat d'une simulation*).

    Attributes:
        title: what was supposed.
        runs: how many runs.
        seed: the seed.
        currency: of all amounts, ISO 4217; they are whole minor units.
        missions: how many missions were planned.
        left_out: missions without a known amount, with the reason: where there are any, amounts are incomplete.
        numbers: one number a run, by what it tells (``total``, ``payer``, ``year``, ``line``, ``component``, ``beside``, ``left``, ``funded``,
            ``missions``, ``target``, ``envelope``, ``input``) and of what (``ce``, ``2008/2009``).

    .. versionadded:: 0.1
    """

    title: Text
    runs: int
    seed: int
    currency: str
    missions: int
    left_out: tuple[tuple[str, Text], ...]
    numbers: Mapping[tuple[str, str], Whole]
    labels: Mapping[tuple[str, str], Text]
    _targets: tuple[Any, ...]

    @classmethod
    def of(cls, ready: Prepared, runs: int, seed: int, numbers: Mapping[tuple[str, str], Whole]) -> Outcome:
        """Put an outcome together."""
        left_out, labels = ready.left_out, ready.labels
        return cls(ready.scenario.title, runs, seed, ready.currency, len(ready.missions), left_out, numbers, labels, ready.targets)

    def of_each(self, what: str, name: str = "") -> Whole:
        """
        Give one number for each run (fr: *valeurs par tirage*).

        Raises:
            UsageError: The outcome tells no such thing (`simulation-no-such-result`).
        """
        if (what, name) not in self.numbers:
            known = [" ".join(filter(None, key)) for key in self.numbers]
            asked = " ".join(filter(None, (what, name)))
            raise UsageError(UNKNOWN_RESULT.at("outcome", asked, near=did_you_mean(asked, known), known=", ".join(known)))
        return self.numbers[what, name]

    def spread(self, what: str, name: str = "") -> Spread:
        """Give how a number lies over the runs: ``spread("payer", "ce")``."""
        return Spread(self.of_each(what, name))

    def names(self, what: str) -> tuple[str, ...]:
        """Name that of which something is told: the payers, the years."""
        return tuple(name for kind, name in self.numbers if kind == what)

    def label(self, what: str, name: str) -> Text:
        """Give what a person calls it."""
        return self.labels.get((what, name), same(name))

    def probability(self, holds: Callable[[Whole], Any], what: str, name: str = "") -> Fraction:
        """
        Give in how many runs something holds, over runs (fr: *probabilité*).

        Args:
            holds: tells it of all runs at once: ``lambda left: left < 0``.
            what: of what.
            name: of which.
        """
        return Fraction(int(np.count_nonzero(holds(self.of_each(what, name)))), self.runs)

    def targets(self) -> Iterator[TargetOutcome]:
        """Tell how often each target was reached."""
        for target in self._targets:
            counts = self.of_each("target", target.indicator)
            reached = int(np.count_nonzero(counts >= target.target))
            yield TargetOutcome(target.indicator, target.label, target.target, target.until, reached, self.runs)
