"""One sentence in two languages."""

import pytest

from tokten_core.text import Text, joined, same, say


def test_a_sentence_speaks_french_unless_asked_otherwise():
    """French is the users' language."""
    assert Text(en="mission", fr="la mission").say() == "la mission"


def test_a_fact_that_is_a_text_speaks_each_language():
    filled = Text(en="paid by {who}", fr="payé par {who}").fill(who=Text(en="the EU", fr="l'UE"))

    assert (filled.en, filled.fr) == ("paid by the EU", "payé par l'UE")


def test_a_place_without_its_fact_is_refused():
    with pytest.raises(KeyError):
        Text(en="{n}", fr="{n}").fill(m=1)


def test_texts_join_in_both_languages():
    assert joined([same("1"), Text(en="two", fr="deux")], "; ").fr == "1; deux"


def test_a_thing_that_is_no_text_is_said_as_it_is():
    assert say(28, "fr") == "28"


def test_an_empty_text_is_false():
    assert not Text(en="", fr="")
