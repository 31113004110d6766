"""The faults that are put in on purpose, each with the check that finds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

from attrs import frozen

from make_register.hosts import SESSIONS
from make_register.money import pay_missions
from make_register.register import SEED, Register
from tokten_core.model.institution import RequestState
from tokten_core.model.mission import Mission, MissionState
from tokten_core.money import Money
from tokten_core.records import evolve

__all__ = ["PLANTED", "Planted", "plant"]


def plant(register: Register, without: Collection[str] = ()) -> None:
    """Put in the faults of ``PLANTED``, but for those at some places."""
    for fault in PLANTED:
        if fault.place not in without:
            fault.put(register)


@frozen
class Planted:
    """One fault: the check code that finds it, the place, what was done, and how."""

    code: str
    place: str
    what: str
    put: Callable[[Register], None]


def _changed(collection: str, key: str, **facts: object) -> Callable[[Register], None]:
    return lambda register: register.change(collection, key, **facts)


def _left_out(collection: str, *keys: str) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.kept[collection] = [record for record in register.all(collection) if record.id not in keys]

    return put


def _paid_more(key: str, more: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("ledger", key, amount=Money(register.one("ledger", key).amount.amount + more, "XOF"))

    return put


def _earlier(key: str, days: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("ledger", key, on=register.one("ledger", key).on - dt.timedelta(days=days))

    return put


def _twice(key: str, second: str) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        ledger = register.all("ledger")
        at = next(number for number, entry in enumerate(ledger) if entry.id == key)
        ledger.insert(at + 1, evolve(ledger[at], id=second))

    return put


def _read_more(key: str, more: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("readings", key, value=register.one("readings", key).value + more)

    return put


def _without_approval(register: Register) -> None:
    """Take the committee's approval out of a mission's life, and number what is left anew."""
    mission = "ML-2009-012"
    events = [event for event in register.all("mission_events") if event.mission == mission]
    left = [event for event in events if event.state is not MissionState.APPROVED]
    register.kept["mission_events"] = [event for event in register.all("mission_events") if event in left or event.mission != mission]
    for number, event in enumerate(left, start=1):
        register.change("mission_events", event.id, id=f"{mission}/{number:02d}")


def _overlap(register: Register) -> None:
    """Give a mission to the expert of the one before, and let it begin three days before that one's end."""
    before, after = register.one("missions", "ML-2009-041"), register.one("missions", "ML-2009-042")
    shift = before.end - dt.timedelta(days=2) - after.start
    _shift(register, after, shift, expert=before.expert, residence=before.residence)


def _other_expert(register: Register) -> None:
    """Give a mission, and its payments, to an expert of the same sex who lives in Canada and has no mission yet."""
    mission = register.one("missions", "ML-2009-058")
    taken = {each.expert for each in register.all("missions")}
    sex = register.one("experts", mission.expert).sex
    expert = next(each for each in register.all("experts") if (each.country, each.sex) == ("CA", sex) and each.id not in taken)
    register.change("missions", mission.id, expert=expert.id, residence=expert.country)
    for entry in [entry for entry in register.all("ledger") if entry.mission == mission.id and entry.payee == mission.expert]:
        register.change("ledger", entry.id, payee=expert.id)


def _stays_on(register: Register) -> None:
    """Lengthen a mission to thirty days, its events and its payments with it."""
    mission = register.one("missions", "ML-2010-011")
    register.change("missions", mission.id, end=mission.start + dt.timedelta(days=29), lodging_nights=29)
    _repay(register, mission.id)


def _shift(register: Register, mission: Mission, by: dt.timedelta, **facts: object) -> None:
    register.change("missions", mission.id, start=mission.start + by, end=mission.end + by, **facts)
    _repay(register, mission.id)


