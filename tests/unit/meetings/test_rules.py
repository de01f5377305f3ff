"""Dots, orders, states, agreement, and times on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.core.access import Role
from portal.meetings import rules
from portal.meetings.models import MeetingState, MeetingType
from portal.meetings.rules import Agreed, Placed

ids = st.uuids(version=4)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@given(st.dictionaries(ids, st.integers(-3, 12), max_size=8), st.sets(ids, max_size=4), st.integers(1, 20))
def test_dots_that_fit_never_exceed(given_dots: dict[UUID, int], others: set[UUID], most: int):
    items = set(given_dots) | others
    fits = rules.dots_fit(given_dots, items=items, most=most)
    assert fits == (all(count >= 0 for count in given_dots.values()) and sum(given_dots.values()) <= most)
    if fits:
        assert 0 <= sum(given_dots.values()) <= most


@given(st.dictionaries(ids, st.integers(0, 2), min_size=1, max_size=5))
def test_dots_lie_on_this_agenda_alone(given_dots: dict[UUID, int]):
    assert not rules.dots_fit(given_dots, items=list(given_dots)[1:], most=99)


@given(st.lists(st.integers(0, 9), max_size=12))
def test_young_peoples_order_is_every_item_once_with_the_most_dots_first(counts: list[int]):
    items = [Placed(uuid4(), count) for count in counts]
    ordered = rules.young_order(items)
    assert sorted(ordered, key=str) == sorted((one.id for one in items), key=str)
    dots = {one.id: one.dots for one in items}
    before = {one.id: at for at, one in enumerate(items)}
    for first, second in pairwise(ordered):
        assert (dots[first], -before[first]) >= (dots[second], -before[second])


@given(st.lists(ids, min_size=2, max_size=6, unique=True), st.data())
def test_any_difference_is_owed_an_explanation(young: list[UUID], data: st.DataObject):
    officers = data.draw(st.one_of(st.just([]), st.permutations(young)))
    used = data.draw(st.permutations(young))
    same = used == young and officers in ([], young)
    assert rules.needs_explaining(young, officers, used) is not same


@given(st.lists(ids, min_size=1, max_size=6, unique=True), st.data())
def test_numbers_make_an_order_of_every_item(rest: list[UUID], data: st.DataObject):
    numbers = data.draw(st.dictionaries(st.sampled_from(rest), st.one_of(st.none(), st.integers(1, 9))))
    ordered = rules.in_order(numbers, rest)
    assert sorted(ordered, key=str) == sorted(rest, key=str)
    numbered = [numbers[one] for one in ordered if numbers.get(one) is not None]
    assert numbered == sorted(numbered)


@given(st.lists(st.sampled_from(MeetingState), max_size=12))
def test_no_way_leads_back(path: list[MeetingState]):
    state, order = MeetingState.PLANNED, list(MeetingState)
    for to in path:
        if rules.may_go(state, to):
            assert order.index(to) > order.index(state)
            state = to


def test_what_is_over_is_not_called_off():
    for state in (MeetingState.HELD, MeetingState.MINUTES_AGREED, MeetingState.CALLED_OFF):
        assert not rules.may_go(state, MeetingState.CALLED_OFF)


def test_two_champions_and_the_chair_agree():
    chair, first, second = uuid4(), uuid4(), uuid4()
    yes = [Agreed(first, Role.CHAMPION, True), Agreed(second, Role.CHAMPION, True)]
    chaired = Agreed(chair, Role.BOARD_MEMBER, True)
    assert rules.is_agreed([*yes, chaired], chair)
    assert not rules.is_agreed(yes, chair)
    assert not rules.is_agreed([*yes, chaired], None)
    assert not rules.is_agreed([yes[0], chaired], chair)
    assert not rules.is_agreed([yes[0], yes[0], chaired], chair), "one person counts once"
    assert not rules.is_agreed([yes[0], Agreed(second, Role.CHAMPION, False), chaired], chair), "other words"
    assert not rules.is_agreed([yes[0], Agreed(chair, Role.CHAMPION, True)], chair), "the chair is not a second one"
    assert not rules.is_agreed([*yes, Agreed(chair, Role.BOARD_MEMBER, False)], chair)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_two_lists_of_texts_never_have_one_digest(first: list[str], second: list[str]):
    assert (rules.digest_of(first) == rules.digest_of(second)) is (first == second)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times())
def test_a_moment_reads_as_it_was_typed(day: date, at: time):
    at = at.replace(microsecond=0)
    try:
        moment = rules.moment_of(day, at)
    except rules.NoSuchTime:
        assert day.month == 3 and at.hour == 1
        return
    local = clock.local(moment)
    assert (local.date(), local.time()) == (day, at)


def test_the_hour_that_clocks_jump_over_is_no_time():
    with pytest.raises(rules.NoSuchTime):
        rules.moment_of(SPRING, time(1, 30))
    assert rules.moment_of(SPRING, time(0, 59)) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert rules.moment_of(SPRING, time(2)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_the_hour_that_comes_twice_the_first_is_meant():
    assert rules.moment_of(AUTUMN, time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert rules.moment_of(AUTUMN, time(2)) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_minutes_are_written_from_the_day_on_until_they_are_agreed():
    starts = datetime(2026, 6, 10, 17, tzinfo=UTC)
    morning, evening_before = starts - timedelta(hours=9), starts - timedelta(hours=20)
    assert rules.may_write_minutes(MeetingState.AGENDA_SET, starts, morning)
    assert not rules.may_write_minutes(MeetingState.AGENDA_SET, starts, evening_before)
    assert rules.may_write_minutes(MeetingState.HELD, starts, starts + timedelta(days=9))
    for state in (MeetingState.VOTING, MeetingState.MINUTES_AGREED, MeetingState.CALLED_OFF):
        assert not rules.may_write_minutes(state, starts, starts)


def test_young_peoples_own_meetings_are_theirs():
    for role in (*Role, None):
        own = role in (Role.CHAMPION, Role.PARTICIPATION_OFFICER)
        assert rules.may_see(MeetingType.PRE_MEETING, role) is own
        assert rules.may_see(MeetingType.GATHERING, role) is own
        assert rules.may_see(MeetingType.BOARD, role)


@given(st.integers(1, 20), st.lists(st.integers(0, 20), min_size=1, max_size=9), st.integers(1, 9))
def test_dots_are_shown_only_where_enough_placed_any(each, sums, voted):
    assert rules.dots_may_show(voted, sums=sums, each=each) == (voted >= 5)
    surely = rules.dots_may_show(None, sums=sums, each=each)
    assert surely == (sum(sums) > 4 * each), "four champions cannot have placed so many"


@given(st.lists(st.uuids(), unique=True, max_size=5), st.booleans(), st.booleans())
def test_an_order_is_young_peoples_only_where_they_placed_dots(young, turned, placed):
    used = list(reversed(young)) if turned else young
    chosen = rules.chosen_by(young, used, placed=placed)
    assert (chosen in (rules.Chosen.YOUNG, rules.Chosen.DIFFERENT)) is placed
    assert (chosen in (rules.Chosen.YOUNG, rules.Chosen.CAME)) is (young == used)
