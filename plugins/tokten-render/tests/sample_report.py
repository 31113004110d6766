"""An invented report with everything that a renderer may meet."""

import datetime as dt
from decimal import Decimal

from tokten_core.content import (
    BLANK,
    PM,
    UNKNOWN,
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Check,
    Column,
    Difference,
    Facts,
    Link,
    Links,
    Note,
    Paragraph,
    Product,
    Ratio,
    Report,
    Row,
    Same,
    Section,
    Series,
    Sum,
    Table,
    heading,
    line,
    subtotal,
    total,
)
from tokten_core.money import DOWN, HALF_EVEN, Money
from tokten_core.text import Text, same

DAY = dt.date(2009, 4, 15)
LONG = "long " * 8_000
HOSTILE = "=1+1 <script>alert(1)</script> & « été » *x* #let"


def budget() -> Table:
    usd = Product("xof", over=Decimal(400))
    group = same("Budget")
    columns = (
        Column("label", Text(en="Line", fr="Ligne")),
        Column("xof", Text(en="Budget, FCFA", fr="Budget, FCFA"), "money", "XOF", group=group),
        Column("usd", Text(en="Budget, USD", fr="Budget, USD"), "money", "USD", group=group),
        Column("spent", Text(en="Spent, FCFA", fr="Dépensé, FCFA"), "money", "XOF"),
        Column("left", Text(en="Left, FCFA", fr="Solde, FCFA"), "money", "XOF"),
        Column("rate", Text(en="Delivery", fr="Taux"), "percent"),
    )
    left, rate = Difference("xof", ("spent",)), Ratio("spent", "xof")
    own: dict[str, Cell] = {"usd": usd, "left": left, "rate": rate}
    sums = ("xof", "usd", "spent", "left")
    return Table(
        key="budget",
        columns=columns,
        rows=(
            heading("h1", Text(en="Missions", fr="Missions"), "label"),
            Row("a", {"label": Text(en="Teaching", fr="Enseignement"), "xof": 32_000_000, "spent": 27_500_001, **own}, level=1),
            line("b", label=HOSTILE, xof=Money(375_000, "XOF"), spent=0, **own),
            line("c", label=Text(en="To be seen", fr="Pour mémoire"), xof=PM, usd=PM, rate=rate),
            subtotal("s1", ("a", "b", "c"), *sums, label=Text(en="Subtotal", fr="Sous-total"), rate=rate),
            line("d", label=Text(en="Somewhere", fr="Quelque part"), xof=UNKNOWN, spent=5, **own),
            line("e", label=Text(en="Nothing planned", fr="Rien de prévu"), xof=PM, usd=PM),
            subtotal("s2", ("c", "e"), "xof", "usd", label=Text(en="Nothing but PM", fr="Rien que PM")),
            total("t", ("s1", "d"), "xof", "usd", "spent", label="Total", left=left, rate=rate),
            total("t2", ("s1",), "xof", label=Text(en="Known", fr="Connu"), usd=Same("s1"), spent=Sum(("a", "b"), minus=("b",))),
            line("even", label="half to even", xof=1_000, usd=Product("xof", over=Decimal(3), rounding=HALF_EVEN)),
            line("down", label="cut", xof=1_000, usd=Product("xof", over=Decimal(3), rounding=DOWN)),
        ),
        caption=Text(en="Budget and expenditure", fr="Budget et dépenses"),
        notes=(Text(en="PM: planned without an amount.", fr="PM : prévu sans montant."),),
    )


def units() -> Table:
    """Each kind of column, with a day that no sheet can count and a figure in another currency."""
    columns = (
        Column("what", Text(en="What", fr="Quoi")),
        Column("day", Text(en="Day", fr="Jour"), "date"),
        Column("eur", Text(en="Euros", fr="Euros"), "money", "EUR"),
        Column("round", Text(en="Dollars", fr="Dollars"), "money", "USD", decimals=0),
        Column("exact", Text(en="Hours", fr="Heures"), "decimal"),
        Column("share", Text(en="Share", fr="Part"), "percent", decimals=0),
        Column("done", Text(en="Done", fr="Fait"), "mark"),
    )
    rows = (
        line("a", what="é", day=DAY, eur=Money("655.96", "EUR"), round=100_000, exact=Decimal("12.25"), share=Decimal("0.125"), done=True),
        line(
            "b",
            what="b",
            day=dt.date(1899, 12, 31),
            eur=-1250,
            round=Same("a"),
            exact=7,
            share=Ratio("eur", "eur", over_row="t"),
            done=False,
        ),
        total("t", ("a", "b"), "eur", "exact", what="Total", day=UNKNOWN, round=BLANK),
    )
    return Table("units", columns, rows)


