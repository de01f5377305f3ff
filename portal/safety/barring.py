"""Who may know of a concern: worked out anew from the accounts there are, whenever somebody looks.

What was settled when it was raised stays barred (`barred_account`). An account opened, renamed or moved to another
team since then is held against the sealed name as well, so that nobody comes to see what is about them by a new door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import lazyload

from portal.accounts import queries as accounts
from portal.accounts.models import Account, AccountRole
from portal.core import crypto, db
from portal.core.access import ROLE_PERMISSIONS, Permission, Role
from portal.core.errors import Unreadable
from portal.safety import rules
from portal.safety.models import Concern, ConcernState, RotaDuty, Tier
from portal.safety.rules import Barred, Colleague

#: Roles that can open a concern; a duty of anybody else would promise a reader who cannot read.
HANDLERS = tuple(role for role, held in ROLE_PERMISSIONS.items() if Permission.SAFETY_HANDLE in held)
#: Whoever can sign in and open a concern.
ABLE = Account.active & Account.roles.any(AccountRole.role.in_(HANDLERS) & AccountRole.approved)


@dataclass(frozen=True)
class _Named:
    """The sealed name of a concern, as far as it takes to open it: equal as long as nobody added to it."""

    __tablename__ = Concern.__tablename__

    seal_id: str
    worker_name_sealed: bytes | None


@dataclass(frozen=True)
class Door:
    """Everybody there is and their tiers, read once to judge many concerns."""

    colleagues: tuple[Colleague, ...]
    tiers: dict[UUID, frozenset[Tier]]

    @property
    def has_manager(self) -> bool:
        """Whether anybody able has duty in the manager tier."""
        return any(Tier.MANAGER in held for held in self.tiers.values())

    def opens(self, concern: Concern, account: Account) -> bool:
        """Whether this officer may know of it."""
        who = Colleague(account.id, account.name, account.team_id)
        tiers = self.tiers.get(account.id, frozenset())
        return rules.may_see(who, tiers, self.barred(concern), has_manager=self.has_manager)

    def barred(self, concern: Concern) -> Barred:
        """Whom it is kept from now: what was settled when it was raised, and what its name says of today's people."""
        if not concern.about_worker:
            return Barred(frozenset(), frozenset(), narrow=False)
        teams = frozenset(row.team_id for row in concern.barred if row.team_id)
        now = _read(_Named(concern.seal_id, concern.worker_name_sealed), self.colleagues, teams)
        people = frozenset(row.account_id for row in concern.barred if row.account_id)
        return Barred(now.accounts | people, now.teams | teams, concern.narrow or now.narrow, now.doubtful)


def door() -> Door:
    """Today's people and rota."""
    rows = db.session.execute(select(RotaDuty.account_id, RotaDuty.tier).join(Account).where(ABLE).distinct())
    tiers: dict[UUID, frozenset[Tier]] = {}
    for account_id, tier in rows:
        tiers[account_id] = tiers.get(account_id, frozenset()) | {tier}
    return Door(tuple(colleagues()), tiers)


def colleagues() -> Sequence[Colleague]:
    """Everybody who can sign in, for keeping a concern from whoever it may be about."""
    rows = db.session.execute(select(Account.id, Account.name, Account.team_id).where(Account.active))
    return [Colleague(*row) for row in rows.all()]


def visible(account: Account) -> ColumnElement[bool]:
    """The concerns a safeguarding officer may know of; every list, count and page starts from this."""
    query = select(Concern).where(Concern.about_worker).options(lazyload(Concern.hand_overs))
    here = door()
    return Concern.id.not_in([one.id for one in db.session.scalars(query) if not here.opens(one, account)])


def readers_of(concern: Concern, here: Door | None = None) -> frozenset[UUID]:
    """Everybody who may open a concern. Empty means that somebody else has to be appointed, at once."""
    here = here or door()
    return frozenset(one.id for one in accounts.active_accounts(Role.SAFEGUARDING_OFFICER) if here.opens(concern, one))


def unreadable() -> Sequence[Concern]:
    """Open concerns nobody may open: an administrator learns how many, and not a word of them."""
    query = select(Concern).where(Concern.state != ConcernState.CLOSED, Concern.about_worker)
    here = door()
    return [one for one in db.session.scalars(query.order_by(Concern.received_at)) if not readers_of(one, here)]


@lru_cache(maxsize=512)
def _read(named: _Named, people: tuple[Colleague, ...], teams: frozenset[UUID]) -> Barred:
    """Kept for each concern until its name, the people or the teams change. A name that does not open names nobody."""
    try:
        name = crypto.unseal(named, "worker_name")
    except Unreadable:
        return Barred(frozenset(), frozenset(), narrow=True, doubtful=frozenset())
    found = rules.bar(people, about_worker=True, teams=teams, name=name)
    # Whether it is narrow was settled with it: somebody who leaves later makes it no wider and no narrower.
    return Barred(found.accounts, found.teams, narrow=False, doubtful=found.doubtful)
