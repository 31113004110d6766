"""`eu-logframe` against its specification."""

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.content import PM, Difference, Product
from tokten_core.model.logframe import Frequency, Indicator, ObjectiveLevel, Reading
from tokten_core.records import evolve
from tokten_core.text import Text
from tokten_report_eu.words import FREQUENCIES, LEVELS, today_s_word

PROGRAMME = load_pack("mali").programme()


def a_reading(indicator, value, women):
    on = dt.date(2009, 3, 31)
    return Reading(
        id=f"{indicator}/{on}", indicator=indicator, on=on, value=Decimal(value), women=None if women is None else Decimal(women)
    )


def with_readings(*readings):
    """Give the logframe of the first half of 2009 with these readings alone."""
    return report("eu-logframe", PROGRAMME.with_records(readings=readings), "2009-S1")


@pytest.fixture(scope="module")
def made():
    return report("eu-logframe", PROGRAMME, "2009-S1")


@pytest.fixture(scope="module")
def logframe(made):
    return made.table("logframe")


BASELINE = ("Valeur de référence (y compris année)", "Baseline (incl. reference year)")
CURRENT = ("Valeur actuelle, date de référence", "Current value, reference date")
TARGET = ("Valeur cible (y compris année)", "Target (incl. reference year)")
COLUMNS = [
    (("", ""), "Chaîne des résultats", "Results chain"),
    (("", ""), "Indicateurs", "Indicators"),
    (BASELINE, "Valeur", "Value"),
    (BASELINE, "Année", "Year"),
    (CURRENT, "Valeur", "Value"),
    (CURRENT, "Femmes", "Women"),
    (CURRENT, "Hommes", "Men"),
    (CURRENT, "Date", "Date"),
    (TARGET, "Valeur", "Value"),
    (TARGET, "Année", "Year"),
    (("", ""), "Sources et moyens de vérification", "Sources and means of verification"),
    (("", ""), "Hypothèses", "Assumptions"),
]


def test_the_columns_are_those_of_the_edition_of_2016(logframe):
    assert [((column.group.fr, column.group.en), column.label.fr, column.label.en) for column in logframe.columns] == COLUMNS


def test_the_chain_goes_from_impact_to_outcomes_to_their_outputs(logframe):
    told = [row.cells["chain"].fr.partition(" — ")[0] for row in logframe.rows if row.cells.get("chain")]

    assert told == [
        "Objectif général : impact", "Objectif spécifique : effet direct (Oc) 1", "Op 1.1 (Oc 1)", "Op 1.1.1 (Oc 1)", "Op 1.1.2 (Oc 1)",
        "Op 1.1.3 (Oc 1)", "Op 1.1.4 (Oc 1)", "Objectif spécifique : effet direct (Oc) 2", "Op 2.1 (Oc 2)",
        "Objectif spécifique : effet direct (Oc) 3", "Op 3.1 (Oc 3)", "Op 3.2 (Oc 3)", "Objectif spécifique : effet direct (Oc) G",
        "Op G.1 (Oc G)", "Op G.2 (Oc G)",
    ]  # fmt: skip


def test_every_indicator_has_its_row(logframe):
    assert {indicator.id for indicator in PROGRAMME.indicators} <= {row.key for row in logframe.rows}


def test_the_assumptions_of_the_impact_are_empty_and_missing_ones_a_gap(logframe):
    """Nothing is assumed above the overall objective."""
    assert logframe.value("oc-0", "assumptions") is None
    assert logframe.value("oc-1", "assumptions").fr == "non renseigné"


def test_a_level_without_an_indicator_says_so(logframe):
    assert logframe.value("oc-0", "indicator").fr == "non renseigné"
    assert logframe.value("op-G.1", "indicator").en == "not stated"


def test_an_indicator_of_an_objective_stands_beside_it():
    added = Indicator(id="satisfied", objective="1", label=Text(en="Satisfied", fr="Satisfaits"), source="pack-reading")
    table = report("eu-logframe", PROGRAMME.with_records(indicators=[*PROGRAMME.indicators, added]), "2009-S1").table("logframe")

    assert table.value("satisfied", "chain").fr.startswith("Objectif spécifique : effet direct (Oc) 1 — ")


