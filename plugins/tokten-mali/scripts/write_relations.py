"""
Write the equalities that the figures of the programme document must keep: ``claims.csv`` to ``relations.csv``.

Several hundred equalities follow a few rules: each total is the sum of its lines in both currencies, each pair of amounts keeps the
planning rate, each table repeats figures of another. The rules stand here; a test holds the written file to them.

    python plugins/tokten-mali/scripts/write_relations.py
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "tokten_mali" / "data"
COLUMNS = ("id", "kind", "code", "stated", "parts", "factor", "subject_en", "subject_fr", "source")

RATE = "400"
AVERAGE = {"fcfa": "1500000", "usd": "3750"}
SUPPORT_RATE = "0.07"
PARITY_OVER_RATE = "1.6398925"  # 655.957 FCFA a euro / 400 FCFA a dollar: dollars a euro
BOTH = ("fcfa", "usd")
YEARS = ("2008-2009", "2009-2010", "2010-2011")

Row = dict[str, str]
PERIOD, FIRST, RESULTS, PLAN, STAFF = "budget-2008-2011", "budget-2008", "results-framework", "workplan-2008", "staff-budget"
OPERATION, EQUIPMENT, MATRIX, MALI = "operating-budget-2008", "equipment", "donor-matrix", "government-counterpart"


def _parts(count: int) -> tuple[str, str]:
    return (f" = its {count} parts", f" = ses {count} parties") if count > 1 else (" = its only part", " = sa seule partie")


class Book:
    """The claims by identifier, and the equalities written so far."""

    def __init__(self, claims: Iterable[Row]) -> None:
        self.claims = {claim["id"]: claim for claim in claims}
        self.relations: dict[str, Row] = {}

    def has(self, claim: str) -> bool:
        """Tell whether there is such a claim."""
        return claim in self.claims

    def cells(self, table: str, rows: Iterable[object], column: str) -> list[str]:
        """Give the cells of one column of a table that hold something, PM counted in, blanks left out."""
        names = [f"{table}/{row}/{column}" for row in rows]
        return [name for name in names if self.has(name) and self.claims[name]["state"] != "blank"]

    def add(self, kind: str, code: str, stated: str, parts: Sequence[str] = (), factor: str = "", how: tuple[str, str] = ("", "")) -> None:
        """Write one equality; its sentence is the claim's own and what it is held against."""
        for name in (stated, *parts):
            if name not in self.claims:
                message = f"{code}: no claim {name}"
                raise KeyError(message)
        claim, number = self.claims[stated], 1
        while (name := f"{code}/{stated}" + (f"/{number}" if number > 1 else "")) in self.relations:
            number += 1
        self.relations[name] = {
            "id": name, "kind": kind, "code": code, "stated": stated, "parts": json.dumps(list(parts)), "factor": factor,
            "subject_en": claim["subject_en"] + how[0], "subject_fr": claim["subject_fr"] + how[1], "source": claim["source"],
        }  # fmt: skip

    def total(self, stated: str, parts: Sequence[str]) -> None:
        """Hold a total to the parts of the same table."""
        self.add("sum", "sum-differs", stated, parts, how=_parts(len(parts)))

    def same(self, stated: str, *parts: str, code: str = "tables-differ") -> None:
        """Hold one fact in two places together; several parts are added up."""
        self.add("equal" if len(parts) == 1 else "sum", code, stated, parts, how=self.against(parts))

    def converted(self, stated: str, part: str, code: str = "conversion-differs") -> None:
        """Hold dollars to francs at the planning rate."""
        how = (f" = FCFA / {RATE}", f" = FCFA / {RATE}") if code == "conversion-differs" else self.against([part])
        self.add("conversion", code, stated, [part], RATE, how)

    def missing(self, code: str, stated: str, parts: Sequence[str] = ()) -> None:
        """Ask for something to be printed."""
        self.add("present", code, stated, parts)

    def against(self, parts: Sequence[str]) -> tuple[str, str]:
        """Name the tables of the other side, each once."""
        en = dict.fromkeys(self.claims[part]["subject_en"].split(": ")[0] for part in parts)
        fr = dict.fromkeys(self.claims[part]["subject_fr"].split(" : ")[0] for part in parts)
        return f", against {', '.join(en)}", f", face à {', '.join(fr)}"


