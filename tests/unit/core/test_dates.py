from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock, dates
from portal.core.i18n import day


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year, easter):
    assert dates.easter_sunday(year) == easter


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 40),
    st.sets(st.dates(date(2020, 1, 1), date(2040, 6, 1)), max_size=20),
)
def test_working_days_are_counted_one_by_one(start, count, holidays):
    end = dates.add_working_days(start, count, holidays)
    assert dates.is_working_day(end, holidays)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert sum(dates.is_working_day(day, holidays) for day in between) == count
    assert dates.working_days_between(start, end, holidays) == count
    assert dates.working_days_between(start, end - timedelta(days=1), holidays) == count - 1
    assert dates.working_days_between(end, start, holidays) == dates.working_days_between(start, start, holidays) == 0


@given(st.dates())
def test_a_week_is_its_monday(day):
    if day < date(1, 1, 8):
        return
    monday = clock.week_of(day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 7


@given(st.integers(1577836800, 2208988800), st.sampled_from([5, 15, 60]))
def test_a_coarse_time_is_later_and_tells_only_its_step(seconds, minutes):
    moment = datetime.fromtimestamp(seconds, UTC)
    rounded = clock.coarse(moment, minutes=minutes)
    assert timedelta(seconds=-1) < rounded - moment <= timedelta(minutes=minutes)
    assert rounded.timestamp() % (minutes * 60) == 0


@given(st.dates(date(2000, 1, 1)), st.dates(date(2000, 1, 1)))
def test_a_span_says_both_years_or_neither(first, last):
    said = [str(one.year) in day(one, other) for one, other in ((first, last), (last, first))]
    assert said[0] == said[1] == ({first.year, last.year} != {clock.today().year})
