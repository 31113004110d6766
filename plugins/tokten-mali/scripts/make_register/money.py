"""What was paid: each mission as the cost rules give it, and the other lines of the budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from make_register.missions import DONE, STARTED
from make_register.register import Register
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import CostKind
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import Mission, MissionState
from tokten_core.money import Money, minor_units
from tokten_core.rules.mission_facts import facts_of

__all__ = ["pay_missions", "spend_the_other_lines"]


def pay_missions(register: Register) -> None:
    """Commit each scheduled mission, buy the ticket, pay the two halves and the hours, as the cost rules give them."""
    for mission in register.all("missions"):
        if mission.state not in STARTED:
            continue
        costing = register.costs.cost(facts_of(mission), mission.funding_source)
        amounts = {line.component: line.amount or 0 for line in costing.items if not line.in_kind and line.component != "support_cost"}
        host = next((share.amount or 0 for share in costing.shares if share.payer == "beneficiary"), 0)
        first = costing.instalments[0].amount or 0
        second = amounts["per_diem"] - first
        ticket = amounts["airfare"] - host
        pledge = _entry(
            mission,
            "commitment",
            EntryKind.COMMITMENT,
            mission.start - dt.timedelta(days=21),
            first + second + ticket + amounts["teaching_hours"],
        )
        register.add(pledge)
        pays = [("airfare", mission.start - dt.timedelta(days=14), ticket), ("per_diem_first_half", mission.start, first)]
        if mission.state in DONE - {MissionState.REPORT_FILED}:
            pays += [("per_diem_second_half", mission.end, second), ("teaching_hours", mission.end, amounts["teaching_hours"])]
        for component, day, amount in pays:
            if amount:
                name = {"per_diem_first_half": "per-diem-1", "per_diem_second_half": "per-diem-2", "teaching_hours": "hours"}.get(
                    component, component
                )
                register.add(_entry(mission, name, EntryKind.EXPENDITURE, day, amount, component=component, refers_to=pledge.id))


def _entry(
    mission: Mission, name: str, kind: EntryKind, day: dt.date, amount: int, component: str = "", refers_to: str | None = None
) -> LedgerEntry:
    year_starts = dt.date(2008, 9, 1) if str(mission.budget_line).endswith("2008-2009") else dt.date(2009, 9, 1)
    return LedgerEntry(
        id=f"{mission.id}/{name}",
        kind=kind,
        on=max(day, year_starts),
        budget_line=str(mission.budget_line),
        amount=Money(amount, "XOF"),
        mission=mission.id,
        component=component,
        refers_to=refers_to,
        payee="agence de voyage" if component == "airfare" else str(mission.expert),
        label=f"mission {mission.id}",
        invented=True,
    )


def spend_the_other_lines(register: Register) -> None:
    """Entries on every other line that has an amount in the first two years."""
    for line in register.document.budget_lines:
        item = next(item for item in register.document.budget_items if item.id == line.item)
        if line.amount is None or line.year == "2010/2011" or line.missions is not None or item.kind is CostKind.SUPPORT_COST:
            continue
        for entry in _spending(register, line, item.kind):
            register.add(entry)
    for line in register.document.budget_lines:
        if line.item == "support-cost" and line.amount is not None:
            register.add(_support_cost(register, line))


def _spending(register: Register, line: BudgetLine, kind: CostKind) -> Iterator[LedgerEntry]:
    amount = minor_units(line.amount) if line.amount is not None else 0
    whole = {CostKind.STAFF: 100, CostKind.BANK_CHARGES: 93, CostKind.EQUIPMENT: 97}.get(kind, 78 + register.chance.randrange(18))
    target = amount * whole // 100
    if line.item in {"office-supplies", "vehicle-running", "antennas"}:
        yield from _through_the_imprest(register, line, target)
    elif kind is CostKind.EQUIPMENT or line.item in {"needs-study", "evaluation"}:
        yield from _by_contract(line, target)
    else:
        share = target // 4
        for quarter, day in enumerate(_quarter_ends(line.year)):
            part = target - 3 * share if quarter == 3 else share
            yield _other(line, f"q{quarter + 1}", EntryKind.EXPENDITURE, day, part, f"trimestre {quarter + 1}")


def _through_the_imprest(register: Register, line: BudgetLine, target: int) -> Iterator[LedgerEntry]:
    half = target // 2
    for number, (day, amount) in enumerate(zip((_year(line.year, 0), _year(line.year, 181)), (half, target - half), strict=True), start=1):
        advance = _other(line, f"advance-{number}", EntryKind.ADVANCE, day, amount, "avance au régisseur")
        yield advance
        justified = amount * (90 + register.chance.randrange(10)) // 100
        yield _other(
            line, f"clearing-{number}", EntryKind.CLEARING, day + dt.timedelta(days=100), justified, "pièces justificatives", advance.id
        )
        yield _other(
            line, f"refund-{number}", EntryKind.REFUND, day + dt.timedelta(days=105), amount - justified, "reliquat reversé", advance.id
        )


def _by_contract(line: BudgetLine, target: int) -> Iterator[LedgerEntry]:
    promise = _other(line, "commitment", EntryKind.COMMITMENT, _year(line.year, 60), target, "contrat")
    yield promise
    yield _other(line, "invoice", EntryKind.EXPENDITURE, _year(line.year, 120), target, "facture", promise.id)


def _support_cost(register: Register, line: BudgetLine) -> LedgerEntry:
    """7 % of what the EU's money paid in the year, in whole dollars, as the rules give it; charged on the year's last day."""
    days = (_year(line.year, 0), _year(line.year, 364))
    paid = sum(
        minor_units(entry.amount)
        for entry in register.all("ledger")
        if entry.kind in {EntryKind.EXPENDITURE, EntryKind.CLEARING}
        and "/ce/" in f"/{entry.budget_line}/"
        and days[0] <= entry.on <= days[1]
    )
    charged = register.costs.support_cost(Money(paid, "XOF"), days[0], "ce").value
    assert isinstance(charged, int)
    return _other(line, "gms", EntryKind.EXPENDITURE, days[1], charged, "coût d'appui de l'année")


def _other(
    line: BudgetLine, name: str, kind: EntryKind, day: dt.date, amount: int, label: str, refers_to: str | None = None
) -> LedgerEntry:
    return LedgerEntry(
        id=f"{line.id}/{name}",
        kind=kind,
        on=day,
        budget_line=line.id,
        amount=Money(amount, "XOF"),
        refers_to=refers_to,
        label=label,
        invented=True,
    )


def _year(year: str, days: int) -> dt.date:
    return dt.date(int(year[:4]), 9, 1) + dt.timedelta(days=days)


def _quarter_ends(year: str) -> tuple[dt.date, ...]:
    first = int(year[:4])
    return dt.date(first, 11, 28), dt.date(first + 1, 2, 26), dt.date(first + 1, 5, 28), dt.date(first + 1, 8, 28)
