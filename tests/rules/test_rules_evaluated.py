"""An amount exists when what is known decides it; else it is unknown, with the reason. A made-up programme with awkward rules."""

# ruff: noqa: ARG005, E731 - a rule takes the mission and the figures, used or not; the short ones stand beside their facts

import datetime as dt

import pytest

from tokten_core.money import DOWN, HALF_EVEN
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import (
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    convert,
    convert_back,
    cost_rule,
    down,
    equal,
    first_known,
    greatest,
    half_even,
    half_up,
    known,
    least,
    not_,
    percent,
    up,
)
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import mission_facts
from tokten_core.rules.nodes import Node, Step, merged, parts_of
from tokten_core.rules.sentences import explained
from tokten_core.rules.tracing import trace
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import DAY, HOUR, PERCENT, TRUTH, money_unit

XOF, EUR, USD = money_unit("XOF"), money_unit("EUR"), money_unit("USD")
OLD = Source(id="old", document=Text(en="Decree 1", fr="Décret 1"))
NEW = Source(id="new", document=Text(en="Decree 2", fr="Décret 2"))
FACTS = mission_facts("XOF", ("EUR", "USD"), ("ce", "bsi"))
START, CHANGE = dt.date(2008, 9, 1), dt.date(2010, 1, 1)


def a_figure(name, unit, *history, **details):
    return Parameter(name, Text(en=name.replace("_", " "), fr=name.replace("_", " ")), unit, history, **details)


FIGURES = Figures.of(
    [
        a_figure(
            "rate",
            XOF.per(DAY),
            Dated(START, OLD, {False: 100, True: 200}),
            Dated(CHANGE, NEW, {False: 120, True: 240}),
            keys=[Key("thesis", TRUTH, Text(en="thesis", fr="thèse"))],
        ),
        a_figure("bonus", XOF, Dated(START, OLD, 500), Dated(CHANGE, NEW, abolished=True)),
        a_figure("hour", XOF.per(HOUR), Dated(START, OLD, 7)),
        a_figure("share", PERCENT, Dated(START, OLD, 7)),
        a_figure("parity", XOF.per(EUR), Dated(START, OLD, 655_957), scale=1000),
        a_figure("dollar", XOF.per(USD), Dated(START, OLD, 400)),
        a_figure("par", XOF.per(EUR), Dated(START, OLD, 1)),
        a_figure("whole_dollar", USD, Dated(START, OLD, 100)),
        a_figure("stay", DAY, Dated(START, OLD, 10)),
        a_figure("step", XOF, Dated(START, OLD, 25)),
    ]
)


def a_rule(function, *, unit=XOF, name="amount", **details):
    return cost_rule(text=OLD, en=name.replace("_", " "), fr=name.replace("_", " "), unit=unit, name=name, **details)(function)


def steps_of(*rules):
    return trace([rule if hasattr(rule, "place") else a_rule(rule) for rule in rules], FIGURES, FACTS)


def value_of(rule, *others, name="amount", **facts):
    steps = steps_of(rule, *others)
    return Evaluation({"start": START, **facts}).value(steps[name])


def missing(*labels):
    return Unknown(tuple(Text(en=f"missing {en}", fr=f"donnée manquante : {fr}") for en, fr in labels))


THESIS, PROFIT = ("thesis supervision", "encadrement de thèse"), ("profit-making host", "structure à but lucratif")
HOURS = ("teaching hours", "heures de cours")


@pytest.mark.parametrize(("day", "amount"), [(dt.date(2009, 12, 31), 2_800), (CHANGE, 3_360)])
def test_the_figures_of_the_first_day_apply(day, amount):
    assert (
        value_of(lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis_supervision), start=day, days=14, thesis_supervision=True)
        == amount
    )


def test_a_missing_fact_makes_the_amount_unknown_and_is_named():
    assert value_of(lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis_supervision), days=14) == missing(THESIS)


def test_nothing_times_something_unknown_is_unknown():
    """Zero days at an unknown rate is not known to be zero: the rate's row is not known."""
    assert value_of(lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis_supervision), days=0) == missing(THESIS)


