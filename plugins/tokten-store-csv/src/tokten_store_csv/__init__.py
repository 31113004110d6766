"""Keeps a TOKTEN programme in a folder of CSV files."""
