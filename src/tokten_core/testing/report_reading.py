"""
What can be read of a composed report: its words, its keys, its totals, its checks, the files that renderers make of it.

Each function gives what it finds; `ReportSuite` sets aside what is excused and fails on the rest.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve

from tokten_core.content import (
    PM,
    UNKNOWN,
    WRONG_PERIOD,
    Block,
    Cards,
    Chart,
    Check,
    Facts,
    Links,
    Live,
    Note,
    Paragraph,
    Report,
    Row,
    Sum,
    Table,
)
from tokten_core.errors import ReportError, ToktenError
from tokten_core.model.programme import Programme
from tokten_core.money import Money, minor_units
from tokten_core.ports import CountryPack, Renderer, ReportForm
from tokten_core.testing.pack_reading import A_SENTENCE, Finding
from tokten_core.text import LANGUAGES, Text

__all__ = [
    "bilingual", "checks_said", "counted_once", "drafts_said", "introduced", "keys_apart", "rendered", "spoken_of", "totals_recomputed",
    "without_names",
]  # fmt: skip

DAY: Final = dt.date(2010, 1, 1)
"""The day that files are dated."""
FAILS: Final = Check(code="PLANTED-01", text=Text(en="A check that fails", fr="Un contrôle qui échoue"), holds=False)


def introduced(form: ReportForm) -> Iterator[Finding]:
    """Find what a form does not say of itself."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", form.name):
        yield Finding("name", f"{form.name!r} is not of small letters, the donor first: undp-awp")
    if not form.title.en.strip() or not form.title.fr.strip():
        yield Finding("title", "is said in one language only")
    if not form.formats or not all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in form.formats):
        yield Finding("formats", f"{form.formats} are not suffixes with their dots: .xlsx")


def spoken_of(form: ReportForm, programme: Programme, pack: CountryPack, must: Iterable[str], others: Iterable[str]) -> Iterator[Finding]:
    """Find periods that a form neither composes nor refuses in the words for a wrong period."""
    wanted = tuple(must)
    for name in dict.fromkeys((*wanted, *others)):
        try:
            form.compose(programme, pack, programme.card.period(name), name)
        except ReportError as error:
            if name in wanted:
                yield Finding(name, f"is refused: {error}")
            yield from _refusal(name, error)
        except Exception as error:  # noqa: BLE001 - any other error is what is looked for
            yield Finding(name, f"raises {type(error).__name__}: {error}")


def _refusal(name: str, error: ToktenError) -> Iterator[Finding]:
    for problem in error.problems:
        if problem.code != WRONG_PERIOD.code:
            yield Finding(name, f"is refused as {problem.code}, not as {WRONG_PERIOD.code}")
            continue
        for lang in LANGUAGES:
            if name not in problem.says.say(lang) or not problem.allowed.say(lang).strip():
                yield Finding(name, f"is refused without the period asked for or those allowed ({lang})")


def bilingual(report: Report) -> Iterator[Finding]:
    """Find words that are there in one language only, and sentences of the form that nobody translated."""
    for place, words, own in _words(report):
        if bool(words.en.strip()) != bool(words.fr.strip()):
            yield Finding(place, f"is said in one language only: {words.en!r}, {words.fr!r}")
        elif own and words.en == words.fr and len(re.findall(r"[^\W\d_]{2,}", words.en)) >= A_SENTENCE:
            yield Finding(place, f"is the same in both languages: {words.en!r}")
    for place, words in _headings(report):
        if not words.en.strip():
            yield Finding(place, "has no words")


def _headings(report: Report) -> Iterator[tuple[str, Text]]:
    yield "title", report.title
    for number, section in enumerate(report.sections):
        yield f"sections[{number}].title", section.title
        for block in section.blocks:
            if isinstance(block, Table):
                yield from ((f"{block.key}.{column.key}", column.label) for column in block.columns if column.kind != "text")
            if isinstance(block, Chart):
                yield block.key, block.title


