"""
The domain of TOKTEN programmes: experts, missions, dated cost rules, budgets by donor, the logframe; pure, dated, referenced, explained.

Importing it costs next to nothing: a name is fetched from its room when it is first asked for, with the libraries that room needs.

>>> import tokten_core
>>> tokten_core.Money(20_000, "XOF") * 14
Money('280000', 'XOF')
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

__all__ = [
    "Activity", "Antenna", "BudgetItem", "BudgetLine", "CheckResult", "Claim", "CommitteeSeat", "Conflict", "Consent", "CostRules",
    "Costing", "CountryGroup", "Decision", "Donor", "EligibleCost", "Envelope", "Expert", "Finding", "FundingSource", "Holds",
    "Indicator", "InputError", "Institution", "JournalEntry", "LedgerEntry", "Mission", "MissionEvent", "MissionFacts", "MissionState",
    "Money", "NotInForce", "Objective", "Output", "Period", "Pledge", "PluginError", "Problem", "Programme", "ProgrammeCard", "Reading",
    "Relation", "Report", "ReportError", "Request", "Residence", "Revision", "Risk", "RuleError", "Session", "Settlement", "Skill",
    "Source", "StoreError", "TermsOfReference", "Text", "ToktenError", "UsageError", "check", "cost", "envelope", "lines_of", "load",
    "load_pack", "open_store", "planned", "render", "report", "spent",
]  # fmt: skip

_ROOMS: Final = {
    "accounts": ("Envelope", "envelope", "lines_of", "planned", "spent"),
    "checks": ("CheckResult", "Finding", "Holds"),
    "claims": ("Claim", "Relation", "Settlement"),
    "content": ("Report",),
    "errors": (
        "Conflict",
        "InputError",
        "NotInForce",
        "PluginError",
        "Problem",
        "ReportError",
        "RuleError",
        "StoreError",
        "ToktenError",
        "UsageError",
    ),
    "model.budget": ("BudgetItem", "BudgetLine"),
    "model.committee": ("CommitteeSeat", "Decision", "Session"),
    "model.expert": ("Antenna", "Consent", "Expert", "Residence", "Skill"),
    "model.funding": ("CountryGroup", "Donor", "EligibleCost", "FundingSource", "Pledge"),
    "model.institution": ("Institution", "Request", "TermsOfReference"),
    "model.ledger": ("LedgerEntry",),
    "model.logframe": ("Activity", "Indicator", "Objective", "Output", "Reading"),
    "model.mission": ("Mission", "MissionEvent", "MissionState"),
    "model.programme": ("JournalEntry", "Programme", "ProgrammeCard", "Revision"),
    "model.risk": ("Risk",),
    "money": ("Money",),
    "periods": ("Period",),
    "plugins": ("check", "load", "load_pack", "open_store", "render", "report"),
    "rules": ("Costing", "CostRules", "MissionFacts"),
    "services.missions": ("cost",),
    "sources": ("Source",),
    "text": ("Text",),
}
_HOME: Final = {name: room for room, names in _ROOMS.items() for name in names}

if TYPE_CHECKING:  # the same once more, for type checkers and editors; a test holds the three together
    from tokten_core.accounts import Envelope, envelope, lines_of, planned, spent
    from tokten_core.checks import CheckResult, Finding, Holds
    from tokten_core.claims import Claim, Relation, Settlement
    from tokten_core.content import Report
    from tokten_core.errors import (
        Conflict,
        InputError,
        NotInForce,
        PluginError,
        Problem,
        ReportError,
        RuleError,
        StoreError,
        ToktenError,
        UsageError,
    )
    from tokten_core.model.budget import BudgetItem, BudgetLine
    from tokten_core.model.committee import CommitteeSeat, Decision, Session
    from tokten_core.model.expert import Antenna, Consent, Expert, Residence, Skill
    from tokten_core.model.funding import CountryGroup, Donor, EligibleCost, FundingSource, Pledge
    from tokten_core.model.institution import Institution, Request, TermsOfReference
    from tokten_core.model.ledger import LedgerEntry
    from tokten_core.model.logframe import Activity, Indicator, Objective, Output, Reading
    from tokten_core.model.mission import Mission, MissionEvent, MissionState
    from tokten_core.model.programme import JournalEntry, Programme, ProgrammeCard, Revision
    from tokten_core.model.risk import Risk
    from tokten_core.money import Money
    from tokten_core.periods import Period
    from tokten_core.plugins import check, load, load_pack, open_store, render, report
    from tokten_core.rules import Costing, CostRules, MissionFacts
    from tokten_core.services.missions import cost
    from tokten_core.sources import Source
    from tokten_core.text import Text
else:  # hidden from them, or every misspelt name would seem to exist

    def __getattr__(name: str) -> object:
        """Fetch a public name from its room, or a room itself, when it is first asked for; Python keeps a room, we keep a name."""
        if name in _HOME:
            found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
            return found
        try:
            if not name.startswith("_"):
                return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise  # the room is there, a library that it needs is not
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=sys.modules[__name__])

    def __dir__() -> list[str]:
        """List what may be asked for, fetched or not."""
        return sorted({*globals(), *__all__})
