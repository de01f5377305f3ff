"""A calendar by a secret address: whose it is, what it says, and how it ends."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from portal.accounts import operations as account_operations
from portal.accounts import passwords
from portal.accounts.models import Account
from portal.core import clock, db
from portal.core.access import Role
from portal.meetings import feeds, operations
from portal.meetings.models import CalendarFeed, MeetingType
from tests.factories import board, people, place
from tests.factories import meetings as factory

WHERE = "/work/meetings/calendar"


@pytest.fixture
def lead(app):
    return people.make_account(Role.CORPORATE_LEAD, name="Lena Lead")


def address(client):
    shown = client.post_form(WHERE, {}).text
    return re.search(r"<code>http://127\.0\.0\.1:8000(/calendar/[\w-]+\.ics)</code>", shown)[1]


def events(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "text/calendar"
    found = Calendar.from_ical(response.data)
    assert found.errors == []
    return list(found.walk("VEVENT"))


def test_it_says_that_there_is_something_and_nothing_else(signed_in, client, lead):
    meeting = factory.make_meeting(place="Quokka hall", how_to_join="Quokka bell")
    board.make_ask("Quokka rooms please", due_on=clock.today() + timedelta(days=5))
    board.make_action(title="Quokka paint", due_on=clock.today() + timedelta(days=9))
    db.session.commit()
    path = address(signed_in(lead, Role.CORPORATE_LEAD))
    found = events(client, path)
    assert sorted(str(one["SUMMARY"]) for one in found) == ["Meeting", *["Something is due"] * 3]
    for secret in (b"uokka", b"oard", b"hampion", b"roject"):
        assert secret not in client.get(path).data.replace(b"dashboard", b"")
    assert all(str(one["URL"]).endswith("/work/sign-in") and one["URL"] in one["DESCRIPTION"] for one in found)
    assert str(meeting.id).encode() not in client.get(path).data
    when = next(one for one in found if str(one["SUMMARY"]) == "Meeting")
    assert when["DTSTART"].dt == meeting.starts_at.replace(microsecond=0)


def test_only_the_hash_is_kept_and_ending_it_ends_it(signed_in, client, lead):
    db.session.commit()
    own = signed_in(lead, Role.CORPORATE_LEAD)
    first = address(own)
    token = first.removeprefix("/calendar/").removesuffix(".ics")
    db.session.remove()
    assert token not in db.session.scalars(select(CalendarFeed)).one().token_hash
    assert token not in own.get(WHERE).text, "shown once"
    second = address(own)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    own.post_form(f"{WHERE}/end", {}, page=WHERE)
    assert client.get(second).status_code == 404
    assert client.get("/calendar/anything.ics").status_code == 404


def test_it_ends_with_the_account(client, lead):
    token = feeds.make(lead)
    lead.active = False
    db.session.commit()
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    assert feeds.forget_ended() == 1


def test_young_peoples_meetings_stand_in_their_calendars_alone(client, lead):
    champion = people.make_account(Role.CHAMPION)
    factory.make_meeting(kind=MeetingType.PRE_MEETING)
    tokens = feeds.make(champion), feeds.make(lead)
    db.session.commit()
    assert [str(one["SUMMARY"]) for one in events(client, f"/calendar/{tokens[0]}.ics")] == ["Meeting"]
    assert events(client, f"/calendar/{tokens[1]}.ics") == []


def test_who_may_not_see_the_board_sees_nothing_in_a_calendar(client, app):
    account = people.make_account(Role.WORKER, post_id=place.post().id)
    factory.make_meeting()
    board.make_ask()
    token = feeds.make(account)
    db.session.commit()
    assert events(client, f"/calendar/{token}.ics") == []


def test_a_meeting_called_off_is_cancelled_under_its_own_name(client, lead):
    meeting = factory.make_meeting()
    token = feeds.make(lead)
    db.session.commit()
    before = events(client, f"/calendar/{token}.ics")[0]
    operations.call_off(db.session.merge(meeting), by=lead)
    db.session.commit()
    after = events(client, f"/calendar/{token}.ics")[0]
    assert (after["UID"], str(after["STATUS"])) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def _new_passphrase(account):
    passwords.set_password(account, "seven quiet otters sing")


def _another_role(account):
    held = account_operations.grant_role(account, Role.BOARD_MEMBER, by=people.make_account(Role.ADMINISTRATOR))
    account_operations.approve_role(held, by=people.make_account(Role.SAFEGUARDING_OFFICER))


def _role_taken(account):
    account_operations.take_role(account.roles[0], by=people.make_account(Role.ADMINISTRATOR))


def _closed(account):
    account_operations.close_account(account, by=people.make_account(Role.ADMINISTRATOR))


@pytest.mark.parametrize("change", [_new_passphrase, _another_role, _role_taken, _closed])
def test_an_address_ends_with_a_new_passphrase_another_role_and_the_account(client, lead, change):
    token, lead_id = feeds.make(lead), lead.id
    db.session.commit()
    assert client.get(f"/calendar/{token}.ics").status_code == 200
    change(db.session.get(Account, lead_id))
    db.session.commit()
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    assert feeds.find(db.session.get(Account, lead_id)) is None
    assert feeds.forget_ended() == 1