def _words(report: Report) -> Iterator[tuple[str, Text, bool]]:
    """Give every text with its place, and whether it is the form's own; the rest speaks of records."""
    yield "title", report.title, False  # a programme's own title may stand in it
    yield "subtitle", report.subtitle, False
    yield from _pairs("header", report.header)
    for number, section in enumerate(report.sections):
        yield f"sections[{number}].title", section.title, True
        yield f"sections[{number}].sheet", section.sheet, True
        for at, block in enumerate(section.blocks):
            yield from _of_block(f"sections[{number}].blocks[{at}]", block)
    for check in report.checks:
        yield check.code, check.text, True
        yield check.code, check.detail, False


def _pairs(place: str, items: Iterable[tuple[Text, object]]) -> Iterator[tuple[str, Text, bool]]:
    for label, value in items:
        yield f"{place}: {label.en}", label, True
        if isinstance(value, Text):
            yield f"{place}: {label.en}", value, False


def _of_block(place: str, block: Block) -> Iterator[tuple[str, Text, bool]]:
    if isinstance(block, Paragraph | Note):
        yield place, block.text, True
    elif isinstance(block, Facts):
        yield from _pairs(place, block.items)
    elif isinstance(block, Cards):
        yield from (
            (place, words, own) for card in block.items for words, own in ((card.label, True), (card.value, False), (card.note, True))
        )
    elif isinstance(block, Links):
        yield from ((place, words, True) for link in block.items for words in (link.label, link.note))
    elif isinstance(block, Chart):
        yield from ((block.key, words, True) for words in (block.title, block.unit, *(series.label for series in block.series)))
        yield from ((block.key, words, False) for words in block.categories)
    else:
        yield from _of_table(block)


def _of_table(table: Table) -> Iterator[tuple[str, Text, bool]]:
    yield from ((table.key, words, True) for words in (table.caption, *table.notes))
    yield from ((f"{table.key}.{column.key}", words, True) for column in table.columns for words in (column.label, column.group))
    for row in table.rows:
        yield from ((f"{table.key}[{row.key}].{key}", cell, False) for key, cell in row.cells.items() if isinstance(cell, Text))


def keys_apart(report: Report) -> Iterator[Finding]:
    """Find keys of tables and charts, and codes of checks, that stand twice."""
    blocks = [block.key for section in report.sections for block in section.blocks if isinstance(block, Table | Chart)]
    for key, count in (Counter(blocks) + Counter(check.code for check in report.checks)).items():
        if count > 1:
            yield Finding(key, f"stands {count} times")


def totals_recomputed(report: Report) -> Iterator[Finding]:
    """Find totals that are not what their rows add up to, and totals typed in where rows could be added up."""
    for table in report.tables():
        for row in table.rows:
            for column in table.columns:
                cell, place = row.cells.get(column.key), f"{table.key}[{row.key}].{column.key}"
                if isinstance(cell, Sum):
                    found, sums = table.value(row.key, column.key), _added_up(table, cell, column.key)
                    if sums is not None and found != sums:
                        yield Finding(place, f"shows {found}, and its rows add up to {sums}")
                elif row.kind == "total" and column.kind in {"money", "integer"} and isinstance(cell, int | Money | Live):
                    yield from _typed_in(table, row, column.key, place)


