"""Which days a report is about, when the next is due, and under which right or foundation something stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.signed_reports import rules, tags
from portal.signed_reports.tags import Cluster, Foundation
from portal.themes.labels import UNCRC

DAYS = st.dates(date(2016, 1, 1), date(2090, 12, 31))
SPANS = (rules.quarter_before, rules.half_year_before, rules.year_before, rules.three_years_before)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 3, 31), date(2022, 4, 1), date(2025, 3, 31)),
        (date(2026, 4, 1), date(2023, 4, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2024, 4, 1), date(2027, 3, 31)),
        (date(2026, 11, 28), date(2023, 4, 1), date(2026, 3, 31)),
    ],
)
def test_three_financial_years(today, first, last):
    assert rules.three_years_before(today) == (first, last)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 9, 30), date(2025, 10, 1), date(2026, 3, 31)),
        (date(2026, 10, 1), date(2026, 4, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 4, 1), date(2026, 9, 30)),
        (date(2027, 1, 1), date(2026, 4, 1), date(2026, 9, 30)),
        (date(2027, 3, 31), date(2026, 4, 1), date(2026, 9, 30)),
        (date(2027, 4, 1), date(2026, 10, 1), date(2027, 3, 31)),
    ],
)
def test_half_a_financial_year(today, first, last):
    assert rules.half_year_before(today) == (first, last)


@given(today=DAYS, span=st.sampled_from(SPANS))
def test_days_offered_are_whole_over_and_the_last_there_are(today, span):
    first, last = span(today)
    assert rules.in_order(first, last, today)
    assert first.day == 1 and (last + timedelta(days=1)).day == 1
    assert span(last + timedelta(days=1)) == (first, last), "offered from the day after it ended"
    assert span(last)[1] < last, "and not before"
    following = span(today + timedelta(days=366 * 1))
    assert following[1] > last


@given(last_day=DAYS, years=st.integers(1, 5))
def test_the_next_is_due_so_many_years_later(last_day, years):
    due = rules.due_on(last_day, years)
    assert due.year == last_day.year + years
    assert (due.month, due.day) == (last_day.month, last_day.day) or (due.month, due.day) == (3, 1)


def test_a_leap_day_is_due_on_the_first_of_march():
    assert rules.due_on(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert rules.due_on(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(due=DAYS, ahead=st.integers(-400, 400))
def test_a_report_is_near_half_a_year_before_it_is_due_and_from_then_on(due, ahead):
    assert rules.is_near(due, due - timedelta(days=ahead)) is (ahead <= rules.NEAR_DAYS)


def test_a_tag_names_articles_however_it_is_typed():
    assert tags.articles("12, 13") == tags.articles("Article 12 and 13") == {12, 13}
    assert tags.articles("") == tags.articles(None) == tags.articles("none") == frozenset()


def test_every_right_a_theme_can_name_lies_in_one_cluster_and_at_most_one_foundation():
    for named in UNCRC:
        article = tags.articles(named)
        assert len(tags.clusters(article)) == 1, named
        assert len(tags.foundations(article)) <= 1, named
    assert {int(one) for one in UNCRC if not tags.foundations(tags.articles(one))} == {2, 3, 16}


@given(named=st.frozensets(st.integers(0, 99)))
def test_clusters_are_those_of_each_article(named):
    assert tags.clusters(named) == {one for article in named for one in tags.clusters([article])}
    assert tags.clusters(named) <= set(Cluster) and tags.foundations(named) <= set(Foundation)


@given(uncrc=st.sampled_from(["", "12", "9, 12", "24", "2"]), named=st.sampled_from([*Foundation, None]))
def test_a_question_stands_under_the_foundation_it_names_else_under_that_of_its_rights(uncrc, named):
    found = tags.foundation_of(named.value if named else None, uncrc)
    by_rights = {"12": Foundation.VOICE, "9, 12": Foundation.VOICE, "24": Foundation.SCAFFOLDING}
    assert found is (named or by_rights.get(uncrc))
    assert tags.foundation_of("Kindness", uncrc) is by_rights.get(uncrc)
