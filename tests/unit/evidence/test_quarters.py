"""Quarters are made of whole weeks: every week is in one, and none is counted before it is over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evidence.listening import last_over, next_on, quarter_of

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@given(DAYS)
def test_a_day_is_in_its_quarter_and_quarters_follow_one_another(day):
    quarter = quarter_of(day)
    assert quarter.first <= day < quarter.until
    assert quarter_of(quarter.until).first == quarter.until
    assert quarter_of(quarter.first - timedelta(days=1)).until == quarter.first


@given(DAYS)
def test_every_week_of_a_quarter_that_is_counted_is_over_and_no_newer_quarter_is(day):
    quarter = last_over(day)
    last_monday = quarter.until - timedelta(days=1)
    last_monday -= timedelta(days=last_monday.weekday())
    assert last_monday + timedelta(days=6) < day
    assert last_over(next_on(day)).first == quarter.until
    assert last_over(next_on(day) - timedelta(days=1)) == quarter


@pytest.mark.parametrize(
    ("day", "name", "key"),
    [
        (date(2026, 10, 4), "April to June 2026", "2026-2"),
        (date(2026, 10, 5), "July to September 2026", "2026-3"),
        (date(2026, 1, 5), "October to December 2025", "2025-4"),
    ],
)
def test_a_quarter_is_named_by_its_months(day, name, key):
    assert (last_over(day).name, last_over(day).key) == (name, key)