def _added_up(table: Table, cell: Sum, column: str) -> int | Decimal | None:
    """Add up the rows of a sum one by one; None where one of them is no figure."""
    reads = [(table.value(key, cell.column or column), sign) for keys, sign in ((cell.rows, 1), (cell.minus, -1)) for key in keys]
    figures = [(value, sign) for value, sign in reads if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    if not figures or any(value is UNKNOWN for value, _ in reads):
        return None
    return sum((sign * value for value, sign in figures), start=0)


def _typed_in(table: Table, row: Row, column: str, place: str) -> Iterator[Finding]:
    lines = [table.value(each.key, column) for each in table.rows[: table.rows.index(row)] if each.kind == "line"]
    figures = [value for value in lines if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    cell = row.cells[column]
    shown = minor_units(cell) if isinstance(cell, Money) else table.value(row.key, column)
    if figures and shown != sum(figures) and UNKNOWN not in lines and PM not in lines:
        yield Finding(place, f"is typed in as {shown}, and the lines above add up to {sum(figures)}: write a formula")


def counted_once(report: Report) -> Iterator[Finding]:
    """Find sums that count a line twice: a line and the subtotal that holds it."""
    for table in report.tables():
        for row in table.rows:
            for key, cell in row.cells.items():
                if isinstance(cell, Sum):
                    counts = _leaves(table, cell, key)
                    twice = sorted(line for line, count in counts.items() if count > 1)
                    if twice:
                        yield Finding(f"{table.key}[{row.key}].{key}", f"counts more than once: {', '.join(twice)}")


def _leaves(table: Table, cell: Sum, column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for keys, sign in ((cell.rows, 1), (cell.minus, -1)):
        for key in keys:
            read = table.cell(key, cell.column or column)
            leaves = _leaves(table, read, cell.column or column) if isinstance(read, Sum) else Counter([key])
            for line, count in leaves.items():
                found[line] += sign * count
    return found


def checks_said(report: Report) -> Iterator[Finding]:
    """Find checks without code or sentence, and a report that checks nothing."""
    if not report.checks:
        yield Finding("checks", "there is none: a form says which of its own rules hold")
    for number, check in enumerate(report.checks):
        if not check.code.strip() or not check.text.en.strip() or not check.text.fr.strip():
            yield Finding(check.code or f"checks[{number}]", "has no code, or no sentence in one of the languages")
        if not check.holds and not check.detail:
            yield Finding(check.code, "fails and does not say where: give figures or places in `detail`")


def rendered(report: Report, renderers: Mapping[str, Renderer], formats: Iterable[str]) -> Iterator[Finding]:
    """Find files that cannot be made, are empty, or differ from one making to the next."""
    for suffix in formats:
        if suffix not in renderers:
            continue
        for lang in LANGUAGES:
            try:
                one, other = (renderers[suffix].render(report, lang, DAY) for _ in range(2))
            except Exception as error:  # noqa: BLE001 - whatever it raises is what is looked for
                yield Finding(f"{suffix} {lang}", f"raises {type(error).__name__}: {error}")
                continue
            if not one or one != other:
                yield Finding(f"{suffix} {lang}", "is empty, or not the same bytes twice")


def drafts_said(report: Report, renderers: Mapping[str, Renderer], formats: Iterable[str]) -> Iterator[Finding]:
    """Find files of a draft that look like those of a final report: where a check fails, its code is to be read."""
    draft = evolve(report, checks=(*report.checks, FAILS))
    if draft.is_final:
        yield Finding("checks", "a report is final although a check fails")
    for suffix in formats:
        if suffix in renderers:
            for lang in LANGUAGES:
                words = _text_of(renderers[suffix].render(draft, lang, DAY))
                if words is not None and (FAILS.code not in words or FAILS.text.say(lang) not in words):
                    yield Finding(f"{suffix} {lang}", "does not say which check fails")


def without_names(report: Report, programme: Programme, renderers: Mapping[str, Renderer], formats: Iterable[str]) -> Iterator[Finding]:
    """Find names of experts in the words of a report and in its files."""
    made = [_text_of(renderers[suffix].render(report, lang, DAY)) or "" for suffix in formats if suffix in renderers for lang in LANGUAGES]
    cells = [str(cell) for table in report.tables() for row in table.rows for cell in row.cells.values() if isinstance(cell, str)]
    words = "\n".join([*made, *cells, *(words.say(lang) for _, words, _ in _words(report) for lang in LANGUAGES)])
    for expert in programme.experts:
        if expert.name.strip() and expert.name in words and re.search(rf"(?<!\w){re.escape(expert.name)}(?!\w)", words):
            yield Finding(expert.id, "is named: a report counts persons, it names none")


def _text_of(made: bytes) -> str | None:
    """Give the words of a file: of a text, of the parts of an office file; None for one whose words are packed."""
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
        # A spreadsheet or document may cut a sentence into runs: what stands between the marks is put together again.
        return re.sub(r"<[^>]*>", "", "\n".join(texts))
    try:
        return made.decode()
    except UnicodeDecodeError:
        return None
