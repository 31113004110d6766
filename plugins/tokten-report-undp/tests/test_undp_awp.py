"""`undp-awp` against the document's Annexe 1 and the specification of the form."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.content import PM, UNKNOWN, Difference, Facts, Product, Sum
from tokten_core.plugins import plugins
from tokten_core.records import evolve

PROGRAMME = load_pack("mali").programme()
FRANCS, DOLLARS = "amount_xof", "amount"


@pytest.fixture(scope="module")
def plan():
    return report("undp-awp", PROGRAMME, "2008/2009")


def annexe_1():
    with (Path(__file__).parent / "cases" / "annexe_1.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_activity(key, **changes):
    """Give the plan's report after one activity was changed."""
    changed = [evolve(activity, **changes) if activity.id == key else activity for activity in PROGRAMME.activities]
    return report("undp-awp", PROGRAMME.with_records(activities=changed), "2008/2009")


def check_of(made, code):
    return next(check for check in made.checks if check.code == code)


def test_the_form_is_installed_and_is_a_workbook():
    assert plugins().form("undp-awp").formats[0] == ".xlsx"


def test_the_title_is_the_document_s_and_the_header_names_the_programme_year(plan):
    """The document calls the plan of its first programme year *2008*."""
    assert plan.title.fr == "Plan de travail annuel 2008"
    assert plan.header[0][1].fr == "2008/2009 : du 1er septembre 2008 au 31 août 2009"


@pytest.mark.parametrize("case", annexe_1(), ids=lambda case: case["ligne"])
def test_a_figure_is_that_of_annexe_1(plan, case):
    """Figures as printed, where the annex closes; the misprinted 29 4000 000 as read."""
    table = plan.table("awp")

    assert table.value(case["ligne"], FRANCS) == int(case["montant_fcfa"])
    assert table.value(case["ligne"], DOLLARS) == int(case["montant_usd"]) * 100


def test_every_amount_of_the_plan_is_held_to_annexe_1(plan):
    """No row with an amount and no total is left out of the table of cases, save the total of management, which the annex does not print."""
    amounts = {row.key for row in plan.table("awp").rows if isinstance(plan.table("awp").value(row.key, FRANCS), int)}

    assert amounts - {case["ligne"] for case in annexe_1()} == {"s-G"}


def test_totals_are_sums_and_dollars_are_francs_at_the_planning_rate(plan):
    table = plan.table("awp")

    assert all(
        isinstance(table.cell(row, column), Sum) for row in ("s-1", "m-G.2", "o-G.1", "total", "all") for column in (FRANCS, DOLLARS)
    )
    assert table.cell("awp-2008/3", DOLLARS) == Product(FRANCS, over=Decimal(400))
    assert isinstance(plan.table("by-source").cell("ce", "difference"), Difference)


COLUMNS = [
    ("output", "", "Produits escomptés ; données de référence, indicateurs et cibles annuelles",
     "Expected outputs, and baseline, associated indicators and annual targets"),
    ("activity", "", "Activités prévues : résultats et actions associées", "Planned activities: list activity results and associated actions"),
    ("q1", "Calendrier", "T1", "Q1"),
    ("q2", "Calendrier", "T2", "Q2"),
    ("q3", "Calendrier", "T3", "Q3"),
    ("q4", "Calendrier", "T4", "Q4"),
    ("responsible", "", "Partie responsable", "Responsible party"),
    ("source", "Budget prévu", "Source de financement", "Funding source"),
    ("budget_description", "Budget prévu", "Description budgétaire", "Budget description"),
    ("amount_xof", "Budget prévu", "Montant en FCFA", "Amount in FCFA"),
    ("amount", "Budget prévu", "Montant en USD", "Amount in USD"),
]  # fmt: skip


def test_the_columns_are_those_of_the_form(plan):
    """Francs stand before dollars, because they are authoritative."""
    shown = [(column.key, column.group.fr, column.label.fr, column.label.en) for column in plan.table("awp").columns]

    assert shown == COLUMNS


def test_the_cover_page_has_the_facts_of_the_form_of_2008_in_their_order(plan):
    (facts,) = (block for block in plan.sections[0].blocks if isinstance(block, Facts))

    assert [label.fr for label, _ in facts.items] == [
        "Pays", "Titre du projet", "Effet(s) UNDAF", "Effet(s) attendu(s) du CPAP", "Produits attendus", "Partenaire de réalisation",
        "Parties responsables", "Brève description", "Période du programme", "Composante", "Numéro du projet (Atlas)",
        "Dates de début et de fin", "Plan de l'année de programme", "Modalité de gestion", "Budget total du plan, FCFA",
        "Budget total du plan, USD", "Ressources allouées : CE", "Ressources allouées : PNUD",
        "Ressources allouées : SCAC", "Ressources allouées : BSI", "Ressources allouées : en nature",
        "Appui général à la gestion (GMS)", "Budget non financé", "Accord du partenaire de réalisation", "Accord du PNUD",
    ]  # fmt: skip


