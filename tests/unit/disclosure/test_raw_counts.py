"""Exact counts that do not add up are refused before anything is made of them."""

from collections.abc import Mapping

import pytest

from portal.disclosure.raw import Dimension, Labels, RawLine, RawRelease, RawTable, Unit
from portal.disclosure.thresholds import Subject
from tests.unit.disclosure.waves import AREA, people, release, single_table

YES = Dimension("heard", "Heard", ("Yes", "No"))
HOME = Dimension("home", "Home", ("Foster", "Kin"))
CROSSED = {("Foster", "Yes"): 20, ("Kin", "No"): 30}


def crossed(cells: Mapping[Labels, int], base: int, rows: Mapping[str, int] | None = None, *, multiple: bool = False):
    return RawTable("x", "X", Subject.ANSWERS, (HOME, YES), cells, base, multiple, rows=rows)


def one(key: str, dimension: Dimension, cells: Mapping[Labels, int], base: int) -> RawTable:
    return RawTable(key, key, Subject.ANSWERS, (dimension,), cells, base)


@pytest.mark.parametrize(
    ("cells", "base"),
    [
        ({("Yes",): 3, ("No",): 4}, 8),  # somebody is in no cell
        ({("Yes",): 3, ("Perhaps",): 4}, 7),  # a cell outside the categories
        ({("Yes",): -1, ("No",): 4}, 3),
        ({("Yes",): 9}, 7),
    ],
)
def test_a_one_way_table_adds_up(cells: Mapping[Labels, int], base: int) -> None:
    with pytest.raises(ValueError, match="heard"):
        one("heard", YES, cells, base)


def test_a_two_way_table_with_several_choices_says_how_many_people_each_row_has() -> None:
    with pytest.raises(ValueError, match="distinct people of each row"):
        crossed(CROSSED, 50, multiple=True)
    with pytest.raises(ValueError, match="rows add"):
        crossed(CROSSED, 50, {"Foster": 20, "Kin": 20}, multiple=True)
    with pytest.raises(ValueError, match="above its row"):
        crossed(CROSSED, 50, {"Foster": 30, "Kin": 20}, multiple=True)
    assert crossed(CROSSED, 50, {"Foster": 20, "Kin": 30}, multiple=True).row_people() == {"Foster": 20, "Kin": 30}


def test_categories_nobody_chose_count_nobody() -> None:
    assert one("heard", YES, {("Yes",): 4}, 4).count(("No",)) == 0


def test_a_dimension_names_each_category_once() -> None:
    for categories in ((), ("Yes", "Yes")):
        with pytest.raises(ValueError, match="categories"):
            Dimension("x", "X", categories)


def test_at_most_three_two_way_tables() -> None:
    tables = tuple(RawTable(f"x{n}", "X", Subject.ANSWERS, (HOME, YES), CROSSED, 50) for n in range(4))
    with pytest.raises(ValueError, match="at most 3"):
        RawRelease("r", "R", 50, tables)


def test_a_table_is_about_people_of_the_release() -> None:
    with pytest.raises(ValueError, match="more people"):
        RawRelease("r", "R", 20, (single_table([10, 11]),))
    with pytest.raises(ValueError, match="more people"):
        RawRelease("r", "R", 20, anonymous=21)


def test_keys_and_dimensions_are_used_once() -> None:
    table = single_table([10, 11])
    again = RawTable("again", "Again", Subject.ANSWERS, table.dimensions, table.cells, table.base)
    for pair in ((table, table), (table, again)):
        with pytest.raises(ValueError, match="its own"):
            RawRelease("r", "R", 30, pair)


def test_a_two_way_table_agrees_with_the_one_way_tables_beside_it() -> None:
    two_way = crossed(CROSSED, 50)
    RawRelease("r", "R", 60, (two_way, one("home", HOME, {("Foster",): 25, ("Kin",): 35}, 60)))
    with pytest.raises(ValueError, match="leaves out"):
        RawRelease("r", "R", 60, (two_way, one("home", HOME, {("Foster",): 19, ("Kin",): 35}, 54)))
    other = Dimension("home", "Home", ("Kin", "Foster"))
    with pytest.raises(ValueError, match="differently"):
        RawRelease("r", "R", 60, (two_way, one("home", other, {("Foster",): 25, ("Kin",): 35}, 60)))


def test_groups_and_codes_are_not_people() -> None:
    wave = release(people(60, 1, 0.3))
    assert {line.unit for line in wave.lines} == {Unit.GROUPS, Unit.CODES}
    assert not set(Unit) & {"people"}
    with pytest.raises(ValueError, match="below nothing"):
        RawLine("x", "X", Subject.ANSWERS, Unit.GROUPS, -1)


def test_a_table_is_one_way_or_two_way() -> None:
    with pytest.raises(ValueError, match="one-way or two-way"):
        RawTable("x", "X", Subject.ANSWERS, (AREA, YES, HOME), {}, 0)
