"""Tokens that open the read API."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core import clock
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation


class Scope(StrEnum):
    """What a token may read."""

    FIGURES_PUBLIC = "figures:public"
    FIGURES_PARTNERS = "figures:partners"
    ACTIONS = "actions"
    COMMITMENTS = "commitments"
    STORIES = "stories"
    REPLY_TIMES = "reply-times"


class ApiToken(Identified, Base):
    """A key for one program of one organisation. Of the token itself only a keyed hash is kept.

    `scopes` holds `Scope` values with commas. `last_used_on` is the day alone. What a token opens is also asked of
    whoever made it, each time (`rules.still_opens`).
    """

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("scopes <> ''", name="opens_something"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revocation_whole"),
    )

    name: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    scopes: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id], lazy="joined")

    @property
    def last_day(self) -> date:
        """The last day it works."""
        return clock.day_of(self.expires_at) - timedelta(days=1)

    @property
    def opens(self) -> frozenset[Scope]:
        """Its scopes."""
        return frozenset(map(Scope, self.scopes.split(",")))