def test_the_cover_page_prints_what_is_known_and_a_gap_where_nothing_is(plan):
    facts = {label.fr: str(getattr(value, "fr", value)) for label, value in plan.sections[0].blocks[0].items}

    assert facts["Pays"] == "Mali"
    assert facts["Effet(s) UNDAF"] == "PNUAD 2008-2012, effet 2"
    assert facts["Effet(s) attendu(s) du CPAP"] == "CPAP, produit 2.2.1 ; résultat 2.1.1"
    assert facts["Budget total du plan, USD"] == "887092 USD"
    assert facts["Ressources allouées : SCAC"] == "33648000 XOF"
    assert facts["Appui général à la gestion (GMS)"] == "13488800 XOF"
    assert {
        facts[name] for name in ("Numéro du projet (Atlas)", "Modalité de gestion", "Composante", "Ressources allouées : en nature")
    } == {"non renseigné (lacune)"}
    assert plan.sections[0].blocks[1].text.fr.startswith("Laissés vides sur la couverture du document aussi : identifiant Atlas ; ")


def test_a_line_pour_memoire_stays_and_product_2_holds_nothing_else(plan):
    table = plan.table("awp")

    assert table.value("awp-2008/34", FRANCS) is PM
    assert table.value("s-2", FRANCS) is table.value("s-2", DOLLARS) is PM


def test_rows_stand_in_the_order_of_the_annex(plan):
    ranks = [int(row.key.partition("/")[2]) for row in plan.table("awp").rows if row.key.startswith("awp-2008/")]

    assert ranks == sorted(ranks)
    assert len(ranks) == 40


def test_subtotals_stand_where_the_annex_has_them(plan):
    """Staff is closed before supplies; bank charges, support cost and sundries follow the subtotal of what is bought."""
    keys = [row.key.removeprefix("awp-2008/") for row in plan.table("awp").rows]

    assert keys[keys.index("h-G") :] == [
        "h-G", "50", "51", "o-G.1", "54", "55", "56", "57", "m-G.2", "59", "60", "61", "o-G.2", "s-G", "total", "counterpart-bsi", "all",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        ("awp-2008/3", [None, None, True, True]),
        ("awp-2008/5", [None, None, True, "?"]),
        ("awp-2008/27", [None, None, "?", "?"]),
        ("awp-2008/54", [None, None, None, None]),
    ],
)
def test_a_mark_that_cannot_be_placed_is_a_question_mark(plan, row, marks):
    """It can only stand in a quarter that the plan uses: nothing is marked in the first two."""
    assert [plan.table("awp").value(row, quarter) for quarter in ("q1", "q2", "q3", "q4")] == marks


def test_each_reading_of_ours_is_told_below_the_table_with_its_rows(plan):
    notes = [note.fr for note in plan.table("awp").notes]

    assert any(note.startswith("1.1.1-3 : Aucune source n'est imprimée sur la ligne") for note in notes)
    assert any(note.startswith("1.1.2-1, 3.1-2, G.2-3, G.2-4 : Une croix est imprimée") for note in notes)
    assert any(note.startswith("Produit 1.1 : Numéroté 1.1.1 dans l'Annexe 1") for note in notes)


def test_an_output_is_told_once_with_its_baseline_and_target(plan):
    table = plan.table("awp")

    assert table.value("awp-2008/30", "output").fr == (
        "1.1.4 Appui aux formations doctorales, à la formation des formateurs et aux filières courtes. "
        "Référence : Les enseignants et encadreurs qualifiés manquent cruellement. Cible : Au moins 32 nouveaux enseignants docteurs"
    )
    assert table.value("awp-2008/31", "output") is table.value("awp-2008/59", "output") is None
    assert [row.key for row in table.rows if row.kind == "line" and row.cells.get("output")] == [
        "awp-2008/2", "awp-2008/16", "awp-2008/22", "awp-2008/27", "awp-2008/30", "awp-2008/34", "awp-2008/41", "awp-2008/46", "awp-2008/50",
        "awp-2008/54", "counterpart-bsi",
    ]  # fmt: skip


def test_an_account_is_marked_as_ours_unless_the_plan_prints_it(plan):
    printed = with_activity("awp-2008/57", budget_description="72200 véhicules").table("awp")

    assert plan.table("awp").value("awp-2008/57", "budget_description").fr == "72200 Équipement et mobilier*"
    assert printed.value("awp-2008/57", "budget_description").fr == "72200 Équipement et mobilier"


BY_SOURCE = [
    ("ce", 206_188_800, 515_472_00),
    ("pnud", 40_000_000, 100_000_00),
    ("scac", 33_648_000, 84_120_00),
    ("total", 279_836_800, 699_592_00),
]


@pytest.mark.parametrize(("source", "francs", "cents"), BY_SOURCE)
def test_a_source_pays_in_the_plan_what_its_budget_lines_say(plan, source, francs, cents):
    table = plan.table("by-source")

    assert (table.value(source, FRANCS), table.value(source, DOLLARS)) == (francs, cents)
    assert (table.value(source, "budget"), table.value(source, "difference")) == (francs, 0)


