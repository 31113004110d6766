"""Write the tables of the present version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite

from tokten_core.stores import SCHEMA_VERSION
from tokten_store_sql.schemas import file_name, written
from tokten_store_sql.tables import statements

for dialect in (sqlite.dialect(), postgresql.dialect()):  # type: ignore[no-untyped-call]
    file = Path(__file__).with_name(file_name(SCHEMA_VERSION, dialect.name))
    file.write_text(written(statements(dialect)), encoding="utf-8")
