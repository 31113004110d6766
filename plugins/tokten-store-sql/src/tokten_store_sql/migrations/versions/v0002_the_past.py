"""The state before each change, consents, how experts are reached, what the journal vouches for; checksums, strict tables, days in order."""

from __future__ import annotations

from alembic import op

from tokten_store_sql.migrations.rebuilding import count_of, rebuild

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go from 1 to 2."""
    rebuild(1, 2, {("journal", "digest"): "''", ("experts", "contact"): "''"})


def downgrade() -> None:
    """Go from 2 to 1."""
    rebuild(2, 1, {})
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION tokten_added_to_only()")


def lost() -> dict[str, int]:
    """Count what version 1 has no place for."""
    found = {
        "history": count_of("history"),
        "consents": count_of("consents"),
        "journal.digest": count_of("journal WHERE digest <> ''"),
        "experts.contact": count_of("experts WHERE contact <> ''"),
        "experts.born_on": count_of("experts WHERE born_on IS NOT NULL"),
    }
    return {name: count for name, count in found.items() if count}
