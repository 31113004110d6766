"""`tokten init` and `tokten copy`: a programme comes to be, and goes from one store to another."""

from __future__ import annotations

import datetime as dt

import click

from tokten_cli.bilingual import Command, Settings, argument, option
from tokten_cli.past import as_of_option
from tokten_cli.terminal import tell
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text

__all__ = ["REPLACE", "STORE", "copy", "init"]

STORE = Text(en="STORE", fr="STOCKAGE")
REPLACE = Text(en="Replace what is there already.", fr="Remplace ce qui est déjà là.")
SAME_STORE = Kind(
    "same-store",
    says=Text(en="{value} is both where from and where to", fr="{value} est à la fois l'origine et la destination"),
    allowed=Text(en="two stores", fr="deux stockages"),
    remedy=Text(en="Change one of the two addresses.", fr="Changez l'une des deux adresses."),
)
MADE = Text(
    en="{title}: {records} records from the pack {pack} are kept at {address}.",
    fr="{title} : {records} enregistrements du lot {pack} sont conservés à {address}.",
)
COPIED = Text(en="{records} records copied to {address}.", fr="{records} enregistrements copiés vers {address}.")


@click.command(
    cls=Command,
    words=Text(en="Start a programme from a country pack.", fr="Crée un programme à partir d'un lot national."),
    examples=["tokten init --pack mali sqlite:///mali.db", "tokten init --pack mali csv:mali/ --who UNC --why 'plan 2008'"],
)
@argument(
    "store",
    mark=STORE,
    words=Text(en="Where it will be kept: sqlite:///mali.db, csv:folder/.", fr="Où il sera conservé : sqlite:///mali.db, csv:dossier/."),
)
@option("--pack", required=True, mark=Text(en="NAME", fr="NOM"), words=Text(en="The country pack: mali.", fr="Le lot national : mali."))
@option(
    "--who",
    default="tokten init",
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="Who starts it, for the journal: an office rather than a person.",
        fr="Qui le crée, pour le journal : un service plutôt qu'une personne.",
    ),
)
@option("--why", default="", mark=Text(en="TEXT", fr="TEXTE"), words=Text(en="Why, for the journal.", fr="Pourquoi, pour le journal."))
@option("--replace", is_flag=True, words=REPLACE)
@click.pass_obj
def init(settings: Settings, store: str, *, pack: str, who: str, why: str, replace: bool) -> None:
    """Keep the programme of a pack, with the first entry of its journal."""
    from tokten_cli.clock import now
    from tokten_core.history import taken_whole
    from tokten_core.plugins import load_pack, open_store

    programme = load_pack(pack).programme()
    kept = open_store(store)
    kept.save(taken_whole(programme, at=now(), who=who, what=f"tokten init --pack {pack}", why=why), replace=replace)
    count = sum(len(records) for _, records in programme.everything())
    tell(MADE.fill(title=programme.card.title, records=count, pack=pack, address=kept.address), settings.lang)


@click.command(
    cls=Command,
    words=Text(en="Copy a programme from one store to another.", fr="Copie un programme d'un stockage à un autre."),
    more=[
        Text(
            en="Nothing is lost and nothing is added: the journal stays as it is, and two CSV folders of one programme are the same bytes.",
            fr="Rien n'est perdu ni ajouté : le journal reste tel quel, et deux dossiers CSV d'un même programme sont "
            "identiques à l'octet près.",
        )
    ],
    examples=["tokten copy sqlite:///mali.db csv:mali/"],
)
@argument("source", mark=Text(en="FROM", fr="ORIGINE"), words=Text(en="The store to read.", fr="Le stockage à lire."))
@argument("target", mark=Text(en="TO", fr="DESTINATION"), words=Text(en="The store to write.", fr="Le stockage à écrire."))
@option("--replace", is_flag=True, words=REPLACE)
@as_of_option
@click.pass_obj
def copy(settings: Settings, source: str, target: str, *, replace: bool, as_of: dt.date | None) -> None:
    """Read one store whole, write the other whole."""
    from tokten_core import history
    from tokten_core.plugins import open_store

    origin, goal = open_store(source), open_store(target)
    if origin.address == goal.address:
        raise UsageError(SAME_STORE.at("tokten copy", target))
    programme = origin.load() if as_of is None else history.as_of(origin.load(), as_of)
    goal.save(programme, replace=replace)
    count = sum(len(records) for _, records in programme.everything())
    tell(COPIED.fill(records=count, address=goal.address), settings.lang)
