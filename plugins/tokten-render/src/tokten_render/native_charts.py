"""A chart on a sheet: one that the reader can take further, with its figures in a small table below it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from tokten_core.content import Chart
from tokten_render.charts import COLOURS
from tokten_render.workbook import GREY, INK, Workbook

__all__ = ["write_chart"]

KINDS: Final = {
    "grouped": {"type": "column"}, "stacked": {"type": "column", "subtype": "stacked"}, "lying": {"type": "bar"}, "line": {"type": "line"},
}  # fmt: skip
WIDTH, HEIGHT, BAR_HEIGHT = 760, 320, 26
ROW_PIXELS: Final = 19


def write_chart(workbook: Workbook, sheet: Any, chart: Chart, at: int) -> int:
    """Write a chart at a row, its figures below it; give the row after them."""
    drawn = workbook.book.add_chart(KINDS[chart.kind])
    height = max(HEIGHT, 110 + BAR_HEIGHT * len(chart.categories) * len(chart.series)) if chart.kind == "lying" else HEIGHT
    first = at + height // ROW_PIXELS + 2
    last = first + len(chart.categories)
    _write_figures(workbook, sheet, chart, first)
    name = sheet.get_name()
    for column, _ in enumerate(chart.series, start=1):
        drawn.add_series(
            {
                "name": [name, first, column],
                "categories": [name, first + 1, 0, last, 0],
                "values": [name, first + 1, column, last, column],
                "gap": 60,
                **_paint(chart, COLOURS[(column - 1) % len(COLOURS)]),
            }
        )
    _dress(workbook, drawn, chart)
    drawn.set_size({"width": WIDTH, "height": height})
    sheet.insert_chart(at, 0, drawn, {"description": workbook.say(chart.title), "x_offset": 4, "y_offset": 4})
    return last + 1


def _paint(chart: Chart, colour: str) -> dict[str, Any]:
    if chart.kind != "line":
        return {"fill": {"color": colour}}
    marker = {"type": "circle", "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2}, "marker": marker}


def _dress(workbook: Workbook, drawn: Any, chart: Chart) -> None:
    """Give a chart its title, axes and legend; bars lying down read from the top."""
    say, lying = workbook.say, chart.kind == "lying"
    grid = {"visible": True, "line": {"color": "#e3e8ee"}}
    figures = {"num_format": "#,##0", "name": say(chart.unit), "name_font": {"bold": False, "color": GREY}, "major_gridlines": grid}
    names: dict[str, Any] = {"major_gridlines": {"visible": False}, "reverse": lying}
    drawn.set_x_axis({**figures, "label_position": "high"} if lying else names)
    drawn.set_y_axis(names if lying else figures)
    drawn.set_title({"name": say(chart.title), "name_font": {"size": 12, "color": INK}, "overlay": False})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})


def _write_figures(workbook: Workbook, sheet: Any, chart: Chart, first: int) -> None:
    label, right = workbook.style(font_color=GREY), workbook.style(font_color=GREY, align="right")
    number = workbook.style(font_color=GREY, align="right", num_format=_format(chart))
    sheet.write_string(first, 0, workbook.say(chart.unit), label)
    for row, category in enumerate(chart.categories, start=first + 1):
        sheet.write_string(row, 0, workbook.say(category), label)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(first, column, workbook.say(series.label), right)
        for row, value in enumerate(series.values, start=first + 1):
            if value is not None:
                sheet.write_number(row, column, value, number)


def _format(chart: Chart) -> str:
    """Show as many decimals as the figures have, two at most."""
    figures = [Decimal(value) for series in chart.series for value in series.values if value is not None]
    decimals = min(2, max((max(0, -int(figure.normalize().as_tuple().exponent)) for figure in figures), default=0))
    return "#,##0" + ("." + "0" * decimals if decimals else "")
