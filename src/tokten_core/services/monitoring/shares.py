"""Shares that the committee watches: missions done by women, missions outside the capital."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tokten_core.model.expert import Expert, Sex
from tokten_core.model.institution import Institution
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme

__all__ = ["outside_capital_share", "women", "women_share"]


def women(programme: Programme, missions: Iterable[Mission]) -> int | None:
    """
    Count the missions done by women (fr: *missions réalisées par des femmes*); None when the sex of one expert or more is not known.

    >>> from tokten_core.plugins import load_pack
    >>> women(load_pack("mali").programme(), [])
    0

    .. versionadded:: 0.1
    """
    sexes = [_sex(programme, mission) for mission in missions]
    return None if None in sexes else sexes.count(Sex.FEMALE)


def women_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """
    Give the share of missions done by women among those whose expert's sex is known; None when none is (fr: *part des femmes*).

    >>> from tokten_core.plugins import load_pack
    >>> women_share(load_pack("mali").programme(), []) is None
    True
    """
    known = [sex for sex in (_sex(programme, mission) for mission in missions) if sex is not None]
    return Fraction(known.count(Sex.FEMALE), len(known)) if known else None


def outside_capital_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """
    Give the share of missions at institutions outside the capital, among those whose place is known; None when none is (fr: *hors capitale*).

    >>> from tokten_core.plugins import load_pack
    >>> outside_capital_share(load_pack("mali").programme(), []) is None
    True
    """
    known = [capital for capital in _in_capital(programme, missions) if capital is not None]
    return Fraction(known.count(False), len(known)) if known else None


def _sex(programme: Programme, mission: Mission) -> Sex | None:
    expert = programme.find("experts", mission.expert)
    return expert.sex if isinstance(expert, Expert) else None


def _in_capital(programme: Programme, missions: Iterable[Mission]) -> Iterator[bool | None]:
    for mission in missions:
        institution = programme.find("institutions", mission.institution)
        yield institution.capital if isinstance(institution, Institution) else None
