"""The parts of a report: sections of blocks, the checks that hold it together, and the report itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from attrs import frozen

from tokten_core.content.cells import Figure, Value
from tokten_core.content.tables import Table
from tokten_core.errors import Kind, ReportError, did_you_mean
from tokten_core.text import Text

WRONG_PERIOD = Kind(
    "report-period",
    says=Text(en="the report {value} cannot speak of {period}", fr="le rapport {value} ne peut pas porter sur {period}"),
    allowed=Text(en="{allowed}", fr="{allowed}"),
    remedy=Text(en="Ask for one of these periods.", fr="Demandez l'une de ces périodes."),
)
"""What a form says of a period or programme that it cannot speak of."""

NO_SUCH_TABLE = Kind(
    "report-no-such-table",
    says=Text(en="there is no table {value}{near}", fr="il n'y a pas de tableau {value}{near}"),
    allowed=Text(en="the key of one of the report's tables", fr="la clé d'un des tableaux du rapport"),
    remedy=Text(en="Correct the key.", fr="Corrigez la clé."),
)


@frozen
class Paragraph:
    """Some sentences (fr: *paragraphe*)."""

    text: Text


@frozen
class Note:
    """A remark set apart from the text (fr: *note*); ``warning`` makes it stand out."""

    text: Text
    warning: bool = False


@frozen
class Facts:
    """Names and values, one a line (fr: *fiche*)."""

    items: tuple[tuple[Text, Value], ...]


@frozen
class Card:
    """
    One figure to be seen at a glance (fr: *chiffre clé*).

    Attributes:
        label: what it counts.
        value: the figure, written out in both languages.
        note: what a reader must know; may be empty.
        share: how much of the way is gone, from 0 to 1; None when there is no way.
    """

    label: Text
    value: Text
    note: Text = Text(en="", fr="")
    share: Decimal | None = None


@frozen
class Cards:
    """Figures side by side (fr: *chiffres clés*)."""

    items: tuple[Card, ...]


@frozen
class Link:
    """
    A way to a file (fr: *lien*).

    Attributes:
        label: what it is.
        target: where it is, relative to the report.
        note: what a reader finds there; may be empty.
    """

    label: Text
    target: str
    note: Text = Text(en="", fr="")


@frozen
class Links:
    """Ways to files (fr: *liens*)."""

    items: tuple[Link, ...]


@frozen
class Series:
    """
    One series of a chart (fr: *série*): a figure for each category, None where there is none.

    Attributes:
        label: what it shows.
        values: one a category, in order; amounts in whole units of the currency, not minor units.
    """

    label: Text
    values: tuple[Figure | None, ...]


@frozen
class Chart:
    """
    A chart (fr: *graphique*).

    Attributes:
        key: short name, unique in the report.
        kind: bars side by side, stacked bars, bars lying down, or a line.
        title: what it shows.
        categories: the names along the axis.
        series: what is drawn.
        unit: what the figures count, for the axis.
    """

    key: str
    kind: Literal["grouped", "stacked", "lying", "line"]
    title: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: Text = Text(en="", fr="")


Block: TypeAlias = Paragraph | Note | Facts | Cards | Links | Table | Chart


@frozen
class Section:
    """
    A part of a report (fr: *section*): a heading in a document, a sheet in a workbook.

    Attributes:
        title: its heading.
        blocks: what stands in it, in order.
        sheet: a short name for a workbook's sheet; empty for the title.
        bare: true when its sheet begins with its table in the first cell, so that formulas may say where cells stand.
    """

    title: Text
    blocks: tuple[Block, ...] = ()
    sheet: Text = Text(en="", fr="")
    bare: bool = False


@frozen
class Check:
    """
    A rule that the report's own form must keep (fr: *contrôle du modèle*).

    Attributes:
        code: the rule's code in the form: ``UNDP-05``.
        text: what must hold.
        holds: whether it does.
        detail: the figures; may be empty.
        warning: true when a failure is told but does not keep the report from being final.
    """

    code: str
    text: Text
    holds: bool
    detail: Text = Text(en="", fr="")
    warning: bool = False


@frozen
class Report:
    """
    A composed report (fr: *rapport composé*).

    Attributes:
        name: the form's name: ``undp-awp``.
        title: its title.
        header: names and values at its head: programme, period, currency, rate.
        sections: its parts, in order.
        checks: the form's own rules, held or broken.
        subtitle: a line below the title; may be empty.
    """

    name: str
    title: Text
    header: tuple[tuple[Text, Value], ...] = ()
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    subtitle: Text = Text(en="", fr="")

    @property
    def failing(self) -> tuple[Check, ...]:
        """The rules that do not hold and keep the report from being final."""
        return tuple(check for check in self.checks if not check.holds and not check.warning)

    @property
    def is_final(self) -> bool:
        """True when no rule fails; else it is a draft that shows what fails."""
        return not self.failing

    def tables(self) -> Iterator[Table]:
        """Give every table, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block

    def table(self, key: str) -> Table:
        """
        Give a table by its key.

        Raises:
            ReportError: The report has no such table (`report-no-such-table`).
        """
        for table in self.tables():
            if table.key == key:
                return table
        near = did_you_mean(key, [table.key for table in self.tables()])
        raise ReportError(NO_SUCH_TABLE.at(self.name, key, near=near))
