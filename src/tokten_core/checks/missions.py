"""
Missions against themselves, their experts, their hosts and their money: states, days, residence, duration, eligibility.

Nothing here reads a clock: where "so far" matters, the last day that the programme's own events record is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from tokten_core.accounts import item_of
from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.budget import BudgetLine
from tokten_core.model.expert import Residence
from tokten_core.model.institution import Request, RequestState, TermsOfReference
from tokten_core.model.mission import NEXT_STATES, Mission, MissionEvent, MissionState
from tokten_core.model.programme import Programme
from tokten_core.text import Text, same

__all__ = [
    "documents_in_time", "life_of_missions", "missions_apart", "missions_on_their_lines", "residences", "served_requests", "terms_of_missions",
]  # fmt: skip

STARTED: Final = frozenset({MissionState.IN_PROGRESS, MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED})

STATE_DIFFERS: Final = CheckCode(
    "mission-state-differs",
    title=Text(en="mission in another state than its last event", fr="mission dans un autre état que son dernier événement"),
    compares=Text(en="The state of a mission with that of its last event.", fr="L'état d'une mission avec celui de son dernier événement."),
    remedy=Text(en="Record the missing event, or correct the state.", fr="Enregistrez l'événement manquant, ou corrigez l'état."),
)
STEP_SKIPPED: Final = CheckCode(
    "mission-step-skipped",
    title=Text(en="step that a mission's life does not have", fr="étape que la vie d'une mission ne connaît pas"),
    compares=Text(
        en="Each event with the one before: approval before scheduling, the report before payment, days in order.",
        fr="Chaque événement avec le précédent : approbation avant programmation, rapport avant paiement, dates dans l'ordre.",
    ),
    remedy=Text(en="Record the step that was left out, or correct the day.", fr="Enregistrez l'étape omise, ou corrigez la date."),
)
RESIDENCE_DIFFERS: Final = CheckCode(
    "mission-residence-differs",
    title=Text(en="mission from another country than the expert's", fr="mission depuis un autre pays que celui de l'expert"),
    compares=Text(
        en="The residence on the mission with where the expert lived on its first day.",
        fr="La résidence de la mission avec le pays où l'expert résidait le premier jour.",
    ),
    remedy=Text(en="Correct the residence; the funding may change with it.", fr="Corrigez la résidence ; le financement peut en dépendre."),
)
MISSIONS_OVERLAP: Final = CheckCode(
    "missions-overlap",
    title=Text(en="expert in two missions at once", fr="expert dans deux missions à la fois"),
    compares=Text(
        en="The days of an expert's missions, the cancelled ones left out.", fr="Les jours des missions d'un expert, hors annulées."
    ),
    remedy=Text(en="Correct the days of one of the two.", fr="Corrigez les dates de l'une des deux."),
)
WITHOUT_TERMS: Final = CheckCode(
    "mission-without-terms",
    title=Text(en="mission begun without terms of reference", fr="mission commencée sans termes de référence"),
    compares=Text(
        en="Missions begun with the terms of reference that the committee examines beforehand.",
        fr="Les missions commencées avec les termes de référence que le comité examine au préalable.",
    ),
    remedy=Text(
        en="Link the mission to its terms of reference; if there are none, take it to the committee.",
        fr="Rattachez la mission à ses termes de référence ; s'il n'y en a pas, saisissez le comité.",
    ),
)
LINE_DIFFERS: Final = CheckCode(
    "mission-line-differs",
    title=Text(en="mission on a line of another source or output", fr="mission sur une ligne d'une autre source ou d'un autre produit"),
    compares=Text(
        en="The funding source and the output of a mission with those of the budget line it is charged to.",
        fr="La source de financement et le produit d'une mission avec ceux de la ligne budgétaire où elle est imputée.",
    ),
    remedy=Text(en="Correct the line, or the source and the output.", fr="Corrigez la ligne, ou la source et le produit."),
)
DOCUMENTS_LATE: Final = CheckCode(
    "documents-late",
    title=Text(en="mission begun without its documents", fr="mission commencée sans sa documentation"),
    compares=Text(
        en="Missions begun with the documents and the host's inputs that their terms of reference ask for.",
        fr="Les missions commencées avec la documentation et les apports de l'hôte que demandent leurs termes de référence.",
    ),
    remedy=Text(
        en="Secure them before the next approval; note it in the risk register.",
        fr="Assurez-les avant la prochaine approbation ; notez-le au registre des risques.",
    ),
)
REFUSED_SERVED: Final = CheckCode(
    "refused-request-served",
    title=Text(en="mission for a request that was refused", fr="mission pour une requête refusée"),
    compares=Text(
        en="The missions with the state of the request behind them.", fr="Les missions avec l'état de la requête à leur origine."
    ),
    remedy=Text(
        en="Correct the request's state, or take the mission to the committee.",
        fr="Corrigez l'état de la requête, ou portez la mission devant le comité.",
    ),
)


def life_of_missions(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold each mission's state to its events, and each event to the one before (fr: *vie des missions*)."""
    events: dict[str, list[MissionEvent]] = {}
    for event in programme.mission_events:
        events.setdefault(event.mission, []).append(event)
    for mission in programme.missions:
        life = events.get(mission.id, [])
        yield from _steps(life)
        if life and mission.state is not life[-1].state:
            subject = Text(
                en="state of mission {id} against its last event", fr="état de la mission {id} contre son dernier événement"
            ).fill(id=mission.id)
            yield Finding(STATE_DIFFERS.code, mission.place("state"), subject, mission.state.value, life[-1].state.value)
        elif life:
            yield Holds(STATE_DIFFERS.code, mission.place("state"), mission.state.value, life[-1].state.value)


