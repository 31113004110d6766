"""A report's charts as one picture: SVG or PNG, one chart below the other, with the report's title; no tables."""

from __future__ import annotations

import datetime as dt

from tokten_core.content import Chart, Report
from tokten_core.errors import Kind, ReportError
from tokten_core.text import Language, Text
from tokten_render import charts

__all__ = ["Png", "Svg"]

NO_CHART = Kind(
    "picture-without-chart",
    says=Text(en="the report {value} has no chart to draw", fr="le rapport {value} n'a pas de graphique à dessiner"),
    allowed=Text(en="a report with a chart", fr="un rapport avec un graphique"),
    remedy=Text(en="Write it as .html, .xlsx, .docx, .pdf or .md.", fr="Écrivez-le en .html, .xlsx, .docx, .pdf ou .md."),
)


def _charts(report: Report) -> list[Chart]:
    found = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    if not found:
        raise ReportError(NO_CHART.at(report.name, report.title))
    return found


class Svg:
    """Writes a report's charts as one SVG (fr: *image vectorielle*)."""

    @property
    def suffix(self) -> str:
        """Give ``.svg``."""
        return ".svg"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:  # noqa: ARG002 - a picture bears no date
        """Draw the charts."""
        return charts.sheet(_charts(report), report.title, lang, "svg")


class Png:
    """Writes a report's charts as one PNG, sharp enough for print (fr: *image*)."""

    @property
    def suffix(self) -> str:
        """Give ``.png``."""
        return ".png"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:  # noqa: ARG002 - a picture bears no date
        """Draw the charts."""
        return charts.sheet(_charts(report), report.title, lang, "png")
