"""Tokens, and the newest stories for the feed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Account
from portal.core import crypto, db, parts
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.feedback import queries as feedback
from portal.feedback.models import Feedback
from portal.feedback.queries import Story
from portal.open_data import rules
from portal.open_data.models import ApiToken
from portal.open_data.rules import Standing
from portal.partnership import queries as partnership
from portal.partnership.models import Organisation

#: How many stories the feed holds.
IN_FEED = 50
#: How many tokens a page shows.
PER_PAGE = 20


def token_hash(token: str) -> str:
    """What is kept of a token: HMAC-SHA256 under a key kept outside the database: a stolen table opens nothing.

    Looked up as a whole: how long that takes depends on the hash, which nobody outside can choose.
    """
    return hmac.digest(crypto.keys().derive("api-token"), token.encode(), hashlib.sha256).hex()


def find_token(token: str) -> ApiToken | None:
    """The token that this is, if it works now."""
    if not rules.looks_like(token):
        return None
    found = db.session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash(token)))
    return found if found is not None and rules.standing(found) is Standing.WORKS else None


def tokens_for(account: Account, role: Role, page: int = 1) -> Part[ApiToken]:
    """The tokens somebody looks after, newest first: an administrator all, a lead those of their organisation."""
    query = select(ApiToken).order_by(ApiToken.created_at.desc(), ApiToken.id)
    if role is not Role.ADMINISTRATOR:
        query = query.where(ApiToken.organisation_id == account.organisation_id)
    return parts.page(query, page, PER_PAGE)


def get_token(token_id: UUID, account: Account, role: Role) -> ApiToken:
    """A token somebody looks after, or NotFound."""
    found = db.get(ApiToken, token_id)
    if not rules.may_make_for(role, account.organisation_id, found.organisation_id):
        raise NotFound
    return found


def organisations_for(account: Account, role: Role) -> Sequence[Organisation]:
    """The organisations somebody makes tokens for."""
    return [one for one in partnership.organisations() if rules.may_make_for(role, account.organisation_id, one.id)]


def newest_stories() -> tuple[Story, ...]:
    """The newest published stories, newest first."""
    query = select(Feedback).where(Feedback.published_at.is_not(None)).options(selectinload(Feedback.ask))
    newest = query.order_by(Feedback.published_at.desc(), Feedback.id).limit(IN_FEED)
    return feedback.stories(db.session.scalars(newest).all())
