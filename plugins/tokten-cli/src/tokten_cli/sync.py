"""`tokten sync`: the two-way exchange with the migration centre."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, language_of, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.stores import STORE
from tokten_cli.terminal import paragraph, show, show_json, table
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["sync"]

NOT_A_CENTRE = Kind(
    "sync-not-a-centre",
    says=Text(en="{value} is no migration centre to exchange with", fr="{value} n'est pas un centre avec lequel échanger"),
    allowed=Text(en="cigem+https://host/base", fr="cigem+https://hôte/base"),
    remedy=Text(
        en="Give the centre's address; `tokten copy` goes from store to store.",
        fr="Donnez l'adresse du centre ; « tokten copy » va d'un stockage à un autre.",
    ),
)
NOTHING = Text(
    en="Nothing to exchange with {address}: {count} records on each side.",
    fr="Rien à échanger avec {address} : {count} enregistrements de chaque côté.",
)
DONE = Text(
    en="Exchanged with {address}; both sides agree: {count} records each.",
    fr="Échange fait avec {address} ; les deux côtés concordent : {count} enregistrements chacun.",
)
WOULD = Text(
    en="Nothing was written. An exchange with {address} would do this:", fr="Rien n'a été écrit. Un échange avec {address} ferait ceci :"
)
LEGEND = Text(en="+ new, ~ changed, - taken out.", fr="+ nouveau, ~ modifié, - retiré.")
HEADS = (
    Text(en="kind", fr="genre"),
    Text(en="taken", fr="reçus"),
    Text(en="sent", fr="envoyés"),
    Text(en="here", fr="ici"),
    Text(en="centre", fr="centre"),
)
CLASHES = Text(en="Both sides changed these; please look at them:", fr="Modifiés des deux côtés ; à vérifier par une personne :")
CLASH = Text(en="{place}: here {ours}, centre {theirs}; {winner}.", fr="{place} : ici {ours}, centre {theirs} ; {winner}.")
WINNERS = {
    "tokten": Text(en="ours stands", fr="notre valeur l'emporte"),
    "cigem": Text(en="the centre's stands", fr="celle du centre l'emporte"),
}
OWNERS = {"tokten": Text(en="TOKTEN", fr="TOKTEN"), "cigem": Text(en="the centre", fr="le centre")}
NONE = Text(en="nothing", fr="rien")
WITH_CONSENT = Text(en="* with the person's consent only", fr="* avec le consentement de la personne seulement")
FIELDS = Text(en="{names}: {why} [{owner}]", fr="{names} : {why} [{owner}]")


def _show_policy(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    if value and not ctx.resilient_parsing:
        from tokten_cli.cigem import centres

        show(_policy(*centres().policy(), language_of(ctx)))
        ctx.exit()


@click.command(
    cls=Command,
    words=Text(
        en="Exchange experts, institutions, requests and missions with the migration centre.",
        fr="Échange experts, structures, requêtes et missions avec le centre des migrations (CIGEM).",
    ),
    more=[
        Text(
            en="Both ways, as often as you like: what was cut short goes on where it stopped, and a second call finds nothing to do. Names "
            "travel with a consent only; money never does. The token comes from TOKTEN_CIGEM_TOKEN, or from a file of mode 600.",
            fr="Dans les deux sens, aussi souvent qu'on veut : ce qui a été coupé reprend où il s'est arrêté, et un second appel ne trouve "
            "rien à faire. Les noms ne voyagent qu'avec un consentement, les montants jamais. Le jeton vient de TOKTEN_CIGEM_TOKEN, ou d'un "
            "fichier de mode 600.",
        ),
        Text(
            en="Exit status 1: both sides changed the same field, and a person should look at what was decided.",
            fr="Code de sortie 1 : les deux côtés ont modifié un même champ ; une personne doit vérifier ce qui a été retenu.",
        ),
    ],
    examples=[
        "tokten sync sqlite:///mali.db cigem+https://centre.example --dry-run",
        "tokten sync sqlite:///mali.db cigem+https://centre.example --who UNC",
        "tokten sync --policy",
    ],
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@argument("address", mark=Text(en="CENTRE", fr="CENTRE"), words=Text(en="cigem+https://host/base.", fr="cigem+https://hôte/base."))
@option(
    "--dry-run", is_flag=True, words=Text(en="Show what would move, and write nothing.", fr="Montre ce qui bougerait, sans rien écrire.")
)
@option(
    "--policy",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_policy,
    words=Text(
        en="Show what is shared and who has the last word, and stop.", fr="Montre ce qui est partagé et qui a le dernier mot, et s'arrête."
    ),
)
@option(
    "--whole",
    is_flag=True,
    words=Text(
        en="Compare every record, also those that the journal says are as they were.",
        fr="Compare tous les enregistrements, même ceux que le journal dit inchangés.",
    ),
)
@option(
    "--token-file",
    mark=Text(en="FILE", fr="FICHIER"),
    words=Text(en="A file of mode 600 that holds the token.", fr="Un fichier de mode 600 qui contient le jeton."),
)
@option(
    "--who",
    default="tokten sync",
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="Who exchanges, for the journal: an office rather than a person.",
        fr="Qui échange, pour le journal : un service plutôt qu'une personne.",
    ),
)
@option("--why", default="", mark=Text(en="TEXT", fr="TEXTE"), words=Text(en="Why, for the journal.", fr="Pourquoi, pour le journal."))
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def sync(  # noqa: PLR0913 - click hands over one argument for each option
    settings: Settings, store: str, address: str, *, dry_run: bool, whole: bool, token_file: str | None, who: str, why: str, form: str
) -> int:
    """Exchange, and tell what moved; 1 where both sides changed one field."""
    from tokten_cli.clock import now
    from tokten_core.history import Work
    from tokten_core.plugins import open_store

    local, centre = open_store(store), open_store(address)
    if not hasattr(centre, "exchange"):
        raise UsageError(NOT_A_CENTRE.at("tokten sync", centre.address))
    occasion = Work(at=now(), who=who, what=f"sync {centre.address}", why=why)
    done = centre.exchange(local, occasion, dry_run=dry_run, whole=whole, token_file=Path(token_file) if token_file else None)
    if form == "json":
        show_json(_as_json(done, centre.address))
    else:
        show(_in_words(done, centre.address, settings.lang))
    return FINDINGS if done.clashes else 0


def _policy(sentences: Iterable[Text], fields: Iterable[tuple[str, str, Text, str, bool]], lang: Language) -> str:
    """Say the policy: its sentences, then of each kind the fields, what they are needed for and whose word counts."""
    from tokten_core.terms import collection_label

    lines = [paragraph(f"- {sentence.say(lang)}", hanging=2) for sentence in sentences]
    kinds: dict[str, dict[tuple[str, Text], list[str]]] = {}
    for collection, name, why, owner, consent in fields:
        kinds.setdefault(collection, {}).setdefault((owner, why), []).append(f"{name}*" if consent else name)
    for collection, groups in kinds.items():
        lines += ["", f"{collection_label(collection).say(lang)} ({collection})"]
        for (owner, why), names in groups.items():
            lines.append(paragraph(FIELDS.fill(names=", ".join(names), why=why, owner=OWNERS[owner]).say(lang), 2, hanging=4))
    return "\n".join([*lines, "", WITH_CONSENT.say(lang)])


def _as_json(done: Any, address: str) -> dict[str, Any]:
    return {
        "address": address,
        "dry_run": done.dry_run,
        "requests": done.requests,
        "kinds": {
            name: {"taken": _moves(done.taken.get(name)), "sent": _moves(done.sent.get(name)), "here": here, "there": done.there[name]}
            for name, here in done.here.items()
        },
        "clashes": [{"place": _place(clash), "ours": clash.ours, "theirs": clash.theirs, "winner": clash.winner} for clash in done.clashes],
    }


def _moves(moves: Any) -> dict[str, int]:
    return {name: getattr(moves, name, 0) for name in ("new", "changed", "removed")}


def _in_words(done: Any, address: str, lang: Language) -> str:
    moved = bool(done.taken or done.sent)
    headline = WOULD if done.dry_run and moved else DONE if moved else NOTHING
    parts = [paragraph(headline.fill(address=address, count=sum(done.there.values())).say(lang))]
    if moved:
        parts.append(_table(done, lang))
        parts.append(paragraph(LEGEND.say(lang), 2))
    if done.clashes:
        parts.append("\n".join([paragraph(CLASHES.say(lang)), *(_clash(clash, lang) for clash in done.clashes)]))
    return "\n\n".join(parts)


def _table(done: Any, lang: Language) -> str:
    from tokten_core.terms import collection_label

    rows = [
        [collection_label(name).say(lang), _signs(done.taken, name), _signs(done.sent, name), str(here), str(done.there[name])]
        for name, here in done.here.items()
    ]
    return table([head.say(lang) for head in HEADS], rows, ["left", "right", "right", "right", "right"])


def _signs(moves: Mapping[str, Any], name: str) -> str:
    counted = _moves(moves.get(name))
    return " ".join(f"{sign}{counted[key]}" for key, sign in (("new", "+"), ("changed", "~"), ("removed", "-")) if counted[key])


def _clash(clash: Any, lang: Language) -> str:
    from tokten_core.errors import shown

    ours, theirs = (NONE if value is None else shown(value) for value in (clash.ours, clash.theirs))
    return paragraph("- " + CLASH.fill(place=_place(clash), ours=ours, theirs=theirs, winner=WINNERS[clash.winner]).say(lang), hanging=2)


def _place(clash: Any) -> str:
    return f"{clash.collection}[{clash.id}]" + (f".{clash.column}" if clash.column else "")
