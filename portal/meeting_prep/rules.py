"""How long things stay open, and what order points may take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from portal.contributions import drafts
from portal.meeting_prep.models import Share

#: Without a code a preparation lives as long as a draft after it was last touched.
IDLE = drafts.IDLE
#: With a code it is kept this long after the week it was begun in (docs/data.md).
KEPT = timedelta(days=365)
#: How long a phone may lie there before its preparation has to be opened again.
OPEN = timedelta(minutes=30)
#: How many days a link may live.
SHARE_DAYS = (1, 7, 14)
#: A link with this many wrong PINs is dead: of a million PINs nobody gets further.
MOST_MISSES = 5
#: So many points fit on a sheet and in a meeting.
MOST_POINTS = 30


def is_live(share: Share, today: date) -> bool:
    """Whether a link still opens: not stopped, not too old, not guessed at."""
    return not share.stopped and today <= share.ends_on and share.misses < MOST_MISSES


def moved(order: Sequence[UUID], which: UUID, by: int) -> list[UUID]:
    """The order with one point moved `by` places (-1 is up); at an end it stays."""
    found = list(order)
    place = found.index(which)
    target = min(max(place + by, 0), len(found) - 1)
    found.insert(target, found.pop(place))
    return found
