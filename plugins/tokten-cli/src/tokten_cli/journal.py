"""`tokten journal`, `tokten history` and `tokten accept`: who changed what, what was known then, and what was mended by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.past import as_of_option
from tokten_cli.stores import STORE
from tokten_cli.terminal import paragraph, show, show_json, table, tell
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.errors import Problem
    from tokten_core.model.programme import JournalEntry, Programme
    from tokten_core.services.looking_back import Difference

__all__ = ["WHO", "WHY", "accept", "history", "journal"]

PROGRAMME = Text(en="The programme.", fr="Le programme.")
WHO = Text(
    en="Who does it, for the journal: an office rather than a person.", fr="Qui agit, pour le journal : un service plutôt qu'une personne."
)
WHY = Text(en="Why, for the journal.", fr="Pourquoi, pour le journal.")
TOUCHED = Text(en="records: {named}", fr="enregistrements : {named}")
AND_OTHERS = Text(en="{named} and {others} others", fr="{named} et {others} autres")
EMPTY = Text(en="The journal is empty.", fr="Le journal est vide.")
HOLDS = Text(
    en="The journal holds. Entries, chained from the first to the last: {entries}; of these, entries that vouch for what their records hold: {covered}.",
    fr="Le journal tient. Entrées, chaînées de la première à la dernière : {entries} ; entrées qui répondent du contenu de leurs "
    "enregistrements : {covered}.",
)
BROKEN = Text(en="The journal does not hold. Problems: {count}.", fr="Le journal ne tient pas. Anomalies : {count}.")
SAME = Text(en="Nothing differs between {day} and now.", fr="Rien ne diffère entre le {day} et maintenant.")
COUNTED = Text(en="Differences between {day} and now: {count}.", fr="Différences entre le {day} et maintenant : {count}.")
ADDED = Text(en="not there then", fr="n'y figurait pas")
GONE = Text(en="taken out since", fr="retiré depuis")
THERE = Text(en="there", fr="présent")
UNKNOWN = Text(en="unknown", fr="inconnu")
HIDDEN = Text(en="a personal value", fr="une donnée personnelle")
HEADS = (Text(en="what", fr="quoi"), Text(en="then", fr="alors"), Text(en="now", fr="maintenant"))
ACCEPTED = Text(
    en="What stands at {address} is in the journal now, taken as found: {records} records. What stood there before it is no longer known.",
    fr="Ce qui se trouve à {address} est maintenant au journal, pris tel quel : {records} enregistrements. L'état antérieur n'est plus connu.",
)
NAMED_AT_MOST = 6


@click.command(
    cls=Command,
    words=Text(en="Show the journal of a programme, or verify it.", fr="Montre le journal d'un programme, ou le vérifie."),
    more=[
        Text(
            en="Each entry is chained to the one before by its hash, and vouches for what the records it touched held before and after. With "
            "--verify, exit status 1 where an entry, a record or an earlier state was changed behind the journal's back.",
            fr="Chaque entrée est chaînée à la précédente par son empreinte, et répond de ce que contenaient avant et après les "
            "enregistrements touchés. Avec --verify, code de sortie 1 si une entrée, un enregistrement ou un état antérieur a été "
            "modifié à l'insu du journal.",
        )
    ],
    examples=["tokten journal sqlite:///mali.db", "tokten journal --verify sqlite:///mali.db"],
)
@argument("store", mark=STORE, words=PROGRAMME)
@option(
    "--verify",
    "verifying",
    is_flag=True,
    words=Text(en="Verify the chain and what it vouches for.", fr="Vérifie la chaîne et ce dont elle répond."),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def journal(settings: Settings, store: str, *, verifying: bool, form: str, as_of: dt.date | None) -> int:
    """Show the entries, or verify them."""
    from tokten_core.convert import to_row
    from tokten_core.plugins import load

    programme = load(store, as_of=as_of)
    if verifying:
        return _verified(programme, form, settings.lang)
    if form == "json":
        show_json([_plain(to_row(entry)) for entry in programme.journal])
    else:
        told = "\n\n".join(_in_words(entry, settings.lang) for entry in programme.journal)
        show(told or EMPTY.say(settings.lang))
    return 0


def _verified(programme: Programme, form: str, lang: Language) -> int:
    from tokten_core.history import verify

    problems: list[Problem] = [*verify(programme)]
    covered = sum(bool(entry.digest) for entry in programme.journal)
    if form == "json":
        told = [{"code": problem.code, "place": problem.place, "says": problem.says.say(lang)} for problem in problems]
        show_json({"entries": len(programme.journal), "covered": covered, "problems": told})
    elif problems:
        show("\n".join([*(paragraph(problem.say(lang), hanging=2) for problem in problems), BROKEN.fill(count=len(problems)).say(lang)]))
    else:
        show(paragraph(HOLDS.fill(entries=len(programme.journal), covered=covered).say(lang)))
    return FINDINGS if problems else 0


@click.command(
    cls=Command,
    words=Text(en="Compare what was known then with what is known now.", fr="Compare ce qu'on savait alors avec ce qu'on sait maintenant."),
    more=[
        Text(
            en="Personal values are not shown. Exit status 0 whether or not something differs.",
            fr="Les données personnelles ne sont pas montrées. Code de sortie 0, qu'il y ait ou non une différence.",
        )
    ],
    examples=["tokten history sqlite:///mali.db --as-of 2009-06-30"],
)
@argument("store", mark=STORE, words=PROGRAMME)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def history(settings: Settings, store: str, *, form: str, as_of: dt.date | None) -> None:
    """Show each value that is not what it was."""
    from tokten_cli.clock import today
    from tokten_core import history as past
    from tokten_core.plugins import load
    from tokten_core.services.looking_back import differences

    now, lang, day = load(store), settings.lang, as_of or today()
    found = [*differences(past.as_of(now, day), now)]
    if form == "json":
        show_json([_plain({"place": each.place, "then": _shown(each, each.then), "now": _shown(each, each.now)}) for each in found])
    elif not found:
        show(SAME.fill(day=day).say(lang))
    else:
        rows = [(each.place, _told(each, each.then, ADDED, lang), _told(each, each.now, GONE, lang)) for each in found]
        show(table([head.say(lang) for head in HEADS], rows, ["left", "left", "left"], indent=0))
        show("\n" + COUNTED.fill(count=len(found), day=day).say(lang))


@click.command(
    cls=Command,
    words=Text(en="Take a programme that was mended by hand into its journal.", fr="Porte au journal un programme corrigé à la main."),
    more=[
        Text(
            en="A file or a table changed outside this tool is refused, because it is not what was written. Look at it first; this command "
            "then vouches for it as it stands. A wrong cell is still refused.",
            fr="Un fichier ou une table modifiés hors de cet outil sont refusés, car ils ne sont pas ce qui a été écrit. Examinez-les "
            "d'abord ; cette commande en répond alors tels qu'ils sont. Une cellule fausse reste refusée.",
        )
    ],
    examples=["tokten accept csv:mali/ --who UNC --why 'spelling of towns'"],
)
@argument("store", mark=STORE, words=PROGRAMME)
@option("--who", required=True, mark=Text(en="NAME", fr="NOM"), words=WHO)
@option("--why", required=True, mark=Text(en="TEXT", fr="TEXTE"), words=WHY)
@click.pass_obj
def accept(settings: Settings, store: str, *, who: str, why: str) -> None:
    """Read what is there, trusting it, and write it anew with one entry that vouches for it."""
    from tokten_cli.clock import now
    from tokten_core.history import taken_whole
    from tokten_core.plugins import open_store

    kept = open_store(store)
    programme = kept.load(trusting=True)
    kept.save(taken_whole(programme, at=now(), who=who, what="tokten accept", why=why), replace=True)
    count = sum(len(records) for _, records in programme.everything())
    tell(ACCEPTED.fill(address=kept.address, records=count), settings.lang)


def _in_words(entry: JournalEntry, lang: Language) -> str:
    lines = [paragraph(f"{entry.id}. {entry.at.isoformat(sep=' ', timespec='minutes')} — {entry.who}", hanging=4), paragraph(entry.what, 4)]
    if entry.why:
        lines.append(paragraph(f"« {entry.why} »" if lang == "fr" else f"“{entry.why}”", 4))
    if entry.records:
        named, others = ", ".join(entry.records[:NAMED_AT_MOST]), len(entry.records) - NAMED_AT_MOST
        all_named: Text | str = AND_OTHERS.fill(named=named, others=others) if others > 0 else named
        lines.append(paragraph(TOUCHED.fill(named=all_named).say(lang), 4))
    return "\n".join(lines)


def _shown(difference: Difference, value: Any) -> Any:
    """Give a value for a person's eyes: a personal one only as being there."""
    return "***" if value and difference.field is not None and difference.field.personal else value


def _told(difference: Difference, value: Any, absent: Text, lang: Language) -> str:
    if difference.field is None:
        return (absent if value is None else THERE).say(lang)
    if difference.field.personal and value:
        return HIDDEN.say(lang)
    if value is None or value in ("", ()):
        return UNKNOWN.say(lang)
    return value.say(lang) if isinstance(value, Text) else ", ".join(value) if isinstance(value, tuple) else str(value)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str | int | list | None) else str(value) for name, value in row.items()}
