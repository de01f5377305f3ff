"""Whether meetings listen, as young people say when theirs is over: one release for reviews and one for Hearings.

Two releases, and no total over both: with one, a small number of Hearings would be the total less the reviews. A
quarter is counted once, when it is over, and no meeting is in two, so no release is held against an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from portal.accounts.models import Account
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence import operations, queries
from portal.evidence.models import Release, ReleaseKind
from portal.meeting_prep import queries as meetings
from portal.meeting_prep.models import Changed, MeetingKind, TalkedAbout

TALKED_TABLE, CHANGED_TABLE = "listening:talked", "listening:changed"
#: A quarter can be counted for so long at most: from its end, and the rest of its last week, to the end of the next.
_COUNTABLE = timedelta(days=100)
#: The meetings a rate is published for, and what they are called at a board's table.
MEETINGS = {MeetingKind.REVIEW: "reviews", MeetingKind.HEARING: "Children’s Hearings"}


@dataclass(frozen=True)
class Quarter:
    """The weeks that begin from `first` until the day before `until`."""

    first: date
    until: date

    @property
    def key(self) -> str:
        """`2026-3`, the third quarter of that year."""
        return f"{self.first.year}-{self.first.month // 3 + 1}"

    @property
    def name(self) -> str:
        """`July to September 2026`."""
        return f"{self.first:%B} to {self.until - timedelta(days=1):%B %Y}"


def quarter_of(day: date) -> Quarter:
    """The quarter a day is in."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    later = first + timedelta(days=95)
    return Quarter(first, later.replace(day=1))


def last_over(today: date) -> Quarter:
    """The last quarter all of whose weeks are over: a week belongs to the quarter its Monday is in."""
    return quarter_of(quarter_of(clock.week_of(today)).first - timedelta(days=1))


def next_on(today: date) -> date:
    """The first day the quarter after `last_over` may be counted."""
    until = quarter_of(clock.week_of(today)).until
    return until + timedelta(days=-until.weekday() % 7)


def to_count() -> list[MeetingKind]:
    """The meetings whose last quarter was not counted yet, signed or not."""
    quarter = last_over(clock.today())
    query = select(Release).where(Release.kind == ReleaseKind.LISTENING, Release.frozen_at > clock.now() - _COUNTABLE)
    counted = {queries.figures(release, Audience.PUBLIC).key for release in db.session.scalars(query)}
    return [kind for kind in MEETINGS if _key(kind, quarter) not in counted]


def freeze_quarter(*, by: Account) -> list[Release]:
    """Count the last quarter that is over, once, and protect it. Both kinds always: that one is there tells nothing."""
    kinds, quarter = to_count(), last_over(clock.today())
    if not kinds:
        raise RuleError("This quarter is counted already. The next one can be counted when it is over.")
    return [
        operations.freeze(
            ReleaseKind.LISTENING, f"Listening at {MEETINGS[kind]}, {quarter.name}", raw_release(kind, quarter), by=by
        )
        for kind in kinds
    ]


def raw_release(kind: MeetingKind, quarter: Quarter) -> RawRelease:
    """Exact counts of one kind of meeting. Each set of points counts once; erased ones do not count."""
    talked, changed = meetings.told(kind, quarter.first, quarter.until)
    return RawRelease(
        _key(kind, quarter),
        f"Listening at {MEETINGS[kind]}",
        sum(talked.values()),
        (
            _table(TALKED_TABLE, "Was it talked about?", TalkedAbout, talked),
            _table(CHANGED_TABLE, "Did anything change?", Changed, changed),
        ),
    )


def _table(
    key: str,
    title: str,
    answers: type[TalkedAbout | Changed],
    counts: Mapping[TalkedAbout, int] | Mapping[Changed, int],
) -> RawTable:
    return RawTable(
        key=key,
        title=title,
        subject=Subject.VERDICTS,
        dimensions=(Dimension(key, "Answer", tuple(answer.value for answer in answers)),),
        cells={(answer.value,): count for answer, count in counts.items()},
        base=sum(counts.values()),
    )


def _key(kind: MeetingKind, quarter: Quarter) -> str:
    return f"listening:{kind.value}:{quarter.key}"
