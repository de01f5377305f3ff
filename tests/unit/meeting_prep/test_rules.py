"""Order, prompts and how long a link lives."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.meeting_prep import prompts, rules
from portal.meeting_prep.models import Age, MeetingKind, Share

IDS = st.lists(st.uuids(), min_size=1, max_size=12, unique=True)


@given(IDS, st.data(), st.sampled_from([-1, 1]))
def test_moving_a_point_changes_its_place_by_one_and_keeps_every_other_in_order(order: list[UUID], data, by: int):
    which = data.draw(st.sampled_from(order))
    moved = rules.moved(order, which, by)
    assert sorted(moved) == sorted(order)
    assert [one for one in moved if one != which] == [one for one in order if one != which]
    assert moved.index(which) == min(max(order.index(which) + by, 0), len(order) - 1)


def test_every_meeting_and_age_has_prompts_that_differ_and_none_twice():
    for kind in MeetingKind:
        for age in (None, *Age):
            found = [one.key for one in prompts.prompts_for(kind, age)]
            assert 5 <= len(found) <= 10
            assert len(found) == len(set(found))
    assert prompts.prompts_for(MeetingKind.HEARING, Age.UNDER_12) != prompts.prompts_for(
        MeetingKind.HEARING, Age.FROM_16
    )


def share(**changes):
    return Share(**{"misses": 0, "stopped": False, "ends_on": date(2026, 6, 8), **changes})


def test_a_link_ends_by_its_day_by_being_stopped_or_by_guessing():
    today = date(2026, 6, 8)
    assert rules.is_live(share(), today)
    assert not rules.is_live(share(), date(2026, 6, 9))
    assert not rules.is_live(share(stopped=True), today)
    assert rules.is_live(share(misses=rules.MOST_MISSES - 1), today)
    assert not rules.is_live(share(misses=rules.MOST_MISSES), today)
