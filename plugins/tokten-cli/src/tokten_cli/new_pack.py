"""
`tokten new-pack`: a small country pack that already passes its tests, to be made a country's own.

The pack is a folder of files with a few places to fill (``@name@``, ``@country@``...), shipped beside this module. It is written aside and put in
its place whole.
"""

from __future__ import annotations

import keyword
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import click

from tokten_cli.bilingual import Command, Settings, argument, option
from tokten_cli.failures import reason_of
from tokten_cli.stores import REPLACE
from tokten_cli.terminal import show
from tokten_core.errors import Kind, Problem, StoreError, UsageError, did_you_mean
from tokten_core.text import Text

__all__ = ["new_pack"]

TEMPLATE: Final = ".tmpl"
"""The suffix of the files of the template: Python that is not yet Python."""
LONGEST_NAME: Final = 30
PACK_NAME: Final = Kind(
    "pack-name",
    says=Text(en="a pack cannot be called {value}", fr="un lot national ne peut pas s'appeler {value}"),
    allowed=Text(
        en="small letters and digits, a letter first, 30 at most, no word of Python",
        fr="de petites lettres sans accent et des chiffres, une lettre d'abord, 30 au plus, aucun mot de Python",
    ),
    remedy=Text(en="Choose a short name, such as senegal.", fr="Choisissez un nom court, comme senegal."),
)
PACK_TAKEN: Final = Kind(
    "pack-name-taken",
    says=Text(en="a plugin called {value} is installed already", fr="une extension {value} est déjà installée"),
    allowed=Text(en="a name that is not one of {names}", fr="un nom qui n'est pas l'un de {names}"),
    remedy=Text(en="Choose another name.", fr="Choisissez un autre nom."),
)
PACK_COUNTRY: Final = Kind(
    "pack-country",
    says=Text(en="{value} is no country{near}", fr="{value} n'est pas un pays{near}"),
    allowed=Text(en="an ISO 3166 code of two capitals, such as SN", fr="un code ISO 3166 de deux capitales, comme SN"),
    remedy=Text(en="Correct the code.", fr="Corrigez le code."),
)
FOLDER_EXISTS: Final = Kind(
    "pack-folder-exists",
    says=Text(en="{value} exists already", fr="{value} existe déjà"),
    allowed=Text(en="a new folder", fr="un nouveau dossier"),
    remedy=Text(
        en="Choose another name or folder, or say --replace: its files of the same names are lost.",
        fr="Choisissez un autre nom ou dossier, ou --replace : ses fichiers de mêmes noms sont perdus.",
    ),
)
FOLDER_NOT_WRITABLE: Final = Kind(
    "pack-folder-not-writable",
    says=Text(en="{value} cannot be written: {why}", fr="impossible d'écrire {value} : {why}"),
    allowed=Text(en="a folder in a place where you may write, with room", fr="un dossier là où vous pouvez écrire, avec de la place"),
    remedy=Text(en="Name another folder after --into.", fr="Donnez un autre dossier après --into."),
)
MADE: Final = Text(
    en="{folder}: a pack for {country}, in {currency}. Its figures are invented: replace them.\n\n"
    "  pip install -e {folder}\n  pytest {folder}\n  tokten plugins",
    fr="{folder} : un lot national pour {country}, en {currency}. Ses chiffres sont inventés : remplacez-les.\n\n"
    "  pip install -e {folder}\n  pytest {folder}\n  tokten plugins",
)