def test_each_missing_fact_is_named_once():
    pay = lambda m, f: m.teaching_hours * f.hour.on(m.start)

    assert value_of(lambda m, f: pay(m, f) + pay(m, f) + m.days * f.rate.on(m.start, thesis=m.thesis_supervision)) == missing(
        HOURS, ("days of mission", "jours de mission"), THESIS
    )


def test_a_choice_needs_only_the_branch_taken():
    either = lambda m, f: choose(m.for_profit, m.airfare, 0)

    assert value_of(either, for_profit=False) == 0
    assert value_of(either, for_profit=True) == missing(("quoted airfare", "billet d'avion selon devis"))
    assert value_of(either, airfare=5) == missing(PROFIT)


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("word", "decides", "known_value"),
    [(any_of, True, True), (all_of, False, False), (any_of, False, missing(THESIS)), (all_of, True, missing(THESIS))],
)
def test_one_known_part_may_decide_in_either_order(word, decides, known_value, swap):
    def rule(mission, figures):
        parts = (mission.for_profit, mission.thesis_supervision)
        return word(*(reversed(parts) if swap else parts))

    assert value_of(a_rule(rule, unit=TRUTH), for_profit=decides) == known_value


def test_whether_something_is_known_is_always_known():
    assert value_of(a_rule(lambda m, f: known(m.teaching_hours * f.hour.on(m.start)), unit=TRUTH)) is False
    assert value_of(a_rule(lambda m, f: known(m.teaching_hours * f.hour.on(m.start)), unit=TRUTH), teaching_hours=0) is True


def test_the_first_that_is_known_is_taken_and_else_the_last_one_says_what_it_lacks():
    rule = lambda m, f: first_known(m.airfare, m.days * f.rate.on(m.start, thesis=m.thesis_supervision))

    assert value_of(rule, airfare=0, days=2, thesis_supervision=False) == 0
    assert value_of(rule, days=2, thesis_supervision=False) == 200
    assert value_of(rule, days=2) == missing(THESIS)


def test_an_abolished_figure_is_unknown_with_a_reason_of_its_own_unless_the_rule_asks_first():
    paid = lambda m, f: f.bonus.on(m.start)
    asks = lambda m, f: choose(f.bonus.in_force(m.start), f.bonus.on(m.start), 0)

    assert value_of(paid) == 500
    assert value_of(paid, start=CHANGE).reasons[0].en == "bonus: it was abolished from 2010-01-01 (Decree 2)"
    assert (value_of(asks), value_of(asks, start=CHANGE)) == (500, 0)


def test_before_the_first_text_even_in_force_is_unknown():
    rule = lambda m, f: choose(f.bonus.in_force(m.start), f.bonus.on(m.start), 0)

    assert value_of(rule, start=dt.date(2008, 8, 31)).reasons[0].en == "bonus: no known text sets it on 2008-08-31"


@pytest.mark.parametrize(
    ("rounding", "amounts"),
    [(half_even, (4, 4, 2, 0)), (half_up, (4, 4, 3, 1)), (down, (3, 3, 2, 0)), (up, (4, 4, 3, 1))],
)
def test_a_share_is_rounded_once_by_name(rounding, amounts):
    """3.5, 3.51, 2.5 and 0.5: a half on an odd and on an even quotient."""
    rule = lambda m, f: rounding(m.airfare * percent(m.cost_share))

    facts = [(7, 50), (351, 1), (5, 50), (1, 50)]
    assert tuple(value_of(rule, airfare=fare, cost_share=share) for fare, share in facts) == amounts


def test_a_rounding_may_go_to_a_step_that_is_a_figure():
    rule = lambda m, f: half_even(m.airfare * percent(m.cost_share), to=f.step.on(m.start))

    assert value_of(rule, airfare=1_000, cost_share=11) == 100
    assert value_of(rule, airfare=1_000, cost_share=12) == 125


@pytest.mark.parametrize(("cents", "francs"), [(100, 656), (65_050, 426_700), (0, 0)])
def test_euros_become_francs_at_the_parity_from_cents(cents, francs):
    assert value_of(lambda m, f: convert(m.airfare_eur, f.parity.on(m.start), HALF_EVEN), airfare_eur=cents) == francs


