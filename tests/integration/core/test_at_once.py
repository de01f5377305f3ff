"""Two taps at the same moment are one answer, whatever the database says to the second."""

import io
import re
import threading
from contextlib import suppress

import pytest
from flask import request
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Account
from portal.audit.models import DailyCount
from portal.board import operations as board_operations
from portal.board import working
from portal.board.models import AskAnswer, ReplyRating
from portal.core import clock, db, error_pages
from portal.core.access import Role
from portal.free_views import operations as free_views
from portal.free_views import queries as free_view_queries
from portal.free_views.models import IdeaSupport
from portal.meetings import feeds, packs
from portal.meetings.models import BoardPack, CalendarFeed
from portal.paper.models import Typing
from portal.reminders.models import ReminderWish
from tests.factories import board, consultations, ideas, people, voices
from tests.factories import meetings as meetings_factory
from tests.integration.paper.test_paper import make_pile

WAIT = 3


class Together:
    """A clock at which two requests meet: each has looked by then, and neither has written."""

    def __init__(self, monkeypatch, *modules):
        self.barrier, self.met = threading.Barrier(2), threading.local()
        for module in modules:
            monkeypatch.setattr(module, "clock", self)

    def __getattr__(self, name):
        return getattr(clock, name)

    def now(self):
        self._meet()
        return clock.now()

    def today(self):
        self._meet()
        return clock.today()

    def _meet(self):
        if not getattr(self.met, "once", False):
            self.met.once = True
            with suppress(threading.BrokenBarrierError):  # on SQLite the second waits for the first: as good
                self.barrier.wait(WAIT / 10 if db.dialect_name() == "sqlite" else WAIT)


def twice(clients, address, data, page=None):
    """Both post at once; how each was answered."""
    tokens = [re.search(r'name="csrf_token"[^>]*value="([^"]+)"', one.get(page or address).text)[1] for one in clients]
    answers = [None, None]

    def post(at):
        answers[at] = clients[at].post(address, data={"csrf_token": tokens[at]} | data).status_code

    threads = [threading.Thread(target=post, args=(at,)) for at in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.remove()
    return answers


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def two_phones(signed_in, account, role):
    return [signed_in(db.session.get(Account, account.id), role) for _ in range(2)]


def test_the_first_rating_of_a_champion(signed_in, monkeypatch):
    ask = board.make_ask()
    champion = people.make_account(Role.CHAMPION)
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    phones = two_phones(signed_in, champion, Role.CHAMPION)
    Together(monkeypatch, working)
    where = f"/work/board/asks/{ask.id}"
    assert twice(phones, f"{where}/rate/real", {}, page=where) == [303, 303]
    assert count(ReplyRating) == 1


def test_two_packs_of_the_same_meeting(signed_in, monkeypatch):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    meeting = meetings_factory.make_set("Buses", by=officer)
    phones = two_phones(signed_in, officer, Role.PARTICIPATION_OFFICER)
    Together(monkeypatch, packs)
    where = f"/work/meetings/{meeting.id}"
    assert twice(phones, f"{where}/packs", {}, page=where) == [303, 303]
    assert count(BoardPack) == 1, "nothing changed between them"


def test_the_first_typing_of_a_paper(signed_in):
    wave = consultations.make_consultation()
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    pile = make_pile(wave, officer)
    phones = two_phones(signed_in, officer, Role.PARTICIPATION_OFFICER)
    names = {question.key: f"q{question.number}" for question in wave.main.questions}
    answers = twice(phones, f"/work/paper/{pile.id}/1", {names["hope"]: "3"})
    assert answers == [303, 303]
    assert count(Typing) == 1


def test_choosing_how_often_and_a_first_calendar(signed_in, monkeypatch):
    lead = people.make_account(Role.CORPORATE_LEAD)
    phones = two_phones(signed_in, lead, Role.CORPORATE_LEAD)
    assert twice(phones, "/work/reminders", {"often": "weekly"}) == [303, 303]
    assert count(ReminderWish) == 1
    Together(monkeypatch, feeds)
    assert twice(phones, "/work/meetings/calendar", {}) == [200, 200]
    assert count(CalendarFeed) == 1


def test_a_second_answer_is_given_once_and_then_it_is_said_that_it_did_not_work(signed_in, monkeypatch):
    ask = board.make_ask()
    champion = people.make_account(Role.CHAMPION)
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    client, where = signed_in(champion, Role.CHAMPION), f"/work/board/asks/{ask.id}"
    calls, real = [], working.rate

    def rate(*args, **kwargs):
        calls.append(1)
        if len(calls) < 2:
            raise IntegrityError("INSERT", {}, Exception("unique"))
        return real(*args, **kwargs)

    monkeypatch.setattr(working, "rate", rate)
    assert client.post_form(f"{where}/rate/real", {}, page=where).status_code == 303
    assert (len(calls), count(ReplyRating)) == (2, 1)

    def never(*args, **kwargs):
        calls.append(1)
        raise IntegrityError("INSERT", {}, Exception("unique"))

    monkeypatch.setattr(working, "rate", never)
    calls.clear()
    assert client.post_form(f"{where}/rate/real", {}, page=where).status_code == 503
    assert len(calls) == 2


def test_two_supports_of_one_idea_count_once(app, monkeypatch):
    idea, code = ideas.make_idea(), voices.make_contribution().contribution
    monkeypatch.setattr(free_view_queries, "supports", lambda idea, contribution: False)  # both looked before
    for _ in range(2):
        free_views.support(idea, code)
    assert count(IdeaSupport) == 1
    acts = select(DailyCount.count).where(DailyCount.action == "idea.supported")
    assert db.session.scalars(acts).all() == [1]


def test_every_file_of_a_field_is_read_from_its_beginning_again(app, monkeypatch):
    read = []

    def view():
        read.append([one.read() for one in request.files.getlist("file")])
        if len(read) < 2:
            raise IntegrityError("INSERT", {}, Exception("unique"))
        return "", 204

    monkeypatch.setitem(app.view_functions, "meetings_staff.make_calendar", view)
    sent = {"file": [(io.BytesIO(b"one"), "1.jpg"), (io.BytesIO(b"two"), "2.jpg")]}
    with app.test_request_context("/work/meetings/calendar", method="POST", data=sent):
        with pytest.raises(IntegrityError) as error:
            view()
        assert error_pages._at_once(error.value) == ("", 204)
    assert read == [[b"one", b"two"]] * 2
