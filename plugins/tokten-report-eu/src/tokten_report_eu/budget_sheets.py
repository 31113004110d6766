"""
The three sheets of the budget of the action: budget, justification of the estimated costs, sources of funding.

Closing rows 7, 9, 11 and 13 are live sums; indirect costs are the support cost of the budget, given; contingency, taxes and contributions in kind
are in no document and stay empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.content import Cell, Column, Product, Ratio, Row, Sum, Table, line, total
from tokten_core.model.funding import Pledge
from tokten_core.text import Text, joined, same
from tokten_report_eu.action import SOURCE, Action, Post
from tokten_report_eu.euros import cents_of, in_words
from tokten_report_eu.rows import CLOSING, HEADINGS, PLACES, Order, is_read, within

__all__ = ["VIEW", "budget", "funding", "justification"]

UNIT: Final = Text(en="lump sum", fr="forfait")
VIEW: Final = Text(
    en="The EU's money was a contribution through UNDP: no EU grant template bound it. The rows of the form are a view of the programme's own "
    "budget lines; unit and quantity are not in the document: lump sum, 1.",
    fr="L'argent de l'UE fut une contribution via le PNUD : aucun modèle de subvention de l'UE ne s'imposait. Les lignes du modèle sont une vue des "
    "lignes budgétaires du programme ; unité et quantité ne sont pas dans le document : forfait, 1.",
)
PARITY_NOTE: Final = Text(
    en="EUR = FCFA / 655.957, the fixed parity, rounded half-up to the cent on each budget line.",
    fr="EUR = FCFA / 655,957, parité fixe, arrondi au centime le plus proche à chaque ligne budgétaire.",
)
MISSIONS: Final = Text(
    en="Missions stand whole in 6.1: one line of the budget holds ticket (2.1) and allowances (1.3) together, and no document tells them apart; "
    "the experts are volunteers, not staff of the action, so their allowances are no salary (1.1, 1.2).",
    fr="Les missions figurent entières en 6.1 : une ligne du budget réunit billet (2.1) et indemnités (1.3), et aucun document ne les sépare ; les "
    "experts sont des volontaires, non du personnel de l'action : leurs indemnités ne sont pas des salaires (1.1, 1.2).",
)
GMS: Final = Text(
    en="Row {row} is UNDP's support cost (GMS), the only indirect cost in the budget: 7 % of the EU's money before it, taken in USD and cut to whole "
    "dollars, hence a little below the ceiling. It goes to UNDP, not to the implementing ministry.",
    fr="La ligne {row} est le coût d'appui du PNUD (GMS), seul coût indirect du budget : 7 % de l'argent de l'UE hors ce coût, pris en USD et tronqué "
    "au dollar, donc un peu sous le plafond. Il revient au PNUD, non au ministère réalisateur.",
)
EMPTY: Final = Text(
    en="No document plans a contingency reserve, taxes or contributions in kind for this money: these rows stay empty. PM: pour mémoire, planned "
    "without amount.",
    fr="Aucun document ne prévoit d'imprévus, de taxes ni d'apports en nature pour cet argent : ces lignes restent vides. PM : pour mémoire, prévu "
    "sans montant.",
)
PLEDGED: Final = Text(
    en="The document announces {printed} EUR; its {francs} FCFA are {exact} EUR at the parity. FCFA is authoritative: a settled finding. The sum of the "
    "lines, {sum} EUR, differs from it by the cents rounded on each line.",
    fr="Le document annonce {printed} EUR ; ses {francs} FCFA font {exact} EUR à la parité. Le FCFA fait foi : constat tranché. La somme des lignes, "
    "{sum} EUR, en diffère des centimes arrondis à chaque ligne.",
)


def budget(action: Action, order: Order) -> Table:
    """Lay out the first sheet: headings 1 to 6 with the budget's items below, then the closing rows in one of the two orders."""
    groups = (
        ("all", Text(en="All years", fr="Toutes années")),
        ("y1", Text(en="Year 1", fr="Année 1") + same(f" ({action.years[0]})")),
    )
    columns = [Column("line", Text(en="Costs", fr="Coûts"), width=52)]
    for part, group in groups:
        columns += [
            Column(f"{part}_unit", Text(en="Unit", fr="Unité"), width=10, group=group),
            Column(f"{part}_qty", Text(en="# of units", fr="Nombre d'unités"), "decimal", width=9, group=group),
            Column(f"{part}_rate", _rate(order), "money", "EUR", width=15, group=group),
            Column(f"{part}_total", Text(en="Total cost (in EUR)", fr="Coût total (en EUR)"), "money", "EUR", width=15, group=group),
        ]
    rows = tuple(_rows(action, order))
    table = Table("budget", tuple(columns), rows)
    gms = GMS.fill(row=PLACES[order].indirect)
    notes = (PARITY_NOTE, *_pledged(action, table.value("13", "all_total")), MISSIONS, gms, EMPTY)
    return Table("budget", tuple(columns), rows, notes=notes)


