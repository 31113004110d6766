"""The workbook that calculates: its shape, and LibreOffice's own reckoning against the scalar rules, cell by cell."""

import csv
import datetime as dt
import random
import re
from collections import Counter

import pytest

from tokten_core.content import Live
from tokten_core.money import Money
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.plugins import load_pack, plugins
from tokten_core.rules import (
    MissionFacts,
    all_of,
    any_of,
    at_most,
    by_band,
    choose,
    cost_rule,
    down,
    each_day,
    equal,
    first_and_last,
    first_known,
    greatest,
    half_even,
    half_up,
    known,
    least,
    not_,
    percent,
    split,
    up,
)  # fmt: skip
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.facts import FactKind
from tokten_core.rules.formulas import LONGEST
from tokten_core.services.live_sheet import facts_by_name, live_sheet
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DATE, DAY, PERCENT, TRUTH, money_unit

XOF, CAD = money_unit("XOF"), money_unit("CAD")
OLD = Source(id="old", document=Text(en="Decree 1", fr="Décret 1"))
START, CHANGE = dt.date(2020, 1, 1), dt.date(2021, 3, 4)
DAYS = tuple(
    day + dt.timedelta(days=shift)
    for day in (START, CHANGE, dt.date(2020, 7, 1), dt.date(2022, 1, 1), dt.date(2022, 2, 1))
    for shift in (-2, -1, 0, 1, 2)
)
STAY = Key("stay", DAY, Text(en="from day", fr="à partir du jour"), bands=True)
FIGURES = Figures.of(
    [
        Parameter("share", same("share"), PERCENT, [Dated(START, OLD, {1: 100, 31: 75, 121: 50}), Dated(CHANGE, OLD, {1: 100, 61: 80})], keys=[STAY]),
        Parameter("rate", same("rate"), XOF.per(DAY), [Dated(START, OLD, {("a", 1): 100, ("a", 8): 60, ("b", 1): 200})],
                  keys=[Key("rank", CODE, same("rank")), STAY]),
        Parameter("half", same("half"), PERCENT, [Dated(dt.date.min, OLD, 50)]),
        Parameter("five", same("five"), XOF, [Dated(dt.date.min, OLD, 5)]),
        Parameter("meal", same("meal"), CAD.per(DAY), [Dated(START, OLD, 14_955)]),
        Parameter("per_diem", same("per diem"), XOF.per(DAY), [Dated(START, OLD, 20_000), Dated(CHANGE, OLD, 25_000)]),
        Parameter("stopped", same("stopped"), XOF.per(DAY), [
            Dated(START, OLD, 10, until=dt.date(2020, 6, 30)), Dated(dt.date(2021, 1, 1), OLD, 20),
            Dated(dt.date(2022, 1, 1), OLD, abolished=True), Dated(dt.date(2022, 2, 1), OLD, 30)]),
    ]
)  # fmt: skip
FACTS = (
    FactKind("start", DATE, same("first day")), FactKind("days", DAY, same("days")), FactKind("rank", CODE, same("rank"), ("a", "b", "A", "a*")),
    FactKind("thesis", TRUTH, same("thesis")), FactKind("amount", XOF, same("amount")),
    *(FactKind(f"weight_{n}", DAY, same(f"weight {n}")) for n in (1, 2, 3)),
)  # fmt: skip


def _halved(how, *, below=False, **to):
    def rule(mission, figures):
        amount = mission.amount - mission.amount - mission.amount if below else mission.amount
        step = {"to": figures.five.on(mission.start)} if to else {}
        return how(amount * percent(figures.half.on(mission.start)), **step)

    return rule


def _part(which):
    return lambda m, _: split(m.amount, m.weight_1, m.weight_2, m.weight_3)[which]


RULES = {
    "meals": (lambda m, f: by_band(m.days, f.share.on(m.start), f.meal.on(m.start), half_up), CAD),
    "by_rank": (lambda m, f: by_band(m.days, f.rate.on(m.start, rank=m.rank)), XOF),
    "day_by_day": (lambda m, f: each_day(m.start, m.days, f.per_diem), XOF),
    "with_holes": (lambda m, f: each_day(m.start, m.days, f.stopped), XOF),
    "edges": (lambda m, f: first_and_last(m.days, f.per_diem.on(m.start), f.stopped.on(m.start)), XOF),
    **{f"part_{n}": (_part(n), XOF) for n in range(3)},
    **{f"{name}_{n}": (_halved(how, below=bool(n % 2), **({"to": 5} if n > 1 else {})), XOF)
       for name, how in (("half_even", half_even), ("half_up", half_up), ("down", down), ("up", up)) for n in range(4)},
    "first": (lambda m, f: first_known(m.amount, m.days * f.stopped.on(m.start), m.days * f.per_diem.on(m.start)), XOF),
    "any": (lambda m, f: choose(any_of(m.thesis, at_most(m.amount, f.five.on(m.start))), f.five.on(m.start), 0), XOF),
    "all": (lambda m, f: choose(all_of(m.thesis, not_(at_most(m.amount, f.five.on(m.start)))), f.five.on(m.start), 0), XOF),
    "in_force": (lambda m, f: choose(f.stopped.in_force(m.start), m.amount, 0), XOF),
    "extreme": (lambda m, f: greatest(least(m.amount, f.five.on(m.start)), 0), XOF),
    "code": (lambda m, _: choose(equal(m.rank, "a"), m.amount + m.amount, choose(known(m.rank), m.amount, 0)), XOF),
}  # fmt: skip


