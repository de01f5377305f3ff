"""Problems that were answered without a complaint: what they were said as, their themes, and whether anybody asked.

Whoever has something to put right is always asked whether it is a complaint, and it is never assumed (SPSO
child-friendly complaints); so the log says where nobody asked. Of these no moment is kept, only the week; it
belongs to the days that its Monday is one of, so that no week is counted in two years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.complaints import queries as complaints
from portal.complaints.models import Complaint, Wish
from portal.contributions.models import Contribution, Matter, Route
from portal.core import clock, db, parts
from portal.core.access import Role
from portal.core.parts import Part
from portal.provenance.complaint_log import PER_PAGE, Wanted, themes_of
from portal.provenance.periods import span
from portal.themes.models import Coding, Theme


@dataclass(frozen=True)
class Line:
    """One view that was answered and is no complaint, without a word of it. `week` is its Monday."""

    id: UUID
    topic: Matter
    week: date
    themes: tuple[Theme, ...]
    wish: Wish


def page(wanted: Wanted, number: int, account: Account, role: Role | None) -> Part[Line]:
    """One page of it, the newest week first."""
    found = parts.page(_ordered(wanted, account, role), number, PER_PAGE)
    return found.of(_lines(found.rows))


def everything(wanted: Wanted, account: Account, role: Role | None) -> list[Line]:
    """The whole of it in the same order, for a file."""
    return _lines(db.session.scalars(_ordered(wanted, account, role)).all())


def _ordered(wanted: Wanted, account: Account, role: Role | None) -> Select[Contribution]:
    query = select(Contribution).where(*_conditions(wanted), complaints.within_reach(account, role))
    return query.order_by(Contribution.received_week.desc(), Contribution.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    row = aliased(Complaint)
    known = select(row.contribution_id)
    found: list[ColumnElement[bool]] = [
        Contribution.answered.is_(True),
        Contribution.route != Route.IMPORTED,
        Contribution.matter != Matter.NOT_SAFE,
        Contribution.id.not_in(known.where(row.wish == Wish.YES)),
        (Contribution.matter == Matter.PROBLEM) | Contribution.id.in_(known.where(row.wish.in_((Wish.ASKED, Wish.NO)))),
    ]
    if wanted.topic is not None:
        found.append(Contribution.matter == wanted.topic)
    if wanted.theme_id is not None:
        found.append(Contribution.id.in_(select(Coding.contribution_id).where(Coding.theme_id == wanted.theme_id)))
    if wanted.period is not None:
        first, last = span(wanted.period, clock.today())
        found.append(Contribution.received_week.between(first, last))
    return found


def _lines(rows: Sequence[Contribution]) -> list[Line]:
    ids = [one.id for one in rows]
    themes = themes_of(ids)
    query = select(Complaint.contribution_id, Complaint.wish).where(Complaint.contribution_id.in_(ids))
    wishes = {row[0]: row[1] for row in db.session.execute(query.order_by(Complaint.contribution_id))}
    return [
        Line(
            one.id,
            one.matter,
            one.received_week,
            tuple(themes.get(one.id, ())),
            wishes.get(one.id, Wish.NOT_ASKED),
        )
        for one in rows
    ]