def test_francs_become_euros_in_cents():
    rule = a_rule(lambda m, f: convert_back(m.airfare, f.parity.on(m.start), HALF_EVEN), unit=EUR)

    assert value_of(rule, airfare=656) == 100


def test_a_rate_of_one_is_a_rate():
    assert value_of(lambda m, f: convert(m.airfare_eur, f.par.on(m.start), HALF_EVEN), airfare_eur=65_600) == 656


def test_a_share_is_converted_before_it_is_cut_once_to_whole_dollars():
    def rule(mission, figures):
        share = mission.airfare * percent(figures.share.on(mission.start))
        return convert_back(share, figures.dollar.on(mission.start), DOWN, to=figures.whole_dollar.on(mission.start))

    assert value_of(a_rule(rule, unit=USD), airfare=876_025) == 15_300


def test_comparisons_count_their_ends_in():
    rule = a_rule(lambda m, f: all_of(at_least(m.days, m.days), at_most(m.days, m.days), equal(m.days, m.days)), unit=TRUTH)

    assert value_of(rule, days=14) is True


def test_codes_are_compared_with_their_list():
    rule = a_rule(lambda m, f: not_(equal(m.source, "ce")), unit=TRUTH)

    assert (value_of(rule, source="ce"), value_of(rule, source="bsi")) == (False, True)


def test_least_and_greatest_take_one_of_several():
    rule = lambda m, f: greatest(m.airfare, 0) - least(m.airfare, f.bonus.on(m.start))

    assert value_of(rule, airfare=700) == 200


def an_exception(name, when, amount, of="amount"):
    return a_rule(amount, name=name, exception_of=of, when=when)


GENERAL = a_rule(lambda m, f: m.airfare)
AT_A_PROFIT = an_exception("profit_fare", lambda m, f: m.for_profit, lambda m, f: f.bonus.on(m.start))
WITH_THESES = an_exception("thesis_fare", lambda m, f: m.thesis_supervision, lambda m, f: m.airfare + m.airfare)


def test_an_exception_replaces_the_general_rule_where_its_condition_holds():
    assert value_of(GENERAL, AT_A_PROFIT, airfare=9, for_profit=True) == 500
    assert value_of(GENERAL, AT_A_PROFIT, airfare=9, for_profit=False) == 9
    assert value_of(GENERAL, AT_A_PROFIT, airfare=9) == missing(PROFIT)


def test_two_exceptions_at_once_give_no_amount_and_are_both_named():
    found = value_of(GENERAL, AT_A_PROFIT, WITH_THESES, airfare=9, for_profit=True, thesis_supervision=True)

    assert found == Unknown(
        (
            Text(
                en="two exceptions at once: profit_fare, thesis_fare",
                fr="deux exceptions à la fois : profit_fare, thesis_fare",
            ),
        ),
        refused=True,
    )
    assert value_of(GENERAL, AT_A_PROFIT, WITH_THESES, airfare=9, for_profit=False, thesis_supervision=True) == 18


def test_a_rule_reads_the_amounts_of_others_and_one_may_be_given_from_outside():
    def twice(mission, figures, amount):
        return amount + amount

    steps = steps_of(GENERAL, a_rule(twice, name="twice"))

    assert Evaluation({"airfare": 4}).value(steps["twice"]) == 8
    assert Evaluation({}, given={"amount": 5}).value(steps["twice"]) == 10


def test_equal_parts_become_one_node_and_unlike_constants_stay_apart():
    """Nought and no are equal and hash alike in Python; merged, an amount would become a truth."""

    def rule(mission, figures):
        pay = mission.days * figures.rate.on(mission.start, thesis=mission.thesis_supervision)
        again = mission.days * figures.rate.on(mission.start, thesis=mission.thesis_supervision)
        return choose(choose(mission.for_profit, mission.thesis_supervision, False), pay + again, 0)

    choice = steps_of(rule)["amount"].body
    total, nought = choice.yes, choice.no

    assert total.left is total.right
    assert (choice.condition.no.value, nought.value) == (False, 0)
    assert choice.condition.no is not nought


