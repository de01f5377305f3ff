"""Periods end today or with the council year, and the year before ends where this one begins."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.provenance.periods import Period, span


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_year_before_ends_on_the_day_before_this_one_begins(today):
    begins, ends = span(Period.THIS, today)
    before = span(Period.LAST, today)
    assert (begins.month, begins.day) == (4, 1) and begins <= ends == today
    assert before[1] + timedelta(days=1) == begins and (before[0].month, before[0].day) == (4, 1)
    assert all(span(one, today)[0] <= span(one, today)[1] <= today for one in Period)


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 3, 31), date(2025, 4, 1)), (date(2026, 4, 1), date(2026, 4, 1))]
)
def test_the_council_year_turns_on_the_first_of_april(today, first):
    assert span(Period.THIS, today) == (first, today)
