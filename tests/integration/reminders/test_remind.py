"""Who is reminded of what, and that a lock screen learns nothing."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.outbox.models import Message
from portal.reminders import operations
from portal.reminders.models import Often, ReminderWish
from tests.factories import board, people, place, signed_reports

ORIGIN = "https://listen.example"


def morning(days=0, hour=9):
    """A working day, far enough ahead that nothing else is due."""
    day = clock.today() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return clock.pretend(datetime.combine(day, time(hour), clock.UK))


def remind():
    return operations.remind(origin=ORIGIN)


@pytest.fixture(autouse=True)
def officer(app):
    """Whoever writes the asks here has no post, so that nobody but the lead owes anything."""
    account = people.make_account(Role.PARTICIPATION_OFFICER)
    account.post_id = None
    return account


@pytest.fixture
def lead(app):
    account = people.make_account(Role.CORPORATE_LEAD)
    account.email, account.post_id = "lead@example.org", place.post().id
    db.session.commit()
    return account


def messages(account):
    own = select(Message).where(Message.account_id == account.id)
    return [(row.subject, crypto.unseal(row, "body")) for row in db.session.scalars(own)]


def test_a_post_is_told_how_much_it_owes_and_nothing_else(lead, officer):
    with morning():
        board.make_ask("Let us see our quokka", by=officer, due_on=clock.today())
        board.make_action(
            by=officer,
            ask=board.make_ask("Another", by=officer, due_on=clock.today() + timedelta(days=60)),
            title="Quokka plan",
        )
        assert remind() > 0
        assert remind() == 0
    ((subject, body),) = messages(lead)
    assert "1 thing is due today." in body and f"{ORIGIN}/work/" in body
    assert "quokka" not in (subject + body).lower()


def test_nobody_is_reminded_at_night_or_of_what_is_not_named_today(lead, officer):
    with morning(hour=7):
        board.make_ask("Ask", by=officer, due_on=clock.today())
        assert remind() == 0
    with morning(hour=21):
        assert remind() == 0


@pytest.mark.parametrize("often", [Often.NEVER, Often.WEEKLY])
def test_people_choose_how_often(lead, officer, often):
    operations.choose(lead, often)
    with morning():
        board.make_ask("Ask", by=officer, due_on=clock.today())
        assert remind() == (often is Often.WEEKLY)


def test_a_champion_is_reminded_only_if_they_chose_it(officer):
    champion = people.make_account(Role.CHAMPION)
    champion.email, champion.post_id = "otter@example.org", place.post().id
    with morning():
        board.make_ask("Ask", by=officer, due_on=clock.today())
        assert remind() == 0
        operations.choose(champion, Often.DAILY)
        assert remind() == 1


def test_the_page_shows_what_a_reminder_says_and_keeps_the_choice(signed_in):
    client = signed_in(Role.BOARD_MEMBER)
    assert "A reminder" in client.get("/work/reminders").text
    assert client.post_form("/work/reminders", {"often": "hourly"}).status_code == 200
    assert client.post_form("/work/reminders", {"often": "never"}).status_code == 303
    assert db.session.scalars(select(ReminderWish.often)).all() == [Often.NEVER]
    assert "How often you are reminded" in client.get("/work/account").text


@pytest.mark.parametrize(("first", "then"), [(Often.DAILY, Often.WEEKLY), (Often.WEEKLY, Often.DAILY)])
def test_whoever_changes_how_often_hears_once_that_day(lead, officer, first, then):
    operations.choose(lead, first)
    with morning():
        board.make_ask("Ask", by=officer, due_on=clock.today())
        assert remind() == 1
        operations.choose(lead, then)
        assert remind() == 0
    assert len(messages(lead)) == 1


def test_whoever_may_sign_is_told_how_many_reports_are_near_and_nothing_else(lead):
    today = clock.today()
    last = today.replace(year=today.year - 3, day=min(today.day, 28))
    signed_reports.publish(signed_reports.make_draft("section61", days=(last - timedelta(days=364), last)))
    member = people.make_account(Role.BOARD_MEMBER)
    member.email, member.post_id = "member@example.org", lead.post_id
    db.session.commit()
    with morning(days=8):
        remind()
        assert remind() == 0
    ((subject, body),) = messages(lead)
    assert "1 report is due within half a year, or late." in body
    assert "section" not in (subject + body).lower() and "parenting" not in body.lower()
    assert messages(member) == []
