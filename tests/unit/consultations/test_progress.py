from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from portal.consultations import progress
from portal.consultations.kinds import KINDS
from portal.consultations.models import About, Audience, Kind
from portal.consultations.questionnaire import Asked, Choice, Edition, Part
from portal.contributions.drafts import AGAIN, GONE, Draft

SPACE = UUID(int=7)


def question(number, kind, about=None):
    choices = tuple(Choice(uuid5(SPACE, f"{number}{n}"), f"k{n}", f"Label {n}", None) for n in range(3))
    has = KINDS[kind].fewest_options > 0
    return Asked(
        id=uuid5(SPACE, str(number)),
        number=number,
        key=f"q{number}",
        kind=kind,
        section=Part("all"),
        about=about,
        prompt="Prompt",
        choices=choices if has else (),
    )


def wave(*questions):
    return Edition(SPACE, SPACE, Audience.ALL, 1, tuple(questions))


ASKED = [question(n, kind) for n, kind in enumerate((k for k in KINDS if k is not Kind.TELL), start=1)]
JUNK = st.one_of(
    st.dictionaries(st.sampled_from(["k0", "k1", "k9", ""]), st.sampled_from(["0", "2", "3", "x", ""]), max_size=4),
    st.lists(st.text(max_size=8), max_size=5),
    st.integers(),
    st.text(max_size=40),
)


@given(st.dictionaries(st.sampled_from([q.key for q in ASKED] + ["gone"]), JUNK))
def test_whatever_a_draft_holds_it_can_be_looked_over(answers):
    draft = Draft(key="0" * 64, answers=answers)
    shown = list(progress.answered(wave(*ASKED), draft))
    assert [one.question for one in shown] == ASKED
    assert all(isinstance(word, str) for one in shown for word in one.words)


@given(st.sampled_from(ASKED), JUNK)
def test_no_answer_takes_the_one_before_away(asked, value):
    draft = Draft(key="0" * 64)
    progress.keep(draft, asked, value)
    progress.keep(draft, asked, None)
    assert draft.answers == {}


def test_an_age_alone_is_nothing_to_send():
    band = question(99, Kind.SINGLE, About.AGE_BAND)
    draft = Draft(key="0" * 64)
    progress.keep(draft, band, [band.choices[0].key])
    assert not progress.says_something(wave(band, ASKED[0]), draft)
    progress.keep(draft, ASKED[0], [ASKED[0].choices[0].key])
    assert progress.says_something(wave(band, ASKED[0]), draft)


def test_only_a_later_question_can_have_lost_answers():
    assert progress.notice(is_new=True, number=1, sent=False) == ""
    assert progress.notice(is_new=True, number=4, sent=False) == GONE
    assert progress.notice(is_new=True, number=1, sent=True) == AGAIN
    assert progress.notice(is_new=False, number=4, sent=True) == ""
