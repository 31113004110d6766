"""What was read of the indicators: at the end of each quarter, and of each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from make_register.missions import DONE
from make_register.register import TODAY, Register
from tokten_core.model.expert import Sex
from tokten_core.model.logframe import Reading
from tokten_core.model.mission import Mission

__all__ = ["read_indicators"]


def read_indicators(register: Register) -> None:
    """Read indicators at the end of each quarter: missions carried out, persons trained; some others at the end of each year."""
    by_indicator: Mapping[str, Callable[[Mission], bool]] = {
        "missions-education": lambda mission: mission.budget_line.startswith("missions-education/ce"),  # type: ignore[union-attr]
        "missions-france": lambda mission: mission.budget_line.startswith("missions-education/scac"),  # type: ignore[union-attr]
        "missions-trainers": lambda mission: mission.budget_line.startswith("missions-trainers"),  # type: ignore[union-attr]
        "missions-health-agriculture-sme": lambda mission: mission.budget_line.startswith("missions-health"),  # type: ignore[union-attr]
    }
    sexes = {expert.id: expert.sex for expert in register.all("experts")}
    done = [mission for mission in register.all("missions") if mission.state in DONE]
    for day in (
        dt.date(2008, 12, 31),
        dt.date(2009, 3, 31),
        dt.date(2009, 6, 30),
        dt.date(2009, 9, 30),
        dt.date(2009, 12, 31),
        dt.date(2010, 3, 31),
        dt.date(2010, 6, 30),
        TODAY,
    ):
        so_far = [mission for mission in done if mission.end <= day]
        for indicator, belongs in by_indicator.items():
            counted = [mission for mission in so_far if belongs(mission)]
            women = sum(sexes[mission.expert] is Sex.FEMALE for mission in counted)
            register.add(_reading(indicator, day, len(counted), women, "rapports de mission"))
        register.add(
            _reading("trainers-trained", day, sum(mission.persons_trained or 0 for mission in so_far), None, "rapports de mission")
        )
        register.add(_reading("experts-registered", day, 283, sum(sex is Sex.FEMALE for sex in sexes.values()), "répertoire"))
        hosts = sum(host.joined_on <= day for host in register.all("institutions"))
        register.add(_reading("institutions-registered", day, hosts, None, "base des structures"))
    yearly = {
        "antennas-working": (11, 11),
        "bulletins": (1, 2),
        "films": (0, 1),
        "new-phd-teachers": (7, 16),
        "agreements-signed": (2, 4),
        "research-fields": (3, 5),
        "satisfaction": (88, 91),
    }
    for indicator, values in yearly.items():
        for day, value in zip((dt.date(2009, 8, 31), TODAY), values, strict=True):
            register.add(_reading(indicator, day, value, None, "revue annuelle"))
    register.add(_reading("needs-study", dt.date(2009, 6, 30), 1, None, "rapport de l'étude"))


def _reading(indicator: str, day: dt.date, value: int, women: int | None, evidence: str) -> Reading:
    return Reading(
        id=f"{indicator}/{day}", indicator=indicator, on=day, value=Decimal(value), women=None if women is None else Decimal(women),
        evidence=evidence, invented=True,
    )  # fmt: skip
