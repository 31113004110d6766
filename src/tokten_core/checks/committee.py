"""The committee against its own rules: notice, rhythm, minutes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.committee import Session, SessionKind
from tokten_core.model.programme import Programme
from tokten_core.text import Text

__all__ = ["sessions_in_order"]

LEAST_NOTICE_DAYS: Final = 3
LONGEST_GAP_DAYS: Final = 130
"""Four months, with some days of grace that are ours."""

NOTICE_SHORT: Final = CheckCode(
    "notice-too-short",
    title=Text(en="session called too late", fr="session convoquée trop tard"),
    compares=Text(
        en="The days between the notice and the session with the three days that every member must have.",
        fr="Les jours entre la convocation et la session avec les trois jours que chaque membre doit avoir.",
    ),
    remedy=Text(
        en="Send the next notice earlier; have the decisions confirmed.", fr="Convoquez plus tôt ; faites confirmer les décisions."
    ),
)
SESSION_LATE: Final = CheckCode(
    "session-overdue",
    title=Text(en="more than four months between ordinary sessions", fr="plus de quatre mois entre sessions ordinaires"),
    compares=Text(
        en="The days between two ordinary sessions with four months; 130 days are allowed, the grace is ours.",
        fr="Les jours entre deux sessions ordinaires avec quatre mois ; 130 jours sont admis, la marge est de nous.",
    ),
    remedy=Text(en="Call the next session in time.", fr="Convoquez la prochaine session à temps."),
)
MINUTES_OPEN: Final = CheckCode(
    "minutes-not-approved",
    title=Text(en="minutes that the next session did not approve", fr="compte rendu que la session suivante n'a pas approuvé"),
    compares=Text(
        en="Each session that an ordinary one has followed with the approval of its minutes.",
        fr="Chaque session qu'une session ordinaire a suivie avec l'approbation de son compte rendu.",
    ),
    remedy=Text(en="Have the minutes approved; record it if they were.", fr="Faites approuver le compte rendu ; notez-le s'il l'a été."),
)


def sessions_in_order(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold the committee's sessions to their notice, rhythm and minutes (fr: *sessions du comité*)."""
    held = sorted((session for session in programme.sessions if session.held_on), key=lambda session: (session.held_on, session.id))
    for session in held:
        yield from _notice(session)
    ordinary = [session for session in held if session.kind is SessionKind.ORDINARY]
    for session in held[: held.index(ordinary[-1])] if ordinary else ():
        yield from _minutes(session)
    for before, after in pairwise(ordinary):
        if before.held_on and after.held_on:
            gap = Decimal((after.held_on - before.held_on).days)
            subject = Text(en="days since session {id}", fr="jours depuis la session {id}").fill(id=before.id)
            if gap > LONGEST_GAP_DAYS:
                yield Finding(SESSION_LATE.code, after.place("held_on"), subject, gap, Decimal(LONGEST_GAP_DAYS), "days")
            else:
                yield Holds(SESSION_LATE.code, after.place("held_on"), gap, Decimal(LONGEST_GAP_DAYS))


def _notice(session: Session) -> Iterator[Finding | Holds]:
    if session.held_on is None or session.notice_on is None:
        return
    days = Decimal((session.held_on - session.notice_on).days)
    if days < LEAST_NOTICE_DAYS:
        subject = Text(en="days of notice of session {id}", fr="jours de préavis de la session {id}").fill(id=session.id)
        yield Finding(NOTICE_SHORT.code, session.place("notice_on"), subject, days, Decimal(LEAST_NOTICE_DAYS), "days")
    else:
        yield Holds(NOTICE_SHORT.code, session.place("notice_on"), days, Decimal(LEAST_NOTICE_DAYS))


def _minutes(session: Session) -> Iterator[Finding | Holds]:
    """Say whether the minutes of a session are approved; that nobody wrote it down is a finding too."""
    place, approved = session.place("minutes_approved"), session.minutes_approved
    if approved:
        yield Holds(MINUTES_OPEN.code, place, "true", "true")
    else:
        subject = Text(en="approval of the minutes of session {id}", fr="approbation du compte rendu de la session {id}")
        yield Finding(MINUTES_OPEN.code, place, subject.fill(id=session.id), None if approved is None else "false", "true")
