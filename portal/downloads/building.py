"""The steps of making a file, each committed before the next: killed anywhere, it is made once more and never twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.documents.document import Document, Labels
from portal.documents.formats import FORMATS
from portal.documents.renderers import xlsx
from portal.downloads import operations, queries
from portal.downloads.kinds import kind_of
from portal.downloads.models import Download, DownloadWhy


@dataclass(frozen=True)
class _Built:
    content: bytes
    name: str
    words: tuple[str, ...]


def build_due() -> int:
    """Make everything that waits; how many files were tried."""
    xlsx.clear_left_behind()
    operations.recover()
    db.session.commit()
    tries = 0
    for download_id in queries.due():
        row = operations.claim(download_id)
        db.session.commit()
        if row is not None:
            _settle(row.id, row.attempts, _made(row.id))
            db.session.commit()
            tries += 1
    return tries


def _settle(download_id: UUID, attempt: int, made: _Built | DownloadWhy) -> None:
    if isinstance(made, DownloadWhy):
        operations.give_up(download_id, attempt, made)
    else:
        operations.keep(download_id, attempt, made.content, name=made.name, words=made.words)


def _made(download_id: UUID) -> _Built | DownloadWhy:
    """The file, or why not. Only reads: nobody waits for it, and a page in the meantime sees that it is begun."""
    try:
        with db.reading():
            row = db.session.get_one(Download, download_id, populate_existing=True)
            with force_locale(row.language):
                return _render(row)
    except (NotFound, RuleError):
        return DownloadWhy.REFUSED
    except Exception:
        logging.getLogger("portal").exception("download", extra={"portal": {"event": "download.failed"}})
        return DownloadWhy.BROKEN
    finally:
        db.session.rollback()


def _render(row: Download) -> _Built:
    if not queries.may_have(row):
        raise NotFound
    made = kind_of(row.what).make(queries.facts_of(row), row.account, row.role)
    document = marked(made.document, row.account, row.role, clock.now())
    return _Built(FORMATS[row.form].render(document), made.name, made.words)


def marked(document: Document, reader: Account, role: Role | None, made_at: datetime) -> Document:
    """The document with its reader and the minute on every page, and with the words formats add in its language."""
    held = held_by(reader, role, made_at)
    footer = f"{document.footer} · {held}" if document.footer else held
    return replace(document, footer=footer, labels=labels())


def held_by(reader: Account, role: Role | None, made_at: datetime) -> str:
    """Whose copy a file is, and the minute on the clock in Scotland: one wording for every file.

    An inspector's says what it is for, as every page they see does.
    """
    here = clock.local(made_at)
    held = _(
        "For %(name)s (%(organisation)s), made on %(date)s at %(time)s",
        name=reader.name,
        organisation=reader.organisation.short_name,
        date=format_date(here.date(), "d MMMM y"),
        time=f"{here:%H:%M}",
    )
    return str(_("For inspection only. %(held)s", held=held) if role is Role.INSPECTOR else held)


def labels() -> Labels:
    """What formats say by themselves, in the language of this moment."""
    return Labels(
        contents=_("Contents"),
        notes=_("Notes"),
        terms=_("What the words mean"),
        table=_("Table"),
        page=_("Page"),
        of=_("of"),
        more=_("Only the first rows stand here. Take the file as Excel, ODS or CSV to have them all."),
        shown=_("as shown"),
        file=_("File"),
        column=_("Column"),
        kind=_("What it holds"),
        meaning=_("What it means"),
        text=_("text"),
        number=_("whole number; empty where it is hidden"),
        date=_("day, as year-month-day"),
        shown_meaning=_("the same as the document says it; words where the number is hidden"),
    )