def budgets(book: Book) -> None:
    """Hold Partie V together: both budget tables."""
    for table in (PERIOD, FIRST):
        for column in BOTH:
            for total, lines in ((7, range(1, 7)), (10, (8, 9)), (16, range(11, 16)), (17, (7, 10, 16)), (19, (17, 18))):
                book.total(f"{table}/{total}/{column}", book.cells(table, lines, column))


def results(book: Book) -> None:
    """Hold Partie VII together: totals, recapitulation, and the lines of the budget for the period."""
    for column in BOTH:
        lines = {19: range(2, 19), 25: range(21, 25), 35: range(27, 35), 42: range(38, 42), 52: range(44, 52), 56: (42, 52)}
        for total, rows in lines.items():
            book.total(f"{RESULTS}/{total}/{column}", book.cells(RESULTS, rows, column))
        for line, total in ((53, 19), (54, 25), (55, 35)):
            book.same(f"{RESULTS}/{line}/{column}", f"{RESULTS}/{total}/{column}")
        book.total(f"{RESULTS}/64/{column}", book.cells(RESULTS, (53, 54, 55, 56, 58, 59, 60, 62), column))
    for total, rows in ((57, (53, 54, 55, 56)), (61, (53, 54, 55, 56, 58, 59, 60)), (63, (53, 54, 55, 56, 58, 59, 60, 62))):
        book.total(f"{RESULTS}/{total}/fcfa", book.cells(RESULTS, rows, "fcfa"))
    pairs = {1: 3, 2: 7, 3: 9, 4: 11, 5: 15, 6: 18, 7: 19, 8: 29, 9: 34, 10: 35, 11: 42, 12: 52, 13: 58, 14: 59, 15: 60, 18: 62, 19: 64}
    for line, row in pairs.items():
        for column in BOTH:
            book.same(f"{PERIOD}/{line}/{column}", f"{RESULTS}/{row}/{column}")


def work_plan(book: Book) -> None:
    """Hold Annexe 1 together: totals, recapitulation, and the lines of the budget for 2008."""
    totals = {32: range(2, 32), 38: range(34, 38), 48: range(41, 48), 52: (50, 51), 58: range(54, 58), 62: range(58, 62)}
    totals |= {71: range(63, 71), 73: (71, 72)}
    recapitulation = {63: 32, 64: 38, 65: 48, 66: 52, 67: 58, 68: 59, 69: 60, 70: 61}
    pairs = {1: 3, 2: 10, 3: 16, 4: 24, 5: 27, 6: 31, 7: 32, 8: 47, 9: 43, 10: 48}
    pairs |= {11: 52, 12: 58, 13: 59, 14: 60, 15: 61, 17: 71, 18: 72, 19: 73}
    for column in BOTH:
        for total, rows in totals.items():
            book.total(f"{PLAN}/{total}/{column}", book.cells(PLAN, rows, column))
        for line, total in recapitulation.items():
            book.same(f"{PLAN}/{line}/{column}", f"{PLAN}/{total}/{column}")
        for line, row in pairs.items():
            book.same(f"{FIRST}/{line}/{column}", f"{PLAN}/{row}/{column}")
        book.same(f"{FIRST}/16/{column}", f"{PLAN}/52/{column}", f"{PLAN}/62/{column}")


