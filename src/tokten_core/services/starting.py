"""Start a programme: what a country pack ships before anybody has recorded anything."""

from __future__ import annotations

from collections.abc import Iterable

from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.ports import CountryPack
from tokten_core.sources import Source

__all__ = ["without_records"]


def without_records(pack: CountryPack, source: Source, texts: Iterable[Source]) -> Programme:
    """
    Give a programme without records yet (fr: *programme sans enregistrements*): its card, and the texts behind the rules.

    It lasts as many days as the pack's texts cover, and has one currency, that of the pack's costs.

    Args:
        pack: the country pack.
        source: the text that the programme rests on.
        texts: every text that the pack's rules and figures name, ``source`` among them.

    >>> from tokten_core import load_pack
    >>> from tokten_core.services.starting import without_records
    >>> pack = load_pack("sudan")
    >>> programme = without_records(pack, pack.costs.covers_text, [pack.costs.covers_text])
    >>> programme.card.pack, programme.card.currency, programme.missions
    ('sudan', 'USD', ())

    .. versionadded:: 0.1
    """
    costs = pack.costs
    card = ProgrammeCard(
        id=pack.name,
        pack=pack.name,
        title=pack.title,
        country=pack.country,
        start=costs.covers.start,
        end=costs.covers.end,
        currency=costs.currency,
        reporting_currency=costs.currency,
        source=source.id,
    )
    return Programme(programme=(card,), sources=tuple(texts))
