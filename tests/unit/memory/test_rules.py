from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.memory import rules
from portal.memory.rules import Asked


@st.composite
def ledgers(draw):
    """Asks, the newest first; some ask an older one again, each at most once, some an ask that is not among them."""
    asks: list[Asked] = []
    free: list[Asked] = []
    for _ in range(draw(st.integers(0, 12))):
        older = draw(st.one_of(st.none(), st.sampled_from(free))) if free else None
        if older:
            free.remove(older)
        again = older.id if older else draw(st.sampled_from([None, uuid4()]))
        year = draw(st.integers(2020, 2026))
        asks.append(Asked(uuid4(), draw(st.sampled_from([None, THEME])), year, again))
        free.append(asks[-1])
    return asks[::-1]


THEME = uuid4()


@given(ledgers())
def test_every_ask_stands_in_one_thread_and_each_asks_the_one_before_again(asks):
    found = rules.threads(asks)
    assert sorted(one.id for thread in found for one in thread) == sorted(one.id for one in asks)
    for thread in found:
        assert [one.again_of for one in thread[1:]] == [one.id for one in thread[:-1]]
    last = [asks.index(thread[-1]) for thread in found]
    assert last == sorted(last)


@given(ledgers(), st.sampled_from([None, THEME]), st.one_of(st.none(), st.integers(2020, 2026)))
def test_a_theme_and_a_year_choose_whole_threads(asks, theme, year):
    everything = rules.threads(asks)
    found = rules.chosen(everything, theme=theme, year=year)
    assert [one for one in everything if one in found] == found
    for thread in everything:
        wanted = theme in (None, thread[-1].theme_id) and (year is None or any(one.year == year for one in thread))
        assert (thread in found) == wanted


@given(ledgers(), st.integers(1, 8))
def test_a_page_is_cut_between_threads_and_never_empty(asks, most):
    everything = rules.threads(asks)
    taken = rules.first(everything, most)
    assert taken == everything[: len(taken)]
    assert len(taken) == min(1, len(everything)) or sum(map(len, taken)) <= most
    if len(taken) < len(everything):
        assert sum(map(len, everything[: len(taken) + 1])) > most
