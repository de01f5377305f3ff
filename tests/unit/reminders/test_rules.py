"""One digest a working day, never two, none lost: over both ends of summer time and when a worker was down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.reminders import rules
from portal.reminders.models import Often
from portal.reminders.rules import Digest

TODAY = date(2026, 6, 10)


def at(hour, minute=0, day=10):
    return datetime(2026, 6, day, hour, minute, tzinfo=clock.UK)


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_hourly_looks_over_the_end_of_summer_time_give_each_working_day_one_occasion(sunday):
    begin = datetime.combine(sunday - timedelta(days=4), datetime.min.time(), UTC)
    looks = [clock.local(begin + timedelta(hours=hour, minutes=7)) for hour in range(24 * 9 - 2)]
    days = [rules.day_of(look, []) for look in looks]
    seen = {day for day in days if day}
    assert seen == {day for look in looks if (day := look.date()).weekday() < 5}
    assert len({rules.once("a", day, Often.DAILY) for day in seen}) == len(seen)
    assert len({rules.once("a", day, Often.WEEKLY) for day in seen}) == 2


@given(st.integers(0, 365 * 24), st.integers(-12, 12))
def test_a_clock_that_jumps_within_a_day_makes_no_second_occasion(hours, jump):
    moment = at(0) + timedelta(hours=hours)
    first, second = rules.day_of(moment, []), rules.day_of(moment + timedelta(hours=jump), [])
    if first and second and first == second:
        assert rules.once("a", first, Often.DAILY) == rules.once("a", second, Often.DAILY)


def test_nothing_goes_out_at_night_at_weekends_or_on_holidays():
    assert rules.day_of(at(7, 59, day=10), []) is None
    assert rules.day_of(at(8, 0, day=10), []) == TODAY
    assert rules.day_of(at(20, 0, day=10), []) is None
    assert rules.day_of(at(12, 0, day=13), []) is None
    assert rules.day_of(at(12, 0, day=10), [TODAY]) is None


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (8, False),
        (7, True),
        (6, False),
        (1, False),
        (0, True),
        (-1, True),
        (-2, False),
        (-7, True),
        (-14, True),
        (-8, False),
    ],
)
def test_what_is_named_before_on_and_after_its_day(days, named):
    assert rules.is_named(TODAY + timedelta(days=days), TODAY) is named


def test_a_digest_counts_all_when_anything_is_named_today():
    due = [TODAY + timedelta(days=days) for days in (-30, -1, 0, 3, 9)]
    assert rules.digest(due, TODAY, Often.DAILY) == Digest(soon=1, today=1, late=2)
    assert not rules.digest([TODAY + timedelta(days=3)], TODAY, Often.DAILY).any
    assert rules.digest([TODAY + timedelta(days=3)], TODAY, Often.WEEKLY) == Digest(1, 0, 0)
    assert not rules.digest(due, TODAY, Often.NEVER).any