def staff(book: Book) -> None:
    """Hold Annexe 3.1 together: years and totals, and the contributors that pay them."""
    for column in (*YEARS, "total-fcfa", "total-usd"):
        book.total(f"{STAFF}/8/{column}", [f"{STAFF}/{line}/{column}" for line in range(1, 8)])
    for line in range(1, 9):
        book.total(f"{STAFF}/{line}/total-fcfa", [f"{STAFF}/{line}/{year}" for year in YEARS])
    payers = {1: "pnud", 2: "pnud", 3: "pnud", 4: "ce", 5: "ce", 6: "ce", 7: "ce"}
    matrix = {1: 3, 2: 4, 3: 5, 4: 7, 7: 8}
    for line, row in matrix.items():
        for year in YEARS:
            if book.claims[f"{STAFF}/{line}/{year}"]["state"] == "figure":
                book.converted(f"{MATRIX}/{row}/{year}-{payers[line]}", f"{STAFF}/{line}/{year}", "tables-differ")
        book.same(f"{MATRIX}/{row}/total", f"{STAFF}/{line}/total-usd")
    book.same(f"{MATRIX}/6/total", f"{STAFF}/5/total-usd", f"{STAFF}/6/total-usd")


def staff_elsewhere(book: Book) -> None:
    """Hold the tables that repeat the staff to Annexe 3.1."""
    for table, line in ((PERIOD, 11), (RESULTS, 42)):
        for unit in BOTH:
            book.same(f"{table}/{line}/{unit}", f"{STAFF}/8/total-{unit}")
    for table, line in ((FIRST, 11), (PLAN, 52)):
        book.same(f"{table}/{line}/fcfa", f"{STAFF}/8/2008-2009")
    for row, lines in ((38, (1, 2, 3)), (39, (5, 6)), (40, (4,)), (41, (7,))):
        for unit in BOTH:
            book.same(f"{RESULTS}/{row}/{unit}", *[f"{STAFF}/{line}/total-{unit}" for line in lines])
    for row, plan_lines in ((50, range(1, 4)), (51, range(4, 8))):
        book.same(f"{PLAN}/{row}/fcfa", *[f"{STAFF}/{line}/2008-2009" for line in plan_lines])


def operation(book: Book) -> None:
    """Hold Annexe 3.2 together: operation and equipment of the first year."""
    for column in BOTH:
        book.total(f"{OPERATION}/5/{column}", book.cells(OPERATION, range(1, 5), column))
        book.total(f"{OPERATION}/7/{column}", book.cells(OPERATION, (5, 6), column))
        book.total(f"{EQUIPMENT}/7/{column}", book.cells(EQUIPMENT, range(1, 7), column))
        book.total(f"{EQUIPMENT}/9/{column}", book.cells(EQUIPMENT, (7, 8), column))
        book.total(f"{OPERATION}/11/{column}", [f"{OPERATION}/5/{column}", f"{EQUIPMENT}/9/{column}"])
        parts = [f"{OPERATION}/5/{column}", f"{EQUIPMENT}/9/{column}", f"{OPERATION}/12/{column}"]
        book.total(f"{OPERATION}/13/{column}", parts)
        for row, line in ((56, 7), (57, 8)):
            book.same(f"{PLAN}/{row}/{column}", f"{EQUIPMENT}/{line}/{column}")
        for row, line in ((49, 7), (50, 8)):
            book.same(f"{RESULTS}/{row}/{column}", f"{EQUIPMENT}/{line}/{column}")
    first = YEARS[0]
    book.same(f"{OPERATION}/1/usd", f"{MATRIX}/12/{first}-ce")
    book.same(f"{OPERATION}/2/usd", f"{MATRIX}/13/{first}-pnud", f"{MATRIX}/13/{first}-ce")
    book.add("sum", "tables-differ", f"{MATRIX}/14/{first}-ce", [f"{EQUIPMENT}/8/usd"], how=book.against([f"{EQUIPMENT}/8/usd"]))
    book.add("sum", "tables-differ", f"{MATRIX}/15/{first}-ce", [f"{EQUIPMENT}/7/usd"], how=book.against([f"{EQUIPMENT}/7/usd"]))
    for column in BOTH:
        book.same(f"{OPERATION}/5/{column}", f"{PLAN}/54/{column}", f"{PLAN}/55/{column}")
        book.same(f"{PLAN}/58/{column}", f"{OPERATION}/5/{column}", f"{EQUIPMENT}/7/{column}", f"{EQUIPMENT}/8/{column}")
    book.same(f"{OPERATION}/6/usd", *[f"{MALI}/{row}/{first}" for row in (9, 11, 12, 13, 17, 18, 19)])
    book.same(f"{OPERATION}/12/usd", f"{MALI}/7/{first}", f"{MALI}/10/{first}")


