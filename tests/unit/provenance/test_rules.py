"""Where a thread stands, for any pattern of stops that hold something."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.provenance.rules import Hop, Line, Stop, states


@given(st.lists(st.booleans(), max_size=12))
def test_done_is_where_something_is_and_one_place_at_most_is_now(there: list[bool]) -> None:
    drawn = states(there)
    assert [one == "done" for one in drawn] == there
    assert drawn.count("now") == (0 if all(there) else 1)
    if "now" in drawn:
        assert "ahead" not in drawn[: drawn.index("now")]


@given(st.lists(st.none() | st.dates(), max_size=9))
def test_the_days_of_a_stop_are_its_first_and_last(days: list[date | None]) -> None:
    found = Stop(Hop.ASKS, tuple(Line(on=one) for one in days)).days
    known = [one for one in days if one]
    assert found == (() if not known else (min(known),) if min(known) == max(known) else (min(known), max(known)))
