"""
Who may pay: what each funding source says to a mission, and whether an entry of the ledger may stand on its line.

The programme's own records decide (`FundingSource`, `EligibleCost`, `CountryGroup`). A refusal is a `Problem` with the reason and the text in both
languages; no answer is a plain "no". For a mission the first day decides, also for what is paid after its end; for other costs the day of the entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import evolve

from tokten_core.accounts import item_of
from tokten_core.errors import InputError, Problem, UsageError, did_you_mean
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import CostKind
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import Mission
from tokten_core.model.programme import BROKEN_REFERENCE, Programme
from tokten_core.rules.eligibility import CostOf, Fund, eligible
from tokten_core.rules.funds import KIND_WORDS, funds_of
from tokten_core.rules.mission_costs import UNKNOWN_SOURCE
from tokten_core.text import same

__all__ = ["entry_refusal", "mission_refusal", "refusal", "who_may_pay"]

_FIELDS: Final[Mapping[str, str]] = {"source": "funding_source", "residence": "residence", "start": "start"}
"""Which field of a mission holds the fact that decides."""


def refusal(
    programme: Programme, source: str, kind: CostKind, residence: str | None = None, day: dt.date | None = None, place: str = ""
) -> Problem | None:
    """
    Tell why a source may not pay a kind of cost (fr: *motif d'inéligibilité*).

    Args:
        programme: the records that say what each source may pay.
        source: the source's identifier.
        kind: the kind of cost.
        residence: where the expert lives, ISO 3166 alpha-2; None where no expert is concerned or nobody knows yet.
        day: the first day of the mission, or the day of the cost; None where it is not known yet. First and last day of a source both count.
        place: where the problem is, for the message.

    Returns:
        None when it may, as far as the facts given tell; else the problem `source-not-eligible`, with the reason and, under
        ``facts["column"]``, the fact that decides: ``source`` (the kind of cost), ``residence`` or ``start`` (the day).

    Raises:
        UsageError: There is no such source (`unknown-source`).

    >>> from tokten_core.plugins import load_pack
    >>> print(refusal(load_pack("mali").programme(), "scac", CostKind.MISSIONS, residence="CA").facts["reason"].en)
    the expert lives in CA

    .. versionadded:: 0.1
    """
    country = None if residence is None else same(residence)
    return eligible(_fund(programme, source), CostOf(kind.value, KIND_WORDS[kind], residence, country, day), place)


def mission_refusal(programme: Programme, mission: Mission, source: str) -> Problem | None:
    """
    Tell why a source may not pay a mission (fr: *éligibilité d'une mission*): residence and first day decide, as they stand on the mission.

    Args:
        programme: the records that say what each source may pay.
        mission: the mission, planned or under way.
        source: the source's identifier.

    Returns:
        None when it may; else the problem `source-not-eligible`, with its place on the mission.

    Raises:
        UsageError: There is no such source (`unknown-source`).

    >>> from tokten_core.plugins import load_pack
    >>> import datetime as dt
    >>> mission = Mission(id="M1", residence="SN", start=dt.date(2009, 3, 2), end=dt.date(2009, 3, 15))
    >>> print(mission_refusal(load_pack("mali").programme(), mission, "pnud").says.fr)
    non éligible pour PNUD, fonds propres : son argent est pour d'autres dépenses que missions

    .. versionadded:: 0.1
    """
    found = refusal(programme, source, CostKind.MISSIONS, mission.residence, mission.start)
    return None if found is None else evolve(found, place=mission.place(_FIELDS[str(found.facts["column"])]))


def who_may_pay(programme: Programme, mission: Mission) -> Mapping[str, Problem | None]:
    """
    Ask every source of a programme whether it may pay a mission (fr: *sources qui peuvent payer*).

    Returns:
        For each source, in the programme's order, None when it may, or why not.

    >>> from tokten_core.plugins import load_pack
    >>> import datetime as dt
    >>> mission = Mission(id="M1", residence="SN", start=dt.date(2009, 3, 2), end=dt.date(2009, 3, 15))
    >>> [source for source, no in who_may_pay(load_pack("mali").programme(), mission).items() if no is None]
    ['bsi']

    .. versionadded:: 0.1
    """
    return {source.id: mission_refusal(programme, mission, source.id) for source in programme.funding_sources}


def entry_refusal(programme: Programme, entry: LedgerEntry) -> Problem | None:
    """
    Tell why an entry of the ledger may not stand on its budget line (fr: *éligibilité d'une écriture*).

    The kind of cost is that of the line's item. An entry for a mission is judged by the mission's residence and first day, whenever it is paid;
    any other by its own day.

    Args:
        programme: the records; the entry need not be among them yet, its budget line must.
        entry: the entry.

    Returns:
        None when it may; else the problem `source-not-eligible`, with its place on the entry.

    Raises:
        InputError: The programme has no such budget line (`broken-reference`).

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> entry_refusal(programme, programme.ledger[0]) is None
    True

    .. versionadded:: 0.1
    """
    line = programme.find("budget_lines", entry.budget_line)
    if not isinstance(line, BudgetLine):
        raise InputError(BROKEN_REFERENCE.at(entry.place("budget_line"), entry.budget_line, collection="budget_lines"))
    mission = programme.find("missions", entry.mission)
    residence, day = (mission.residence, mission.start) if isinstance(mission, Mission) else (None, entry.on)
    return refusal(programme, line.funding_source, item_of(programme, line).kind, residence, day, entry.place("budget_line"))


def _fund(programme: Programme, source: str) -> Fund:
    known = {fund.name: fund for fund in funds_of(programme)}
    if source not in known:
        raise UsageError(UNKNOWN_SOURCE.at("source", source, near=did_you_mean(source, known), known=", ".join(known)))
    return known[source]
