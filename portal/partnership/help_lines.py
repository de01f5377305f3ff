"""Keeping the numbers right: a number is shown only after a named person has rung it or looked it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from portal.audit import operations as audit
from portal.core import clock, db
from portal.partnership.models import HelpLine

#: A number checked longer ago than this is due another look; it stays shown, the administrator is told.
CHECK_EVERY = timedelta(days=183)


def every_line() -> Sequence[HelpLine]:
    """All numbers, those that wait for a check first."""
    return db.session.scalars(select(HelpLine).order_by(HelpLine.verified, HelpLine.position, HelpLine.name)).all()


def get_line(line_id: UUID) -> HelpLine:
    """One number, or NotFound."""
    return db.get(HelpLine, line_id)


def is_due_a_check(line: HelpLine) -> bool:
    """Whether nobody has checked this number for half a year."""
    return line.checked_on is None or clock.today() - line.checked_on > CHECK_EVERY


def due_count() -> int:
    """How many numbers wait for somebody to check them."""
    return sum(not line.verified or is_due_a_check(line) for line in every_line())


def verify(line: HelpLine, *, source: str, by_id: UUID, by_name: str) -> None:
    """Show this number from now on; who checked it, when and against what is kept."""
    line.verified, line.source = True, source
    line.checked_on, line.checked_by = clock.today(), by_name
    db.session.flush()
    audit.record("help-line.verified", by=by_id, subject=("help_line", line.id))


def hide(line: HelpLine, *, by_id: UUID) -> None:
    """Stop showing a number that is wrong."""
    line.verified = False
    db.session.flush()
    audit.record("help-line.hidden", by=by_id, subject=("help_line", line.id))


def change(line: HelpLine, *, phone: str, text_number: str, when_open: str, always_open: bool, by_id: UUID) -> None:
    """Change a number; it waits for a check again before it is shown."""
    line.phone, line.text_number = phone or None, text_number or None
    line.when_open, line.always_open, line.verified = when_open, always_open, False
    db.session.flush()
    audit.record("help-line.changed", by=by_id, subject=("help_line", line.id))
