"""A calendar of one's own: meetings and what is owed, by a secret address that can be made anew or ended.

A calendar is read by machines of other firms, so no entry says anything but that there is something: no place, no
words, no name.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import queries as board
from portal.board.models import Action, Ask
from portal.core import clock, crypto, db
from portal.core.access import Permission, permits
from portal.meetings import queries
from portal.meetings.ics import Entry
from portal.meetings.models import CalendarFeed, Meeting, MeetingState

#: How far back a calendar goes.
BACK = timedelta(days=60)
#: The most entries of a kind, so that an address costs little.
MOST = 200


def make(account: Account) -> str:
    """A new secret token (256 random bits), shown once; an older address stops working."""
    token = secrets.token_urlsafe(32)
    found = db.session.get(CalendarFeed, account.id)
    if found is None:
        found = CalendarFeed(account_id=account.id, token_hash="", made_on=clock.today())
        db.session.add(found)
    found.token_hash, found.made_on, found.made_as = accounts.token_hash(token), clock.today(), stands_for(account)
    db.session.flush()
    audit.record("calendar.made", by=account.id, subject=("account", account.id))
    return token


def end(account: Account) -> None:
    """The address stops working."""
    found = db.session.get(CalendarFeed, account.id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
        audit.record("calendar.ended", by=account.id, subject=("account", account.id))


def find(account: Account) -> CalendarFeed | None:
    """The address somebody has, if it still works."""
    found = db.session.get(CalendarFeed, account.id)
    return found if found is not None and _works(found) else None


def whose(token: str) -> Account | None:
    """Whose calendar this address is, while they may sign in as they could when they made it."""
    query = select(CalendarFeed).where(CalendarFeed.token_hash == accounts.token_hash(token))
    found = db.session.scalar(query)
    return found.account if found is not None and _works(found) else None


def stands_for(account: Account) -> str:
    """What an address hangs on: the passphrase, the roles and the post, under a key; it tells none of them."""
    roles = ",".join(sorted(role.value for role in account.acting_roles))
    return crypto.pseudonym("calendar-made-as", f"{account.id}|{account.password_hash}|{roles}|{account.post_id}")


def forget_ended() -> int:
    """Delete the addresses that work no more: a closed account, another passphrase, other roles. How many went."""
    ended = [
        one for one in db.session.scalars(select(CalendarFeed).order_by(CalendarFeed.account_id)) if not _works(one)
    ]
    for one in ended:
        db.session.delete(one)
        audit.record("calendar.ended", by=None, subject=("account", one.account_id))
    db.session.flush()
    return len(ended)


def _works(feed: CalendarFeed) -> bool:
    return feed.account.active and feed.made_as == stands_for(feed.account)


def entries(account: Account, *, meeting: str, due: str, about: str, url: str) -> list[Entry]:
    """Meetings somebody may see in any of their roles, and days on which their post owes something.

    `meeting` is the title of every meeting, `due` that of a day; `about` and `url` say where to read more.
    """
    return [
        *(
            Entry(
                uid=_uid("meeting", one.id),
                title=meeting,
                starts=one.starts_at,
                ends=one.ends_at,
                changed=one.changed_at,
                sequence=one.sequence,
                cancelled=one.state is MeetingState.CALLED_OFF,
                about=about,
                url=url,
            )
            for one in _meetings(account)
        ),
        *(
            Entry(uid=_uid(kind, row_id), title=due, starts=day, changed=_midnight(day), about=about, url=url)
            for kind, row_id, day in _owed(account)
        ),
    ]


def _meetings(account: Account) -> list[Meeting]:
    roles = [role for role in account.acting_roles if permits(role, Permission.TABLE_SIT)]
    kinds = {kind for role in roles for kind in queries.visible_kinds(role)}
    query = select(Meeting).where(Meeting.kind.in_(kinds), Meeting.ends_at >= clock.now() - BACK)
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(MOST)))


def _owed(account: Account) -> Iterator[tuple[str, UUID, date]]:
    """Unanswered asks and open actions of somebody's own post."""
    if account.post_id is None or not any(permits(role, Permission.TABLE_SIT) for role in account.acting_roles):
        return
    asks = select(Ask.id, Ask.due_on).where(Ask.post_id == account.post_id, board.owed())
    for ask in db.session.execute(asks.order_by(Ask.due_on, Ask.id).limit(MOST)):
        yield "ask", ask.id, ask.due_on
    actions = select(Action.id, Action.due_on).where(Action.post_id == account.post_id, board.doing())
    for action in db.session.execute(actions.order_by(Action.due_on, Action.id).limit(MOST)):
        yield "action", action.id, action.due_on


def _uid(kind: str, row_id: UUID) -> str:
    """The same each time and at each address, and no id of a row."""
    return f"{crypto.pseudonym(f'calendar-{kind}', row_id)}@participation-portal"


def _midnight(day: date) -> datetime:
    """A stamp that stays the same while the day does."""
    return datetime.combine(day - timedelta(days=1), time(), UTC)
