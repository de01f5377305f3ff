"""How each event is tied to the one before it, and how thickly events lie."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from portal.audit.models import AuditEvent
from portal.core import crypto

#: What the first event is tied to.
FIRST_LINK = "0" * 64
#: The act of cutting off the log's beginning; its facts say up to which event, and the link there.
SHORTENED = "log.shortened"


def link(event: AuditEvent, before: str) -> str:
    """The HMAC that ties an event to the one before it."""
    content = "|".join(
        (
            before,
            str(event.sequence),
            event.at.astimezone(UTC).isoformat(),
            event.action,
            str(event.actor_id),
            str(event.actor_role),
            str(event.subject),
            event.facts,
        )
    )
    return hmac.digest(crypto.keys().audit, content.encode(), hashlib.sha256).hex()


def most_within(times: Sequence[datetime], stretch: timedelta) -> int:
    """The most of these moments, given in order, that lie within any stretch of that length."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= stretch:
            first += 1
        most = max(most, last - first + 1)
    return most
