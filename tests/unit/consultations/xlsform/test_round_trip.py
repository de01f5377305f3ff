"""What we write we read back the same, every kind of it, and other programs' own checker takes it."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.kinds import KINDS
from portal.consultations.models import About, Audience, Kind
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.xlsform import reading, relevant, writing

CHOSEN = (
    NewOption(key="yes", label="Yes"),
    NewOption(key="no", label="No"),
    NewOption(key="both", label="A bit of both"),
)
BY_KEY = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.ORDER})


def question(kind, key="q", **own):
    """A question of a kind with what that kind needs."""
    needs = {}
    if kind in KINDS and (kind in BY_KEY or kind is Kind.TILES):
        needs["options"] = CHOSEN
    elif kind in KINDS:
        needs["options"] = tuple(NewOption(key=k, label=w, face=f) for k, w, f in KINDS[kind].usual_options())
    if kind is Kind.LADDER:
        needs |= {"low": "Not at all", "high": "Very"}
    return NewQuestion(**{"key": key, "kind": kind, "prompt": "How is it?", **needs, **own})


def edition(*questions, **own):
    return NewEdition(sections=[NewSection(key="all", questions=list(questions))], **own)


def back(whole):
    """An edition that went out and came in again."""
    written = writing.write(whole, title="Our views", form_id="our-views", version="1")
    read = reading.read(written.content)
    assert read.problems == () and read.lost == ()
    return read.edition


def plain(whole):
    """An edition with nothing left of how it was held: tuples for lists, conditions in one form."""

    def canonical(condition):
        return condition and relevant.canonical(condition)

    return replace(
        whole,
        wordings={locale: dict(texts) for locale, texts in whole.wordings.items() if texts},
        sections=[
            replace(
                section,
                condition=canonical(section.condition),
                questions=[
                    replace(
                        one, options=list(one.options), settings=dict(one.settings), condition=canonical(one.condition)
                    )
                    for one in section.questions
                ],
            )
            for section in whole.sections
        ],
    )


IF_YES = Condition(Mode.ALL, (Comparison("a", Operator.IS, ("yes",)),))
EITHER = Condition(
    Mode.ANY, (Comparison("a", Operator.NONE_OF, ("yes", "no")), Comparison("b", Operator.AT_LEAST, ("3",)))
)
FORMS = {
    **{kind.value: edition(question(kind)) for kind in Kind},
    "number with a unit": edition(
        question(
            Kind.NUMBER,
            settings={"min": -2, "max": 40, "unit": "days", "unit_one": "day", "stretches": [[-2, 9], [10, 40]]},
        )
    ),
    "number": edition(question(Kind.NUMBER, settings={"min": 1, "max": 7})),
    "some of them": edition(question(Kind.SEVERAL, settings={"most": 2})),
    "conditions": edition(
        question(Kind.SINGLE, "a"),
        question(Kind.LADDER, "b", condition=IF_YES),
        question(Kind.LONG, "c", condition=EITHER),
        question(Kind.SEVERAL, "d", condition=Condition(Mode.ALL, (Comparison("a", Operator.ANSWERED),))),
        question(Kind.SHORT, "e", condition=Condition(Mode.ALL, (Comparison("d", Operator.ANY_OF, ("yes", "both")),))),
    ),
    "sections": NewEdition(
        audience=Audience.FROM_12,
        sections=[
            NewSection(key="a", title="You", intro="About you.", questions=[question(Kind.SINGLE, "a")]),
            NewSection(key="b", title="Home", condition=IF_YES, questions=[question(Kind.SHORT, "section_b")]),
        ],
    ),
    "tags": edition(
        question(
            Kind.YES_NO_UNSURE,
            help="A hint.",
            why="So that we know.",
            needed_because="The law says so.",
            shanarri="safe",
            uncrc="12",
            section_58="voice",
            promise="listen",
        )
    ),
    "a band": edition(question(Kind.SINGLE, "age", about=About.AGE_BAND), question(Kind.SHORT)),
    "languages": edition(
        question(Kind.SINGLE, "a"),
        question(Kind.LADDER, "b"),
        wordings={
            "cy": {"q.a.prompt": "Sut?", "q.b.low": "Dim", "o.a.yes.label": "Ydw", "s.all.title": "Chi"},
            "gd_GB": {"q.a.prompt": "Ciamar?", "q.a.help": "Cuideachadh"},
        },
    ),
    "text that looks like a formula": edition(question(Kind.SHORT, prompt="=1+1", help="@x", why="-2")),
    "numbers as keys": edition(
        question(Kind.SINGLE, "a", options=(NewOption(key="1", label="1"), NewOption(key="02", label="2.0")))
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_comes_back_as_it_went(name):
    assert plain(back(FORMS[name])) == plain(FORMS[name])


@pytest.mark.parametrize("name", FORMS)
def test_the_checker_of_odk_takes_it(name):
    written = writing.write(FORMS[name], title="Our views", form_id="our-views", version="1")
    assert "Our views" in convert(io.BytesIO(written.content), file_type=".xlsx", validate=False).xform


TEXT = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, categories=["L", "N", "P"]), min_size=1, max_size=12
)


@st.composite
def editions(draw):
    """Several questions of any kind in any sections, each looking back to one before."""
    keys = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), min_size=1, max_size=6, unique=True))
    sections, before = [], []
    for number, key in enumerate(keys):
        kind = draw(st.sampled_from(Kind))
        looks = draw(st.sampled_from(before)) if before and draw(st.booleans()) else None
        condition = looks and Condition(Mode.ALL, (Comparison(looks, draw(st.sampled_from(Operator)), ("yes",)),))
        if condition and condition.tests[0].operator in (Operator.AT_LEAST, Operator.AT_MOST):
            condition = Condition(Mode.ANY, (replace(condition.tests[0], values=("3",)),))
        elif condition and "answered" in condition.tests[0].operator:
            condition = Condition(Mode.ALL, (replace(condition.tests[0], values=()),))
        one = question(
            kind, key, prompt=draw(TEXT), help=draw(st.none() | TEXT), why=draw(st.none() | TEXT), condition=condition
        )
        if not sections or draw(st.booleans()):
            sections.append(NewSection(key=f"s{number}", title=draw(st.just("") | TEXT), questions=[]))
        sections[-1].questions.append(one)
        if kind in BY_KEY:
            before.append(key)
    return NewEdition(sections=sections, audience=draw(st.sampled_from(Audience)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(editions())
def test_any_plan_comes_back_as_it_went(whole):
    assert plain(back(whole)) == plain(whole)


def test_what_others_will_not_show_is_listed():
    written = writing.write(FORMS["tags"], title="Our views", form_id="our-views", version="1")
    assert [finding.text for finding in written.lost] == ["“Why we ask” is shown by this portal only."]
    assert {finding.place.column for finding in written.lost} == {"q"}
