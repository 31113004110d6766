"""A million missions in columns, and ten thousand scenarios of three hundred: against NumPy written by hand, one array a step."""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt

import numpy as np
import pytest

from tokten_core.money import DOWN
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import choose, convert, convert_back, cost_rule, down, half_even, percent
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.simulation.columns import Draws, FactColumns, work_out, work_out_scenarios
from tokten_core.sources import Source
from tokten_core.text import same
from tokten_core.units import CODE, DATE, DAY, HOUR, MONTH, PERCENT, TRUTH, money_unit

XOF, USD = money_unit("XOF"), money_unit("USD")
TEXT = Source(id="text", document=same("Text"))
CHANGES = [dt.date(2008, 9, 1), dt.date(2010, 1, 1), dt.date(2011, 1, 1)]
COUNTRIES = [f"C{number:02}" for number in range(60)]
REGIONS = {"europe": 600_000, "america": 900_000, "africa": 400_000}
HIGH = {6, 7, 8, 9, 12}
PER_DIEM, HOURS, RAISES, DOLLAR = (
    [[20_000, 40_000], [22_500, 45_000], [25_000, 45_000]],
    [2250, 2500, 3000],
    [0, 20_000, 50_000],
    [400, 450, 500],
)
AMOUNTS = ["per_diem", "teaching", "airfare", "total", "beneficiary", "source_pays", "support", "first"]
SUMMED = ["total", "beneficiary", "source_pays", "support"]


def figure(name, unit, rows, *keys):
    history = [Dated(day, TEXT, row) for day, row in zip(CHANGES, rows, strict=False)]
    return Parameter(name, same(name), unit, history, keys=[Key(key, of, same(key)) for key, of in keys])


FIGURES = Figures.of(
    [
        figure("rate", XOF.per(DAY), [dict(zip((False, True), pair, strict=True)) for pair in PER_DIEM], ("thesis", TRUTH)),
        figure("hour", XOF.per(HOUR), HOURS),
        figure("region", CODE, [{code: [*REGIONS][place % 3] for place, code in enumerate(COUNTRIES)}], ("country", CODE)),
        figure("season", TRUTH, [{month: month in HIGH for month in range(1, 13)}], ("month", MONTH)),
        figure(
            "fare",
            XOF,
            [
                {(region, high): fare + 150_000 * high + more for region, fare in REGIONS.items() for high in (False, True)}
                for more in RAISES
            ],
            ("region", CODE),
            ("high", TRUTH),
        ),
        figure("gms", PERCENT, [7]),
        figure("dollar", XOF.per(USD), DOLLAR),
        figure("half", PERCENT, [50]),
        figure("whole", USD, [100]),
    ]
)
FACTS = [
    FactKind(name, unit, same(name))
    for name, unit in {"start": DATE, "month": MONTH, "days": DAY, "thesis": TRUTH, "hours": HOUR, "country": CODE, "for_profit": TRUTH,
                       "share": PERCENT}.items()
]  # fmt: skip


def rules():
    functions = {
        "per_diem": lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis),
        "teaching": lambda m, f: m.hours * f.hour.on(m.start),
        "airfare": lambda m, f: f.fare.on(
            m.start, region=f.region.on(m.start, country=m.country), high=f.season.on(m.start, month=m.month)
        ),
        "total": lambda m, f, per_diem, teaching, airfare: per_diem + teaching + airfare,
        "beneficiary": lambda m, f, total: choose(m.for_profit, half_even(total * percent(m.share)), 0),
        "source_pays": lambda m, f, total, beneficiary: total - beneficiary,
        "support_usd": lambda m, f, source_pays: convert_back(
            source_pays * percent(f.gms.on(m.start)), f.dollar.on(m.start), DOWN, to=f.whole.on(m.start)
        ),
        "support": lambda m, f, support_usd: convert(support_usd, f.dollar.on(m.start), DOWN),
        "first": lambda m, f, per_diem: down(per_diem * percent(f.half.on(m.start))),
    }
    for name, function in functions.items():
        yield cost_rule(text=TEXT, en=name, fr=name, unit=USD if name == "support_usd" else XOF, name=name)(function)