def matrix_cells(book: Book, rows: Iterable[int], *payers: str, years: Sequence[str] = YEARS) -> list[str]:
    """Give the cells of the contributor table for some lines, contributors and years."""
    rows = list(rows)
    return [cell for year in years for payer in payers for cell in book.cells(MATRIX, rows, f"{year}-{payer}")]


def contributors(book: Book) -> None:
    """Hold Annexe 4 together: rows, columns, years and contributors."""
    everybody = ("pnud", "ce", "mali", "france")
    for row in range(1, 27):
        book.total(f"{MATRIX}/{row}/total", matrix_cells(book, [row], *everybody))
    for year in YEARS:
        for payer in everybody:
            if book.has(f"{MATRIX}/26/{year}-{payer}"):
                book.total(f"{MATRIX}/26/{year}-{payer}", matrix_cells(book, range(1, 26), payer, years=[year]))
    book.total(f"{MATRIX}/26/total", [f"{MATRIX}/{row}/total" for row in range(1, 26)])
    for payer, name in (("pnud", "pnud"), ("ce", "ce"), ("france", "scac"), ("mali", "government")):
        book.same(f"cover/{name}/usd", *matrix_cells(book, [26], payer))


def contributors_elsewhere(book: Book) -> None:
    """Hold the budget tables of Partie V to Annexe 4."""
    everybody, partners, first = ("pnud", "ce", "mali", "france"), ("pnud", "ce", "france"), YEARS[:1]
    period = {1: (11,), 2: (19,), 8: (20,), 9: (10,), 11: range(3, 9), 12: (1, *range(12, 17)), 13: (23,), 14: (24,), 15: (25,)}
    for line, rows in period.items():
        book.same(f"{PERIOD}/{line}/usd", *[f"{MATRIX}/{row}/total" for row in rows])
    for line, row, payer in ((3, 18, "ce"), (4, 9, "france"), (5, 9, "ce"), (6, 22, "ce")):
        book.same(f"{PERIOD}/{line}/usd", *matrix_cells(book, [row], payer))
    eu = {1: 9, 3: 11, 4: 19, 5: 18, 6: 22, 8: 20, 9: 10, 13: 23, 14: 24}
    for line, row, payer in ((2, 9, "france"), (15, 25, "pnud"), *((line, row, "ce") for line, row in eu.items())):
        book.same(f"{FIRST}/{line}/usd", *matrix_cells(book, [row], payer, years=first))
    book.same(f"{FIRST}/11/usd", *matrix_cells(book, range(3, 9), *partners, years=first))
    book.same(f"{FIRST}/12/usd", *matrix_cells(book, range(12, 17), *partners, years=first))
    for table, years in ((PERIOD, YEARS), (FIRST, first)):
        book.same(f"{table}/17/usd", *matrix_cells(book, [26], *partners, years=years))
        book.same(f"{table}/18/usd", *matrix_cells(book, [26], "mali", years=years))
        book.same(f"{table}/19/usd", *matrix_cells(book, [26], *everybody, years=years))
    book.same(f"{RESULTS}/64/usd", f"{MATRIX}/26/total")


def by_source(book: Book) -> None:
    """Hold the lines of Partie VII and Annexe 1, by the source they name, to the columns of the contributors."""
    results: dict[str, tuple[int, ...]] = {"pnud": (38, 45, 47, 60), "scac": (11,), "government": (62,)}
    results["ce"] = (3, 7, 9, 15, 18, 29, 34, 39, 40, 41, 46, 48, 49, 50, 51, 58, 59)
    for payer, rows in results.items():
        book.same(f"cover/{payer}/usd", *book.cells(RESULTS, rows, "usd"))
    plan: dict[str, tuple[int, ...]] = {"pnud": (50, 54, 61), "france": (10,), "mali": (72,)}
    plan["ce"] = (3, 16, 24, 27, 31, 43, 47, 51, 55, 56, 57, 59, 60)
    for payer, rows in plan.items():
        book.same(f"{MATRIX}/26/{YEARS[0]}-{payer}", *book.cells(PLAN, rows, "usd"))


