"""
Cost rules: the engine, and the rules that any programme may pick from.

A rule is one plain function of the facts of a mission and of dated figures. It is run once on symbols; what it builds is kept, and read by
an exact evaluator and by an explainer in two languages. In this room:

- the engine: `words`, `spans`, `splits` and `handles` (what an author writes with), `mistakes` (what nobody may write), `nodes` (the expression), `rule` (a
  function with its text, labels and payer), `facts` (what may be read of a mission), `tracing` (run once, refuse what is not exact),
  `evaluate` (the value), `sentences` (the reason), `plain` (the same words on plain numbers, the witness that tests compare with);
- the rules: `per_diem`, `teaching_hours`, `airfare`, `lodging`, `cost_sharing`, `support_cost`, `instalments`, `duration`, and
  `eligibility`, which is data; `funds` reads it from the records;
- put together: `costings` (facts in, amounts out), `mission_problems` (what is against the rules) and `mission_costs` (`CostRules`, what a
  country pack exposes).
"""

from tokten_core.rules.costings import BENEFICIARY, Costing, CostLine, Instalment, MissionFacts, Share
from tokten_core.rules.eligibility import CostOf, Entitlement, Fund, Residences
from tokten_core.rules.instalments import InstalmentTerms
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.rule import FUNDER, PaidBy, Rule, cost_rule, requirement
from tokten_core.rules.spans import by_band, each_day, first_and_last
from tokten_core.rules.splits import split
from tokten_core.rules.words import (
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    convert,
    convert_back,
    down,
    equal,
    first_known,
    greatest,
    half_even,
    half_up,
    known,
    least,
    not_,
    percent,
    up,
)

__all__ = [
    "BENEFICIARY", "FUNDER", "CostLine", "CostOf", "CostRules", "Costing", "Entitlement", "Fund", "Instalment", "InstalmentTerms",
    "MissionFacts", "PaidBy", "Residences", "Rule", "Share", "all_of", "any_of", "at_least", "at_most", "by_band", "choose", "convert",
    "convert_back", "cost_rule", "down", "each_day", "equal", "first_and_last", "first_known", "greatest", "half_even", "half_up", "known", "least", "not_", "percent",
    "requirement", "split", "up",
]  # fmt: skip
