"""
Donors, their funding sources, and what each source may pay for.

A donor gives through one or more *funding sources*, each with its own rules. What a source may pay is a list of entitlements: a kind of
cost, for experts living in a group of countries, between two days, by a text. What no entitlement covers, the source may not pay.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from tokten_core.money import Money
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["CostKind", "CountryGroup", "Donor", "EligibleCost", "FundingSource", "Pledge"]


class CostKind(StrEnum):
    """What money is spent on (fr: *nature de la dépense*)."""

    MISSIONS = "missions"
    STAFF = "staff"
    OPERATING = "operating"
    EQUIPMENT = "equipment"
    PROMOTION = "promotion"
    STUDIES = "studies"
    EVALUATION = "evaluation"
    LODGING = "lodging"
    BANK_CHARGES = "bank_charges"
    SUPPORT_COST = "support_cost"
    MISCELLANEOUS = "miscellaneous"


@record("donors")
class Donor(Record):
    """
    Who gives (fr: *bailleur de fonds*).

    Attributes:
        id: short stable code.
        name: its name in both languages.
    """

    id: str = fact()
    name: Text = fact()


@record("funding_sources")
class FundingSource(Record):
    """
    A purse with rules of its own (fr: *source de financement*).

    Attributes:
        id: short stable code, as in ``--source``.
        donor: who gives.
        label: its name in both languages.
        partner: true for a donor's money, false for the government's counterpart.
        currency: the currency it is given in, ISO 4217.
        start: first day on which it pays, counted; None when no text says.
        end: last day on which it pays, counted; None when no text says.
        reading: what is ours where the texts are silent.
        source: the text that brings it in.
    """

    id: str = fact()
    donor: str = fact(refers_to="donors")
    label: Text = fact()
    partner: bool = fact(default=True)
    currency: str = fact(default="XOF")
    start: dt.date | None = fact(default=None)
    end: dt.date | None = fact(default=None, not_before="start")
    reading: Text = fact(default=Text(en="", fr=""))
    source: str = fact(refers_to="sources")


@record("country_groups")
class CountryGroup(Record):
    """
    Countries that a rule speaks of together (fr: *groupe de pays*).

    Attributes:
        id: short stable code.
        label: its name in both languages.
        countries: ISO 3166 alpha-2 codes.
        source: the text that names the group, or our reading of it.
    """

    id: str = fact()
    label: Text = fact()
    countries: tuple[str, ...] = fact()
    source: str = fact(refers_to="sources")


@record("eligible_costs")
class EligibleCost(Record):
    """
    What a source may pay for (fr: *coût éligible*).

    Attributes:
        id: short stable name.
        funding_source: which source.
        kind: what it may pay.
        countries: the group of countries where the expert must live; None for any.
        start: first day, counted; None for the source's own.
        end: last day, counted; None for the source's own.
        reading: what is ours where the texts are silent or disagree.
        source: the text that says so.
    """

    id: str = fact()
    funding_source: str = fact(refers_to="funding_sources")
    kind: CostKind = fact()
    countries: str | None = fact(default=None, refers_to="country_groups")
    start: dt.date | None = fact(default=None)
    end: dt.date | None = fact(default=None, not_before="start")
    reading: Text = fact(default=Text(en="", fr=""))
    source: str = fact(refers_to="sources")


@record("pledges")
class Pledge(Record):
    """
    What a source announces for the whole programme (fr: *annonce de contribution*).

    Attributes:
        id: short stable name.
        funding_source: which source.
        amount: in the programme's authoritative currency.
        original: in the currency it was announced in; never overwritten.
        source: the text that announces it.
    """

    id: str = fact()
    funding_source: str = fact(refers_to="funding_sources")
    amount: Money | None = fact(default=None)
    original: Money | None = fact(default=None)
    source: str = fact(refers_to="sources")
