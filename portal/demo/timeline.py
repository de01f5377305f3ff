"""The invented past as a list of moments, replayed in order through the real operations.

Nothing is written that the portal itself would refuse: a rule that changes breaks the demonstration before it
breaks a promise. The clock is set to each moment in turn, so that the audit chain runs forward.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from portal.core import clock


@dataclass(order=True)
class _Event:
    at: datetime
    number: int
    happen: Callable[[], object] = field(compare=False)


class Timeline:
    """Collects what happened, then lets it happen again."""

    def __init__(self, *, seed: int) -> None:
        self._random = Random(seed)
        self._events: list[_Event] = []
        self.loaded_at = clock.now()
        self.today = clock.today()

    def on_day(self, days: int, happen: Callable[[], object], *, hour: int = 11) -> None:
        """Days from loading (negative is past), at an office hour."""
        self.at(self.moment(self.today + timedelta(days=days), hour), happen)

    def in_week(self, weeks: int, happen: Callable[[], object]) -> date:
        """Some day of the week that many weeks ago, some hour after school; returns that week's Monday."""
        monday = clock.week_of(self.today) - timedelta(weeks=weeks)
        latest = min(6, (self.today - monday).days)
        day = monday + timedelta(days=self._random.randint(0, latest))
        self.at(self.moment(day, self._random.randint(8, 21), self._random.randint(0, 59)), happen)
        return monday

    def at(self, moment: datetime, happen: Callable[[], object]) -> None:
        """At a moment; nothing happens after loading."""
        latest = self.loaded_at - timedelta(seconds=1)
        self._events.append(_Event(min(moment, latest), len(self._events), happen))

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time on the clock on the wall here."""
        return datetime.combine(day, time(hour, minute), clock.UK)

    def replay(self) -> int:
        """Let everything happen in order; how much did."""
        for event in sorted(self._events):
            with clock.pretend(event.at):
                event.happen()
        return len(self._events)
