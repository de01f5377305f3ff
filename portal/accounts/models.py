"""Accounts of staff, board members and champions. Young people who give views need none."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.access import WORKING_ROLES, Role
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post, Team

#: What stands for the name of somebody who left long ago.
FORGOTTEN = "–"


class Account(Identified, Base):
    """Somebody who signs in on the working side."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name="email_is_lower"),
        CheckConstraint("username = lower(username) AND username NOT LIKE '%@%'", name="username_is_no_email"),
    )

    email: Mapped[str | None] = mapped_column(unique=True)
    username: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    totp_secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime]
    closing_asked_by_id: Mapped[UUID | None]
    closed_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post | None] = relationship(lazy="joined")
    team: Mapped[Team | None] = relationship(lazy="joined")
    roles: Mapped[list[AccountRole]] = relationship(
        back_populates="account", lazy="selectin", cascade="all, delete-orphan", order_by="AccountRole.role"
    )

    @property
    def acting_roles(self) -> list[Role]:
        """Roles they may act in now."""
        return [held.role for held in self.roles if held.counts]

    @property
    def is_working(self) -> bool:
        """Whether any role, agreed or waiting, is one that needs an email and a second step."""
        return any(held.role in WORKING_ROLES for held in self.roles)

    @property
    def signs_in_as(self) -> str:
        """What they type to sign in; empty until a champion has chosen a name."""
        return self.email or self.username or ""


class AccountRole(Identified, Base):
    """A role somebody may act in, once a second person has agreed to it.

    An inspector's ends by itself at `ends_at`; `longer_asked_by_id` is who asks a second person to let it go on.
    """

    __tablename__ = "account_role"
    __table_args__ = (
        UniqueConstraint("account_id", "role"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> granted_by_id", name="second_person_agrees"),
        CheckConstraint("(ends_at IS NOT NULL) = (role = 'inspector' AND approved)", name="inspection_ends"),
        CheckConstraint("longer_asked_by_id IS NULL OR ends_at IS NOT NULL", name="longer_than_an_end"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[Role]
    approved: Mapped[bool] = mapped_column(default=False)
    granted_by_id: Mapped[UUID | None]
    approved_by_id: Mapped[UUID | None]
    taking_asked_by_id: Mapped[UUID | None]
    ends_at: Mapped[datetime | None]
    longer_asked_by_id: Mapped[UUID | None]
    account: Mapped[Account] = relationship(back_populates="roles", lazy="joined")

    @property
    def counts(self) -> bool:
        """Whether somebody may act in it at this moment."""
        return self.approved and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether its end has come; the row goes with the next sweep."""
        return self.ends_at is not None and self.ends_at <= clock.now()


def counting() -> ColumnElement[bool]:
    """Roles somebody may act in at this moment, for queries."""
    return AccountRole.approved & (AccountRole.ends_at.is_(None) | (AccountRole.ends_at > clock.now()))


class Invitation(Identified, Base):
    """A link to choose a passphrase with, once: for somebody new, or for somebody who lost their way in.

    Only the token's hash is kept. Where a passphrase or an agreed role is there already, the hash of what they chose
    waits in `chosen_hash` and counts once a second person agrees. Links without `invited_by_id` come from the terminal.
    """

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("chosen_hash IS NULL OR used_at IS NOT NULL", name="chosen_when_used"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[UUID | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    chosen_hash: Mapped[str | None]
    account: Mapped[Account] = relationship(lazy="joined")


class RecoveryCode(Identified, Base):
    """A one-use way in when the phone with the authenticator is lost."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class WorkSession(Base):
    """A signed-in visit. The cookie holds random bits, this row only their hash."""

    __tablename__ = "work_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role | None]
    values: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
