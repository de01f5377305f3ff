"""What is compared between two waves, and the words for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.change import Change
from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence import changes, rules, since
from portal.evidence.changes import Match
from portal.invitations.models import EligibleTotal, Group

HOME = "How is home?"


def release(
    cells: dict[str, int],
    *,
    title: str = HOME,
    key: str = "question:home",
    multiple: bool = False,
    audience: Audience = Audience.PARTNERS,
) -> SafeRelease:
    """One question of a wave, as it leaves."""
    base = max(cells.values()) + 20 if multiple else sum(cells.values())
    dimension = Dimension(key, title, tuple(cells))
    counts = {(label,): count for label, count in cells.items()}
    raw = RawTable(key, title, Subject.ANSWERS, (dimension,), counts, base, multiple)
    return protect(RawRelease("wave", "Wave", base, (raw,)), audience)


def only(before: SafeRelease, now: SafeRelease) -> changes.QuestionChange:
    (found,) = changes.compare(before, now).values()
    return found


BEFORE = release({"Good": 40, "Okay": 80})
NOW = release({"Good": 90, "Okay": 30})


def test_a_change_is_said_with_its_range() -> None:
    said = since.since(only(BEFORE, NOW), "May 2025")
    assert said.sentence.startswith("Since May 2025: “Good”: clear rise, by ")
    assert "“Okay”: clear fall, by " in said.sentence
    assert [row[:3] for row in said.rows] == [("Good", "33%", "75%"), ("Okay", "67%", "25%")]


def test_answers_in_another_order_are_the_same_answers() -> None:
    turned = only(release({"Okay": 80, "Good": 40}), NOW)
    assert turned.match is Match.SAME
    assert [one.label for one in turned.clear] == ["Good", "Okay"]


@pytest.mark.parametrize(
    "before",
    [
        release({"Good": 40, "Okay": 80}, title="How is it at home?"),
        release({"Good": 40, "Fine": 80}),
        release({"Good": 40, "Okay": 40, "Bad": 40}),
        release({"Good": 40, "Okay": 80}, multiple=True),
    ],
)
def test_other_words_are_another_question(before: SafeRelease) -> None:
    found = only(before, NOW)
    assert found.match is Match.REWORDED
    assert found.answers == ()
    assert "not the same question as in May 2025" in since.since(found, "May 2025").sentence
    assert changes.compared_count({"one": found}) == (0, 0)


def test_what_was_not_asked_is_new() -> None:
    found = only(release({"Good": 40, "Okay": 80}, key="question:other"), NOW)
    assert since.since(found, "May 2025").sentence == "Not asked in May 2025."


def test_two_editions_are_never_held_against_each_other() -> None:
    public = release({"Good": 90, "Okay": 30}, audience=Audience.PUBLIC)
    with pytest.raises(ValueError, match="editions"):
        changes.compare(BEFORE, public)


def test_beside_a_share_in_words_no_points_tell_the_number() -> None:
    found = only(release({"Good": 55, "Okay": 65}), release({"Good": 190, "Okay": 10}))
    good, okay = (since.change_text(one) for one in found.answers)
    assert (good, okay) == ("clear rise", "clear fall")


def test_a_table_that_is_withheld_says_too_few() -> None:
    withheld = replace(NOW, tables=(replace(NOW.tables[0], withheld=True, cells={}),))
    assert since.since(only(BEFORE, withheld), "May 2025").sentence == "Since May 2025: too few to compare."
    assert since.overview(changes.compare(BEFORE, withheld), "May 2025")[0].startswith("Nothing can be compared")
    assert since.how_to_read(changes.compare(BEFORE, withheld)) == []


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 120), min_size=2, max_size=4),
    st.data(),
)
def test_no_number_is_said_of_what_is_hidden(cells: dict[str, int], data: st.DataObject) -> None:
    later = {label: data.draw(st.integers(0, 120)) for label in cells}
    if sum(cells.values()) < 20 or sum(later.values()) < 20:
        return
    for change in changes.compare(release(cells), release(later)).values():
        for one in change.answers:
            hidden = one.before.hidden or one.now.hidden
            assert not hidden or one.difference.change is Change.TOO_FEW
            assert one.difference.change is not Change.TOO_FEW or one.difference.low is None
            assert not hidden or since.change_text(one) == "too few to compare"


def _total(number: int, day: date, group: Group = Group.ALL) -> EligibleTotal:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return EligibleTotal(group=group, key="", number=number, as_of=day, source="", noted_at=at, noted_by_id=uuid4())


def test_the_total_is_the_one_of_its_day() -> None:
    totals = [_total(9, date(2026, 3, 1)), _total(40, date(2026, 2, 1), Group.HOME), _total(300, date(2026, 1, 1))]
    assert changes.eligible_on(totals, date(2026, 2, 1)) == 300
    assert changes.eligible_on(totals, date(2025, 12, 31)) is None
    assert changes.eligible_on(totals, date(2026, 3, 1)) is None  # too small to stand on a page


@pytest.mark.parametrize(
    ("now", "before", "same"),
    [("abcd", "ab", True), ("abcd", "a", False), ("ab", "abcdef", True), ("", "ab", False), ("ab", "", False)],
)
def test_half_of_the_questions_make_it_the_same_asking(now: str, before: str, same: bool) -> None:
    assert rules.is_same_asking(now, before) is same
