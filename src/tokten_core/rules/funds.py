"""
From funding sources on record to what eligibility asks of them.

The records of a programme (`FundingSource`, `EligibleCost`, `CountryGroup`) are the one list of what each source may pay; missions, budgets
and checks all ask it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from tokten_core.model.funding import CostKind, CountryGroup, EligibleCost, FundingSource
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_core.rules.eligibility import Entitlement, Fund, Residences
from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = ["KIND_WORDS", "funds_of"]

KIND_WORDS: Final[Mapping[str, Text]] = {
    CostKind.MISSIONS: Text(en="missions", fr="missions"),
    CostKind.STAFF: Text(en="staff", fr="personnel"),
    CostKind.OPERATING: Text(en="supplies and running costs", fr="fournitures et fonctionnement"),
    CostKind.EQUIPMENT: Text(en="equipment", fr="équipement"),
    CostKind.PROMOTION: Text(en="promotion", fr="promotion"),
    CostKind.STUDIES: Text(en="studies", fr="études"),
    CostKind.EVALUATION: Text(en="evaluation", fr="évaluation"),
    CostKind.LODGING: Text(en="lodging", fr="hébergement"),
    CostKind.BANK_CHARGES: Text(en="bank charges", fr="services bancaires"),
    CostKind.SUPPORT_COST: Text(en="support cost", fr="coût d'appui"),
    CostKind.MISCELLANEOUS: Text(en="sundries", fr="divers"),
}
RESIDENCE: Final = Text(en="residence: {group}", fr="résidence : {group}")


def funds_of(programme: Programme) -> tuple[Fund, ...]:
    """
    Give the sources of money of a programme with what each may pay (fr: *sources de financement*).

    Args:
        programme: the records; an entitlement without days of its own has its source's.

    .. versionadded:: 0.1
    """
    sources = {source.id: source for source in programme.sources}
    groups = {group.id: group for group in programme.country_groups}
    return tuple(
        Fund(
            source.id,
            source.label,
            tuple(_entitlement(source, cost, sources, groups) for cost in programme.eligible_costs if cost.funding_source == source.id),
        )
        for source in programme.funding_sources
    )


def _entitlement(
    source: FundingSource, cost: EligibleCost, sources: Mapping[str, Source], groups: Mapping[str, CountryGroup]
) -> Entitlement:
    group = groups[cost.countries] if cost.countries is not None else None
    start, end = cost.start or source.start, cost.end or source.end
    period = Period(start or dt.date.min, end or dt.date.max) if start or end else None
    reading = source.reading + Text(en=" ", fr=" ") + cost.reading if source.reading and cost.reading else source.reading or cost.reading
    return Entitlement(
        kinds=frozenset({cost.kind.value}),
        text=sources[cost.source],
        label=_label(cost.kind, group, period),
        residences=Residences(group.label, frozenset(group.countries)) if group else None,
        period=period,
        reading=reading,
    )


def _label(kind: CostKind, group: CountryGroup | None, period: Period | None) -> Text:
    """Say an entitlement: ``missions (residence: France; 1 September 2008 to 31 August 2011)``."""
    limits = ([RESIDENCE.fill(group=group.label)] if group else []) + ([period.text] if period else [])
    if not limits:
        return KIND_WORDS[kind]
    return KIND_WORDS[kind] + Text(
        en=" (" + "; ".join(limit.en for limit in limits) + ")",
        fr=" (" + " ; ".join(limit.fr for limit in limits) + ")",
    )
