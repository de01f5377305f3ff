"""Conditions written as `relevant` come back with the same meaning, and nothing else is taken for one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consultations.conditions import BARE, MEASURES, Comparison, Condition, Mode, Operator
from portal.consultations.xlsform import relevant

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="'\x00\r\n"), min_size=1, max_size=6),
    min_size=1,
    max_size=3,
)


@st.composite
def comparisons(draw):
    operator = draw(st.sampled_from(Operator))
    if operator in BARE:
        return Comparison(draw(KEYS), operator)
    if operator in MEASURES:
        return Comparison(draw(KEYS), operator, (str(draw(st.integers(-99_999, 99_999))),))
    return Comparison(draw(KEYS), operator, tuple(draw(VALUES)))


CONDITIONS = st.builds(Condition, st.sampled_from(Mode), st.lists(comparisons(), min_size=1, max_size=4).map(tuple))


@given(CONDITIONS, st.booleans())
def test_what_is_written_is_read_with_the_same_meaning(condition, several):
    assert relevant.read(relevant.write(condition, lambda _key: several)) == relevant.canonical(condition)


@pytest.mark.parametrize(
    ("text", "mode", "tests"),
    [
        ("${a} = 'x'", "all", [("a", "is", ["x"])]),
        ('"x"=${a}', "all", [("a", "is", ["x"])]),
        ("not(selected(${a}, 'x'))", "all", [("a", "is_not", ["x"])]),
        ("${a} > 3 and 7 >= ${b}", "all", [("a", "at_least", ["4"]), ("b", "at_most", ["7"])]),
        ("${a} = '' or (${b} != '')", "any", [("a", "not_answered", []), ("b", "answered", [])]),
        ("((${a} = 'x' or ${a} = 'y'))", "all", [("a", "any_of", ["x", "y"])]),
        (
            "(${a} = 'x' or ${b} = 'y') or ${c} < -1",
            "any",
            [("a", "is", ["x"]), ("b", "is", ["y"]), ("c", "at_most", ["-2"])],
        ),
        ("not(${a} = 'x' or ${a} = 'y')", "all", [("a", "none_of", ["x", "y"])]),
    ],
)
def test_people_write_it_in_many_ways(text, mode, tests):
    assert relevant.read(text).as_json() == {
        mode: [{"question": q, "is": operator, "values": values} for q, operator, values in tests]
    }


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "${a}",
            "${a} =",
            "${a} = 3",
            "${a} = 'x",
            "${a} > 'x'",
            "${a} >= 1.5",
            "${a} = ${b}",
            "(${a} = 'x'",
        ),
        *("${a} = 'x')", "not ${a} = 'x'", "not(${a} >= 3)", "count(${a}) > 1", "today() > ${a}", "${a} + 1 > 3"),
        *(
            "${a} = 'x' and (${b} = 'y' or ${c} = 'z')",
            "(${a} = 'x' and ${b} = 'y') or ${c} = 'z'",
            ". > 3",
            "selected(${a}, '')",
        ),
        *("(" * 50 + "${a} = 'x'" + ")" * 50, "${a} = 'x' or " * 5_000),
    ],
)
def test_what_says_more_than_we_can_is_not_half_read(text):
    with pytest.raises(relevant.NotUnderstood):
        relevant.read(text)


def test_a_hostile_expression_takes_no_time():
    started = time.perf_counter()
    for text in ("not(" * 900, "${" * 1_900, "'" * 3_999, " " * 3_999, "(" * 3_999):
        with pytest.raises(relevant.NotUnderstood):
            relevant.read(text)
    assert time.perf_counter() - started < 0.5
