"""
The vocabulary: the field's own words in English and French, what they mean here, and the labels of every field.

Code uses the English term in full; French is a label, never a second identifier. ``TERMS`` defines the words, with the false friends that
have cost money elsewhere. ``field_label`` gives the label of a field of a record; every page, sheet, form and message takes it from here.

>>> field_label("missions", "start").fr
'premier jour'
>>> TERMS["cost_sharing"].label.fr
'partage de coûts'
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tokten_core.text import Text, same

__all__ = ["CODE_LABELS", "COLLECTION_LABELS", "FIELD_LABELS", "TERMS", "Term", "code_label", "collection_label", "field_label"]


@frozen
class Term:
    """
    A word of the field (fr: *terme*).

    Attributes:
        code: the name in code.
        label: the word in both languages.
        means: what it means here, in both languages.
        beware: a false friend to know; empty when there is none.
    """

    code: str
    label: Text
    means: Text
    beware: Text = Text(en="", fr="")


WITH_FALSE_FRIEND = 5


def _terms(*rows: tuple[str, str, str, str, str] | tuple[str, str, str, str, str, str, str]) -> dict[str, Term]:
    return {
        row[0]: Term(row[0], Text(row[1], row[2]), Text(row[3], row[4]), Text(*row[5:7]) if len(row) > WITH_FALSE_FRIEND else Text("", ""))
        for row in rows
    }


TERMS: Mapping[str, Term] = _terms(
    ("expert", "expert", "expert, consultant",
     "a national living abroad who comes home for missions", "un national établi à l'étranger qui revient pour des missions"),
    ("roster", "roster", "répertoire", "the register of experts", "le registre des experts"),
    ("mission", "mission", "mission",
     "a stay of two to four weeks of one expert at one institution", "un séjour de deux à quatre semaines d'un expert dans une structure"),
    ("mission_report", "mission report", "rapport de mission",
     "what the expert files before leaving; the second payment waits for it", "ce que l'expert dépose avant son départ ; le second versement l'attend"),
    ("terms_of_reference", "terms of reference", "termes de référence (TdR)",
     "what a mission is to do, examined by the committee", "ce qu'une mission doit faire, examiné par le comité"),
    ("institution", "beneficiary institution", "structure bénéficiaire",
     "a body that receives experts", "un organisme qui reçoit des experts"),
    ("focal_point", "focal point", "point focal",
     "the correspondent of the programme in a department", "le correspondant du programme dans un département"),
    ("antenna", "relay office", "antenne de relais",
     "a relay of the programme in a country of residence", "un relais du programme dans un pays de résidence"),
    ("committee", "steering committee", "comité de pilotage",
     "the body that decides; the 2008 document calls it the management committee",
     "l'instance de décision ; le document de 2008 l'appelle comité de gestion"),
    ("per_diem", "per diem", "per diem, indemnité journalière",
     "a daily amount for the days of a mission, the first and the last counted", "un montant par jour de mission, le premier et le dernier comptés",
     "The UN also says DSA (daily subsistence allowance); the programme does not apply UN rates.",
     "L'ONU dit aussi indemnité de subsistance (DSA) ; le programme n'applique pas les taux de l'ONU."),
    ("teaching_hours", "teaching hours", "heures de cours",
     "hours taught, paid by the hour", "heures enseignées, payées à l'heure",
     "The texts also say overtime: heures supplémentaires.", "Les textes disent aussi heures supplémentaires."),
    ("lodging", "lodging", "hébergement", "where an expert sleeps; given in kind", "où l'expert est logé ; fourni en nature"),
    ("airfare", "airfare", "billet d'avion", "the ticket from the country of residence and back", "le billet aller et retour depuis le pays de résidence"),
    ("instalment", "instalment", "tranche", "a part of what is due, paid on a condition", "une part du dû, versée sous condition"),
    ("lump_sum", "lump sum", "forfait", "an amount that needs no receipts", "un montant qui ne demande pas de justificatifs"),
    ("in_cash", "in cash", "en espèces", "given as money", "donné en argent"),
    ("in_kind", "in kind", "en nature",
     "given as goods or services, kept apart from cash", "donné en biens ou services, tenu à part des espèces"),
    ("cost_sharing", "cost sharing", "partage de coûts",
     "the share of a mission's cost that a profit-making host pays", "la part du coût d'une mission que paie un hôte à but lucratif",
     "In UNDP accounts cost sharing is a donor's money.", "Dans les comptes du PNUD, le partage de coûts est l'argent d'un bailleur."),
    ("counterpart", "counterpart contribution", "contrepartie",
     "what the government gives, in cash or in kind", "ce que donne le gouvernement, en espèces ou en nature"),
    ("support_cost", "support cost (GMS)", "coût d'appui administratif (GMS)",
     "a percentage that the agency takes on a donor's money", "un pourcentage que prend l'agence sur l'argent d'un bailleur"),
    ("indirect_cost", "indirect cost", "coûts indirects",
     "a flat share for costs that no line shows", "une part forfaitaire pour des coûts qu'aucune ligne ne montre"),
    ("contingency", "contingency", "imprévus", "a reserve for what cannot be foreseen", "une réserve pour l'imprévisible"),
    ("funding_source", "funding source", "source de financement",
     "a purse with rules of its own", "une caisse qui a ses propres règles"),
    ("donor", "donor", "bailleur de fonds", "who gives", "celui qui donne"),
    ("pledge", "pledge", "annonce de contribution", "what a donor announces", "ce qu'un bailleur annonce"),
    ("commitment", "commitment", "engagement", "money promised by contract, not yet paid", "argent promis par contrat, pas encore payé"),
    ("disbursement", "disbursement", "décaissement",
     "money handed to another body", "argent remis à un autre organisme",
     "A disbursement goes to another body; an expenditure buys goods and services.",
     "Un décaissement va à un autre organisme ; une dépense achète des biens et services."),
    ("expenditure", "expenditure", "dépense", "money that bought goods or services", "argent qui a acheté des biens ou services"),
    ("delivery_rate", "delivery rate", "taux d'exécution", "expenditure over budget, in per cent", "dépenses sur budget, en pour cent"),
    ("budget_line", "budget line", "ligne budgétaire",
     "what one source plans for one item in one year", "ce qu'une source prévoit pour une rubrique une année"),
    ("eligible_cost", "eligible cost", "coût éligible", "what a source may pay for", "ce qu'une source peut payer"),
    ("pour_memoire", "pour mémoire (PM)", "pour mémoire (PM)",
     "a line planned without an amount; it is not zero and stays in every table",
     "une ligne prévue sans montant ; elle n'est pas nulle et reste dans tous les tableaux"),
    ("advance", "advance", "avance", "money handed out, to be justified", "argent remis, à justifier"),
    ("clearing", "clearing an advance", "justification de l'avance",
     "papers that turn an advance into expenditure", "les pièces qui font d'une avance une dépense"),
    ("refund", "refund", "remboursement", "the part of an advance that is brought back", "la part d'une avance qui est rendue"),
    ("imprest", "imprest", "régie d'avances", "a small fund, topped up as it is justified", "une caisse reconstituée à mesure des justificatifs"),
    ("liquidation", "liquidation", "liquidation",
     "not used here: say clearing", "non employé ici : dire justification",
     "In French public accounts it is a step before payment, not the clearing of an advance.",
     "En comptabilité publique, c'est une étape avant paiement, non la justification d'une avance."),
    ("annual_work_plan", "annual work plan (AWP)", "plan de travail annuel (PTA)",
     "activities, quarters, sources and amounts of one year", "activités, trimestres, sources et montants d'une année"),
    ("programme_year", "programme year", "année de programme",
     "twelve months from the programme's own first day", "douze mois à partir du premier jour du programme"),
    ("logframe", "logframe", "cadre logique", "objectives, outputs, indicators and what they need", "objectifs, produits, indicateurs et conditions"),
    ("impact", "impact", "impact, objectif global (UE)", "the far end that a programme serves", "la finalité que sert un programme"),
    ("outcome", "outcome", "effet (ONU), objectif spécifique (UE)", "what changes for people and institutions", "ce qui change pour les personnes et structures"),
    ("output", "output", "produit (ONU), résultat (UE), extrant (CAD)",
     "what the programme delivers", "ce que le programme livre",
     "In French, résultat may mean any level; code never says result.", "Résultat peut désigner tout niveau ; le code ne dit jamais result."),
    ("activity", "activity", "activité", "what is done", "ce qui est fait"),
    ("indicator", "indicator", "indicateur", "how an output is measured", "la mesure d'un produit"),
    ("reading", "reading", "valeur relevée", "the value of an indicator on a day", "la valeur d'un indicateur un jour donné"),
    ("baseline", "baseline", "valeur de référence", "the value at the start", "la valeur au départ"),
    ("target", "target", "cible", "the value to be reached", "la valeur à atteindre"),
    ("means_of_verification", "means of verification", "sources et moyens de vérification",
     "where a reader can check", "où un lecteur peut vérifier"),
    ("assumption", "assumption", "hypothèse", "what must hold outside the programme", "ce qui doit se vérifier hors du programme"),
    ("risk", "risk", "risque", "what may go wrong", "ce qui peut mal tourner"),
    ("claim", "claim", "chiffre imprimé", "a figure as a document prints it", "un chiffre tel qu'un document l'imprime"),
    ("finding", "finding", "constat", "an equality that does not close", "une égalité qui ne se vérifie pas"),
    ("settlement", "settlement", "constat tranché", "which claim is followed, and why", "le chiffre retenu, et pourquoi"),
)  # fmt: skip

COLLECTION_LABELS: Mapping[str, Text] = {
    name: Text(en, fr)
    for name, en, fr in (
        ("programme", "programme", "programme"),
        ("sources", "sources", "sources"),
        ("claims", "printed figures", "chiffres imprimés"),
        ("relations", "equalities to check", "égalités à vérifier"),
        ("settlements", "settled findings", "constats tranchés"),
        ("donors", "donors", "bailleurs de fonds"),
        ("funding_sources", "funding sources", "sources de financement"),
        ("country_groups", "country groups", "groupes de pays"),
        ("eligible_costs", "eligible costs", "coûts éligibles"),
        ("pledges", "pledges", "annonces de contribution"),
        ("objectives", "objectives", "objectifs"),
        ("outputs", "outputs", "produits"),
        ("indicators", "indicators", "indicateurs"),
        ("readings", "readings of indicators", "valeurs relevées"),
        ("activities", "activities", "activités"),
        ("budget_items", "budget items", "rubriques budgétaires"),
        ("budget_lines", "budget lines", "lignes budgétaires"),
        ("risks", "risks", "risques"),
        ("committee_seats", "committee seats", "sièges du comité"),
        ("sessions", "committee sessions", "sessions du comité"),
        ("skills", "fields of competence", "domaines de compétence"),
        ("antennas", "relay offices", "antennes de relais"),
        ("experts", "experts", "experts"),
        ("residences", "residences", "résidences"),
        ("consents", "consents", "consentements"),
        ("institutions", "beneficiary institutions", "structures bénéficiaires"),
        ("requests", "requests", "requêtes"),
        ("terms_of_reference", "terms of reference", "termes de référence"),
        ("missions", "missions", "missions"),
        ("mission_events", "events of missions", "événements des missions"),
        ("decisions", "committee decisions", "décisions du comité"),
        ("ledger", "ledger", "grand livre"),
        ("journal", "journal", "journal"),
        ("history", "earlier states", "états antérieurs"),
    )
}
"""What a person calls each collection."""

FIELD_LABELS: Mapping[str, Text] = {
    name: Text(en, fr)
    for name, en, fr in (
        ("account", "account code", "code de compte"),
        ("agenda", "agenda", "ordre du jour"),
        ("airfare", "airfare", "billet d'avion"),
        ("alternate_allowed", "alternate allowed", "suppléant admis"),
        ("amount", "amount", "montant"),
        ("antenna", "relay office", "antenne de relais"),
        ("assumptions", "assumptions", "hypothèses"),
        ("at", "day and time", "date et heure"),
        ("baseline", "baseline", "valeur de référence"),
        ("baseline_on", "day of the baseline", "date de la référence"),
        ("budget_description", "budget description", "description budgétaire"),
        ("budget_line", "budget line", "ligne budgétaire"),
        ("before", "as it was before", "tel qu'avant"),
        ("behind", "stood behind", "placé après"),
        ("born_on", "day of birth", "date de naissance"),
        ("by_sex", "read by sex", "ventilé par sexe"),
        ("capital", "in the capital", "dans la capitale"),
        ("checked_on", "last checked on", "vérifié le"),
        ("code", "check code", "code de contrôle"),
        ("column", "column", "colonne"),
        ("committee_consulted", "committee consulted", "comité consulté"),
        ("component", "cost component", "composante du coût"),
        ("contact", "contact", "coordonnées"),
        ("cost_share", "cost share", "part du bénéficiaire"),
        ("countries", "countries", "pays"),
        ("country", "country", "pays"),
        ("cumulative", "cumulative", "cumulatif"),
        ("currency", "currency", "monnaie"),
        ("decisions.mission", "mission concerned", "mission concernée"),
        ("derived", "derived", "dérivé"),
        ("digest", "digest of the change", "empreinte du changement"),
        ("document", "document", "document"),
        ("documents_ready", "documents ready", "documentation disponible"),
        ("done_on", "done on", "exécutée le"),
        ("donor", "donor", "bailleur"),
        ("due_on", "due on", "échéance"),
        ("end", "last day", "dernier jour"),
        ("enrolled_on", "enrolled on", "inscrit le"),
        ("entry", "journal entry", "entrée du journal"),
        ("evidence", "evidence", "pièce justificative"),
        ("executing_agency", "executing agency", "agence d'exécution"),
        ("expert", "expert", "expert"),
        ("factor", "rate or factor", "taux ou facteur"),
        ("figure", "figure as printed", "chiffre imprimé"),
        ("finding_place", "place of the finding", "lieu du constat"),
        ("follows", "figure followed", "chiffre retenu"),
        ("for_profit", "profit-making host", "hôte à but lucratif"),
        ("frequency", "frequency", "fréquence"),
        ("funding_source", "funding source", "source de financement"),
        ("given_on", "given on", "donné le"),
        ("hash", "hash", "empreinte"),
        ("head_teaches", "head is a teacher", "chef enseignant"),
        ("held_on", "held on", "tenue le"),
        ("history.kind", "kind of record", "genre d'enregistrement"),
        ("home_institution", "home institution", "structure d'origine"),
        ("host_inputs_ready", "host's inputs ready", "apports de l'hôte assurés"),
        ("id", "identifier", "identifiant"),
        ("identified_on", "identified on", "identifié le"),
        ("impact", "impact", "impact"),
        ("indicator", "indicator", "indicateur"),
        ("inferred", "our reading", "notre lecture"),
        ("institution", "beneficiary institution", "structure bénéficiaire"),
        ("invented", "invented", "fictif"),
        ("item", "budget item", "rubrique"),
        ("joined_on", "joined on", "adhésion le"),
        ("kind", "kind", "nature"),
        ("label", "label", "libellé"),
        ("level", "level", "niveau"),
        ("link", "link", "lien"),
        ("lodging_nights", "nights lodged", "nuitées"),
        ("means_of_verification", "means of verification", "moyens de vérification"),
        ("minutes_approved", "minutes approved", "compte rendu approuvé"),
        ("mission", "mission", "mission"),
        ("mission_cost_average", "average cost of a mission", "coût moyen d'une mission"),
        ("missions", "missions planned", "missions prévues"),
        ("mode", "mode of the mission", "mode de la mission"),
        ("name", "name", "nom"),
        ("note", "note", "note"),
        ("notice_on", "notice given on", "convoquée le"),
        ("objective", "objective", "objectif"),
        ("office", "office", "fonction"),
        ("on", "day", "date"),
        ("original", "original amount", "montant d'origine"),
        ("output", "output", "produit"),
        ("owner", "owner", "responsable"),
        ("pack", "country pack", "lot national"),
        ("parent", "serves", "rattaché à"),
        ("partner", "partner's money", "argent d'un partenaire"),
        ("parts", "recomputed from", "recalculé à partir de"),
        ("payee", "payee", "payé à"),
        ("personal", "personal values", "données personnelles"),
        ("persons_trained", "persons trained", "personnes formées"),
        ("planning_rate", "planning rate", "taux de planification"),
        ("pm", "pour mémoire", "pour mémoire"),
        ("policy_link", "policy result served", "résultat de politique servi"),
        ("previous", "hash before", "empreinte précédente"),
        ("printed", "as printed", "tel qu'imprimé"),
        ("probability", "probability", "probabilité"),
        ("profit_making", "profit-making", "à but lucratif"),
        ("purpose", "purpose", "finalité"),
        ("quarters", "quarters", "trimestres"),
        ("rank", "rank", "rang"),
        ("read", "as read", "tel que lu"),
        ("reading", "our reading", "notre lecture"),
        ("reason", "reason", "motif"),
        ("received_on", "received on", "reçue le"),
        ("record", "record", "enregistrement"),
        ("records", "records touched", "enregistrements touchés"),
        ("refers_to", "settles", "se rapporte à"),
        ("reporting_currency", "partners' currency", "monnaie des partenaires"),
        ("request", "request", "requête"),
        ("residence", "country of residence", "pays de résidence"),
        ("response", "response", "réponse"),
        ("responsible", "responsible", "responsable"),
        ("revised_on", "revised on", "révisé le"),
        ("role", "role", "qualité"),
        ("row", "row", "ligne"),
        ("seats_present", "seats present", "sièges présents"),
        ("section", "section", "section"),
        ("sector", "sector", "secteur"),
        ("session", "session", "session"),
        ("sex", "sex", "sexe"),
        ("skills", "fields of competence", "domaines de compétence"),
        ("source", "source", "source"),
        ("start", "first day", "premier jour"),
        ("state", "state", "état"),
        ("stated", "stated figure", "chiffre énoncé"),
        ("stated_on", "stated on", "énoncé le"),
        ("status", "status", "statut"),
        ("subject", "subject", "objet"),
        ("table", "table", "tableau"),
        ("target", "target", "cible"),
        ("target_on", "target date", "date cible"),
        ("teacher", "teacher", "enseignant"),
        ("teaching_hours", "teaching hours", "heures de cours"),
        ("terms_of_reference", "terms of reference", "termes de référence"),
        ("thesis_supervision", "thesis supervision", "encadrement de thèse"),
        ("title", "title", "intitulé"),
        ("town", "town", "ville"),
        ("uncertain_quarter", "quarter uncertain", "trimestre incertain"),
        ("unit", "unit", "unité"),
        ("value", "value", "valeur"),
        ("what", "what was done", "ce qui a été fait"),
        ("who", "who", "qui"),
        ("why", "why", "pourquoi"),
        ("withdrawn_on", "withdrawn on", "retiré le"),
        ("women", "of which women", "dont femmes"),
        ("words", "as read, in words", "tel que lu, en mots"),
        ("year", "programme year", "année de programme"),
        ("year_start_day", "day on which years begin", "jour de début des années"),
        ("year_start_month", "month in which years begin", "mois de début des années"),
    )
}
"""The label of each field, by its name, or by ``collection.name`` where the same name means something else."""

CODE_LABELS: Mapping[str, Text] = {
    name: Text(en, fr)
    for name, en, fr in (
        ("teaching", "teaching", "enseignement"),
        ("research", "research", "recherche"),
        ("thesis_supervision", "thesis supervision", "encadrement de thèse"),
        ("consultation", "consultation", "consultation"),
        ("technical_support", "technical support", "appui technique"),
        ("training", "training", "formation"),
        ("promotion", "promotion of the programme", "promotion du programme"),
        ("on_site", "on site", "sur place"),
        ("hybrid", "on site and at a distance", "sur place et à distance"),
        ("online", "at a distance", "à distance"),
        ("female", "female", "femme"),
        ("male", "male", "homme"),
        ("university", "university", "université"),
        ("training_centre", "training centre", "centre de formation"),
        ("research_centre", "research centre", "centre de recherche"),
        ("hospital", "hospital", "hôpital"),
        ("public_service", "public service", "service public"),
        ("enterprise", "enterprise", "entreprise"),
        ("association", "association", "association"),
    )
}
"""What a person calls each code that a field may hold."""


def field_label(collection: str, name: str) -> Text:
    """
    Give the label of a field.

    Raises:
        KeyError: The catalogue has no label for it; add one here.
    """
    return FIELD_LABELS.get(f"{collection}.{name}") or FIELD_LABELS[name]


def collection_label(collection: str) -> Text:
    """Give what a person calls a collection."""
    return COLLECTION_LABELS[collection]


def code_label(code: str) -> Text:
    """
    Give what a person calls a code; the code itself where the catalogue has no words for it.

    >>> code_label("on_site").say("fr")
    'sur place'
    """
    return CODE_LABELS.get(code) or same(code)
