"""Lists that are shown in parts: the first few of each group, or one page, with how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, SQLColumnExpression, func, select

from portal.core import db

T = TypeVar("T")
U = TypeVar("U")

#: How many a page shows, and how many of each group a page of several groups shows.
PER_PAGE = 50
EACH = 10


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some of a list in its order: which page of how many, and the length of the whole."""

    rows: Sequence[T] = field(default_factory=tuple)
    total: int = 0
    number: int = 1
    per: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages of this size the whole takes; at least one."""
        return max(1, -(-self.total // self.per))

    @property
    def offset(self) -> int:
        """How many of the whole come before this page."""
        return (self.number - 1) * self.per

    @property
    def cut(self) -> bool:
        """Whether there is more than what is here."""
        return len(self.rows) < self.total

    @property
    def first(self) -> int:
        """The place of the first row in the whole, from 1."""
        return self.offset + 1

    @property
    def last(self) -> int:
        """The place of the last row in the whole."""
        return self.first + len(self.rows) - 1

    def of(self, rows: Iterable[U]) -> Part[U]:
        """The same part of the same list, with other things in the place of its rows."""
        return Part(tuple(rows), self.total, self.number, self.per)


def numbered(total: int, number: int, per: int = PER_PAGE) -> Part[Any]:
    """The page with this number, without its rows; the last one where there are not so many."""
    return Part((), total, min(max(number, 1), max(1, -(-total // per))), per)


def page(query: Select[T], number: int, per: int = PER_PAGE) -> Part[T]:
    """One page of an ordered query; the last one where there are not so many."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    at = numbered(total, number, per)
    return at.of(db.session.scalars(query.limit(per).offset(at.offset)).unique())


def first_of_each(
    ids: Select[UUID, Any], order: Sequence[SQLColumnExpression[Any]], most: int = EACH
) -> dict[UUID, Part[UUID]]:
    """From a query for ids and the group each is in: the first few ids of each group, and how many it has."""
    one, group = ids.selected_columns
    place = func.row_number().over(partition_by=group, order_by=order).label("place")
    ranked = ids.add_columns(place, func.count().over(partition_by=group).label("total")).subquery()
    key, of, at, total = ranked.c[one.key or ""], ranked.c[group.key or ""], ranked.c.place, ranked.c.total
    found: dict[UUID, list[UUID]] = {}
    totals: dict[UUID, int] = {}
    for row in db.session.execute(select(key, of, total).where(at <= most).order_by(of, at)):
        found.setdefault(row[1], []).append(row[0])
        totals[row[1]] = row[2]
    return {name: Part(tuple(rows), totals[name], per=most) for name, rows in found.items()}
