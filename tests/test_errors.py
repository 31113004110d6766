"""What can go wrong, and how it is said."""

import pytest

from tokten_core.errors import KINDS, InputError, Kind, ToktenError, shown
from tokten_core.text import Text, say

LATE = Kind(
    "test-late",
    says=Text(en="{value} is after {limit}", fr="{value} dépasse {limit}"),
    allowed=Text(en="a day up to {limit}", fr="un jour jusqu'à {limit}"),
    remedy=Text(en="Correct the day.", fr="Corrigez la date."),
)


def test_a_problem_says_where_what_is_allowed_how_to_mend_it_and_its_code():
    problem = LATE.at("missions[M1].end", "2011-09-01", limit="2011-08-31")

    assert problem.say("en") == (
        "missions[M1].end: 2011-09-01 is after 2011-08-31. Allowed: a day up to 2011-08-31. Correct the day. [test-late]"
    )
    assert problem.say("fr") == (
        "missions[M1].end : 2011-09-01 dépasse 2011-08-31. Admis : un jour jusqu'à 2011-08-31. Corrigez la date. [test-late]"
    )


def test_all_problems_of_an_input_are_told_at_once():
    error = InputError(LATE.at("a", "1", limit="0"), LATE.at("b", "2", limit="0"))

    assert len(error.say("fr").splitlines()) == 2
    assert error.code == "test-late"


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="two kinds"):
        Kind("test-late", Text("a", "a"), Text("b", "b"))


def test_a_long_value_is_shown_short_with_its_length():
    assert say(shown("x" * 3_000_000), "fr") == "x" * 60 + "… (3000000 caractères)"


def test_a_control_character_is_made_visible():
    """A bell or an escape must not reach somebody's terminal."""
    assert shown("a\x1b[31mb") == "a\\u001b[31mb"


def test_everything_raised_on_purpose_has_one_root():
    assert issubclass(InputError, ToktenError)


def test_every_kind_speaks_both_languages():
    """A sentence that is missing in one language would be a hole in somebody's page."""
    silent = [kind.code for kind in KINDS.values() for text in (kind.says, kind.allowed) if not (text.en and text.fr)]

    assert silent == []
