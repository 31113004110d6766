"""
The tables as each released version made them, one file for each version and database; they are run as they stand.

``python -m tokten_store_sql.schemas`` writes the files of the present version; a test holds them to the records. So a record that changes is
noticed, and what is out there already stays known.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

__all__ = ["file_name", "statements_of", "tables_of", "written"]


def file_name(version: int, dialect: str) -> str:
    """Name the file of a version."""
    return f"schema-{version}.{dialect}.sql"


@cache
def statements_of(version: int, dialect: str) -> tuple[str, ...]:
    """Give the statements that make the tables of a version."""
    text = resources.files(__name__).joinpath(file_name(version, dialect)).read_text(encoding="utf-8")
    return tuple(text.removesuffix(";\n").split(";\n\n"))


def written(statements: list[str]) -> str:
    """Write statements as a file holds them."""
    return ";\n\n".join(statements) + ";\n"


@cache
def tables_of(version: int, dialect: str) -> dict[str, tuple[str, ...]]:
    """Give the tables of a version with their columns, in the order in which they can be made."""
    made = (re.match(r"CREATE TABLE (\w+) \((.*)\)( STRICT)?\Z", text, re.DOTALL) for text in statements_of(version, dialect))
    return {
        found[1]: tuple(re.findall(r'^\t"?(?!PRIMARY |CONSTRAINT |FOREIGN |CHECK )(\w+)"? ', found[2], re.MULTILINE))
        for found in made
        if found
    }
