"""Recording a group's evening, adding to it, and taking one voice out again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions import attachments, screening
from portal.contributions import operations as contributions
from portal.contributions.media import Clean
from portal.contributions.models import AgeBand, Contribution, Matter, Purpose, Route, Whereabouts, Words
from portal.contributions.operations import Incoming, Received
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.together import rules
from portal.together.models import MOST, GroupPoint, GroupSession, Told


@dataclass(frozen=True, kw_only=True)
class Evening:
    """What somebody records of a group. `key` makes two taps one session; a group that did not all agree to be
    counted is not: its board and quote choices stay off."""

    key: str
    held_on: date
    place: Whereabouts
    people: int
    bands: Collection[AgeBand]
    told: Told
    photos: bool
    consultation_id: UUID | None = None


def begin_session(evening: Evening, *, by: Account, role: Role, locale: str) -> Received:
    """Store a session once, with the code for the group; what they said is added to it."""
    if not rules.is_group(evening.people):
        raise RuleError(f"A group is 2 to {MOST} young people.")
    agreed = evening.told is Told.ALL_AGREED
    received = contributions.receive(
        Incoming(
            key=evening.key,
            matter=Matter.IDEA,
            locale=locale,
            route=Route.GROUP,
            sharing=(Purpose.BOARD, Purpose.QUOTE) if agreed else (),
        )
    )
    if received.first:
        db.session.add(
            GroupSession(
                contribution_id=received.contribution.id,
                consultation_id=evening.consultation_id,
                organisation_id=by.organisation_id,
                recorded_by_id=by.id,
                helper=role.value,
                place=evening.place,
                held_week=clock.week_of(evening.held_on),
                people=evening.people,
                bands=",".join(band for band in AgeBand if band in evening.bands),
                told=evening.told,
                photos=evening.photos,
            )
        )
        db.session.flush()
        audit.record("group.recorded", by=by.id, subject=("contribution", received.contribution.id))
    return received


def add_voice(group: GroupSession, text: str, *, quotable: bool, by: Account) -> Words:
    """What one of them said, sealed."""
    return _add(group, text, asked="One young person said", agreed=None, quotable=quotable, by=by)


def add_point(group: GroupSession, text: str, *, agreed: int, by: Account) -> Words:
    """What so many of the group agreed to."""
    if not rules.can_agree(agreed, group.people):
        raise RuleError(f"At least one and at most {group.people} can agree: so many were there.")
    asked = f"Agreed by {agreed} of {group.people}"
    return _add(group, text, asked=asked, agreed=agreed, quotable=group.told is Told.ALL_AGREED, by=by)


def add_art(group: GroupSession, file: Clean, *, about: str, by: Account) -> None:
    """A photo of what they made, drawn anew and sealed; in words for whoever cannot see it. It counts as nothing."""
    if not group.photos:
        raise RuleError("The group did not agree to photos of its art.")
    attachments.hang_on_group(group.contribution, file, about=about, by=by)


def take_out(contribution: Contribution, words_id: UUID, *, by: Account | None) -> None:
    """Erase one voice or point for good: the group asked with its code (`by` is None), or an officer for them."""
    point = db.session.get(GroupPoint, words_id)
    if point is None or point.contribution_id != contribution.id:
        raise NotFound
    db.session.delete(point)
    db.session.flush()
    db.session.execute(delete(Words).where(Words.id == words_id))
    db.session.expire(contribution)
    if by is None:
        audit.count_young_act("group.voice_taken_out")
    else:
        audit.record("group.voice-taken-out", by=by.id, subject=("contribution", contribution.id))


def _add(group: GroupSession, text: str, *, asked: str, agreed: int | None, quotable: bool, by: Account) -> Words:
    contribution = group.contribution
    words = contributions.add_words(contribution, asked=asked, text=text)
    where = {"words_id": words.id, "contribution_id": contribution.id}
    db.session.add(GroupPoint(**where, agreed=agreed, quotable=quotable))
    contributions.hurry(contribution, screening.priority_of([text], contribution.locale))
    audit.record("group.words-added", by=by.id, subject=("contribution", contribution.id))
    return words
