"""What is said of a vote: before it is closed, when nobody placed dots, and when a champion sends none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core import clock, db
from portal.core.access import Role
from portal.meetings import operations, packs, queries, recording, rules
from portal.meetings.models import Dot, Meeting, MeetingState
from tests.factories import meetings as factory
from tests.factories import people

OFFICER, CHAMPION = Role.PARTICIPATION_OFFICER, Role.CHAMPION
NOBODY, CHOSE = "Nobody placed dots; this is the order the points came in", "order young people"


@pytest.fixture
def officer(app):
    return people.make_account(OFFICER, name="Olive Officer")


def page_of(meeting):
    return f"/work/meetings/{meeting.id}"


def test_an_order_nobody_chose_is_never_called_young_peoples(signed_in, officer):
    meeting = factory.make_voting("Buses", "Paint", by=officer, chair=officer)
    operations.set_officers_order(meeting, [one.id for one in reversed(queries.items_of(meeting))], by=officer)
    operations.close_vote(meeting, by=officer)
    pack = packs.freeze(meeting, by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    for path in ("", "/minutes", "/order"):
        page = client.get(page_of(meeting) + path).text
        assert NOBODY in page, path
        for wrong in ("This is the order young people", "Young people’s place: ", "Few young people placed", "is owed"):
            assert wrong not in page, (path, wrong)
    for edition in ("young", "officers"):
        page = client.get(f"/work/meetings/packs/{pack.id}/{edition}").text
        assert NOBODY in page and "the order young people set" not in page and "chose this order" not in page, edition
    recording.hold(db.session.get_one(Meeting, meeting.id), champions=1, adults=1, by=officer)


def test_where_officers_set_an_order_nobody_chose_it_says_so(signed_in, officer):
    meeting = factory.make_set("Buses", "Paint", by=officer)
    operations.set_order(meeting, [one.id for one in reversed(queries.items_of(meeting))], "", by=officer)
    db.session.commit()
    page = signed_in(officer, OFFICER).get(page_of(meeting)).text
    assert "Nobody placed dots; officers set this order" in page
    assert queries.chosen_by(meeting) is rules.Chosen.OFFICERS


def test_an_order_they_chose_is_theirs_in_the_pack_too(app, officer):
    meeting = factory.make_voting("Buses", "Paint", by=officer)
    factory.place(meeting, people.make_account(CHAMPION), 0, 1)
    operations.close_vote(meeting, by=officer)
    found = packs.document(packs.freeze(meeting, by=officer), "young", hidden=frozenset())
    assert "Young people chose this order with their dots." in str(found.parts)
    assert queries.chosen_by(meeting) is rules.Chosen.YOUNG


def test_closing_the_vote_is_asked_first_and_says_whether_dots_lie(signed_in, officer):
    meeting = factory.make_voting("Buses", "Paint", by=officer)
    db.session.commit()
    client, where = signed_in(officer, OFFICER), f"{page_of(meeting)}/close-vote"
    assert where in client.get(page_of(meeting)).text
    before = client.get(where).text
    assert "Nobody has placed dots yet" in before and f"{page_of(meeting)}/officers-order" in before
    client.post_form(f"{page_of(meeting)}/on", {"from": "voting"}, page=where)
    meeting = db.session.get_one(Meeting, meeting.id)
    db.session.refresh(meeting)
    assert meeting.state is MeetingState.VOTING, "only the page that asks closes it"
    factory.place(meeting, people.make_account(CHAMPION), 1)
    operations.set_officers_order(meeting, [one.id for one in queries.items_of(meeting)], by=officer)
    db.session.commit()
    after = client.get(where).text
    assert "Some young people placed dots" in after and f"{page_of(meeting)}/officers-order" not in after
    token = client.post_form(where, {})
    assert token.status_code == 303
    assert client.get(where).status_code == 404
    assert client.post_form(where, {}, page="/work/meetings/new").status_code == 303, "a second tap is no error"


def test_a_champion_is_told_how_many_dots_lie(signed_in, officer):
    champion = people.make_account(CHAMPION)
    meeting = factory.make_voting("Buses", "Paint", by=officer)
    ids = [str(one.id) for one in queries.items_of(meeting)]
    db.session.commit()
    client, where = signed_in(champion, CHAMPION), f"{page_of(meeting)}/dots"
    client.post_form(where, {})
    assert "You placed no dots." in client.get(page_of(meeting)).text
    assert db.session.scalar(select(Dot)) is None
    assert db.session.scalar(select(AuditEvent).where(AuditEvent.action == "dots.placed")) is None
    client.post_form(where, {f"dots-{ids[0]}": "2", f"dots-{ids[1]}": "1"})
    assert "You placed 3 of 3. You can move them until the vote is closed." in client.get(page_of(meeting)).text
    page = client.get(page_of(meeting)).text
    assert "You placed 3 of 3." in page and "Now it is your turn" not in page and "Move my dots" in page


def test_what_can_be_done_now_is_what_the_page_offers(signed_in, officer):
    ahead = {"starts_at": clock.now() + timedelta(days=9), "ends_at": clock.now() + timedelta(days=9, hours=1)}
    meeting = factory.make_meeting(by=officer, **ahead)
    operations.open_agenda(meeting, by=officer)
    db.session.commit()
    client, where = signed_in(officer, OFFICER), page_of(meeting)
    page = client.get(where).text
    assert "Once the agenda is open" not in page and "It is open: take what the evidence puts forward" in page
    assert "Let young people place their dots" not in page
    meeting = db.session.get_one(Meeting, meeting.id)
    operations.add_point(meeting, "Buses", by=officer)
    db.session.commit()
    assert "Let young people place their dots" in client.get(where).text
    meeting = db.session.get_one(Meeting, meeting.id)
    operations.open_vote(meeting, by=officer)
    operations.close_vote(meeting, by=officer)
    db.session.commit()
    page = client.get(where).text
    assert "Minutes as a whole" not in page
    assert "you can say that it took place" in page
    held = factory.make_held("Pets", by=officer)
    db.session.commit()
    assert "Minutes as a whole" in client.get(page_of(held)).text


def test_meetings_that_are_over_are_paged_and_say_so(signed_in, client, officer, monkeypatch):
    monkeypatch.setattr(queries, "SHOWN", 2)
    for number in range(3):
        factory.make_agreed(f"Point {number}", by=officer)
    called_off = factory.make_meeting(by=officer)
    operations.call_off(called_off, by=officer)
    db.session.commit()
    own = signed_in(officer, OFFICER)
    first, last = (own.get(f"/work/meetings/?page={number}").text for number in (1, 2))
    assert "1 to 2 of 4" in first and "3 to 4 of 4" in last
    assert str(called_off.id) in first + last
    assert "1 to 2 of 3" in client.get("/board").text and "3 to 3 of 3" in client.get("/board?page=2").text


def test_over_is_whatever_is_not_ahead():
    assert frozenset(MeetingState) == rules.AHEAD | rules.OVER
    assert {MeetingState.CALLED_OFF} == rules.OVER - rules.HELD
    assert not rules.AHEAD & rules.OVER


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.BOARD_MEMBER])
def test_home_asks_whether_one_comes_until_it_is_said(signed_in, officer, role):
    account, said = people.make_account(role), "say if you come"
    client = signed_in(account, role)
    assert said not in client.get("/work/").text
    ahead = {"starts_at": clock.now() + timedelta(days=9), "ends_at": clock.now() + timedelta(days=9, hours=1)}
    meeting = factory.make_voting("Buses", by=officer, **ahead)
    if role is Role.CHAMPION:
        factory.place(meeting, account, 1)
    db.session.commit()
    where = f"{page_of(meeting)}/coming"
    page = client.get("/work/").text
    assert said in page and where in page
    assert said not in signed_in(officer, OFFICER).get("/work/").text
    assert client.post_form(where, {"coming": "no"}).status_code == 303
    assert said not in client.get("/work/").text
