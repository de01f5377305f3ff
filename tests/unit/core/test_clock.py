"""A day is one of Scotland: it begins at its own midnight, and a moment is of the day on the wall."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(DAYS)
def test_a_day_begins_with_its_first_moment_and_ends_before_the_next(day):
    begins, ends = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    assert clock.day_of(begins) == clock.day_of(ends - timedelta(microseconds=1)) == day
    assert clock.day_of(begins - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert begins.tzinfo is UTC and (clock.local(begins).hour, clock.local(begins).minute) == (0, 0)


def test_in_summer_it_is_tomorrow_an_hour_before_it_is_in_utc():
    assert clock.day_of(datetime.fromisoformat("2026-06-30T23:30:00+00:00")) == date(2026, 7, 1)
    assert clock.day_of(datetime.fromisoformat("2026-12-31T23:30:00+00:00")) == date(2026, 12, 31)
    assert clock.start_of(date(2026, 7, 1)).isoformat() == "2026-06-30T23:00:00+00:00"


@given(DAYS)
def test_days_are_as_long_as_the_clock_makes_them(day):
    hours = (clock.start_of(day + timedelta(days=1)) - clock.start_of(day)) / timedelta(hours=1)
    assert hours in (23, 24, 25)


def test_the_clock_of_a_day_is_the_one_in_scotland():
    assert clock.end_of(date(2026, 7, 1)).isoformat() == "2026-07-01T23:00:00+00:00"
    assert clock.end_of(date(2026, 1, 1)).isoformat() == "2026-01-02T00:00:00+00:00"
