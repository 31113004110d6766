"""
Copies of the right pack, each with one planted fault, and the law that catches it.

A fault is a function that makes the pack anew; where the engine itself refuses it, that is law P01: the pack does not load.
"""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt
import random
from fractions import Fraction

import right_pack as right
from attrs import evolve, frozen
from right_pack import DECREE, XOF, SmallPack, figure, same_rule, with_rule

from tokten_core.money import HALF_EVEN
from tokten_core.parameters import Dated
from tokten_core.rules import by_band, choose, down, first_known, half_even, half_up, nodes, percent
from tokten_core.rules.book import RuleBook, Worked
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.text import Text, same
from tokten_core.units import PERCENT, money_unit


@frozen
class Fault:
    """A planted fault: what it is, the law that catches it, and the faulty pack."""

    what: str
    caught_by: str
    make: object


FAULTS: list[Fault] = []


def fault(what, caught_by):
    """List a faulty pack."""

    def keep(make):
        FAULTS.append(Fault(what, caught_by, make))
        return make

    return keep


def changed(rule, function, **details):
    """Make the pack with one rule's function replaced."""
    return SmallPack(rules=with_rule(same_rule(rule, function, **details)))


# What the engine refuses when the pack is loaded.


@fault("an amount that is a float", "P01")
def float_amount():
    return changed(right.hours, lambda mission, figures: mission.teaching_hours * 2250.0)


@fault("a number without source", "P01")
def bare_number():
    return changed(right.hours, lambda mission, figures: mission.teaching_hours * 2_250)


@fault("a rule without reference", "P01")
def rule_without_reference():
    return changed(right.hours, right.hours.function, text=())


@fault("a figure without source", "P01")
def figure_without_source():
    return SmallPack(night=figure("night", "price of a night", "prix d'une nuitée", XOF.per(right.NIGHT), 8_000, source=None))


@fault("francs and euros in one sum", "P01")
def currencies_in_one_sum():
    euros = figure("meal", "meal", "repas", money_unit("EUR").per(right.DAY), 762)
    return SmallPack(meal=euros)


@fault("two texts that set one figure on one day", "P01")
def two_texts():
    twice = [Dated(right.FIRST, DECREE, 2_250), Dated(right.FIRST, right.REVISED, 2_500)]
    return SmallPack(hour_rate=evolve(right.figures()["hour_rate"], history=twice))


@fault("a fraction that nobody rounded", "P01")
def unrounded():
    return changed(right.support_cost, lambda mission, figures, source_pays: source_pays * percent(figures.support_rate.on(mission.start)))


# What leans on something outside.


@fault("a rule that throws dice", "P02")
def dice():
    return changed(
        right.hours, lambda mission, figures: mission.teaching_hours * figures.hour_rate.on(mission.start) * random.randint(0, 1)
    )


@fault("a rule that reads today's date", "P03")
def reads_today():
    def hours(mission, figures):
        late = dt.date.today() > dt.date(2100, 1, 1)  # noqa: DTZ011, TID251 - that is the fault
        return 0 if late else mission.teaching_hours * figures.hour_rate.on(mission.start)

    return changed(right.hours, hours)


# What gives another amount than the text.


@fault("halves go up where the text says to even", "P04")
def wrong_rounding():
    return changed(right.share, lambda m, f, total: choose(m.for_profit, half_up(total * percent(m.cost_share)), 0))


@fault("an off-by-one day: the last day is not counted", "P04")
def off_by_one_day():
    return changed(right.per_diem, lambda m, f: (m.days - 1) * f.rate.on(m.start, rank=m.rank))


@fault("a rate that changes a day late", "P04")
def wrong_date_boundary():
    return SmallPack(rate=right.rate(change=right.CHANGE + dt.timedelta(days=1)))


@fault("bands shifted by one day", "P04")
def bands_shifted():
    return SmallPack(bands=right.bands(second=12))


@fault("support cost on the whole total instead of what the source pays", "P04")
def wrong_base():
    def support_cost(mission, figures, total):
        return half_even(total * percent(figures.support_rate.on(mission.start)))

    return changed(right.support_cost, support_cost)


@fault("a price cut where the text rounds it", "P04")
def cut_instead():
    def meals(mission, figures):
        return by_band(mission.days, figures.bands.on(mission.start), of=figures.meal.on(mission.start), rounding=down)

    return changed(right.meals, meals)


@fault("a bound met is refused: five days are too short", "P04")
def strict_bound():
    return SmallPack(shortest=figure("shortest", "shortest stay", "séjour le plus court", right.DAY, 6))


@fault("a line that no case expects", "P05")
def line_without_case():
    extra = right.line("outfit", "équipement", name="outfit")(
        lambda mission, figures: figures.fare.on(mission.start, country=mission.residence)
    )
    return SmallPack(rules=with_rule(extra))


@fault("a fact of the pack's own that no case gives", "P05")
def fact_without_case():
    return SmallPack(facts=(right.RANK, evolve(right.RANK, name="grade")))


# What is not said, or not in both languages.


@fault("a figure that no text prints, without a word on how it was read", "P06")
def inferred_in_silence():
    source = evolve(DECREE, inferred=True)
    return SmallPack(night=figure("night", "price of a night", "prix d'une nuitée", XOF.per(right.NIGHT), 8_000, source=source))


@fault("an entitlement's or payer's text left out", "P06")
def payer_without_text():
    return SmallPack(rules=with_rule(same_rule(right.hours, paid_by=evolve(right.FUNDER_PAYS, text=()))))


