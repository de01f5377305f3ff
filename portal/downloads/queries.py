"""Somebody's own files, and those the worker has to see to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.core import clock, db
from portal.core.access import Role, permits
from portal.core.errors import NotFound
from portal.documents.formats import Form
from portal.downloads import rules
from portal.downloads.kinds import Facts, kind_of
from portal.downloads.models import Download, DownloadState

OPEN = (DownloadState.WAITING, DownloadState.BUILDING)
_MOST_SHOWN = 50


def get_mine(download_id: UUID, account: Account, role: Role | None) -> Download:
    """A file this person asked for in the role they act in now; NotFound for everybody else."""
    found = db.get(Download, download_id)
    if found.account_id != account.id or found.role is not role:
        raise NotFound
    return found


def mine(account: Account, role: Role | None) -> Sequence[Download]:
    """What this person asked for in this role lately, newest first."""
    query = select(Download).where(Download.account_id == account.id, Download.role == role)
    return db.session.scalars(query.order_by(Download.asked_at.desc(), Download.id).limit(_MOST_SHOWN)).all()


def count_last_hour(account: Account) -> int:
    """How many this person asked for in the hour before now, in whatever role."""
    recent = Download.asked_at > clock.now() - timedelta(hours=1)
    query = select(func.count()).select_from(Download).where(Download.account_id == account.id, recent)
    return db.session.scalar(query) or 0


def same_still_open(what: str, facts: str, form: Form, account: Account, role: Role) -> Download | None:
    """The same wish of the same person that is not made yet, so that pressing twice makes one file."""
    query = select(Download).where(
        Download.account_id == account.id,
        Download.role == role,
        Download.what == what,
        Download.facts == facts,
        Download.form == form,
        Download.state.in_(OPEN),
    )
    return db.session.scalar(query.order_by(Download.asked_at, Download.id).limit(1))


def due(limit: int = 50) -> Sequence[UUID]:
    """What waits to be made, the longest waiting first."""
    query = select(Download.id).where(Download.state == DownloadState.WAITING)
    return db.session.scalars(query.order_by(Download.asked_at, Download.id).limit(limit)).all()


def begun() -> Sequence[Download]:
    """What some worker began."""
    query = select(Download).where(Download.state == DownloadState.BUILDING)
    return db.session.scalars(query.order_by(Download.asked_at, Download.id)).all()


def ready() -> Sequence[Download]:
    """What lies here to be fetched."""
    query = select(Download).where(Download.state == DownloadState.READY)
    return db.session.scalars(query.order_by(Download.asked_at, Download.id)).all()


def may_have(row: Download) -> bool:
    """Whether whoever asked still holds the role they asked in, and it still opens this kind of document."""
    holds = row.account.active and row.role in row.account.acting_roles
    return holds and permits(row.role, kind_of(row.what).permission)


def too_old() -> Sequence[Download]:
    """What was asked for so long ago that nobody needs to know it was."""
    old = Download.asked_at < clock.now() - rules.ROW_KEPT
    settled = Download.state.in_((DownloadState.FAILED, DownloadState.EXPIRED))
    return db.session.scalars(select(Download).where(settled, old).order_by(Download.asked_at, Download.id)).all()


def facts_of(row: Download) -> Facts:
    """Which document it is of its kind."""
    found: dict[str, str] = json.loads(row.facts)
    return found