def justification(action: Action) -> Table:
    """Lay out the second sheet, in the order of the first: why each line with an amount is needed, and what its amount rests on."""
    places = {code: place for place, (code, _) in enumerate(HEADINGS)}
    rows = [
        line(post.item.id, line=_named(post), clarification=_clarified(post), justification=_justified(action, post), amount=cents)
        for post in (*sorted(action.posts, key=lambda post: places[post.heading]), *action.support)
        if isinstance(cents := post.cents(action.years), int)
    ]
    columns = (
        Column("line", Text(en="Budget line", fr="Ligne budgétaire"), width=44),
        Column("clarification", Text(en="Clarification of the budget items", fr="Clarification des postes budgétaires"), width=48),
        Column("justification", Text(en="Justification of the estimated costs", fr="Justification des coûts estimés"), width=56),
        Column("amount", Text(en="Total cost (in EUR)", fr="Coût total (en EUR)"), "money", "EUR", width=15),
    )
    return Table("justification", columns, tuple(rows))


def funding(action: Action, table: Table) -> Table:
    """
    Lay out the third sheet: who pays, and the EU's share of rows 11 and 13.

    Args:
        action: the EU's money.
        table: the first sheet, for its rows 11 and 13.
    """
    given = ("eu", "others", "own", "income", "kind")
    rows = (
        line(
            "eu",
            label=Text(en="EU contribution sought", fr="Contribution de l'UE demandée"),
            amount=_contribution(action),
            share=_share("eu"),
        ),
        line("others", label=Text(en="Other contributions", fr="Autres contributions")),
        line("own", label=Text(en="Applicant's own resources", fr="Contribution du demandeur")),
        line("income", label=Text(en="Income from the action", fr="Recettes")),
        line("kind", label=Text(en="Contributions in kind", fr="Contributions en nature")),
        total("total", given, "amount", label=Text(en="Total contributions", fr="Total des contributions"), share=_share("total")),
        line(
            "of-11",
            label=Text(en="EU share of total eligible costs (row 11)", fr="Part de l'UE dans le total des coûts éligibles (ligne 11)"),
            amount=table.value("11", "all_total"),
            share=Ratio("amount", "amount", row="eu"),
        ),
        line(
            "of-13",
            label=Text(en="EU share of total accepted costs (row 13)", fr="Part de l'UE dans le total des coûts acceptés (ligne 13)"),
            amount=table.value("13", "all_total"),
            share=Ratio("amount", "amount", row="eu"),
        ),
    )
    columns = (
        Column("label", Text(en="Sources of funding", fr="Sources de financement"), width=56),
        Column("amount", Text(en="Amount (in EUR)", fr="Montant (en EUR)"), "money", "EUR", width=18),
        Column("share", Text(en="% of total", fr="% du total"), "percent", width=14),
    )
    note = Text(
        en="The other partners' money and the government's counterpart are in the programme's own budget, not in this view: the EU pays all that it "
        "shows. No document sets a percentage for the EU.",
        fr="L'argent des autres partenaires et la contrepartie de l'État sont au budget du programme, non dans cette vue : l'UE paie tout ce qu'elle "
        "montre. Aucun document ne fixe de pourcentage pour l'UE.",
    )
    return Table("funding", columns, rows, notes=(note,))


def _rows(action: Action, order: Order) -> Iterator[Row]:
    for code, label in HEADINGS:
        words = same(f"{code} ") + label
        if "." in code:
            yield Row(code, {"line": words}, "heading", level=code.count("."))
        else:
            below = tuple(post.item.id for post in action.posts if within(post.heading, code))
            yield Row(code, {"line": words} | ({"all_total": Sum(below), "y1_total": Sum(below)} if below else {}), "subtotal")
        yield from (_item(action, post, code.count(".") + 1) for post in action.posts if post.heading == code)
    yield from _closing(action, order)


