"""One script for each version, in the form of Alembic's."""
