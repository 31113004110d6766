"""
Missions: an expert comes home, to one institution, for some weeks; and the events of a mission's life.

A mission holds facts, no amounts: what it costs is worked out by the rules, what was paid stands in the ledger. Its state is what its last
event says. The states and the steps between them::

    proposed ─▶ approved ─▶ scheduled ─▶ in_progress ─▶ report_filed ─▶ paid ─▶ evaluated
       │           │            │  ▲          │
       └───────────┴─▶ cancelled│  └ delayed ◀┘ (a delayed mission is scheduled anew)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum

from tokten_core.errors import Kind, Problem
from tokten_core.money import Money
from tokten_core.periods import Period
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["NEXT_STATES", "Mission", "MissionEvent", "MissionKind", "MissionMode", "MissionState"]


class MissionKind(StrEnum):
    """What a mission is for (fr: *nature de la mission*)."""

    TEACHING = "teaching"
    RESEARCH = "research"
    THESIS_SUPERVISION = "thesis_supervision"
    CONSULTATION = "consultation"
    TECHNICAL_SUPPORT = "technical_support"
    TRAINING = "training"
    PROMOTION = "promotion"


class MissionMode(StrEnum):
    """How a mission is held (fr: *mode de la mission*); hybrid is on site, with work at a distance before or after."""

    ON_SITE = "on_site"
    HYBRID = "hybrid"
    ONLINE = "online"


class MissionState(StrEnum):
    """Where a mission stands in its life (fr: *état d'une mission*)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    REPORT_FILED = "report_filed"
    PAID = "paid"
    EVALUATED = "evaluated"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


NEXT_STATES: Mapping[MissionState, frozenset[MissionState]] = {
    MissionState.PROPOSED: frozenset({MissionState.APPROVED, MissionState.CANCELLED}),
    MissionState.APPROVED: frozenset({MissionState.SCHEDULED, MissionState.CANCELLED}),
    MissionState.SCHEDULED: frozenset({MissionState.IN_PROGRESS, MissionState.DELAYED, MissionState.CANCELLED}),
    MissionState.DELAYED: frozenset({MissionState.SCHEDULED, MissionState.CANCELLED}),
    MissionState.IN_PROGRESS: frozenset({MissionState.REPORT_FILED, MissionState.CANCELLED}),
    MissionState.REPORT_FILED: frozenset({MissionState.PAID}),
    MissionState.PAID: frozenset({MissionState.EVALUATED}),
    MissionState.EVALUATED: frozenset(),
    MissionState.CANCELLED: frozenset(),
}
"""Which state may follow which."""

COST_SHARE_WITHOUT_PROFIT = Kind(
    "cost-share-without-profit",
    says=Text(
        en="a cost share of {value} % is asked of a host that makes no profit",
        fr="une part de {value} % est demandée à un hôte sans but lucratif",
    ),
    allowed=Text(
        en="no share; only profit-making hosts share the cost", fr="aucune part ; seuls les hôtes à but lucratif partagent le coût"
    ),
    remedy=Text(en="Empty the share, or say that the host makes a profit.", fr="Videz la part, ou indiquez que l'hôte est à but lucratif."),
)


@record("missions")
class Mission(Record):
    """
    A stay of an expert at an institution (fr: *mission*).

    Attributes:
        id: register number.
        expert: who comes.
        institution: who receives.
        terms_of_reference: what is to be done.
        output: the output of the logframe it serves.
        sector: the sector it serves.
        kind: what it is for.
        mode: how it is held; on site unless it says otherwise.
        residence: country the expert comes from, ISO 3166 alpha-2.
        start: first day, counted.
        end: last day, counted.
        thesis_supervision: true opens the higher per diem; None when unknown.
        teaching_hours: hours of teaching, whole; None when unknown.
        airfare: the quoted or paid ticket; None when there is no quote.
        lodging_nights: nights lodged in kind; None when unknown.
        for_profit: true when the host makes a profit and shares the cost; None when unknown.
        cost_share: the host's share in whole per cent of the cash cost; None when there is none.
        committee_consulted: true when the committee was asked about a longer stay.
        funding_source: who funds it; None until it is decided.
        budget_line: the line it is charged to; None until it is decided.
        state: where it stands; what its last event says.
        persons_trained: persons trained, whole; None when not reported.
        invented: true for made-up data.
    """

    id: str = fact()
    expert: str | None = fact(default=None, refers_to="experts")
    institution: str | None = fact(default=None, refers_to="institutions")
    terms_of_reference: str | None = fact(default=None, refers_to="terms_of_reference")
    output: str | None = fact(default=None, refers_to="outputs")
    sector: str = fact(default="")
    kind: MissionKind | None = fact(default=None)
    mode: MissionMode = fact(default=MissionMode.ON_SITE)
    residence: str = fact()
    start: dt.date = fact()
    end: dt.date = fact(not_before="start")
    thesis_supervision: bool | None = fact(default=None)
    teaching_hours: int | None = fact(default=None, unit="hours", least=0)
    airfare: Money | None = fact(default=None)
    lodging_nights: int | None = fact(default=None, unit="nights", least=0)
    for_profit: bool | None = fact(default=None)
    cost_share: int | None = fact(default=None, unit="percent", least=0, greatest=100)
    committee_consulted: bool | None = fact(default=None)
    funding_source: str | None = fact(default=None, refers_to="funding_sources")
    budget_line: str | None = fact(default=None, refers_to="budget_lines")
    state: MissionState = fact(default=MissionState.PROPOSED)
    persons_trained: int | None = fact(default=None, unit="persons", least=0)
    invented: bool = fact(default=False)

    def faults(self) -> Iterator[Problem]:
        """Tell of a share asked of a host without profit."""
        if self.for_profit is False and self.cost_share:
            yield COST_SHARE_WITHOUT_PROFIT.at(self.place("cost_share"), self.cost_share)

    @property
    def period(self) -> Period:
        """The days of the mission, the first and the last both counted."""
        return Period(self.start, self.end)

    @property
    def days(self) -> int:
        """How many days, the first and the last both counted."""
        return self.period.days


@record("mission_events")
class MissionEvent(Record):
    """
    A step in a mission's life (fr: *événement d'une mission*).

    Attributes:
        id: short stable name; events of one mission sort by it within a day.
        mission: which mission.
        on: the day.
        state: the state from then on.
        who: the office or body that decided, never a person's name.
        why: reason, for delays and cancellations above all.
        source: the committee session or paper behind it.
    """

    id: str = fact()
    mission: str = fact(refers_to="missions")
    on: dt.date = fact()
    state: MissionState = fact()
    who: str = fact(default="")
    why: str = fact(default="")
    source: str = fact(default="")