def counterpart(book: Book) -> None:
    """Hold Annexe 4.2 together: groups, rows, years, and the column of Mali."""
    for row in range(2, 22):
        years = [cell for year in YEARS for cell in book.cells(MALI, [row], year)]
        book.total(f"{MALI}/{row}/total", years)
    for column in (*YEARS, "total"):
        book.total(f"{MALI}/6/{column}", book.cells(MALI, range(2, 6), column))
        book.total(f"{MALI}/20/{column}", book.cells(MALI, range(9, 20), column))
    book.total(f"{MALI}/8/{YEARS[0]}", [f"{MALI}/7/{YEARS[0]}"])
    for year in YEARS:
        book.total(f"{MALI}/21/{year}", [f"{MALI}/{row}/{year}" for row in (6, 8, 20)])
    book.total(f"{MALI}/21/total", [f"{MALI}/6/total", *[f"{MALI}/8/{year}" for year in YEARS], f"{MALI}/20/total"])
    book.same(f"{MALI}/1/months", f"{MALI}/6/months")
    lines = {2: (6,), 18: (16,), 21: (14,), 26: (21,), 17: (7, 9, 10, 11, 12, 13, 17, 18, 19)}
    for year in YEARS:
        for row, parts in lines.items():
            book.same(f"{MATRIX}/{row}/{year}-mali", *book.cells(MALI, parts, year))
        book.same(f"{MALI}/15/{year}", f"{MATRIX}/9/{year}-mali", f"{MATRIX}/22/{year}-mali")
    book.same("cover/government/usd", f"{MALI}/21/total")
    for row, line in ((2, 6), (21, 14)):
        book.same(f"{MATRIX}/{row}/total", f"{MALI}/{line}/total")


def cover(book: Book) -> None:
    """Hold the cover and Partie VI to the tables."""
    book.total("cover/resources-required/usd", ["cover/ce/usd", "cover/pnud/usd", "cover/scac/usd", "cover/government/usd"])
    book.same("cover/resources-required/usd", f"{PERIOD}/19/usd")
    for unit in BOTH:
        book.same(f"cover/awp-2008/{unit}", f"{PLAN}/73/{unit}")
    book.same("cover/resources-allocated/fcfa", f"{PERIOD}/19/fcfa")
    book.same("partie-vi/government/fcfa", f"{PERIOD}/18/fcfa")
    book.converted("cover/government/usd", "partie-vi/government/fcfa", "tables-differ")
    book.converted("cover/resources-required/usd", "cover/resources-allocated/fcfa")
    book.converted("cover/awp-2008/usd", "cover/awp-2008/fcfa")
    how = (" = USD x 400 / 655.957", " = USD x 400 / 655,957")
    book.add("conversion", "conversion-differs", "cover/ce/eur", ["cover/ce/usd"], PARITY_OVER_RATE, how)
    book.missing("entry-missing", "cover/unfunded-budget/value")
    for row in ("atlas-id", "strategic-plan-area", "management-arrangements", "in-kind-contributions", "other-resources"):
        book.missing("entry-missing", f"cover/{row}/value")
    book.missing("entry-missing", "annexe-2/award-id/value")
    book.missing("entry-missing", "annexe-7/article-22/dates")


def conversions(book: Book) -> None:
    """Hold every pair of amounts in francs and dollars together."""
    for claim in list(book.claims.values()):
        table, row, column = claim["table"], claim["row"], claim["column"]
        other = {"usd": "fcfa", "total-usd": "total-fcfa"}.get(column, "")
        pair = f"{table}/{row}/{other}"
        if table != "cover" and claim["state"] == "figure" and book.has(pair) and book.claims[pair]["state"] == "figure":
            book.converted(claim["id"], pair)