class Missions:
    """Missions as plain arrays of 64 bits, and as columns."""

    def __init__(self, rows):
        rng = np.random.default_rng(1)
        self.start = np.datetime64("2008-09-01") + rng.integers(0, 1095, rows)
        self.month = self.start.astype("datetime64[M]").astype(np.int64) % 12 + 1
        self.days, self.thesis, self.hours = rng.integers(14, 29, rows), rng.random(rows) < 0.3, rng.integers(0, 120, rows)
        self.for_profit = rng.random(rows) < 0.4
        self.share = np.where(self.for_profit, rng.integers(10, 51, rows), 0)
        self.country, self.unknown, self.by = rng.integers(0, 60, rows), rng.random(rows) < 0.05, rng.integers(0, 5, rows)
        self.book = RuleBook(FIGURES, tuple(rules()), FACTS)
        values = {kind.name: getattr(self, kind.name) for kind in FACTS} | {"country": (self.country, COUNTRIES)}
        self.columns = FactColumns.of(self.book, values, missing={"hours": self.unknown})

    def version(self):
        day = self.start.astype("datetime64[D]").astype(np.int64) + 719_163
        return np.searchsorted([change.toordinal() for change in CHANGES], day, side="right") - 1

    def by_hand(self):
        """One array a step, in 64 bits."""
        version = self.version()
        per_diem = self.days * np.array(PER_DIEM)[version, self.thesis.astype(np.int64)]
        teaching = np.where(self.unknown, 0, self.hours) * np.array(HOURS)[version]
        season = np.array([False, *(month in HIGH for month in range(1, 13))]).astype(np.int64)
        fares = np.array([[[fare + 150_000 * high + more for high in (0, 1)] for fare in REGIONS.values()] for more in RAISES])
        airfare = fares[version, (np.arange(60) % 3)[self.country], season[self.month]]
        total = per_diem + teaching + airfare
        beneficiary = np.where(self.for_profit, nearest(total * self.share), 0)
        source_pays = total - beneficiary
        rate = np.array(DOLLAR)[version]
        support = source_pays * 7 // (100 * rate) * rate
        amounts = dict(zip(AMOUNTS, (per_diem, teaching, airfare, total, beneficiary, source_pays, support, per_diem // 2), strict=True))
        known = ~self.unknown
        return {
            name: int(amount.sum() if name in {"per_diem", "airfare", "first"} else amount[known].sum()) for name, amount in amounts.items()
        }

    def in_columns(self):
        found = work_out(self.book, self.columns, amounts=AMOUNTS)
        return {name: found.total(name) for name in AMOUNTS}

    def scenarios_by_hand(self, dollar, fare, block=128):
        version, order = self.version(), np.argsort(self.by, kind="stable")
        starts = np.unique(self.by[order], return_index=True)[1]
        per_diem = self.days * np.array(PER_DIEM)[version, self.thesis.astype(np.int64)]
        fixed = (per_diem + np.where(self.unknown, 0, self.hours) * np.array(HOURS)[version])[order]
        share, for_profit, known = self.share[order], self.for_profit[order], ~self.unknown[order]
        sums = {name: np.empty((len(dollar), 5), np.int64) for name in SUMMED}
        for start in range(0, len(dollar), block):
            total = fixed + fare[start : start + block, None]
            beneficiary = np.where(for_profit, nearest(total * share), 0)
            source_pays, rate = total - beneficiary, dollar[start : start + block, None]
            support = source_pays * 7 // (100 * rate) * rate
            for name, amount in zip(SUMMED, (total, beneficiary, source_pays, support), strict=True):
                sums[name][start : start + block] = np.add.reduceat(np.where(known, amount, 0), starts, axis=1)
        return sums

    def scenarios_in_columns(self, dollar, fare):
        draws = Draws(figures={"dollar": dollar, "fare": fare})
        found = work_out_scenarios(self.book, self.columns, draws, len(dollar), amounts=SUMMED, by=self.by)
        return {name: found.totals(name) for name in SUMMED}


def nearest(hundredths):
    whole = hundredths // 100
    rest = hundredths - whole * 100
    return whole + ((rest > 50) | ((rest == 50) & (whole % 2 == 1)))


@pytest.fixture(scope="module")
def million():
    return Missions(1_000_000)


def test_a_million_missions(versus, million):
    assert million.in_columns() == million.by_hand()
    versus(
        million.in_columns,
        million.by_hand,
        work="a million missions in columns, with totals",
        theirs_is="NumPy by hand, one array a step",
        to_reach=0.5,
    )


def test_the_memory_of_a_million_missions(keep, peak, million):
    keep([peak(million.in_columns) / peak(million.by_hand)], work="a million missions in columns, with totals",
         theirs="NumPy by hand, one array a step", measure="peak memory", to_reach=1)  # fmt: skip


def draws(scenarios):
    rng = np.random.default_rng(3)
    return rng.integers(380, 560, scenarios), rng.integers(300_000, 1_500_000, scenarios)


def test_ten_thousand_scenarios(versus):
    missions, drawn = Missions(300), draws(10_000)
    ours, theirs = missions.scenarios_in_columns(*drawn), missions.scenarios_by_hand(*drawn)

    assert all((ours[name] == theirs[name]).all() for name in SUMMED)
    versus(lambda: missions.scenarios_in_columns(*drawn), lambda: missions.scenarios_by_hand(*drawn),
           work="10 000 scenarios of 300 missions", theirs_is="NumPy by hand, in blocks", to_reach=0.8)  # fmt: skip


def test_memory_stays_flat_as_scenarios_grow(keep, peak):
    missions, few, many = Missions(300), draws(1_000), draws(10_000)
    result = 9_000 * 5 * 8 * 2 * len(SUMMED)  # the totals and counts that the caller gets
    grown = peak(lambda: missions.scenarios_in_columns(*many)) - result
    keep([grown / peak(lambda: missions.scenarios_in_columns(*few))], work="10 000 scenarios, their results left out", theirs="1 000 scenarios",
         measure="peak memory", to_reach=1.1)  # fmt: skip
