"""
Two people write at once: the second is told what the first did, and can go on without losing either's work.

Whoever commits says where the journal stood when they read (``since``). Where it stands elsewhere by now, the store refuses with a ``Conflict``
that carries what happened *meanwhile*: the entries of the journal, with who wrote them and why, and each record as it was then and as it is
now. ``merged`` lays a work over that: records that only one of the two touched are kept; where both touched one record, its fields are taken
one by one; where both changed one field to different values, nobody decides but a person, and the *clash* is listed.

>>> from tokten_core.testing.examples import a_small_programme
>>> import datetime as dt
>>> from tokten_core.history import Work, head_of
>>> from tokten_core.memory import MemoryStores
>>> from tokten_core.records import evolve
>>> store, noon = MemoryStores().open("memory:doc"), dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)
>>> store.save(a_small_programme())
>>> read, mission = store.head(), store.load().missions[1]
>>> hers = Work(at=noon, who="Awa", what="lodge", put=(evolve(mission, lodging_nights=3),))
>>> his = Work(at=noon, who="Ben", what="teach", put=(evolve(mission, teaching_hours=6),))
>>> commit_or_merge(store, hers, since=read).entries, commit_or_merge(store, his, since=read).entries
(3, 4)
>>> store.load().missions[1].lodging_nights, store.load().missions[1].teaching_hours
(3, 6)
"""

from __future__ import annotations

from tokten_core.merging.clashes import Clash, Merged, merged
from tokten_core.merging.committing import Committed, commit_or_merge, committed
from tokten_core.merging.meanwhile import Changed, Meanwhile, conflict, meanwhile_of, refuse_if_moved

__all__ = [
    "Changed",
    "Clash",
    "Committed",
    "Meanwhile",
    "Merged",
    "commit_or_merge",
    "committed",
    "conflict",
    "meanwhile_of",
    "merged",
    "refuse_if_moved",
]
