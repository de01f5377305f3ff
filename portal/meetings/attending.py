"""Who a meeting is for, who comes, and what they need; needs are opened for the arranger and that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.accounts.models import Account, AccountRole, counting
from portal.core import clock, crypto, db
from portal.core.access import Permission, Role, permits
from portal.meetings import rules
from portal.meetings.models import Attendance, Coming, Meeting, MeetingType


@dataclass(frozen=True)
class Needs:
    """What somebody asked for, opened."""

    access: str
    travel: str
    payment: str


def attendance_of(meeting: Meeting, account: Account) -> Attendance | None:
    """What one person said about coming."""
    query = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.account_id == account.id)
    return db.session.scalar(query)


def attendances(meeting: Meeting) -> Sequence[Attendance]:
    """Everybody who said something, by name."""
    query = select(Attendance).join(Account).where(Attendance.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(Account.name, Account.id)).all()


def coming_count(meeting: Meeting) -> int:
    """How many said that they come."""
    query = select(func.count()).where(Attendance.meeting_id == meeting.id, Attendance.coming == Coming.YES)
    return db.session.scalar(query.select_from(Attendance)) or 0


def board_to_answer(account: Account) -> Meeting | None:
    """The next board meeting, where this person has not said yet whether they come."""
    ahead = select(Meeting).where(
        Meeting.kind == MeetingType.BOARD, Meeting.state.in_(rules.AHEAD), Meeting.starts_at > clock.now()
    )
    found = db.session.scalar(ahead.order_by(Meeting.starts_at, Meeting.id).limit(1))
    return found if found is not None and attendance_of(found, account) is None else None


def needs_of(attendance: Attendance) -> Needs:
    """What somebody asked for; for the arranger and themselves alone."""
    return Needs(*(crypto.unseal(attendance, field) for field in ("access", "travel", "payment")))


def people_asked(meeting: Meeting) -> Sequence[Account]:
    """Everybody this meeting is for, by name: whoever may act in a role that sees meetings of its kind."""
    roles = [role for role in Role if permits(role, Permission.TABLE_SIT) and rules.may_see(meeting.kind, role)]
    held = Account.roles.any(AccountRole.role.in_(roles) & counting())
    return db.session.scalars(select(Account).where(Account.active, held).order_by(Account.name, Account.id)).all()
