"""With the code, afterwards: put right what nobody read, keep a copy, see who looked."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.models import DailyCount
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.models import Message, Priority, Words
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.lifeline import operations as lifeline
from portal.lifeline import queries
from portal.safety import operations as safety
from tests.factories import people, voices

FIRST, BETTER = "I never see my wee brother", "I see my wee brother too little"


@pytest.fixture
def mine(app):
    received = voices.make_contribution(FIRST)
    db.session.commit()
    return received


@pytest.fixture
def opened(client, mine):
    client.post_form("/code", {"code": mine.code})
    return client


@pytest.fixture
def officer(app):
    found = people.make_account(Role.PARTICIPATION_OFFICER, name="Nobody Should See This")
    db.session.commit()
    return found


def again(received):
    db.set_writing(True)
    return threads.get_contribution(received.contribution.id)


def piece_of(received):
    return threads.words_of(received.contribution.id)[0]


def read(received, by, role=Role.PARTICIPATION_OFFICER, **how):
    contributions.mark_read(again(received), by=by, role=role, **how)
    db.session.commit()


def row_of(received):
    """Everything a thread's own row holds, to be compared."""
    db.session.expire_all()
    found = again(received)
    return {column.name: getattr(found, column.key) for column in found.__table__.columns}


def test_nobody_has_read_it_so_it_can_be_put_right_and_the_old_words_are_gone(opened, mine):
    address = f"/thread/correct/{piece_of(mine).id}"
    before, sealed = row_of(mine), piece_of(mine).text_sealed
    assert "you can still change it" in opened.get("/thread").text
    assert FIRST in opened.get(address).text
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        assert opened.post_form(address, {"text": BETTER}).status_code == 303
    page = opened.get("/thread").text
    assert BETTER in page
    assert FIRST not in page
    db.session.expire_all()
    (kept,) = db.session.scalars(select(Words)).all()
    assert kept.text_sealed != sealed
    assert crypto.unseal(kept, "text") == BETTER
    assert row_of(mine) == before, "nothing tells that it was put right, or when"


def test_once_a_person_read_it_it_can_only_be_added_to_and_the_page_says_why(opened, mine, officer):
    read(mine, officer)
    address = f"/thread/correct/{piece_of(mine).id}"
    assert "A person has read it" in opened.get(address).text
    assert "<textarea" not in opened.get(address).text
    assert address not in opened.get("/thread").text
    late = opened.post_form(address, {"text": BETTER}, page="/thread")
    assert "You can add this instead" in late.text
    assert BETTER in late.text, "what was typed is not lost"
    assert crypto.unseal(piece_of(mine), "text") == FIRST


def test_an_addition_can_be_put_right_until_somebody_opens_the_thread_again(opened, mine, officer):
    read(mine, officer)
    opened.post_form("/thread/write", {"text": "He lives near"}, page="/thread")
    message = db.session.scalars(select(Message)).one()
    address = f"/thread/correct/{message.id}"
    assert opened.post_form(address, {"text": "He lives far away"}).status_code == 303
    assert "He lives far away" in opened.get("/thread").text
    read(mine, officer)
    assert "A person has read it" in opened.get(address).text


def test_what_somebody_else_wrote_cannot_be_put_right(opened, mine, officer):
    other = voices.make_contribution("Not mine")
    reply = contributions.reply(again(mine), "Thank you", by=officer)
    db.session.commit()
    for strange in (threads.words_of(other.contribution.id)[0].id, reply.id, other.contribution.id):
        assert opened.get(f"/thread/correct/{strange}").status_code == 404
        assert opened.post_form(f"/thread/correct/{strange}", {"text": "x"}, page="/thread").status_code == 404
        with pytest.raises(RuleError):
            contributions.correct(again(mine), strange, "x")
    assert crypto.unseal(reply, "text") == "Thank you"


def test_a_corrected_text_is_screened_and_never_made_less_urgent(mine):
    contribution = again(mine)
    contributions.hurry(contribution, Priority.SOON)
    contributions.correct(contribution, piece_of(mine).id, "all is fine")
    assert contribution.priority is Priority.SOON
    contributions.correct(contribution, piece_of(mine).id, "I want to kill myself")
    assert contribution.priority is Priority.URGENT


def test_nothing_and_too_much_are_refused_and_kept(opened, mine):
    address = f"/thread/correct/{piece_of(mine).id}"
    assert "Write something first" in opened.post_form(address, {"text": "  "}).text
    long = "x" * 10_007
    answer = opened.post_form(address, {"text": long}).text
    assert "7 letters too long" in answer
    assert long in answer


@pytest.mark.parametrize("kind", ["page", "file"])
def test_a_copy_holds_what_both_said_and_is_counted_by_day_alone(opened, mine, officer, kind):
    contributions.reply(again(mine), "We asked <them> & will tell you", by=officer)
    db.session.commit()
    assert "someone else use this phone" in opened.get("/thread/keep").text
    answer = opened.post_form("/thread/keep", {"kind": kind})
    if kind == "page":
        answer = opened.get(answer.location)
    else:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="copy.txt"'
        assert answer.content_type == "text/plain; charset=utf-8"
        assert "We asked <them> & will tell you" in answer.text
    assert FIRST in answer.text
    assert "Who may use it" in answer.text or "WHO MAY USE IT" in answer.text
    assert mine.code not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    count = db.session.scalars(select(DailyCount).where(DailyCount.action == "thread.copied")).one()
    assert count.count == 1


def test_a_copy_of_no_kind_is_asked_for_again(opened):
    assert "Choose one." in opened.post_form("/thread/keep", {}).text


def test_who_looked_says_roles_and_weeks_and_no_names(opened, mine, officer):
    assert "No one has opened it yet" in opened.get("/thread/looked").text
    read(mine, officer)
    read(mine, officer)
    page = opened.get("/thread/looked").text
    assert "The team that reads what young people say" in page
    assert "Nobody Should See This" not in page
    (line,) = queries.looked_at(again(mine))
    assert (line.week, line.role, line.number) == (clock.this_week(), Role.PARTICIPATION_OFFICER, 2)


def test_who_looked_leaves_out_what_could_put_somebody_at_risk(mine, officer):
    guard = people.make_account(Role.SAFEGUARDING_OFFICER)
    read(mine, guard, role=Role.SAFEGUARDING_OFFICER, aside=True)
    assert queries.looked_at(again(mine)) == []
    read(mine, guard, role=Role.SAFEGUARDING_OFFICER)
    assert [line.role for line in queries.looked_at(again(mine))] == [Role.SAFEGUARDING_OFFICER]
    safety.raise_concern(again(mine), worry="He sounds frightened", by=officer)
    assert queries.looked_at(again(mine)) == []


def test_take_back_says_what_stays_first(opened, mine):
    page = opened.get("/thread/take-back").text
    for stays in ("Numbers that are already public stay", "See who looked", "35 more days"):
        assert stays in page
    lifeline.take_back(again(mine))
    db.session.commit()
    assert opened.get("/thread/looked").location == "/code"
