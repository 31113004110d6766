"""`tokten export`: a copy of a programme for a purpose, with no more about people than the purpose needs."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.failures import reason_of
from tokten_cli.stores import REPLACE, SAME_STORE
from tokten_cli.terminal import show, show_json, table, tell
from tokten_core.errors import InputError, Kind, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.services.small_counts import Cell

__all__ = ["export"]

DIMENSIONS = ("sector", "country", "sex", "year")
SALT_NOT_READ = Kind(
    "salt-not-read",
    says=Text(en="the secret in {value} cannot be used: {why}", fr="le secret de {value} est inutilisable : {why}"),
    allowed=Text(
        en="a file of 32 bytes of chance or more, that its owner alone may read (mode 600)",
        fr="un fichier d'au moins 32 octets tirés au hasard, lisible par son seul propriétaire (mode 600)",
    ),
    remedy=Text(
        en="Make one: head -c 32 /dev/urandom > FILE; chmod 600 FILE. Keep it: it gives the same pseudonyms again.",
        fr="Créez-en un : head -c 32 /dev/urandom > FICHIER ; chmod 600 FICHIER. Gardez-le : il redonne les mêmes pseudonymes.",
    ),
)
OTHERS_MAY_READ = Text(en="others may read it", fr="d'autres peuvent le lire")
WRITTEN = Text(en="{records} records for the purpose {purpose} written to {address}.",
               fr="{records} enregistrements pour la finalité {purpose} écrits dans {address}.")  # fmt: skip
USED_ONCE = Text(
    en="The pseudonyms were made with a secret of one use: no later export gives the same. With --salt-file they stay.",
    fr="Les pseudonymes viennent d'un secret à usage unique : aucun export ultérieur ne les redonnera. Avec --salt-file ils restent.",
)
HEADS = (Text(en="sector", fr="secteur"), Text(en="country", fr="pays"), Text(en="sex", fr="sexe"), Text(en="year", fr="année"),
         Text(en="missions", fr="missions"))  # fmt: skip
ALL = Text(en="all", fr="tous")
MASKED = Text(en="masked", fr="masqué")


@click.command(
    cls=Command,
    words=Text(
        en="Write a copy for a donor, the public or the migration centre.", fr="Écrit une copie pour un bailleur, le public ou le CIGEM."
    ),
    more=[
        Text(
            en="Only what the purpose needs goes: people under pseudonyms, free texts left out, the journal and the past kept at home; "
            "names only to the migration centre, of those who agreed. With the purpose public, missions are counted by sector, country, "
            "sex and year on stdout, small counts masked.",
            fr="Seul part ce dont la finalité a besoin : les personnes sous pseudonyme, les textes libres omis, le journal et le passé "
            "gardés ; les noms pour le seul CIGEM, de celles et ceux qui y consentent. Avec la finalité public, les missions sont "
            "comptées par secteur, pays, sexe et année sur stdout, les petits effectifs masqués.",
        )
    ],
    examples=[
        "tokten export sqlite:///mali.db csv:ue/ --purpose donor --salt-file salt",
        "tokten export sqlite:///mali.db csv:open/ --purpose public --format csv",
    ],
)
@argument("source", mark=Text(en="STORE", fr="STOCKAGE"), words=Text(en="The store to read.", fr="Le stockage à lire."))
@argument("target", mark=Text(en="TO", fr="DESTINATION"), words=Text(en="The store to write.", fr="Le stockage à écrire."))
@option(
    "--purpose",
    required=True,
    type=OneOf("donor", "public", "cigem"),
    mark=Text(en="PURPOSE", fr="FINALITÉ"),
    words=Text(en="What the copy is for: donor, public or cigem.", fr="À quoi sert la copie : donor, public ou cigem."),
)
@option(
    "--salt-file",
    "salt",
    mark=Text(en="FILE", fr="FICHIER"),
    words=Text(
        en="The secret of the pseudonyms: the same file gives the same ones again.",
        fr="Le secret des pseudonymes : le même fichier redonne les mêmes.",
    ),
)
@option("--replace", is_flag=True, words=REPLACE)
@option(
    "--format",
    "form",
    type=OneOf("text", "csv", "json"),
    default="text",
    words=Text(en="How the counts for the public are written.", fr="Comment sont écrits les effectifs pour le public."),
)
@click.pass_obj
def export(settings: Settings, /, source: str, target: str, *, purpose: str, salt: str | None, replace: bool, form: str) -> None:
    """Read one store, write what a purpose may see into the other."""
    import secrets

    from tokten_cli.clock import now
    from tokten_core.model.expert import Purpose
    from tokten_core.plugins import open_store
    from tokten_core.services.people import SHORTEST_KEY, copy_for, public_counts

    asked = Purpose(purpose)
    key = _secret(salt, SHORTEST_KEY) if salt else secrets.token_bytes(SHORTEST_KEY)
    origin, goal = open_store(source), open_store(target)
    if origin.address == goal.address:
        raise UsageError(SAME_STORE.at("tokten export", goal.address))
    programme = origin.load()
    copy = copy_for(programme, asked, key=key, at=now())
    counts = _rows(public_counts(programme)) if asked is Purpose.PUBLIC else []
    goal.save(copy, replace=replace)
    tell(WRITTEN.fill(records=sum(len(records) for _, records in copy.everything()), purpose=purpose, address=goal.address), settings.lang)
    if copy.experts and asked is Purpose.DONOR and not salt:
        tell(USED_ONCE, settings.lang)
    if asked is Purpose.PUBLIC:
        _show(counts, form, settings.lang)


def _secret(name: str, shortest: int) -> bytes:
    """Read the secret of the pseudonyms; a file that others may read keeps none."""
    try:
        with Path(name).open("rb") as file:
            if os.name != "nt" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise InputError(SALT_NOT_READ.at("--salt-file", name, why=OTHERS_MAY_READ))
            secret = file.read(4096)
    except OSError as error:
        raise InputError(SALT_NOT_READ.at("--salt-file", name, why=reason_of(error))) from None
    if len(secret) < shortest:
        why = Text(en=f"it holds {len(secret)} bytes", fr=f"il contient {len(secret)} octets")
        raise InputError(SALT_NOT_READ.at("--salt-file", name, why=why))
    return secret


def _rows(cells: list[Cell]) -> list[dict[str, Any]]:
    """Give each count once, with ``all`` where it is of all values; tables share their totals."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for cell in cells:
        values = dict(zip(cell.dimensions, cell.values, strict=True))
        key = tuple(values.get(name) or "all" for name in DIMENSIONS)
        found[key] = {**dict(zip(DIMENSIONS, key, strict=True)), "missions": cell.count, "masked": cell.count is None}
    return list(found.values())


def _show(rows: list[dict[str, Any]], form: str, lang: Language) -> None:
    if form == "json":
        show_json(rows)
    elif form == "csv":
        show(_as_csv(rows))
    else:
        cells = [
            [*(_word(row[name], lang) for name in DIMENSIONS), MASKED.say(lang) if row["masked"] else str(row["missions"])] for row in rows
        ]
        show(table([head.say(lang) for head in HEADS], cells, ["left", "left", "left", "left", "right"], indent=0))


def _as_csv(rows: list[dict[str, Any]]) -> str:
    """Write the counts; a masked one is an empty cell, and a column says so."""
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\n")
    out.writerow([*DIMENSIONS, "missions", "masked"])
    for row in rows:
        out.writerow([*(_guarded(row[name]) for name in DIMENSIONS), row["missions"], "true" if row["masked"] else "false"])
    return buffer.getvalue().rstrip("\n")


def _guarded(text: str) -> str:
    """Keep a spreadsheet from running what a sector is called."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text


def _word(value: str, lang: Language) -> str:
    from tokten_core.terms import code_label

    return ALL.say(lang) if value == "all" else code_label(value).say(lang)
