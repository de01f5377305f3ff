"""Sentences lose nothing of what was said, and neighbours that were chosen are one passage."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.themes.passages import Span, named, runs, sentences

TEXTS = st.text(alphabet="ab .!?…\n\r\t’)ü😀", max_size=60) | st.text(max_size=60)


@given(TEXTS)
def test_every_visible_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = [at for span in spans for at in range(span.starts, span.ends)]
    assert covered == sorted(set(covered)), "sentences overlap or stand in another order"
    outside = "".join(sign for at, sign in enumerate(text) if at not in set(covered))
    assert not outside.strip()
    for span in spans:
        part = text[span.starts : span.ends]
        assert part and part == part.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n ", []),
        ("One", ["One"]),
        ("I like it. I do!  Really?", ["I like it.", "I do!", "Really?"]),
        ("Dr. Who came at 4.30 for e.g. tea. Then left.", ["Dr. Who came at 4.30 for e.g. tea.", "Then left."]),
        ("no full stop\nnew line\n\nagain", ["no full stop", "new line", "again"]),
        ("“Stop.” She went… home", ["“Stop.”", "She went…", "home"]),
        ("Well...ok. Yes", ["Well...ok.", "Yes"]),
        ("a\r\nb", ["a", "b"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[span.starts : span.ends] for span in sentences(text)] == expected


@given(TEXTS, st.data())
def test_runs_hold_the_chosen_sentences_and_no_other(text: str, data: st.DataObject) -> None:
    spans = sentences(text)
    chosen = data.draw(st.sets(st.sampled_from(spans))) if spans else set()
    found = runs(chosen, spans)
    inside = {span for span in spans if any(run.starts <= span.starts and span.ends <= run.ends for run in found)}
    assert inside == chosen
    for first, second in pairwise(found):
        assert any(first.ends <= span.starts and span.ends <= second.starts for span in set(spans) - chosen)


def test_neighbours_are_one_passage() -> None:
    spans = [Span(0, 2), Span(3, 5), Span(6, 8), Span(9, 11)]
    assert runs({spans[0], spans[1], spans[3]}, spans) == [Span(0, 5), Span(9, 11)]
    assert runs({Span(100, 101)}, spans) == []


NAMES = {
    "bus": ("Getting around", "the bus"),
    "family": ("Family time", "seeing my folks"),
    "food": ("Food", "tea"),
    "home": ("Family home", "home"),
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("  ", []),
        ("get", ["bus"]),
        ("THE B", ["bus"]),
        ("family", ["family", "home"]),
        ("family  TIME", ["family"]),
        ("home", ["home"]),
        ("time", ["family"]),
        ("f", ["family", "food", "home"]),
        ("zzz", []),
    ],
)
def test_the_first_letters_name_a_theme(typed: str, expected: list[str]) -> None:
    assert named(typed, NAMES) == expected
