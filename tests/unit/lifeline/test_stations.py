from hypothesis import given
from hypothesis import strategies as st

from portal.core.thread import Station
from portal.lifeline.stations import fold

STATIONS = st.lists(st.sampled_from(["done", "now", "ahead"]).map(lambda state: Station("Step", state)), max_size=12)


@given(STATIONS)
def test_folding_loses_no_step_and_hides_only_what_is_done(stations):
    folded = fold(stations)
    assert [*folded.older, *folded.newest] == stations
    assert all(one.state == "done" for one in folded.older)
    assert len(folded.older) != 1
    assert folded.newest or not stations


@given(STATIONS)
def test_the_last_step_done_before_what_is_open_stays_in_sight(stations):
    folded = fold(stations)
    if folded.older:
        assert folded.newest[0].state == "done"
        assert all(one.state != "done" for one in folded.newest[1:2])
