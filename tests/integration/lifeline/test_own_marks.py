"""What meetings decided about somebody's ask, and what they said with their code of promises."""

import re

import pytest

from portal.commitments.models import Care
from portal.core import db
from portal.entitlements import operations as entitlements
from portal.entitlements.models import Got
from portal.meetings.models import MeetingType
from tests.factories import answers, board, commitments, meetings, voices


@pytest.fixture
def theme(app):
    return answers.make_theme("Family")


@pytest.fixture
def mine(theme):
    received = voices.make_contribution("I never see my wee brother")
    answers.put_under(theme, received.contribution)
    db.session.commit()
    return received


def thread(client, received):
    client.post_form("/code", {"code": received.code})
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/thread").text))


def test_a_meeting_that_dealt_with_my_ask_stands_there_once_its_minutes_are_agreed(client, theme, mine):
    ask = answers.make_ask(theme)
    action = board.make_action(ask=ask)
    meetings.make_dealt(action, what="A room for families in every house.")
    meetings.make_dealt(ask, what="")
    meetings.make_dealt(ask, what="Not agreed yet.", agreed=False)
    meetings.make_dealt(ask, what="Among young people only.", kind=MeetingType.GATHERING)
    meetings.make_dealt(board.make_ask("Somebody else’s"), what="Free buses.")
    db.session.commit()
    page = thread(client, mine)
    assert page.count("talked about it at its meeting") == 2
    assert "Decided: A room for families in every house." in page and "Nothing was decided that day." in page
    for kept in ("Not agreed yet.", "Among young people only.", "Free buses."):
        assert kept not in page


def test_a_meeting_before_the_answer_stands_before_it(client, theme, mine):
    ask = answers.make_ask(theme, answer=None)
    meetings.make_dealt(ask, what="An answer by May.")
    db.session.commit()
    page = thread(client, mine)
    assert page.index("It went to the") < page.index("Decided: An answer by May.") < page.index("has to answer")


def test_what_i_said_of_promises_stands_there_and_how_to_change_it(client, mine):
    promise = commitments.make_commitment("Someone on your side")
    commitments.make_rule(promise, care=Care.NOW)
    commitments.make_commitment("Nothing said of this one")
    other = voices.make_contribution().contribution
    entitlements.answer({promise.id: Got.NO}, other)
    db.session.commit()
    assert "What you told us about promises" not in thread(client, mine)
    db.set_writing(True)
    entitlements.answer({promise.id: Got.PARTLY}, db.session.merge(mine.contribution))
    db.session.commit()
    page = client.get("/thread").text
    assert "Someone on your side</bdi>: Partly" in page and "Nothing said of this one" not in page
    assert 'href="/owed"' in page and "Your newest answer is the one that counts" in page
    assert "Someone on your side" in client.get("/thread/copy").text