def _steps(life: list[MissionEvent]) -> Iterator[Finding]:
    for before, after in pairwise(life):
        if after.state not in NEXT_STATES[before.state]:
            allowed = ", ".join(sorted(state.value for state in NEXT_STATES[before.state]))
            subject = Text(en="step after « {state} »", fr="étape après « {state} »").fill(state=before.state.value)
            yield Finding(STEP_SKIPPED.code, after.place("state"), subject, after.state.value, allowed)
        elif after.on < before.on:
            subject = Text(en="day of « {state} »", fr="date de « {state} »").fill(state=after.state.value)
            yield Finding(STEP_SKIPPED.code, after.place("on"), subject, after.on.isoformat(), before.on.isoformat())


def residences(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold each mission's residence to where its expert lived on the first day (fr: *résidences*)."""
    stays: dict[str, list[Residence]] = {}
    for stay in programme.residences:
        stays.setdefault(stay.expert, []).append(stay)
    for mission in programme.missions:
        country = _country_on(stays.get(mission.expert or "", []), mission.start)
        if country is None:
            continue
        if country != mission.residence:
            subject = Text(en="residence of the expert of mission {id}", fr="résidence de l'expert de la mission {id}").fill(id=mission.id)
            yield Finding(RESIDENCE_DIFFERS.code, mission.place("residence"), subject, mission.residence, country)
        else:
            yield Holds(RESIDENCE_DIFFERS.code, mission.place("residence"), mission.residence, country)


def _country_on(stays: Iterable[Residence], day: dt.date) -> str | None:
    return next((stay.country for stay in stays if (stay.start or day) <= day <= (stay.end or day)), None)


def missions_apart(programme: Programme) -> Iterator[Finding]:
    """Find experts who are in two missions at once (fr: *missions simultanées*)."""
    of_expert: dict[str, list[Mission]] = {}
    for mission in programme.missions:
        if mission.expert is not None and mission.state is not MissionState.CANCELLED:
            of_expert.setdefault(mission.expert, []).append(mission)
    for missions in of_expert.values():
        ordered = sorted(missions, key=lambda mission: (mission.start, mission.id))
        for before, after in pairwise(ordered):
            if after.start <= before.end:
                days = min(before.end, after.end) - after.start
                subject = Text(en="days shared with mission {id}", fr="jours communs avec la mission {id}").fill(id=before.id)
                yield Finding(MISSIONS_OVERLAP.code, after.place("start"), subject, Decimal(days.days + 1), Decimal(0), "days")


def missions_on_their_lines(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold each mission's source and output to those of its budget line (fr: *imputation des missions*)."""
    for mission in programme.missions:
        line = programme.find("budget_lines", mission.budget_line)
        if not isinstance(line, BudgetLine):
            continue
        output = item_of(programme, line).output
        for name, said, given in (
            ("funding_source", mission.funding_source, line.funding_source),
            ("output", mission.output, output),
        ):
            if said is None or given is None:
                continue
            if said == given:
                yield Holds(LINE_DIFFERS.code, mission.place(name), said, given)
            else:
                subject = Text(en="{name} of mission {id} against its line", fr="{name} de la mission {id} contre sa ligne")
                yield Finding(LINE_DIFFERS.code, mission.place(name), subject.fill(name=name, id=mission.id), said, given)


def terms_of_missions(programme: Programme) -> Iterator[Finding]:
    """Find missions that began without terms of reference (fr: *missions sans termes de référence*)."""
    for mission in programme.missions:
        if mission.state in STARTED and mission.terms_of_reference is None:
            subject = Text(en="terms of reference of mission {id}", fr="termes de référence de la mission {id}").fill(id=mission.id)
            yield Finding(WITHOUT_TERMS.code, mission.place("terms_of_reference"), subject)


def documents_in_time(programme: Programme) -> Iterator[Finding]:
    """Find missions that began without the documents or the host's inputs (fr: *documentation des missions*)."""
    for mission in programme.missions:
        terms = programme.find("terms_of_reference", mission.terms_of_reference)
        if mission.state in STARTED and isinstance(terms, TermsOfReference):
            for name, ready in (("documents_ready", terms.documents_ready), ("host_inputs_ready", terms.host_inputs_ready)):
                if ready is False:
                    subject = Text(en="{name} of mission {id} when it began", fr="{name} de la mission {id} à son début").fill(
                        name=name, id=mission.id
                    )
                    yield Finding(DOCUMENTS_LATE.code, terms.place(name), subject, "false", "true")


def served_requests(programme: Programme) -> Iterator[Finding]:
    """Find missions that answer a refused request (fr: *requêtes refusées*)."""
    for mission in programme.missions:
        terms = programme.find("terms_of_reference", mission.terms_of_reference)
        request = programme.find("requests", terms.request) if isinstance(terms, TermsOfReference) else None
        refused = isinstance(request, Request) and request.state is RequestState.REFUSED
        if request is not None and refused and mission.state is not MissionState.CANCELLED:
            subject = Text(en="request behind mission {id}", fr="requête à l'origine de la mission {id}").fill(id=same(mission.id))
            yield Finding(REFUSED_SERVED.code, request.place("state"), subject, RequestState.REFUSED.value, RequestState.SERVED.value)
