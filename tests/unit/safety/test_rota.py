from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.safety import rota
from portal.safety.models import Tier
from portal.safety.rota import Duty

NOBODY: frozenset[date] = frozenset()


def duty(
    weekday: int, starts: str = "09:00", ends: str = "17:00", tier: Tier = Tier.FIRST, holidays: bool = False
) -> Duty:
    return Duty(uuid4(), tier, weekday, time.fromisoformat(starts), time.fromisoformat(ends), holidays)


def here(text: str) -> datetime:
    """A moment on the clock on the wall in Scotland."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.UK).astimezone(UTC)


OFFICE = [duty(day) for day in range(5)]


def test_an_empty_rota_says_nobody_and_never_when():
    found = rota.awake_at([], NOBODY, here("2026-06-10T12:00"))
    assert not found.awake and found.empty and found.next_at is None
    assert rota.staffed_minutes([], NOBODY, here("2026-06-10T12:00"), 30) is None


def test_somebody_is_awake_in_office_hours_until_five():
    found = rota.awake_at(OFFICE, NOBODY, here("2026-06-10T12:00"))
    assert found.awake and found.until == here("2026-06-10T17:00") and found.tiers == (Tier.FIRST,)


@pytest.mark.parametrize("moment", ["2026-06-12T17:00", "2026-06-13T03:00", "2026-06-14T23:59", "2026-06-15T08:59"])
def test_over_the_weekend_nobody_is_awake_until_monday(moment: str):
    found = rota.awake_at(OFFICE, NOBODY, here(moment))
    assert not found.awake and found.next_at == here("2026-06-15T09:00")


def test_a_holiday_takes_duties_away():
    holiday = frozenset({date(2026, 6, 15)})
    assert rota.awake_at(OFFICE, holiday, here("2026-06-15T10:00")).next_at == here("2026-06-16T09:00")


def test_who_works_holidays_is_awake_on_them():
    awake = rota.awake_at([*OFFICE, duty(0, holidays=True)], frozenset({date(2026, 6, 15)}), here("2026-06-15T10:00"))
    assert awake.awake


def test_a_rota_of_holidays_only_is_as_good_as_empty():
    every_monday = frozenset(date(2026, 6, 1) + timedelta(weeks=n) for n in range(20))
    assert rota.awake_at([duty(0)], every_monday, here("2026-06-10T12:00")).empty


def test_duties_that_touch_are_one_stretch():
    both = [duty(2, "09:00", "13:00"), duty(2, "13:00", "18:00", Tier.SECOND)]
    assert rota.awake_at(both, NOBODY, here("2026-06-10T10:00")).until == here("2026-06-10T18:00")


def test_an_end_of_2359_is_midnight_so_a_night_has_no_hole():
    night = [duty(2, "22:00", "23:59"), duty(3, "00:00", "06:00")]
    found = rota.awake_at(night, NOBODY, here("2026-06-10T23:59"))
    assert found.awake and found.until == here("2026-06-11T06:00")


def test_a_rota_without_a_gap_has_no_end():
    always = [duty(day, "00:00", "23:59") for day in range(7)]
    assert rota.awake_at(always, NOBODY, here("2026-06-10T10:00")).until is None


def test_thirty_staffed_minutes_do_not_run_at_night():
    assert rota.staffed_minutes(OFFICE, NOBODY, here("2026-06-12T16:50"), 30) == here("2026-06-15T09:20")


def test_thirty_minutes_to_the_end_of_a_duty_end_with_it():
    assert rota.staffed_minutes(OFFICE, NOBODY, here("2026-06-12T16:30"), 30) == here("2026-06-12T17:00")


def test_two_people_at_once_make_one_minute_a_minute():
    twice = [*OFFICE, *OFFICE]
    assert rota.staffed_minutes(twice, NOBODY, here("2026-06-10T12:00"), 60) == here("2026-06-10T13:00")


def test_the_hour_that_does_not_exist_promises_nobody():
    spring = [duty(6, "01:30", "03:00")]
    assert not rota.awake_at(spring, NOBODY, datetime(2026, 3, 29, 1, 15, tzinfo=UTC)).awake
    assert rota.awake_at(spring, NOBODY, datetime(2026, 3, 29, 1, 45, tzinfo=UTC)).awake
    assert rota.on_day([duty(6, "01:15", "01:45")], NOBODY, date(2026, 3, 29)) == []


def test_the_hour_that_comes_twice_is_read_short():
    autumn = [duty(6, "00:00", "01:30")]
    assert rota.awake_at(autumn, NOBODY, datetime(2026, 10, 25, 0, 29, tzinfo=UTC)).awake
    assert not rota.awake_at(autumn, NOBODY, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)).awake
    assert not rota.awake_at(autumn, NOBODY, datetime(2026, 10, 25, 1, 15, tzinfo=UTC)).awake


def test_a_night_across_the_change_counts_real_minutes():
    night = [duty(6, "00:00", "06:00")]
    spring, autumn = datetime(2026, 3, 29, tzinfo=UTC), here("2026-10-25T00:00")
    assert rota.staffed_minutes(night, NOBODY, spring, 300) == here("2026-03-29T06:00")
    assert rota.staffed_minutes(night, NOBODY, autumn, 420) == here("2026-10-25T06:00")


def test_tiers_come_in_the_order_they_are_told():
    mixed = [duty(2, tier=Tier.MANAGER), duty(2, tier=Tier.FIRST), duty(2, tier=Tier.SECOND)]
    assert rota.awake_at(mixed, NOBODY, here("2026-06-10T10:00")).tiers == tuple(Tier)


_hours = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda pair: pair[0] < pair[1])
_duties = st.lists(
    st.builds(
        lambda weekday, span, holidays: duty(
            weekday, f"{span[0] // 60:02}:{span[0] % 60:02}", f"{span[1] // 60:02}:{span[1] % 60:02}", holidays=holidays
        ),
        st.integers(0, 6),
        _hours,
        st.booleans(),
    ),
    max_size=6,
)
_moments = st.integers(1767225600, 1830211200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
_holidays = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 2, 1)), max_size=8)


@settings(max_examples=80, deadline=None)
@given(_duties, _holidays, _moments)
def test_when_nobody_is_awake_the_next_moment_named_is_staffed(duties, holidays, moment):
    found = rota.awake_at(duties, holidays, moment)
    if found.awake:
        assert found.until is None or not rota.awake_at(duties, holidays, found.until).awake
    elif found.next_at:
        assert found.next_at > moment
        assert rota.awake_at(duties, holidays, found.next_at).awake
    else:
        assert found.empty


@settings(max_examples=80, deadline=None)
@given(_duties, _holidays, _moments, st.integers(1, 300))
def test_staffed_minutes_are_staffed_and_never_run_backwards(duties, holidays, moment, minutes):
    sooner = rota.staffed_minutes(duties, holidays, moment, minutes)
    later = rota.staffed_minutes(duties, holidays, moment, minutes + 7)
    if sooner is None:
        assert later is None
        return
    assert sooner - moment >= timedelta(minutes=minutes)
    assert later is None or later >= sooner + timedelta(minutes=7)
    assert rota.awake_at(duties, holidays, sooner - timedelta(microseconds=1)).awake


@settings(max_examples=60, deadline=None)
@given(_duties, _moments, st.integers(1, 120))
def test_one_more_duty_never_makes_anybody_wait_longer(duties, moment, minutes):
    more = [*duties, duty(3, "10:00", "12:00")]
    before = rota.staffed_minutes(duties, NOBODY, moment, minutes)
    after = rota.staffed_minutes(more, NOBODY, moment, minutes)
    assert after is not None
    assert before is None or after <= before
