"""
Write the table of ratios into the page on performance, from what the last runs kept.

    python benchmarks/report.py --machine "two cores of a shared server, Python 3.11" --date 2026-03-01
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "explanation" / "performance.md"
START, END = "<!-- ratios: written by benchmarks/report.py -->", "<!-- end of ratios -->"
HEAD = "| work | compared with | of | ratio, median [least..greatest] | at most |\n| --- | --- | --- | --- | --- |\n"


def table(results: list[dict[str, object]]) -> str:
    """Lay out the kept ratios, in the order of their names."""
    return HEAD + "".join(
        f"| {row['work']} | {row['theirs']} | {row['measure']} | {row['median']:.2f} [{row['low']:.2f}..{row['high']:.2f}] "
        f"| {'' if row['to_reach'] is None else row['to_reach']} |\n"
        for row in results
    )


def main() -> None:
    """Replace what stands between the markers of the page, and nothing else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", required=True, help="what it ran on, in words")
    parser.add_argument("--date", required=True, help="the day of the run")
    said = parser.parse_args()
    results = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((HERE / "results").glob("*.json"))]
    page = PAGE.read_text(encoding="utf-8")
    fresh = f"{START}\n\nMeasured on {said.date}: {said.machine}.\n\n{table(results)}\n{END}"
    PAGE.write_text(re.sub(f"{re.escape(START)}.*{re.escape(END)}", lambda _: fresh, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
