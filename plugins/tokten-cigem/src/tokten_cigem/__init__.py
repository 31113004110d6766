"""Shares experts, institutions, requests and missions with the migration centre (CIGEM)."""
