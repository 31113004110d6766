"""
The contract of a country pack, as numbered laws: inherit ``PackSuite`` and name the pack, or write no file at all.

::

    class TestMali(PackSuite):
        pack = "mali"

    $ pytest --tokten-pack mali

What a pack cannot hold it excuses, with a reason in both languages: an attribute ``excused`` of the pack, or of the suite, that maps the number
of a law and the thing it is about (``"P09 second_instalment"``) to a `Text`. A pack may bring laws of its own, ``laws()``: names and functions
without arguments, of one line each with `tokten_core.testing.laws`. The laws stand in ``docs/reference/pack-suite.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from importlib.util import find_spec
from typing import Any, ClassVar, TypeVar

import pytest
from attrs import frozen

from tokten_core.errors import ToktenError
from tokten_core.plugins import load_pack
from tokten_core.ports import CountryPack
from tokten_core.rules.book import RuleBook
from tokten_core.testing import laws, pack_amounts, pack_reading
from tokten_core.testing.aiming import directed
from tokten_core.testing.counterexamples import LawBroken
from tokten_core.testing.coverage import Seen
from tokten_core.testing.pack_reading import Finding
from tokten_core.text import Text

__all__ = ["PackLaw", "PackSuite", "law"]

T = TypeVar("T", bound=Callable[..., Any])


@frozen
class PackLaw:
    """
    One line of the contract (fr: *loi d'un lot national*).

    Attributes:
        number: as in the reference page: ``P04``.
        title: what must hold.
    """

    number: str
    title: str


def law(number: str, title: str) -> Callable[[T], T]:
    """Give a law its number in the contract."""

    def mark(test: T) -> T:
        test.law = PackLaw(number, title)  # type: ignore[attr-defined]
        return test

    return mark


class PackSuite:
    """
    What every country pack must hold (fr: *contrat d'un lot national*); a test class inherits it.

    Attributes:
        pack: the name of an installed pack, or a function that makes one.
        excused: reasons why the pack does not hold a law for some thing, besides those that the pack itself gives.
        examples: how many cases each law draws, besides those that the rules point to.
    """

    pack: ClassVar[str | Callable[[], Any]]
    excused: ClassVar[Mapping[str, Text]] = {}
    examples: ClassVar[int] = 40

    @classmethod
    def laws(cls) -> Iterator[tuple[str, PackLaw]]:
        """Give the contract: each law with the name of its test, by number."""
        every = [(name, test.law) for name, test in vars(PackSuite).items() if hasattr(test, "law")]
        return iter(sorted(every, key=lambda pair: pair[1].number))

    def load(self) -> CountryPack:
        """Give the pack."""
        given = type(self).pack
        found: CountryPack = load_pack(given) if isinstance(given, str) else given()
        return found

    @cached_property
    def loaded(self) -> CountryPack:
        """The pack, loaded once for a law."""
        return self.load()

    @property
    def book(self) -> RuleBook:
        """The traced rules of the pack."""
        return self.loaded.costs.book

    def _settle(self, number: str, findings: Iterator[Finding]) -> None:
        """Fail on what is found and not excused."""
        excused = {**getattr(self.loaded, "excused", {}), **type(self).excused}
        left = [finding for finding in findings if f"{number} {finding.thing}" not in excused]
        if left:
            pytest.fail("\n".join(f"{number} {finding.thing}: {finding.says}" for finding in left), pytrace=False)

    def _hold(self, number: str, *held: Callable[[], None]) -> None:
        self._settle(number, _broken(held))

    @law("P01", "The pack loads, fits the protocol, and each rule is legal")
    def test_the_pack_loads(self) -> None:
        try:
            pack = self.load()
            pack.costs.book.steps  # noqa: B018 - rules are traced when they are first asked for
        except ToktenError as error:
            pytest.fail(f"P01 pack: {error}", pytrace=False)
        assert isinstance(pack, CountryPack), "a pack has name, title, country, costs, cases() and programme()"
        self._settle("P01", pack_reading.introduced(pack))

    @law("P02", "Two loads of the pack give the same rules, and a rule that is traced again is the same")
    def test_two_loads_give_the_same(self) -> None:
        self._settle("P02", pack_reading.determined(self.load(), self.load()))

    @law("P03", "A rule reads nothing but its arguments: no clock, no chance, no file, no environment")
    def test_a_rule_reads_only_its_arguments(self) -> None:
        self._settle("P03", pack_reading.closed(self.book))

    @law("P04", "Each case of the pack gives the amounts and problems that its text gives")
    def test_the_cases_hold(self) -> None:
        self._settle("P04", pack_reading.cases_hold(self.loaded))

    @law("P05", "Each line of a mission's cost, and each requirement, is expected by a case; each fact of the pack's own is given by one")
    def test_each_line_has_a_case(self) -> None:
        self._settle("P05", pack_reading.cases_reach(self.loaded))

    @law("P06", "Each rule, figure and entitlement names its text; what a text does not print has a reading")
    def test_everything_has_a_source(self) -> None:
        self._settle("P06", pack_reading.sourced(self.loaded.costs))

    @law("P07", "Each label, reading and reason is there in French and in English, and a sentence is not the same in both")
    def test_everything_is_said_in_both_languages(self) -> None:
        self._settle("P07", pack_reading.bilingual(self.loaded))

    @law("P08", "Shares add up to the total, and the total is the sum of the lines in cash")
    def test_shares_add_up(self) -> None:
        costs = self.loaded.costs
        self._hold("P08", partial(laws.shares_sum, costs, examples=self.examples))
        self._settle("P08", pack_amounts.add_up(costs, self.examples))

    @law("P09", "No line, share or instalment is below nought")
    def test_nothing_is_below_nought(self) -> None:
        names = pack_amounts.paid(self.loaded.costs)
        self._hold("P09", *(partial(laws.never_negative, self.book, name, examples=self.examples) for name in names))

    @law("P10", "A longer stay never costs less, line by line")
    def test_longer_never_costs_less(self) -> None:
        names = pack_amounts.lines(self.loaded.costs)
        self._hold("P10", *(partial(laws.longer_never_cheaper, self.book, name, examples=self.examples) for name in names))

    @law("P11", "No share is over the whole: the host's, the source's, or a percentage over a hundred")
    def test_no_share_is_over_the_whole(self) -> None:
        self._settle("P11", pack_amounts.within_the_whole(self.loaded.costs, self.examples))

    @law("P12", "The instalments together are whole lines of the cost")
    def test_instalments_are_whole_lines(self) -> None:
        self._settle("P12", pack_amounts.instalments(self.loaded.costs, self.examples))

    @law("P13", "Each line is in the programme's currency, and paid by a source that there is")
    def test_lines_are_in_one_currency(self) -> None:
        self._hold("P13", *(partial(laws.currency_kept, self.loaded.costs, name) for name in pack_amounts.paid(self.loaded.costs)))
        self._settle("P13", pack_amounts.payers(self.loaded.costs))

    @law("P14", "Each figure is read by a rule, and holds on every day that the texts cover")
    def test_figures_hold_and_are_read(self) -> None:
        self._settle("P14", pack_reading.figures_hold(self.loaded.costs))

    @law("P15", "Each table has a row for each code, or says what no text gives; a later text loses none")
    def test_tables_are_whole(self) -> None:
        self._settle("P15", pack_reading.tables_whole(self.loaded.costs))

    @law("P16", "Two exceptions never claim one amount at once")
    def test_exceptions_are_apart(self) -> None:
        self._settle("P16", pack_amounts.exceptions_apart(self.book))

    @law("P17", "A rule reads what its docstring says it reads, and nothing else")
    def test_rules_read_what_they_say(self) -> None:
        self._settle("P17", pack_reading.reads_as_said(self.book))

    @law("P18", "The order of rows, of texts and of figures changes nothing")
    def test_order_changes_nothing(self) -> None:
        self._hold("P18", lambda: laws.order_of_rows_irrelevant(self.book, examples=self.examples))

    @law("P19", "What is unknown stays unknown: an amount that is known does not change once the rest is")
    def test_unknown_stays_unknown(self) -> None:
        self._hold("P19", lambda: laws.unknown_stays_unknown(self.book, examples=self.examples // 2))

    @law("P20", "The authors' functions, run on plain numbers, give the same amounts")
    def test_plain_numbers_agree(self) -> None:
        self._hold("P20", lambda: laws.same_on_plain_numbers(self.book, examples=self.examples))

    @law("P21", "What is worked out fast is what the slow evaluator reads, unknown for unknown")
    def test_fast_and_slow_agree(self) -> None:
        self._hold("P21", lambda: laws.same_as_evaluator(self.loaded.costs, examples=self.examples))

    @law("P22", "Columns of missions give the amounts of the missions one by one")
    def test_columns_agree(self) -> None:
        if find_spec("numpy") is None or find_spec("tokten_core.simulation.columns") is None:
            pytest.skip("NumPy is not installed: `pip install tokten-core[simulation]` brings it")
        self._hold("P22", lambda: laws.same_in_columns(self.book, examples=self.examples))

    @law("P23", "Each rounding goes to its named side, never a whole step off")
    def test_roundings_are_named(self) -> None:
        self._hold("P23", lambda: laws.rounded_within_a_step(self.book, examples=self.examples))

    @law("P24", "The arithmetic that an explanation prints gives its amount")
    def test_explanations_recompute(self) -> None:
        self._hold("P24", lambda: laws.explanation_recomputes(self.book, examples=self.examples))

    @law("P25", "Every line of an explanation is there in both languages")
    def test_explanations_are_bilingual(self) -> None:
        self._hold("P25", lambda: laws.said_in_both_languages(self.book, examples=self.examples))

    @law("P26", "All of every rule is seen: choices, bounds, halves, dates, rows, spans")
    def test_everything_is_seen(self) -> None:
        self._settle("P26", self._unseen())

    @law("P27", "The programme that the pack ships is whole, its own, with the texts of its rules, and can be checked")
    def test_the_programme_is_whole(self) -> None:
        self._settle("P27", pack_reading.programme_whole(self.loaded))

    @law("P28", "The pack's own laws hold")
    def test_the_packs_own_laws_hold(self) -> None:
        own: Mapping[str, Callable[[], None]] = getattr(self.loaded, "laws", dict)()
        self._hold("P28", *own.values())

    def _unseen(self) -> Iterator[Finding]:
        seen = Seen(self.book)
        for case in (*directed(self.book), *pack_reading.plain_facts_of_cases(self.loaded)):
            seen.look(case)
        excused = {**getattr(self.loaded, "excused", {}), **type(self).excused}
        missing = {goal.key for goal in seen.missing}
        for goal in seen.goals:
            if goal.key in missing:
                yield Finding(goal.key, f"never seen ({seen.share}). Add a case that shows it, or excuse `P26 {goal.key}` with a reason")
            elif f"P26 {goal.key}" in excused:
                yield Finding(goal.key + " ", "is excused as never to be seen, and was seen: take the excuse out")


def _broken(held: tuple[Callable[[], None], ...]) -> Iterator[Finding]:
    for holds in held:
        try:
            holds()
        except LawBroken as broken:
            yield Finding(broken.thing, str(broken))
