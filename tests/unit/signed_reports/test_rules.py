"""Spans offered, and when the next report is due."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.signed_reports import rules

DAYS = st.dates(date(2015, 4, 1), date(2090, 12, 31))


@given(DAYS)
def test_every_span_is_over_and_whole(today):
    for span, months in ((rules.quarter_before, 3), (rules.year_before, 12), (rules.three_years_before, 36)):
        first, last = span(today)
        after = last + timedelta(days=1)
        assert first.day == after.day == 1
        assert (after.year - first.year) * 12 + after.month - first.month == months
        assert last < today
        assert rules.in_order(first, last, today)


@given(DAYS, st.integers(1, 5))
def test_the_next_is_due_so_many_years_later_leap_day_or_not(last, years):
    due = rules.due_on(last, years)
    assert due.year == last.year + years
    leap = (last.month, last.day) == (2, 29) and due.year % 4
    assert (due.month, due.day) == ((3, 1) if leap else (last.month, last.day))
    assert rules.days_over(due, due) == 0
    assert rules.days_over(due, due + timedelta(days=9)) == 9


def test_days_to_come_or_turned_about_or_too_many_are_no_span():
    today = date(2026, 11, 28)
    assert not rules.in_order(date(2026, 11, 1), today, today)
    assert not rules.in_order(date(2026, 6, 30), date(2026, 4, 1), today)
    assert not rules.in_order(date(2020, 1, 1), date(2026, 6, 30), today)
    assert rules.quarter_before(date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert rules.year_before(date(2026, 3, 31)) == (date(2024, 4, 1), date(2025, 3, 31))
