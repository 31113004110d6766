"""
Write the reference pages from the code: vocabulary, records, rules, errors, checks, commands, purposes; and coverage from its table. Run it after a change of one of them; a test holds the pages to it.

    .venv/bin/python docs/build_reference.py
    .venv/bin/python docs/build_reference.py --check
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import tokten_core
from tokten_cli.main import tokten
from tokten_core.checks import CHECKS
from tokten_core.errors import KINDS
from tokten_core.explain import cited, worded
from tokten_core.model.programme import collections
from tokten_core.parameters import Dated, Parameter
from tokten_core.plugins import load_pack, plugins
from tokten_core.schema import data_dictionary
from tokten_core.sharing import PURPOSES, SHARED, Shared
from tokten_core.terms import TERMS, collection_label
from tokten_core.text import Text

REFERENCE = Path(__file__).parent / "reference"
MOST_ROWS = 12
MADE = "<!-- made by docs/build_reference.py from the code: change the code, then run it -->"


def import_everything() -> None:
    """Import every module of the core and every plugin, so that each kind of problem is declared."""
    for module in pkgutil.walk_packages(tokten_core.__path__, "tokten_core."):
        if not module.name.startswith("tokten_core.testing"):
            importlib.import_module(module.name)
    for pack in plugins().packs.values():
        _ = pack.costs  # a pack loads its rules, and what can be against them, when they are asked for


def vocabulary() -> Iterator[str]:
    """Give the words of the field in both languages."""
    yield from ("# Vocabulary", "", "Code uses the English term in full; French is a label. *Beware* marks false friends.", "")
    yield from ("| code | English | French | means | beware |", "| --- | --- | --- | --- | --- |")
    for term in TERMS.values():
        yield _line(f"`{term.code}`", term.label.en, term.label.fr, _both(term.means), _both(term.beware) if term.beware else "")


def records() -> Iterator[str]:
    """Give every column of every kind of record."""
    yield from (
        "# Records",
        "",
        "One table for each kind of record, as every store keeps it. Amounts are whole minor units and a currency.",
        "",
    )
    rows = data_dictionary()
    for name, kind in collections().items():
        about = (kind.__doc__ or "").strip().splitlines()[0]
        label = collection_label(name)
        yield from (f"## {name}", "", f"*{label.en}* (fr: *{label.fr}*). {about}", "")
        yield from ("| column | type | required | unit | refers to | French | English |", "| --- | --- | --- | --- | --- | --- | --- |")
        for row in rows:
            if row["collection"] == name:
                personal = " (personal)" if row["personal"] == "yes" else ""
                refers = f"[`{row['refers_to']}`](#{row['refers_to']})" if row["refers_to"] else ""
                yield _line(
                    f"`{row['column']}`", row["type"], row["required"], row["unit"], refers, row["label_fr"], row["label_en"] + personal
                )
        yield ""


def errors() -> Iterator[str]:
    """Give every kind of problem with its sentences."""
    yield from (
        "# Errors",
        "",
        "Each problem says what was found, where, what is allowed and how to mend it, with a code that never changes.",
        "",
    )
    yield "`{value}` stands for what was found; other words in braces are filled likewise."
    for code, kind in sorted(KINDS.items()):
        yield from ("", f"## {code}", "", "| | English | French |", "| --- | --- | --- |")
        for name, text in (("found", kind.says), ("allowed", kind.allowed), ("remedy", kind.remedy)):
            yield _line(name, text.en, text.fr)


def rules() -> Iterator[str]:  # noqa: C901 - one line of the page after another
    """Give the cost rules of Mali's pack, with their texts, readings and figures."""
    costs = load_pack("mali").costs
    yield from ("# Cost rules of Mali, 2008-2011", "")
    yield "Each rule is one function; its figures are dated parameters. *Reading* is what the texts do not decide and we did."
    for rule in costs.rules:
        if rule.problem is not None:
            continue
        yield from ("", f"## `{rule.name}`: {rule.label.en} / {rule.label.fr}", "")
        about = (rule.function.__doc__ or "").strip().splitlines()[0]
        yield from (about, "", f"- Text: {cited(rule.text).en}")
        if rule.paid_by is not None:
            yield f"- Paid by: {rule.paid_by.label.en} / *{rule.paid_by.label.fr}* [{cited(rule.paid_by.text).en}]"
            if rule.paid_by.reading:
                yield f"- Reading, who pays: {_both(rule.paid_by.reading)}"
        if rule.reading:
            yield f"- Reading: {_both(rule.reading)}"
        marks = [
            words
            for words, on in (("in kind", rule.in_kind), ("an estimate", rule.estimate), ("only with a source", rule.only_with_source))
            if on
        ]
        if marks:
            yield f"- {', '.join(marks).capitalize()}"
    yield from ("", "# Requirements", "", "| rule | column | text | problem |", "| --- | --- | --- | --- |")
    for rule in costs.rules:
        if rule.problem is not None:
            yield _line(f"`{rule.name}`", f"`{rule.column}`", cited(rule.text).en, f"[{rule.problem.code}](errors.md#{rule.problem.code})")
    yield from ("", "# Figures", "", "| figure | since | until | value | text |", "| --- | --- | --- | --- | --- |")
    for parameter in costs.figures.values():
        for version in parameter.history:
            values = "abolished" if version.abolished else "<br>".join(_values(parameter, version))
            until = version.until.isoformat() if version.until else ""
            yield _line(f"`{parameter.name}`: {_both(parameter.label)}", version.since.isoformat(), until, values, version.source.text.en)


