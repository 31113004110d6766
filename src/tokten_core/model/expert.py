"""
Experts living abroad, where they live and have lived, what they know, and the antennas that keep in touch with them.

An expert is registered once; a stay in a country is a record of its own, so that "where did she live on that day" has one answer. Names
are personal data and stand in one field, apart from all that reports count.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["Antenna", "AntennaStatus", "Consent", "Expert", "Purpose", "Residence", "Sex", "Skill"]


class Sex(StrEnum):
    """Sex, for the shares that the indicators follow (fr: *sexe*)."""

    FEMALE = "female"
    MALE = "male"


class Purpose(StrEnum):
    """What personal data is passed on for (fr: *finalité*)."""

    DONOR = "donor"
    PUBLIC = "public"
    CIGEM = "cigem"


class AntennaStatus(StrEnum):
    """Whether an antenna works already (fr: *état d'une antenne*)."""

    EXISTING = "existing"
    PLANNED = "planned"


@record("skills")
class Skill(Record):
    """
    A field of competence (fr: *domaine de compétence*).

    Attributes:
        id: short stable code.
        label: the field in both languages.
        sector: the sector it serves.
    """

    id: str = fact()
    label: Text = fact()
    sector: str = fact()


@record("antennas")
class Antenna(Record):
    """
    A relay office abroad (fr: *antenne de relais*).

    Attributes:
        id: short stable code.
        country: ISO 3166 alpha-2.
        town: town, where the text names one.
        status: existing or planned.
        head_teaches: true when its head is a teacher; half of the heads should not be.
        source: the text that lists it.
    """

    id: str = fact()
    country: str = fact()
    town: str = fact(default="")
    status: AntennaStatus = fact(default=AntennaStatus.EXISTING)
    head_teaches: bool | None = fact(default=None)
    source: str | None = fact(default=None, refers_to="sources")


@record("experts")
class Expert(Record):
    """
    A national living abroad who comes home for missions (fr: *expert, consultant*).

    Attributes:
        id: register number.
        name: full name; personal.
        contact: how to reach the person: telephone or address; personal.
        born_on: day of birth; personal; None when unknown.
        invented: true when the person does not exist: made-up data says so in every record.
        sex: for the share of women; None when unknown.
        country: country of residence today, ISO 3166 alpha-2.
        teacher: true for a teacher or researcher, false for another profession.
        skills: fields of competence.
        home_institution: where the expert works abroad; personal, as with the sector and the country it tells who it is.
        antenna: the relay office that keeps in touch.
        enrolled_on: day of registration.
    """

    id: str = fact()
    name: str = fact(personal=True)
    contact: str = fact(default="", personal=True)
    born_on: dt.date | None = fact(default=None, personal=True)
    invented: bool = fact(default=False)
    sex: Sex | None = fact(default=None)
    country: str = fact()
    teacher: bool | None = fact(default=None)
    skills: tuple[str, ...] = fact(default=(), refers_to="skills")
    home_institution: str = fact(default="", personal=True)
    antenna: str | None = fact(default=None, refers_to="antennas")
    enrolled_on: dt.date | None = fact(default=None)


@record("residences")
class Residence(Record):
    """
    A stay of an expert in a country (fr: *résidence*).

    Attributes:
        id: short stable name.
        expert: who.
        country: ISO 3166 alpha-2.
        start: first day, counted; None when it is not known.
        end: last day, counted; None while it lasts.
    """

    id: str = fact()
    expert: str = fact(refers_to="experts")
    country: str = fact()
    start: dt.date | None = fact(default=None)
    end: dt.date | None = fact(default=None, not_before="start")


@record("consents")
class Consent(Record):
    """
    What a person allowed to be done with the data about them (fr: *consentement*).

    Attributes:
        id: short stable name.
        expert: who.
        purpose: what for.
        given_on: from this day, counted.
        withdrawn_on: no longer from this day, counted; None while it holds.
        evidence: the paper or message that shows it, by its reference, never by its words.
        invented: true for made-up data.
    """

    id: str = fact()
    expert: str = fact(refers_to="experts")
    purpose: Purpose = fact()
    given_on: dt.date = fact()
    withdrawn_on: dt.date | None = fact(default=None, not_before="given_on")
    evidence: str = fact(default="")
    invented: bool = fact(default=False)

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether it is in force on a day."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)
