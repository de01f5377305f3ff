"""Who may make a token with which scopes, how long it lasts, and when it opens nothing any more. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.open_data.models import ApiToken, Scope
from portal.partnership.models import Organisation

#: With what every token begins, so that scanners for leaked secrets and people recognise one.
PREFIX = "l2u_"
#: 256 random bits as `secrets.token_urlsafe` writes them, behind the prefix.
SHAPE = re.compile(re.escape(PREFIX) + "[A-Za-z0-9_-]{43}")
#: The longest a token lasts (days).
LONGEST = 365
#: How many requests a token has a minute.
EACH_MINUTE = 120

MAKERS = frozenset({Role.ADMINISTRATOR, Role.CORPORATE_LEAD})
#: Numbers made for the partners alone, which an administrator does not read either.
_PARTNERS_ONLY = frozenset({Scope.FIGURES_PARTNERS})


class Standing(StrEnum):
    """Whether a token works, or why not."""

    WORKS = "works"
    REVOKED = "revoked"
    EXPIRED = "expired"
    LEFT = "left"


def looks_like(text: str) -> bool:
    """Whether this has the shape of a token; says nothing of whether there is one."""
    return SHAPE.fullmatch(text) is not None


def may_make_for(role: Role, own_organisation: UUID, organisation: UUID) -> bool:
    """A lead makes tokens for their own organisation, an administrator for any."""
    return role is Role.ADMINISTRATOR or (role is Role.CORPORATE_LEAD and own_organisation == organisation)


def may_give(scopes: Collection[Scope], role: Role, organisation: Organisation) -> bool:
    """Nobody gives a program more than they may read: figures for partners come from a lead of a corporate parent."""
    if not _PARTNERS_ONLY.intersection(scopes):
        return role in MAKERS
    return role is Role.CORPORATE_LEAD and organisation.statutory


def offered(role: Role, organisation: Organisation) -> tuple[Scope, ...]:
    """The scopes somebody may give, in order."""
    return tuple(scope for scope in Scope if may_give({scope}, role, organisation))


def still_opens(token: ApiToken) -> bool:
    """Whether whoever made a token could make it today: still here, in such a role, for the same organisation.

    They once saw it, so it must not outlast their own way in.
    """
    maker = token.created_by
    return maker.active and any(_could_make(token, role, maker) for role in maker.acting_roles)


def _could_make(token: ApiToken, role: Role, maker: Account) -> bool:
    return may_make_for(role, maker.organisation_id, token.organisation_id) and may_give(
        token.opens, role, token.organisation
    )


def standing(token: ApiToken) -> Standing:
    """Whether a token works now."""
    if token.revoked_at is not None:
        return Standing.REVOKED
    if token.expires_at <= clock.now():
        return Standing.EXPIRED
    return Standing.WORKS if still_opens(token) else Standing.LEFT


def last_day(today: date) -> date:
    """The latest last day a token made today may have."""
    return today + timedelta(days=LONGEST)


def audience_of(scopes: Collection[Scope]) -> Audience:
    """Which edition of figures a token reads."""
    return Audience.PARTNERS if Scope.FIGURES_PARTNERS in scopes else Audience.PUBLIC
