import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions import codes
from portal.invitations import rules as letters
from portal.lifeline.code_kinds import CodeKind, kind_of

WORD = st.sampled_from(codes.word_list())
BETWEEN = st.sampled_from([" ", "-", ", ", " - ", "  "])


def spelt(draw_case, words, between):
    return between.join(word.upper() if draw_case else word for word in words)


@given(st.booleans(), st.lists(WORD, min_size=4, max_size=4), BETWEEN)
def test_four_words_are_words_however_they_are_typed(upper, words, between):
    assert kind_of(spelt(upper, words, between)) is CodeKind.WORDS


@given(st.booleans(), st.lists(WORD, min_size=3, max_size=3), st.integers(10, 99), BETWEEN, st.booleans())
def test_three_words_and_a_number_are_a_draft_wherever_the_number_stands(upper, words, number, between, first):
    parts = [str(number), *words] if first else [*words, str(number)]
    assert kind_of(spelt(upper, parts, between)) is CodeKind.DRAFT


@given(st.lists(st.sampled_from(letters.SIGNS), min_size=12, max_size=12), st.booleans(), st.sampled_from("- ~"))
def test_every_code_of_a_letter_is_one(signs, lower, between):
    code = between.join("".join(signs[part : part + 4]) for part in (0, 4, 8)).replace("~", "")
    assert kind_of(code.lower() if lower else code) is CodeKind.LETTER


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("dry fry gym try", CodeKind.WORDS),  # four words of ours made of a letter's signs
        ("7P8F-P3P2-G5X", CodeKind.LETTER),  # a sign is missing
        ("7P8F-P3P2-G5XO", CodeKind.LETTER),  # a sign no letter has
        ("22", CodeKind.DRAFT),
        ("nothing of ours", CodeKind.WORDS),
        ("", CodeKind.WORDS),
    ],
)
def test_slips_and_border_cases(typed, kind):
    assert kind_of(typed) is kind
