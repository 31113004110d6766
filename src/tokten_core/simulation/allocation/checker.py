"""
Check a certificate of an allocation: whole numbers, the standard library, no solver. Copy this file and run it on the certificate alone.

An offer is [envelope, cost, gain, what it adds to each floor]. Two things are worked out anew:

- the allocation holds: each mission at most once, each envelope within its money and what came over, each floor reached, and the gain is the sum;
- the bound holds. A proof has parts that share no mission and no money; what they prove adds up. A part is a tree: a branch keeps some of the
  choices of a mission, the branches together keep them all, and the largest limit counts. At its leaves are prices, and any prices will do:
  of envelopes: no allocation brings more than the envelopes at their prices plus, for each mission, its best choice less its cost at them;
  of missions: nor more than the missions at their prices plus, for each purse, the offers worth most beyond them that it can pay together.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from math import gcd
from pathlib import Path
from typing import Any

__all__ = ["faults", "fullest", "main", "proved"]


def faults(certificate: dict[str, Any]) -> list[str]:
    """Tell in words what does not hold in a certificate; an empty list when all of it holds."""
    try:
        certificate = json.loads(json.dumps(certificate), parse_float=int, parse_constant=int)  # refuses what is not whole
        return [*allocation_faults(certificate), *bound_faults(certificate)]
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return [f"the certificate cannot be read: {error!r}"]


def need(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - the claim itself
    """Refuse a claim that does not hold."""
    if not holds:
        raise ValueError(otherwise)


def allocation_faults(certificate: dict[str, Any]) -> Iterator[str]:
    """Add up the allocation: required missions, envelopes, floors, gain."""
    problem, taken, left = certificate["problem"], list[list[int]](), 0
    for mission, choice in zip(problem["missions"], certificate["chosen"], strict=True):
        if choice is not None and 0 <= choice < len(mission["offers"]):
            taken.append(mission["offers"][choice])
        elif choice is not None or mission["required"]:
            yield f"{mission['id']} must be funded and is not, or has no offer {choice}"
    for envelope, budget in enumerate(problem["budget"]):
        # What an envelope leaves passes to the next quarter of the same source, cut to whole units.
        source, quarter = divmod(envelope, len(problem["quarters"]))
        over = max(left, 0) * problem["carried"][envelope - 1] // 100 if quarter else 0
        left = budget + over - sum(cost for where, cost, *_ in taken if where == envelope)
        if left < 0:
            yield f"{problem['sources'][source]} in {problem['quarters'][quarter]} spends {-left} too much"
    for floor, least in enumerate(problem["least"]):
        if sum(offer[3 + floor] for offer in taken) < least:
            yield f"floor {floor} does not reach {least}"
    if sum(offer[2] for offer in taken) != certificate["gain"]:
        yield f"the allocation does not bring {certificate['gain']}"


def bound_faults(certificate: dict[str, Any]) -> list[str]:
    """Compare the bound with what the proof shows and with the gain."""
    limit = proved(certificate["problem"], certificate["proof"])
    found = [] if certificate["bound"] >= limit else [f"the proof shows {limit}, not {certificate['bound']}"]
    return found if certificate["gain"] <= certificate["bound"] else [*found, "the allocation brings more than its bound"]


def proved(problem: dict[str, Any], proof: list[dict[str, Any]]) -> int:
    """Add up what the parts prove, each by itself: no mission and no money is in two parts."""
    missions, total, owner, purses = problem["missions"], 0, dict[int, int](), purses_of(problem)
    need(sorted(number for part in proof for number in part["missions"]) == list(range(len(missions))), "each mission must be in one part")
    need(len(proof) <= 1 or not problem["least"], "a floor speaks of all missions together, and the proof is in parts")
    for index, part in enumerate(proof):
        offers = [offer for number in part["missions"] for offer in missions[number]["offers"]]
        need(all(envelope >= 0 and cost >= 0 for envelope, cost, *_ in offers), "an offer is below zero")
        mine = {purses[envelope] for envelope, *_ in offers}
        need(all(owner.setdefault(purse, index) == index for purse in mine), f"part {index} spends money of another part")
        # A choice is the place of an offer; None is to fund the mission by nobody.
        choices = {at: {*range(len(missions[at]["offers"])), *([] if missions[at]["required"] else [None])} for at in part["missions"]}
        money = {purse: [at for at, first in enumerate(purses) if first == purse] for purse in mine}
        total += limit(problem, money, choices, part["tree"], gcd(*(offer[2] for offer in offers)) or 1)
    return total


def purses_of(problem: dict[str, Any]) -> list[int]:
    """Say for each envelope which is the first of those that pass money on to it, one after the other."""
    width, purses = len(problem["quarters"]), list[int]()
    for envelope, carried in enumerate(problem["carried"]):
        need(0 <= carried <= (100 if (envelope + 1) % width else 0), f"envelope {envelope} passes on {carried} per cent")
        purses.append(purses[-1] if envelope % width and problem["carried"][envelope - 1] else envelope)
    return purses


def limit(problem: dict[str, Any], money: dict[int, list[int]], left: dict[int, set[Any]], tree: dict[str, Any], step: int) -> int:
    """Give the most that the choices left can bring: the largest limit of the branches, of which every choice must be in one."""
    if "mission" not in tree:
        return at_prices(problem, money, left, tree) // (int(tree["over"]) * step) * step  # every allocation brings a multiple of the step
    number, branches = tree["mission"], [(set(kept), branch) for kept, branch in tree["branches"]]
    need(left[number] <= set().union(*(kept for kept, _ in branches)), "the branches leave a choice out")
    return max(limit(problem, money, {**left, number: left[number] & kept}, branch, step) for kept, branch in branches)


def at_prices(problem: dict[str, Any], money: dict[int, list[int]], left: dict[int, set[Any]], prices: dict[str, Any]) -> int:
    """Add up envelopes or missions at their prices, and the best that can be had beyond them."""
    carried, budget, over, floors = problem["carried"], problem["budget"], prices["over"], prices["floors"]
    need(over >= 1 and min([0, *floors]) >= 0, "a price is below zero")
    total: int = -sum(price * least for price, least in zip(floors, problem["least"], strict=True))
    worth: dict[int, list[tuple[int, int, int]]] = {}
    for number, kept in left.items():
        offers = [problem["missions"][number]["offers"][at] for at in kept if at is not None]
        worth[number] = [
            (envelope, cost, gain * over + sum(price * add for price, add in zip(floors, adds, strict=True)))
            for envelope, cost, gain, *adds in offers
        ]
    if "envelopes" in prices:
        price = prices["envelopes"]
        for at in (at for envelopes in money.values() for at in envelopes):
            need(price[at] >= 0 and (not carried[at] or price[at] * 100 >= carried[at] * price[at + 1]), f"the price of {at} is too low")
            total += price[at] * budget[at]
        for number, kept in left.items():
            # A mission of which no choice is left makes the branch empty, and any limit right.
            beyond = [brings - price[envelope] * cost for envelope, cost, brings in worth[number]]
            total += max([*beyond, 0] if None in kept else beyond, default=0)
        return total
    offered: dict[int, list[tuple[int, int]]] = {at: [] for envelopes in money.values() for at in envelopes}
    for (number, kept), price in zip(left.items(), prices["missions"], strict=True):
        need(price >= 0 or None not in kept, "the price of a mission is below zero")
        total += price
        for envelope, cost, brings in worth[number]:
            offered[envelope].append((brings - price, cost))
    for envelopes in money.values():
        total += fullest([offered[at] for at in envelopes], list(accumulate(budget[at] for at in envelopes)), prices["unit"])
    return total


def fullest(offers: list[list[tuple[int, int]]], money: list[int], unit: int) -> int:
    """
    Give what no set of offers (worth, cost) exceeds, quarter by quarter, where all of them up to a quarter cost no more than the money up to it.

    For each number of units of money, the most that the offers so far can be worth; costs and money are cut to units, which only lets more in.
    """
    need(unit >= 1, "a unit is below one")
    best = [0]
    for quarter, room in zip(offers, money, strict=True):
        best += [best[-1]] * (room // unit + 1 - len(best))
        for worth, cost in quarter:
            if worth > 0:
                best[cost // unit :] = map(max, best[cost // unit :], [so_far + worth for so_far in best])
    return best[-1]


def main(names: list[str]) -> int:
    """Check each file named and say what was found; 0 when all hold."""
    status = 0
    for name in names:
        certificate = json.loads(Path(name).read_text(encoding="utf-8"))
        found = [f"REFUSED: {fault}" for fault in faults(certificate)]
        status = 1 if found else status
        if not found:
            gain, bound = certificate["gain"], certificate["bound"]
            words = "optimal" if gain == bound else f"at most {bound - gain} below the best"
            found = [f"feasible; brings {gain}; no allocation brings more than {bound}: {words}"]
        sys.stdout.write("".join(f"{name}: {line}\n" for line in found))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
