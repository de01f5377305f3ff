from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.core import dates
from portal.partnership import starter
from portal.partnership.rules import HolidayKind, HolidayRule, holidays_in


def days(year):
    return {rule.name: day for day, rule in holidays_in(year, starter.holiday_rules()).items()}


def test_a_new_year_on_a_saturday_moves_both_days():
    assert (days(2022)["New Year’s Day"], days(2022)["2 January"]) == (date(2022, 1, 3), date(2022, 1, 4))


def test_a_new_year_on_a_sunday_leaves_2_january_alone():
    assert (days(2023)["New Year’s Day"], days(2023)["2 January"]) == (date(2023, 1, 3), date(2023, 1, 2))


def test_christmas_on_a_saturday_moves_both_days():
    assert (days(2021)["Christmas Day"], days(2021)["Boxing Day"]) == (date(2021, 12, 27), date(2021, 12, 28))


def test_days_around_easter_and_in_may():
    assert days(2026)["Good Friday"] == date(2026, 4, 3)
    assert days(2026)["Easter Monday"] == date(2026, 4, 6)
    assert days(2026)["Early May holiday"] == date(2026, 5, 4)


def test_the_last_weekday_of_a_month():
    rule = HolidayRule(name="x", kind=HolidayKind.WEEKDAY, source="x", month=12, weekday=0, nth=-1)
    assert rule.natural(2026) == date(2026, 12, 28)


@given(st.integers(1900, 2200))
def test_each_rule_gives_one_working_day_a_year(year):
    kept = holidays_in(year, starter.holiday_rules())
    assert len(kept) == len(starter.holiday_rules())
    assert all(dates.is_working_day(day, ()) for day in kept)
