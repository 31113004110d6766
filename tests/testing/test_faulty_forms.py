"""The contract of report forms lets a right form pass, and catches every fault that was planted in a copy of it, each by a law of its own."""

import re
from itertools import count
from pathlib import Path

import pytest
from attrs import evolve, frozen

from tokten_core.content import (
    PM,
    WRONG_PERIOD,
    Check,
    Column,
    Facts,
    Note,
    Paragraph,
    Report,
    Row,
    Section,
    Sum,
    Table,
    line,
    subtotal,
    total,
)
from tokten_core.errors import Kind, ReportError, UsageError
from tokten_core.testing.report_suite import ReportSuite
from tokten_core.text import Text, same

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "report-suite.md"
YEARS = Text(en="a programme year: {years}", fr="une année de programme : {years}")
TOO_EARLY = Kind("form-too-early", Text(en="{value} is too early", fr="{value} est trop tôt"), Text(en="later", fr="plus tard"))
KEPT = Check("X-01", Text(en="The total is that of the lines", fr="Le total est celui des lignes"), holds=True)
LAWS = {law.number: name for name, law in ReportSuite.laws()}


@frozen
class RightForm:
    """The missions of a programme year by source: what was planned and what each is worth."""

    name: str = "example-money"
    title: Text = Text(en="Missions and their money", fr="Les missions et leur budget")
    formats: tuple[str, ...] = (".docx", ".xlsx")

    def compose(self, programme, pack, period, period_name):
        """Compose the report of a programme year."""
        card = programme.card
        year = next((each for each in card.years if card.period(each) == period), None)
        if year is None:
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=YEARS.fill(years=", ".join(card.years))))
        return Report(
            name=self.name,
            title=self.title,
            header=((Text(en="Period", fr="Période"), period.text), (Text(en="Country pack", fr="Lot national"), pack.title)),
            sections=(Section(Text(en="Money by source", fr="Budget par source"), (self.table(programme, year), *self.words(programme))),),
            checks=(KEPT,),
        )

    def table(self, programme, year):
        """Give the lines of the year by source, each source with its subtotal."""
        columns = (
            Column("source", Text(en="Source", fr="Source")),
            Column("amount", Text(en="Amount", fr="Montant"), "money", programme.card.currency),
        )
        rows, sums = [], []
        for source in programme.funding_sources:
            lines = [each for each in programme.budget_lines if (each.funding_source, each.year) == (source.id, year)]
            keys = [f"line-{each.id}" for each in lines]
            rows += [line(key, source=each.id, amount=PM if each.pm else each.amount) for key, each in zip(keys, lines, strict=True)]
            if keys:
                sums.append(f"of-{source.id}")
                rows.append(subtotal(sums[-1], keys, "amount", source=source.label))
        return Table("money", columns, (*rows, total("all", sums, "amount", source=Text(en="Total", fr="Total"))))

    def words(self, programme):
        """Give what stands below the table."""
        yield Paragraph(Text(en="Amounts are those of the budget.", fr="Les montants sont ceux du budget."))
        yield Facts(((Text(en="Experts", fr="Experts"), len(programme.experts)),))


class TestTheRightForm(ReportSuite):
    form = RightForm
    pack = "mali"
    periods = ("2008/2009", "2009/2010")


@frozen
class Fault:
    """A planted fault: what it is, the law that catches it, and the faulty form."""

    what: str
    caught_by: str
    make: object


FAULTS: list[Fault] = []


def fault(what, caught_by, **details):
    """List a copy of the right form whose report a function changes, or some of whose attributes are others."""

    def keep(change):
        class Faulty(RightForm):
            def compose(self, programme, pack, period, period_name):
                return change(RightForm.compose(self, programme, pack, period, period_name), programme)

        FAULTS.append(Fault(what, caught_by, lambda: Faulty(**details)))
        return change

    return keep


def with_table(report, change):
    """Give the report with its table changed."""
    section = report.sections[0]
    return evolve(report, sections=(evolve(section, blocks=(change(section.blocks[0]), *section.blocks[1:])),))


def with_total(report, cell):
    """Give the report with another cell in its row of the total."""
    return with_table(
        report, lambda table: evolve(table, rows=(*table.rows[:-1], Row("all", {**table.rows[-1].cells, "amount": cell(table)}, "total")))
    )


def with_block(report, block):
    """Give the report with one block more."""
    section = report.sections[0]
    return evolve(report, sections=(evolve(section, blocks=(*section.blocks, block)),))


def unchanged(report, programme):
    """Give the report as it is."""
    return report


