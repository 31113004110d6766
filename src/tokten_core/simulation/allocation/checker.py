"""
Check a certificate of an allocation: whole numbers, the standard library, no solver. Copy this file and run it on the certificate alone.

An offer is [envelope, cost, gain, what it adds to each floor]. Two things are worked out anew:

- the allocation holds: each mission at most once, each envelope within its money and what came over, each floor reached, and the gain is the sum;
- the bound holds: for any prices of envelopes and floors that are not below zero and cover what a quarter passes on, no allocation brings more than
  the envelopes at their prices, less the floors at theirs, plus for each mission the best offer less its cost at those prices, or nought.
"""

from __future__ import annotations

import json
import sys
from math import gcd
from pathlib import Path
from typing import Any

__all__ = ["faults", "main"]


def faults(certificate: dict[str, Any]) -> list[str]:
    """Tell in words what does not hold in a certificate; an empty list when all of it holds."""
    try:
        whole_numbers(certificate)
        return [*allocation_faults(certificate), *bound_faults(certificate)]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
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
    """Work out the bound of the prices."""
    problem, prices = certificate["problem"], certificate["prices"]
    money, floors, over = prices["envelopes"], prices["floors"], prices["over"]
    found = ["a price is below zero"] if min([*money, *floors, 0]) < 0 or over < 1 else []
    for envelope, (price, carried) in enumerate(zip(money, problem["carried"], strict=True)):
        last = (envelope + 1) % len(problem["quarters"]) == 0
        if not 0 <= carried <= (0 if last else 100) or (carried and price * 100 < carried * money[envelope + 1]):
            found.append(f"the price of envelope {envelope} does not cover what it passes on")
    total = sum(price * budget for price, budget in zip(money, problem["budget"], strict=True))
    total -= sum(price * least for price, least in zip(floors, problem["least"], strict=True))
    step = 0
    for mission in problem["missions"]:
        best = [] if mission["required"] else [0]
        for envelope, cost, brings, *adds in mission["offers"]:
            if envelope < 0 or cost < 0:
                found.append(f"{mission['id']} has an offer below zero")
            best.append(brings * over - cost * money[envelope] + sum(price * add for price, add in zip(floors, adds, strict=True)))
            step = gcd(step, brings)
        total += max(best, default=0)
    # Every allocation brings a multiple of the step.
    proved = total // (over * (step or 1)) * (step or 1)
    if certificate["bound"] < proved:
        found.append(f"the prices prove {proved}, not {certificate['bound']}")
    if certificate["gain"] > certificate["bound"]:
        found.append("the allocation brings more than its bound")
    return found


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