@fault("a label missing in French", "P07")
def label_missing():
    return SmallPack(rules=with_rule(same_rule(right.hours, label=Text(en="hours", fr=""))))


@fault("a reading that nobody translated", "P07")
def reading_not_translated():
    return SmallPack(rules=with_rule(same_rule(right.hours, reading=same("the first day's rate holds throughout"))))


# What does not fit together.


@fault("a line that the total forgets", "P08")
def line_forgotten():
    def total(mission, figures, per_diem, hours, meals, airfare):
        return per_diem + hours + meals + airfare

    return changed(right.total, total)


@fault("the source pays the whole, and the host its share besides", "P08")
def shares_too_much():
    return changed(right.source_pays, lambda mission, figures, total: total)


@fault("a sign error: the lodging is taken off", "P09")
def sign_error():
    def lodging(mission, figures):
        return figures.ceiling.on(mission.start) - mission.lodging_nights * figures.night.on(mission.start)

    return changed(right.lodging, lodging)


@fault("a longer stay is cheaper: the long band applies to all days", "P10")
def longer_is_cheaper():
    long = figure("long", "long stay", "long séjour", right.DAY, 11)
    cheap = figure("cheap", "meal of a long stay", "repas d'un long séjour", XOF.per(right.DAY), 3_751)

    def meals(mission, figures):
        day = mission.start
        is_long = right.at_least(mission.days, figures.long.on(day))
        return mission.days * choose(is_long, figures.cheap.on(day), figures.meal.on(day))

    return SmallPack(rules=with_rule(same_rule(right.meals, meals)), long=long, cheap=cheap)


@fault("a share over a hundred per cent", "P11")
def share_over_the_whole():
    return SmallPack(support_rate=figure("support_rate", "support cost rate", "taux du coût d'appui", PERCENT, 107))


@fault("instalments that do not add up", "P12")
def instalments_apart():
    def second_instalment(mission, figures, per_diem, hours):
        return down((per_diem + hours) * percent(figures.arrival.on(mission.start)))

    return changed(right.second_instalment, second_instalment)


@fault("a line in another currency", "P13")
def line_in_dollars():
    dollars = money_unit("USD")
    night = figure("fee", "fee", "frais", dollars, 100)
    extra = right.cost("fee", "frais", name="fee_line", unit=dollars, paid_by=right.FUNDER_PAYS)(lambda m, f: f.fee.on(m.start))
    return SmallPack(rules=with_rule(extra), fee=night)


@fault("a payer that there is not", "P13")
def wrong_payer():
    return SmallPack(rules=with_rule(same_rule(right.lodging, paid_by=evolve(right.FUNDER_PAYS, who="stat"))))


@fault("a rate that ends a day early", "P14")
def ends_a_day_early():
    return SmallPack(rate=right.rate(last=right.LAST - dt.timedelta(days=1)))


@fault("a ceiling that no rule applies", "P14")
def ceiling_missing():
    return changed(right.lodging, lambda mission, figures: mission.lodging_nights * figures.night.on(mission.start))


@fault("a row missing from a table", "P15")
def row_missing():
    rows = [evolve(version, rows={("junior",): 20_000}) if version.since == right.FIRST else version for version in right.rate().history]
    return SmallPack(rate=evolve(right.rate(), history=rows))


@fault("two exceptions at once", "P16")
def two_exceptions():
    other = right.cost("short", "court", name="short_per_diem", exception_of="per_diem", when=lambda m, f: right.equal(m.rank, "junior"))
    return SmallPack(rules=with_rule(other(right.no_stay)))


@fault("a rule that reads an unrelated fact", "P17")
def unrelated_fact():
    def per_diem(mission, figures):
        """
        Work out the per diem.

        Reads:
            mission.days: days of mission.
            figures.rate: an amount a day, by rank.
        """
        return choose(mission.committee_consulted, mission.days, mission.days) * figures.rate.on(mission.start, rank=mission.rank)

    return changed(right.per_diem, per_diem)


@fault("unknown hours turned to nought", "P19")
def unknown_is_nought():
    return changed(right.hours, lambda m, f: first_known(m.teaching_hours, 0) * f.hour_rate.on(m.start))


# Readers that err.


@fault("halves go down in one reader", "P21")
def halves_down():
    return SmallPack(book=HalvesDown)


class HalvesDown(RuleBook):
    """A book whose fast reader cuts what the slow one rounds."""

    def work_out(self, facts, given=None):
        worked = Worked(self, facts, given)
        vars(worked)["evaluation"] = Cutting(facts, given)
        return worked


class Cutting(Evaluation):
    """A reader that lets halves fall."""

    def value(self, node):
        if isinstance(node, nodes.Rounded) and node.how is HALF_EVEN:
            exact, step = super().value(node.part), super().value(node.to)
            if not isinstance(exact, Unknown) and not isinstance(step, Unknown) and exact / step % 1 == Fraction(1, 2):
                return int(exact // step) * step
        return super().value(node)


@fault("an exception without condition", "P26")
def exception_without_condition():
    return SmallPack(rules=with_rule(same_rule(right.ONLINE, when=None)))


@fault("a programme without a text of its rules", "P27")
def text_not_kept():
    other = evolve(DECREE, id="decree-8")
    return SmallPack(rules=with_rule(same_rule(right.hours, text=(other,))))


@fault("a programme that is another pack's", "P27")
def another_programme():
    pack = SmallPack()
    pack.name = "smaller"
    return pack
