"""Planning a wave of the Listen2Us questionnaire on the terminal, until there is a page to build one."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from portal.consultations import queries
from portal.consultations.starter import LISTEN2US, load_questionnaire
from portal.core import clock, db
from portal.core.errors import RuleError

_OPENS, _CLOSES = time(9), time(17)


def plan_wave(*, slug: str, wave: str, opens: date, closes: date, report_back: date) -> str:
    """Open it at nine on one day and close it at five on another; a wave once planned is never changed."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{2,59}", slug):
        raise RuleError("The address has small letters, digits and hyphens only, such as listen2us-spring.")
    if not opens < closes < report_back:
        raise RuleError("It opens first, then it closes, then people hear back: the days are not in that order.")
    if queries.find_consultation(slug) is not None:
        raise RuleError(f"There is a wave at {slug} already, and it stays as it is. Choose another address.")
    load_questionnaire(
        LISTEN2US,
        slug=slug,
        wave=wave,
        opens_at=_moment(opens, _OPENS),
        closes_at=_moment(closes, _CLOSES),
        report_back_on=report_back,
    )
    db.session.commit()
    planned = queries.get_consultation(slug)
    return (
        f"{planned.title} ({wave}) opens on {opens:%d %B %Y} at {_OPENS:%H:%M}, closes on {closes:%d %B %Y} at"
        f" {_CLOSES:%H:%M}, and has {len(planned.questions)} questions."
    )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.UK)
