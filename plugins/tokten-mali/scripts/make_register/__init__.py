"""
Make the invented register that the Mali pack ships: experts, institutions, missions, payments of 2008-2010.

    .venv/bin/python plugins/tokten-mali/scripts/make_register

Nobody and nothing in it exists, and every record says so. It is a pure function of its seed: the same seed gives the same bytes, and a test
holds the files to it. It keeps the figures that the programme document prints: 283 experts, 116 of them in the European Union of 2008, 83 in
France; missions by output as the money of each year allows (the document's counts of 94 and 25 are not followed).

The parts are made in turn: people, hosts, missions, money, readings. ``PLANTED`` lists the faults that are put in on purpose, of many kinds; ``tokten check`` finds these on the register and nothing else. The
README of this plugin shows the list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from make_register.files import text_of
from make_register.hosts import make_institutions, make_sessions
from make_register.missions import make_missions
from make_register.money import pay_missions, spend_the_other_lines
from make_register.people import make_experts, move_experts
from make_register.planted import PLANTED, plant
from make_register.readings import read_indicators
from make_register.register import KINDS, SEED, TODAY, Register
from tokten_core.model.programme import Programme
from tokten_core.records import Record
from tokten_mali.document import founding_document

__all__ = ["KINDS", "PLANTED", "TODAY", "make", "programme", "text_of"]


def make(seed: int = SEED, without: Collection[str] = ()) -> dict[str, list[Record]]:
    """Make the whole register of a seed, collection by collection; without the faults planted at some places."""
    register = Register(seed)
    make_experts(register)
    make_institutions(register)
    make_sessions(register)
    make_missions(register)
    move_experts(register)
    pay_missions(register)
    spend_the_other_lines(register)
    read_indicators(register)
    plant(register, without)
    return register.kept


def programme(kept: Mapping[str, Iterable[Record]]) -> Programme:
    """Give the programme document with a register."""
    return founding_document().with_records(**kept)
