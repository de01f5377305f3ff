"""A total beside a figure never makes the figure tell more: tried with every total there could be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.figures import Figure, Showing, plain
from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.evidence import coverage
from portal.evidence.coverage import LEAST_TOTAL, Heard, judge, may_stand

TOTALS = range(LEAST_TOTAL, 400)
HIDDEN = [Figure(showing, 5) for showing in (Showing.FEWER, Showing.REST, Showing.WITHHELD)]


def told(figure):
    """Everything somebody learns who may note down any total: one answer for each."""
    return [judge(figure, total) for total in TOTALS]


@pytest.mark.parametrize("audience", Audience)
def test_whoever_tries_every_total_learns_no_more_than_the_figure_itself_says(audience):
    least = threshold(audience, Subject.ANSWERS)
    by_figure = {}
    for count in range(120):
        by_figure.setdefault(plain(count, least), set()).add(count)
    for figure, counts in by_figure.items():
        assert counts == set(range(max(figure.low, 0), min(figure.high, 119) + 1)) & set(range(120))
    answers = {}
    for count in range(120):
        answers.setdefault(tuple(told(plain(count, least))), set()).add(count)
    for counts in answers.values():
        assert any(counts >= same for same in by_figure.values()), "a total split what a figure holds together"


@pytest.mark.parametrize("figure", HIDDEN)
def test_a_hidden_figure_has_no_share_whatever_the_total(figure):
    assert {percent for _heard, percent in told(figure)} == {None}
    assert {heard for heard, _percent in told(figure)} <= {Heard.HARDLY, Heard.HIDDEN}


def test_a_withheld_neighbour_says_nothing_at_all():
    assert set(told(Figure(Showing.WITHHELD, 5))) == {(Heard.HIDDEN, None)}


@pytest.mark.parametrize("audience", Audience)
def test_a_total_beside_a_figure_never_tells_how_few_were_silent(audience):
    least = threshold(audience, Subject.ANSWERS)
    for count in range(120):
        figure = plain(count, least)
        for total in range(max(count, LEAST_TOTAL), 200):
            if figure.shown is not None and may_stand(figure, total, judge(figure, total)[0]):
                silent = [total - one for one in range(max(figure.low, 0), figure.high + 1)]
                assert max(silent) >= least, (count, total)
                assert 10 * figure.shown <= 9 * total


def test_a_total_bounds_no_figure_that_is_hidden_for_others_sake():
    assert not may_stand(Figure(Showing.WITHHELD, 5), 400, Heard.HIDDEN)
    assert may_stand(Figure(Showing.FEWER, 5), LEAST_TOTAL, Heard.HIDDEN), "it is closer bounded by its threshold"
    assert not may_stand(Figure(Showing.COUNT, 5, 30), 27, Heard.MORE)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5), st.integers(LEAST_TOTAL, 500))
def test_beside_protected_tables_nothing_hidden_gets_a_share(counts, total):
    labels = tuple(f"band {number}" for number in range(len(counts)))
    raw = RawRelease(
        "wave",
        "A wave",
        sum(counts),
        (
            RawTable(
                key="band:home",
                title="Where do you live?",
                subject=Subject.ANSWERS,
                dimensions=(Dimension("band:home", "Where do you live?", labels),),
                cells={(label,): count for label, count in zip(labels, counts, strict=True)},
                base=sum(counts),
            ),
        ),
        0,
    )
    for audience in Audience:
        for table in protect(raw, audience).tables:
            for figure in table.cells.values():
                heard, percent = judge(figure, total)
                assert percent is None or not figure.hidden
                assert heard not in (Heard.SOME, Heard.MOST, Heard.FEW) or not figure.hidden


def test_a_small_total_is_not_shown_beside_a_figure():
    class Row:
        number, as_of, source = LEAST_TOTAL - 1, date(2026, 1, 1), "A return"

    assert coverage._number(Row()) is None
    assert judge(Figure(Showing.COUNT, 5, 10), None) == (Heard.NO_TOTAL, None)


@pytest.mark.parametrize(
    ("shown", "total", "said"),
    [
        (10, 200, (Heard.FEW, None)),
        (20, 200, (Heard.SOME, 10)),
        (100, 200, (Heard.SOME, 50)),
        (185, 200, (Heard.MOST, None)),
        (200, 198, (Heard.MOST, None)),
        (205, 200, (Heard.MORE, None)),
    ],
)
def test_shares_near_nothing_and_everything_are_words(shown, total, said):
    assert judge(Figure(Showing.COUNT, 5, shown), total) == said


def test_few_of_few_is_not_called_silence():
    assert judge(Figure(Showing.FEWER, 10), 25) == (Heard.HIDDEN, None)
    assert judge(Figure(Showing.FEWER, 10), 40) == (Heard.HARDLY, None)
