"""A file is read whole or refused with every bad row named; nothing that stood in a cell is repeated."""

import csv
import io
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.comparisons import rules
from portal.comparisons.rules import Wrong
from portal.consultations.models import Audience, Kind
from portal.consultations.questionnaire import Asked, Choice, Edition, Part

CHOICES = ("a", "b", "c", "d")
KINDS = (Kind.SINGLE, Kind.SEVERAL, Kind.LADDER, Kind.NUMBER, Kind.ORDER, Kind.TILES, Kind.FACES3)


def question(number, kind):
    choices = () if kind in (Kind.LADDER, Kind.NUMBER) else CHOICES
    made = tuple(Choice(uuid4(), key, f"Label {key}") for key in choices)
    return Asked(uuid4(), number, f"q_{kind.value}", kind, "What?", Part("all"), choices=made)


EDITION = Edition(
    uuid4(), uuid4(), Audience.ALL, 1, tuple(question(n, kind) for n, kind in enumerate((*KINDS, Kind.LONG), start=1))
)
some = st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)
CELLS = {
    "q_single": st.sampled_from([*CHOICES, *(f"label {key}" for key in CHOICES)]),
    "q_faces3": st.sampled_from(CHOICES),
    "q_several": some.map("|".join),
    "q_order": some.map(" | ".join),
    "q_tiles": some.flatmap(lambda keys: st.tuples(*(st.sampled_from([f"{key}=1", f"{key}=3"]) for key in keys))).map(
        "|".join
    ),
    "q_ladder": st.integers(0, 10).map(str),
    "q_number": st.integers(0, 100).map(str),
}
rows = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=12)


def written(people, separator=",", encoding="utf-8-sig", end="\r\n", head=None):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end)
    writer.writerow(head or list(CELLS))
    writer.writerows([row.get(name, "") for name in CELLS] for row in people)
    return buffer.getvalue().encode(encoding)


@given(
    rows,
    st.sampled_from(",;"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_row_comes_in_whatever_program_wrote_the_file(people, separator, encoding, end):
    read = rules.read_wave(written(people, separator, encoding, end), EDITION)
    assert read.problems == []
    assert len(read.people) == len(people)
    assert all(set(one) == set(CELLS) for one in read.people)


@given(rows, st.data())
def test_one_bad_cell_refuses_the_whole_and_is_named(people, data):
    row, column = data.draw(st.integers(0, len(people) - 1)), data.draw(st.sampled_from(list(CELLS)))
    people[row] = people[row] | {column: "quokka"}
    read = rules.read_wave(written(people), EDITION)
    assert not read.is_good
    assert [(one.row, one.column) for one in read.problems] == [(row + 2, column)]
    assert "quokka" not in repr(read.problems)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Wrong.EMPTY),
        (b"q_single\n", Wrong.EMPTY),
        (b"PK\x03\x04 a zip", Wrong.NOT_TEXT),
        (b"q_single\n\0\n", Wrong.NOT_TEXT),
        (b'q_single\n"a\n', Wrong.QUOTES),
        (b"q_single\n" + b"a\n" * 5_001, Wrong.TOO_MANY),
        (b"q_single\n" + b"a," * 300 + b"\n", Wrong.TOO_MANY),
        (b",".join(b"c%d" % n for n in range(900)) + b"\na\n", Wrong.TOO_MANY),
        (b"x" * 400_000, Wrong.TOO_LARGE),
        (b"q_single,q_single\na,b\n", Wrong.TWICE),
        (b"q_single,first_name\na,Sam\n", Wrong.PERSONAL),
        (b"q_single\nsam@example.org\n", Wrong.PERSONAL),
        (b"q_single\nDG1 2AB\n", Wrong.PERSONAL),
        (b"q_single\n" + b"a" * 900 + b"\n", Wrong.LONG),
        (b"q_unknown\na\n", Wrong.UNKNOWN),
        (b"q_single\na|b\n", Wrong.CHOICE),
        (b"q_ladder\n11\n", Wrong.NUMBER),
        (b"q_several\na|a\n", Wrong.CHOICE),
        (b"q_tiles\na=9\n", Wrong.CHOICE),
        (b"q_tiles\na=1|b=9\n", Wrong.CHOICE),
        (b"q_tiles\na=1|a=3\n", Wrong.CHOICE),
        (b"q_tiles\na=1|quokka=2\n", Wrong.CHOICE),
    ],
)
def test_hostile_and_mistaken_files_are_refused_with_a_reason(content, why):
    read = rules.read_wave(content, EDITION)
    assert not read.is_good
    assert why in {one.why for one in read.problems}


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content):
    assert rules.read_wave(content, EDITION) is not None
    assert rules.read_figures(content, {"home": ("Good",)}) is not None


