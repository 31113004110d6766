"""`tokten erase`: a person is taken out of a programme and of its past; the accounts stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tokten_cli.bilingual import Command, Settings, argument, option
from tokten_cli.failures import FINDINGS
from tokten_cli.stores import STORE
from tokten_cli.terminal import show, tell
from tokten_core.errors import InputError, Kind
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_core.model.expert import Expert
    from tokten_core.model.programme import Programme

__all__ = ["erase"]

ERASED_FROM = Text(
    en="{expert} erased from the register and from {states} earlier states at {address}; journal entry {entry}.",
    fr="{expert} : effacement du répertoire et de {states} états antérieurs dans {address} ; entrée {entry} du journal.",
)
NOTHING = Text(en="{expert}: nothing to erase, it was done already.", fr="{expert} : rien à effacer, c'était déjà fait.")
STILL_NAMED = Text(
    en="The words of the past above name the person still; they are part of the journal's chain and were left.",
    fr="Les textes du passé ci-dessus nomment encore la personne ; la chaîne du journal les contient, ils sont restés.",
)
ELSEWHERE = Text(
    en="Copies and exports made before keep the person: replace them too.",
    fr="Les copies et exports déjà faits gardent la personne : remplacez-les aussi.",
)
NAMED = Kind(
    "erase-named-in-words",
    says=Text(en="the text names the person", fr="le texte nomme la personne"),
    allowed=Text(en="names in the register of experts only", fr="des noms dans le répertoire des experts seulement"),
    remedy=Text(
        en="Word it without the name, then erase; nothing was changed.", fr="Reformulez sans le nom, puis effacez ; rien n'a changé."
    ),
)


@click.command(
    cls=Command,
    words=Text(en="Erase a person, now and in the past.", fr="Efface une personne, du présent et du passé."),
    more=[
        Text(
            en="Name, contact, day of birth and home institution are taken out of the register and of every earlier state; the number, the "
            "missions and the money stay, so that every report says the same as before. It cannot be undone. Where the words of another record name the "
            "person, they are to be corrected first. Words of the past that do are told, and the exit status is 1.",
            fr="Nom, coordonnées, date de naissance et structure d'origine sont retirés du répertoire et de tous les états antérieurs ; le "
            "numéro, les missions et l'argent restent, si bien que chaque rapport dit la même chose qu'avant. C'est sans retour. Si le texte d'un autre "
            "enregistrement nomme la personne, il faut d'abord le corriger. Les textes du passé qui le font sont dits, et le code de sortie "
            "est 1.",
        )
    ],
    examples=["tokten erase sqlite:///mali.db EXP-017 --who UNC --why 'lettre du 3 mars 2010'"],
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@argument("expert", mark=Text(en="EXPERT", fr="EXPERT"), words=Text(en="The number in the register.", fr="Le numéro au répertoire."))
@option(
    "--who",
    required=True,
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="Who erases, for the journal: an office rather than a person.",
        fr="Qui efface, pour le journal : un service plutôt qu'une personne.",
    ),
)
@option(
    "--why",
    required=True,
    mark=Text(en="TEXT", fr="TEXTE"),
    words=Text(en="Why, for the journal; without the name.", fr="Pourquoi, pour le journal ; sans le nom."),
)
@click.pass_obj
def erase(settings: Settings, store: str, expert: str, *, who: str, why: str) -> int:
    """Commit the erasure, since what was read."""
    from tokten_cli.clock import now
    from tokten_core.plugins import open_store
    from tokten_core.services.people import erasure

    kept = open_store(store)
    head = kept.head()
    before = kept.load()
    work = erasure(before, expert, at=now(), who=who, why=why)
    past = _named_in_the_past(before, expert)
    after = kept.commit(work, since=head)
    if after == head:
        tell(NOTHING.fill(expert=expert), settings.lang)
        return 0
    states = sum(key[0] == "history" for key in work.forget)
    tell(ERASED_FROM.fill(expert=expert, states=states, address=kept.address, entry=after.entries), settings.lang)
    tell(ELSEWHERE, settings.lang)
    if past:
        show("\n".join(past))
        tell(STILL_NAMED, settings.lang)
    return FINDINGS if past else 0


def _named_in_the_past(programme: Programme, expert: str) -> list[str]:
    """Give the places of the past whose words name the person; those of today are refused."""
    from tokten_core.services.mentions import mentions

    places = [*mentions(programme, _known_as(programme, expert))]
    past = [place for place in places if place.startswith(("history[", "journal["))]
    if len(past) < len(places):
        raise InputError(*(NAMED.at(place) for place in places if place not in past))
    return past


def _known_as(programme: Programme, expert: str) -> list[Expert]:
    """Give the person as the register has it and ever had it."""
    from tokten_core.history import before_of
    from tokten_core.model.expert import Expert

    states = [before_of(each) for each in programme.history if each.kind == "experts" and each.record == expert]
    return [each for each in (programme.find("experts", expert), *states) if isinstance(each, Expert)]
