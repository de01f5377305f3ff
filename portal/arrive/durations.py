"""How long things are kept, as the privacy page says it: read from the constants the sweeps themselves use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.contributions import drafts
from portal.keyring import rules as keyring
from portal.lifeline.retention import KEPT, KEPT_AFTER_ACTION, LOG_KEPT
from portal.meeting_prep import rules as meeting
from portal.safety.queries import STUB_KEPT, UNCONFIRMED_KEPT

_YEAR, _HOUR = timedelta(days=365), timedelta(hours=1)


@dataclass(frozen=True)
class Durations:
    """Whole years, days and hours."""

    words_years: int = KEPT // _YEAR
    after_years: int = KEPT_AFTER_ACTION // _YEAR
    log_years: int = LOG_KEPT // _YEAR
    concern_days: int = STUB_KEPT.days
    unconfirmed_years: int = UNCONFIRMED_KEPT // _YEAR
    draft_hours: int = drafts.IDLE // _HOUR
    draft_code_days: int = drafts.KEPT.days
    points_hours: int = meeting.IDLE // _HOUR
    points_years: int = meeting.KEPT // _YEAR
    link_days: int = max(meeting.SHARE_DAYS)
    keyring_years: int = keyring.KEPT_UNUSED // _YEAR