fault("a name that does not begin with the donor's, in small letters", "R01", name="Example Money")(unchanged)
fault("a format without its dot", "R01", formats=("xlsx",))(unchanged)
fault("a title in one language", "R01", title=Text(en="Money", fr=""))(unchanged)


@fault("a year without money ends in a crash", "R02")
def crashes_on_a_year(report, programme):
    return report if "2008" in report.header[0][1].en else 1 // 0


@fault("a refusal in words of its own", "R02")
def refuses_otherwise(report, programme):
    raise ReportError(TOO_EARLY.at("period", "2008/2009"))


@fault("a programme without experts divides by nought", "R03")
def divides_by_experts(report, programme):
    return with_block(report, Paragraph(same(str(100 // len(programme.experts)))))


@fault("a label missing in French", "R04")
def label_missing(report, programme):
    label = Text(en="Amount", fr="")
    return with_table(report, lambda table: evolve(table, columns=(table.columns[0], evolve(table.columns[1], label=label))))


@fault("a note that nobody translated", "R04")
def note_untranslated(report, programme):
    return with_block(report, Note(same("The amounts are those of the budget as it was approved.")))


@fault("two tables of one key", "R05")
def key_twice(report, programme):
    return with_block(report, report.table("money"))


@fault("two checks of one code", "R05")
def code_twice(report, programme):
    return evolve(report, checks=(KEPT, KEPT))


@fault("a total that is typed in, and wrong", "R06")
def total_typed_in(report, programme):
    return with_total(report, lambda table: table.value("all", "amount") + 1)


@fault("a total over the lines and their subtotals", "R07")
def total_twice(report, programme):
    return with_total(report, lambda table: Sum(tuple(row.key for row in table.rows[:-1])))


@fault("a report that checks nothing", "R08")
def no_check(report, programme):
    return evolve(report, checks=())


@fault("a check that fails and does not say where", "R08")
def check_without_figures(report, programme):
    return evolve(report, checks=(evolve(KEPT, holds=False),))


NUMBERS = count(1)


@fault("a number that counts the reports made", "R09")
def numbered(report, programme):
    return with_block(report, Facts(((Text(en="Number", fr="Numéro"), next(NUMBERS)),)))


@fault("a block that no renderer knows", "R10")
def unknown_block(report, programme):
    return with_block(report, "a plain string")


class AlwaysFinal(Report):
    """A report that is final whatever its checks say."""

    @property
    def is_final(self):
        return True


@fault("a draft that passes for final", "R11")
def final_whatever(report, programme):
    return AlwaysFinal(report.name, report.title, report.header, report.sections, report.checks)


@fault("the name of an expert in a cell", "R12")
def names_an_expert(report, programme):
    return with_table(report, lambda table: evolve(table, rows=(*table.rows, line("who", source=programme.experts[0].name))))


@fault("the name of an expert within a sentence", "R12")
def names_in_a_sentence(report, programme):
    sentence = Text(en="The mission of {who} was the longest.", fr="La mission de {who} a été la plus longue.")
    return with_block(report, Paragraph(sentence.fill(who=programme.experts[3].name)))


def suite_of(make):
    """Give the suite of a faulty form."""
    return type("Suite", (ReportSuite,), {"form": staticmethod(make), "pack": "mali", "periods": ("2008/2009",)})()


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.what)
def test_the_suite_catches(planted):
    with pytest.raises((AssertionError, pytest.fail.Exception), match=planted.caught_by):
        getattr(suite_of(planted.make), LAWS[planted.caught_by])()


def test_each_law_catches_a_fault():
    assert {planted.caught_by for planted in FAULTS} == set(LAWS)


def test_a_form_that_is_not_installed_is_named():
    with pytest.raises(UsageError, match="undp-awp"):
        _ = type("Suite", (ReportSuite,), {"form": "undp-apw"})().made


def test_what_is_excused_is_left_alone():
    excused = {"R08 checks": Text(en="this body has no rule of its own", fr="cet organisme n'a pas de règle propre")}
    make = next(planted.make for planted in FAULTS if planted.what == "a report that checks nothing")

    suite = type("Suite", (ReportSuite,), {"form": staticmethod(make), "pack": "mali", "periods": ("2008/2009",), "excused": excused})()

    suite.test_checks_are_said()


def test_each_law_stands_in_the_reference_page_and_only_those():
    listed = dict(re.findall(r"^\| (R\d\d) \| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    assert listed == {law.number: law.title for _, law in ReportSuite.laws()}


def test_each_fault_stands_in_the_reference_page_with_its_law():
    listed = re.findall(r"^\| ([^|]+?) \| (R\d\d) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted((planted.what, planted.caught_by) for planted in FAULTS)
