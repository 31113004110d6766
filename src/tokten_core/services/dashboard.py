"""
The page that shows a programme at a glance, with links to its files (fr: *tableau de bord*).

It is a report like another: composed here, rendered by whoever renders pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tokten_core.checks import CheckResult
from tokten_core.content import Card, Cards, Chart, Column, Link, Links, Note, Report, Section, Table, line
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.periods import Period, day_in_words
from tokten_core.ports import CountryPack
from tokten_core.services import glance, tables
from tokten_core.services.budgeting import operating_share
from tokten_core.services.missions import cost
from tokten_core.text import Text, same

__all__ = ["dashboard"]


def dashboard(programme: Programme, pack: CountryPack, result: CheckResult, links: Sequence[Link], day: dt.date) -> Report:
    """
    Compose the page of a programme (fr: *tableau de bord*).

    Args:
        programme: the programme.
        pack: its country pack.
        result: what checking it gave.
        links: the files that belong to it.
        day: the day up to which figures are shown; the programme's last recorded day when that is earlier.
    """
    last = min(day, max((entry.on for entry in programme.ledger), default=programme.card.end))
    period = Period(programme.card.start, max(last, programme.card.start))
    sections = [
        Section(
            Text(en="At a glance", fr="En bref"),
            (glance.key_figures(programme, period), _more_figures(programme, pack, result), *_made_up(programme)),
        ),
        Section(Text(en="Charts", fr="Graphiques"), _charts(programme, period)),
        Section(Text(en="Money by source", fr="L'argent par source"), (tables.expenditure(programme, period),)),
        Section(Text(en="Missions", fr="Missions"), (tables.missions(programme, period),)),
        Section(Text(en="What does not agree", fr="Ce qui ne concorde pas"), (_findings(result),)),
    ]
    if links:
        sections.insert(1, Section(Text(en="Files", fr="Fichiers"), (Links(tuple(links)),)))
    return Report(
        name="dashboard",
        title=programme.card.title,
        subtitle=programme.card.executing_agency,
        header=(
            (Text(en="Programme", fr="Programme"), programme.card.whole.text),
            (Text(en="Figures up to", fr="Chiffres arrêtés au"), day_in_words(period.end)),
            (
                Text(en="Rate", fr="Taux"),
                Text(en="{r} FCFA per USD (planning)", fr="{r} FCFA pour 1 USD (planification)").fill(
                    r=programme.card.planning_rate or "—"
                ),
            ),
        ),
        sections=tuple(sections),
    )


def _made_up(programme: Programme) -> tuple[Note, ...]:
    if not any(expert.invented for expert in programme.experts):
        return ()
    words = Text(
        en="Experts, institutions, missions and payments are invented, and every record says so; budget, rules and logframe are the document's.",
        fr="Experts, structures, missions et paiements sont inventés, et chaque enregistrement le dit ; budget, règles et cadre logique sont "
        "ceux du document.",
    )
    return (Note(words),)


def _more_figures(programme: Programme, pack: CountryPack, result: CheckResult) -> Cards:
    totals = [cost(mission, pack).total for mission in programme.missions]
    known = [amount for amount in totals if amount is not None]
    share = operating_share(programme)
    return Cards(
        (
            Card(
                Text(en="Cost of all missions by the rules", fr="Coût de toutes les missions selon les règles"),
                glance.millions(None if not known else _francs(sum(known), programme)),
                Text(en="{n} of {all} have a known cost", fr="{n} sur {all} ont un coût connu").fill(n=len(known), all=len(totals)),
            ),
            Card(
                Text(en="Operating costs and equipment", fr="Fonctionnement et équipement"),
                glance.percent(share.rate),
                Text(en="of the partners' total budget", fr="du budget total des partenaires"),
            ),
            Card(
                Text(en="Findings", fr="Constats"),
                same(str(len(result.findings))),
                Text(en="{open} open, {settled} settled", fr="{open} ouverts, {settled} tranchés").fill(
                    open=len(result.open), settled=len(result.findings) - len(result.open)
                ),
            ),
            Card(
                Text(en="Equalities that hold", fr="Égalités vérifiées"),
                same(str(len(result.holds))),
                Text(en="sums, conversions, tables, payments", fr="sommes, conversions, tableaux, paiements"),
            ),
        )
    )


def _francs(amount: int, programme: Programme) -> Money:
    return Money(amount, programme.card.currency)


def _charts(programme: Programme, period: Period) -> tuple[Chart, ...]:
    return (
        glance.budget_by_source_and_year(programme),
        glance.delivery_by_source(programme, period),
        glance.missions_by_sector(programme, period),
        glance.indicators_against_targets(programme, period),
    )


def _findings(result: CheckResult) -> Table:
    rows = [
        line(
            f"f{number}", code=finding.code, text=finding.text,
            status=Text(en="open", fr="ouvert") if finding.status == "open" else Text(en="settled", fr="tranché"), remedy=finding.remedy,
        )
        for number, finding in enumerate(result.open)
    ]  # fmt: skip
    return Table(
        key="findings",
        columns=(
            Column("code", Text(en="Code", fr="Code"), width=18),
            Column("text", Text(en="Finding", fr="Constat"), width=60),
            Column("status", Text(en="Status", fr="Statut"), width=9),
            Column("remedy", Text(en="Remedy", fr="Remède"), width=45),
        ),
        rows=tuple(rows),
        caption=Text(en="Open findings", fr="Constats ouverts"),
        notes=(
            Text(
                en="Settled findings are in `tokten check`, with the reason of each.",
                fr="Les constats tranchés sont dans « tokten check », avec leur motif.",
            ),
        ),
    )
