"""Age versions, next versions, and every kind of question from the page to the counts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.consultations import editions, operations, queries, revising
from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.kinds import kind_of
from portal.consultations.models import About, Answer, Audience, Consultation, Edition, EditionState, Kind, Submission
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.contributions.models import AgeBand, Contribution, Identity
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import people
from tests.factories.consultations import all_counts, make_consultation, make_submission

ABC = [NewOption(key=key, label=label) for key, label in (("a", "Apple"), ("b", "Banana"), ("c", "Cherry"))]

DAYS = {"min": 0, "max": 7, "unit": "days", "unit_one": "day"}
BANDS = [NewOption(key="12_15", label="12 to 15"), NewOption(key="16_17", label="16 or 17")]


def section(*questions, **more):
    return [NewSection(key="all", questions=questions, **more)]


def every_counted_kind():
    return [
        NewQuestion(key="faces", kind=Kind.FACES5, prompt="How was it?"),
        NewQuestion(key="agree", kind=Kind.AGREE, prompt="They listen."),
        NewQuestion(key="many", kind=Kind.SEVERAL, prompt="Which?", options=ABC, settings={"most": 2}),
        NewQuestion(key="steps", kind=Kind.LADDER, prompt="How high?", low="Low", high="High"),
        NewQuestion(
            key="days",
            kind=Kind.NUMBER,
            prompt="How many?",
            settings={"min": 0, "max": 7, "unit": "days", "unit_one": "day"},
        ),
        NewQuestion(key="order", kind=Kind.ORDER, prompt="What first?", options=ABC),
        NewQuestion(key="tiles", kind=Kind.TILES, prompt="How are these?", options=ABC),
        NewQuestion(key="line", kind=Kind.SHORT, prompt="In a word?"),
        NewQuestion(key="told", kind=Kind.TELL, prompt="Did you know?", help="You have rights."),
        NewQuestion(
            key="only_low",
            kind=Kind.YES_NO_UNSURE,
            prompt="Want a talk?",
            condition=Condition(Mode.ALL, (Comparison("steps", Operator.AT_MOST, ("3",)),)),
        ),
    ]


SENT = {
    "faces": {"answer": "bad"},
    "agree": {"answer": "agree"},
    "many": {"answer": ["a", "c"]},
    "steps": {"answer": "2"},
    "days": {"answer": "5"},
    "order": {"answer-c": "1", "answer-a": "3"},
    "tiles": {"answer-a": "2", "answer-b": "0"},
    "line": {"answer": "Great"},
    "told": {},
    "only_low": {"answer": "yes"},
}


@pytest.fixture
def wave(app):
    made = make_consultation(slug="autumn", questions=every_counted_kind())
    db.session.commit()
    return made


def test_every_kind_from_its_page_to_the_counts(client, wave):
    at, seen = "/say/autumn/q/faces", []
    while "/q/" in at:
        key = at.rpartition("/")[2]
        page = client.get(at)
        assert page.status_code == 200 and len(page.data) < 4 * 1024, (key, len(page.data))
        seen.append(key)
        at = client.post_form(at, SENT[key]).location
    assert seen == list(SENT)
    check = client.get("/say/autumn/check").text
    for words in (
        "Not good",
        "Apple\nCherry",
        "5 days",
        "1. Cherry\n2. Apple",
        "Apple: Happy\nBanana: Not happy",
        "Great",
    ):
        assert words in check
    assert "Did you know?" not in check
    client.post_form("/say/autumn/check")
    sent = db.session.scalars(select(Contribution)).one()
    assert dict((q.key, said) for q, said in queries.answers_of(sent.id))["order"] == ["1. Cherry", "2. Apple"]
    counted = {one.key: (one.base, {label for label, n in one.options if n}) for one in _raw(wave)}
    assert counted == {
        "faces": (1, {"Not good"}),
        "agree": (1, {"Yes, mostly"}),
        "many": (1, {"Apple", "Cherry"}),
        "steps": (1, {"0-3"}),
        "days": (1, {"4-5"}),
        "order": (1, {"Cherry"}),
        "tiles.a": (1, {"Happy"}),
        "tiles.b": (1, {"Not happy"}),
        "tiles.c": (0, set()),
        "only_low": (1, {"Yes"}),
    }


def _raw(wave):
    return all_counts(wave.id).questions


def test_a_higher_step_leaves_the_last_page_out_and_its_answer_is_not_sent(client, wave):
    client.post_form("/say/autumn/q/steps", {"answer": "2"})
    client.post_form("/say/autumn/q/only_low", {"answer": "yes"})
    client.post_form("/say/autumn/q/steps", {"answer": "9"})
    assert client.get("/say/autumn/q/only_low").location == "/say/autumn/who"
    assert client.post_form("/say/autumn/q/told").location == "/say/autumn/who"
    assert "Want a talk?" not in client.get("/say/autumn/check").text
    client.post_form("/say/autumn/check")
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 1


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("days", {"answer": "eight"}, "Write a whole number, such as 3."),
        ("days", {"answer": "8"}, "Write a number from 0 to 7."),
        ("order", {"answer-a": "1", "answer-b": "1"}, "“Apple” and “Banana” both have 1."),
        ("order", {"answer-a": "first"}, "Use the numbers 1 to 3."),
        ("tiles", {"answer-a": "7"}, "“Apple”: choose from what is on this page."),
        ("tiles", {"answer-a": "1", "answer-b": "7"}, "“Banana”: choose from what is on this page."),
        ("tiles", {"answer-a": "x", "answer-b": "-1"}, "“Apple” and “Banana”: choose from what is on this page."),
        ("many", {"answer": ["a", "b", "c"]}, "Choose 2 at most."),
    ],
)
def test_what_does_not_fit_is_said_in_plain_words_and_shown_again(client, wave, key, typed, words):
    page = client.post_form(f"/say/autumn/q/{key}", typed)
    assert page.status_code == 200 and words in page.text
    assert 'href="#answer' in page.text
    for value in typed.values():
        if isinstance(value, str) and key != "tiles":
            assert f'value="{value}"' in page.text


def test_a_needed_answer_says_why_and_cannot_be_skipped(client, app):
    needed = NewQuestion(
        key="n", kind=Kind.YES_NO_UNSURE, prompt="Have you a worker?", needed_because="The next page is about them."
    )
    make_consultation(slug="autumn", questions=[needed, NewQuestion(key="m", kind=Kind.LONG, prompt="Say more")])
    db.session.commit()
    page = client.get("/say/autumn/q/n").text
    assert "The next page is about them." in page and "Skip" not in page.replace("Skip to main", "")
    assert client.post_form("/say/autumn/q/n", {"skip": "1"}).status_code == 200
    client.post_form("/say/autumn/q/m", {"answer": "words"})
    check = client.get("/say/autumn/check").text
    assert "One answer is missing" in check and 'href="/say/autumn/q/n?check=1"' in check
    assert client.post_form("/say/autumn/q/n", {"answer": "yes"}).location == "/say/autumn/q/m"
    assert client.post_form("/say/autumn/check").location == "/sent"


def make_versions(slug="ages"):
    core = NewQuestion(key="core", kind=Kind.SINGLE, prompt="Core?", options=ABC)
    young = NewQuestion(key="core", kind=Kind.SINGLE, prompt="Core, easily?", options=ABC[:2])
    age = NewQuestion(
        key="age",
        kind=Kind.SINGLE,
        about=About.AGE_BAND,
        prompt="How old?",
        options=BANDS,
    )
    return make_consultation(
        slug=slug,
        editions=[
            NewEdition(audience=Audience.FROM_8, sections=section(young, age)),
            NewEdition(audience=Audience.FROM_12, sections=section(core, age)),
            NewEdition(audience=Audience.FROM_16, sections=section(core, age)),
        ],
    )


def test_the_age_chooses_the_version_and_is_the_answer_to_that_question(client, app):
    make_versions()
    db.session.commit()
    assert 'href="/say/ages/age"' in client.get("/say/ages").text
    assert client.post_form("/say/ages/age", {"age": "under_12"}).location == "/say/ages/q/core"
    assert "Core, easily?" in client.get("/say/ages/q/core").text
    assert client.post_form("/say/ages/q/core", {"answer": "b"}).location == "/say/ages/who", "the age is known"
    client.post_form("/say/ages/check")
    sent = db.session.scalars(select(Contribution)).one()
    submission = db.session.get_one(Submission, sent.id)
    assert sent.age_band is AgeBand.UNDER_12
    assert db.session.get_one(Edition, submission.edition_id).audience is Audience.FROM_8


def test_who_skips_the_age_gets_the_middle_version(client, app):
    make_versions()
    db.session.commit()
    assert client.post_form("/say/ages/age", {"skip": "1"}).location == "/say/ages/q/core"
    assert client.post_form("/say/ages/q/core", {"answer": "a"}).location == "/say/ages/q/age"
    assert client.get("/say/ages/q/core").text.count("Core, easily?") == 0


def test_versions_count_together(app):
    wave = make_versions()
    for edition in wave.current:
        _send(wave, edition, "a")
    counts = all_counts(wave.id)
    assert counts.people == 3
    assert dict(counts.questions[0].options) == {"Apple": 3, "Banana": 0, "Cherry": 0}


def _send(wave, edition, choice):
    from portal.contributions import codes
    from portal.contributions.models import Matter
    from portal.contributions.operations import Incoming

    incoming = Incoming(
        key=codes.new_submission_key(),
        matter=Matter.ANSWERS,
        locale="en",
        identity=Identity.NOBODY,
        name="",
        sharing=(),
    )
    return operations.submit(wave, {"core": [choice]}, incoming=incoming, edition=edition)


def test_the_first_answer_freezes_to_the_week_and_a_change_is_the_next_version(app, client):
    wave = make_consultation(slug="autumn", opened=7)
    row = db.session.get_one(Edition, wave.main.id)
    make_submission(wave, home="good")
    db.session.commit()
    db.session.refresh(row)
    assert row.frozen_week == clock.this_week()
    with pytest.raises(RuleError, match="next version"):
        revising.changed(row)
    client.post_form("/say/autumn/q/family", {"answer": "more"})  # begun in the first version
    row, officer = db.session.get_one(Edition, wave.main.id), people.make_account(Role.PARTICIPATION_OFFICER)
    new = revising.next_version(row, by=officer)
    new.sections[0].questions[0].prompt = "How is home now?"
    revising.changed(new)
    revising.put_in_use(new, by=officer)
    db.session.commit()
    assert (new.number, row.state) == (2, EditionState.RETIRED)
    assert "How is life where you live just now?" in client.get("/say/autumn/q/home").text
    again = queries.get_consultation("autumn")
    assert again.main.questions[0].prompt == "How is home now?"
    make_submission(again, home="good")
    assert dict(all_counts(again.id).questions[0].options)["Good"] == 2


def test_a_launch_refused_says_what_is_missing(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with pytest.raises(RuleError, match="needs 2 answers"):
        make_consultation(questions=[NewQuestion(key="q", kind=Kind.SINGLE, prompt="Which?", options=ABC[:1])])
    with pytest.raises(RuleError, match="table by group"):
        make_consultation(two_way=[("nothing", About.HOME)], questions=every_counted_kind())
    wave = make_consultation()
    row = db.session.get_one(Consultation, wave.id)
    operations.offer_identities(row, [Identity.NOBODY], by=officer)
    with pytest.raises(RuleError, match="promised more"):
        operations.offer_identities(row, [Identity.NOBODY, Identity.NAMED], by=officer)


def test_closing_early_is_seen_at_once_by_every_process(client, app):
    wave = make_consultation(slug="autumn")
    db.session.commit()
    assert "Start" in client.get("/say/autumn").text
    db.session.get_one(Consultation, wave.id).closes_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    assert "This is closed now" in client.get("/say/autumn").text


def test_another_language_uses_its_own_words_and_the_same_keys(app):
    texts = {"pl": {"q.core.prompt": "Pytanie?", "o.core.a.label": "Jabłko"}}
    core = NewQuestion(key="core", kind=Kind.SINGLE, prompt="Core?", options=ABC)
    wave = make_consultation(editions=[NewEdition(sections=section(core), wordings=texts)])
    spoken = wave.main.in_language("pl").questions[0]
    assert (spoken.prompt, [choice.label for choice in spoken.choices]) == ("Pytanie?", ["Jabłko", "Banana", "Cherry"])
    assert spoken.id == wave.main.questions[0].id and wave.main.in_language("gd") is wave.main


def test_a_number_is_said_with_its_unit_for_one_and_for_many_in_the_language_of_the_page(app):
    texts = {"pl": {"q.days.unit": "dni", "q.days.unit_one": "dzień"}}
    wave = make_consultation(editions=[NewEdition(sections=section(*every_counted_kind()), wordings=texts)])
    asked, spoken = (one.by_key["days"] for one in (wave.main, wave.main.in_language("pl")))
    said = [kind_of(one).words(one, number) for one in (asked, spoken) for number in (1, 2)]
    assert said == [["1 day"], ["2 days"], ["1 dzień"], ["2 dni"]]


def test_one_thread_holds_one_answer_without_an_option(app):
    wave = make_consultation()
    received = make_submission(wave, hope=3)
    db.session.add(
        Answer(contribution_id=received.contribution.id, question_id=wave.by_key["hope"].id, option_id=None, step=4)
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()


def test_an_edition_is_read_once_and_anew_after_a_change(app):
    wave = make_consultation(opened=-3)
    assert queries.get_consultation(wave.id).main is queries.get_consultation(wave.id).main
    row = db.session.get_one(Edition, wave.main.id)
    row.sections[0].questions[0].prompt = "Better words"
    revising.changed(row)
    assert editions.with_drafts(wave.id).main.questions[0].prompt == "Better words"
