"""What the portal is called here: read seldom, kept for a minute, since every page shows it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.core import db
from portal.core.errors import Busy
from portal.partnership import queries
from portal.partnership.models import HelpLine, Partnership

_KEEP_SECONDS = 60.0


@dataclass(frozen=True)
class Site:
    """Names that stand on every page."""

    voice_name: str = "Listen2Us"
    board_name: str = "Champions Board"
    area: str = ""
    reading_hours: str = ""
    reply_working_days: int = 10
    invented: bool = False
    partnership: str = ""


class _Kept:
    site: Site | None = None
    until: float = 0.0
    help_lines: Sequence[HelpLine] = ()


def site() -> Site:
    """The names, from the partnership's record; the last ones known while it cannot be read."""
    if _Kept.site is None or time.monotonic() > _Kept.until:
        try:
            row = db.session.scalar(select(Partnership).limit(1))
        except (DBAPIError, Busy):
            db.session.rollback()
            return _Kept.site or Site()
        _Kept.site = (
            Site(
                voice_name=row.voice_name,
                board_name=row.board_name,
                area=row.area,
                reading_hours=row.reading_hours,
                reply_working_days=row.reply_working_days,
                invented=row.invented,
                partnership=row.name,
            )
            if row
            else Site()
        )
        _Kept.until = time.monotonic() + _KEEP_SECONDS
    return _Kept.site


def help_lines() -> Sequence[HelpLine]:
    """The verified numbers for a page that says something broke; the last ones known while they cannot be read."""
    try:
        _Kept.help_lines = queries.help_lines()
    except (DBAPIError, Busy):
        db.session.rollback()
    return _Kept.help_lines


def forget() -> None:
    """Read it anew next time."""
    _Kept.site = None
    _Kept.help_lines = ()
