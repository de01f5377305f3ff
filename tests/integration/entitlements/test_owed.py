"""What am I owed: answers in the body alone, nothing stored unless they choose, and codes counted through a release."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.commitments.models import Care
from portal.contributions.models import HomeType
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.entitlements import operations, queries
from portal.entitlements.models import Experience, Got
from portal.entitlements.rules import Width
from portal.entitlements.side_by_side import side_by_side, widest_gaps
from portal.evidence import operations as evidence
from portal.evidence import queries as evidence_queries
from portal.lifeline import operations as lifeline
from tests.factories import board, commitments, measures, people, voices


@pytest.fixture
def promise(app):
    made = commitments.make_commitment("Someone on your side")
    commitments.make_rule(made, care=Care.NOW)
    commitments.make_rule(made, care=Care.LEFT, left_at_least=16, age_to=25)
    kinship = commitments.make_commitment("Living with family")
    commitments.make_rule(kinship, care=Care.NOW, homes=frozenset({HomeType.KINSHIP}))
    db.session.commit()
    return made


def stored():
    return db.session.scalar(select(func.count()).select_from(Experience))


def marked(promise, got="yes", **more):
    return {f"got_{promise.id.hex}": got, "care": "now", "home": "foster"} | more


def test_before_there_are_promises(client):
    page = client.get("/owed").text
    assert "What am I owed?" in page and "How old are you?" not in page
    assert "Nothing on our list" in client.post_form("/owed", {}).text


def test_only_what_some_rule_turns_on_is_asked(client, promise):
    page = client.get("/owed").text
    assert "How old are you?" in page and "Where do you live?" in page
    assert "kinship care order" not in page and "Which council" not in page


@pytest.mark.parametrize(
    ("said", "there", "missing"),
    [
        ({"care": "now", "home": "foster"}, ["Someone on your side", "This is for you."], ["Living with family"]),
        ({"care": "now", "home": "kinship"}, ["Someone on your side", "Living with family"], ["may be for you"]),
        ({"care": "left", "age": "25", "left_at": "16"}, ["Someone on your side"], ["Living with family"]),
        ({"care": "left", "age": "26", "left_at": "16"}, ["Nothing on our list"], ["Someone on your side"]),
        ({}, ["may be for you", "Someone on your side", "Living with family"], ["This is for you."]),
    ],
)
def test_what_fits(client, promise, said, there, missing):
    answer = client.post_form("/owed", said)
    assert answer.status_code == 200
    assert all(words in answer.text for words in there)
    assert not any(words in answer.text for words in missing)
    assert stored() == 0


def test_a_rule_that_starts_later_says_from_when(client, promise):
    day = clock.today() + timedelta(days=40)
    commitments.make_rule(promise, from_on=day, care=Care.LEFT)
    db.session.commit()
    page = client.post_form("/owed", {"care": "left", "age": "30", "left_at": "12"}).text
    assert "Not yet." in page and f"{day.day} " in page


def test_a_wrong_age_keeps_what_was_said(client, promise):
    page = client.post_form("/owed", {"age": "ninety", "care": "left"}).text
    assert "Type a number, in digits." in page and 'value="ninety"' in page
    assert "Choose from what is on this page." in client.post_form("/owed", {"care": "sold"}).text


def test_a_code_says_it_once_and_the_newest_stands(client, promise):
    code = voices.make_contribution().code
    thread = voices.make_contribution().contribution
    db.session.commit()
    assert "Your answers count" in client.post_form("/owed/answers", marked(promise, code=code), page="/owed").text
    assert (
        "Your answers count" in client.post_form("/owed/answers", marked(promise, "no", code=code), page="/owed").text
    )
    assert [one.got for one in db.session.scalars(select(Experience))] == [Got.NO]
    assert not queries.answers_of(thread)
    assert {column.name for column in Experience.__table__.columns} == {"commitment_id", "mark", "got"}


def test_without_a_code_or_an_answer_nothing_is_lost(client, promise):
    for typed, says in (({}, "Type your four words."), ({"code": "no such code here"}, "don’t open anything")):
        page = client.post_form("/owed/answers", marked(promise, "partly", **typed), page="/owed").text
        assert says in page
        assert 'name="home" value="foster"' in page
        assert re.search(r'value="partly"[^>]* checked', page)
    code = voices.make_contribution().code
    db.session.commit()
    nothing = client.post_form("/owed/answers", {"care": "now"}, page="/owed").text
    assert "Choose an answer for at least one promise." in nothing and "Type your four words." not in nothing
    page = client.post_form("/owed/answers", {"care": "now", "code": code}, page="/owed").text
    assert "Choose an answer for at least one promise." in page
    assert f'href="#got_{promise.id.hex}-0"' in page and 'id="code-error"' not in page
    assert stored() == 0


def test_erasing_a_thread_takes_its_answers_along(promise):
    thread, other = (voices.make_contribution().contribution for _ in range(2))
    for one in (thread, other):
        operations.answer({promise.id: Got.YES}, one)
    lifeline.take_back(thread)
    assert not queries.answers_of(thread)
    assert [got for _promise, got in queries.answers_of(other)] == [Got.YES]


def said_by(promise, **counts):
    for got, number in counts.items():
        for _ in range(number):
            operations.answer({promise.id: Got(got)}, voices.make_contribution("Tell me").contribution)


def fresh():
    """Another transaction, after requests had theirs."""
    db.session.remove()
    db.set_writing(True)


def released(by, second):
    evidence.sign(operations.freeze(by=by), by=second)
    db.session.commit()


def test_answers_leave_through_a_signed_release_only(client, signed_in, promise):
    officer, second = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.SAFEGUARDING_OFFICER)
    board.make_claim(board.make_action(commitment=promise, ask=None, title="Hire three advocates"))
    measures.make_reading(measures.make_measure(commitment=promise), approved=True)
    said_by(promise, yes=12, partly=12, no=26)
    db.session.commit()
    page = client.get("/promises/progress").text
    assert "Too few answers to show." in page and "Claimed done, not agreed yet" in page and "60%" in page
    release = operations.freeze(by=officer)
    with pytest.raises(RuleError, match="waits to be signed"):
        operations.freeze(by=officer)
    db.session.commit()
    assert "Too few answers to show." in client.get("/promises/progress").text, "not before it is signed"
    fresh()
    release = evidence_queries.drafts()[0]
    evidence.sign(release, by=second)
    db.session.commit()
    page = client.get("/promises/progress").text
    assert "50%" in page and "Wide gap" in page
    fresh()
    staff = signed_in(Role.CORPORATE_LEAD).get("/work/experienced").text
    assert "Widest apart: Someone on your side." in staff
    fresh()
    with pytest.raises(RuleError, match="A quarter has to pass"):
        operations.freeze(by=officer)


def test_few_answers_show_nothing_and_make_no_gap(client, promise):
    said_by(promise, yes=2, no=9)
    released(people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.SAFEGUARDING_OFFICER))
    assert "Too few answers to show." in client.get("/promises/progress").text
    assert {one.gap.width for one in side_by_side(Audience.PUBLIC)} == {Width.UNHEARD}
    assert widest_gaps() == []


def test_nobody_answered_nothing_to_count(signed_in, promise):
    with pytest.raises(RuleError, match="Nobody has answered"):
        operations.freeze(by=people.make_account(Role.PARTICIPATION_OFFICER))
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "not counted yet" in client.get("/work/experienced").text


def test_the_second_person_sees_what_is_signed(signed_in, promise):
    said_by(promise, yes=12, partly=12, no=26)
    release = operations.freeze(by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    page = signed_in(Role.SAFEGUARDING_OFFICER).get(f"/work/evidence/{release.id}")
    assert page.status_code == 200
    assert "Someone on your side" in page.text and "Never heard of it" in page.text


def test_who_answers_for_an_organisation_neither_sees_nor_signs_what_counts_its_promises(signed_in, promise):
    said_by(promise, yes=12, no=26)
    release = operations.freeze(by=people.make_account(Role.PARTICIPATION_OFFICER))
    lead = people.make_account(Role.CORPORATE_LEAD)
    with pytest.raises(RuleError, match="answer for an organisation"):
        evidence.sign(release, by=lead)
    db.session.commit()
    client = signed_in(lead, Role.CORPORATE_LEAD)
    for path in (f"/work/evidence/{release.id}", f"/work/evidence/{release.id}/sign"):
        assert client.get(path).status_code == 404
    assert release.title not in client.get("/work/evidence/").text


def test_being_listed_does_not_prove_that_somebody_answered(promise):
    other = commitments.make_commitment("Nobody said anything of this")
    said_by(promise, yes=12, partly=12, no=26)
    release = operations.freeze(by=people.make_account(Role.PARTICIPATION_OFFICER))
    listed = {table.key: table for table in evidence_queries.figures(release, Audience.PARTNERS).tables}
    assert set(listed) == {queries.table_of(one) for one in queries.all_commitment_ids()}
    assert listed[queries.table_of(other.id)].withheld


def test_discarding_does_not_open_a_new_count(promise):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    said_by(promise, yes=30)
    evidence.discard(operations.freeze(by=officer), by=officer)
    with pytest.raises(RuleError, match="A quarter has to pass"):
        operations.freeze(by=officer)
