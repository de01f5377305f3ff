"""When an answer to a complaint is due (Scottish model complaints handling procedure for councils)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from types import MappingProxyType

from portal.complaints.models import Stage
from portal.core import dates

#: Working days from the day it came, or went to the second stage.
ANSWER_WITHIN = MappingProxyType({Stage.ONE: 5, Stage.TWO: 20})


def due_on(stage: Stage, since: date, holidays: Collection[date]) -> date:
    """The last day for the answer; the day it came is not counted."""
    return dates.add_working_days(since, ANSWER_WITHIN[stage], holidays)
