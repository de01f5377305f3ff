from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.core.thread import Station
from portal.lifeline.stations import fold

STATIONS = st.lists(
    st.builds(Station, st.just("Step"), st.sampled_from(["done", "now", "ahead"]), stays=st.booleans()), max_size=12
)


@given(STATIONS, st.booleans())
def test_folding_loses_no_step_and_hides_only_what_is_done_and_may_step_back(stations, over):
    runs = fold(stations, over=over)
    assert [step for run in runs for step in run.steps] == stations
    assert all(one.state == "done" and not one.stays for run in runs if run.folded for one in run.steps)
    assert all(len(run.steps) > 1 for run in runs if run.folded)
    assert all(one.folded != other.folded for one, other in pairwise(runs))


@given(STATIONS)
def test_the_last_step_done_before_what_is_open_stays_in_sight(stations):
    runs = fold(stations)
    assert not runs or not runs[-1].folded
    seen = [step for run in runs if not run.folded for step in run.steps]
    open_at = next((place for place, one in enumerate(stations) if one.state != "done"), len(stations))
    assert not open_at or any(one is stations[open_at - 1] for one in seen)


def test_an_answer_stays_between_what_was_before_and_what_came_after():
    before, after = [Station(f"Before {number}", "done") for number in range(2)], Station("After", "done")
    answer, now = Station("They said: partly", "done", stays=True), Station("They work on it", "now")
    runs = fold([*before, answer, after, after, after, now])
    assert [(len(run.steps), run.folded) for run in runs] == [(2, True), (1, False), (2, True), (2, False)]
