"""
The logframe: objectives, outputs, indicators with their readings, activities.

Three conventions name the same levels (terms.py lists them); code uses impact, outcome, output, activity. A baseline that no document
states is None: a gap that reports print as a gap, never zero.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from tokten_core.model.funding import CostKind
from tokten_core.money import Money
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["Activity", "Frequency", "Indicator", "Objective", "ObjectiveLevel", "Output", "Reading"]


class ObjectiveLevel(StrEnum):
    """The level of an objective above the outputs (fr: *niveau d'objectif*)."""

    IMPACT = "impact"
    OUTCOME = "outcome"


class Frequency(StrEnum):
    """How often an indicator is read (fr: *fréquence de collecte*)."""

    EACH_MISSION = "each_mission"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"


@record("objectives")
class Objective(Record):
    """
    An objective above the outputs (fr: *objectif*).

    Attributes:
        id: number in the document.
        level: impact or outcome.
        label: in both languages, shortened in our words.
        parent: the impact it serves; None for an impact.
        policy_link: the result of the national or UN framework it serves.
        assumptions: what must hold outside the programme.
        source: where it stands.
    """

    id: str = fact()
    level: ObjectiveLevel = fact()
    label: Text = fact()
    parent: str | None = fact(default=None, refers_to="objectives")
    policy_link: str = fact(default="")
    assumptions: Text = fact(default=Text(en="", fr=""))
    source: str = fact(refers_to="sources")


@record("outputs")
class Output(Record):
    """
    What the programme delivers (fr: *produit; extrant; résultat dans l'usage de l'UE*).

    Attributes:
        id: number in the document.
        objective: the objective it serves.
        label: in both languages, shortened in our words.
        target: what is to be reached, in words.
        baseline: the state at the start, in words.
        assumptions: what must hold outside the programme.
        reading: what is ours: which number it bears elsewhere, for one.
        source: where it stands.
    """

    id: str = fact()
    objective: str = fact(refers_to="objectives")
    label: Text = fact()
    target: Text = fact(default=Text(en="", fr=""))
    baseline: Text = fact(default=Text(en="", fr=""))
    assumptions: Text = fact(default=Text(en="", fr=""))
    reading: Text = fact(default=Text(en="", fr=""))
    source: str = fact(refers_to="sources")


@record("indicators")
class Indicator(Record):
    """
    How an output or objective is measured (fr: *indicateur*).

    Attributes:
        id: short stable code.
        output: the output it measures; None when it measures an objective.
        objective: the objective it measures; None when it measures an output.
        label: in both languages.
        unit: what is counted: ``missions``, ``experts``, ``percent``...
        baseline: value at the start; None when no document states one.
        baseline_on: day of the baseline.
        target: value to be reached; None when no document states one.
        target_on: day by which it is to be reached.
        cumulative: true when readings add up over time, false when each stands for itself.
        frequency: how often it is read.
        means_of_verification: where a reader can check, in both languages.
        responsible: the office that reads it.
        by_sex: true when it counts persons and readings tell women apart.
        source: where it stands.
    """

    id: str = fact()
    output: str | None = fact(default=None, refers_to="outputs")
    objective: str | None = fact(default=None, refers_to="objectives")
    label: Text = fact()
    unit: str = fact(default="")
    baseline: Decimal | None = fact(default=None)
    baseline_on: dt.date | None = fact(default=None)
    target: Decimal | None = fact(default=None)
    target_on: dt.date | None = fact(default=None)
    cumulative: bool = fact(default=True)
    frequency: Frequency | None = fact(default=None)
    means_of_verification: Text = fact(default=Text(en="", fr=""))
    responsible: str = fact(default="")
    by_sex: bool = fact(default=False)
    source: str = fact(refers_to="sources")


@record("readings")
class Reading(Record):
    """
    The value of an indicator on a day (fr: *valeur relevée*).

    Attributes:
        id: short stable name.
        indicator: which indicator.
        on: last day that the value covers.
        value: the value read.
        women: of which women, when the indicator counts persons; None when not told apart.
        note: what a reader must know.
        evidence: the paper behind it.
        invented: true for made-up data.
    """

    id: str = fact()
    indicator: str = fact(refers_to="indicators")
    on: dt.date = fact()
    value: Decimal = fact()
    women: Decimal | None = fact(default=None)
    note: str = fact(default="")
    evidence: str = fact(default="")
    invented: bool = fact(default=False)


@record("activities")
class Activity(Record):
    """
    What is done for an output, in which quarters, by whom, with whose money (fr: *activité*).

    Attributes:
        id: short stable code.
        output: the output it serves; None for management.
        label: in both languages, shortened in our words.
        year: programme year.
        quarters: the quarters marked in the plan: ``q1`` to ``q4``; empty when none is marked.
        uncertain_quarter: true when the printed mark cannot be placed for sure.
        responsible: offices, as printed.
        funding_source: who pays; None when nothing is to be paid or none is printed.
        kind: what it is spent on, our reading where the form's own column is blank; None when nothing is to be paid.
        budget_description: account or kind of cost, as printed.
        amount: in the authoritative currency; None for PM or nothing printed.
        pm: true for *pour mémoire*.
        original: as printed in the second currency; never overwritten.
        reading: what is ours: an inferred source, an inferred quarter.
        rank: its place in the plan.
        source: where it stands.
    """

    id: str = fact()
    output: str | None = fact(default=None, refers_to="outputs")
    label: Text = fact()
    year: str = fact()
    quarters: tuple[str, ...] = fact(default=())
    uncertain_quarter: bool = fact(default=False)
    responsible: str = fact(default="")
    funding_source: str | None = fact(default=None, refers_to="funding_sources")
    kind: CostKind | None = fact(default=None)
    budget_description: str = fact(default="")
    amount: Money | None = fact(default=None)
    pm: bool = fact(default=False)
    original: Money | None = fact(default=None)
    reading: Text = fact(default=Text(en="", fr=""))
    rank: int = fact(default=0, least=0)
    source: str = fact(refers_to="sources")
