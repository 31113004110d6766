"""Figures with their days and texts: three states, two texts, keys, sources."""

import datetime as dt
from fractions import Fraction

import pytest

from tokten_core.errors import NotInForce, RuleError
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DAY, PERCENT, TRUTH, money_unit

XOF, EUR = money_unit("XOF"), money_unit("EUR")
FIRST = Source(id="first", document=same("Decree 1"))
SECOND = Source(id="second", document=same("Decree 2"))
DAY_OF_SECOND = dt.date(2010, 1, 1)


def a_rate(*history, name="rate", unit=XOF, **details):
    return Parameter(name, Text(en="rate", fr="taux"), unit, history, **details)


def a_table(**details):
    thesis = Key("thesis", TRUTH, Text(en="thesis", fr="thèse"))
    return a_rate(Dated(dt.date(2008, 9, 1), FIRST, {False: 20_000, True: 40_000}), keys=[thesis], **details)


@pytest.mark.parametrize(("day", "figure"), [(dt.date(2009, 12, 31), 100), (DAY_OF_SECOND, 120)])
def test_a_new_text_applies_from_its_first_day(day, figure):
    rate = a_rate(Dated(dt.date(2008, 9, 1), FIRST, 100), Dated(DAY_OF_SECOND, SECOND, 120))

    assert rate.on(day) == figure


def test_the_order_in_which_texts_are_given_does_not_matter():
    """Nothing wins by coming last."""
    rate = a_rate(Dated(DAY_OF_SECOND, SECOND, 120), Dated(dt.date(2008, 9, 1), FIRST, 100))

    assert rate.on(dt.date(2009, 1, 1)) == 100


@pytest.mark.parametrize("day", [dt.date(2008, 8, 31), dt.date(2011, 9, 1)])
def test_a_day_that_no_known_text_covers_is_an_error_never_zero(day):
    rate = a_rate(Dated(dt.date(2008, 9, 1), FIRST, 100, until=dt.date(2011, 8, 31)))

    with pytest.raises(NotInForce) as error:
        rate.on(day)

    assert error.value.code == "figure-not-known"
    assert str(error.value) == (
        f"rate: no known text sets it on {day}. Allowed: 2008-09-01 to 2011-08-31. Correct the day, or add the text in force. "
        "[figure-not-known]"
    )


@pytest.mark.parametrize("day", [dt.date(2008, 9, 1), dt.date(2011, 8, 31)])
def test_the_first_and_the_last_day_of_a_text_are_covered(day):
    assert a_rate(Dated(dt.date(2008, 9, 1), FIRST, 100, until=dt.date(2011, 8, 31))).on(day) == 100


def test_what_a_text_abolished_is_neither_a_value_nor_unknown():
    bonus = a_rate(Dated(dt.date(2008, 9, 1), FIRST, 500), Dated(DAY_OF_SECOND, SECOND, abolished=True))

    assert bonus.in_force(dt.date(2009, 12, 31))
    assert not bonus.in_force(DAY_OF_SECOND)
    with pytest.raises(NotInForce) as error:
        bonus.on(DAY_OF_SECOND)
    assert error.value.say("fr") == (
        "rate : il est supprimé depuis le 2010-01-01 (Decree 2). Admis : un jour où il était en vigueur. Demandez d'abord `in_force`. "
        "[figure-abolished]"
    )


def test_whether_it_is_in_force_is_not_known_before_the_first_text():
    with pytest.raises(NotInForce) as error:
        a_rate(Dated(DAY_OF_SECOND, SECOND, abolished=True)).in_force(dt.date(2009, 1, 1))

    assert error.value.code == "figure-not-known"


def test_two_texts_for_one_day_stop_the_loading_and_are_both_named():
    with pytest.raises(RuleError) as error:
        a_rate(Dated(DAY_OF_SECOND, FIRST, 100), Dated(DAY_OF_SECOND, SECOND, 120))

    assert str(error.value) == (
        "rate: two texts set it on 2010-01-01: Decree 1 and Decree 2. Allowed: one text for each day. "
        "Say which text you follow, and keep the other as a claim. [figure-two-texts]"
    )


