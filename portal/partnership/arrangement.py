"""How the partnership is arranged, changed as records: partners, posts, the rungs of the ladder, days offices are shut.

What others already point to is retired, never deleted: an ask still names the post that owed its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.errors import NotFound, RuleError
from portal.partnership import queries
from portal.partnership.models import GovernanceLevel, LocalHoliday, Organisation, Post


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A partner as its page has it; `schedule4` is empty where the Act does not name it."""

    name: str
    short_name: str
    schedule4: str
    local: bool


def get_level(level_id: UUID) -> GovernanceLevel:
    """A rung that is in use, or NotFound."""
    found = db.session.get(GovernanceLevel, level_id)
    if found is None or found.retired_on is not None:
        raise NotFound
    return found


def get_post(post_id: UUID) -> Post:
    """A post that is in use, or NotFound."""
    found = db.session.get(Post, post_id)
    if found is None or found.retired_on is not None:
        raise NotFound
    return found


def get_holiday(holiday_id: UUID) -> LocalHoliday:
    """A day the offices are shut, or NotFound."""
    return db.get(LocalHoliday, holiday_id)


def coming_holidays() -> Sequence[LocalHoliday]:
    """Days the offices are shut from today on."""
    query = select(LocalHoliday).where(LocalHoliday.on >= clock.today()).order_by(LocalHoliday.on)
    return db.session.scalars(query).all()


def add_level(*, name: str, purpose: str, by: UUID) -> GovernanceLevel:
    """A new rung at the top; it can be moved from there."""
    _refuse_same_level(name)
    top = db.session.scalar(select(func.max(GovernanceLevel.position))) or 0
    level = GovernanceLevel(position=top + 1, name=name, purpose=purpose)
    db.session.add(level)
    _note("level.added", level, by)
    return level


def change_level(level: GovernanceLevel, *, name: str, purpose: str, by: UUID) -> None:
    """Name a rung anew."""
    _refuse_same_level(name, than=level)
    level.name, level.purpose = name, purpose
    _note("level.changed", level, by)


def move_level(level: GovernanceLevel, *, up: bool, by: UUID) -> None:
    """Swap a rung with the one above it, or below; at the end of the ladder it stays where it is."""
    ladder = list(queries.governance_ladder())
    other = ladder.index(level) + (1 if up else -1)
    if not 0 <= other < len(ladder):
        return
    one, two = level.position, ladder[other].position
    level.position = 0  # no two rungs may share a place, not even for a moment
    db.session.flush()
    ladder[other].position = one
    db.session.flush()
    level.position = two
    _note("level.moved", level, by)


def retire_level(level: GovernanceLevel, *, by: UUID) -> None:
    """Take a rung out of the ladder; one is always left."""
    if len(queries.governance_ladder()) == 1:
        raise RuleError("This is the only rung. Add another one first.")
    level.retired_on = clock.today()
    _note("level.retired", level, by)


def add_organisation(partner: Partner, *, by: UUID) -> Organisation:
    """A new partner; one that the Act names says by which entry."""
    last = db.session.scalar(select(func.max(Organisation.position))) or 0
    organisation = Organisation(position=last + 1)
    _fill(organisation, partner)
    db.session.add(organisation)
    _note("organisation.added", organisation, by)
    return organisation


def change_organisation(organisation: Organisation, partner: Partner, *, by: UUID) -> None:
    """Name a partner anew, or note that the Act names it, or that it works here."""
    _fill(organisation, partner)
    _note("organisation.changed", organisation, by)


def _fill(organisation: Organisation, partner: Partner) -> None:
    wanted = {partner.name.lower(), partner.short_name.lower()}
    for one in queries.organisations():
        if one is not organisation and wanted & {one.name.lower(), one.short_name.lower()}:
            raise RuleError("There is a partner with this name already.")
    organisation.name, organisation.short_name = partner.name, partner.short_name
    organisation.statutory, organisation.schedule4 = bool(partner.schedule4), partner.schedule4 or None
    organisation.local = partner.local


def add_post(organisation: Organisation, *, title: str, by: UUID) -> Post:
    """A new post that can owe answers."""
    _refuse_same_post(organisation.id, title)
    post = Post(organisation_id=organisation.id, title=title)
    db.session.add(post)
    _note("post.added", post, by)
    return post


def change_post(post: Post, *, title: str, by: UUID) -> None:
    """Name a post anew; what it owes stays with it."""
    _refuse_same_post(post.organisation_id, title, than=post)
    post.title = title
    _note("post.changed", post, by)


def retire_post(post: Post, *, by: UUID) -> None:
    """Offer a post no longer; what it owes stays under its name until it is given to another."""
    post.retired_on = clock.today()
    _note("post.retired", post, by)


def add_holiday(*, on: date, name: str, source: str, by: UUID) -> LocalHoliday:
    """A day the offices are shut; clocks that count working days pass over it from now on."""
    if on < clock.today():
        raise RuleError("This day is over.")
    if on in queries.holidays():
        raise RuleError("This day is on the list already.")
    holiday = LocalHoliday(on=on, name=name, source=source)
    db.session.add(holiday)
    _note("holiday.added", holiday, by)
    return holiday


def remove_holiday(holiday: LocalHoliday, *, by: UUID) -> None:
    """The offices are open that day after all. Days gone by stay: what was due then was due then."""
    if holiday.on < clock.today():
        raise RuleError("This day is over.")
    db.session.delete(holiday)
    _note("holiday.removed", holiday, by)


def _note(action: str, row: GovernanceLevel | Organisation | Post | LocalHoliday, by: UUID) -> None:
    db.session.flush()
    audit.record(action, by=by, subject=(row.__tablename__, row.id))


def _refuse_same_level(name: str, than: GovernanceLevel | None = None) -> None:
    if any(one is not than and one.name.lower() == name.lower() for one in queries.governance_ladder()):
        raise RuleError("There is a rung with this name already.")


def _refuse_same_post(organisation_id: UUID, title: str, than: Post | None = None) -> None:
    if any(one is not than and one.title.lower() == title.lower() for one in queries.posts(organisation_id)):
        raise RuleError("This partner has a post with this name already.")
