"""
What a mission costs in Mali: the core's rules bound to the programme document of 2008-2011.

The document is silent in places and speaks twice in others; what we decided is the *reading* of each rule, and a test holds it. Who pays is
part of a rule: the cash of a mission is paid by the source that funds it, lodging is the government's, in kind.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tokten_core.rules import FUNDER, CostRules, InstalmentTerms, PaidBy, cost_rule, requirement
from tokten_core.rules.airfare import airfare, airfare_estimate
from tokten_core.rules.cost_sharing import (
    SHARE_MISSING,
    SHARE_NOT_ALLOWED,
    SHARE_OUT_OF_RANGE,
    beneficiary_share,
    share_in_range,
    share_only_if_for_profit,
    share_stated,
    source_pays,
    total,
)
from tokten_core.rules.duration import TOO_LONG, TOO_SHORT, long_enough, short_enough
from tokten_core.rules.funds import funds_of
from tokten_core.rules.instalments import first_instalment, second_instalment
from tokten_core.rules.lodging import lodging
from tokten_core.rules.modes import is_online, no_travel, online_pay
from tokten_core.rules.per_diem import per_diem
from tokten_core.rules.support_cost import support_cost, support_cost_in_dollars
from tokten_core.rules.teaching_hours import TOO_MANY_HOURS, plausible_hours, teaching_hours
from tokten_core.text import Text
from tokten_mali.changes import changes
from tokten_mali.countries import COUNTRIES
from tokten_mali.document import founding_document
from tokten_mali.figures import FIGURES, PROGRAMME, USD, XOF
from tokten_mali.texts import (
    ANNEXE_1,
    ANNEXE_4,
    ANNEXE_4_2,
    ANNEXE_5,
    COVER,
    PACK_READING,
    PARTIE_II,
    PARTIE_IV,
    PARTIE_VII_NB,
    SECTION_8_5,
)

__all__ = ["RULES", "cost_rules"]

THE_FUNDER: Final = Text(en="the source that funds the mission", fr="le bailleur de la mission")
BY_FUNDER: Final = PaidBy(FUNDER, THE_FUNDER, (PARTIE_IV, PARTIE_VII_NB))
HOURS_BY_FUNDER: Final = PaidBy(
    FUNDER,
    THE_FUNDER,
    (PARTIE_IV, ANNEXE_4_2, PARTIE_VII_NB),
    Text(
        en="Partie IV lists the hours with what the government pays and Annexe 4.2 has a line for them, while Partie VII, N.B. counts them "
        "within the mission's cost that the funding line covers; the source that funds the mission pays them, whichever it is",
        fr="la Partie IV range les heures dans ce que paie l'État et l'Annexe 4.2 a une ligne pour elles, mais la Partie VII, N.B. les "
        "compte dans le coût de la mission que couvre la ligne du bailleur ; le bailleur de la mission les paie, quel qu'il soit",
    ),
)
BY_GOVERNMENT: Final = PaidBy("bsi", Text(en="the government", fr="l'État"), (PARTIE_II, PARTIE_IV))

COMPONENTS: Final = (
    cost_rule(
        text=PARTIE_II,
        en="per diem",
        fr="per diem",
        unit=XOF,
        paid_by=BY_FUNDER,
        reading=Text(
            en="the first and the last day both count; the first day's rate holds for the whole mission",
            fr="le premier et le dernier jour comptent ; le taux du premier jour vaut pour toute la mission",
        ),
    )(per_diem),
    cost_rule(
        text=(PARTIE_II, PARTIE_VII_NB),
        en="teaching hours",
        fr="heures de cours",
        unit=XOF,
        paid_by=HOURS_BY_FUNDER,
        reading=Text(
            en="the teaching hours of Partie II are the overtime of Partie VII, N.B.: one rate, paid once",
            fr="les heures de cours (Partie II) sont les heures supplémentaires (Partie VII, N.B.) : un seul taux",
        ),
    )(teaching_hours),
    cost_rule(
        text=PARTIE_IV,
        en="airfare",
        fr="billet d'avion",
        unit=XOF,
        paid_by=BY_FUNDER,
        reading=Text(
            en="the quote comes first; a quote in euros or dollars is converted at the parity or the planning rate",
            fr="le devis prime ; en euros ou en dollars, il est converti à la parité ou au taux de planification",
        ),
    )(airfare),
    cost_rule(
        text=(PARTIE_II, PARTIE_IV),
        en="lodging",
        fr="hébergement",
        unit=XOF,
        paid_by=BY_GOVERNMENT,
        in_kind=True,
        reading=Text(
            en="the yearly lump sum of Annexe 4.2 prices no night, so it is not shared out over missions",
            fr="le forfait annuel de l'Annexe 4.2 ne fixe le prix d'aucune nuitée ; il n'est pas réparti sur les missions",
        ),
    )(lodging),
    cost_rule(
        text=ANNEXE_1,
        en="support cost (GMS)",
        fr="coût d'appui (GMS)",
        unit=XOF,
        paid_by=PaidBy(FUNDER, THE_FUNDER, (ANNEXE_1,)),
        only_with_source=True,
        reading=Text(
            en="for one mission it is taken on what the source itself pays; in budgets once, on the year's total",
            fr="pour une mission, il se prend sur ce que paie le bailleur lui-même ; dans les budgets, une fois, sur le total de l'année",
        ),
    )(support_cost),
)

ON_THE_WAY: Final = (
    cost_rule(
        text=PARTIE_VII_NB,
        en="airfare by region and season",
        fr="billet d'avion par région et saison",
        unit=XOF,
        estimate=True,
        reading=Text(
            en="no ticket price is printed; it is what the printed cost of a mission leaves after per diem and hours",
            fr="aucun prix de billet n'est imprimé ; c'est ce que le coût imprimé d'une mission laisse après le per diem et les heures",
        ),
    )(airfare_estimate),
    cost_rule(
        text=PARTIE_IV,
        en="total in cash",
        fr="total en espèces",
        unit=XOF,
        reading=Text(
            en="the mission's budget is its cash: neither the lodging in kind nor the support cost is part of it",
            fr="le budget de la mission, ce sont ses espèces : ni l'hébergement en nature ni le coût d'appui n'en font partie",
        ),
    )(total),
    cost_rule(
        text=PARTIE_IV,
        en="beneficiary's share",
        fr="part du bénéficiaire",
        unit=XOF,
        reading=Text(
            en="rounded to the nearest franc, a half to even; the other payer takes the rest",
            fr="arrondie au franc le plus proche, la moitié au pair ; l'autre payeur prend le reste",
        ),
    )(beneficiary_share),
    cost_rule(text=PARTIE_IV, en="paid by the source", fr="à la charge du bailleur", unit=XOF)(source_pays),
    cost_rule(text=(ANNEXE_1, ANNEXE_4), en="support cost in dollars", fr="coût d'appui en dollars", unit=USD)(support_cost_in_dollars),
    cost_rule(
        text=SECTION_8_5,
        en="first instalment",
        fr="première tranche",
        unit=XOF,
        reading=Text(
            en="half of an odd per diem is rounded down; the second instalment takes the rest",
            fr="la moitié d'un per diem impair est tronquée ; la seconde tranche prend le reste",
        ),
    )(first_instalment),
    cost_rule(text=SECTION_8_5, en="second instalment", fr="seconde tranche", unit=XOF)(second_instalment),
)

NO_TRAVEL: Final = Text(
    en="an expert who works online does not travel and is not lodged; the document does not speak of it",
    fr="un expert en ligne ne voyage pas et n'est pas logé ; le document n'en parle pas",
)
ONLINE: Final = (
    cost_rule(
        text=PACK_READING,
        en="per diem, online",
        fr="per diem à distance",
        unit=XOF,
        name="online_per_diem",
        exception_of="per_diem",
        when=is_online,
        reading=Text(
            en="the per diem pays a stay; work online needs a tariff of its own",
            fr="le per diem paie un séjour ; le travail en ligne demande son propre tarif",
        ),
    )(online_pay),
    cost_rule(
        text=PACK_READING,
        en="no airfare online",
        fr="pas de billet en ligne",
        unit=XOF,
        name="online_airfare",
        exception_of="airfare",
        when=is_online,
        no_line=True,
        reading=NO_TRAVEL,
    )(no_travel),
    cost_rule(
        text=PACK_READING,
        en="no lodging online",
        fr="pas d'hébergement en ligne",
        unit=XOF,
        name="online_lodging",
        exception_of="lodging",
        when=is_online,
        no_line=True,
        reading=NO_TRAVEL,
    )(no_travel),
)
"""A mission online: no travel lines, a tariff of its own."""

REQUIREMENTS: Final = (
    requirement(text=SECTION_8_5, problem=TOO_SHORT, column="days")(long_enough),
    requirement(text=(SECTION_8_5, ANNEXE_5), problem=TOO_LONG, column="days")(short_enough),
    requirement(text=PACK_READING, problem=TOO_MANY_HOURS, column="teaching_hours")(plausible_hours),
    requirement(text=PARTIE_IV, problem=SHARE_MISSING, column="cost_share")(share_stated),
    requirement(text=PARTIE_IV, problem=SHARE_NOT_ALLOWED, column="cost_share")(share_only_if_for_profit),
    requirement(text=PARTIE_IV, problem=SHARE_OUT_OF_RANGE, column="cost_share")(share_in_range),
)

RULES: Final = (*COMPONENTS, *ON_THE_WAY, *ONLINE, *REQUIREMENTS)
"""All rules, each with its text, labels, reading and payer: the lines of a mission first, the exceptions after what they except."""

INSTALMENTS: Final = (
    InstalmentTerms("first_instalment", due="on arrival"),
    InstalmentTerms("second_instalment", due="before departure", condition="mission report filed"),
)


@cache
def cost_rules() -> CostRules:
    """Give the cost rules of the Mali programme (fr: *règles de coût*); traced once, on first use."""
    return CostRules(
        currency="XOF",
        home="ML",
        countries={code: country.name for code, country in COUNTRIES.items()},
        covers=PROGRAMME,
        covers_text=COVER,
        figures=FIGURES,
        rules=RULES,
        funds=funds_of(founding_document()),
        instalments=INSTALMENTS,
        quoted_in=("EUR", "USD"),
        changes=changes(),
    )