def _repay(register: Register, key: str) -> None:
    """Make the later events and all payments of a changed mission anew."""
    mission = next(mission for mission in register.all("missions") if mission.id == key)
    late = {MissionState.SCHEDULED: mission.start - dt.timedelta(days=22), MissionState.IN_PROGRESS: mission.start}
    late |= {
        MissionState.REPORT_FILED: mission.end,
        MissionState.PAID: mission.end,
        MissionState.EVALUATED: mission.end + dt.timedelta(days=30),
    }
    for event in [event for event in register.all("mission_events") if event.mission == key and event.state in late]:
        register.change("mission_events", event.id, on=late[event.state])
    others = [entry for entry in register.all("ledger") if entry.mission != key]
    at = next(number for number, entry in enumerate(register.all("ledger")) if entry.mission == key)
    alone = Register(SEED)
    alone.kept["missions"] = [evolve(mission, committee_consulted=True)]  # paid as if the committee had agreed
    pay_missions(alone)
    register.kept["ledger"] = [*others[:at], *alone.all("ledger"), *others[at:]]


PLANTED: Final = (
    Planted("mission-state-differs", "missions[ML-2009-007].state", "marked paid while its last event is the evaluation",
            _changed("missions", "ML-2009-007", state=MissionState.PAID)),
    Planted("mission-step-skipped", "mission_events[ML-2009-012/02].state", "scheduled without the committee's approval",
            _without_approval),
    Planted("mission-residence-differs", "missions[ML-2009-044].residence", "Belgium on the mission, France in the roster",
            _changed("missions", "ML-2009-044", residence="BE")),
    Planted("missions-overlap", "missions[ML-2009-042].start", "the same expert is in two missions for three days", _overlap),
    Planted("documents-late", "terms_of_reference[TDR-2009-031].documents_ready", "begun without the documents it needed",
            _changed("terms_of_reference", "TDR-2009-031", documents_ready=False)),
    Planted("refused-request-served", "requests[REQ-2009-036].state", "the request behind it was refused",
            _changed("requests", "REQ-2009-036", state=RequestState.REFUSED, reason="hors des objectifs du programme")),
    Planted("mission-against-rules", "missions[ML-2009-058].residence", "the French money pays for an expert who lives in Canada",
            _other_expert),
    Planted("mission-against-rules", "missions[ML-2010-011].days", "thirty days, and the committee was not consulted", _stays_on),
    Planted("payment-differs", "missions[ML-2010-018].per_diem", "one day of per diem too many in the second half",
            _paid_more("ML-2010-018/per-diem-2", 20_000)),
    Planted("paid-before-report", "ledger[ML-2010-019/per-diem-2].on", "second half paid two days before the report",
            _earlier("ML-2010-019/per-diem-2", 2)),
    Planted("payment-doubled", "ledger[ML-2010-029/airfare-bis].amount", "the same ticket under two vouchers",
            _twice("ML-2010-029/airfare", "ML-2010-029/airfare-bis")),
    Planted("line-overspent", "budget_lines[bank-charges/ce/2009-2010].amount", "bank charges above their line",
            _paid_more("bank-charges/ce/2009-2010/q4", 23_500)),
    Planted("advance-outstanding", "ledger[office-supplies/ce/2009-2010/advance-1].amount", "an advance that nobody justified",
            _left_out("ledger", "office-supplies/ce/2009-2010/clearing-1", "office-supplies/ce/2009-2010/refund-1")),
    Planted("notice-too-short", "sessions[S-2009-2].notice_on", "members had the notice one day before",
            _changed("sessions", "S-2009-2", notice_on=dt.date.fromisoformat(SESSIONS[2]) - dt.timedelta(days=1))),
    Planted("minutes-not-approved", "sessions[S-2009-3].minutes_approved", "the next session left the minutes open",
            _changed("sessions", "S-2009-3", minutes_approved=False)),
    Planted("reading-differs", "readings[missions-trainers/2010-06-30].value", "one mission more than reports had been filed",
            _read_more("missions-trainers/2010-06-30", 1)),
)  # fmt: skip
"""Every fault that the register has on purpose."""
