"""
Check a certificate of an allocation: whole numbers, the standard library, no solver. Copy this file and run it on the certificate alone.

An offer is [envelope, cost, gain, what it adds to each floor]. Two things are worked out anew:

- the allocation holds: each mission at most once, each envelope within its money and what came over, each floor reached, and the gain is the sum;
- the bound holds. A proof has parts that share no mission and no money; what they prove adds up. A part is a tree: a branch keeps some of the
  choices of a mission, the branches together keep them all, and the largest limit counts. At its leaves are prices, and any prices will do:
  of envelopes: no allocation brings more than the envelopes at their prices plus, for each mission, its best choice less its cost at them;
  of missions: nor more than the missions at their prices plus, for each envelope, the offers worth most beyond them that it can pay together.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from itertools import accumulate
from math import gcd
from pathlib import Path
from typing import Any

__all__ = ["faults", "fullest", "main"]


def faults(certificate: dict[str, Any]) -> list[str]:
    """Tell in words what does not hold in a certificate; an empty list when all of it holds."""
    try:
        whole_numbers(certificate)
        return [*allocation_faults(certificate), *bound_faults(certificate)]
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return [f"the certificate cannot be read: {error!r}"]


def whole_numbers(thing: object) -> None:
    """Refuse any number with a decimal point: sums would not be exact."""
    if isinstance(thing, float):
        message = f"{thing} is not a whole number"
        raise ValueError(message)  # noqa: TRY004 - what is read is wrong, not who calls
    for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        whole_numbers(part)


def allocation_faults(certificate: dict[str, Any]) -> list[str]:
    """Add up the allocation: envelopes, floors, required missions, gain."""
    problem, found = certificate["problem"], []
    width, spent, reached, gain = len(problem["quarters"]), [0] * len(problem["budget"]), [0] * len(problem["least"]), 0
    for mission, choice in zip(problem["missions"], certificate["chosen"], strict=True):
        if choice is None:
            if mission["required"]:
                found.append(f"{mission['id']} must be funded and is not")
            continue
        if not 0 <= choice < len(mission["offers"]):
            found.append(f"{mission['id']} has no offer {choice}")
            continue
        envelope, cost, brings, *adds = mission["offers"][choice]
        spent[envelope] += cost
        gain += brings
        reached = [total + add for total, add in zip(reached, adds, strict=True)]
    left = 0
    for envelope, (budget, used) in enumerate(zip(problem["budget"], spent, strict=True)):
        # What an envelope leaves passes to the next quarter of the same source, cut to whole units.
        over = left * problem["carried"][envelope - 1] // 100 if envelope % width else 0
        left = budget + over - used
        if left < 0:
            found.append(f"{problem['sources'][envelope // width]} in {problem['quarters'][envelope % width]} spends {-left} too much")
            left = 0
    found += [
        f"floor {row} reaches {total}, not {least}"
        for row, (total, least) in enumerate(zip(reached, problem["least"], strict=True))
        if total < least
    ]
    if gain != certificate["gain"]:
        found.append(f"the allocation brings {gain}, not {certificate['gain']}")
    return found


def bound_faults(certificate: dict[str, Any]) -> list[str]:
    """Add up what the parts prove, each by itself: no mission and no money is in two parts."""
    problem, missions = certificate["problem"], certificate["problem"]["missions"]
    purses = purses_of(problem)
    if sorted(number for part in certificate["proof"] for number in part["missions"]) != list(range(len(missions))):
        return ["the parts do not hold each mission once"]
    if problem["least"] and len(certificate["proof"]) > 1:
        return ["a floor speaks of all missions together, and the proof is in parts"]
    proved, owner = 0, dict[int, int]()
    for index, part in enumerate(certificate["proof"]):
        mine = {purses[envelope] for number in part["missions"] for envelope, *_ in missions[number]["offers"]}
        if any(owner.setdefault(purse, index) != index for purse in mine):
            return [f"part {index} spends money of another part"]
        # A choice is the place of an offer; None is to fund the mission by nobody.
        open_choices = {number: choices(missions[number]) for number in part["missions"]}
        money = [envelope for envelope, purse in enumerate(purses) if purse in mine]
        step = gcd(*(offer[2] for number in part["missions"] for offer in missions[number]["offers"])) or 1
        proved += limit(problem, money, open_choices, part["tree"], step)
    found = [] if certificate["bound"] >= proved else [f"the proof shows {proved}, not {certificate['bound']}"]
    return found if certificate["gain"] <= certificate["bound"] else [*found, "the allocation brings more than its bound"]


def purses_of(problem: dict[str, Any]) -> list[int]:
    """Say for each envelope which is the first of those that pass money on to it, one after the other."""
    width, purses = len(problem["quarters"]), list[int]()
    for envelope, carried in enumerate(problem["carried"]):
        if not 0 <= carried <= (100 if (envelope + 1) % width else 0):
            message = f"envelope {envelope} passes on {carried} per cent"
            raise ValueError(message)
        purses.append(purses[-1] if envelope % width and problem["carried"][envelope - 1] else envelope)
    if any(envelope < 0 or cost < 0 for mission in problem["missions"] for envelope, cost, *_ in mission["offers"]):
        message = "an offer is below zero"
        raise ValueError(message)
    return purses


def choices(mission: dict[str, Any]) -> set[int | None]:
    """List what may become of a mission."""
    return {*range(len(mission["offers"])), *([] if mission["required"] else [None])}


def limit(problem: dict[str, Any], money: list[int], left: dict[int, set[int | None]], tree: dict[str, Any], step: int) -> int:
    """Give the most that the choices left can bring: the largest limit of the branches, of which every choice must be in one."""
    if "mission" not in tree:
        whole: int = (by_money if "envelopes" in tree else by_missions)(problem, money, left, tree)
        return whole // (int(tree["over"]) * step) * step  # every allocation brings a multiple of the step
    number, branches = tree["mission"], [(set(kept), branch) for kept, branch in tree["branches"]]
    if not left[number] <= set[int | None]().union(*(kept for kept, _ in branches)):
        message = f"the branches leave a choice of {problem['missions'][number]['id']} out"
        raise ValueError(message)
    return max(limit(problem, money, {**left, number: left[number] & kept}, branch, step) for kept, branch in branches)


def by_money(problem: dict[str, Any], money: list[int], left: dict[int, set[int | None]], prices: dict[str, Any]) -> int:
    """Add up the envelopes at their prices, and for each mission its best choice less its cost at them."""
    price, carried = prices["envelopes"], problem["carried"]
    for envelope in money:
        if price[envelope] < 0 or (carried[envelope] and price[envelope] * 100 < carried[envelope] * price[envelope + 1]):
            message = f"the price of envelope {envelope} is below zero or below what it passes on"
            raise ValueError(message)
    total: int = sum(price[envelope] * problem["budget"][envelope] for envelope in money) - floors_at(problem, prices)
    for number, kept in left.items():
        offers = problem["missions"][number]["offers"]
        worth = [worth_of(offers[at], prices) - price[offers[at][0]] * offers[at][1] for at in kept if at is not None]
        # A mission of which no choice is left makes the branch empty, and any limit right.
        total += max([*worth, *([0] if None in kept else [])], default=0)
    return total


def by_missions(problem: dict[str, Any], money: list[int], left: dict[int, set[int | None]], prices: dict[str, Any]) -> int:
    """Add up the missions at their prices, and for each envelope the set of offers worth most beyond them that it can pay."""
    price, total = dict(zip(left, prices["missions"], strict=True)), -floors_at(problem, prices)
    offered: dict[int, list[tuple[int, int]]] = {envelope: [] for envelope in money}
    for number, kept in left.items():
        if (None in kept and price[number] < 0) or any(problem["carried"][envelope] for envelope in money):
            message = f"the price of {problem['missions'][number]['id']} is below zero, or its money passes from quarter to quarter"
            raise ValueError(message)
        total += price[number]
        for envelope, cost, *rest in (problem["missions"][number]["offers"][at] for at in kept if at is not None):
            offered[envelope].append((worth_of([envelope, cost, *rest], prices) - price[number], cost))
    for envelope, offers in offered.items():
        filled = fullest(offers, problem["budget"][envelope])
        if filled is None:
            message = f"envelope {envelope} has too many sets of offers to try"
            raise ValueError(message)
        total += filled[0]
    return total


def floors_at(problem: dict[str, Any], prices: dict[str, Any]) -> int:
    """Say what the floors are worth at their prices, which are not below zero."""
    if prices["over"] < 1 or min([0, *prices["floors"]]) < 0:
        message = "a price is below zero"
        raise ValueError(message)
    return int(sum(price * least for price, least in zip(prices["floors"], problem["least"], strict=True)))


def worth_of(offer: list[int], prices: dict[str, Any]) -> int:
    """Say what an offer brings, with what it adds to the floors at their prices."""
    _, _, brings, *adds = offer
    return int(brings * prices["over"] + sum(price * add for price, add in zip(prices["floors"], adds, strict=True)))


def fullest(offers: list[tuple[int, int]], room: int, tries: int = 400_000) -> tuple[int, list[int]] | None:
    """
    Find the offers (worth, cost) that are worth most together and cost no more than the room; None when that takes too many tries.

    Each is taken or left, the worthiest for its cost first; a branch ends when the rest, taken in part where it no longer fits, brings no more than the best.
    """
    able, shift = [at for at, (worth, cost) in enumerate(offers) if worth > 0 and cost <= room], 2 * room.bit_length() + 1
    # Exact: two worths for a cost that differ at all differ by more than one part of the room squared. What costs nothing comes first.
    order = sorted(able, key=lambda at: (offers[at][1] > 0, -((offers[at][0] << shift) // max(offers[at][1], 1))))
    worths, costs = ([0, *accumulate(offers[at][part] for at in order)] for part in (0, 1))
    best, taken = 0, tuple[int, ...]()
    waiting = [(0, room, 0, taken)]
    while waiting and tries:
        tries -= 1
        at, left, worth, chosen = waiting.pop()
        if worth > best:
            best, taken = worth, chosen
        if at == len(order):
            continue
        whole = bisect_right(costs, left + costs[at], at) - 1
        most = worth + worths[whole] - worths[at]
        if whole < len(order):
            more, cost = offers[order[whole]]
            most += (left + costs[at] - costs[whole]) * more // cost
        if most > best:
            waiting.append((at + 1, left, worth, chosen))
            more, cost = offers[order[at]]
            if cost <= left:
                waiting.append((at + 1, left - cost, worth + more, (*chosen, order[at])))
    return None if waiting else (best, list(taken))


def main(names: list[str]) -> int:
    """Check each file named and say what was found; 0 when all hold."""
    status = 0
    for name in names:
        certificate = json.loads(Path(name).read_text(encoding="utf-8"))
        wrong = faults(certificate)
        status = 1 if wrong else status
        for fault in wrong:
            sys.stdout.write(f"{name}: REFUSED: {fault}\n")
        if not wrong:
            gain, bound = certificate["gain"], certificate["bound"]
            words = "optimal" if gain == bound else f"at most {bound - gain} below the best"
            sys.stdout.write(f"{name}: feasible; brings {gain}; no allocation brings more than {bound}: {words}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