def _values(parameter: Parameter, version: Dated) -> Iterator[str]:
    rows = list(version.rows.items())
    for keys, value in rows if len(rows) <= MOST_ROWS else rows[:MOST_ROWS]:
        names = ", ".join(str(key) for key in (keys if isinstance(keys, tuple) else (keys,)) if key != ())
        yield (
            f"{names}: {worded(value, parameter.unit, parameter.scale).en}" if names else worded(value, parameter.unit, parameter.scale).en
        )
    if len(rows) > MOST_ROWS:
        yield f"… ({len(rows)} rows, in the pack's data)"


def check_codes() -> Iterator[str]:
    """Give every check code: what it compares, how to mend what it finds."""
    yield from ("# Check codes", "", "What `tokten check` compares; `tokten check --explain CODE` says the same on the command line.")
    for code, check in sorted(CHECKS.items()):
        yield from ("", f"## {code}", "", "| | English | French |", "| --- | --- | --- |")
        for name, text in (("finding", check.title), ("compares", check.compares), ("remedy", check.remedy)):
            yield _line(name, text.en, text.fr)


def commands() -> Iterator[str]:
    """Give the help of every command, in English, as the terminal shows it."""
    yield from ("# Commands", "", "As `tokten --lang en COMMAND --help` prints it; `--lang fr` is the default.")
    names = ["", *sorted(tokten.commands)]
    for name in names:
        words = ["--lang", "en", *([name] if name else []), "--help"]
        done = subprocess.run([sys.executable, "-m", "tokten_cli", *words], capture_output=True, text=True, check=True)  # noqa: S603 - our own command
        yield from ("", f"## tokten {name}".rstrip(), "", "```text", done.stdout.rstrip(), "```")


COVERED, IN_PART, NOT_YET = "covered", "in part", "not yet"


def coverage() -> Iterator[str]:
    """Give what the source documents describe and where it lives here, out of coverage.csv."""
    with (REFERENCE / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = Counter(_state(row["lives"]) for row in rows)
    yield from ("# Coverage", "")
    yield "What the source documents describe, in our words, and where it lives here. S: the programme document of 2008-2011; O: the other sources."
    yield "A record can hold it, a rule or a check does it, a report prints it, a test holds it. *In part*: the rest is not here. A test holds the names to the code."
    yield from ("", "| | lines |", "| --- | --- |", *(_line(state, str(counts[state])) for state in (COVERED, IN_PART, NOT_YET)))
    yield from ("", "| id | what | where it lives |", "| --- | --- | --- |")
    for row in rows:
        yield _line(row["id"], row["what"], _lives(row["lives"]))


def _state(lives: str) -> str:
    return NOT_YET if lives == NOT_YET else IN_PART if lives.endswith("(part)") else COVERED


def _lives(lives: str) -> str:
    if lives == NOT_YET:
        return f"*{NOT_YET}*"
    found = ", ".join(_handle(*handle.split(":", 1)) for handle in lives.removesuffix("(part)").split())
    return f"*{IN_PART}*: {found}" if _state(lives) == IN_PART else found


def _handle(kind: str, name: str) -> str:
    if kind == "test":
        name = name.partition("::")[2]
    return f"check [`{name}`](checks.md#{name})" if kind == "check" else f"`{name}`" if kind == "code" else f"{kind} `{name}`"


def purposes() -> Iterator[str]:
    """Give what each purpose may see, and why."""
    yield from ("# Purposes", "", "What is passed on for each purpose, and why. A fact that is not named here stays at home.")
    for purpose, about in PURPOSES.items():
        yield from ("", f"## {purpose}", "", f"{about.en}<br>*{about.fr}*", "", "| record | facts | why |", "| --- | --- | --- |")
        for collection, facts in SHARED[purpose].items():
            for shared in dict.fromkeys(facts.values()):
                names = [f"`{name}`{_degree(each)}" for name, each in facts.items() if each == shared]
                yield _line(f"[`{collection}`](records.md#{collection})", ", ".join(names), _both(shared.why))


def _degree(shared: Shared) -> str:
    return " (with consent)" if shared.with_consent else " (as a pseudonym)" if shared.as_pseudonym else ""


PAGES = {
    "vocabulary.md": vocabulary,
    "purposes.md": purposes,
    "records.md": records,
    "rules.md": rules,
    "errors.md": errors,
    "checks.md": check_codes,
    "commands.md": commands,
    "coverage.md": coverage,
}


def page(name: str) -> str:
    """Give a page as text."""
    import_everything()
    return "\n".join([MADE, "", *PAGES[name]()]).rstrip() + "\n"


def _both(text: Text) -> str:
    return f"{text.en}<br>*{text.fr}*"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main(words: list[str]) -> int:
    """Write the pages; with ``--check`` write nothing and name those that differ."""
    REFERENCE.mkdir(exist_ok=True)
    differing = []
    for each in PAGES:
        file, text = REFERENCE / each, page(each)
        if "--check" not in words:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            differing.append(each)
    if differing:
        sys.stdout.write(f"out of date: {', '.join(differing)}\n")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
