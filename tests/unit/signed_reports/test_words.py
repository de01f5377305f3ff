"""Officers' words: never markup, figures by name, numbers typed by hand found, evidence named or missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.document import Bullets, Heading, Paragraph
from portal.signed_reports import words

CODE = "ask-3f9a2c71"


def texts(found):
    return [one for part in found.parts for one in (part.items if isinstance(part, Bullets) else [part.text])]


def test_markdown_becomes_parts_and_nothing_else():
    found = words.read(
        "## What moved\n\nTwo **new** houses.\nOpen [here](https://x.org/a).\n\n- one\n  - two\n", {}, ()
    )
    assert found.parts == (
        Heading("What moved", 3),
        Paragraph("Two new houses. Open here (https://x.org/a)."),
        Bullets(["one", "two"]),
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # text, as any other: pages escape it
        ("[bad](javascript:alert(1))", "[bad](javascript:alert(1))"),
        ("![cat](https://x.org/cat.png)", "cat"),
        ("> said so", "said so"),
        ("    code", "code"),
        ("a\\\nb", "a\nb"),
    ],
)
def test_what_has_no_place_in_a_report_is_text(typed, shown):
    assert texts(words.read(typed, {}, ())) == [shown]


def test_a_figure_stands_where_its_name_was_typed_and_an_unknown_name_is_seen():
    found = words.read("{people} took part, { nope } did not.", {"people": "45 people"}, ())
    assert texts(found) == ["45 people took part, { nope } did not."]
    assert found.unknown_figures == ("nope",)


def test_numbers_typed_by_hand_are_found_and_years_days_and_sections_are_none():
    typed = "47 of 1,200 in 2026, on 12 June, under section 58(1), [ask-3f9a2c71] and {people}; 2024/25.\n\n1. one"
    assert words.read(typed, {"people": "45"}, {CODE}).loose_numbers == ("47", "1,200")


def test_what_is_looked_at_is_what_readers_see():
    typed = "Only &#51; people, [ask-dead&#98;eef] and {people&#95;1}; twelve more."
    found = words.read(typed, {"people_1": "45"}, {CODE}, "Evidence: missing.")
    assert texts(found)[0] == "Only 3 people, [ask-deadbeef] and 45; twelve more."
    assert found.loose_numbers == ("3", "twelve")
    assert found.unknown_evidence == ("ask-deadbeef",)


def test_a_paragraph_without_evidence_says_so():
    typed = f"Shown. [{CODE}]\n\nNot shown.\n\n- one\n- two [{CODE}]\n\nUnknown [ask-00000000]."
    found = words.read(typed, {}, {CODE}, "Evidence: missing.")
    assert texts(found).count("Evidence: missing.") == found.uncited == 1
    assert texts(found)[2] == "Evidence: missing."
    assert found.unknown_evidence == ("ask-00000000",)


@given(st.text(max_size=300), st.text(max_size=40))
def test_whatever_is_typed_is_read_and_no_digit_is_overlooked(typed, figure):
    found = words.read(typed, {"people": figure}, ())
    assert all(isinstance(one, str) for one in texts(found))
    assert found.uncited <= len(found.parts)


@given(st.integers(3, 999_999).filter(lambda number: not 1900 <= number <= 2099))
def test_any_number_is_found(number):
    assert words.loose_numbers(f"There were {number:,} of them") == [f"{number:,}"]
