"""
What becomes of a record that two offices keep: three versions laid over one another, field by field.

*Ours* and *theirs* are compared with the *base*, what both had when they last agreed. What only one side changed is taken. What both changed to
different values is a clash: the field's owner has the last word, and the clash is listed for a person. Where no base is known, nobody is
held to have taken anything out or emptied anything, and only fields that differ are clashes.

Four words more. A record goes only where its owner takes it out (a consent, where either side does); else it is put back, and listed. A change
outlives a removal, and so does a reference from a record that stays. The earlier day of a withdrawn consent stands, whoever says it. And without consent what says who a person is stays as we have it, whatever they say.

>>> base = {"id": "E1", "country": "FR", "teacher": True}
>>> moved, taught = {**base, "country": "CA"}, {**base, "teacher": False}
>>> merged("experts", base, moved, taught, known=True).row == {"id": "E1", "country": "CA", "teacher": False}
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from tokten_cigem.sharing import COLLECTIONS, Owner, Row, Tables, owner_of, references_in, shared_columns, withheld
from tokten_core.text import Text

__all__ = ["POLICY", "Clash", "Merged", "kept_for_references", "merged"]

POLICY: Final = (
    Text(en="What only one side changed is taken by the other.", fr="Ce qu'un seul côté a modifié est repris par l'autre."),
    Text(
        en="Where both changed one field, its owner's value stands, and the clash is listed.",
        fr="Si les deux ont modifié un même champ, la valeur de son propriétaire l'emporte, et le désaccord est listé.",
    ),
    Text(
        en="A record goes only where its owner takes it out, a consent where either side does; a change outlives a removal, and so does "
        "a reference.",
        fr="Un enregistrement ne disparaît que si son propriétaire le retire, un consentement si l'un des deux le retire ; une modification "
        "ou une référence lui survit.",
    ),
    Text(
        en="Of two days on which a consent was withdrawn, the earlier stands.",
        fr="De deux dates de retrait d'un consentement, la plus ancienne l'emporte.",
    ),
    Text(
        en="Names, contacts and home institutions travel with a consent in force only; when it ends, they are wiped at the centre.",
        fr="Noms, contacts et institutions d'origine ne voyagent qu'avec un consentement en vigueur ; à sa fin, ils sont effacés au centre.",
    ),
)
"""What is printed before the table of owners."""


@frozen
class Clash:
    """
    One field that both sides changed, or a record that one took out (fr: *désaccord*), for a person to look at.

    Attributes:
        collection: the kind of record.
        id: the record.
        column: the field; empty for the whole record.
        ours: our value; None for nothing, or taken out.
        theirs: theirs.
        winner: whose value stands.
    """

    collection: str
    id: str
    column: str
    ours: Any
    theirs: Any
    winner: Owner


@frozen
class Merged:
    """
    What becomes of a record (fr: *fusion*).

    Attributes:
        row: what both sides are to have; None where it goes.
        clashes: what a person should look at.
    """

    row: Row | None
    clashes: tuple[Clash, ...] = ()


def merged(collection: str, base: Row | None, ours: Row | None, theirs: Row | None, *, known: bool, consented: bool = True) -> Merged:
    """
    Lay three versions of a record over one another (fr: *fusionner*).

    Args:
        collection: the kind of record.
        base: what both had; None where neither had it.
        ours: what we have; None where we do not.
        theirs: what they have; None where they do not.
        known: false when nothing is known of the base.
        consented: true when what says who the person is may travel.
    """
    if ours == theirs:
        return Merged(ours)
    if ours is None or theirs is None:
        return _one_sided(collection, base, ours, theirs, known=known)
    row, clashes = dict(ours), []
    for name in ours:
        value, clash = _field(collection, name, base, ours, theirs, known=known)
        if name in withheld(collection) and not consented:
            continue
        row[name] = value
        if clash is not None:  # what says who a person is is not told again
            clashes.append(evolve(clash, ours="…", theirs="…") if name in withheld(collection) else clash)
    return Merged(row, tuple(clashes))


def _one_sided(collection: str, base: Row | None, ours: Row | None, theirs: Row | None, *, known: bool) -> Merged:
    kept = theirs if ours is None else ours
    if kept is None or not known or base is None:
        return Merged(kept)
    remover: Owner = "tokten" if ours is None else "cigem"
    if kept == base and (remover == owner_of(collection) or collection == "consents"):
        return Merged(None)
    winner: Owner = "cigem" if ours is None else "tokten"
    return Merged(kept, (Clash(collection, kept["id"], "", ours and "…", theirs and "…", winner),))


def _field(collection: str, name: str, base: Row | None, ours: Row, theirs: Row, *, known: bool) -> tuple[Any, Clash | None]:
    here, there = ours[name], theirs[name]
    if here == there:
        return here, None
    if there is None and shared_columns(collection)[name].required:
        return here, None  # a name cannot be emptied: the other side was not told it
    if name == "withdrawn_on" and None not in (here, there):
        first: Owner = "tokten" if here < there else "cigem"
        return min(here, there), Clash(collection, ours["id"], name, here, there, first)
    was = base[name] if base is not None else None
    if known and was in (here, there):
        return (there if here == was else here), None
    if not known and None in (here, there):
        return (there if here is None else here), None
    winner = owner_of(collection, name)
    return (there if winner == "cigem" else here), Clash(collection, ours["id"], name, here, there, winner)


def kept_for_references(tables: Tables, former: Sequence[Tables]) -> Iterator[Clash]:
    """Put back what was taken out though records that stay refer to it, and list it; the former versions are looked through in order."""
    waiting = [(name, row) for name in COLLECTIONS for row in tables[name].values()]
    while waiting:
        name, row = waiting.pop()
        for target_collection, target in references_in(name, row):
            if target in tables[target_collection]:
                continue
            back = next((found for found in (each[target_collection].get(target) for each in former) if found is not None), None)
            if back is not None:
                tables[target_collection][target] = back
                waiting.append((target_collection, back))
                gone_here = former[0][target_collection].get(target) is None
                winner: Owner = "cigem" if gone_here else "tokten"
                yield Clash(target_collection, target, "", None if gone_here else "…", "…" if gone_here else None, winner)