def support_cost(book: Book) -> None:
    """Hold the support cost to 7 % of the year's EU money before it, whole dollars cut."""
    for year in YEARS[:2]:
        base = matrix_cells(book, [*range(1, 24), 25], "ce", years=[year])
        how = (" = 7 % of the year's EU money before it, cut", " = 7 % des fonds UE de l'année hors ce coût, tronqué")
        book.add("product", "percentage-differs", f"{MATRIX}/24/{year}-ce", base, SUPPORT_RATE, how)


def missions(book: Book) -> None:
    """Hold numbers of missions to money at the average cost, and to one another."""
    how = (" = money / average cost, rounded down", " = montant / coût moyen, arrondi vers le bas")
    for stated, money in (
        (f"{PLAN}/3", f"{PLAN}/3"), (f"{PLAN}/31", f"{PLAN}/31"), (f"{PLAN}/43", f"{PLAN}/43"), (f"{PLAN}/40", f"{PLAN}/43"),
        (f"{RESULTS}/10", f"{RESULTS}/15"), (f"{RESULTS}/18", f"{RESULTS}/18"), (f"{RESULTS}/30", f"{RESULTS}/34"),
    ):  # fmt: skip
        book.add("count", "count-differs", f"{stated}/missions", [f"{money}/fcfa"], AVERAGE["fcfa"], how)
    for row in (9, 10, 22):
        book.add("count", "count-differs", f"{MATRIX}/{row}/missions", matrix_cells(book, [row], "ce"), AVERAGE["usd"], how)
    for row, result in ((9, 10), (22, 18), (10, 30)):
        book.same(f"{MATRIX}/{row}/missions", f"{RESULTS}/{result}/missions")
    book.same(f"{PLAN}/40/missions", f"{PLAN}/43/missions")


def counted(book: Book) -> None:
    """Hold numbers of posts, relay offices and things to those named one by one."""

    def posts(stated: str, *parts: str) -> None:
        book.same(stated, *parts, code="posts-differ")

    posts(f"{RESULTS}/38/coordinators", f"{STAFF}/1/posts")
    posts(f"{RESULTS}/38/assistants", f"{STAFF}/2/posts")
    posts(f"{RESULTS}/38/drivers", f"{STAFF}/3/posts")
    posts(f"{RESULTS}/39/component-managers", f"{STAFF}/5/posts", f"{STAFF}/6/posts")
    posts(f"{RESULTS}/40/drivers", f"{STAFF}/4/posts")
    posts(f"{RESULTS}/41/focal-points", f"{STAFF}/7/posts")
    posts(f"{PLAN}/50/coordinators", f"{STAFF}/1/posts")
    posts(f"{PLAN}/50/component-managers", f"{STAFF}/5/posts", f"{STAFF}/6/posts")
    posts(f"{PLAN}/50/drivers", f"{STAFF}/3/posts", f"{STAFF}/4/posts")
    posts(f"{PLAN}/50/assistants", f"{STAFF}/2/posts")
    posts(f"{PLAN}/50/focal-points", f"{STAFF}/7/posts")
    for row, line in ((4, 2), (5, 3), (7, 4), (8, 7)):
        posts(f"{MATRIX}/{row}/posts", f"{STAFF}/{line}/posts")
    posts(f"{MATRIX}/6/posts", f"{STAFF}/5/posts", f"{STAFF}/6/posts")
    posts(f"{STAFF}/7/posts", "section-8-9/focal-points/named")
    posts("annexe-7/article-7/focal-points", "section-8-9/focal-points/named")
    posts("section-8-9/focal-points/named", "annexe-5/focal-points/volet-education", "annexe-5/focal-points/volet-health")
    named, europe, new = "partie-iv/antennas-list", ("fr", "be", "de"), ("it", "es")
    posts("partie-iv/antennas/existing", *[f"{named}/{country}" for country in (*europe, "us", "ca", "jp", "sn", "ci", "ne", "ga")])
    posts("partie-iv/antennas/existing-europe", *[f"{named}/{country}" for country in europe])
    posts("partie-iv/antennas/new", *[f"{named}/{country}" for country in new])
    posts(f"{PLAN}/24/antennas", *[f"{named}/{country}" for country in (*europe, *new)])
    posts(f"{EQUIPMENT}/1/quantity", f"{EQUIPMENT}/1/desktops", f"{EQUIPMENT}/1/laptops")
    posts("partie-i/components/number", "partie-i/components/volet-i", "partie-i/components/volet-ii")
    book.total("partie-i/diaspora/total", ["partie-i/diaspora/africa", "partie-i/diaspora/elsewhere"])


