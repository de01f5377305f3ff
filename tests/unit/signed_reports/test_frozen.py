"""What was gathered comes back as it was, with live words in their place."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Unreadable
from portal.documents.document import Bullets, Cell, Column, Heading, Kind, Note, Paragraph, Table
from portal.signed_reports import frozen
from portal.signed_reports.gathering import Evidence, Proof, ask_words

TEXT = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=40)
CELL = st.builds(Cell, TEXT, st.none() | st.integers(0, 10**6), st.none() | st.dates())
TABLE = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        key=TEXT,
        caption=TEXT,
        columns=st.lists(st.builds(Column, TEXT, st.sampled_from(Kind), TEXT), min_size=width, max_size=width),
        rows=st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=4),
        finding=TEXT,
        note=TEXT,
    )
)
PART = st.one_of(
    st.builds(Heading, TEXT, st.integers(1, 3)),
    st.builds(Paragraph, TEXT),
    st.builds(Bullets, st.lists(TEXT, max_size=3)),
    st.builds(Note, TEXT, TEXT),
    TABLE,
)


@given(st.lists(PART, max_size=4))
def test_parts_come_back_as_they_were(parts):
    assert list(frozen.with_words(frozen.parts_from_json(frozen.parts_to_json(parts)), {})) == parts


def test_live_words_stand_where_they_are_named_and_nowhere_else():
    kept, gone = uuid4(), uuid4()
    table = Table("t", "Asks", [Column("Ask")], [[ask_words(kept)], [Cell(ask_words(gone))]])
    text = frozen.parts_to_json([Paragraph(f"They said: {ask_words(kept)}"), Bullets([ask_words(gone)]), table])
    assert frozen.asks_in(text) == {kept, gone}
    shown = list(frozen.with_words(frozen.parts_from_json(text), {kept: "Ask me first"}))
    assert shown[0] == Paragraph("They said: Ask me first")
    assert shown[1] == Bullets(["–"])
    assert [row[0].text for row in shown[2].lines()] == ["Ask me first", "–"]


def test_evidence_comes_back_once_in_its_order():
    key = UUID("3f9a2c71-0000-4000-8000-000000000000")
    pieces = [Evidence(Proof.ASK, key, "Sleepovers"), Evidence(Proof.ACTION, uuid4(), "Forms")]
    assert frozen.evidence_from_json(frozen.evidence_to_json([*pieces, pieces[0]])) == pieces
    assert pieces[0].code == "ask-3f9a2c71"


def test_what_this_version_does_not_know_is_refused():
    with pytest.raises(Unreadable):
        frozen.parts_from_json('[{"is": "film"}]')


def test_days_come_back_as_days():
    table = Table("t", "Days", [Column("Day", Kind.DATE)], [[Cell("1 May 2026", None, date(2026, 5, 1))]])
    back = frozen.parts_from_json(frozen.parts_to_json([table]))[0]
    assert next(back.lines())[0].day == date(2026, 5, 1)
