"""
The contract of a report form, as numbered laws: inherit ``ReportSuite``, name the form, a country pack and periods that it can speak of.

::

    class TestAnnualWorkPlan(ReportSuite):
        form = "undp-awp"
        pack = "mali"
        periods = ("2008/2009",)

What a form cannot hold it excuses, with a reason in both languages: ``excused`` maps the number of a law and the thing it is about
(``"R04 subtitle"``) to a `Text`. The laws stand in ``docs/reference/report-suite.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar

import pytest
from attrs import evolve

from tokten_core.content import Report
from tokten_core.model.programme import Programme
from tokten_core.periods import quarters_of
from tokten_core.plugins import load_pack, plugins
from tokten_core.ports import CountryPack, Renderer, ReportForm
from tokten_core.testing import report_reading
from tokten_core.testing.pack_reading import Finding
from tokten_core.testing.pack_suite import PackLaw, law
from tokten_core.text import Text

__all__ = ["ReportSuite"]

WORKED_IN: tuple[str, ...] = (".md", ".json")
"""Formats that every report is also made in, where their renderers are installed: their words can be read."""


class ReportSuite:
    """
    What every report form must hold (fr: *contrat d'un modèle de rapport*); a test class inherits it.

    Attributes:
        form: the name of an installed form, or a function that makes one.
        pack: the name of an installed country pack, or a function that makes one; the report speaks of the programme it ships.
        periods: periods that the form can speak of, one at least.
        excused: reasons why the form does not hold a law for some thing.

    .. versionadded:: 0.1
    """

    form: ClassVar[str | Callable[[], ReportForm]]
    pack: ClassVar[str | Callable[[], CountryPack]]
    periods: ClassVar[tuple[str, ...]]
    excused: ClassVar[Mapping[str, Text]] = {}

    @classmethod
    def laws(cls) -> Iterator[tuple[str, PackLaw]]:
        """Give the contract: each law with the name of its test, by number."""
        every = [(name, test.law) for name, test in vars(ReportSuite).items() if hasattr(test, "law")]
        return iter(sorted(every, key=lambda pair: pair[1].number))

    @cached_property
    def made(self) -> ReportForm:
        """The form."""
        given = type(self).form
        return plugins().form(given) if isinstance(given, str) else given()

    @cached_property
    def loaded(self) -> CountryPack:
        """The pack."""
        given = type(self).pack
        return load_pack(given) if isinstance(given, str) else given()

    @cached_property
    def programme(self) -> Programme:
        """The programme that the report speaks of."""
        return self.loaded.programme()

    @property
    def renderers(self) -> Mapping[str, Renderer]:
        """The renderers that are installed, by suffix."""
        return plugins().renderers

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that files are made in."""
        return tuple(dict.fromkeys((*self.made.formats, *WORKED_IN)))

    def compose(self, name: str) -> Report:
        """Compose the report of a period."""
        return self.made.compose(self.programme, self.loaded, self.programme.card.period(name), name)

    def _settle(self, number: str, findings: Iterator[Finding]) -> None:
        """Fail on what is found and not excused."""
        left = [finding for finding in findings if f"{number} {finding.thing}" not in type(self).excused]
        if left:
            pytest.fail("\n".join(f"{number} {finding.thing}: {finding.says}" for finding in left), pytrace=False)

    def _each(self, number: str, find: Callable[[Report], Iterator[Finding]]) -> None:
        self._settle(number, (finding for name in type(self).periods for finding in find(self.compose(name))))

    @law("R01", "The form says its name, the donor first, its title in both languages, and the formats its readers expect")
    def test_the_form_is_introduced(self) -> None:
        self._settle("R01", report_reading.introduced(self.made))

    @law("R02", "The periods that it can speak of are composed; any other is composed, or refused in the words for a wrong period")
    def test_every_period_is_composed_or_refused(self) -> None:
        assert type(self).periods, "name one period at least that the form can speak of"
        card = self.programme.card
        others = [*card.years, *(name for name, _ in quarters_of(card.whole)), "all", str(card.start.year), f"{card.start.year}-S2", "1999"]
        self._settle("R02", report_reading.spoken_of(self.made, self.programme, self.loaded, type(self).periods, others))

    @law("R03", "A programme that holds nothing but its card and its sources is composed or refused like any other")
    def test_an_empty_programme_breaks_nothing(self) -> None:
        empty = Programme(programme=self.programme.programme, sources=self.programme.sources)
        self._settle("R03", report_reading.spoken_of(self.made, empty, self.loaded, (), type(self).periods))

    @law("R04", "Every title, heading, label and note is there in both languages, and a sentence is not the same in both")
    def test_everything_is_said_in_both_languages(self) -> None:
        self._each("R04", report_reading.bilingual)

    @law("R05", "Keys of tables and charts, and codes of checks, are unique within the report")
    def test_keys_are_unique(self) -> None:
        self._each("R05", report_reading.keys_apart)

    @law("R06", "A total is what its rows add up to")
    def test_totals_are_what_their_rows_add_up_to(self) -> None:
        self._each("R06", report_reading.totals_recomputed)

    @law("R07", "A total counts no line twice")
    def test_no_line_is_counted_twice(self) -> None:
        self._each("R07", report_reading.counted_once)

    @law("R08", "Each of the form's own rules is told by a check with code and sentence, and one that fails says where")
    def test_checks_are_said(self) -> None:
        self._each("R08", report_reading.checks_said)

    @law("R09", "The same records give the same report, whatever was composed before")
    def test_two_reports_of_the_same_are_equal(self) -> None:
        for name in type(self).periods:
            one = self.compose(name)
            again = self.made.compose(evolve(self.programme), self.loaded, self.programme.card.period(name), name)
            assert one == again, f"R09 {name}: two reports of the same records differ"

    @law("R10", "Each installed renderer for its formats writes it, in both languages, the same bytes each time")
    def test_it_is_rendered(self) -> None:
        self._settle("R10", report_reading.rendered(self.compose(type(self).periods[0]), self.renderers, self.formats))

    @law("R11", "A draft says in each file which check fails")
    def test_a_draft_says_so(self) -> None:
        self._settle("R11", report_reading.drafts_said(self.compose(type(self).periods[0]), self.renderers, self.formats))

    @law("R12", "No person is named")
    def test_no_person_is_named(self) -> None:
        for name in type(self).periods:
            self._settle("R12", report_reading.without_names(self.compose(name), self.programme, self.renderers, self.formats))
