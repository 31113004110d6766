"""
A small right pack, which the faulty ones are copies of: a made-up country with two texts, bands, a ceiling, an estimate and an exception.

    per diem      days × rate by rank, raised on 1 January 2021
    hours         hours × 2 250 FCFA
    meals         5 001 FCFA a day, three quarters of it from the 11th day on, half-even day by day
    lodging       nights × 8 000 FCFA, 150 000 FCFA at most
    airfare       the quote, or else the country's estimate
    support cost  7 % of what the source itself pays, half-even
"""

import datetime as dt
from pathlib import Path

import attrs

from tokten_core.errors import Kind
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.periods import Period
from tokten_core.rules import (
    FUNDER,
    CostRules,
    Entitlement,
    Fund,
    InstalmentTerms,
    PaidBy,
    at_least,
    by_band,
    choose,
    cost_rule,
    cost_sharing,
    down,
    equal,
    first_known,
    half_even,
    least,
    percent,
    requirement,
)
from tokten_core.rules.cases import read_cases
from tokten_core.rules.facts import FactKind
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DAY, HOUR, NIGHT, PERCENT, money_unit

XOF = money_unit("XOF")
DECREE = Source(id="decree", document=Text(en="Decree 7", fr="Décret 7"))
REVISED = Source(id="revised", document=Text(en="Decree 9", fr="Décret 9"))
FIRST, CHANGE, LAST = dt.date(2020, 1, 1), dt.date(2021, 1, 1), dt.date(2022, 12, 31)
TOML = (Path(__file__).parent / "cases.toml").read_text(encoding="utf-8")
RANK = FactKind("rank", CODE, Text(en="rank", fr="grade"), ("junior", "senior"))
TOO_SHORT = Kind("example-stay-too-short", Text(en="a stay of {days}", fr="un séjour de {days}"), Text(en="five days", fr="cinq jours"))
FUNDER_PAYS = PaidBy(FUNDER, Text(en="the source", fr="le bailleur"), (DECREE,))


def figure(name, en, fr, unit, rows, *, since=FIRST, source=DECREE, until=LAST, **details):
    """Make a figure that holds for the days of the decree."""
    return Parameter(name, Text(en=en, fr=fr), unit, [Dated(since, source, rows, until=until)], **details)


def rate(first=FIRST, change=CHANGE, last=LAST, **details):
    """Make the rate of the per diem, raised by the second decree."""
    history = [
        Dated(first, DECREE, {"junior": 20_000, "senior": 30_000}),
        Dated(change, REVISED, {"junior": 25_000, "senior": 35_001}, until=last),
    ]
    return Parameter("rate", Text(en="rate", fr="taux"), XOF.per(DAY), history, [Key("rank", CODE, Text(en="rank", fr="grade"))], **details)


def bands(second=11, rows=None):
    """Make the bands of the meals: whole, then three quarters."""
    key = Key("from", DAY, Text(en="from day", fr="à partir du jour"), bands=True)
    return figure("bands", "share of a meal", "part d'un repas", PERCENT, rows or {1: 100, second: 75}, keys=[key])


def figures():
    """Give all figures of the pack, by name."""
    country = Key("country", CODE, Text(en="country", fr="pays"))
    every = [
        rate(),
        bands(),
        figure("hour_rate", "rate of an hour", "taux de l'heure", XOF.per(HOUR), 2_250),
        figure("meal", "meal", "repas", XOF.per(DAY), 5_001),
        figure("night", "price of a night", "prix d'une nuitée", XOF.per(NIGHT), 8_000),
        figure("ceiling", "ceiling of lodging", "plafond d'hébergement", XOF, 150_000),
        figure("fare", "usual fare", "billet habituel", XOF, {"FR": 650_001, "US": 900_000}, keys=[country]),
        figure("support_rate", "support cost rate", "taux du coût d'appui", PERCENT, 7),
        figure("arrival", "share on arrival", "part à l'arrivée", PERCENT, 50),
        figure("least_share", "least share", "part minimale", PERCENT, 10),
        figure("greatest_share", "greatest share", "part maximale", PERCENT, 50),
        figure("shortest", "shortest stay", "séjour le plus court", DAY, 5),
    ]
    return {each.name: each for each in every}


def cost(en, fr, *, name="", text=DECREE, unit=XOF, **details):
    """Make a rule of the decree."""
    return cost_rule(text=text, en=en, fr=fr, unit=unit, name=name, **details)


def line(en, fr, **details):
    """Make a line of the cost, paid by whoever funds the mission."""
    return cost(en, fr, **{"paid_by": FUNDER_PAYS, **details})


@line("per diem", "per diem")
def per_diem(mission, figures):
    """
    Work out the per diem.

    Reads:
        mission.days: days of mission.
        figures.rate: an amount a day, by rank.
    """
    return mission.days * figures.rate.on(mission.start, rank=mission.rank)


def no_stay(mission, figures):
    """Give nothing for a stay."""
    return 0


def online(mission, figures):
    """Tell whether the mission is online."""
    return equal(mission.mode, "online")


