"""What a record refuses, so that what it holds can be kept by every store."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tokten_core.errors import InputError
from tokten_core.model.budget import BudgetLine
from tokten_core.model.committee import Session
from tokten_core.model.expert import Expert
from tokten_core.model.logframe import Reading
from tokten_core.model.mission import Mission
from tokten_core.model.programme import JournalEntry, collections
from tokten_core.money import Money
from tokten_core.records import Record, evolve, fact, facts_of, record
from tokten_core.values import LONGEST_IDENTIFIER, LONGEST_TEXT

MISSION = Mission(id="M1", expert="E1", residence="FR", start=dt.date(2009, 3, 1), end=dt.date(2009, 3, 14))
AWA = Expert(id="E1", name="Awa Exemple", invented=True, country="FR")


def codes_of(make):
    with pytest.raises(InputError) as caught:
        make()
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    "name", ["=1+1", "a\nb\tc", "É « 5 % »", "e\u0301", "مالي", "\u202eabc", "😀", "\ufeffx", " x ", "'", "\u2028", "\U0010ffff"]
)
def test_a_text_holds_the_characters_of_every_script(name):
    assert evolve(AWA, name=name).name == name


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\r", "\x1b", "\x7f", "\x85", chr(0xD800), chr(0xDFFF), "\ufffe", "\uffff"])
def test_a_text_holds_nothing_that_a_store_or_a_sheet_would_change(character):
    assert codes_of(lambda: evolve(AWA, name=f"a{character}b")) == ["text-unkeepable"]
    assert codes_of(lambda: Session(id="s", agenda=("a", character))) == ["text-unkeepable"]


def test_the_character_and_its_place_are_named():
    with pytest.raises(InputError) as caught:
        Session(id="s", agenda=("a", "b\r\n"))

    assert caught.value.say("en") == (
        "sessions[s].agenda[2]: the text holds the character U+000D. Allowed: all characters but control characters (tab and line feed may "
        "stand) and halves of surrogate pairs. Take it out; a line break is a single line feed. [text-unkeepable]"
    )


def test_a_text_has_a_million_characters_at_most():
    assert len(evolve(AWA, name="x" * LONGEST_TEXT).name) == LONGEST_TEXT
    assert codes_of(lambda: evolve(AWA, name="x" * (LONGEST_TEXT + 1))) == ["text-too-long"]


@pytest.mark.parametrize("name", ["=1+1", "a b", "a,b", "a/b", "É-1", "مالي", "x" * LONGEST_IDENTIFIER])
def test_an_identifier_is_a_visible_line(name):
    assert evolve(AWA, id=name).id == name


@pytest.mark.parametrize(
    "name", [" a", "a ", "a\nb", "a\tb", "a\u00a0b", "\u202ea", "a\u200bb", "\ufeffa", "x" * (LONGEST_IDENTIFIER + 1), "\x00"]
)
def test_an_identifier_hides_nothing(name):
    """Two names that look the same to a person must be the same."""
    assert codes_of(lambda: evolve(AWA, id=name)) == ["not-an-identifier"]


@pytest.mark.parametrize("value", [10**18, -(10**18), 10**5000], ids=["a quintillion", "minus that", "5000 digits"])
def test_a_whole_number_has_eighteen_digits_at_most(value):
    assert codes_of(lambda: Session(id="s", seats_present=value))[0] in {"too-many-digits", "out-of-range"}


@pytest.mark.parametrize("value", ["1E+28", "1E-29", "1E+1000000", "1E-1000000", "9" * 29, "0." + "9" * 29])
def test_an_exact_number_has_twenty_eight_digits_on_each_side(value):
    assert codes_of(lambda: Reading(id="r", indicator="i", on=dt.date(2009, 1, 1), value=Decimal(value))) == ["too-many-digits"]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money("0.5", "XOF"), "money-below-minor-unit"),
        (Money("1.001", "EUR"), "money-below-minor-unit"),
        (Money("1." + "0" * 60 + "1", "EUR"), "money-below-minor-unit"),
        (Money(10**18, "XOF"), "too-many-digits"),
        (Money(10**17, "EUR"), "too-many-digits"),
        (Money("1E+999999", "XOF"), "too-many-digits"),
    ],
)
def test_an_amount_is_whole_in_its_minor_unit(amount, code):
    """A part of a franc would vanish in a store, or stop it from saving."""
    assert codes_of(lambda: BudgetLine(id="l", item="i", funding_source="f", year="2009", amount=amount, source="s")) == [code]


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2009, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris")),
        dt.datetime(2009, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Paris")),
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ],
    ids=["twice", "never", "before the calendar"],
)
def test_a_moment_is_struck_once(moment):
    """A local time struck twice equals no other moment, not even itself in another zone: it would come back unequal."""
    assert codes_of(lambda: JournalEntry(id="1", at=moment, who="w", what="w")) == ["moment-not-sure"]


def test_a_moment_of_a_zone_is_a_moment():
    paris = dt.datetime(2009, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))

    assert JournalEntry(id="1", at=paris, who="w", what="w").at == dt.datetime(2009, 7, 1, 10, tzinfo=dt.UTC)


def test_all_that_is_wrong_is_told_at_once():
    assert codes_of(lambda: evolve(AWA, id=" x", name="", invented="no", country="F\x00R")) == [
        "not-an-identifier", "empty-text", "wrong-type", "text-unkeepable",
    ]  # fmt: skip


def test_a_changed_copy_is_held_to_what_did_not_change():
    """An end that was right is wrong before a later start: a change of one day is looked at beside the other."""
    assert codes_of(lambda: evolve(MISSION, start=MISSION.end + dt.timedelta(days=1))) == ["ends-before-start"]


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("cost_share", [None, 0, 100], [-1, 101, True, 20.0, "20", 10**18]),
        ("teaching_hours", [None, 0, 10**18 - 1], [-1, 10**18, False]),
        ("sector", ["", "santé", "a\nb"], [None, 5, b"x", "a\x00b"]),
        ("output", [None, "Un rapport"], ["", ("x",)]),
        ("thesis_supervision", [None, True, False], [0, 1, "non"]),
        ("start", [dt.date(2009, 3, 1)], [None, dt.datetime(2009, 3, 1, tzinfo=dt.UTC), "2009-03-01"]),
        ("id", ["M1", "Ségou 3"], ["", " x", 5, None, "a\nb"]),
        ("airfare", [None, Money(1, "XOF")], [1, Money("0.5", "XOF")]),
    ],
)
def test_a_field_takes_the_same_values_in_a_new_record_and_in_a_changed_one(field, right, wrong):
    """A value of a common type is passed at a glance; the glance and the closer look must agree."""
    kept = {name: getattr(MISSION, name) for name in facts_of(Mission)}

    for value in right:
        assert getattr(evolve(MISSION, **{field: value}), field) == getattr(Mission(**{**kept, field: value}), field) == value
    for value in wrong:
        assert codes_of(lambda value=value: evolve(MISSION, **{field: value})) == codes_of(
            lambda value=value: Mission(**{**kept, field: value})
        )


def test_a_field_that_is_not_there_cannot_be_changed():
    with pytest.raises(TypeError, match="Expert has no field adress, nam"):
        evolve(AWA, nam="Awa", adress="Paris")


def test_what_is_unknown_has_one_way_to_be_said():
    """A fact that may be None has no other default: an empty cell would mean two things."""
    two_ways = [
        f"{name}.{known.name}"
        for name, kind in collections().items()
        for known in facts_of(kind).values()
        if known.optional and known.default is not None
    ]

    assert two_ways == []


def test_a_record_of_another_country_is_checked_the_same_way():
    @record("test_boats")
    class Boat(Record):
        id: str = fact()
        seats: int = fact(least=1, greatest=9)

    assert Boat(id="b", seats=9).seats == 9
    assert codes_of(lambda: Boat(id="b", seats=10)) == ["out-of-range"]
    assert codes_of(lambda: Boat(id="b", seats=True)) == ["wrong-type"]