def wide() -> Table:
    months = range(1, 13)
    columns = (
        Column("who", Text(en="Indicator", fr="Indicateur"), width=34),
        *(Column(f"m{month}", same(f"M{month}"), "integer") for month in months),
        Column("x", same("T1"), "mark"),
    )
    rows = (
        line(
            f"r{row}",
            who=Text(en=f"Row {row} of many", fr=f"Ligne {row} parmi d'autres"),
            **{f"m{month}": row * month for month in months},
            x=row % 2 == 0,
        )
        for row in range(1, 60)
    )
    return Table("wide", columns, tuple(rows), Text(en="A table over several pages", fr="Un tableau sur plusieurs pages"))


def charts() -> tuple[Chart, ...]:
    years = (same("2008/2009"), same("2009/2010"), same("2010/2011"))
    funders = (Series(same("UE"), (Decimal(206), Decimal("220.5"), 180)), Series(same("PNUD & <Cie>"), (40, None, 61)))
    title, unit = Text(en="Budget by year", fr="Budget par année"), Text(en="million FCFA", fr="millions de FCFA")
    places = (Text(en="Teaching at the university", fr="Enseignement à l'université"), same("Agriculture"))
    return (
        Chart("grouped", "grouped", title, years, funders, unit),
        Chart("stacked", "stacked", title, years, funders, unit),
        Chart("lying", "lying", Text(en="Missions by field", fr="Missions par domaine"), places, (Series(same("n"), (12_500, 7)),)),
        Chart("line", "line", Text(en="Delivery", fr="Exécution"), years, (Series(same("%"), (10, 45, Decimal("80.5"))),), same("%")),
    )


def hostile() -> Report:
    """What a record may hold to harm the reader of a file, or the file."""
    words = (
        HOSTILE,
        "=1+1",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a & b",
        "bell\x07 nul\x00 esc\x1b",
        "\ud800",
        "_x0041_",
        LONG,
    )
    table = Table(
        "hostile",
        (Column("words", same("Words")), Column("n", same("N"), "integer")),
        tuple(line(f"r{at}", words=each, n=at) for at, each in enumerate(words)),
    )
    links = Links((Link(same("bad"), "javascript:alert(1)"), Link(same("good"), "a b (1).xlsx")))
    section = Section(same("Hostile [*]/: &"), (Paragraph(same(HOSTILE)), table, Facts(((same("=1"), "=2"),)), links))
    double = Section(same("hostile [*]/: &"), (Note(same("\x01")),))
    return Report("hostile", same("=1+1 & <b>"), sections=(section, double), checks=(Check("X & <", same("<i>"), holds=False),))


def report(*, final: bool = False) -> Report:
    glance: tuple[Block, ...] = (
        Cards(
            (
                Card(Text(en="Delivery", fr="Taux d'exécution"), same("85 %"), Text(en="of the budget", fr="du budget"), Decimal("0.85")),
                Card(same("Missions"), same("161")),
                Card(Text(en="Planned", fr="Prévu"), Text(en="USD 80,937.50", fr="80\u202f937,50\u00a0USD")),
                Card(Text(en="Late", fr="En retard"), same("3"), Text(en="of 44 missions", fr="sur 44 missions"), Decimal("1.2")),
            )
        ),
        Paragraph(Text(en="Some words.", fr="Quelques mots : voilà.")),
        *charts(),
        Note(Text(en="Take care.", fr="Attention."), warning=True),
    )
    long_title = Text(en="Wide / wide: a [long] title *that* Excel would refuse?", fr="Large : un [long] titre *que* Excel refuserait ?")
    link = Link(Text(en="Work plan", fr="Plan de travail"), "awp.xlsx", Text(en="a sheet", fr="un classeur"))
    return Report(
        name="sample",
        title=Text(en="A sample: report?", fr="Un modèle : le rapport ?"),
        subtitle=Text(en="invented", fr="inventé"),
        header=(
            (Text(en="Period", fr="Période"), Text(en="first quarter 2009", fr="premier trimestre 2009")),
            (Text(en="Rate", fr="Taux"), Money(400, "XOF")),
        ),
        sections=(
            Section(Text(en="At a glance", fr="En bref"), glance),
            Section(same("Budget"), (budget(), units(), Facts(((Text(en="Day", fr="Date"), DAY),)))),
            Section(long_title, (wide(),)),
            Section(Text(en="Files", fr="Fichiers"), (Links((link,)),)),
        ),
        checks=(
            Check("T-01", Text(en="Totals close.", fr="Les totaux se ferment."), holds=True),
            Check(
                "T-02",
                Text(en="Sources agree.", fr="Les sources concordent."),
                holds=final,
                detail=Text(en="1 against 2", fr="1 contre 2"),
            ),
            Check("T-03", Text(en="In time.", fr="Dans les délais."), holds=False, warning=True),
        ),
    )


def names() -> Report:
    """Names in many scripts, some of which no font of ours has."""
    words = ("Bamakɔ, ɲɛ, ŋ", "جامعة باماكو", "清华大学", "Łódź, Čeština, İstanbul", "\u2713 \U0001f393", "\ufffd")
    return Report("names", same(words[2]), sections=(Section(same("Noms"), tuple(Paragraph(same(each)) for each in words)),))
