"""
How we measure: ours and theirs in turn, in one run, and only the ratio of each pair counts.

A shared machine is fast and slow by turns; a pair of neighbours in time suffers alike. So a round is *theirs, then ours*, and what is
told is the median of the rounds' ratios, with the least and the greatest. pytest-benchmark times ours and keeps its own statistics.

A ratio is told at the end of the run and kept in `benchmarks/results/`, one file for each pair, from which `report.py` writes the page.
"""

from __future__ import annotations

import json
import re
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from attrs import asdict, frozen
from pytest_benchmark.fixture import BenchmarkFixture

RESULTS = Path(__file__).parent / "results"
TOLD: list[Ratio] = []


@frozen
class Ratio:
    """
    Ours over theirs.

    Attributes:
        work: what was done, as the page says it.
        theirs: what it was compared with.
        measure: what the ratio is of: `time`, `peak memory`, `gap`...
        median: of the rounds' ratios.
        low: the least of them.
        high: the greatest of them.
        rounds: how many pairs there were.
        to_reach: at most this; None when nothing was promised.
    """

    work: str
    theirs: str
    measure: str
    median: float
    low: float
    high: float
    rounds: int
    to_reach: float | None

    def __str__(self) -> str:
        goal = "" if self.to_reach is None else f", at most {self.to_reach:g}: {'reached' if self.median <= self.to_reach else 'MISSED'}"
        return f"{self.work} / {self.theirs}: {self.measure} {self.median:.2f} [{self.low:.2f}..{self.high:.2f}]{goal}"


@pytest.fixture
def keep() -> Callable[..., Ratio]:
    """Keep ratios that were measured otherwise, one number for each pair: `keep(ratios, work=..., theirs=..., measure="gap", to_reach=1)`."""

    def keep_ratios(ratios: Iterable[float], *, work: str, theirs: str, measure: str = "time", to_reach: float | None = None) -> Ratio:
        each = sorted(ratios)
        told = Ratio(work, theirs, measure, statistics.median(each), each[0], each[-1], len(each), to_reach)
        TOLD.append(told)
        RESULTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", f"{work} {theirs} {measure}".lower())
        (RESULTS / f"{name}.json").write_text(json.dumps(asdict(told), ensure_ascii=False, indent=1), encoding="utf-8")
        return told

    return keep_ratios


@pytest.fixture
def versus(benchmark: BenchmarkFixture, keep: Callable[..., Ratio]) -> Callable[..., Ratio]:
    """Time two functions in turn, once in a test: `versus(ours, theirs, work=..., theirs_is=..., to_reach=0.5, rounds=15)`."""

    def time_both(
        ours: Callable[[], object],
        theirs: Callable[[], object],
        *,
        work: str,
        theirs_is: str,
        to_reach: float | None = None,
        rounds: int = 15,
        warm_up: int = 2,
    ) -> Ratio:
        their_seconds: list[float] = []

        def their_turn() -> None:
            start = time.perf_counter()
            theirs()
            their_seconds.append(time.perf_counter() - start)

        benchmark.pedantic(ours, setup=their_turn, rounds=rounds, warmup_rounds=warm_up)
        pairs = zip(benchmark.stats.stats.data, their_seconds[warm_up:], strict=True)
        return keep([our / their for our, their in pairs], work=work, theirs=theirs_is, to_reach=to_reach)

    return time_both


@pytest.fixture
def peak() -> Callable[[Callable[[], object]], int]:
    """Measure how much memory a function takes at its peak, in bytes, NumPy's arrays counted: `peak(ours)`."""

    def measure(work: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            work()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    return measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the ratios of this run."""
    if TOLD:
        terminalreporter.section("ratios: ours / theirs, median [least..greatest]")
    for told in TOLD:
        terminalreporter.line(str(told))
