"""Charts as pictures: from a chart's content to a Vega-Lite drawing, to SVG or PNG, with no browser."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from tokten_core.content import Chart
from tokten_core.text import Language, Text
from tokten_render.words import said

__all__ = ["COLOURS", "png", "sheet", "svg"]

COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
"""Okabe and Ito's palette: told apart by colour-blind readers and in grey print."""
INK: Final = "#1f2933"
UPRIGHT_LETTERS, LYING_LETTERS = 16, 46
"""Letters after which a label goes on in a new line."""
LEGEND_LETTER, LEGEND_SIGN = 6, 30
"""Widths of a letter and of a coloured square, in pixels."""
FRENCH: Final = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0FCFA"], "percent": "\u202f%"}
ENGLISH: Final = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", "\u00a0FCFA"], "percent": "%"}


def svg(chart: Chart, lang: Language, width: int = 640) -> str:
    """Draw a chart as SVG; the same chart gives the same text."""
    return _drawn(json.dumps(_drawing(chart, lang, width)), lang, "svg").decode()


def png(chart: Chart, lang: Language, width: int = 640) -> bytes:
    """Draw a chart as PNG, sharp enough for print."""
    return _drawn(json.dumps(_drawing(chart, lang, width)), lang, "png")


def sheet(charts: Sequence[Chart], title: Text, lang: Language, form: str, width: int = 760) -> bytes:
    """Draw charts one below the other under a title, as SVG or PNG."""
    drawings = [_drawing(chart, lang, width) for chart in charts]
    shared = {key: drawings[0].pop(key) for key in ("$schema", "config")}
    inner = [{key: value for key, value in drawing.items() if key not in {"$schema", "config", "autosize"}} for drawing in drawings]
    head = {"text": said(title, lang), "anchor": "start", "fontSize": 18, "color": INK, "offset": 16}
    scales = {"scale": {"color": "independent", "x": "independent", "y": "independent"}, "legend": {"color": "independent"}}
    picture = {**shared, "title": head, "vconcat": inner, "spacing": 36, "resolve": scales, "padding": 16}
    return _drawn(json.dumps(picture), lang, form)


@lru_cache(maxsize=64)
def _drawn(drawing: str, lang: Language, form: str) -> bytes:
    import vl_convert

    locale = FRENCH if lang == "fr" else ENGLISH
    if form == "svg":
        made: str = vl_convert.vegalite_to_svg(drawing, format_locale=locale)
        return made.encode()
    picture: bytes = vl_convert.vegalite_to_png(drawing, scale=2, format_locale=locale)
    return picture


def _drawing(chart: Chart, lang: Language, width: int) -> dict[str, Any]:
    lying = chart.kind == "lying"
    categories = [
        "\n".join(textwrap.wrap(said(category, lang), LYING_LETTERS if lying else UPRIGHT_LETTERS)) for category in chart.categories
    ]
    names = [said(series.label, lang) for series in chart.series]
    points = [
        {"category": category, "series": name, "value": float(value), "order": order}
        for order, (name, series) in enumerate(zip(names, chart.series, strict=True))
        for category, value in zip(categories, series.values, strict=True)
        if value is not None
    ]
    axis = {"labelAngle": 0, "labelLimit": 420, "labelExpr": "split(datum.label, '\\n')"}
    along: dict[str, Any] = {"field": "category", "type": "nominal", "sort": categories, "title": None, "axis": axis}
    across: dict[str, Any] = {
        "field": "value",
        "type": "quantitative",
        "title": said(chart.unit, lang) or None,
        "axis": {"format": ",.6~f", "grid": True, "tickCount": 5},
    }
    encoding: dict[str, Any] = {
        "y" if lying else "x": along,
        "x" if lying else "y": across,
        "color": {
            "field": "series", "type": "nominal", "sort": names, "title": None, "scale": {"domain": names, "range": list(COLOURS[: len(names)])},
            "legend": {"orient": "top", "labelLimit": 300, "columns": _legend_columns(names, width)} if len(names) > 1 else None,
        },
        "order": {"field": "order"},
    }  # fmt: skip
    if chart.kind in {"grouped", "lying"} and len(names) > 1:
        encoding["yOffset" if lying else "xOffset"] = {"field": "series", "sort": names}
    mark: dict[str, Any] = {"type": "line", "point": True} if chart.kind == "line" else {"type": "bar", "cornerRadiusEnd": 2}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": said(chart.title, lang), "anchor": "start", "fontSize": 14, "color": INK},
        "data": {"values": points},
        "mark": mark,
        "encoding": encoding,
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 15 if len(names) > 1 else 30} if lying else 240,
        "config": {
            "font": "DejaVu Sans, Helvetica, Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e8ee", "domainColor": "#b8c4d0"},
            "background": "#ffffff",
        },
    }


def _legend_columns(names: list[str], width: int) -> int:
    """Give how many names stand beside one another without making the chart narrower."""
    longest = max(map(len, names)) * LEGEND_LETTER + LEGEND_SIGN
    return max(1, min(len(names), width // longest))
