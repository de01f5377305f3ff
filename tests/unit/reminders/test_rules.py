"""One digest a working day, never two, none lost: over both ends of summer time and when a worker was down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock, dates
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


@given(
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    st.sets(st.dates(date(2024, 6, 1), date(2030, 12, 31)), max_size=25),
    st.sampled_from([Often.DAILY, Often.WEEKLY]),
)
def test_a_report_is_named_at_each_of_its_days_whatever_days_are_off(due_on, holidays, often):
    """Each mark falls to exactly one digest: none is lost to a weekend or a holiday, none comes twice."""
    days = [due_on + timedelta(days=number) for number in range(-200, 40)]
    looks = [day for day in days if dates.is_working_day(day, holidays)]
    if often is Often.WEEKLY:
        looks = [day for day in days if day.weekday() == 0]
    named = [day for day in looks if rules.report_is_named(due_on, day, rules.looked_before(day, often, holidays))]
    for ahead in rules.REPORT_AHEAD:
        mark = due_on - timedelta(days=ahead)
        assert next(day for day in looks if day >= mark) in named
    assert len([day for day in named if day <= due_on]) <= len(rules.REPORT_AHEAD)
    late = [day for day in named if day > due_on + timedelta(days=7)]
    assert len(late) <= 6


def test_reports_are_counted_beside_what_else_is_owed():
    near = [TODAY + timedelta(days=28), TODAY + timedelta(days=100)]
    assert rules.digest([], TODAY, Often.DAILY, near, TODAY - timedelta(days=1)) == Digest(0, 0, 0, 2)
    assert rules.digest([TODAY], TODAY, Often.DAILY, near[1:], TODAY - timedelta(days=1)) == Digest(0, 1, 0, 1)
    assert not rules.digest([], TODAY, Often.DAILY, near[1:], TODAY - timedelta(days=1)).any
    assert not rules.digest([], TODAY, Often.WEEKLY, near[1:], TODAY - timedelta(days=7)).any
    assert rules.digest([], TODAY, Often.WEEKLY, near, TODAY - timedelta(days=7)).reports == 2
    assert not rules.digest([TODAY], TODAY, Often.NEVER, near, TODAY).any
