"""Which source pays which mission in which quarter, with a proof (fr: *allocation des missions aux sources*)."""

from __future__ import annotations

from tokten_core.simulation.allocation.certificate import Allocation, Paid
from tokten_core.simulation.allocation.explaining import Reason, reasons
from tokten_core.simulation.allocation.from_programme import OUTSIDE_CAPITAL, WOMEN, Question, question_of
from tokten_core.simulation.allocation.problem import Candidate, Envelope, Floor, Payer, Problem
from tokten_core.simulation.allocation.solve import allocate

__all__ = [
    "OUTSIDE_CAPITAL", "WOMEN", "Allocation", "Candidate", "Envelope", "Floor", "Paid", "Payer", "Problem", "Question", "Reason", "allocate",
    "question_of", "reasons",
]  # fmt: skip
