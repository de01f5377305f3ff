"""Asking for a file, making it, handing it over, throwing it away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import CursorResult, update

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import clock, crypto, db
from portal.core.access import Role, permits
from portal.core.errors import NotFound, RuleError, Unreadable
from portal.documents.formats import FORMATS, Form
from portal.downloads import queries, rules
from portal.downloads.kinds import Facts, Kind, kind_of
from portal.downloads.models import Download, DownloadState, DownloadWhy


@dataclass(frozen=True)
class File:
    """What is handed over."""

    content: bytes
    name: str
    ending: str


def ask(kind: Kind, facts: Facts, *, form: Form, title: str, language: str, by: Account, role: Role | None) -> Download:
    """Note that somebody wants a document in some form; the worker makes it. The same wish twice is one."""
    if role is None or not permits(role, kind.permission):
        raise NotFound
    which = json.dumps(dict(facts), sort_keys=True)
    waiting = queries.same_still_open(kind.key, which, form, by, role)
    if waiting is not None:
        return waiting
    if queries.count_last_hour(by) >= rules.MOST_AN_HOUR:
        raise RuleError(_("You asked for %(number)s files within an hour. Wait a little.", number=rules.MOST_AN_HOUR))
    row = Download(
        account_id=by.id,
        role=role,
        what=kind.key,
        facts=which,
        title=title,
        form=form,
        language=language,
        state=DownloadState.WAITING,
        attempts=0,
        asked_at=clock.now(),
        name="",
        stamp="",
    )
    db.session.add(row)
    db.session.flush()
    _record("download.asked", row, by.id)
    return row


def take(row: Download) -> File:
    """The file, for whoever asked. RuleError where it is not there (any more): then it is thrown away, and why is kept.

    The caller commits in either case. Role and permission are asked again, and whether every word in it may still be
    read: what was taken back since it was made is not handed over.
    """
    if row.state is not DownloadState.READY or row.content_sealed is None:
        raise RuleError(_("This file is not there any more."))
    why = why_not(row)
    if why is not None:
        throw_away(row, why)
        raise RuleError(_("This file is not there any more."))
    content = crypto.unseal_bytes(row, "content", row.content_sealed)
    kind_of(row.what).note(queries.facts_of(row), row.form, row.account, row.role)
    _record("download.taken", row, row.account_id)
    return File(content, row.name, FORMATS[row.form].ending)


def why_not(row: Download) -> DownloadWhy | None:
    """Why a file that is ready may not be handed over now; None if it may."""
    if row.expires_at is None or row.expires_at <= clock.now():
        return DownloadWhy.OLD
    try:
        if not queries.may_have(row):
            return DownloadWhy.REFUSED
        words = kind_of(row.what).words(queries.facts_of(row), row.account, row.role)
    except (NotFound, RuleError):
        return DownloadWhy.REFUSED
    except Unreadable:
        return DownloadWhy.CHANGED
    return None if row.stamp == keyed_stamp(row.id, words) else DownloadWhy.CHANGED


def keyed_stamp(download_id: UUID, words: Iterable[str]) -> str:
    """What tells later whether words were taken back, and tells nobody without the key what they were."""
    return crypto.pseudonym("download", f"{download_id}|{rules.stamp_of(words)}")


def throw_away(row: Download, why: DownloadWhy) -> None:
    """Delete the file; that it was asked for, and why it is gone, stays for a few days."""
    row.content_sealed = None
    row.state, row.why = DownloadState.EXPIRED, why
    db.session.flush()
    _record("download.thrown_away", row, None)


def claim(download_id: UUID) -> Download | None:
    """Take one to make it, alone; commit before making it. None where another worker has it."""
    mine = (
        update(Download)
        .where(Download.id == download_id, Download.state == DownloadState.WAITING)
        .values(state=DownloadState.BUILDING, attempts=Download.attempts + 1)
    )
    result = db.session.execute(mine)
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return None
    return db.session.get_one(Download, download_id, populate_existing=True)


def recover() -> int:
    """What a killed worker began is begun once more, and given up when that was cut off as well; how many.

    There is one worker, and it makes one file after another: whatever is begun when it looks, nobody is making.
    """
    found = queries.begun()
    for row in found:
        _again_or_never(row)
    db.session.flush()
    return len(found)


def keep(download_id: UUID, attempt: int, content: bytes, *, name: str, words: tuple[str, ...]) -> bool:
    """Seal a file that is made. Nothing happens where this attempt is not the last one: somebody else began anew."""
    row = _still(download_id, attempt)
    if row is None:
        return False
    row.content_sealed = crypto.seal_bytes(row, "content", content)
    row.state, row.size, row.name = DownloadState.READY, len(content), name
    row.stamp, row.expires_at = keyed_stamp(row.id, words), clock.now() + rules.KEPT
    db.session.flush()
    return True


def give_up(download_id: UUID, attempt: int, why: DownloadWhy) -> None:
    """Note that it could not be made: refused at once, broken after a second try."""
    row = _still(download_id, attempt)
    if row is None:
        return
    if why is DownloadWhy.REFUSED:
        row.state, row.why = DownloadState.FAILED, why
    else:
        _again_or_never(row)
    db.session.flush()


def tidy() -> int:
    """Throw away what is a day old or may not be had any more, and forget wishes of last week; how many rows."""
    gone = [(row, why) for row in queries.ready() if (why := why_not(row)) is not None]
    for row, why in gone:
        throw_away(row, why)
    old = queries.too_old()
    for row in old:
        db.session.delete(row)
    db.session.flush()
    return len(gone) + len(old)


def _still(download_id: UUID, attempt: int) -> Download | None:
    row = db.session.get(Download, download_id, populate_existing=True, with_for_update={"of": Download})
    held = row is not None and row.state is DownloadState.BUILDING and row.attempts == attempt
    return row if held else None


def _again_or_never(row: Download) -> None:
    if row.attempts < rules.TRIES:
        row.state = DownloadState.WAITING
    else:
        row.state, row.why = DownloadState.FAILED, DownloadWhy.BROKEN


def _record(what: str, row: Download, by: UUID | None) -> None:
    facts: dict[str, audit.Fact] = {"what": row.what, "form": row.form.value}
    if row.why is not None:
        facts["why"] = row.why.value
    role = row.role.value if by else None
    audit.record(what, by=by, role=role, subject=("download", row.id), facts=facts)
