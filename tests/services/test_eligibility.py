"""Who may pay: kind of cost, residence and day decide, and a refusal names the one that does, in both languages."""

import datetime as dt

import pytest

from tokten_core.errors import InputError, UsageError
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, CountryGroup, Donor, EligibleCost, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.services.eligibility import entry_refusal, mission_refusal, refusal, who_may_pay
from tokten_core.sources import Source
from tokten_core.text import Text, same

START, END = dt.date(2008, 9, 1), dt.date(2010, 8, 31)
PROGRAMME = Programme(
    programme=(ProgrammeCard(id="p", pack="mali", title=same("p"), country="ML", start=START, end=dt.date(2011, 8, 31), year_start_month=9),),
    sources=(Source(id="s", document=same("Made up")),),
    donors=(Donor(id="d", name=same("d")),),
    country_groups=(CountryGroup(id="near", label=Text(en="neighbours", fr="voisins"), countries=("SN", "CI"), source="s"),),
    funding_sources=(
        FundingSource(id="narrow", donor="d", label=same("Narrow"), start=START, end=END, source="s"),
        FundingSource(id="open", donor="d", label=same("Open"), source="s"),
        FundingSource(id="empty", donor="d", label=same("Empty"), source="s"),
    ),
    eligible_costs=(
        EligibleCost(id="1", funding_source="narrow", kind=CostKind.MISSIONS, countries="near", source="s"),
        EligibleCost(id="2", funding_source="narrow", kind=CostKind.STAFF, end=dt.date(2009, 8, 31), source="s"),
        EligibleCost(id="3", funding_source="open", kind=CostKind.MISSIONS, source="s"),
    ),
    budget_items=tuple(BudgetItem(id=kind.value, label=same(kind.value), kind=kind, source="s") for kind in (CostKind.MISSIONS, CostKind.STAFF)),
    budget_lines=tuple(
        BudgetLine(id=f"{kind}/{source}", item=kind, funding_source=source, year="2009/2010", amount=Money(1, "XOF"), source="s")
        for kind, source in (("missions", "narrow"), ("staff", "narrow"), ("staff", "open"))
    ),
    missions=(Mission(id="M1", residence="SN", start=dt.date(2010, 8, 30), end=dt.date(2010, 9, 12)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kind", "residence", "day", "column"),
    [
        ("narrow", CostKind.MISSIONS, "SN", START, None),
        ("narrow", CostKind.MISSIONS, "CI", END, None),
        ("narrow", CostKind.MISSIONS, "FR", START, "residence"),
        ("narrow", CostKind.MISSIONS, "SN", START - dt.timedelta(days=1), "start"),
        ("narrow", CostKind.MISSIONS, "SN", END + dt.timedelta(days=1), "start"),
        ("narrow", CostKind.MISSIONS, None, None, None),
        ("narrow", CostKind.STAFF, None, dt.date(2009, 8, 31), None),
        ("narrow", CostKind.STAFF, None, dt.date(2009, 9, 1), "start"),
        ("narrow", CostKind.LODGING, None, START, "source"),
        ("open", CostKind.MISSIONS, "FR", dt.date(1999, 1, 1), None),
        ("empty", CostKind.MISSIONS, "SN", START, "source"),
    ],
)
def test_kind_residence_and_day_decide(source, kind, residence, day, column):
    """An entitlement's own last day comes before its source's; first and last day both count; what nobody knows refuses nothing."""
    found = refusal(PROGRAMME, source, kind, residence, day)

    assert (None if found is None else found.facts["column"]) == column


def test_a_refusal_is_said_in_both_languages_with_what_is_allowed():
    found = refusal(PROGRAMME, "narrow", CostKind.MISSIONS, "FR", START, place="M9")

    assert found.say("en") == (
        "M9: not eligible for Narrow: the expert lives in FR. Allowed: missions (residence: neighbours; 1 September 2008 to 31 August 2010) "
        "[Made up]. Name another source, or correct the facts. [source-not-eligible]"
    )
    assert found.say("fr") == (
        "M9 : non éligible pour Narrow : résidence de l'expert : FR. Admis : missions (résidence : voisins ; du 1er septembre 2008 au "
        "31 août 2010) [Made up]. Nommez une autre source, ou corrigez les données. [source-not-eligible]"
    )


def test_a_source_that_may_pay_nothing_says_so():
    assert refusal(PROGRAMME, "empty", CostKind.STAFF).say("fr") == (
        "non éligible pour Empty : son argent est pour d'autres dépenses que personnel. Admis : rien. "
        "Nommez une autre source, ou corrigez les données. [source-not-eligible]"
    )


def test_an_unknown_source_is_the_callers_slip():
    with pytest.raises(UsageError) as caught:
        refusal(PROGRAMME, "narow", CostKind.MISSIONS)

    assert caught.value.say("en") == (
        "source: there is no source narow (did you mean narrow?). Allowed: narrow, open, empty. Correct the name. [unknown-source]"
    )


@pytest.mark.parametrize(
    ("source", "facts", "place"),
    [
        ("empty", {}, "missions[M1].funding_source"),
        ("narrow", {"residence": "FR"}, "missions[M1].residence"),
        ("narrow", {"start": dt.date(2010, 9, 1)}, "missions[M1].start"),
    ],
)
def test_a_mission_is_refused_at_the_field_that_decides(source, facts, place):
    mission = Mission(**{"id": "M1", "residence": "SN", "start": END, "end": dt.date(2010, 9, 13), **facts})

    assert mission_refusal(PROGRAMME, mission, source).place == place


def test_every_source_is_asked():
    answers = who_may_pay(PROGRAMME, PROGRAMME.missions[0])

    assert {source: answer is None for source, answer in answers.items()} == {"narrow": True, "open": True, "empty": False}


def an_entry(line, on, mission=None):
    return LedgerEntry(id="e", kind=EntryKind.EXPENDITURE, on=on, budget_line=line, amount=Money(1, "XOF"), mission=mission)


@pytest.mark.parametrize(
    ("line", "on", "mission", "column"),
    [
        ("missions/narrow", dt.date(2010, 9, 20), "M1", None),
        ("missions/narrow", dt.date(2010, 9, 20), None, "start"),
        ("staff/narrow", dt.date(2009, 8, 31), None, None),
        ("staff/narrow", dt.date(2009, 9, 1), None, "start"),
        ("staff/open", START, None, "source"),
    ],
)
def test_an_entry_is_judged_by_its_line_and_its_mission(line, on, mission, column):
    """A mission begun in time may be paid after the source's last day; other costs may not."""
    found = entry_refusal(PROGRAMME, an_entry(line, on, mission))

    assert (None if found is None else (found.facts["column"], found.place)) == (
        None if column is None else (column, "ledger[e].budget_line")
    )


def test_an_entry_on_no_known_line_is_refused():
    with pytest.raises(InputError) as caught:
        entry_refusal(PROGRAMME, an_entry("paper", START))

    assert caught.value.code == "broken-reference"
