"""Keeps the personal columns of a TOKTEN programme sealed, in any store."""
