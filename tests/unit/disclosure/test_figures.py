"""A figure cannot hold what may not be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.figures import End, Figure, Showing, plain, rounded, share
from portal.disclosure.tables import Whole, part

leasts = st.sampled_from([5, 10])


@given(st.integers(0, 3000), leasts)
def test_a_count_is_hidden_or_rounded_and_its_bounds_hold_the_truth(count: int, least: int) -> None:
    figure = plain(count, least)
    assert figure.hidden == (count < least)
    assert figure.low <= count <= figure.high
    assert figure.shown is None or (figure.shown % 5 == 0 and figure.shown >= least and abs(figure.shown - count) <= 2)


@given(st.integers(5, 3000))
def test_rounding_is_to_the_nearest_five(count: int) -> None:
    assert rounded(count, 5) == 5 * round(count / 5)


@given(leasts, st.data())
def test_nobody_and_a_few_are_the_same_figure(least: int, data: st.DataObject) -> None:
    few = data.draw(st.integers(0, least - 1))
    assert plain(few, least) == plain(0, least)
    assert plain(few, least).text == f"fewer than {least}"


@given(st.integers(20, 3000), leasts, st.data())
def test_everybody_and_nearly_everybody_are_the_same_figure(total: int, least: int, data: st.DataObject) -> None:
    whole = Whole(total, plain(total, least))
    nearly = total - data.draw(st.integers(0, least - 1))
    assert part(nearly, whole, least, pair=True) == part(total, whole, least, pair=True)
    assert part(total, whole, least, pair=True).text == f"all but fewer than {least}"


@pytest.mark.parametrize(
    ("showing", "shown", "percent"),
    [
        (Showing.COUNT, 3, None),
        (Showing.COUNT, 0, None),
        (Showing.COUNT, 23, None),
        (Showing.COUNT, None, None),
        (Showing.FEWER, 5, None),
        (Showing.WITHHELD, 20, None),
        (Showing.COUNT, 25, 95),
        (Showing.COUNT, 25, 5),
    ],
)
def test_a_figure_refuses_what_may_not_be_shown(showing: Showing, shown: int | None, percent: int | None) -> None:
    with pytest.raises(ValueError, match=r"count|share"):
        Figure(showing, 5, shown, percent)


@given(st.integers(0, 2000), st.integers(0, 2000), leasts, st.booleans())
def test_shares_are_whole_and_never_near_all_or_nothing(one: int, other: int, least: int, pair: bool) -> None:
    total = one + other
    figure = part(one, Whole(total, plain(total, least)), least, pair=pair)
    if total < 20:
        assert figure.percent is None
    if isinstance(figure.percent, int):
        assert 10 <= figure.percent <= 90
        assert figure.shown is not None
    elif figure.percent is End.MOST:
        assert total >= 20 and figure.percent is End.MOST
    elif figure.percent is End.FEW:
        assert total >= 20 and figure.percent is End.FEW


@given(st.integers(23, 3000), leasts)
def test_everybody_is_told_as_most(total: int, least: int) -> None:
    whole = Whole(total, plain(total, least))
    assert part(total, whole, least, pair=False).percent is End.MOST


def test_shares_come_from_rounded_figures() -> None:
    total, third = Figure(Showing.COUNT, 5, 30), Figure(Showing.COUNT, 5, 10)
    assert share(third, total) == 33
    assert share(third, Figure(Showing.COUNT, 5, 20)) is None, "20 may stand for 18 people"
    assert share(Figure(Showing.FEWER, 5), total) is None


def test_how_figures_read() -> None:
    assert Figure(Showing.COUNT, 5, 1250).text == "1,250"
    assert Figure(Showing.WITHHELD, 5).text == "not shown"
    assert Figure(Showing.COUNT, 5, 25, 40).percent == 40
    assert Figure(Showing.COUNT, 5, 25).percent is None