@click.command(
    cls=Command,
    words=Text(en="Write a new country pack that passes its tests.", fr="Écrit un nouveau lot national qui passe ses tests."),
    more=[
        Text(
            en="A distribution tokten-NAME: texts, dated figures, rules and cases, invented, each in a file of its own to be replaced. The name "
            "is that of --pack NAME.",
            fr="Une distribution tokten-NOM : textes, chiffres datés, règles et cas, inventés, chacun dans son fichier, à remplacer. Le nom est "
            "celui de --pack NOM.",
        )
    ],
    examples=["tokten new-pack senegal", "tokten new-pack togo --country TG --currency XOF --into packs"],
)
@argument("name", mark=Text(en="NAME", fr="NOM"), words=Text(en="The pack's short name.", fr="Le nom court du lot."))
@option(
    "--country",
    default="SN",
    mark=Text(en="XX", fr="XX"),
    words=Text(en="Its country, ISO 3166; SN if not said.", fr="Son pays, ISO 3166 ; SN par défaut."),
)
@option(
    "--currency",
    default="XOF",
    mark=Text(en="CUR", fr="MON"),
    words=Text(en="Its currency, ISO 4217; XOF if not said.", fr="Sa monnaie, ISO 4217 ; XOF par défaut."),
)
@option(
    "--into",
    default=".",
    mark=Text(en="FOLDER", fr="DOSSIER"),
    words=Text(en="Where to write it; here if not said.", fr="Où l'écrire ; ici par défaut."),
)
@option("--replace", is_flag=True, words=REPLACE)
@click.pass_obj
def new_pack(settings: Settings, name: str, *, country: str, currency: str, into: str, replace: bool) -> None:
    """Fill the template and say what to do next."""
    from tokten_core.countries import COUNTRIES

    problems = tuple(_problems(name, country, currency))
    if problems:
        raise UsageError(*problems)
    folder = Path(into) / f"tokten-{name}"
    abroad = "FR" if country != "FR" else "BE"
    label = COUNTRIES[country]
    places = {"name": name, "country": country, "currency": currency, "abroad": abroad, "country_en": label.en, "country_fr": label.fr}
    _write(folder, dict(_files(places)), replace=replace)
    show(MADE.fill(folder=folder, country=label, currency=currency).say(settings.lang))


def _problems(name: str, country: str, currency: str) -> Iterator[Problem]:
    from tokten_core.countries import COUNTRIES
    from tokten_core.money import currency as currency_of
    from tokten_core.plugins import plugins

    taken = ["cli", "core", *(plugin.name for plugin in plugins().found)]
    if not re.fullmatch(r"[a-z][a-z0-9]*", name) or len(name) > LONGEST_NAME or keyword.iskeyword(name):
        yield PACK_NAME.at("tokten new-pack", name)
    elif name in taken:
        yield PACK_TAKEN.at("tokten new-pack", name, names=", ".join(sorted(taken)))
    if country not in COUNTRIES:
        yield PACK_COUNTRY.at("--country", country, near=did_you_mean(country.strip().upper(), COUNTRIES))
    try:
        currency_of(currency)
    except UsageError as error:
        yield from error.problems


def _files(places: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Give each file of the pack with its place in the folder, filled in."""
    for path, file in _walk(resources.files("tokten_cli").joinpath("pack_template"), Path()):
        words = file.read_text(encoding="utf-8")
        for place, value in places.items():
            words = words.replace(f"@{place}@", value)
        where = path.as_posix().replace("src/package", f"src/tokten_{places['name']}").replace("test_pack", f"test_{places['name']}_pack")
        yield Path(where.removesuffix(TEMPLATE)), words


def _walk(folder: Traversable, path: Path) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, path / entry.name)
        elif entry.name.endswith(TEMPLATE):
            yield path / entry.name, entry


def _write(folder: Path, files: Mapping[Path, str], *, replace: bool) -> None:
    """Write the files aside, then put them in their place."""
    if folder.exists() and not replace:
        raise UsageError(FOLDER_EXISTS.at(str(folder), str(folder)))
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for path, words in files.items():
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).write_text(words, encoding="utf-8", newline="\n")
        if not folder.exists():
            aside.rename(folder)
        for path in files if aside.exists() else ():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).replace(folder / path)
    except OSError as error:
        raise StoreError(FOLDER_NOT_WRITABLE.at(str(folder), str(folder), why=reason_of(error))) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