def test_a_text_that_begins_before_the_last_one_ends_is_a_second_text_for_those_days():
    with pytest.raises(RuleError, match="figure-two-texts"):
        a_rate(Dated(dt.date(2008, 9, 1), FIRST, 100, until=DAY_OF_SECOND), Dated(DAY_OF_SECOND, SECOND, 120))


def test_days_between_two_texts_are_not_known():
    rate = a_rate(Dated(dt.date(2008, 1, 1), FIRST, 100, until=dt.date(2008, 6, 30)), Dated(DAY_OF_SECOND, SECOND, 120))

    with pytest.raises(NotInForce, match="figure-not-known"):
        rate.on(dt.date(2009, 1, 1))


@pytest.mark.parametrize("source", [None, "Partie II"])
def test_a_figure_without_a_source_does_not_load(source):
    with pytest.raises(RuleError, match="figure-without-source"):
        a_rate(Dated(DAY_OF_SECOND, source, 100))


@pytest.mark.parametrize("figure", [0.07, "20000", True, Fraction(7, 100)])
def test_an_amount_is_a_whole_number(figure):
    with pytest.raises(RuleError, match="figure-not-whole"):
        a_rate(Dated(DAY_OF_SECOND, FIRST, figure))


def test_a_truth_is_no_number_and_a_number_no_truth():
    with pytest.raises(RuleError, match="figure-not-whole"):
        a_rate(Dated(DAY_OF_SECOND, FIRST, 1), unit=TRUTH)


def test_decimals_are_counted_in_parts_of_one():
    """655.957 stays exact: it is 655957 thousandths."""
    parity = a_rate(Dated(dt.date(1999, 1, 1), FIRST, 655_957), unit=XOF.per(EUR), scale=1000)

    assert parity.on(DAY_OF_SECOND) == Fraction(655_957, 1000)


def test_money_with_cents_is_kept_in_cents_and_given_in_its_unit():
    assert a_rate(Dated(DAY_OF_SECOND, FIRST, 1_250), unit=EUR).on(DAY_OF_SECOND) == Fraction(25, 2)


def test_a_table_is_read_by_its_named_keys():
    assert a_table().on(DAY_OF_SECOND, thesis=True) == 40_000


@pytest.mark.parametrize("keys", [{}, {"theses": True}, {"thesis": True, "region": "europe"}])
def test_wrong_keys_are_refused(keys):
    with pytest.raises(RuleError, match="figure-wrong-keys"):
        a_table().on(DAY_OF_SECOND, **keys)


def test_a_row_whose_keys_are_of_another_kind_does_not_load():
    with pytest.raises(RuleError, match="figure-wrong-keys"):
        a_rate(Dated(DAY_OF_SECOND, FIRST, {"yes": 1}), keys=[Key("thesis", TRUTH, same("thesis"))])


def test_a_row_that_no_text_gives_is_an_error_with_the_reason():
    region = Key("region", CODE, Text(en="region", fr="région"))
    band = a_rate(
        Dated(DAY_OF_SECOND, FIRST, {"europe": 1}),
        keys=[region],
        silence=Text(en="no band is printed", fr="aucune fourchette n'est imprimée"),
    )

    with pytest.raises(NotInForce) as error:
        band.on(DAY_OF_SECOND, region="asia")

    assert error.value.problems[0].says.en == "no row for asia: no band is printed"


def test_figures_are_found_by_name_and_a_slip_is_answered_with_the_nearest():
    figures = Figures.of([a_table(name="per_diem_rate"), a_rate(Dated(DAY_OF_SECOND, FIRST, 7), name="share", unit=PERCENT)])

    assert list(figures) == ["per_diem_rate", "share"]
    assert figures.share.on(DAY_OF_SECOND) == 7
    with pytest.raises(RuleError) as error:
        _ = figures.per_diem_rates
    assert error.value.problems[0].says.en == "there is no figure per_diem_rates (did you mean per_diem_rate?)"


def test_two_parameters_with_one_name_do_not_load():
    with pytest.raises(RuleError, match="figure-two-names"):
        Figures.of([a_table(), a_table()])


def test_days_times_money_a_day_is_money_and_days_times_days_is_nothing():
    assert DAY.times(XOF.per(DAY)) == XOF
    assert DAY.times(DAY) is None
    assert EUR.times(XOF.per(EUR)) is None
