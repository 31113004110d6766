"""The pages of the programme, as archived in 2013; what they leave open and we decide is marked as ours."""

from __future__ import annotations

from typing import Final

from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = ["CONSULTANTS", "FAST_FACTS", "INSTITUTIONS", "READING", "TEXTS", "TICKET"]

PAGES: Final = Text(en="UNDP Sudan, TOKTEN pages (archived 2013)", fr="PNUD Soudan, pages TOKTEN (archivées en 2013)")
ARCHIVE: Final = "https://swap.stanford.edu/"

CONSULTANTS: Final = Source(
    id="sudan-consultants",
    document=PAGES,
    section="consultant information",
    link=ARCHIVE + "20130301124521/http://www.sd.undp.org//projects/tokten%20req.htm",
)
INSTITUTIONS: Final = Source(
    id="sudan-institutions",
    document=PAGES,
    section="institution information",
    link=ARCHIVE + "20130301124446/http://www.sd.undp.org//projects/tokten%20for%20institutions.htm",
)
FAST_FACTS: Final = Source(
    id="sudan-fast-facts",
    document=PAGES,
    section="fast facts, 2006-2013",
    link=ARCHIVE + "20131108113250/http:/www.sd.undp.org/projects/tokten.htm",
    inferred=True,
)
"""The pages bear no date; the years are those of the contributions that they list."""
TICKET: Final = Source(
    id="tokten-ticket",
    document=Text(en="Jeune Afrique, 29 April 2007, on TOKTEN", fr="Jeune Afrique, 29 avril 2007, sur TOKTEN"),
    figure="return air ticket",
    link="https://jeuneafrique.com/208774/archives-thematique/programmes-internationaux-d-aide-au-retour",
)
READING: Final = Source(id="sudan-reading", document=Text(en="Sudan's pack", fr="Lot du Soudan"), inferred=True)

TEXTS: Final = (CONSULTANTS, INSTITUTIONS, FAST_FACTS, TICKET, READING)
"""Every text, in order."""
