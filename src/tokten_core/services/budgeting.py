"""
Budgets as a user asks for them: tables by source and year, what is left and why, the share of operating costs, what can still be funded.

The arithmetic itself is in ``accounts``; here are the questions that a finance officer asks, and the same names for scripts. Answers come as
amounts, or *explained*: the same amount with what it was worked out from and the texts behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from tokten_core.accounts import Envelope, Planned, advance_balances, envelope, item_of, lines_of, planned, source_of, spent, spent_by_kind
from tokten_core.explain import Explained, worded
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import CostKind
from tokten_core.model.logframe import Output
from tokten_core.model.programme import Programme
from tokten_core.money import Money, minor_units
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import NUMBER, PERCENT, money_unit

__all__ = [
    "Axis", "Envelope", "OperatingShare", "Planned", "advance_balances", "budget_by", "envelope", "explain_available", "explain_delivery",
    "fundable_missions", "item_of", "lines_of", "operating_share", "planned", "source_of", "spent", "spent_by_kind",
]  # fmt: skip

Axis: TypeAlias = Literal["source", "year", "item", "kind", "output", "objective"]
"""What a budget may be told apart by."""

PM_LEFT_OUT: Final = Text(
    en="lines pour mémoire, without amount and in no sum: {pm}", fr="lignes pour mémoire, sans montant, hors somme : {pm}"
)
NO_BUDGET: Final = Text(en="no line has an amount", fr="aucune ligne ne porte de montant")
UNKNOWN: Final = Text(en="unknown", fr="inconnu")
BUDGET: Final = Text(en="budget", fr="budget")
COMMITTED: Final = Text(en="committed and not yet spent", fr="engagé et non encore dépensé")
SPENT: Final = Text(en="spent, cleared advances included", fr="dépensé, avances justifiées comprises")


@frozen
class OperatingShare:
    """
    Operating costs in the partners' total (fr: *part des frais de fonctionnement*), its base named.

    Attributes:
        operating: planned for running costs, partners' money.
        equipment: planned for equipment, partners' money.
        base: the partners' total budget.
        sources: the texts that the budget stands in.
    """

    operating: Money
    equipment: Money
    base: Money
    sources: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def rate(self) -> Fraction | None:
        """(Operating + equipment) over the partners' total; None when there is no budget."""
        return Fraction((self.operating + self.equipment).amount) / Fraction(self.base.amount) if self.base else None

    @property
    def explained(self) -> Explained:
        """The share in per cent, with its two parts and its base; an endless decimal is cut after six digits and ends in …."""
        parts = (
            _money(Text(en="running costs", fr="fonctionnement"), self.operating),
            _money(Text(en="equipment", fr="équipement"), self.equipment),
            _money(Text(en="partners' total budget", fr="budget total des partenaires"), self.base),
        )
        reason = Text(en="({a} + {b}) / {c}", fr="({a} + {b}) / {c}").fill(a=parts[0].words, b=parts[1].words, c=parts[2].words)
        label = Text(en="share of operating costs", fr="part des frais de fonctionnement")
        return _rate(label, self.rate, reason, parts, self.sources)


def budget_by(programme: Programme, *axes: Axis, lines: Iterable[BudgetLine] | None = None) -> Mapping[tuple[str, ...], Planned]:
    """
    Add up the budget, told apart by one or several things (fr: *budget par source, année, rubrique, nature, produit ou objectif*).

    Args:
        programme: the programme.
        axes: what to tell apart, in the order of the keys.
        lines: the lines to add up, as `lines_of` gives them; None for all.

    Returns:
        What is planned for each combination that has a line, in the order of the lines: amounts in the authoritative currency, lines pour
        mémoire counted beside them. Each line is in one combination, so that the amounts add up to that of the whole. An item without output
        has the key ``""``.

    >>> from tokten_core.plugins import load_pack
    >>> by = budget_by(load_pack("mali").programme(), "source", "year")
    >>> by["ce", "2008/2009"].amount, by["ce", "2010/2011"].amount
    (Money('206188800', 'XOF'), None)

    .. versionadded:: 0.1
    """
    groups: dict[tuple[str, ...], list[BudgetLine]] = {}
    for line in programme.budget_lines if lines is None else lines:
        groups.setdefault(tuple(_KEYS[axis](programme, line) for axis in axes), []).append(line)
    return {key: planned(group, programme.card.currency) for key, group in groups.items()}


def operating_share(programme: Programme) -> OperatingShare:
    """
    Work out the share of operating costs (fr: *part des frais de fonctionnement*).

    The base is the partners' total budget of all years, support cost included; the government's counterpart is left out above and below the line.

    >>> from tokten_core.plugins import load_pack
    >>> print(operating_share(load_pack("mali").programme()).explained.lines("en")[0])
    share of operating costs: 15.923588… % = (51 200 000 FCFA + 41 160 000 FCFA) / 580 020 000 FCFA [Programme document 2008-2011, Annexe 4]

    .. versionadded:: 0.1
    """
    currency = programme.card.currency

    def of(*kinds: CostKind) -> Money:
        return planned(lines_of(programme, kinds=kinds or None, partners=True), currency).amount or Money(0, currency)

    return OperatingShare(
        operating=of(CostKind.OPERATING),
        equipment=of(CostKind.EQUIPMENT),
        base=of(),
        sources=_texts(programme, lines_of(programme, partners=True)),
    )


