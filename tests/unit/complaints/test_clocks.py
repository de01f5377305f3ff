"""The clock of each stage of a complaint runs in working days, and says whether they were kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.complaints import rules
from portal.complaints.models import Stage
from portal.complaints.rules import ANSWER_WITHIN, Course, Kept

DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))
#: Days after a complaint was made; far away from it they would move nothing.
HOLIDAYS = st.sets(st.integers(0, 60), max_size=15)


def after(on: date, days: set[int]) -> set[date]:
    return {on + timedelta(days=one) for one in days}


def made(on: date, holidays: set[date], *, answered: date | None = None) -> Course:
    return Course(on, rules.due_on(Stage.ONE, on, holidays), answered)


@given(DAYS, st.integers(0, 90), HOLIDAYS)
def test_an_answer_is_in_time_when_it_took_no_more_working_days_than_the_stage_has(on, later, off):
    holidays = after(on, off)
    (clock,) = rules.clocks(made(on, holidays, answered=on + timedelta(days=later)), on + timedelta(days=200), holidays)
    assert clock.kept is (Kept.IN_TIME if clock.days <= 5 else Kept.LATE)
    assert clock.within == ANSWER_WITHIN[Stage.ONE] == 5


@given(DAYS, st.integers(0, 90), HOLIDAYS)
def test_what_waits_is_late_once_its_day_has_passed(on, later, off):
    holidays = after(on, off)
    today = on + timedelta(days=later)
    (clock,) = rules.clocks(made(on, holidays), today, holidays)
    assert clock.kept is (Kept.WAITS if today <= clock.due_on else Kept.WAITS_LATE)
    assert clock.answered_on is None and (clock.days > clock.within) == (clock.kept is Kept.WAITS_LATE)


@given(DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(0, 60), HOLIDAYS)
def test_the_second_stage_begins_anew_and_the_first_keeps_its_answer(on, first, pause, second, off):
    holidays = after(on, off)
    answered = on + timedelta(days=first)
    further = answered + timedelta(days=pause)
    done = further + timedelta(days=second)
    due = rules.due_on(Stage.TWO, further, holidays)
    one, two = rules.clocks(Course(on, due, done, further, answered), done, holidays)
    assert (one.stage, two.stage) == (Stage.ONE, Stage.TWO)
    assert one.kept is (Kept.IN_TIME if one.days <= 5 else Kept.LATE) and one.answered_on == answered
    assert one.due_on == rules.due_on(Stage.ONE, on, holidays)
    assert two.kept is (Kept.IN_TIME if two.days <= 20 else Kept.LATE) and two.since == further


def test_taken_further_without_an_answer_is_neither_in_time_nor_late():
    one, two = rules.clocks(
        Course(date(2026, 11, 2), date(2026, 12, 4), None, further_on=date(2026, 11, 6)), date(2026, 11, 9), ()
    )
    assert one.kept is Kept.NO_ANSWER and one.days == 4
    assert two.kept is Kept.WAITS and two.days == 1


def test_a_holiday_put_on_record_later_does_not_move_the_day_that_was_told():
    told = made(date(2026, 11, 2), set(), answered=date(2026, 11, 10))
    (clock,) = rules.clocks(told, date(2026, 12, 1), {date(2026, 11, 4)})
    assert clock.due_on == date(2026, 11, 9) and clock.kept is Kept.LATE and clock.days == 5
    further = Course(told.made_on, date(2026, 12, 15), None, date(2026, 11, 17), told.answered_on, told.due_on)
    first, _ = rules.clocks(further, date(2026, 12, 1), {date(2026, 11, 4)})
    assert first.due_on == date(2026, 11, 9) and first.kept is Kept.LATE and first.days == 5