def a_book():
    rules = []
    for number, (name, (function, unit)) in enumerate(RULES.items()):
        rules.append(cost_rule(text=OLD, en=name, fr=name, unit=unit, name=f"r{number}_{name}")(function))
    return RuleBook(FIGURES, tuple(rules), FACTS)


def drawn_cases(count):
    draw = random.Random(7)
    hole = lambda value: None if draw.random() < 0.08 else value  # noqa: E731
    for number in range(count):
        yield (
            f"C{number}",
            {
                "start": hole(draw.choice(DAYS)),
                "days": hole(draw.choice([0, 1, 2, 7, 8, 30, 31, 60, 61, 62, 120, 121, 140])),
                "rank": hole(draw.choice(["a", "b", "A", "a*"])),
                "thesis": hole(draw.choice([True, False])),
                "amount": hole(draw.choice([0, 1, 3, 5, 7, 10, 15, 25, 35, 999, 10**9 + 1, 10**12 + 3])),
                **{f"weight_{n}": hole(draw.choice([0, 1, 1, 2, 5])) for n in (1, 2, 3)},
            },
        )


def drawn_missions(count):
    draw = random.Random(3)
    hole = lambda value: None if draw.random() < 0.06 else value  # noqa: E731
    edges = [
        dt.date(2008, 8, 31),
        dt.date(2008, 9, 1),
        dt.date(2011, 8, 31),
        dt.date(2011, 9, 1),
        dt.date(2009, 6, 1),
        dt.date(2010, 1, 15),
    ]
    for number in range(count):
        fare = draw.choice([None, Money(draw.randint(1, 900_000), "XOF"), Money(f"{draw.randint(1, 2000)}.{draw.randint(10, 99)}", "EUR"),
                            Money(f"{draw.randint(1, 2000)}.50", "USD")])  # fmt: skip
        facts = MissionFacts(
            id=f"M{number}", residence=hole(draw.choice(["FR", "US", "SN", "JP", "CA"])), start=hole(draw.choice(edges)),
            days=hole(draw.randint(1, 40)), thesis_supervision=hole(draw.choice([True, False])), teaching_hours=hole(draw.randint(0, 60)),
            airfare=fare, lodging_nights=hole(draw.randint(0, 30)), for_profit=hole(draw.choice([True, False])), cost_share=hole(draw.randint(0, 60)),
            committee_consulted=hole(draw.choice([True, False])), mode=draw.choice(["on_site", "hybrid", "online"]),
        )  # fmt: skip
        yield facts, draw.choice([None, "ce", "pnud", "scac"])


def mali_cases(costs, count):
    return [(facts.id, facts_by_name(facts, costs, source)) for facts, source in drawn_missions(count)]


def the_books():
    costs = load_pack("mali").costs
    return {"mali": (costs.book, mali_cases(costs, 400)), "spans": (a_book(), list(drawn_cases(300)))}


@pytest.mark.parametrize("name", ["mali", "spans"])
def test_no_formula_is_longer_than_a_sheet_takes(name):
    book, cases = the_books()[name]
    report = live_sheet(book, cases[:3], "fr")

    texts = [cell.text for table in report.tables() for row in table.rows for cell in row.cells.values() if isinstance(cell, Live)]
    assert len(texts) > 100
    assert max(map(len, texts)) < LONGEST
    assert not any("{row}" in text for text in texts)


@pytest.mark.parametrize("name", ["mali", "spans"])
def test_each_formula_carries_the_value_that_the_rules_give(name):
    book, cases = the_books()[name]
    table = live_sheet(book, cases, "fr").table("missions")

    for row, (_, facts) in zip(table.rows, cases, strict=False):
        for step in book.steps:
            if step in row.cells:
                value = row.cells[step].value
                assert (value if isinstance(value, int) else None) == Evaluation(facts).amount(book.steps[step])


