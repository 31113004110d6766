"""A work laid over what happened meanwhile, field by field, and what only a person can decide."""

from __future__ import annotations

from typing import Any, Literal

import attrs
from attrs import frozen

from tokten_core.errors import Kind, Problem, shown
from tokten_core.history import ERASED, Key, Work
from tokten_core.merging.meanwhile import Changed, Meanwhile
from tokten_core.model.programme import kind_of
from tokten_core.records import Record, evolve, facts_of
from tokten_core.text import Text

__all__ = ["Clash", "Merged", "merged"]

FIELD_CLASH = Kind(
    "store-clash",
    says=Text(en="you write {value}, {who} wrote {theirs} meanwhile", fr="vous écrivez {value}, {who} a écrit {theirs} entre-temps"),
    allowed=Text(en="one of the two, chosen by a person", fr="l'un des deux, au choix d'une personne"),
    remedy=Text(en="Decide, then commit again; nothing was written.", fr="Décidez, puis recommencez ; rien n'a été écrit."),
)
NOT_SHOWN = Text(en="a personal value", fr="une donnée personnelle")
TAKEN_OUT = Text(en="nothing: taken out", fr="rien : retiré")


@frozen
class Clash:
    """
    One field that both changed to different values, or a record that one changed and the other took out (fr: *désaccord*).

    Attributes:
        key: the record's collection and identifier.
        field: the field; empty for the whole record.
        before: as it was.
        theirs: what the other wrote; None where it was taken out.
        mine: what the work would write; None where it would be taken out.
        who: the other.
    """

    key: Key
    field: str
    before: Any
    theirs: Any
    mine: Any
    who: str

    def problem(self) -> Problem:
        """Say it as a problem."""
        place = f"{self.key[0]}[{self.key[1]}]" + (f".{self.field}" if self.field else "")
        return FIELD_CLASH.at(place, self._told(self.mine), who=self.who, theirs=self._told(self.theirs))

    def _told(self, value: Any) -> object:
        if not self.field:
            return TAKEN_OUT if value is None else value.id
        return NOT_SHOWN if facts_of(kind_of(self.key[0]))[self.field].personal else shown(value)


@frozen
class Merged:
    """
    A work laid over what happened meanwhile (fr: *fusion*).

    Attributes:
        work: the work to commit since the new head; clashes are as the caller preferred, else left as the other wrote.
        clashes: what a person has to decide; empty where both kept out of each other's way.
    """

    work: Work
    clashes: tuple[Clash, ...]


def merged(work: Work, meanwhile: Meanwhile, *, prefer: Literal["mine", "theirs", ""] = "") -> Merged:
    """
    Lay a work over what happened meanwhile (fr: *fusionner*).

    Args:
        work: the change, made from what was read.
        meanwhile: what happened since.
        prefer: whose value stands where both changed one field; empty leaves the other's, for a person to decide.
    """
    clashes: list[Clash] = []
    put: list[Record] = []
    for record in work.put:
        changed = meanwhile.changed.get((record.collection, record.id))
        result = record if changed is None else _laid_over(record, changed, clashes, mine_wins=prefer == "mine")
        if result is not None:
            put.append(result)
    remove = [key for key in work.remove if _may_go(key, meanwhile, clashes, mine_wins=prefer == "mine")]
    kept = attrs.evolve(work, put=put, remove=remove)
    return Merged(kept, () if prefer else tuple(clashes))


def _laid_over(mine: Record, changed: Changed, clashes: list[Clash], *, mine_wins: bool) -> Record | None:
    before, theirs = changed.before, changed.now
    if theirs == mine:
        return None
    if theirs is None or before is None:
        clashes.append(Clash(changed.key, "", before, theirs, mine, changed.who))
        return mine if mine_wins else None
    chosen: dict[str, Any] = {}
    gone = {name for name, known in facts_of(type(mine)).items() if known.personal and getattr(theirs, name) == ERASED}
    for name, known in facts_of(type(mine)).items():
        if gone and known.personal:  # the person was erased: who read before that does not bring them back
            continue
        was, there, here = getattr(before, name), getattr(theirs, name), getattr(mine, name)
        if here in (was, there):
            continue
        if there != was:
            clashes.append(Clash(changed.key, name, was, there, here, changed.who))
            if not mine_wins:
                continue
        chosen[name] = here
    return evolve(theirs, **chosen) if chosen else None


def _may_go(key: Key, meanwhile: Meanwhile, clashes: list[Clash], *, mine_wins: bool) -> bool:
    changed = meanwhile.changed.get(key)
    if changed is None:
        return True
    if changed.now is None:  # both took it out
        return False
    clashes.append(Clash(key, "", changed.before, changed.now, None, changed.who))
    return mine_wins
