"""No way to a name without a second person, and none after the hour."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.unmasking import rules
from portal.unmasking.rules import Asked, State

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before the clocks go forward here
WHO = [UUID(int=number) for number in range(3)]
MINUTES = st.integers(-5000, 5000).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("waited", "state"),
    [
        (timedelta(0), State.WAITING),
        (timedelta(hours=23, minutes=59), State.WAITING),
        (timedelta(hours=24), State.LAPSED),
        (-timedelta(minutes=1), State.LAPSED),
    ],
)
def test_a_request_waits_for_a_day(waited, state):
    assert rules.state(Asked(WHO[0], NOW), NOW + waited) is state


@pytest.mark.parametrize(
    ("since", "state"),
    [
        (timedelta(0), State.OPEN),
        (timedelta(minutes=59, seconds=59), State.OPEN),
        (timedelta(minutes=60), State.ENDED),
        (-timedelta(seconds=1), State.ENDED),
    ],
)
def test_a_name_is_open_for_an_hour_also_when_the_clocks_change(since, state):
    agreed = Asked(WHO[0], NOW, WHO[1], NOW, agreed=True)
    assert rules.state(agreed, NOW + since) is state
    assert rules.may_look(agreed, WHO[0], NOW + since) is (state is State.OPEN)


@given(
    st.sampled_from(WHO),
    st.sampled_from([None, *WHO]),
    st.sampled_from([None, True, False]),
    MINUTES,
    MINUTES,
    st.sampled_from(WHO),
)
def test_nobody_sees_a_name_alone(asker, decider, agreed, decided_after, later, looker):
    decided_at = NOW + decided_after if decider and agreed is not None else None
    one = Asked(asker, NOW, decider if decided_at else None, decided_at, agreed if decided_at else None)
    if rules.may_look(one, looker, NOW + later):
        assert looker == one.asked_by != one.decided_by is not None
        assert one.agreed and timedelta(0) <= NOW + later - one.decided_at < timedelta(hours=1)
    if rules.may_decide(one, looker, NOW + later):
        assert looker != asker and one.decided_at is None


@pytest.mark.parametrize(
    ("until", "longer", "told", "may"),
    [(None, False, True, False), (5, False, False, True), (5, True, False, False), (0, False, True, False)],
)
def test_owners_are_told_and_it_is_put_off_once_more_at_most(until, longer, told, may):
    today = date(2026, 6, 1)
    kept = None if until is None else today + timedelta(days=until)
    assert rules.is_told(kept, today) is told
    assert rules.may_keep_longer(kept, kept_longer=longer, today=today) is may
