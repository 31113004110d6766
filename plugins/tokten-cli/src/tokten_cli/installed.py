"""`tokten plugins`: what is installed, from where, what each plugin brings, and what was set aside and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tokten_cli.bilingual import Command, OneOf, Settings, option
from tokten_cli.check import FORMAT
from tokten_cli.terminal import paragraph, show, show_json, table
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.plugins import Plugin

__all__ = ["plugins"]

HEADS = (Text(en="plugin", fr="extension"), Text(en="from", fr="provenance"), Text(en="brings", fr="apporte"))
NOTHING = Text(en="No plugin is installed.", fr="Aucune extension n'est installée.")
NAMELESS = Text(en="nothing", fr="rien")
SET_ASIDE = Text(en="set aside", fr="écartée")
ASIDE = Text(en="{name} was set aside: {why}", fr="{name} a été écartée : {why}")


@click.command(
    cls=Command,
    words=Text(en="List what is installed, and what was set aside.", fr="Liste ce qui est installé, et ce qui a été écarté."),
    examples=["tokten plugins", "tokten plugins --format json"],
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def plugins(settings: Settings, *, form: str) -> None:
    """Tell every plugin, working or not; a broken one stops nothing, so the list is a success all the same."""
    from tokten_core.plugins import plugins as installed

    found = installed().found
    if form == "json":
        show_json([_plain(plugin) for plugin in found])
    else:
        show(_laid_out(found, settings.lang) if found else NOTHING.say(settings.lang))


def _plain(plugin: Plugin) -> dict[str, object]:
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "brings": list(plugin.brings),
        "broken": plugin.broken,
    }


def _laid_out(found: tuple[Plugin, ...], lang: Language) -> str:
    rows = [[plugin.name, f"{plugin.distribution} {plugin.version}", _brings(plugin, lang)] for plugin in found]
    broken = [ASIDE.fill(name=plugin.name, why=plugin.broken).say(lang) for plugin in found if plugin.broken]
    laid = table([head.say(lang) for head in HEADS], rows, ["left", "left", "left"], indent=0)
    return "\n\n".join([laid, *(paragraph(line) for line in broken)])


def _brings(plugin: Plugin, lang: Language) -> str:
    if plugin.broken:
        return SET_ASIDE.say(lang)
    return ", ".join(plugin.brings) or NAMELESS.say(lang)
