"""
Records and programmes for Hypothesis: valid by construction, as wide as the records claim to accept.

What a field may hold is drawn from its ``fact``; only what the fields of one record must keep among themselves is written here, record by
record. References are drawn from the identifiers of the same programme, so that nothing has to be thrown away::

    @given(records(Mission))
    def test_a_mission_lasts_a_day_at_least(mission):
        assert mission.days >= 1
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

import moneyed
from hypothesis import strategies as st

from tokten_core.claims import Claim, ClaimState, numeral
from tokten_core.journal import append
from tokten_core.model.budget import BudgetLine
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme, ProgrammeCard, collections
from tokten_core.money import Money, money_of
from tokten_core.records import Fact, Record, facts_of
from tokten_core.text import Text
from tokten_core.values import MOST_DECIMALS, MOST_DIGITS

__all__ = ["amounts", "days", "exact_numbers", "identifiers", "moments", "programmes", "records", "texts", "whole_numbers"]

R = TypeVar("R", bound=Record)
Facts = dict[str, Any]
Identifiers = Mapping[str, tuple[str, ...]]

AWKWARD: Final = (
    "=1+1", "+33 1 23", "-5", "@SUM(A1)", "\t=cmd", "'", "'=x", "''", '"', '""', 'a"b', "a,b;c", "a\nb", "\n", "\n\n=2", " ", "  x  ",
    "\t", "é", "e\u0301", "Ségou – « 5 % »", "مالي", "\u202eabc\u202c", "\u200f", "\ufeffx", "😀", "\u00a0", "\u2028", "NULL", "null",
    "None", "true", "false", "0", "00", "1e5", "1,5", "2009-03-01", "[]", '["a"]', "{}", "\\", "\\n", "%s", "{value}",
    "'; DROP TABLE missions; --", "x" * 300,
)  # fmt: skip
"""Texts that sheets, stores and sentences have stumbled over."""
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_VISIBLE = st.characters(categories=("L", "M", "N", "P", "S"))
_CODES = sorted(moneyed.CURRENCIES)
_MOST = 10**MOST_DIGITS - 1
_UNBOUND: Identifiers = {}
WRITTEN_BY_COMMITS: Final = frozenset({"journal", "history"})
"""Collections that no one fills by hand."""


def texts() -> st.SearchStrategy[str]:
    """Draw texts that are not empty (fr: *texte*)."""
    return st.sampled_from(AWKWARD) | st.text(_LETTERS | st.sampled_from("\t\n"), min_size=1, max_size=30)


def identifiers() -> st.SearchStrategy[str]:
    """Draw identifiers: one visible line without spaces at its ends (fr: *identifiant*)."""
    awkward = st.sampled_from(("=1+1", "-1", "'x", "a,b", "a b", "a/b", 'a"b', "É1", "مالي", "0", "null"))
    return awkward | st.text(_VISIBLE | st.just(" "), min_size=1, max_size=12).map(lambda words: words.strip() or "x")


def whole_numbers(least: int | None = None, greatest: int | None = None) -> st.SearchStrategy[int]:
    """Draw whole numbers of at most 18 digits between two bounds, counted in."""
    return st.integers(-_MOST if least is None else least, _MOST if greatest is None else greatest)


def exact_numbers() -> st.SearchStrategy[Decimal]:
    """Draw exact numbers, with all the digits that one may have."""
    digits = st.text("0123456789", min_size=1, max_size=MOST_DECIMALS)
    return st.builds(
        lambda sign, whole, rest: Decimal(f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"),
        st.sampled_from(("", "-")),
        digits,
        st.none() | digits,
    )


def amounts() -> st.SearchStrategy[Money]:
    """Draw amounts, most of them in francs, some in each other currency there is."""
    return st.builds(money_of, whole_numbers(), st.just("XOF") | st.sampled_from(_CODES))


def days() -> st.SearchStrategy[dt.date]:
    """Draw days of two centuries."""
    return st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def moments() -> st.SearchStrategy[dt.datetime]:
    """Draw moments of two centuries, each with the offset of its zone."""
    zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
    return st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30), timezones=st.just(dt.UTC) | zones)  # noqa: DTZ001 - the zone is drawn


def records(kind: type[R], *, known: Identifiers = _UNBOUND, id: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[R]:  # noqa: A002
    """
    Draw records of one kind.

    Args:
        kind: the record class.
        known: identifiers that references are drawn from, by collection; a collection left out gives any identifier.
        id: where the record's own identifier is drawn from.
    """
    fields = {name: _values(fact, known) for name, fact in facts_of(kind).items()} | ({} if id is None else {"id": id})
    mend = _MENDINGS.get(kind, _leave)
    return st.fixed_dictionaries(fields).map(lambda facts: kind(**mend(_in_order(kind, facts), known)))


@st.composite
def programmes(draw: st.DrawFn, most: int = 2) -> Programme:
    """
    Draw whole programmes: references hold, identifiers are unique, the journal is chained.

    Args:
        draw: Hypothesis gives it.
        most: how many records a collection has at most.
    """
    known = _identifiers_of_a_programme(draw, most)
    made: dict[str, tuple[Record, ...]] = {}
    for name, kind in collections().items():
        if name not in WRITTEN_BY_COMMITS:
            made[name] = tuple(draw(records(kind, known=known, id=st.just(one))) for one in known[name])
    programme = Programme(**made)  # type: ignore[arg-type]
    for at, who, what, why, touched in draw(
        st.lists(st.tuples(moments(), texts(), texts(), st.just("") | texts(), _lists(texts())), max_size=most)
    ):
        programme = append(programme, at=at, who=who, what=what, why=why, records=touched)
    return programme


def _identifiers_of_a_programme(draw: st.DrawFn, most: int) -> dict[str, tuple[str, ...]]:
    """Choose which collections have records, and the identifiers of them all, before any record is drawn."""
    chosen = draw(st.sets(st.sampled_from(sorted(set(collections()) - WRITTEN_BY_COMMITS)), max_size=6)) | {"programme"}
    for _ in collections():  # as many rounds as there may be steps from one collection to the next
        chosen |= {
            fact.refers_to for name in chosen for fact in facts_of(collections()[name]).values() if fact.refers_to and not fact.optional
        }
    counts = {name: 1 if name == "programme" else most if name in chosen else 0 for name in collections()}
    return {
        name: tuple(draw(st.lists(identifiers(), unique=True, min_size=min(count, 1), max_size=count))) if count else ()
        for name, count in counts.items()
    }


def _values(fact: Fact, known: Identifiers) -> st.SearchStrategy[Any]:
    plain = _references(fact, known) if fact.refers_to else _plain_values(fact)
    return st.none() | plain if fact.optional else plain


def _references(fact: Fact, known: Identifiers) -> st.SearchStrategy[Any]:
    here = known.get(fact.refers_to)
    one = identifiers() if here is None else st.sampled_from(here) if here else st.nothing()
    return one if fact.type is str else _lists(one)


def _plain_values(fact: Fact) -> st.SearchStrategy[Any]:
    if isinstance(fact.type, type) and issubclass(fact.type, enum.Enum):
        return st.sampled_from(list(fact.type))
    if fact.name == "id":
        return identifiers()
    if fact.type is int:
        return whole_numbers(fact.least, fact.greatest)
    drawn = _BY_TYPE[fact.type]()
    may_be_empty = fact.type in {str, Text} and fact.default in {"", Text(en="", fr="")}
    return drawn | st.just(fact.default) if may_be_empty else drawn


def _lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.just(()) if of.is_empty else st.lists(of, max_size=3).map(tuple)


def _bilingual() -> st.SearchStrategy[Text]:
    return (
        st.builds(Text, en=texts(), fr=texts()) | st.builds(Text, en=texts(), fr=st.just("")) | st.builds(Text, en=st.just(""), fr=texts())
    )


_BY_TYPE: Mapping[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: texts,
    bool: st.booleans,
    Decimal: exact_numbers,
    dt.date: days,
    dt.datetime: moments,
    Money: amounts,
    Text: _bilingual,
    tuple[str, ...]: lambda: _lists(texts()),
}


# What the fields of one record must keep among themselves.


def _leave(facts: Facts, _known: Identifiers) -> Facts:
    return facts


def _in_order(kind: type[Record], facts: Facts) -> Facts:
    for known in facts_of(kind).values():
        first = known.not_before
        if first and facts[first] and facts[known.name]:
            facts[first], facts[known.name] = sorted((facts[first], facts[known.name]))
    return facts


def _mend_card(facts: Facts, _known: Identifiers) -> Facts:
    return facts | {"year_start_day": min(facts["year_start_day"], 28)}


def _mend_mission(facts: Facts, _known: Identifiers) -> Facts:
    shares = facts["for_profit"] is not False
    return facts | {"cost_share": facts["cost_share"] if shares else None}


def _mend_claim(facts: Facts, _known: Identifiers) -> Facts:
    if facts["state"] is not ClaimState.FIGURE:
        return facts | {"read": None, "words": ""}
    facts["words"] = "" if facts["read"] is not None else facts["words"] or "words"
    if facts["read"] is not None and numeral(facts["printed"]) not in {None, facts["read"]} and not facts["reading"]:
        facts["reading"] = Text(en="a misprint", fr="une coquille")
    return facts


def _mend_budget_line(facts: Facts, _known: Identifiers) -> Facts:
    return facts | ({"amount": None} if facts["pm"] else {"pm": facts["amount"] is None})


def _mend_entry(facts: Facts, known: Identifiers) -> Facts:
    if facts["kind"] in {EntryKind.CLEARING, EntryKind.REFUND} and facts["refers_to"] is None:
        facts["refers_to"] = next(iter(_some(known.get("ledger"), facts["id"])))
    return facts


def _some(identifiers: Iterable[str] | None, otherwise: str) -> Iterable[str]:
    return identifiers or (otherwise,)


_MENDINGS: Mapping[type[Record], Callable[[Facts, Identifiers], Facts]] = {
    ProgrammeCard: _mend_card,
    Mission: _mend_mission,
    Claim: _mend_claim,
    BudgetLine: _mend_budget_line,
    LedgerEntry: _mend_entry,
}