def fundable_missions(programme: Programme, lines: Iterable[BudgetLine], until: dt.date | None = None) -> int | None:
    """
    Count the missions that what is available on budget lines still pays at the planned average cost, rounded down (fr: *missions finançables*).

    Args:
        programme: the programme with its ledger.
        lines: the lines, as `lines_of` gives them.
        until: the last day of entries, counted; None for all.

    Returns:
        A whole number, never below zero; None when the lines have no budget or the programme no average cost.

    >>> import datetime as dt
    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> fundable_missions(programme, lines_of(programme, source="scac"), until=dt.date(2008, 9, 30))
    22

    .. versionadded:: 0.1
    """
    average, left = programme.card.mission_cost_average, envelope(programme, lines, until).available
    if average is None or left is None:
        return None
    return max(0, minor_units(left) // average)


def explain_available(programme: Programme, lines: Iterable[BudgetLine], label: Text, until: dt.date | None = None) -> Explained:
    r"""
    Explain what is available on budget lines at the end of a day (fr: *disponible*): budget less commitments not yet spent less spent.

    Args:
        programme: the programme with its ledger.
        lines: the lines, as `lines_of` gives them.
        label: what they are called together.
        until: the last day of entries, counted; None for all.

    >>> import datetime as dt
    >>> from tokten_core.plugins import load_pack
    >>> from tokten_core.text import Text
    >>> programme = load_pack("mali").programme()
    >>> left = explain_available(programme, lines_of(programme, source="scac"), Text(en="left", fr="reste"), dt.date(2008, 9, 30))
    >>> print(*left.lines("fr"), sep="\n")
    reste : 33 648 000 FCFA = 33 648 000 FCFA − 0 FCFA − 0 FCFA [Document de programme 2008-2011, Annexe 4]
      budget : 33 648 000 FCFA
      engagé et non encore dépensé : 0 FCFA
      dépensé, avances justifiées comprises : 0 FCFA

    .. versionadded:: 0.1
    """
    chosen = list(lines)
    state = envelope(programme, chosen, until)
    parts = (_budget(state), _money(COMMITTED, state.committed), _money(SPENT, state.spent))
    if state.available is None:
        return Explained(label, None, UNKNOWN, NO_BUDGET, _texts(programme, chosen), parts, joint=",")
    reason = Text(en="{a} − {b} − {c}", fr="{a} − {b} − {c}").fill(a=parts[0].words, b=parts[1].words, c=parts[2].words)
    return evolve(_money(label, state.available), reason=reason, sources=_texts(programme, chosen), parts=parts)


def explain_delivery(programme: Programme, lines: Iterable[BudgetLine], label: Text, until: dt.date | None = None) -> Explained:
    """
    Explain the delivery rate of budget lines at the end of a day (fr: *taux d'exécution*): expenditure over budget.

    Unknown, and said so, where no line has an amount.

    Args:
        programme: the programme with its ledger.
        lines: the lines, as `lines_of` gives them.
        label: what they are called together.
        until: the last day of entries, counted; None for all.

    >>> from tokten_core.plugins import load_pack
    >>> from tokten_core.text import Text
    >>> programme = load_pack("mali").programme()
    >>> third_year = lines_of(programme, source="ce", year="2010/2011")
    >>> print(explain_delivery(programme, third_year, Text(en="delivery, EU", fr="exécution, UE")).lines("en")[0])
    delivery, EU: unknown, no line has an amount [Programme document 2008-2011, Annexe 4]

    .. versionadded:: 0.1
    """
    chosen = list(lines)
    state = envelope(programme, chosen, until)
    parts = (_money(SPENT, state.spent), _budget(state))
    reason = Text(en="{a} / {b}", fr="{a} / {b}").fill(a=parts[0].words, b=parts[1].words)
    return _rate(label, state.delivery_rate, reason, parts, _texts(programme, chosen))


def _objective_of(programme: Programme, line: BudgetLine) -> str:
    output = programme.find("outputs", item_of(programme, line).output)
    return output.objective if isinstance(output, Output) else ""


_KEYS: Final[Mapping[Axis, Callable[[Programme, BudgetLine], str]]] = {
    "source": lambda _, line: line.funding_source,
    "year": lambda _, line: line.year,
    "item": lambda _, line: line.item,
    "kind": lambda programme, line: item_of(programme, line).kind.value,
    "output": lambda programme, line: item_of(programme, line).output or "",
    "objective": _objective_of,
}


def _texts(programme: Programme, lines: Iterable[BudgetLine]) -> tuple[Source, ...]:
    found = (programme.find("sources", line.source) for line in lines)
    return tuple(dict.fromkeys(source for source in found if isinstance(source, Source)))


def _money(label: Text, amount: Money) -> Explained:
    units = minor_units(amount)
    return Explained(label, units, worded(units, money_unit(amount.currency.code)))


def _budget(state: Envelope) -> Explained:
    """Give what is planned, with the lines pour mémoire told beside it; unknown where no line has an amount."""
    notes = (PM_LEFT_OUT.fill(pm=worded(state.planned.pm, NUMBER)),) if state.planned.pm else ()
    if state.planned.amount is None:
        return Explained(BUDGET, None, UNKNOWN, NO_BUDGET, notes=notes, joint=",")
    return evolve(_money(BUDGET, state.planned.amount), notes=notes)


def _rate(label: Text, rate: Fraction | None, reason: Text, parts: tuple[Explained, ...], sources: tuple[Source, ...]) -> Explained:
    """Give a rate in per cent, exact as a fraction; its words are cut after six decimals and then end in …."""
    if rate is None:
        return Explained(label, None, UNKNOWN, NO_BUDGET, sources, parts, joint=",")
    return Explained(label, rate * 100, worded(rate * 100, PERCENT), reason, sources, parts)
