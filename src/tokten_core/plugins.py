"""
Finds the plugins and asks them for what a user names: a store by address, a pack, a report form, a renderer, a kind of sheet.

Nothing is loaded on import: the manager is built when first asked for. Each entry point of the group ``tokten`` is loaded by itself; one
that breaks is set aside with its reason and stops nothing else.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy
from attrs import evolve, field, frozen

from tokten_core import checks, history, hookspecs
from tokten_core.errors import Kind, PluginError, StoreError, UsageError
from tokten_core.memory import MemoryStores
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_core.ports import CountryPack, Renderer, ReportForm, SheetFormat, Store, StoreOpener
from tokten_core.services.reporting import SHARED_FORMS
from tokten_core.stores import STORE_ADDRESS, without_secrets
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text

if TYPE_CHECKING:
    from tokten_core.content import Report

__all__ = ["Plugin", "Plugins", "check", "find", "load", "load_pack", "open_store", "plugins", "render", "report"]

T = TypeVar("T")

UNKNOWN_NAME = Kind(
    "unknown-name",
    says=Text(en="there is no {what} called {value}", fr="il n'existe pas de {what} nommé {value}"),
    allowed=Text(en="one of {names}", fr="l'un de {names}"),
    remedy=Text(
        en="Correct the name{guess}; `tokten plugins` says what is installed.",
        fr="Corrigez le nom{guess} ; « tokten plugins » dit ce qui est installé.",
    ),
)
PLUGIN_BROKEN = Kind(
    "plugin-broken",
    says=Text(en="the plugin {value} was set aside: {why}", fr="l'extension {value} a été écartée : {why}"),
    allowed=Text(
        en="a plugin that loads and spells its hooks right", fr="une extension qui se charge et dont les points d'entrée existent"
    ),
    remedy=Text(en="Repair or remove the plugin; the others go on.", fr="Réparez ou retirez l'extension ; les autres continuent."),
)
NAME_TAKEN = Kind(
    "plugin-name-taken",
    says=Text(en="two plugins answer to {value}", fr="deux extensions répondent à {value}"),
    allowed=Text(en="one plugin for each name", fr="une extension par nom"),
    remedy=Text(en="Remove one of the two.", fr="Retirez l'une des deux."),
)
WHAT = {
    "pack": Text(en="country pack", fr="lot national"),
    "form": Text(en="report", fr="rapport"),
    "renderer": Text(en="renderer for files", fr="moteur de rendu pour les fichiers"),
    "sheet": Text(en="kind of sheet to fill", fr="format de feuille à remplir"),
}


@frozen
class Plugin:
    """
    One plugin as it was found (fr: *extension*).

    Attributes:
        name: name of its entry point.
        distribution: the distribution that brings it.
        version: that distribution's version.
        brings: what it gives, each with its kind: ``store:csv``.
        broken: why it was set aside; None when it works.
    """

    name: str
    distribution: str
    version: str
    brings: tuple[str, ...] = ()
    broken: str | None = None


@frozen(eq=False)
class Plugins:
    """
    What is installed, by name (fr: *extensions*).

    Attributes:
        found: every plugin, working or set aside, by name.
        stores: openers by scheme.
        forms: report forms by name.
        renderers: renderers by suffix.
        packs: country packs by name.
        sheets: kinds of sheets that people fill, by suffix.
    """

    found: tuple[Plugin, ...] = ()
    stores: dict[str, StoreOpener] = field(factory=dict)
    forms: dict[str, ReportForm] = field(factory=dict)
    renderers: dict[str, Renderer] = field(factory=dict)
    packs: dict[str, CountryPack] = field(factory=dict)
    sheets: dict[str, SheetFormat] = field(factory=dict)

    def store(self, address: str) -> Store:
        """
        Open the store of an address, without reading it.

        Raises:
            StoreError: No plugin understands the address (`store-address`).
        """
        scheme = address.partition(":")[0].partition("+")[0]
        if ":" not in address or scheme not in self.stores:
            raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
        return self.stores[scheme].open(address)

    def pack(self, name: str) -> CountryPack:
        """
        Give a country pack.

        Raises:
            UsageError: No such pack (`unknown-name`).
        """
        return _named(self.packs, name, "pack")

    def form(self, name: str) -> ReportForm:
        """
        Give a report form.

        Raises:
            UsageError: No such form (`unknown-name`).
        """
        return _named(self.forms, name, "form")

    def renderer(self, suffix: str) -> Renderer:
        """
        Give the renderer of a file suffix.

        Raises:
            UsageError: None writes such files (`unknown-name`).
        """
        return _named(self.renderers, suffix, "renderer")

    def sheet_format(self, suffix: str) -> SheetFormat:
        """
        Give the kind of sheet of a file suffix: it writes templates and reads what people filled in.

        Raises:
            UsageError: None has this suffix (`unknown-name`).
        """
        return _named(self.sheets, suffix, "sheet")


def find(points: Iterable[EntryPoint]) -> Plugins:
    """Load plugins one by one; one that breaks is set aside with its reason."""
    gathered = Plugins(stores={"memory": MemoryStores()}, forms={form.name: form for form in SHARED_FORMS})
    found = [_load(point, gathered) for point in sorted(points, key=lambda point: point.name)]
    return evolve(gathered, found=tuple(found))


@cache
def plugins() -> Plugins:
    """Give what is installed here, found when first asked for."""
    return find(entry_points(group=hookspecs.GROUP))


def open_store(address: str) -> Store:
    """
    Open the store of an address, without reading it (fr: *ouvrir un stockage*).

    Args:
        address: ``sqlite:///mali.db``, ``csv:folder/``, ``memory:``...

    Raises:
        StoreError: No plugin understands the address (`store-address`).

    >>> open_store("memory:draft").exists()
    False

    .. versionadded:: 0.1
    """
    return plugins().store(address)


def load(address: str, *, as_of: dt.date | None = None) -> Programme:
    """
    Read the whole programme kept at an address (fr: *charger un programme*).

    Args:
        address: where it is kept.
        as_of: a past day, counted: the programme as it stood at its end; None for the present.

    Raises:
        StoreError: No store understands the address, nothing is kept there, or the day lies before its journal (`past-not-known`).
        InputError: The rows contradict themselves; all problems are told.

    >>> open_store("memory:doc").save(load_pack("mali").programme(), replace=True)
    >>> load("memory:doc").card.country
    'ML'

    .. versionadded:: 0.1
    """
    programme = open_store(address).load()
    return programme if as_of is None else history.as_of(programme, as_of)


def load_pack(name: str) -> CountryPack:
    """
    Give a country pack by its name (fr: *lot national*).

    Raises:
        UsageError: No such pack is installed (`unknown-name`).

    >>> load_pack("mali").country
    'ML'

    .. versionadded:: 0.1
    """
    return plugins().pack(name)


def check(programme: Programme) -> checks.CheckResult:
    """
    Find everything in a programme that does not agree (fr: *contrôler un programme*), by the rules of its own pack.

    Args:
        programme: the programme; its pack must be installed.

    Returns:
        Findings, settled or open, and every equality that was seen to hold.

    Raises:
        UsageError: Its pack is not installed (`unknown-name`).

    >>> result = check(load_pack("mali").programme())
    >>> any(finding.code == "misprint" for finding in result.findings)
    True

    .. versionadded:: 0.1
    """
    return checks.check(programme, load_pack(programme.card.pack).costs)


def report(name: str, programme: Programme, period: str | Period = "all") -> Report:
    """
    Compose a report (fr: *composer un rapport*); render it with ``render``.

    Args:
        name: the form: ``quarterly``, ``undp-awp``...
        programme: what it reports on.
        period: ``2009-Q1``, ``2008/2009``, ``all``..., or a period.

    Raises:
        UsageError: No such form, or not a period.
        ReportError: The form cannot speak of this period.

    >>> report("undp-awp", load_pack("mali").programme(), "2008/2009").table("awp").value("total", "amount_xof")
    279836800

    .. versionadded:: 0.1
    """
    days = programme.card.period(period) if isinstance(period, str) else period
    words = period if isinstance(period, str) else f"{period.start}/{period.end}"
    return plugins().form(name).compose(programme, load_pack(programme.card.pack), days, words)


def render(content: Report, suffix: str, lang: Language = DEFAULT_LANGUAGE, *, day: dt.date) -> bytes:
    """
    Write a report as a file (fr: *rendre un rapport*).

    Args:
        content: the composed report.
        suffix: ``.xlsx``, ``.docx``, ``.pdf``, ``.html``, ``.md`` or ``.json``.
        lang: French or English.
        day: the date printed on it.

    Raises:
        UsageError: No renderer writes such files (`unknown-name`).

    >>> content = report("undp-awp", load_pack("mali").programme(), "2008/2009")
    >>> render(content, ".md", "en", day=dt.date(2009, 1, 15)).decode().splitlines()[0]
    '# Annual work plan 2008'

    .. versionadded:: 0.1
    """
    return plugins().renderer(suffix).render(content, lang, day)


def _load(point: EntryPoint, into: Plugins) -> Plugin:
    source = point.dist
    name, distribution, version = point.name, source.name if source else "?", source.version if source else "?"
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(point.load(), name)
        manager.check_pending()
        brings = _gather(manager.hook, into)
    except Exception as error:  # noqa: BLE001 - whatever a plugin does wrong, the others go on
        return Plugin(name, distribution, version, broken=f"{type(error).__name__}: {error}")
    return Plugin(name, distribution, version, brings=brings)


def _gather(hook: Any, into: Plugins) -> tuple[str, ...]:
    """Ask one plugin for all it brings; take all or nothing of it."""
    brought: list[tuple[str, dict[str, Any], str, Any]] = []
    for opener in _all(hook.tokten_stores):
        brought += [("store", into.stores, scheme, opener) for scheme in sorted(opener.schemes)]
    brought += [("report", into.forms, form.name, form) for form in _all(hook.tokten_report_forms)]
    brought += [("renderer", into.renderers, renderer.suffix, renderer) for renderer in _all(hook.tokten_renderers)]
    brought += [("pack", into.packs, pack.name, pack) for pack in _all(hook.tokten_country_packs)]
    brought += [("sheet", into.sheets, sheet.suffix, sheet) for sheet in _all(hook.tokten_sheet_formats)]
    taken = [NAME_TAKEN.at(what, name) for what, known, name, _ in brought if name in known]
    if taken:
        raise PluginError(*taken)
    for _, known, name, thing in brought:
        known[name] = thing
    return tuple(f"{what}:{name}" for what, _, name, _ in brought)


def _all(call: Callable[[], Sequence[Sequence[Any] | None]]) -> list[Any]:
    return [thing for answer in call() for thing in answer or ()]


def _named(known: dict[str, T], name: str, what: str) -> T:
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    guess = Text(en=f" (did you mean {close[0]}?)", fr=f" (vouliez-vous dire {close[0]} ?)") if close else Text(en="", fr="")
    raise UsageError(UNKNOWN_NAME.at(what, name, what=WHAT[what], names=", ".join(sorted(known)) or "—", guess=guess))