def printed_twice(book: Book) -> None:
    """Hold what is printed in several places together, and parts to their whole."""
    existing = [f"{RESULTS}/4/antennas", f"{RESULTS}/6/antennas", f"{PLAN}/20/antennas", f"{PLAN}/23/antennas"]
    new = [f"{RESULTS}/4/new-antennas", f"{RESULTS}/5/new-antennas", f"{PLAN}/20/new-antennas", f"{PLAN}/22/new-antennas"]
    for stated, *others in (
        ("partie-iv/antennas/existing", "partie-ii/antennas/created", *existing),
        ("partie-iv/antennas/new", *new),
        (f"{PERIOD}/2/antennas", f"{FIRST}/4/antennas", f"{PLAN}/24/antennas"),
        (f"{EQUIPMENT}/8/quantity", f"{PLAN}/57/vehicles", f"{RESULTS}/50/vehicles"),
        ("partie-i/register/experts", "partie-ii/register/experts", "partie-ii/register/experts-again"),
        ("partie-i/missions/done", "partie-ii/missions/done"),
        ("partie-ii/per-diem/fcfa", "mission-costs/per-diem/fcfa"),
        ("partie-ii/teaching-hour/fcfa", "mission-costs/overtime/fcfa"),
    ):
        for other in others:
            book.same(other, stated)
    for part, whole in (
        ("partie-i/register/experts-france", "partie-i/register/experts-ec"),
        ("partie-i/register/experts-ec", "partie-i/register/experts"),
        ("partie-ii/missions/ipr", "partie-ii/missions/done"),
        ("partie-ii/agreements-signed/digits", "partie-ii/agreements-initiated/words"),
        ("partie-i/diaspora/europe", "partie-i/diaspora/elsewhere"),
        ("mission-costs/longest/weeks", "section-8-5/mission-longest/weeks"),
    ):
        book.add("at_most", "part-exceeds-whole", part, [whole], how=book.against([whole]))


def in_words(book: Book) -> None:
    """Hold numbers in digits to the same in words."""
    for claim in list(book.claims.values()):
        table, row, column = claim["table"], claim["row"], claim["column"]
        for words, digits in ((f"{table}/{row}/words", "digits"), (f"{table}/{row}/{column}-words", column)):
            if column == digits and book.has(words):
                book.add("equal", "words-differ", claim["id"], [words], how=(", against the words", ", face aux lettres"))
    for digits in ("partie-iii/agriculture/percent", "partie-vi/government/fcfa"):
        book.add("equal", "words-differ", digits, [f"{digits.rsplit('/', 1)[0]}/words"], how=(", against the words", ", face aux lettres"))
    book.same("partie-ii/meetings/adjective", "partie-ii/meetings/interval", code="words-differ")


