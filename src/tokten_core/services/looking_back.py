"""
What was known on a past day against what is known now, record by record and field by field.

>>> import datetime as dt
>>> from tokten_core.history import as_of, applied
>>> from tokten_core.testing.examples import a_small_programme, a_work
>>> now = applied(a_small_programme(), a_work(0))
>>> for difference in differences(as_of(now, dt.date(2009, 5, 31)), now):
...     print(difference.place, "|", difference.then, "|", difference.now)
missions[M2].end | 2009-03-01 | 2009-03-02
missions[W0] | None | W0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from tokten_core.history import OWN
from tokten_core.model.programme import Programme
from tokten_core.records import Fact, Record, facts_of

__all__ = ["Difference", "differences"]


@frozen
class Difference:
    """
    One value that is not what it was (fr: *différence*).

    Attributes:
        collection: the kind of record.
        record: its identifier.
        field: the field; None where the whole record came or went.
        then: what was known then; None where nothing was. The identifier stands for a whole record.
        now: what is known now; the same.
    """

    collection: str
    record: str
    field: Fact | None
    then: Any
    now: Any

    @property
    def place(self) -> str:
        """Name the record or the field as a person would look for it."""
        return f"{self.collection}[{self.record}]" + (f".{self.field.name}" if self.field else "")


def differences(then: Programme, now: Programme) -> Iterator[Difference]:
    """
    Give what differs between two states of a programme (fr: *comparer deux états*), the journal apart.

    Args:
        then: the earlier state.
        now: the later one.
    """
    for name, records in now.everything():
        if name not in OWN:
            for record in records:
                yield from _of_a_record(name, then.find(name, record.id), record)
            for record in then.records(name):
                if now.find(name, record.id) is None:
                    yield Difference(name, record.id, None, record.id, None)


def _of_a_record(collection: str, then: Record | None, now: Record) -> Iterator[Difference]:
    if then is None:
        yield Difference(collection, now.id, None, None, now.id)
    elif then != now:
        for name, known in facts_of(type(now)).items():
            if getattr(then, name) != getattr(now, name):
                yield Difference(collection, now.id, known, getattr(then, name), getattr(now, name))
