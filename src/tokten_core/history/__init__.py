"""
How a programme changes, and how its past comes back.

A *work* is one change by one person for one reason: records to put, records to take out. Applied to a programme it leaves three things: the
records as they are now, one entry at the end of the journal, and one revision for each record touched, with the row as it stood *before*.
Undone from the last entry to the first, revisions give back the programme of any past day; nothing else has to be kept.

An entry carries a digest of what its records held before and after, and the chain of hashes covers the digest: whoever changes a record, a
revision or an entry behind the programme's back is found by ``verify``. Personal values stay out of digests, so that a person can be
erased and the chain still holds.

>>> import datetime as dt
>>> from tokten_core.testing.examples import a_small_programme
>>> from tokten_core.records import evolve
>>> before = a_small_programme()
>>> longer = evolve(before.missions[1], end=dt.date(2009, 3, 20))
>>> monday = dt.datetime(2009, 6, 1, 9, 0, tzinfo=dt.UTC)
>>> after = applied(before, Work(at=monday, who="coordination", what="lengthen M2", put=(longer,)))
>>> after.missions[1].days, as_of(after, dt.date(2009, 5, 31)).missions[1].days, [*verify(after)]
(20, 1, [])
"""

from __future__ import annotations

from tokten_core.history.applying import applied, changes_between, taken_whole
from tokten_core.history.digests import digest_of
from tokten_core.history.past import as_at, as_of, verify
from tokten_core.history.sealing import Sealed, breaks, sealed
from tokten_core.history.sides import ERASED, before_of
from tokten_core.history.works import OWN, Head, Key, Work, head_of

__all__ = [
    "ERASED",
    "OWN",
    "Head",
    "Key",
    "Sealed",
    "Work",
    "applied",
    "as_at",
    "as_of",
    "before_of",
    "breaks",
    "changes_between",
    "digest_of",
    "head_of",
    "sealed",
    "taken_whole",
    "verify",
]
