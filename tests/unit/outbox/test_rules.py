"""Each message once or flagged, whatever happens between two steps."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.outbox import rules
from portal.outbox.models import Progress
from portal.outbox.rules import Outcome


@pytest.mark.parametrize(
    ("outcome", "attempts", "progress", "minutes"),
    [
        (Outcome.SENT, 1, Progress.SENT, None),
        (Outcome.UNSURE, 1, Progress.UNSURE, None),
        (Outcome.NEVER, 1, Progress.GIVEN_UP, None),
        (Outcome.NOT_NOW, 1, Progress.WAITING, 1),
        (Outcome.NOT_NOW, 2, Progress.WAITING, 4),
        (Outcome.NOT_NOW, 7, Progress.WAITING, 240),
        (Outcome.NOT_NOW, 8, Progress.GIVEN_UP, None),
    ],
)
def test_after_a_try(outcome, attempts, progress, minutes):
    assert rules.after(outcome, attempts) == (progress, timedelta(minutes=minutes) if minutes else None)


@given(st.lists(st.sampled_from([*Outcome, "killed before", "killed after"]), min_size=1, max_size=30), st.booleans())
def test_whatever_happens_nothing_arrives_twice_unless_somebody_is_asked(events, can_tell):
    """`killed before`: nothing went out; `killed after`: it did, and nobody noted it."""
    progress, attempts, arrived = Progress.WAITING, 0, 0
    for event in events:
        if progress is not Progress.WAITING:
            break
        attempts += 1
        if event in ("killed before", "killed after"):
            arrived += event == "killed after"
            told = Outcome.SENT if event == "killed after" else Outcome.NOT_NOW
            progress = rules.left_behind(told if can_tell else None)
            continue
        arrived += event is Outcome.SENT
        progress, _ = rules.after(event, attempts)
    assert arrived <= 1
    if progress is Progress.SENT:
        assert arrived == 1
    if arrived and progress is not Progress.SENT:
        assert progress is Progress.UNSURE


def test_waits_never_shrink_and_end_at_four_hours():
    assert list(rules.WAITS) == sorted(rules.WAITS)
    assert rules.WAITS[-1] == timedelta(hours=4)