def sheet_rows(libreoffice, file, number):
    made = libreoffice(file, f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{number}")
    return list(csv.reader(made.read_text(encoding="utf-8").splitlines()))


def judged(found, value, sub_unit):
    if value is None:
        return "unknown on both sides" if found == "inconnu" else "different"
    if found == "inconnu":
        return "stricter in the sheet"
    return "equal" if round(float(found) * sub_unit) == value else "different"


def recalculated(name, book, cases, libreoffice, tmp_path):
    """Write cases with wrong stored values, let LibreOffice calculate, and hold each amount to the scalar rules."""
    report = live_sheet(book, cases, "fr")
    for table in report.tables():
        for row in table.rows:
            for key, cell in row.cells.items():
                if isinstance(cell, Live) and cell.value != "#N/A":
                    row.cells[key] = Live(cell.text, 77)
    file = tmp_path / "live.xlsx"
    file.write_bytes(plugins().renderer(".xlsx").render(report, "fr", dt.date(2026, 1, 1)))

    rows = sheet_rows(libreoffice, file, 1)

    table = report.table("missions")
    keys = [column.key for column in table.columns]
    counts = Counter()
    for row, (case, facts) in zip(rows[1:], cases, strict=False):
        assert row[0] == case
        evaluation = Evaluation(facts)
        for step in book.steps.values():
            if step.rule.name in keys:
                found = row[keys.index(step.rule.name)]
                verdict = judged(found, evaluation.amount(step), step.unit.sub_unit)
                assert verdict != "different", (step.rule.name, facts, found, evaluation.value(step))
                counts[verdict] += 1
    print(name, dict(counts))  # noqa: T201 - the counts are what one wants to see
    return counts


@pytest.mark.looks
@pytest.mark.parametrize("name", ["mali", "spans"])
def test_libreoffice_works_out_what_the_rules_give(name, libreoffice, tmp_path):
    """Every stored amount is made wrong beforehand, so that only a true calculation can agree."""
    book, cases = the_books()[name]
    counts = recalculated(name, book, cases, libreoffice, tmp_path)

    assert counts["equal"] > 1000
    assert counts["unknown on both sides"] > 100


@pytest.mark.looks
def test_amounts_follow_the_days_and_the_rate_that_a_person_changes(libreoffice, tmp_path):
    """The sheet is alive: 21 days at 20 000 become 15 at 25 000."""
    costs = load_pack("mali").costs
    facts = MissionFacts("M1", "FR", dt.date(2009, 3, 1), 21, False, 20, Money(650_000, "XOF"), 20, False)
    report = live_sheet(costs.book, [("M1", facts_by_name(facts, costs))], "fr")
    report.table("missions").rows[0].cells["fact days"] = 15
    (line,) = [row for row in report.table("figures").rows if row.key == "per_diem_rate 0"]
    line.cells.update({key: 25_000 for key, value in line.cells.items() if value == 20_000})
    file = tmp_path / "changed.xlsx"
    file.write_bytes(plugins().renderer(".xlsx").render(report, "fr", dt.date(2026, 1, 1)))

    rows = sheet_rows(libreoffice, file, 1)

    keys = [column.key for column in report.table("missions").columns]
    assert rows[1][keys.index("per_diem")] == str(15 * 25_000)
    assert rows[1][keys.index("total")] == str(15 * 25_000 + 20 * 2_250 + 650_000)
    assert [row[keys.index("lodging")] for row in rows[1:4]] == ["inconnu", "inconnu", "1"]


def test_a_day_that_no_text_covers_and_one_that_a_text_abolished_stay_apart_in_the_figures():
    table = live_sheet(a_book(), list(drawn_cases(1)), "fr").table("figures")

    states = [(row.cells["since"], table.value(row.key, "state")) for row in table.rows if re.fullmatch(r"stopped \d", row.key)]
    assert states == [
        (dt.date(2020, 1, 1), 1),
        (dt.date(2020, 7, 1), "#N/A"),
        (dt.date(2021, 1, 1), 1),
        (dt.date(2022, 1, 1), 0),
        (dt.date(2022, 2, 1), 1),
    ]


def test_no_rounding_is_left_to_the_sheet_itself():
    """Its ROUND takes halves away from nought: it may make whole parts of one typed or looked-up number, never round a quotient."""
    table = live_sheet(a_book(), [("C", {"start": START, "amount": 7})], "fr").table("calculation")

    texts = [cell.text for cell in table.rows[0].cells.values() if isinstance(cell, Live)]
    rounds = [text for text in texts if "ROUND" in text]
    assert any("INT(" in text for text in texts)
    assert rounds
    assert not any("/" in re.sub(r"'[^']*'", "", text) for text in rounds)


def pack_cases(name):
    pack = load_pack(name)
    return pack.costs.book, [(f"{number}", facts_by_name(case.facts, pack.costs, case.source)) for number, case in enumerate(pack.cases())]


@pytest.mark.parametrize("name", sorted(plugins().packs))
def test_every_pack_can_be_written_as_a_sheet(name):
    book, cases = pack_cases(name)

    report = live_sheet(book, cases, "fr")

    texts = [cell.text for table in report.tables() for row in table.rows for cell in row.cells.values() if isinstance(cell, Live)]
    assert max(map(len, texts)) < LONGEST


@pytest.mark.looks
@pytest.mark.parametrize("name", sorted(plugins().packs))
def test_libreoffice_works_out_the_cases_of_every_pack(name, libreoffice, tmp_path):
    book, cases = pack_cases(name)
    recalculated(name, book, cases, libreoffice, tmp_path)