def test_a_current_value_is_the_last_reading_up_to_the_end_of_the_period():
    early, late = a_reading("missions-trainers", 12, women=3), a_reading("missions-trainers", 20, women=5)
    later = evolve(late, id="late", on=dt.date(2009, 6, 30))
    after = evolve(late, id="after", on=dt.date(2009, 7, 1), value=Decimal(30))
    table = with_readings(early, after, later).table("logframe")

    assert [table.value("missions-trainers", column) for column in ("current", "women", "men", "current_on")] == [
        20, 5, 15, dt.date(2009, 6, 30),
    ]  # fmt: skip
    assert table.cell("missions-trainers", "men") == Difference("current", minus=("women",))


def test_a_value_never_read_is_told_and_one_not_read_by_sex_has_no_men():
    """Where the women are unknown, the men are not all: they are unknown too."""
    table = with_readings(a_reading("missions-trainers", 12, women=None)).table("logframe")

    assert table.value("research-teams", "current").fr == "non relevé"
    assert table.value("missions-trainers", "current") == 12
    assert table.value("missions-trainers", "women") is table.value("missions-trainers", "men") is None


def test_a_baseline_that_no_document_states_is_a_gap_and_not_zero(logframe):
    assert logframe.value("missions-education", "baseline").en == "not stated"
    assert [logframe.value("antennas-working", column) for column in ("baseline", "baseline_year", "target", "target_year")] == [
        Decimal(11), "2008", Decimal(13), "2011",
    ]  # fmt: skip


def test_sources_say_how_often_they_are_read(logframe):
    assert logframe.value("missions-education", "sources").fr == ("Rapports de mission, rapports d'évaluation des structures ; trimestriel")


def test_activities_stand_below_with_means_and_costs(made):
    table = made.table("activities")

    assert [column.label.fr for column in table.columns] == ["Activités", "Produit", "Responsable", "Moyens", "Coûts (EUR)", "Coûts (FCFA)"]
    assert table.value("awp-2008/3", "chain").fr == "A 1.1.3-2 Missions réalisées : au moins 21"
    assert (table.value("awp-2008/3", "output"), table.value("awp-2008/3", "means").fr) == ("Op 1.1.3", "missions")
    assert len(table.rows) == len(PROGRAMME.activities) + 1


def test_an_activity_costs_its_francs_at_the_parity(made):
    """32 000 000 / 655.957 = 48 783.686..."""
    table = made.table("activities")

    assert table.value("awp-2008/3", "cost") == 4_878_369
    assert isinstance(table.cell("awp-2008/3", "cost"), Product)
    assert table.value("awp-2008/34", "cost") is PM
    assert table.value("total", "local") == 279_836_800


def test_an_activity_that_serves_no_output_stays_below():
    changed = [evolve(each, output=None) if each.id == "awp-2008/61" else each for each in PROGRAMME.activities]
    table = report("eu-logframe", PROGRAMME.with_records(activities=changed), "2009-S1").table("activities")

    assert table.rows[-2].key == "awp-2008/61"
    assert table.value("total", "local") == 279_836_800


def test_an_older_word_has_its_word_of_today(logframe):
    assert [today_s_word(word).fr for word in ("Objectif global", "objectif spécifique", "résultats", "IOV")] == [
        "impact", "effet direct", "produits", "indicateurs",
    ]  # fmt: skip
    assert today_s_word("extrant") is None
    assert (
        "objectif global = impact ; objectif spécifique = effet direct ; résultats = produits ; IOV = indicateurs." in logframe.notes[0].fr
    )


def test_every_level_and_frequency_has_its_words():
    assert set(LEVELS) == set(ObjectiveLevel)
    assert set(FREQUENCIES) == set(Frequency)


def test_what_was_not_read_is_told_and_keeps_no_report_from_being_final():
    others = [indicator.id for indicator in PROGRAMME.indicators if indicator.id != "missions-trainers"]
    told = with_readings(a_reading("missions-trainers", 12, women=None))

    assert told.is_final
    assert [(check.code, check.detail.fr) for check in told.checks if not check.holds] == [
        ("EU-12", ", ".join(others)), ("EU-17-by-sex", "missions-trainers"),
    ]  # fmt: skip


@pytest.mark.parametrize(("women", "failing"), [(0, []), (12, []), (13, ["EU-17"]), (-1, ["EU-17"])])
def test_more_women_than_persons_is_an_error(women, failing):
    assert [check.code for check in with_readings(a_reading("missions-trainers", 12, women=women)).failing] == failing


@pytest.mark.parametrize("period", ["2007", "2012", "2011-Q4"])
def test_a_period_outside_the_programme_is_refused(period):
    with pytest.raises(ReportError) as caught:
        report("eu-logframe", PROGRAMME, period)

    assert "une période du programme : du 1er septembre 2008 au 31 août 2011" in caught.value.say("fr")
