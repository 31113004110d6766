"""
Every hook: when it is called, what may come back, how several answers combine.

A plugin registers under the entry-point group ``tokten`` a module or object that implements some of these. All hooks here are *collecting*:
each plugin gives its own list, the lists are joined in the order of the plugins' names, and two answers for one name are an error that names
both plugins. ``None`` and an empty list mean "nothing of mine".
"""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from tokten_core.ports import CountryPack, Renderer, ReportForm, SheetFormat, StoreOpener

__all__ = ["GROUP", "hookimpl", "hookspec"]

GROUP = "tokten"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def tokten_stores() -> Sequence[StoreOpener]:  # type: ignore[empty-body]
    """Give the kinds of store this plugin opens; called when an address is opened. Two openers of one scheme are an error."""


@hookspec
def tokten_report_forms() -> Sequence[ReportForm]:  # type: ignore[empty-body]
    """Give the report forms this plugin composes; called when a report is asked for by name. Two forms of one name are an error."""


@hookspec
def tokten_renderers() -> Sequence[Renderer]:  # type: ignore[empty-body]
    """Give the renderers this plugin brings; called when a report is written. Two renderers of one suffix are an error."""


@hookspec
def tokten_country_packs() -> Sequence[CountryPack]:  # type: ignore[empty-body]
    """Give the country packs this plugin brings; called when a pack is asked for by name. Two packs of one name are an error."""


@hookspec
def tokten_sheet_formats() -> Sequence[SheetFormat]:  # type: ignore[empty-body]
    """Give the kinds of file that people fill; called when a template is written or a sheet read. Two formats of one suffix are an error."""
