"""Who agreed to which words of the minutes, whose yes counts, and what waits for somebody."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Permission, Role, permits
from portal.meetings import queries, rules
from portal.meetings.models import AgendaItem, Dot, Meeting, MeetingState, MinutesAgreement


def agreements_of(meeting: Meeting, digest: str) -> list[rules.Agreed]:
    """Who agreed to the minutes, and whether to these words."""
    query = select(MinutesAgreement).where(MinutesAgreement.meeting_id == meeting.id)
    rows = db.session.scalars(query.order_by(MinutesAgreement.at, MinutesAgreement.account_id))
    return [rules.Agreed(one.account_id, one.role, one.digest == digest) for one in rows]


def minutes_digest(meeting: Meeting) -> str:
    """What stands for the minutes as they are now: every item's words and decisions, in order."""
    parts = [meeting.difference or "", str(meeting.champions_there), str(meeting.adults_there)]
    for one in queries.items_of(meeting):
        parts += [str(one.id), one.minutes or ""]
        parts += [f"{d.what}\n{d.why}\n{d.post_id}\n{d.review_on.isoformat()}" for d in one.decisions]
    return rules.digest_of(parts)


def has_all_minutes(meeting: Meeting) -> bool:
    """Whether something is written under every item."""
    return all(one.minutes for one in queries.items_of(meeting))


def waiting_for(account: Account, role: Role | None) -> int:
    """How many meetings wait for this person: to place dots, or to agree to minutes."""
    count = 0
    kinds = queries.visible_kinds(role)
    if permits(role, Permission.DOTS_PLACE):
        placed = select(AgendaItem.meeting_id).join(Dot).where(Dot.account_id == account.id)
        query = select(func.count()).select_from(Meeting).where(Meeting.state == MeetingState.VOTING)
        query = query.where(Meeting.kind.in_(kinds), Meeting.id.not_in(placed), Meeting.arranger_id != account.id)
        count += db.session.scalar(query) or 0
    if permits(role, Permission.MINUTES_AGREE):
        agreed = select(MinutesAgreement.meeting_id).where(MinutesAgreement.account_id == account.id)
        held = select(Meeting).where(Meeting.state == MeetingState.HELD, Meeting.kind.in_(kinds))
        waiting = db.session.scalars(held.where(Meeting.id.not_in(agreed)).order_by(Meeting.starts_at, Meeting.id))
        count += sum(has_all_minutes(one) for one in waiting if may_agree(one, account, role))
    return count


def may_agree(meeting: Meeting, account: Account, role: Role | None) -> bool:
    """Whether this person's yes to the minutes counts: of whoever is asked, and has all of them before them."""
    return is_asked(meeting, account, role) and not has_kept_from(meeting, account, role)


def is_asked(meeting: Meeting, account: Account, role: Role | None) -> bool:
    """Whether it is for this person to agree to the minutes: a champion, or whoever chaired."""
    return permits(role, Permission.MINUTES_AGREE) and (role is Role.CHAMPION or account.id == meeting.chair_id)


def has_kept_from(meeting: Meeting, account: Account, role: Role | None) -> bool:
    """Whether anything of a meeting is hidden from this person: nobody agrees to words they may not read."""
    return bool(queries.hidden_from(queries.items_of(meeting), account, role))


def may_chair(meeting: Meeting, account: Account) -> bool:
    """Whether they can agree to minutes as whoever chaired: their account is open, a role of theirs allows it, and
    nothing of the meeting is hidden from them in it."""
    roles = [role for role in account.acting_roles if permits(role, Permission.MINUTES_AGREE)]
    return account.active and any(not has_kept_from(meeting, account, role) for role in roles)


def needs_another_chair(meeting: Meeting) -> bool:
    """Whether whoever chaired can never agree any more, so that somebody else has to be named."""
    can_agree = meeting.chair is not None and may_chair(meeting, meeting.chair)
    return rules.may_name_another_chair(meeting.state, can_agree=can_agree)
