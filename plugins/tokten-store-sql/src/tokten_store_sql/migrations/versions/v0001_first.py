"""The tables of the first version; a database that has them, has it."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Do nothing: a save makes the tables of its own version."""


def downgrade() -> None:
    """Do nothing: there is nothing before."""
