"""The organisation answers: its own asks only, once, and with a reason."""

from datetime import timedelta

import pytest

from portal.audit.queries import events_about
from portal.board import operations, queries
from portal.board.models import AskAnswer, ReasonClass
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from tests.factories import board, people

NO = {"answer": "no", "because": "The law says a sheriff decides.", "reason": "law"}


@pytest.fixture
def lead(app):
    return people.make_account(Role.CORPORATE_LEAD, name="Lead of the council")


def url(ask, rest="/answer"):
    return f"/work/board/asks/{ask.id}{rest}"


def test_the_lead_of_the_asked_organisation_answers(signed_in, lead):
    ask = board.make_ask()
    client = signed_in(lead, Role.CORPORATE_LEAD)
    assert client.post_form(url(ask), NO).status_code == 303
    page = client.get(url(ask, "")).text
    assert "Council said: no" in page
    assert "The law says a sheriff decides." in page
    assert "Lead of the council" in page
    (event,) = [one for one in events_about("ask", ask.id) if one.action == "ask.answered"]
    assert event.actor_id == lead.id
    assert "sheriff" not in event.facts


def test_another_organisation_finds_nothing(signed_in):
    ask = board.make_ask(organisation="NHS")
    client = signed_in(Role.CORPORATE_LEAD)
    assert client.get(url(ask)).status_code == 404
    assert client.post_form(url(ask), NO, page="/work/board").status_code == 404
    ask = board.again(ask)
    assert ask.answer is None


def test_another_organisation_cannot_answer_past_the_page(lead):
    with pytest.raises(NotFound):
        operations.answer(
            board.make_ask(organisation="NHS"), answer=AskAnswer.YES, because="Yes.", reason=None, by=lead
        )


@pytest.mark.parametrize(
    "role", [Role.CHAMPION, Role.BOARD_MEMBER, Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER]
)
def test_nobody_else_answers(signed_in, role):
    ask = board.make_ask()
    assert signed_in(role).get(url(ask)).status_code == 404


def test_an_unchecked_quote_is_not_there_to_answer(signed_in, lead):
    ask = board.make_quote(checked=False)
    assert signed_in(lead, Role.CORPORATE_LEAD).get(url(ask)).status_code == 404
    with pytest.raises(NotFound):
        operations.answer(board.again(ask), answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"because": "We will."}, "Choose yes, partly or no."),
        ({"answer": "maybe", "because": "We will."}, "could not coerce"),
        ({"answer": "yes"}, "Say why, in words"),
        ({"answer": "no", "because": "We may not."}, "Choose the kind of reason."),
        ({"answer": "no", "because": "We may not.", "reason": "mood"}, "Not a valid choice"),
        ({"answer": "yes", "because": "x" * 5000}, "too long"),
    ],
)
def test_an_answer_is_whole(signed_in, lead, data, complaint):
    ask = board.make_ask()
    response = signed_in(lead, Role.CORPORATE_LEAD).post_form(url(ask), data)
    assert response.status_code == 200
    assert complaint in response.text
    if data.get("because"):
        assert data["because"] in response.text


def test_a_slip_is_put_right_by_the_same_person_within_half_an_hour(lead):
    ask = board.make_ask()
    operations.answer(ask, answer=AskAnswer.NO, because="No.", reason=ReasonClass.MONEY, by=lead)
    operations.answer(ask, answer=AskAnswer.YES, because="Yes, we will.", reason=ReasonClass.MONEY, by=lead)
    assert (ask.answer, ask.reason) == (AskAnswer.YES, None)
    assert [one.action for one in events_about("ask", ask.id)][-2:] == ["ask.answered", "ask.answer_corrected"]


def test_somebody_else_does_not_change_an_answer(lead):
    ask = board.make_ask()
    operations.answer(ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    with pytest.raises(RuleError):
        operations.answer(
            ask, answer=AskAnswer.YES, because="Well.", reason=None, by=people.make_account(Role.CORPORATE_LEAD)
        )


def test_an_answer_stands(signed_in, lead):
    ask = board.make_ask()
    operations.answer(ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    ask.answered_at = clock.now() - timedelta(minutes=31)
    db.session.flush()
    with pytest.raises(RuleError):
        operations.answer(ask, answer=AskAnswer.NO, because="No.", reason=ReasonClass.LAW, by=lead)
    client = signed_in(lead, Role.CORPORATE_LEAD)
    assert "An answer stands once it is given" in client.get(url(ask)).text
    assert client.post_form(url(ask), NO, page="/work/board").status_code == 409
    assert queries.get_ask(ask.id).because == "Yes."
