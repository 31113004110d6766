"""Sheets that people fill: templates out, filled sheets in, as xlsx and csv."""
