"""
An outcome laid out for people: tables to paste into a report, and a picture of each result, as content that any renderer writes.

Amounts stand in tables to the minor unit, and in pictures in millions, cut to two decimals, so that an axis can be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np

from tokten_core.content import Block, Chart, Column, Note, Paragraph, Report, Row, Section, Series, Table, Value, heading, line
from tokten_core.money import HALF_EVEN, rounded
from tokten_core.rules import FUNDER
from tokten_core.rules.costings import BENEFICIARY
from tokten_core.simulation.scenarios.outcome import Outcome, Spread
from tokten_core.simulation.scenarios.sensitivity import Influence, influences
from tokten_core.text import Text, same
from tokten_core.units import money_unit

__all__ = ["simulation_report"]

MILLION: Final = 1_000_000
BARS: Final = 24
"""About as many bars as a histogram has."""
ROUND_STEPS: Final = (1, 2, 5)
MOST_INPUTS: Final = 10
SHARES: Final = (("p05", "0.05", "P5"), ("p50", "0.5", "P50"), ("p95", "0.95", "P95"))
NAMES: Final = {
    ("payer", FUNDER): Text(en="no source yet", fr="sans bailleur encore"),
    ("payer", BENEFICIARY): Text(en="beneficiaries", fr="bénéficiaires"),
    ("line", ""): Text(en="no line yet", fr="sans ligne encore"),
    ("missions", "held"): Text(en="missions held", fr="missions tenues"),
    ("missions", "funded"): Text(en="of which funded", fr="dont financées"),
    ("missions", "cancelled"): Text(en="missions cancelled", fr="missions annulées"),
    ("missions", "fallen_out"): Text(en="missions delayed too long", fr="missions trop retardées"),
}
TOTAL: Final = Text(en="total", fr="total")
BY: Final = {
    "payer": Text(en="By payer", fr="Par payeur"),
    "year": Text(en="By programme year", fr="Par année de programme"),
    "line": Text(en="By budget line", fr="Par ligne budgétaire"),
    "component": Text(en="By component", fr="Par composante"),
    "beside": Text(en="Beside the total", fr="En sus du total"),
}
EXPLAINED: Final = Text(
    en="P5, P50 and P95 are order statistics: the least amount that 5, 50, 95 % of the runs do not exceed. The total is the missions' cash: "
    "neither lodging in kind nor support cost. A cancelled mission costs nothing but what the scenario says is lost of its ticket.",
    fr="P5, P50 et P95 sont des statistiques d'ordre : le plus petit montant que 5, 50, 95 % des tirages ne dépassent pas. Le total est celui des "
    "espèces des missions : ni l'hébergement en nature ni le coût d'appui. Une mission annulée ne coûte que ce que le scénario dit perdu de son billet.",
)
FUNDED: Final = Text(
    en="Missions are funded in the order of their first days as planned, until the first that the envelope no longer covers; that one and those after it wait.",
    fr="Les missions sont financées dans l'ordre prévu de leurs premiers jours, jusqu'à la première que l'enveloppe ne couvre plus ; celle-ci et les suivantes attendent.",
)
INFLUENCE: Final = Text(
    en="Low and high: the mean total of the tenth of the runs with the lowest and the highest value of the input.",
    fr="Bas et haut : le total moyen du dixième des tirages où la donnée est la plus basse, et la plus haute.",
)
INCOMPLETE: Final = Text(
    en="Incomplete: {count} missions are left out. {reasons}", fr="Incomplet : {count} missions sont laissées de côté. {reasons}"
)


def simulation_report(outcome: Outcome) -> Report:
    """
    Compose the report of a simulation (fr: *rapport de simulation*).

    .. versionadded:: 0.1
    """
    header: tuple[tuple[Text, Value], ...] = (
        (Text(en="Runs", fr="Tirages"), outcome.runs),
        (Text(en="Seed", fr="Graine"), outcome.seed),
        (Text(en="Missions planned", fr="Missions prévues"), outcome.missions),
        (Text(en="Currency", fr="Monnaie"), outcome.currency),
    )
    sections = (
        Section(Text(en="Cost", fr="Coût"), tuple(_cost(outcome))),
        Section(Text(en="Money and missions", fr="Argent et missions"), tuple(_money(outcome))),
        Section(Text(en="Targets", fr="Cibles"), tuple(_targets(outcome))),
        Section(Text(en="What moves the total", fr="Ce qui pèse sur le total"), tuple(_inputs(outcome))),
    )
    return Report(
        "simulation",
        outcome.title,
        header,
        tuple(section for section in sections if section.blocks),
        subtitle=Text(en="Simulation", fr="Simulation"),
    )


def _label(outcome: Outcome, what: str, name: str) -> Text:
    return NAMES.get((what, name)) or outcome.label(what, name)


def _cost(outcome: Outcome) -> Iterator[Block]:
    if outcome.left_out:
        reasons = "; ".join(f"{mission}" for mission, _ in outcome.left_out[:5]) + ("…" if len(outcome.left_out) > 5 else "")  # noqa: PLR2004 - a few are enough
        yield Note(INCOMPLETE.fill(count=len(outcome.left_out), reasons=reasons), warning=True)
    yield _costs(outcome)
    yield _histogram(outcome)
    years = [year for year in outcome.names("year") if outcome.spread("year", year).quantile("0.95") > 0]
    if len(years) > 1:
        yield _fan(outcome, years)
    yield Paragraph(EXPLAINED)
    yield _deciles(outcome)


def _columns(outcome: Outcome, first: Text, kind: str = "money") -> tuple[Column, ...]:
    code = outcome.currency if kind == "money" else ""
    wanted = (
        ("mean", Text(en="Mean", fr="Moyenne")),
        *((key, same(name)) for key, _, name in SHARES),
        ("least", Text(en="Least", fr="Minimum")),
        ("greatest", Text(en="Greatest", fr="Maximum")),
    )
    return (
        Column("what", first),
        *(Column(key, label, "money" if code else "decimal", code, None if code else 1) for key, label in wanted),
    )


def _cells(spread: Spread, *, money: bool = True) -> dict[str, int | Decimal]:
    mean: int | Decimal = rounded(spread.mean, HALF_EVEN) if money else Decimal(rounded(spread.mean * 10, HALF_EVEN)) / 10
    return {"mean": mean, **{key: spread.quantile(share) for key, share, _ in SHARES}, "least": spread.least, "greatest": spread.greatest}


def _costs(outcome: Outcome) -> Table:
    rows: list[Row] = [Row("total", {"what": TOTAL, **_cells(outcome.spread("total"))}, "total")]
    for what, title in BY.items():
        spreads = {name: outcome.spread(what, name) for name in outcome.names(what)}
        met = {name: spread for name, spread in spreads.items() if spread.greatest > 0}
        if met:
            rows.append(heading(what, title, "what"))
            rows += [line(f"{what} {name}", what=_label(outcome, what, name), **_cells(spread)) for name, spread in met.items()]
    runs = f"{outcome.runs:,}".replace(",", " ")
    caption = Text(en=f"Cost over {runs} runs", fr=f"Coût sur {runs} tirages")
    return Table("costs", _columns(outcome, Text(en="Cost", fr="Coût")), tuple(rows), caption)


def _deciles(outcome: Outcome) -> Table:
    spread = outcome.spread("total")
    columns = (
        Column("share", Text(en="Share of the runs", fr="Part des tirages"), "percent", decimals=0),
        Column("total", Text(en="Total at most", fr="Total au plus"), "money", outcome.currency),
    )
    rows = tuple(line(f"d{tenth}", share=Decimal(tenth) / 10, total=value) for tenth, value in enumerate(spread.deciles, start=1))
    return Table("deciles", columns, rows, Text(en="Deciles of the total", fr="Déciles du total"))


def _millions(outcome: Outcome, units: int | Fraction) -> Decimal:
    """Give an amount in millions of the currency, two decimals."""
    return Decimal(rounded(Fraction(units) * 100 / (MILLION * money_unit(outcome.currency).sub_unit), HALF_EVEN)) / 100


def _unit(outcome: Outcome) -> Text:
    word = money_unit(outcome.currency).many
    return Text(en="millions of {word}", fr="millions de {word}").fill(word=word)


def _histogram(outcome: Outcome) -> Chart:
    """Count the runs by total, in steps of a round number of millions."""
    values = outcome.spread("total").values
    step = _round_step(int(values[-1] - values[0]) // BARS)
    first, last = int(values[0]) // step, int(values[-1]) // step
    counts = np.bincount(values // step - first, minlength=last - first + 1)
    ends = [_plain(_millions(outcome, (first + number) * step)) for number in range(len(counts))]
    title = Text(en="Runs by total cost, from … {unit}", fr="Tirages selon le coût total, à partir de … {unit}").fill(unit=_unit(outcome))
    series = Series(Text(en="runs", fr="tirages"), tuple(int(count) for count in counts))
    return Chart("total", "grouped", title, tuple(ends), (series,), Text(en="runs", fr="tirages"))


def _plain(number: Decimal) -> Text:
    words = f"{number.normalize():f}"
    return Text(en=words, fr=words.replace(".", ","))


def _round_step(units: int) -> int:
    power = 1
    while True:
        for times in ROUND_STEPS:
            if times * power >= units:
                return times * power
        power *= 10


def _fan(outcome: Outcome, years: list[str]) -> Chart:
    series = []
    for _, share, name in SHARES:
        series.append(Series(same(name), tuple(_millions(outcome, outcome.spread("year", year).quantile(share)) for year in years)))
    title = Text(en="Cost by programme year", fr="Coût par année de programme")
    return Chart("years", "grouped", title, tuple(map(same, years)), tuple(series), _unit(outcome))


def _money(outcome: Outcome) -> Iterator[Block]:
    if outcome.names("left"):
        yield _envelopes(outcome)
        yield _left(outcome)
        yield Paragraph(FUNDED)
    counts = {name: outcome.spread("missions", name) for name in ("held", "funded", "cancelled", "fallen_out")}
    met = {name: spread for name, spread in counts.items() if spread.greatest > 0 or name in {"held", "funded"}}
    rows = tuple(line(name, what=NAMES["missions", name], **_cells(spread, money=False)) for name, spread in met.items())
    yield Table(
        "missions",
        _columns(outcome, Text(en="Missions", fr="Missions"), "count"),
        rows,
        Text(en="Missions over the runs", fr="Missions sur les tirages"),
    )


def _source_and_year(outcome: Outcome, name: str) -> Text:
    source, _, year = name.rpartition(" ")
    return outcome.label("payer", source) + same(f", {year}")


def _envelopes(outcome: Outcome) -> Table:
    code = outcome.currency
    columns = (
        Column("what", Text(en="Envelope", fr="Enveloppe")),
        Column("budget", Text(en="Budget (P50)", fr="Budget (P50)"), "money", code),
        *(Column(key, Text(en="Left {share}", fr="Reste {share}").fill(share=label), "money", code) for key, _, label in SHARES),
        Column("lacking", Text(en="Runs that lack money", fr="Tirages où l'argent manque"), "percent", decimals=1),
        Column("funded", Text(en="Missions funded (P50)", fr="Missions financées (P50)"), "integer"),
    )
    rows = []
    for name in outcome.names("left"):
        left = outcome.spread("left", name)
        share = outcome.probability(lambda units: units < 0, "left", name)
        cells = {key: left.quantile(at) for key, at, _ in SHARES}
        more = {"budget": outcome.spread("envelope", name).quantile("0.5"), "funded": outcome.spread("funded", name).quantile("0.5")}
        rows.append(line(name, what=_source_and_year(outcome, name), lacking=_share(share), **cells, **more))
    caption = Text(en="Money left, or lacking (below zero), by envelope", fr="Argent restant, ou manquant (négatif), par enveloppe")
    return Table("envelopes", columns, tuple(rows), caption)


def _share(share: Fraction) -> Decimal:
    return Decimal(rounded(share * 10_000, HALF_EVEN)) / 10_000


def _left(outcome: Outcome) -> Chart:
    names = outcome.names("left")
    series = [
        Series(same(label), tuple(_millions(outcome, outcome.spread("left", name).quantile(share)) for name in names))
        for _, share, label in SHARES
    ]
    title = Text(en="Money left by envelope, lacking below zero", fr="Argent restant par enveloppe, manquant sous zéro")
    return Chart("left", "grouped", title, tuple(_source_and_year(outcome, name) for name in names), tuple(series), _unit(outcome))


def _targets(outcome: Outcome) -> Iterator[Block]:
    targets = list(outcome.targets())
    if not targets:
        return
    columns = (
        Column("what", Text(en="Indicator", fr="Indicateur")),
        Column("target", Text(en="Target", fr="Cible"), "integer"),
        *(Column(key, same(label), "integer") for key, _, label in SHARES),
        Column("reached", Text(en="Runs that reach it", fr="Tirages qui l'atteignent"), "percent", decimals=1),
    )
    rows = []
    for target in targets:
        counts = outcome.spread("target", target.indicator)
        cells = {key: counts.quantile(share) for key, share, _ in SHARES}
        rows.append(line(target.indicator, what=target.label, target=target.target, reached=_share(target.probability), **cells))
    yield Table(
        "targets",
        columns,
        tuple(rows),
        Text(en="Targets reached, in missions held and funded", fr="Cibles atteintes, en missions tenues et financées"),
    )
    reached = Series(
        Text(en="runs", fr="tirages"), tuple(Decimal(rounded(target.probability * 1000, HALF_EVEN)) / 10 for target in targets)
    )
    title = Text(en="Runs that reach the target", fr="Tirages qui atteignent la cible")
    yield Chart(
        "targets", "lying", title, tuple(target.label for target in targets), (reached,), Text(en="% of the runs", fr="% des tirages")
    )


def _inputs(outcome: Outcome) -> Iterator[Block]:
    found = influences(outcome)
    if not found:
        return
    code = outcome.currency
    columns = (
        Column("what", Text(en="Input", fr="Donnée")),
        Column("correlation", Text(en="Rank correlation", fr="Corrélation des rangs"), "decimal", decimals=2),
        Column("share", Text(en="Share", fr="Part"), "percent", decimals=1),
        Column("low", Text(en="Total, input low", fr="Total, donnée basse"), "money", code),
        Column("high", Text(en="Total, input high", fr="Total, donnée haute"), "money", code),
    )
    rows = tuple(line(each.name, what=_label(outcome, "input", each.name), **_influence(each)) for each in found)
    yield Table("inputs", columns, rows, Text(en="What moves the total most", fr="Ce qui fait le plus bouger le total"))
    yield _tornado(outcome, found[:MOST_INPUTS])
    yield Paragraph(INFLUENCE)


def _influence(each: Influence) -> dict[str, int | Decimal]:
    correlation, share = (Decimal(round(value * 10_000)) / 10_000 for value in (each.correlation, each.share))
    return {"correlation": correlation, "share": share, "low": each.low, "high": each.high}


def _tornado(outcome: Outcome, found: tuple[Influence, ...]) -> Chart:
    mean = outcome.spread("total").mean
    ends = (
        (Text(en="input low", fr="donnée basse"), [each.low for each in found]),
        (Text(en="input high", fr="donnée haute"), [each.high for each in found]),
    )
    series = tuple(Series(label, tuple(_millions(outcome, units - mean) for units in values)) for label, values in ends)
    title = Text(en="Total less its mean, input low and high", fr="Total moins sa moyenne, donnée basse et haute")
    return Chart("inputs", "lying", title, tuple(_label(outcome, "input", each.name) for each in found), series, _unit(outcome))