def test_nodes_are_plain_data_compared_by_identity():
    step = steps_of(GENERAL)["amount"]

    assert isinstance(step, Step)
    assert all(isinstance(part, Node) for part in parts_of(step))
    assert step != merged(step, {})


def explain(rule, *others, lang="en", **facts):
    steps = steps_of(rule, *others)
    return explained(steps["amount"], Evaluation({"start": START, **facts})).lines(lang)


def test_a_choice_says_its_condition_and_what_it_set_aside():
    rule = lambda m, f: choose(m.for_profit, m.airfare, f.bonus.on(m.start))

    assert explain(rule, for_profit=False, airfare=9) == (
        "amount: 500 FCFA = bonus, because profit-making host: no [Decree 1]",
        "  set aside: 9 FCFA (quoted airfare)",
        "  bonus: 500 FCFA, since 2008-09-01 [Decree 1]",
    )
    assert explain(rule, for_profit=True, airfare=9, lang="fr") == (
        "amount : 9 FCFA = billet d'avion selon devis, car structure à but lucratif : oui [Décret 1]",
        "  écarté : 500 FCFA (bonus)",
    )


def test_an_exception_that_is_unknown_itself_is_named_among_what_was_set_aside():
    assert explain(GENERAL, AT_A_PROFIT, airfare=9, for_profit=False, start=CHANGE) == (
        "amount: 9 FCFA = amount, because profit-making host: no [Decree 1]",
        "  set aside: profit fare, unknown amount, bonus: it was abolished from 2010-01-01 (Decree 2)",
        "  amount: 9 FCFA = quoted airfare [Decree 1]",
    )


def test_a_rounding_is_named_where_it_changed_something_and_only_there():
    rule = lambda m, f: half_even(m.airfare * percent(f.share.on(m.start)))

    assert explain(rule, airfare=50)[0] == (
        "amount: 4 FCFA = 7 % of 50 FCFA (quoted airfare) = 3.5 FCFA, rounded to nearest, a half to even [Decree 1]"
    )
    assert explain(rule, airfare=50, lang="fr")[0] == (
        "amount : 4 FCFA = 7 % de 50 FCFA (billet d'avion selon devis) = 3,5 FCFA, arrondi au plus proche, la moitié au pair [Décret 1]"
    )
    assert explain(rule, airfare=100)[0] == "amount: 7 FCFA = 7 % of 100 FCFA (quoted airfare) [Decree 1]"


def test_a_difference_keeps_its_brackets():
    rule = lambda m, f: m.airfare - (f.bonus.on(m.start) - f.step.on(m.start))

    assert explain(rule, airfare=1_000)[0] == ("amount: 525 FCFA = 1 000 FCFA (quoted airfare) − (500 FCFA − 25 FCFA) [Decree 1]")


def test_a_comparison_and_joined_conditions_are_said_with_their_answers():
    def rule(mission, figures):
        long_stay = all_of(at_least(mission.days, figures.stay.on(mission.start)), not_(mission.for_profit), known(mission.airfare))
        return choose(long_stay, figures.bonus.on(mission.start), 0)

    assert explain(rule, days=14, for_profit=False, airfare=1)[0] == (
        "amount: 500 FCFA = bonus, because 10 days ≤ 14 days and profit-making host: no and quoted airfare: known [Decree 1]"
    )


def test_an_unknown_amount_keeps_what_is_known_of_it():
    rule = lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis_supervision) + m.teaching_hours * f.hour.on(m.start)

    assert explain(rule, days=14, thesis_supervision=True) == (
        "amount: unknown amount, missing teaching hours [Decree 1]",
        "  rate (thesis: yes): 200 FCFA/day, since 2008-09-01 [Decree 1]",
        "    set aside: 100 FCFA/day (thesis: no)",
        "  hour: 7 FCFA/hour, since 2008-09-01 [Decree 1]",
    )


def test_least_and_greatest_are_said_with_what_they_chose_from():
    assert explain(lambda m, f: least(m.airfare, f.bonus.on(m.start)), airfare=9)[0] == (
        "amount: 9 FCFA = the least of 9 FCFA (quoted airfare); 500 FCFA [Decree 1]"
    )
