"""The texts of the pack. The rates are what a reader stated under the circular of March 2012; the decree's own table was not read."""

from __future__ import annotations

from typing import Final

from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = ["DECREE", "RATES", "READING", "TEXTS"]

RATES: Final = Source(
    id="bf-rates-2012",
    document=Text(
        en="A reader's statement under the Prime Minister's circular on per diem, March 2012 (lefaso.net)",
        fr="Témoignage d'un lecteur sous la circulaire du Premier ministre sur les per diem, mars 2012 (lefaso.net)",
    ),
    link="http://lefaso.net/spip.php?page=forum&id_article=46880&id_forum=228176",
)
DECREE: Final = Source(
    id="bf-decree-2012-734",
    document=Text(en="Decree 2012-734 of 21 September 2012", fr="Décret 2012-734 du 21 septembre 2012"),
    link="https://www.courrierconfidentiel.net/index.php/editions-passees/64-tous-les-numeros-de-l-annee-2013/"
    "cc-n-28-du-25-fevrier-2013/97-agents-publics-de-letat",
)
READING: Final = Source(id="bf-reading", document=Text(en="Burkina Faso's pack", fr="Lot du Burkina Faso"), inferred=True)

TEXTS: Final = (RATES, DECREE, READING)
"""Every text, in order."""