def days_and_codes(book: Book) -> None:
    """Hold days, periods and numbers of results together."""
    book.same("annexe-7/article-1/day", "cover/clep/day", code="date-differs")
    book.same("staff-budget/header/years", "partie-i/programme/years", code="date-differs")
    book.same("staff-budget/header/2009-2010-end", "donor-matrix/header/2009-2010-end", code="date-differs")
    book.same(f"{PLAN}/title/year", "donor-matrix/header/first-year", code="date-differs")
    for which in ("first", "second"):
        for part in ("partie-i", "partie-ii"):
            book.same(f"{part}/evaluation-{which}/month", f"cover/evaluation-{which}/month", code="date-differs")
    for edge, lead, rest in (("start", "1.1", ("1.2", "2", "3")), ("end", "1.2", ("2", "3"))):
        book.same(f"monitoring-matrix/{lead}/{edge}", f"cover/{edge}/month", code="date-differs")
        for result in rest:
            book.same(f"monitoring-matrix/{result}/{edge}", f"monitoring-matrix/{lead}/{edge}", code="date-differs")
    book.same("monitoring-matrix/1.1/end", "cover/end/month", code="date-differs")
    for row in (20, 26):
        book.same(f"{RESULTS}/{row}/undaf", f"{RESULTS}/1/undaf", code="code-differs")
    for row, other in ((1, 1), (33, 20), (39, 26)):
        book.same(f"{PLAN}/{row}/undaf", f"{RESULTS}/{other}/undaf", code="code-differs")
    for row, other in ((1, 10), (14, 2), (20, 4), (25, 8), (28, 16), (33, 21), (39, 30), (44, 27)):
        book.same(f"{PLAN}/{row}/number", f"{RESULTS}/{other}/number", code="code-differs")
    for number, other in (("1.1", 10), ("1.2", 2)):
        book.same(f"monitoring-matrix/{number}/number", f"{RESULTS}/{other}/number", code="code-differs")
    book.same("monitoring-matrix/1.1/number", f"{PLAN}/1/number", code="code-differs")


def sources_and_gaps(book: Book) -> None:
    """Hold sources and labels together, and ask for what nobody printed."""
    book.same(f"{RESULTS}/18/source", f"{MATRIX}/22/source", code="source-differs")
    book.same(f"{PLAN}/31/source", f"{MATRIX}/22/source", code="source-differs")
    book.same(f"{PLAN}/63/source", f"{PLAN}/1-31/sources", code="source-differs")
    book.same("partie-iv/staff-paid-by/source", f"{STAFF}/all/sources", code="source-differs")
    for later, earlier in ((f"{FIRST}/9", f"{FIRST}/1"), (f"{RESULTS}/56", f"{RESULTS}/52"), (f"{OPERATION}/12", f"{OPERATION}/6")):
        line = earlier.rsplit("/", 1)[1]
        how = (f", the same as that of line {line}", f", le même que celui de la ligne {line}")
        book.add("distinct", "label-repeated", f"{later}/label", [f"{earlier}/label"], how=how)
    code = {"source": "source-missing", "responsible": "responsible-missing", "quarters": "quarter-missing"}
    code["baseline"] = "baseline-missing"
    for claim in list(book.claims.values()):
        if claim["column"] in code and claim["table"] in {PLAN, RESULTS}:
            book.missing(code[claim["column"]], claim["id"])
        if claim["table"] == "risk-register" and claim["row"] != "scale":
            book.missing("entry-missing", claim["id"])
            if claim["column"] in {"probability", "impact"} and claim["state"] == "figure":
                scale = "risk-register/scale/greatest"
                book.add("at_most", "part-exceeds-whole", claim["id"], [scale], how=book.against([scale]))
    book.missing("entry-missing", f"{PLAN}/column/budget-description")
    share = "partie-ii/operating-share"
    how = (" of a base that is not named", " d'une base qui n'est pas nommée")
    book.add("ratio", "percentage-differs", f"{share}/percent", [f"{share}/amount", f"{share}/base"], how=how)


RULES = (
    budgets, results, work_plan, staff, staff_elsewhere, operation, contributors, contributors_elsewhere, by_source, counterpart, cover,
    support_cost, missions, counted, printed_twice, in_words, days_and_codes, sources_and_gaps, conversions,
)  # fmt: skip


def relations(claims: Iterable[Row]) -> Iterator[Row]:
    """Give every equality, in the order of the rules."""
    book = Book(claims)
    for rule in RULES:
        rule(book)
    yield from book.relations.values()


def main() -> None:
    """Write ``relations.csv`` anew."""
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(relations(csv.DictReader(file)))
    with (DATA / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} equalities written")


if __name__ == "__main__":
    main()
