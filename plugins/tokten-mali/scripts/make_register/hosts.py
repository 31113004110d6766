"""Who receives experts, none of which exists, and the sessions in which the committee decides."""

from __future__ import annotations

import datetime as dt
from typing import Final

from make_register.register import Register
from tokten_core.model.committee import Session, SessionKind
from tokten_core.model.institution import Institution, InstitutionKind

__all__ = ["SESSIONS", "make_institutions", "make_sessions"]

HOSTS: Final = (
    # name, kind, sector, town, profit
    ("Faculté des sciences exactes", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de droit", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de gestion", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de lettres et langues", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de médecine", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("École normale", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("École d'ingénieurs", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut universitaire de gestion", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut de formation à la recherche", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut polytechnique rural", InstitutionKind.UNIVERSITY, "higher_education", "Katibougou", False),
    ("Centre universitaire régional", InstitutionKind.UNIVERSITY, "higher_education", "Ségou", False),
    ("Centre de formation professionnelle du bâtiment", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Bamako", False),
    ("Centre de formation professionnelle rurale", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Sikasso", False),
    ("Institut de formation technique", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Kayes", False),
    ("Centre des métiers de l'artisanat", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Mopti", False),
    ("Hôpital national", InstitutionKind.HOSPITAL, "health", "Bamako", False),
    ("Hôpital mère-enfant", InstitutionKind.HOSPITAL, "health", "Bamako", False),
    ("Hôpital régional de l'ouest", InstitutionKind.HOSPITAL, "health", "Kayes", False),
    ("Hôpital régional du sud", InstitutionKind.HOSPITAL, "health", "Sikasso", False),
    ("Centre de santé de référence", InstitutionKind.HOSPITAL, "health", "Koulikoro", False),
    ("Institut de santé publique", InstitutionKind.RESEARCH_CENTRE, "health", "Bamako", False),
    ("Institut d'économie rurale", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Bamako", False),
    ("Station de recherche rizicole", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Niono", False),
    ("Service régional de l'agriculture", InstitutionKind.PUBLIC_SERVICE, "agriculture", "Sikasso", False),
    ("Laboratoire vétérinaire", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Bamako", False),
    ("Union de coopératives de maraîchage", InstitutionKind.ASSOCIATION, "agriculture", "Kati", False),
    ("Service du génie rural", InstitutionKind.PUBLIC_SERVICE, "agriculture", "Ségou", False),
    ("Entreprise de transformation de mangues", InstitutionKind.ENTERPRISE, "sme", "Sikasso", True),
    ("Entreprise de matériaux de construction", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Atelier de mécanique agricole", InstitutionKind.ENTERPRISE, "sme", "Ségou", True),
    ("Entreprise d'énergie solaire", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Laiterie industrielle", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Bureau d'études", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Chambre des métiers", InstitutionKind.ASSOCIATION, "sme", "Bamako", False),
    ("Groupement d'artisans", InstitutionKind.ASSOCIATION, "sme", "Mopti", False),
    ("Agence de promotion des petites entreprises", InstitutionKind.PUBLIC_SERVICE, "sme", "Bamako", False),
)
SESSIONS: Final = ("2008-09-25", "2009-01-22", "2009-05-21", "2009-09-17", "2010-01-14", "2010-05-13")


def make_institutions(register: Register) -> None:
    """Hosts of the kinds that the document speaks of; none of them exists."""
    for number, (name, kind, sector, town, profit) in enumerate(HOSTS, start=1):
        joined = dt.date(1999 + register.chance.randrange(9), register.chance.randrange(1, 13), 15)
        joined = dt.date(2009, 1 + number % 6, 15) if sector == "sme" else joined
        register.add(
            Institution(
                id=f"INS-{number:02d}", name=f"{name} (structure fictive)", kind=kind, sector=sector, town=town, capital=town == "Bamako",
                profit_making=profit, joined_on=joined, invented=True,
            )
        )  # fmt: skip


def make_sessions(register: Register) -> None:
    """Ordinary sessions every four months, called ten days before."""
    for number, day in enumerate(map(dt.date.fromisoformat, SESSIONS)):
        register.add(
            Session(
                id=f"S-{2008 + (number + 2) // 3}-{1 + (number + 2) % 3}",
                kind=SessionKind.ORDINARY,
                notice_on=day - dt.timedelta(days=10),
                held_on=day,
                agenda=("compte rendu de la session précédente", "requêtes et termes de référence", "missions à attribuer", "divers"),
                seats_present=14 + register.chance.randrange(6),
                minutes_approved=True if day < dt.date.fromisoformat(SESSIONS[-1]) else None,
                invented=True,
            )
        )
