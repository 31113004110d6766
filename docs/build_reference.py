"""
Write the reference pages from the code: vocabulary, records, errors. Run it after a change of one of them; a test holds the pages to it.

    .venv/bin/python docs/build_reference.py
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import tokten_core
from tokten_core.errors import KINDS
from tokten_core.model.programme import collections
from tokten_core.plugins import plugins
from tokten_core.schema import data_dictionary
from tokten_core.terms import TERMS, collection_label
from tokten_core.text import Text

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- made by docs/build_reference.py from the code: change the code, then run it -->"


def import_everything() -> None:
    """Import every module of the core and every plugin, so that each kind of problem is declared."""
    for module in pkgutil.walk_packages(tokten_core.__path__, "tokten_core."):
        if not module.name.startswith("tokten_core.testing"):
            importlib.import_module(module.name)
    plugins()


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
        yield from (f"## `{name}`: {collection_label(name).fr}", "", about, "")
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


PAGES = {"vocabulary.md": vocabulary, "records.md": records, "errors.md": errors}


def page(name: str) -> str:
    """Give a page as text."""
    import_everything()
    return "\n".join([MADE, "", *PAGES[name]()]).rstrip() + "\n"


def _both(text: Text) -> str:
    return f"{text.en}<br>*{text.fr}*"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for each in PAGES:
        (REFERENCE / each).write_text(page(each), encoding="utf-8")
