"""Rare details are found by patterns and by lists; a flag is a place in the text, never a verdict."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.themes.rare import Known, Rare, flags

KNOWN = Known(names=frozenset({"Rowan Hill", "Rowan", "Hill"}), places=frozenset({"Stranraer", "Annan"}))


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("rowan never rings me back", Rare.NAME, "rowan"),
        ("my worker Shona is kind", Rare.NAME, "Shona"),
        ("I told Callum and he laughed", Rare.NAME, "Callum"),
        ("they moved me to Stranraer", Rare.PLACE, "Stranraer"),
        ("the bus from annan is late", Rare.PLACE, "annan"),
        ("I live at Bank Street", Rare.PLACE, "Bank Street"),
        ("at DG1 2AB now", Rare.PLACE, "DG1 2AB"),
        ("I hate Locharbriggs Primary", Rare.SCHOOL, "Locharbriggs Primary"),
        ("they all hate S3 maths", Rare.SCHOOL, "S3"),
        ("my three brothers live apart", Rare.FAMILY, "three brothers"),
        ("I have 2 wee sisters", Rare.FAMILY, "2 wee sisters"),
        ("I have a half-brother", Rare.FAMILY, "half-brother"),
        ("my twin is elsewhere", Rare.FAMILY, "twin"),
        ("my foster mum is great", Rare.FAMILY, "foster mum"),
        ("since I was 9 nobody asked", Rare.DATE, "since I was 9"),
        ("on 4 June they came", Rare.DATE, "4 June"),
        ("on 12/5/2024 they came", Rare.DATE, "12/5/2024"),
        ("a 14 year old is no baby", Rare.DATE, "14 year old"),
    ],
)
def test_a_detail_is_found_where_it_stands(text: str, kind: Rare, what: str) -> None:
    found = [(flag.kind, flag.what) for flag in flags(text, KNOWN)]
    assert (kind, what) in found, found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ask me first, not after.",
        "I want the bus to be on time. I miss lessons because of it.",
        "See us on Saturday and at Christmas",
        "the hillside",
        "I think I should be asked. I do.",
    ],
)
def test_plain_sentences_are_left_alone(text: str) -> None:
    assert flags(text, KNOWN) == []


TEXTS = st.text(alphabet="aA bS3.14/ ’-é\n", max_size=60) | st.text(max_size=60)


@given(TEXTS, st.sets(st.text(min_size=1, max_size=5)))
def test_flags_are_places_in_the_text_in_order_and_never_overlap(text: str, names: set[str]) -> None:
    found = flags(text, Known(names=frozenset(names)))
    assert all(text[flag.starts : flag.ends] == flag.what for flag in found)
    assert all(one.ends <= other.starts for one, other in pairwise(found))
    assert all(flag.what for flag in found)