def test_words_are_left_behind_and_said_so():
    read = rules.read_wave(b"q_single,q_long\na,My name is Sam\n", EDITION)
    assert (read.left, read.people) == (["q_long"], [{"q_single": ["a"]}])


@pytest.mark.parametrize(
    ("column", "typed", "why"),
    [
        ("question_key", "nothing", Wrong.UNKNOWN),
        ("answer", "Bad", Wrong.CHOICE),
        ("answer", "", Wrong.MISSING),
        ("share", "101", Wrong.SHARE),
        ("share", "12.5", Wrong.SHARE),
        ("year", "24", Wrong.YEAR),
        ("base", "0", Wrong.NUMBER),
        ("base", "19", Wrong.FEW),
        ("address", "http://example.org", Wrong.ADDRESS),
        ("address", "javascript:alert(1)", Wrong.ADDRESS),
        ("retrieved_on", "31/05/2026", Wrong.DAY),
    ],
)
def test_a_figure_says_what_is_wrong_by_column(column, typed, why):
    good = dict(zip(rules.FIGURE_COLUMNS, FIGURE, strict=True))
    assert rules.figure_of(good, KEYS)[1] == {}
    assert rules.figure_of(good | {column: typed}, KEYS)[1] == {column: why}


KEYS = {"home": ("Good", "Okay")}
FIGURE = ("home", "Good", "Survey", "Publisher", "2024", "Everybody", "71", "", "https://example.org", "2026-05-31")


@given(rows, st.data())
def test_a_problem_names_the_line_of_the_file_whatever_stands_between(people, data):
    row = data.draw(st.integers(0, len(people) - 1))
    people[row] = people[row] | {"q_single": "quokka"}
    lines, wanted = [], None
    text = written(people, encoding="utf-8", end="\n").decode().splitlines()
    for number, line in enumerate(text):
        lines += [data.draw(st.sampled_from(["", ",,", "  "])) for _ in range(data.draw(st.integers(0, 3)))]
        lines.append(line)
        wanted = len(lines) if number == row + 1 else wanted
    read = rules.read_wave("\n".join(lines).encode(), EDITION)
    assert [one.row for one in read.problems] == [wanted]


def test_a_line_end_within_quotes_is_a_line_too():
    read = rules.read_wave(b'q_single,q_long\na,"one\ntwo\nthree"\nquokka,\n', EDITION)
    assert [one.row for one in read.problems] == [5]


def test_a_file_that_is_no_utf_8_says_so():
    text = "q_single,q_long\na,caf\u00e9 \u00a35\n"
    assert rules.read_wave(text.encode("cp1252"), EDITION).windows
    assert not rules.read_wave(text.encode(), EDITION).windows
    assert not rules.read_wave(b"q_single\na\n", EDITION).windows


def test_a_figure_that_stands_twice_in_a_file_is_named():
    line = ",".join(FIGURE)
    read = rules.read_figures("\n".join([",".join(rules.FIGURE_COLUMNS), line, line]).encode(), KEYS)
    assert [(one.row, one.why) for one in read.problems] == [(3, Wrong.AGAIN)]


@given(st.integers(0, 100), st.integers(1, 5000))
def test_a_base_stands_beside_a_share_only_where_both_give_no_small_number(share, base):
    said, others = share * base / 100, (100 - share) * base / 100
    assert rules.is_many(share, base) == (base >= 20 and said >= 10 and others >= 10)
