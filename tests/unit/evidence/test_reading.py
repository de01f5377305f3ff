"""What a table is said to say."""

import pytest

from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence import reading


def table(cells: dict[str, int], *, multiple: bool = False, people: int = 200) -> SafeTable:
    base = people if multiple else sum(cells.values())
    raw = RawTable(
        key="question:home",
        title="How is home?",
        subject=Subject.ANSWERS,
        dimensions=(Dimension("question:home", "How is home?", tuple(cells)),),
        cells={(label,): count for label, count in cells.items()},
        base=base,
        multiple=multiple,
    )
    found = protect(RawRelease("wave", "Wave", people, (raw,)), Audience.PARTNERS).table("question:home")
    assert found is not None
    return found


def test_the_most_frequent_answer_is_named_with_its_rounded_number() -> None:
    assert reading.finding(table({"Good": 61, "Okay": 40, "Bad": 33})) == "Most often: “Good”, 60 (44%)."


def test_answers_that_look_equal_are_called_about_equal() -> None:
    said = reading.finding(table({"Good": 41, "Okay": 39, "Bad": 21}))
    assert said == "Most often, about equally: “Good”, “Okay”, 40 (40%) each."


def test_nearly_all_is_said_without_a_number() -> None:
    assert reading.finding(table({"Yes": 58, "No": 1})) == "“Yes”: all but fewer than 5 (most, over 90%)."


def test_nothing_is_said_of_what_is_hidden() -> None:
    small = table({"Yes": 1, "No": 2})
    assert "Hidden to protect people" in reading.finding(small)
    assert reading.table_reading(small).rows == ()
    assert reading.base_text(small) == ""


@pytest.mark.parametrize("count", range(5))
def test_small_numbers_and_nobody_look_the_same(count: int) -> None:
    shown = reading.table_reading(table({"Money": 60, "Phone": count}, multiple=True))
    assert shown.bars[1].value is None
    assert shown.rows[1] == ("Phone", "fewer than 5")


def test_a_bar_and_its_row_say_the_same() -> None:
    shown = reading.table_reading(table({"Good": 61, "Okay": 40, "Bad": 33}))
    assert [(bar.label, bar.text) for bar in shown.bars] == list(shown.rows)
