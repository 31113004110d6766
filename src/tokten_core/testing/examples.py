"""
A small made-up programme in which everything that a store may lose occurs once, and a larger one to put in its place.

Every person and figure is invented. Suites save the first, replace it by the second, and look for anything of the one left in the other.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tokten_core.history import Work
from tokten_core.journal import append
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.expert import Expert, Residence, Skill
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionKind, MissionState
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.records import evolve
from tokten_core.sources import Source
from tokten_core.text import Text, same

__all__ = ["a_large_programme", "a_small_programme", "a_work", "with_journal"]

CARD = ProgrammeCard(
    id="example", pack="mali", title=Text(en="Example", fr="Exemple"), country="ML", start=dt.date(2008, 9, 1),
    end=dt.date(2011, 8, 31), year_start_month=9, planning_rate=Decimal("400.00"), source="s1", invented=True,
)  # fmt: skip


def a_small_programme() -> Programme:
    """Make a programme with a formula for a name, a line without amount, an amount of zero, many digits, and a journal."""
    return with_journal(
        Programme(
            programme=(CARD,),
            sources=(Source(id="s1", document=same("Made up"), inferred=True, checked_on=dt.date(2026, 1, 2)),),
            donors=(Donor(id="d1", name=Text(en="Donor", fr="Bailleur")),),
            funding_sources=(FundingSource(id="ce", donor="d1", label=same("EU"), currency="EUR", source="s1"),),
            indicators=(
                Indicator(id="i1", label=same("hours"), baseline=None, target=Decimal("0.10"), source="s1"),
                Indicator(id="i2", label=same("all"), baseline=Decimal(0), target=Decimal("12345678901234567890.1234567890"), source="s1"),
            ),
            readings=(Reading(id="r1", indicator="i1", on=dt.date(2009, 3, 31), value=Decimal("-0.5"), invented=True),),
            budget_items=(BudgetItem(id="1", label=Text(en="flights", fr="billets"), kind=CostKind.MISSIONS, source="s1"),),
            budget_lines=(
                BudgetLine(id="pm", item="1", funding_source="ce", year="2008/2009", pm=True, source="s1"),
                BudgetLine(id="zero", item="1", funding_source="ce", year="2009/2010", amount=Money(0, "XOF"), source="s1"),
                BudgetLine(
                    id="huge", item="1", funding_source="ce", year="2010/2011", amount=Money(10**18 - 1, "XOF"),
                    original=Money("-12.34", "EUR"), missions=0, source="s1",
                ),
            ),
            skills=(Skill(id="b", label=same("law"), sector="health"), Skill(id="a", label=same("maths"), sector="education")),
            experts=(
                Expert(id="E2", name="=HYPERLINK(1)", invented=True, country="FR", skills=("b", "a"), teacher=None),
                Expert(id="E1", name='Awa "É" Exemple,\n\'deux\'', invented=True, country="CA", teacher=False),
            ),
            residences=(Residence(id="r", expert="E1", country="CA", start=dt.date(1999, 12, 31)),),
            missions=(
                Mission(
                    id="=M1", expert="E1", kind=MissionKind.TEACHING, residence="FR", start=dt.date(2009, 3, 1), end=dt.date(2009, 3, 14),
                    thesis_supervision=False, teaching_hours=0, airfare=Money(450_000, "XOF"), funding_source="ce",
                    state=MissionState.PAID, invented=True,
                ),
                Mission(id="M2", residence="FR", start=dt.date(2009, 3, 1), end=dt.date(2009, 3, 1), airfare=Money(0, "XOF")),
            ),
            ledger=(
                LedgerEntry(
                    id="v2", kind=EntryKind.CLEARING, on=dt.date(2009, 4, 1), budget_line="zero", amount=Money(5, "XOF"),
                    refers_to="v1", mission="=M1", invented=True,
                ),
                LedgerEntry(id="v1", kind=EntryKind.ADVANCE, on=dt.date(2009, 3, 1), budget_line="zero", amount=Money(5, "XOF")),
            ),
        )
    )  # fmt: skip


def a_large_programme(missions: int = 300) -> Programme:
    """Make a programme that shares no record but the card and its source with the small one, and takes some room."""
    first = dt.date(2009, 1, 1)
    return Programme(
        programme=(CARD,),
        sources=(Source(id="s1", document=same("Made up"), inferred=True),),
        experts=tuple(Expert(id=f"X{n}", name=f"Exemple n° {n}", invented=True, country="SN") for n in range(40)),
        missions=tuple(
            Mission(
                id=f"N{n}", expert=f"X{n % 40}", residence="SN", sector="education", start=first + dt.timedelta(days=n % 300),
                end=first + dt.timedelta(days=n % 300 + 13), teaching_hours=n % 60, thesis_supervision=n % 2 == 0, invented=True,
                airfare=Money(400_000 + n, "XOF"), lodging_nights=13, state=MissionState.APPROVED,
            )
            for n in range(missions)
        ),
    )  # fmt: skip


def a_work(number: int) -> Work:
    """Make a work that adds a mission, lengthens the second one and, every other time, takes out what the one before added."""
    second = a_small_programme().missions[1]
    return Work(
        at=dt.datetime(2009, 6, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number),
        who="coordination",
        what=f"work {number}",
        put=(
            Mission(id=f"W{number}", expert="E2", residence="FR", start=second.start, end=second.end, airfare=Money(number, "XOF")),
            evolve(second, end=second.end + dt.timedelta(days=number + 1)),
        ),
        remove=(("missions", f"W{number - 1}"),) if number % 2 else (),
    )


def with_journal(programme: Programme) -> Programme:
    """Write two entries into a programme's journal."""
    morning = dt.datetime(2009, 3, 1, 8, 30, 15, 123456, tzinfo=dt.timezone(dt.timedelta(hours=-5, minutes=-30)))
    once = append(programme, at=morning, who="coordination", what="=import", why="first\nrecords", records=("missions/=M1", "experts/E1"))
    return append(once, at=morning.astimezone(dt.UTC) + dt.timedelta(days=1), who="coordination", what="correct")
