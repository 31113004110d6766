"""The domain of TOKTEN programmes: experts, missions, dated cost rules, budgets by donor, the logframe; pure, dated, referenced, explained."""

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
from tokten_core.model.expert import Antenna, Expert, Residence, Skill
from tokten_core.model.funding import CountryGroup, Donor, EligibleCost, FundingSource, Pledge
from tokten_core.model.institution import Institution, Request, TermsOfReference
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.logframe import Activity, Indicator, Objective, Output, Reading
from tokten_core.model.mission import Mission, MissionEvent, MissionState
from tokten_core.model.programme import JournalEntry, Programme, ProgrammeCard
from tokten_core.model.risk import Risk
from tokten_core.money import Money
from tokten_core.periods import Period
from tokten_core.plugins import check, load, load_pack, open_store, render, report
from tokten_core.rules import Costing, CostRules, MissionFacts
from tokten_core.services.missions import cost
from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = [
    "Activity",
    "Antenna",
    "BudgetItem",
    "BudgetLine",
    "CheckResult",
    "Claim",
    "CommitteeSeat",
    "Conflict",
    "CostRules",
    "Costing",
    "CountryGroup",
    "Decision",
    "Donor",
    "EligibleCost",
    "Envelope",
    "Expert",
    "Finding",
    "FundingSource",
    "Holds",
    "Indicator",
    "InputError",
    "Institution",
    "JournalEntry",
    "LedgerEntry",
    "Mission",
    "MissionEvent",
    "MissionFacts",
    "MissionState",
    "Money",
    "NotInForce",
    "Objective",
    "Output",
    "Period",
    "Pledge",
    "PluginError",
    "Problem",
    "Programme",
    "ProgrammeCard",
    "Reading",
    "Relation",
    "Report",
    "ReportError",
    "Request",
    "Residence",
    "Risk",
    "RuleError",
    "Session",
    "Settlement",
    "Skill",
    "Source",
    "StoreError",
    "TermsOfReference",
    "Text",
    "ToktenError",
    "UsageError",
    "check",
    "cost",
    "envelope",
    "lines_of",
    "load",
    "load_pack",
    "open_store",
    "planned",
    "render",
    "report",
    "spent",
]