def _item(action: Action, post: Post, level: int) -> Row:
    cells: dict[str, Cell] = {"line": post.item.label}
    for part, years in (("all", action.years), ("y1", action.first)):
        cents = post.cents(years)
        if isinstance(cents, int):
            product = Product(f"{part}_rate", times=f"{part}_qty")
            cells |= {f"{part}_unit": UNIT, f"{part}_qty": 1, f"{part}_rate": cents, f"{part}_total": product}
        elif cents is not None:
            cells[f"{part}_total"] = cents
    return Row(post.item.id, cells, level=level)


def _closing(action: Action, order: Order) -> Iterator[Row]:
    headings = tuple(code for code, _ in HEADINGS if "." not in code)
    for row in CLOSING[order]:
        words = same(f"{row.key} ") + row.label
        adds = headings if row.key == "7" else row.adds
        if adds:
            yield total(row.key, adds, "all_total", "y1_total", line=words)
        elif row.key == PLACES[order].indirect:
            yield line(row.key, line=words, all_total=action.indirect(action.years), y1_total=action.indirect(action.first))
        else:
            yield line(row.key, line=words)


def _rate(order: Order) -> Text:
    return Text(en="Unit rate (in EUR)" if order == "2013" else "Unit value (in EUR)", fr="Valeur unitaire (en EUR)")


def _pledged(action: Action, added: object) -> Iterator[Text]:
    """Tell what the EU announced against what its lines come to, where the whole programme is shown."""
    if action.years != action.programme.card.years or not isinstance(added, int):
        return
    for pledge in _pledges(action):
        exact = cents_of(pledge.amount) if pledge.amount else None
        if pledge.original and pledge.original.currency.code == "EUR" and pledge.amount and exact is not None:
            facts = {"printed": int(pledge.original.amount * 100), "exact": exact, "sum": added}
            words = {name: in_words(cents) for name, cents in facts.items()}
            yield PLEDGED.fill(**words, francs=f"{int(pledge.amount.amount):,}".replace(",", " "))


def _pledges(action: Action) -> list[Pledge]:
    return [pledge for pledge in action.programme.pledges if pledge.funding_source == SOURCE]


def _contribution(action: Action) -> Cell:
    """Add up the EU's budget lines, by another road than the rows of the form."""
    cents = [cents_of(each.amount) for each in action.lines if each.amount is not None]
    return None if None in cents else sum(each for each in cents if each is not None)


def _share(row: str) -> Ratio:
    return Ratio("amount", "amount", row=row, over_row="total")


def _named(post: Post) -> Text:
    return same(f"{post.heading} ") + post.item.label if post.item.kind.value != "support_cost" else post.item.label


def _clarified(post: Post) -> Text:
    """Say what a line is for and why it stands under its heading."""
    told = []
    if post.item.output:
        told.append(
            Text(en="For output {output} of the logframe.", fr="Pour le produit {output} du cadre logique.").fill(output=post.item.output)
        )
    counted = [each.missions for each in post.lines if each.missions is not None]
    if counted:
        told.append(Text(en="{n} missions planned.", fr="{n} missions prévues.").fill(n=sum(counted)))
    if post.item.kind.value != "support_cost":
        ours = Text(en="Heading {code}: the pack's reading of the item.", fr="Rubrique {code} : lecture du poste par le lot national.")
        kind = Text(en="Heading {code}: that of its kind of cost.", fr="Rubrique {code} : celle de sa nature de dépense.")
        told.append((ours if is_read(post.item) else kind).fill(code=post.heading))
    return joined(told, " ")


def _justified(action: Action, post: Post) -> Text:
    """Say by which printed amounts and at which rate a line came to its euros."""
    rate, local = action.programme.card.planning_rate, action.programme.card.currency
    printed = [f"{each.year} : {_printed(each.original or each.amount)}" for each in post.lines if each.amount is not None]
    told = [Text(en="Printed: {amounts}.", fr="Imprimé : {amounts}.").fill(amounts=" ; ".join(printed))]
    if any(each.derived for each in post.lines) and rate:
        told.append(
            Text(en="At {rate} {local} for 1 USD.", fr="À {rate} {local} pour 1 USD.").fill(
                rate=rate, local="FCFA" if local == "XOF" else local
            )
        )
    told += dict.fromkeys(each.reading for each in post.lines if each.reading and each.amount is not None)
    return joined(told, " ")


def _printed(amount: object) -> str:
    number, _, code = str(amount).partition(" ")
    return f"{Decimal(number):,f}".replace(",", " ") + f" {code}"
