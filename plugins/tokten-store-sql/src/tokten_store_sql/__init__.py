"""Keeps a TOKTEN programme in a SQL database."""
