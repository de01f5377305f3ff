"""When a consultation may be started, sent to, and counted; and what may still change in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from portal.contributions import drafts
from portal.contributions.models import Identity

#: Somebody in the middle of answering when it closes may still finish: a draft without a draft code lives this long.
TIME_TO_FINISH = drafts.IDLE


def is_open(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether somebody may start it now."""
    return opens_at <= now < closes_at


def may_finish(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether somebody who started in time may still answer and send."""
    return opens_at <= now < closes_at + TIME_TO_FINISH


def is_settled(closes_at: datetime, now: datetime) -> bool:
    """Whether no more answers can come, so that counts stay as they are."""
    return now >= closes_at + TIME_TO_FINISH


def keeps_anonymity(before: Collection[Identity], after: Collection[Identity]) -> bool:
    """Whether nobody would be known further than they were told when it was launched."""
    return Identity.NOBODY in after and set(after) - {Identity.NOBODY} <= set(before)
