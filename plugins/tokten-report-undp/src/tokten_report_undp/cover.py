"""
The cover page of the annual work plan, in the order of the form of 2008.

A fact that the records do not hold is printed as a gap: the document leaves Atlas identifier, management arrangement and others blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokten_core.claims import ClaimState
from tokten_core.content import Facts, Note, Table, Value, amount
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.logframe import Objective, ObjectiveLevel
from tokten_core.ports import CountryPack
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_report_undp.plan import Plan
from tokten_report_undp.plan_tables import GAP, currency_words

__all__ = ["blanks", "cover"]

TO_SIGN: Final = same("…………………………")
NOTHING_UNFUNDED: Final = Text(en="none: every amount of the plan names its source", fr="néant : chaque montant du plan nomme sa source")


def cover(plan: Plan, pack: CountryPack, table: Table) -> Facts:
    """
    Give the facts of the cover page, in the order of the form.

    Args:
        plan: the plan.
        pack: the pack, for the name of the country.
        table: the plan's table, for its totals.
    """
    return Facts((*_identity(plan, pack), *_management(plan), *_money(plan, table), *_signatures()))


def blanks(plan: Plan) -> tuple[Note, ...]:
    """Say what the founding document itself leaves blank, so that a gap here is told from one of ours."""
    empty = [_after_colon(claim.subject) for claim in plan.programme.claims if claim.table == "cover" and claim.state is ClaimState.BLANK]
    words = Text(en="Blank on the document's cover too: {subjects}.", fr="Laissés vides sur la couverture du document aussi : {subjects}.")
    return (Note(words.fill(subjects=joined(empty, SEMICOLON))),) if empty else ()


def _identity(plan: Plan, pack: CountryPack) -> Iterator[tuple[Text, Value]]:
    card, objectives = plan.programme.card, plan.programme.objectives
    impacts = [each for each in objectives if each.level is ObjectiveLevel.IMPACT]
    outcomes = [each for each in objectives if each.level is ObjectiveLevel.OUTCOME and each.policy_link]
    yield Text(en="Country", fr="Pays"), pack.costs.countries.get(card.country, same(card.country))
    yield Text(en="Project title", fr="Titre du projet"), card.title
    yield Text(en="UNDAF outcome(s)", fr="Effet(s) UNDAF"), _links(impacts)
    yield Text(en="Expected CP outcome(s)", fr="Effet(s) attendu(s) du CPAP"), _links(outcomes)
    yield Text(en="Expected outputs", fr="Produits attendus"), joined([each.label for each in outcomes], SEMICOLON) or GAP
    yield Text(en="Implementing partner", fr="Partenaire de réalisation"), card.executing_agency or GAP
    yield Text(en="Responsible parties", fr="Parties responsables"), joined([each.name for each in plan.programme.donors], SEMICOLON) or GAP
    yield Text(en="Brief description", fr="Brève description"), joined([each.label for each in impacts], SEMICOLON) or GAP


def _management(plan: Plan) -> Iterator[tuple[Text, Value]]:
    card = plan.programme.card
    yield Text(en="Programme period", fr="Période du programme"), same(f"{card.start.year}-{card.end.year}")
    yield Text(en="Programme component", fr="Composante"), GAP
    yield Text(en="Atlas award ID", fr="Numéro du projet (Atlas)"), GAP
    yield Text(en="Start and end dates", fr="Dates de début et de fin"), card.whole.text
    yield (
        Text(en="Work plan of the programme year", fr="Plan de l'année de programme"),
        same(f"{plan.year} : ") + card.period(plan.year).text,
    )
    yield Text(en="Management arrangement", fr="Modalité de gestion"), GAP


def _money(plan: Plan, table: Table) -> Iterator[tuple[Text, Value]]:
    for column in (table.column(plan.local), table.column("amount")):
        label = Text(en="Total budget of the plan, ", fr="Budget total du plan, ") + currency_words(column.currency)
        yield label, amount(table.value("all", column.key), column) or GAP
    for source in plan.programme.funding_sources:
        own = plan.of_source(source.id)
        if own:
            yield _allocated(source), plan.total(own)
    for source, counterpart in plan.counterpart:
        yield _allocated(source), counterpart
    yield Text(en="Allocated resources: in kind", fr="Ressources allouées : en nature"), GAP
    support = [entry for entry in plan.entries if entry.activity.kind is CostKind.SUPPORT_COST]
    yield Text(en="General management support (GMS)", fr="Appui général à la gestion (GMS)"), plan.total(support) if support else GAP
    unfunded = plan.of_source(None)
    yield Text(en="Unfunded budget", fr="Budget non financé"), plan.total(unfunded) if unfunded else NOTHING_UNFUNDED


def _signatures() -> Iterator[tuple[Text, Value]]:
    yield Text(en="Agreed by the implementing partner", fr="Accord du partenaire de réalisation"), TO_SIGN
    yield Text(en="Agreed by UNDP", fr="Accord du PNUD"), TO_SIGN


def _allocated(source: FundingSource) -> Text:
    """Name a source by its short code: the sheet of totals has the full name."""
    return Text(en="Allocated resources: ", fr="Ressources allouées : ") + same(source.id.upper())


def _after_colon(subject: Text) -> Text:
    return Text(en=subject.en.partition(":")[2].strip() or subject.en, fr=subject.fr.partition(":")[2].strip() or subject.fr)


def _links(objectives: list[Objective]) -> Text:
    links = [link.strip() for each in objectives for link in each.policy_link.split(";")]
    return same(" ; ".join(dict.fromkeys(link for link in links if link))) or GAP
