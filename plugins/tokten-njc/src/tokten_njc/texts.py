"""The one text of the pack, read row by row: Appendix D of the directive; what we worked out of its rows is marked as ours."""

from __future__ import annotations

from typing import Final

from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = ["APPENDIX_D", "DERIVED", "READING", "TEXTS"]

DIRECTIVE: Final = Text(en="NJC Travel Directive (Canada)", fr="Directive sur les voyages du CNM (Canada)")
LINK: Final = "https://www.njc-cnm.gc.ca/directive/app_d/en?drv_id=65&let=S"

APPENDIX_D: Final = Source(id="njc-appendix-d-2021", document=DIRECTIVE, section="Appendix D, 1 July 2021", figure="149.55", link=LINK)
DERIVED: Final = Source(id="njc-appendix-d-derived", document=DIRECTIVE, section="Appendix D, 1 July 2021", inferred=True, link=LINK)
"""What the printed rows give when they are divided by one another."""
READING: Final = Source(id="njc-reading", document=Text(en="NJC pack", fr="Lot CNM"), inferred=True)
"""What the rows that were read do not decide."""

TEXTS: Final = (APPENDIX_D, DERIVED, READING)
"""Every text, in order."""
