"""
Beneficiary institutions, what they ask for, and the terms of reference drawn up from it.

The way of a need: an institution files a *request*; the coordination and the institution write *terms of reference*; the committee examines
them; missions follow.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from tokten_core.records import Record, fact, record

__all__ = ["Institution", "InstitutionKind", "Request", "RequestState", "TermsOfReference"]


class InstitutionKind(StrEnum):
    """What kind of body an institution is (fr: *nature de la structure*)."""

    UNIVERSITY = "university"
    TRAINING_CENTRE = "training_centre"
    RESEARCH_CENTRE = "research_centre"
    HOSPITAL = "hospital"
    PUBLIC_SERVICE = "public_service"
    ENTERPRISE = "enterprise"
    ASSOCIATION = "association"


class RequestState(StrEnum):
    """How far a request has come (fr: *état d'une requête*)."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SERVED = "served"


@record("institutions")
class Institution(Record):
    """
    A body that receives experts (fr: *structure bénéficiaire*).

    Attributes:
        id: short stable code.
        name: its name.
        kind: what kind of body.
        sector: the sector it works in.
        town: where it stands.
        capital: true when it stands in the capital; the risk register watches the share outside.
        profit_making: true when it shares the cost of a mission.
        joined_on: day it joined the programme.
        invented: true for made-up data.
    """

    id: str = fact()
    name: str = fact()
    kind: InstitutionKind = fact()
    sector: str = fact()
    town: str = fact(default="")
    capital: bool | None = fact(default=None)
    profit_making: bool | None = fact(default=None)
    joined_on: dt.date | None = fact(default=None)
    invented: bool = fact(default=False)


@record("requests")
class Request(Record):
    """
    A need for an expert, as an institution files it (fr: *requête*).

    Attributes:
        id: short stable code.
        institution: who asks.
        sector: the sector it serves.
        output: the output of the logframe it serves.
        subject: what is asked, in a few words.
        received_on: day it came in.
        state: how far it has come.
        reason: why it was refused; empty otherwise.
        invented: true for made-up data.
    """

    id: str = fact()
    institution: str = fact(refers_to="institutions")
    sector: str = fact()
    output: str | None = fact(default=None, refers_to="outputs")
    subject: str = fact(default="")
    received_on: dt.date | None = fact(default=None)
    state: RequestState = fact(default=RequestState.RECEIVED)
    reason: str = fact(default="")
    invented: bool = fact(default=False)


@record("terms_of_reference")
class TermsOfReference(Record):
    """
    What a mission is to do, written with the institution and examined by the committee (fr: *termes de référence*).

    Attributes:
        id: short stable code.
        request: the request they answer.
        objective: what is to be reached, in a few words.
        documents_ready: true when what the expert needs to read is there; required at the start at the latest.
        host_inputs_ready: true when the host's inputs are secured; required before approval.
        session: the committee session that examined them.
        invented: true for made-up data.
    """

    id: str = fact()
    request: str = fact(refers_to="requests")
    objective: str = fact(default="")
    documents_ready: bool | None = fact(default=None)
    host_inputs_ready: bool | None = fact(default=None)
    session: str | None = fact(default=None, refers_to="sessions")
    invented: bool = fact(default=False)
