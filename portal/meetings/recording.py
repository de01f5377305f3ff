"""Minutes while the meeting goes on, decisions, and agreeing to the minutes; after that nothing changes any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.meetings import agreeing, queries, rules
from portal.meetings.models import AgendaItem, Decision, Meeting, MeetingState, MinutesAgreement
from portal.partnership.models import Post


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided, which post does it, why, and when the board looks at it again."""

    what: str
    why: str
    post_id: UUID
    review_on: date


class Overtaken(RuleError):
    """Somebody else wrote here since the words were read that these would replace."""


def write_minutes(item: AgendaItem, text: str, *, by: Account, seen: str | None = None) -> None:
    """What was said about an item, as it was typed. Overtaken where the words before are not those that were `seen`.

    `seen` is their `rules.version_of`; without it the newest words count, whatever stood there.
    """
    _hold_writing(item.meeting)
    db.hold(item)
    if seen is not None and text != item.minutes and seen != rules.version_of(item.minutes):
        raise Overtaken("Somebody else wrote here meanwhile. Nothing is lost: put both together, then keep it.")
    hold_other_words(text)
    item.minutes, item.minutes_at, item.minutes_by_id = text, clock.now(), by.id
    db.session.flush()
    audit.record("minutes.written", by=by.id, subject=("agenda_item", item.id))


def decide(item: AgendaItem, decided: Decided, *, by: Account) -> Decision:
    """A decision under an item."""
    _hold_writing(item.meeting)
    if decided.review_on <= clock.day_of(item.meeting.starts_at):
        raise RuleError("Choose a day after the meeting to look at it again.")
    hold_other_words(decided.what, decided.why)
    post = db.session.get_one(Post, decided.post_id)
    made = Decision(
        meeting_id=item.meeting_id,
        item_id=item.id,
        organisation_id=post.organisation_id,
        decided_at=clock.now(),
        by_id=by.id,
        **vars(decided),
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(item, ["decisions"])
    audit.record("decision.made", by=by.id, subject=("decision", made.id))
    return made


def take_back(decision: Decision, *, by: Account) -> None:
    """A decision that was written down wrongly, before the minutes are agreed."""
    item = db.session.get_one(AgendaItem, decision.item_id)
    _hold_writing(item.meeting)
    audit.record("decision.taken-back", by=by.id, subject=("decision", decision.id))
    db.session.delete(decision)
    db.session.flush()
    db.session.expire(item, ["decisions"])


def hold(meeting: Meeting, *, champions: int, adults: int, by: Account) -> None:
    """The meeting took place, and so many were there; who they were is not kept."""
    if not rules.may_go(meeting.state, MeetingState.HELD) or clock.now() < meeting.starts_at:
        raise RuleError("The meeting has not begun, or its agenda is not set.")
    if meeting.chair_id is None:
        raise RuleError("Say first who chaired: they agree to the minutes.")
    if queries.needs_explaining(meeting):
        raise RuleError("Say first why the order is not the one young people chose.")
    meeting.state, meeting.champions_there, meeting.adults_there = MeetingState.HELD, champions, adults
    db.session.flush()
    audit.record("meeting.went-on", by=by.id, subject=("meeting", meeting.id), facts={"to": meeting.state.value})


def name_chair(meeting: Meeting, chair: Account, *, by: Account) -> None:
    """Somebody else who was there agrees to the minutes, where whoever chaired never can any more."""
    db.hold(meeting)
    if not agreeing.needs_another_chair(meeting):
        raise RuleError("Whoever chaired can agree to these minutes. They stay the chair.")
    if chair.id == by.id or not agreeing.may_chair(meeting, chair):
        raise RuleError("Choose somebody else who can agree to minutes.")
    meeting.chair_id = chair.id
    db.session.flush()
    db.session.expire(meeting, ["chair"])
    audit.record("meeting.chair-named", by=by.id, subject=("meeting", meeting.id))


def agree(meeting: Meeting, digest: str, *, by: Account, role: Role) -> bool:
    """Somebody's yes to the minutes they read; True if they are agreed with it and stand from now on."""
    db.hold(meeting)
    if meeting.state is not MeetingState.HELD or not agreeing.may_agree(meeting, by, role):
        raise NotFound
    if not agreeing.has_all_minutes(meeting):
        raise RuleError("The minutes are not whole yet.")
    if digest != agreeing.minutes_digest(meeting):
        raise RuleError("Somebody changed the minutes while you read them. Read them again, then agree.")
    _keep(meeting, digest, by=by, role=role)
    audit.record("minutes.agreed-to", by=by.id, subject=("meeting", meeting.id))
    if not rules.is_agreed(agreeing.agreements_of(meeting, digest), meeting.chair_id):
        return False
    meeting.state, meeting.agreed_at = MeetingState.MINUTES_AGREED, clock.now()
    db.session.flush()
    audit.record("minutes.agreed", by=None, subject=("meeting", meeting.id), facts={"digest": digest})
    return True


def _keep(meeting: Meeting, digest: str, *, by: Account, role: Role) -> None:
    found = db.session.get(MinutesAgreement, (meeting.id, by.id))
    if found is None:
        found = MinutesAgreement(meeting_id=meeting.id, account_id=by.id, role=role, digest=digest, at=clock.now())
        db.session.add(found)
    found.role, found.digest, found.at = role, digest, clock.now()
    db.session.flush()


def _hold_writing(meeting: Meeting) -> None:
    db.hold(meeting)
    if meeting.state is MeetingState.MINUTES_AGREED:
        raise RuleError("These minutes are agreed. They never change.")
    if not rules.may_write_minutes(meeting.state, meeting.starts_at, clock.now()):
        raise RuleError("Minutes are written from the day of the meeting on, once its agenda is set.")
