"""
The steering committee: its seats, its sessions, what each session decided.

Seats are offices, never persons.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["CommitteeSeat", "Decision", "SeatRole", "Session", "SessionKind"]


class SeatRole(StrEnum):
    """The role of a seat (fr: *qualité d'un membre*)."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARIAT = "secretariat"


class SessionKind(StrEnum):
    """How a session is called (fr: *nature d'une session*)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@record("committee_seats")
class CommitteeSeat(Record):
    """
    A seat on the steering committee (fr: *siège au comité de pilotage*).

    Attributes:
        id: short stable code.
        role: chair, vice-chair, member or secretariat.
        office: the office that holds it, in both languages.
        alternate_allowed: true when the text says "or a representative"; None when it is not printed.
        source: where it stands.
    """

    id: str = fact()
    role: SeatRole = fact()
    office: Text = fact()
    alternate_allowed: bool | None = fact(default=None)
    source: str = fact(refers_to="sources")


@record("sessions")
class Session(Record):
    """
    A meeting of the committee (fr: *session du comité*).

    Attributes:
        id: short stable code.
        kind: ordinary or extraordinary.
        notice_on: day by which every member had the notice.
        held_on: the day it met; None while it is only planned.
        agenda: the items, in order.
        seats_present: how many seats were represented.
        minutes_approved: true when a later session approved its minutes; None when not yet known.
        invented: true for made-up data.
    """

    id: str = fact()
    kind: SessionKind = fact(default=SessionKind.ORDINARY)
    notice_on: dt.date | None = fact(default=None)
    held_on: dt.date | None = fact(default=None)
    agenda: tuple[str, ...] = fact(default=())
    seats_present: int | None = fact(default=None, unit="seats", least=0)
    minutes_approved: bool | None = fact(default=None)
    invented: bool = fact(default=False)


@record("decisions")
class Decision(Record):
    """
    What a session decided (fr: *décision du comité*).

    Attributes:
        id: short stable code.
        session: which session.
        label: the decision, in a few words.
        mission: the mission it concerns, if it is one.
        due_on: day by which it is to be carried out.
        done_on: day it was carried out; None while it is open.
        invented: true for made-up data.
    """

    id: str = fact()
    session: str = fact(refers_to="sessions")
    label: str = fact()
    mission: str | None = fact(default=None, refers_to="missions")
    due_on: dt.date | None = fact(default=None)
    done_on: dt.date | None = fact(default=None)
    invented: bool = fact(default=False)
