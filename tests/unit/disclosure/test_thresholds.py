"""The one table of thresholds, and the sizes under which less is shown."""

import pytest

from portal.disclosure.thresholds import THRESHOLDS, Audience, Size, Subject, size_of, threshold


def test_every_threshold_is_the_one_agreed() -> None:
    table = {(str(a), str(s)): threshold(a, s) for a in Audience for s in Subject}
    assert table == {
        ("partners", "answers"): 5,
        ("partners", "themes"): 10,
        ("partners", "quotes"): 10,
        ("partners", "asks"): 5,
        ("partners", "verdicts"): 5,
        ("public", "answers"): 10,
        ("public", "themes"): 10,
        ("public", "quotes"): 10,
        ("public", "asks"): 10,
        ("public", "verdicts"): 10,
    }


def test_the_public_is_never_shown_a_smaller_number_than_partners() -> None:
    for subject in Subject:
        assert THRESHOLDS[Audience.PUBLIC][subject] >= THRESHOLDS[Audience.PARTNERS][subject]


@pytest.mark.parametrize(
    ("people", "size"),
    [
        (0, Size.NARRATIVE),
        (19, Size.NARRATIVE),
        (20, Size.ONE_WAY),
        (49, Size.ONE_WAY),
        (52, Size.ONE_WAY),
        (53, Size.FULL),
        (2000, Size.FULL),
    ],
)
def test_how_much_is_shown_follows_the_number_of_people(people: int, size: Size) -> None:
    assert size_of(people) is size