BY_ACCOUNT = {
    "71300": 6_000_000, "71400": 67_200_000, "71600": 113_648_000, "72200": 41_160_000, "72500": 21_600_000, "74200": 14_000_000,
    "74500": 2_740_000, "75100": 13_488_800, "total": 279_836_800,
}  # fmt: skip


def test_each_account_adds_up_its_kinds_of_cost(plan):
    table = plan.table("by-account")

    assert {row.key: table.value(row.key, FRANCS) for row in table.rows} == BY_ACCOUNT
    assert table.value("74500", "kinds").fr == "services bancaires, divers"


def test_an_indicator_without_baseline_is_printed_as_a_gap(plan):
    table = plan.table("awp-indicators")

    assert [column.label.fr for column in table.columns] == [
        "Produit",
        "Indicateur",
        "Valeur",
        "Année",
        "Valeur",
        "Année",
        "Moyens de vérification",
    ]
    assert [table.value("antennas-working", column) for column in ("baseline_value", "baseline_year", "target", "target_year")] == [
        11, "2008", 13, "2011",
    ]  # fmt: skip
    assert table.value("missions-education", "baseline_value").fr == "lacune"
    assert len(table.rows) == len(PROGRAMME.indicators)


def test_the_plan_is_final_and_warns_of_what_the_document_leaves_open(plan):
    """Four amounts without a quarter and four whose one cross cannot be placed are the document's own."""
    assert plan.is_final
    assert [(check.code, check.holds) for check in plan.checks] == [
        ("UNDP-05", True), ("UNDP-05-quarters", False), ("UNDP-05-budget", True), ("UNDP-06", True), ("UNDP-10", True), ("UNDP-12", True),
    ]  # fmt: skip
    assert check_of(plan, "UNDP-05-quarters").detail.fr == (
        "aucun coché : G.2-1, G.2-2, G.2-5, G.2-6 ; croix incertaine : 1.1.2-1, 3.1-2, G.2-3, G.2-4"
    )
    assert check_of(plan, "UNDP-10").detail.fr == "17 sur 18 avec une lacune tranchée"


def test_support_cost_is_worked_out_for_each_source_and_only_the_eu_bears_any(plan):
    assert check_of(plan, "UNDP-06").detail.fr == "ce : 13 488 800 = 13 488 800; pnud : 0 = 0; scac : 0 = 0"


@pytest.mark.parametrize(
    ("key", "changes", "failing"),
    [
        ("awp-2008/60", {"amount": None, "pm": True}, {"UNDP-05-budget", "UNDP-06"}),
        ("awp-2008/57", {"kind": None}, {"UNDP-05", "UNDP-12"}),
        ("awp-2008/57", {"budget_description": "72205"}, {"UNDP-12"}),
        ("awp-2008/61", {"funding_source": None}, {"UNDP-05", "UNDP-05-budget"}),
        ("awp-2008/51", {"funding_source": "pnud"}, {"UNDP-05-budget", "UNDP-06"}),
    ],
    ids=["support cost left out", "no account", "account too fine", "no source", "wrong source"],
)
def test_a_plan_that_breaks_a_rule_is_a_draft_that_says_which(key, changes, failing):
    assert {check.code for check in with_activity(key, **changes).failing} == failing


def test_a_gap_in_an_indicator_of_our_own_stays_open():
    """What a document does not state is settled; what we added without a baseline is not."""
    ours = [evolve(each, source="pack-reading") if each.id == "films" else each for each in PROGRAMME.indicators]
    made = report("undp-awp", PROGRAMME.with_records(indicators=ours), "2008/2009")

    assert [check.code for check in made.failing] == ["UNDP-10"]
    assert check_of(made, "UNDP-10").detail.fr == "ouvertes : films"


def test_an_unfunded_amount_is_told_on_the_cover():
    facts = dict(with_activity("awp-2008/61", funding_source=None).sections[0].blocks[0].items)

    assert str(next(value for label, value in facts.items() if label.fr == "Budget non financé")) == "2600000 XOF"


def test_without_a_planning_rate_dollars_are_unknown_and_not_zero():
    programme = PROGRAMME.with_records(programme=[evolve(PROGRAMME.card, planning_rate=None)])

    assert report("undp-awp", programme, "2008/2009").table("awp").value("total", DOLLARS) is UNKNOWN


def test_an_activity_that_serves_no_output_stays_in_the_plan():
    table = with_activity("awp-2008/61", output=None).table("awp")

    assert table.value("total", FRANCS) == 279_836_800
    assert table.value("s-M", FRANCS) == 2_600_000


@pytest.mark.parametrize("period", ["2009-Q1", "2009-S1", "2009-03", "2009", "2009/2010", "all"])
def test_a_period_without_a_work_plan_is_refused_and_the_years_are_named(period):
    with pytest.raises(ReportError) as caught:
        report("undp-awp", PROGRAMME, period)

    assert caught.value.say("fr").endswith(
        f"le rapport undp-awp ne peut pas porter sur {period}. Admis : une année de programme ayant un plan de travail : 2008/2009. "
        "Demandez l'une de ces périodes. [report-period]"
    )
