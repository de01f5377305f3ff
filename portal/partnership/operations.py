"""Putting a partnership on record: who the partners are, the ladder, the numbers to ring, the days offices are shut.

Accounts lie above this slice, so whoever acts is named by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.audit import operations as audit
from portal.core import db
from portal.core.errors import RuleError
from portal.partnership import queries, rules, site
from portal.partnership.models import (
    GovernanceLevel,
    HelpLine,
    LocalHoliday,
    Locality,
    Organisation,
    Partnership,
    Post,
    Team,
)
from portal.partnership.rules import HolidayRule


@dataclass(frozen=True, kw_only=True)
class NewPartnership:
    """The names of the place and what it promises."""

    name: str
    area: str
    voice_name: str
    board_name: str
    reading_hours: str
    reply_working_days: int
    invented: bool = False


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """A partner with the posts that answer for it and its teams."""

    name: str
    short_name: str
    statutory: bool
    schedule4: str | None = None
    local: bool = False
    posts: Sequence[str] = ()
    teams: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class NewHelpLine:
    """A number to ring or text. It is shown only when it says who checked it and when."""

    name: str
    when_open: str
    source: str
    phone: str | None = None
    text_number: str | None = None
    always_open: bool = False
    min_age: int | None = None
    max_age: int | None = None
    note: str | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    verified: bool = False


def establish(new: NewPartnership, *, by: UUID | None) -> Partnership:
    """Set up the one partnership this portal serves."""
    if queries.find_partnership() is not None:
        raise RuleError("This portal already serves a partnership.")
    partnership = Partnership(**vars(new))
    db.session.add(partnership)
    db.session.flush()
    audit.record("partnership.established", by=by, subject=("partnership", partnership.id))
    site.forget()
    return partnership


def add_organisations(new: Sequence[NewOrganisation], *, by: UUID | None) -> None:
    """Put partners on record in this order, with their posts and teams."""
    for position, one in enumerate(new, start=1):
        fields = {name: value for name, value in vars(one).items() if name not in ("posts", "teams")}
        organisation = Organisation(position=position, **fields)
        db.session.add(organisation)
        db.session.flush()
        db.session.add_all(Post(organisation_id=organisation.id, title=title) for title in one.posts)
        db.session.add_all(Team(organisation_id=organisation.id, name=name) for name in one.teams)
    db.session.flush()
    audit.record("organisations.added", by=by, facts={"count": len(new)})


def add_places(localities: Sequence[str], ladder: Sequence[tuple[str, str]], *, by: UUID | None) -> None:
    """Put the parts of the area on record, and the governance ladder as (name, purpose), lowest rung first."""
    db.session.add_all(Locality(name=name, position=at) for at, name in enumerate(localities, start=1))
    for position, (name, purpose) in enumerate(ladder, start=1):
        db.session.add(GovernanceLevel(position=position, name=name, purpose=purpose))
    db.session.flush()
    audit.record("places.added", by=by, facts={"localities": len(localities), "levels": len(ladder)})


def add_help_lines(new: Sequence[NewHelpLine], *, by: UUID | None) -> None:
    """Put numbers on record in this order."""
    db.session.add_all(HelpLine(position=at, **vars(one)) for at, one in enumerate(new, start=1))
    db.session.flush()
    audit.record("help-lines.added", by=by, facts={"count": len(new), "shown": sum(one.verified for one in new)})


def add_holidays(yearly: Sequence[HolidayRule], years: Sequence[int], *, by: UUID | None) -> int:
    """Work out the days of these years and add those not on record; how many were added."""
    known = queries.holidays()
    found = {day: rule for year in years for day, rule in rules.holidays_in(year, yearly).items() if day not in known}
    db.session.add_all(LocalHoliday(on=day, name=rule.name, source=rule.source) for day, rule in found.items())
    db.session.flush()
    if found:
        audit.record("holidays.added", by=by, facts={"count": len(found), "until": max(years)})
    return len(found)
