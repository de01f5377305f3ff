"""The register, and who may know of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select

from portal.accounts.models import Account
from portal.complaints.models import Complaint, Wish
from portal.complaints.rules import Course
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound
from portal.core.parts import Part, page
from portal.safety import barring
from portal.safety.models import Concern

PER_PAGE = 25


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint in the register, without a word of it."""

    complaint: Complaint
    late: bool

    @property
    def mark(self) -> str:
        """Four signs to name it by; random, like the id they come from."""
        return self.complaint.id.hex[:4].upper()


def find(contribution_id: UUID) -> Complaint | None:
    """What is known of a thread as a complaint, for code that shows it to its owner or its reader."""
    return db.session.scalar(select(Complaint).where(Complaint.contribution_id == contribution_id))


def is_late(complaint: Complaint) -> bool:
    """Whether the day for its answer has passed without one."""
    return complaint.closed_at is None and complaint.due_on is not None and complaint.due_on < clock.today()


def course_of(complaint: Complaint) -> Course | None:
    """The days of a complaint; None for what is none."""
    if complaint.received_at is None or complaint.due_on is None:
        return None
    return Course(
        made_on=clock.day_of(complaint.received_at),
        due_on=complaint.due_on,
        answered_on=_day(complaint.closed_at),
        further_on=_day(complaint.stage_two_at),
        first_answered_on=_day(complaint.stage_one_answered_at),
        first_due_on=complaint.stage_one_due_on,
    )


def visible(account: Account, role: Role | None) -> ColumnElement[bool]:
    """The complaints somebody may know of; every list, count and page starts from this.

    The participation team has those of its desk. One about somebody who works here has left the desk: it is for
    safeguarding officers who may open its concern.
    """
    return (Complaint.wish == Wish.YES) & Complaint.contribution_id.in_(
        select(Contribution.id).where(within_reach(account, role))
    )


def within_reach(account: Account, role: Role | None) -> ColumnElement[bool]:
    """The views whose complaints somebody may know of, whether or not they are one."""
    about_worker = select(Concern.contribution_id).where(Concern.about_worker)
    if not permits(role, Permission.COMPLAINTS_HANDLE):
        return false()
    if permits(role, Permission.VIEWS_READ):
        mine = Contribution.id.not_in(about_worker)
    else:
        mine = Contribution.id.in_(about_worker.where(barring.visible(account)))
    return Contribution.withdrawn_on.is_(None) & mine


def register(account: Account, role: Role | None, number: int = 1, *, closed: bool = False) -> Part[ComplaintLine]:
    """Open ones by the day they are due, so that late ones stand first; closed ones newest first."""
    wanted = visible(account, role) & (Complaint.closed_at.is_not(None) if closed else Complaint.closed_at.is_(None))
    order = Complaint.closed_at.desc() if closed else Complaint.due_on
    found = page(select(Complaint).where(wanted).order_by(order, Complaint.id), number, PER_PAGE)
    return found.of(ComplaintLine(one, is_late(one)) for one in found.rows)


def open_count(account: Account, role: Role | None) -> int:
    """How many complaints wait for an answer."""
    query = select(func.count()).select_from(Complaint)
    return db.session.scalar(query.where(visible(account, role), Complaint.closed_at.is_(None))) or 0


def get_complaint(complaint_id: UUID, account: Account, role: Role | None) -> Complaint:
    """A complaint this person may know of, or NotFound."""
    found = db.session.scalar(select(Complaint).where(Complaint.id == complaint_id, visible(account, role)))
    if found is None:
        raise NotFound
    return found


def find_concern_id(complaint: Complaint) -> UUID | None:
    """The concern under which safeguarding reads it, where it is or may be about somebody who works here."""
    query = select(Concern.id).where(Concern.contribution_id == complaint.contribution_id, Concern.about_worker)
    return db.session.scalar(query)


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None