ONLINE = cost("no stay online", "pas de séjour en ligne", name="online_per_diem", exception_of="per_diem", when=online)(no_stay)


@line("hours", "heures")
def hours(mission, figures):
    """Work out the hours."""
    return mission.teaching_hours * figures.hour_rate.on(mission.start)


@line("meals", "repas")
def meals(mission, figures):
    """Work out the meals."""
    return by_band(mission.days, figures.bands.on(mission.start), of=figures.meal.on(mission.start), rounding=half_even)


@line("lodging", "hébergement")
def lodging(mission, figures):
    """Work out the lodging."""
    return least(mission.lodging_nights * figures.night.on(mission.start), figures.ceiling.on(mission.start))


@cost("usual fare", "billet habituel", estimate=True)
def usual_fare(mission, figures):
    """Estimate the airfare."""
    return figures.fare.on(mission.start, country=mission.residence)


@line("airfare", "billet")
def airfare(mission, figures, usual_fare):
    """Take the quote, or the estimate."""
    return first_known(mission.airfare, usual_fare)


@cost("total", "total")
def total(mission, figures, per_diem, hours, meals, lodging, airfare):
    """Add up."""
    return per_diem + hours + meals + lodging + airfare


@cost("host's share", "part de l'hôte", name="beneficiary_share")
def share(mission, figures, total):
    """Take the host's share."""
    return choose(mission.for_profit, half_even(total * percent(mission.cost_share)), 0)


@cost("paid by the source", "à la charge du bailleur")
def source_pays(mission, figures, total, beneficiary_share):
    """Leave the rest."""
    return total - beneficiary_share


@line("support cost", "coût d'appui", only_with_source=True)
def support_cost(mission, figures, source_pays):
    """Take the support cost."""
    return half_even(source_pays * percent(figures.support_rate.on(mission.start)))


@cost("first instalment", "première tranche")
def first_instalment(mission, figures, per_diem, hours):
    """Pay a half on arrival."""
    return down((per_diem + hours) * percent(figures.arrival.on(mission.start)))


@cost("second instalment", "seconde tranche")
def second_instalment(mission, figures, per_diem, hours, first_instalment):
    """Pay the rest."""
    return per_diem + hours - first_instalment


@requirement(text=DECREE, problem=TOO_SHORT, column="days")
def long_enough(mission, figures):
    """Tell whether the stay is long enough."""
    return at_least(mission.days, figures.shortest.on(mission.start))


SHARES = tuple(
    requirement(text=DECREE, problem=problem, column="cost_share")(function)
    for problem, function in (
        (cost_sharing.SHARE_MISSING, cost_sharing.share_stated),
        (cost_sharing.SHARE_NOT_ALLOWED, cost_sharing.share_only_if_for_profit),
        (cost_sharing.SHARE_OUT_OF_RANGE, cost_sharing.share_in_range),
    )
)

RULES = (
    per_diem, hours, meals, lodging, airfare, support_cost, usual_fare, total, share, source_pays, first_instalment, second_instalment,
    ONLINE, long_enough, *SHARES,
)  # fmt: skip


def costs(figures, rules, *, book=None, last=LAST, facts=(RANK,)):
    """Bind rules to figures."""
    names = {"FR": "France", "US": "USA", "ML": "Mali"}
    fund = Fund("state", Text(en="State", fr="État"), (Entitlement(frozenset({"missions"}), DECREE, Text(en="missions", fr="missions")),))
    made = CostRules(
        currency="XOF",
        home="ML",
        countries={code: same(name) for code, name in names.items()},
        covers=Period(FIRST, last),
        covers_text=DECREE,
        figures=Figures.of(figures.values()),
        rules=rules,
        funds=(fund,),
        instalments=(InstalmentTerms("first_instalment", "on arrival"), InstalmentTerms("second_instalment", "before departure")),
        more_facts=facts,
    )
    if book is not None:
        object.__setattr__(made, "book", book(made.book.figures, made.book.rules, made.book.facts))
    return made


class SmallPack:
    """A pack whose parts may be replaced, one at a time."""

    name, title, country = "small", Text(en="Small programme", fr="Petit programme"), "ML"

    def __init__(self, *, book=None, last=LAST, rules=None, title=None, facts=(RANK,), **changed):
        self._made = costs({**figures(), **changed}, rules or RULES, book=book, last=last, facts=facts)
        self.title = title or self.title

    @property
    def costs(self):
        return self._made

    def cases(self):
        return read_cases(TOML, self._made)

    def programme(self):
        card = ProgrammeCard(
            id="small", pack="small", title=self.title, country="ML", start=FIRST, end=LAST, currency="XOF", source="decree", invented=True
        )
        return Programme(programme=(card,), sources=(DECREE, REVISED))


def with_rule(*rules):
    """Give the rules of the pack, some replaced by name."""
    new = {rule.name: rule for rule in rules}
    return (*(new.pop(rule.name, rule) for rule in RULES), *new.values())


def same_rule(rule, function=None, **changes):
    """Give a rule with another function, or other details."""
    return attrs.evolve(rule, **({"function": function} if function else {}), **changes)
