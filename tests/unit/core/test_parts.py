"""Where a page of a list lies in the whole."""

from hypothesis import given
from hypothesis import strategies as st

from portal.core.parts import Part


@given(total=st.integers(0, 500), per=st.integers(1, 60))
def test_the_pages_of_a_list_are_all_of_it_and_meet(total: int, per: int) -> None:
    whole = list(range(total))
    pages = Part((), total, per=per).pages
    parts = [Part(whole[(n - 1) * per : n * per], total, n, per) for n in range(1, pages + 1)]
    assert [row for part in parts for row in part.rows] == whole
    for part in parts:
        assert whole[part.first - 1 : part.last] == part.rows
        assert part.cut == (pages > 1)
    assert parts[-1].last == total
