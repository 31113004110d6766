"""Renders TOKTEN report content to xlsx, docx, pdf and html."""
