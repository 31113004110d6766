"""
Eligibility: whether a source may pay a kind of cost, for an expert living somewhere, on a day.

What a source may pay is a list of entitlements, each with its text. What no entitlement covers the source may not pay, and the reason is
said: the kind of cost, the country of residence, or the day. Missions and budget lines ask the same question.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen

from tokten_core.errors import Kind, Problem
from tokten_core.explain import EMPTY, cited, worded
from tokten_core.periods import Period
from tokten_core.sources import Source
from tokten_core.text import Text, joined, same
from tokten_core.units import DATE

__all__ = ["NOT_ELIGIBLE", "CostOf", "Entitlement", "Fund", "Residences", "eligible"]

NOT_ELIGIBLE: Final = Kind(
    "source-not-eligible",
    says=Text(en="not eligible for {fund}: {reason}", fr="non éligible pour {fund} : {reason}"),
    allowed=Text(en="{within}{text}", fr="{within}{text}"),
    remedy=Text(en="Name another source, or correct the facts.", fr="Nommez une autre source, ou corrigez les données."),
)
OTHER_KIND: Final = Text(en="its money is for other kinds of cost than {kind}", fr="son argent est pour d'autres dépenses que {kind}")
OTHER_RESIDENCE: Final = Text(en="the expert lives in {country}", fr="résidence de l'expert : {country}")
OTHER_DAY: Final = Text(en="{day} is outside the days it pays for", fr="le {day} est hors des jours qu'il paie")


@frozen
class Residences:
    """
    Countries where an expert must live (fr: *pays de résidence admis*).

    Attributes:
        label: how they are called together.
        countries: ISO 3166 alpha-2 codes.
    """

    label: Text
    countries: frozenset[str]


@frozen
class Entitlement:
    """
    What a source may pay (fr: *coût éligible*).

    Attributes:
        kinds: kinds of cost, as codes.
        text: the text that says so.
        label: the entitlement in words.
        residences: where the expert must live; None for anywhere.
        period: first days of missions, or days of costs, that it covers; None for any.
        reading: what is ours in it.
    """

    kinds: frozenset[str]
    text: Source
    label: Text
    residences: Residences | None = None
    period: Period | None = None
    reading: Text = EMPTY


@frozen
class Fund:
    """
    A source of money with what it may pay (fr: *source de financement*).

    Attributes:
        name: as in ``--source``.
        label: its name in both languages.
        entitlements: what it may pay.
    """

    name: str
    label: Text
    entitlements: tuple[Entitlement, ...]


@frozen
class CostOf:
    """
    What a source is asked to pay (fr: *dépense*).

    Attributes:
        kind: the kind of cost, as a code.
        label: the kind in words.
        residence: where the expert lives, ISO 3166 alpha-2; None where no expert is concerned.
        country: that country in words.
        day: the first day of the mission, or the day of the cost; None where it is not known yet.
    """

    kind: str
    label: Text
    residence: str | None = None
    country: Text | None = None
    day: dt.date | None = None


def eligible(fund: Fund, cost: CostOf, place: str = "") -> Problem | None:
    """
    Tell whether a source may pay a cost (fr: *éligibilité*).

    Args:
        fund: the source.
        cost: what it is asked to pay.
        place: where the problem is, for the message.

    Returns:
        None when it may; else the problem `source-not-eligible`, with the reason and, under ``facts["column"]``, the fact that decides.

    .. versionadded:: 0.1
    """
    of_kind = [entitlement for entitlement in fund.entitlements if cost.kind in entitlement.kinds]
    if not of_kind:
        return _problem(fund, fund.entitlements, place, ("source", fund.name), OTHER_KIND.fill(kind=cost.label))
    refusals = [_refusal(fund, entitlement, cost, place) for entitlement in of_kind]
    return None if None in refusals else refusals[0]


def _refusal(fund: Fund, entitlement: Entitlement, cost: CostOf, place: str) -> Problem | None:
    residences, period = entitlement.residences, entitlement.period
    if residences is not None and cost.residence is not None and cost.residence not in residences.countries:
        reason = OTHER_RESIDENCE.fill(country=cost.country or cost.residence)
        return _problem(fund, (entitlement,), place, ("residence", cost.residence), reason)
    if period is not None and cost.day is not None and cost.day not in period:
        return _problem(fund, (entitlement,), place, ("start", cost.day), OTHER_DAY.fill(day=worded(cost.day, DATE)))
    return None


def _problem(fund: Fund, within: tuple[Entitlement, ...], place: str, found: tuple[str, object], reason: Text) -> Problem:
    column, value = found
    allowed = joined(entitlement.label for entitlement in within) if within else Text(en="nothing", fr="rien")
    texts = same(" [") + cited(entitlement.text for entitlement in within) + same("]") if within else EMPTY
    return NOT_ELIGIBLE.at(place, value, column=column, fund=fund.label, reason=reason, within=allowed, text=texts)
