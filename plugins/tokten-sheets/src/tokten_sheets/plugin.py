"""What tokten-sheets registers with tokten_core: the two kinds of file that people fill."""

from __future__ import annotations

__all__: list[str] = []
