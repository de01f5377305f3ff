"""A meeting from plan to what was told: who may do what, what is hidden until when, and what never changes."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.accounts.models import Account
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.entitlements import side_by_side
from portal.entitlements.rules import Gap, Officers, Width
from portal.entitlements.side_by_side import SideBySide
from portal.meetings import attending, operations, packs, queries, recording, suggesting
from portal.meetings.models import (
    AgendaItem,
    Attendance,
    Coming,
    Decision,
    Dot,
    ItemSource,
    Meeting,
    MeetingState,
    MeetingType,
)
from tests.factories import board, people
from tests.factories import meetings as factory

OFFICER, CHAMPION = Role.PARTICIPATION_OFFICER, Role.CHAMPION


@pytest.fixture
def officer(app):
    return people.make_account(OFFICER, name="Olive Officer")


@pytest.fixture
def champion(app):
    return people.make_account(CHAMPION, name="Chris Champion")


def refreshed(meeting):
    db.session.remove()
    return db.session.get_one(Meeting, meeting.id)


def seen(client, where):
    return re.search(r'name="seen"[^>]*value="(\w+)"', client.get(where).text)[1]


def page_of(meeting):
    return f"/work/meetings/{meeting.id}"


def test_an_officer_plans_a_meeting_and_nothing_typed_is_lost(signed_in, officer):
    client = signed_in(officer, OFFICER)
    values = {
        "kind": "board",
        "day": (clock.today() + timedelta(days=30)).isoformat(),
        "starts": "18:00",
        "ends": "17:00",
        "place": "Village hall",
        "how_to_join": "Ring the bell",
        "dots": "3",
        "arranger_id": str(officer.id),
        "chair_id": "",
        "leads_to_id": "",
    }
    wrong = client.post_form("/work/meetings/new", values)
    assert "It has to end after it starts" in wrong.text
    assert "Ring the bell" in wrong.text
    made = client.post_form("/work/meetings/new", values | {"ends": "20:00"})
    assert made.status_code == 303
    meeting = db.session.scalars(select(Meeting)).one()
    assert clock.local(meeting.starts_at).hour == 18
    again = client.get(f"{page_of(meeting)}/plan").text
    assert 'value="18:00"' in again
    client.post_form(f"{page_of(meeting)}/plan", values | {"ends": "21:00"})
    assert refreshed(meeting).sequence == 1


def test_a_time_the_clocks_jump_over_is_refused(signed_in, officer):
    client = signed_in(officer, OFFICER)
    values = {"kind": "board", "day": "2027-03-28", "starts": "01:30", "ends": "03:00", "place": "Hall"}
    values |= {"how_to_join": "Bell", "dots": "3", "arranger_id": str(officer.id), "chair_id": "", "leads_to_id": ""}
    assert "The clocks jump over this time" in client.post_form("/work/meetings/new", values).text
    assert db.session.scalar(select(Meeting)) is None


def test_young_peoples_own_meetings_are_not_there_for_others(signed_in, officer):
    meeting = factory.make_meeting(by=officer, kind=MeetingType.PRE_MEETING)
    db.session.commit()
    for role, status in ((CHAMPION, 200), (OFFICER, 200), (Role.BOARD_MEMBER, 404), (Role.CORPORATE_LEAD, 404)):
        client = signed_in(role)
        assert client.get(page_of(meeting)).status_code == status, role
        assert (str(meeting.id) in client.get("/work/meetings/").text) is (status == 200)


def test_the_evidence_puts_forward_what_presses_with_its_reason(app, officer):
    today = clock.today()
    disputed = board.in_state(board.make_action(), board.ActionState.DISPUTED)
    late = board.make_action(due_on=today - timedelta(days=4))
    asked = board.make_ask("Ask us about our rooms", due_on=today - timedelta(days=1))
    board.make_counted_theme()
    meeting = factory.make_meeting(by=officer)
    found = {(one.source, one.about_id): one.reason for one in suggesting.suggestions(meeting, meeting.arranger)}
    assert found[ItemSource.ACTION, disputed.id] == "Council says it is done. Young people say: not yet."
    assert found[ItemSource.ACTION, late.id] == "Council is 4 days late with it."
    assert found[ItemSource.ASK, asked.id] == "Council is 1 day late with it."
    themes = [reason for (source, _), reason in found.items() if source is ItemSource.THEME]
    assert len(themes) == 1
    assert re.fullmatch(r"No board has talked about it yet\. \d+ young people spoke of it\.", themes[0])


def test_gaps_are_put_forward_where_another_slice_measures_them(app, officer, monkeypatch):
    from tests.factories import commitments

    promise = commitments.make_commitment()
    wide = SideBySide(promise, Officers.DONE, (), None, Gap(Width.WIDE, 80))
    monkeypatch.setattr(side_by_side, "widest_gaps", lambda audience, most: [wide])
    found = suggesting.suggestions(factory.make_meeting(by=officer), officer)
    reason = "Wide gap between what adults say and what young people say"
    assert [(one.source, one.text, one.reason) for one in found] == [(ItemSource.PROMISE, promise.name, reason)]


def test_suggestions_are_taken_or_left(signed_in, officer, champion):
    board.in_state(board.make_action(title="Free buses"), board.ActionState.DISPUTED)
    board.in_state(board.make_action(title="Own keys"), board.ActionState.DISPUTED)
    meeting = factory.make_meeting(by=officer)
    operations.open_agenda(meeting, by=officer)
    ids = {one.text: str(one.about_id) for one in suggesting.suggestions(meeting, meeting.arranger)}
    db.session.commit()
    client = signed_in(champion, CHAMPION)
    where = f"{page_of(meeting)}/suggestions"
    client.post_form(where, {"source": "action", "about": ids["Free buses"], "do": "take"})
    client.post_form(where, {"source": "action", "about": ids["Own keys"], "do": "leave"})
    shown = client.get(where)
    assert "Nothing more to put forward" in shown.text
    assert [one.action.title for one in queries.items_of(refreshed(meeting))] == ["Free buses"]
    client.post_form(where, {"source": "action", "about": ids["Own keys"], "do": "take"})
    assert len(queries.items_of(refreshed(meeting))) == 1, "what was left is not put forward any more"


def test_dots_are_hidden_until_closed_and_then_only_sums(signed_in, officer, champion):
    meeting = factory.make_voting("Buses", "Paint", "Pets", by=officer)
    other = people.make_account(CHAMPION, name="Other Champion")
    factory.place(meeting, other, 0, 0, 3)
    factory.place(meeting, champion, 0, 1, 1)
    db.session.commit()
    first = [one.id for one in queries.items_of(meeting)]
    for who, role in ((officer, OFFICER), (champion, CHAMPION), (other, CHAMPION)):
        shown = signed_in(who, role).get(page_of(meeting)).text
        assert "Dots:" not in shown
        assert "Nobody sees how dots lie" in shown
        assert signed_in(who, role).get(f"{page_of(meeting)}/minutes").status_code == 404
    own = signed_in(champion, CHAMPION).get(f"{page_of(meeting)}/dots").text
    assert re.findall(r'value="(\d)"', own) == ["1", "1"]
    meeting = refreshed(meeting)
    assert queries.orders(meeting) == ([], [], [])
    operations.close_vote(meeting, by=meeting.arranger)
    assert {one.id: one.dots for one in queries.items_of(meeting)} == {first[2]: 4, first[1]: 1, first[0]: 0}
    assert [one.id for one in queries.items_of(meeting)] == [first[2], first[1], first[0]]
    assert db.session.scalar(select(Dot)) is None, "whose dots they were is forgotten"


@pytest.mark.parametrize("voters", [1, 4, 5])
def test_dots_of_a_few_champions_are_told_as_an_order_only(signed_in, officer, voters):
    meeting = factory.make_voting("Buses", "Paint", by=officer)
    for number in range(voters):
        factory.place(meeting, people.make_account(CHAMPION, name=f"Voter {number}"), 0, 3)
    operations.close_vote(meeting, by=officer)
    kept = packs.opened(packs.freeze(meeting, by=officer)).items
    client, told = signed_in(officer, OFFICER), voters >= 5
    for path in ("", "/minutes", "/order"):
        page = client.get(f"{page_of(meeting)}{path}").text
        assert ("Few young people placed dots" in page) != told, path
        assert (f">{3 * voters}<" in page or f"Dots: {3 * voters}." in page) == told, path
    assert [one["dots"] for one in kept] == ([3 * voters, 0] if told else [None, None])
    assert [one["text"] for one in kept] == ["Paint", "Buses"], "their order counts all the same"


def test_nobody_places_more_dots_than_they_have_and_the_page_keeps_them(signed_in, officer, champion):
    meeting = factory.make_voting("Buses", "Paint", by=officer)
    ids = [str(one.id) for one in queries.items_of(meeting)]
    db.session.commit()
    client, where = signed_in(champion, CHAMPION), f"{page_of(meeting)}/dots"
    too_many = client.post_form(where, {f"dots-{ids[0]}": "3", f"dots-{ids[1]}": "1"})
    assert "That is more dots than you have" in too_many.text
    assert 'value="3"' in too_many.text
    assert "Write how many dots, in digits" in client.post_form(where, {f"dots-{ids[0]}": "lots"}).text
    assert db.session.scalar(select(Dot)) is None
    assert client.post_form(where, {f"dots-{ids[0]}": "2", f"dots-{ids[1]}": "1"}).status_code == 303
    client.post_form(where, {f"dots-{ids[1]}": "3"})
    db.session.remove()
    assert [one.count for one in db.session.scalars(select(Dot))] == [3], "moved, not added"


def test_whoever_arranges_does_not_vote_and_neither_does_a_second_hat(signed_in, app):
    both = people.make_account(OFFICER, CHAMPION, name="Two Hats")
    meeting = factory.make_voting("Buses", by=both)
    elsewhere = factory.make_voting("Paint")
    db.session.commit()
    as_champion, as_officer = signed_in(both, CHAMPION), signed_in(both, OFFICER)
    assert as_champion.get(f"{page_of(meeting)}/dots").status_code == 404
    assert as_champion.get(f"{page_of(elsewhere)}/dots").status_code == 200
    assert as_officer.get(f"{page_of(elsewhere)}/dots").status_code == 404, "one role at a time"
    with pytest.raises(RuleError):
        factory.place(refreshed(meeting), both, 1)


def test_a_difference_is_explained_before_the_meeting_is_over(signed_in, officer, champion):
    meeting = factory.make_voting("Buses", "Paint", by=officer, chair=champion)
    first, second = [one.id for one in queries.items_of(meeting)]
    operations.set_officers_order(meeting, [first, second], by=officer)
    factory.place(meeting, champion, 1, 2)
    operations.close_vote(meeting, by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    assert "An explanation is owed" in client.get(page_of(meeting)).text
    assert "An explanation is owed" in client.get(f"{page_of(meeting)}/held").text
    with pytest.raises(RuleError, match="order"):
        recording.hold(refreshed(meeting), champions=1, adults=1, by=officer)
    db.session.rollback()
    where = f"{page_of(meeting)}/order"
    same = {f"order-{second}": "1", f"order-{first}": "2", "difference": ""}
    assert "Say why the order" in client.post_form(where, same).text
    said = client.post_form(where, same | {"difference": "Adults began with money."})
    assert said.status_code == 303
    assert "Adults began with money." in client.get(f"{page_of(meeting)}/minutes").text


def test_needs_are_sealed_and_for_two_people_alone(signed_in, officer, champion):
    meeting = factory.make_meeting(by=officer)
    second = people.make_account(OFFICER, name="Second Officer")
    db.session.commit()
    client = signed_in(champion, CHAMPION)
    needs = {"coming": "yes", "access": "Quokka ramp", "travel": "Taxi", "payment": "Voucher"}
    assert client.post_form(f"{page_of(meeting)}/coming", needs).status_code == 303
    assert "Quokka ramp" in client.get(f"{page_of(meeting)}/coming").text
    db.session.remove()
    row = db.session.scalars(select(Attendance)).one()
    assert b"Quokka" not in (row.access_sealed or b"")
    assert "Quokka ramp" in signed_in(officer, OFFICER).get(f"{page_of(meeting)}/arrangements").text
    assert signed_in(second, OFFICER).get(f"{page_of(meeting)}/arrangements").status_code == 404
    for who, role in ((second, OFFICER), (officer, OFFICER)):
        assert "Quokka" not in signed_in(who, role).get(page_of(meeting)).text
    arranger = signed_in(officer, OFFICER)
    arranger.post_form(f"{page_of(meeting)}/arrangements/{row.id}", {}, page=f"{page_of(meeting)}/arrangements")
    assert "What you need is arranged" in client.get(page_of(meeting)).text
    client.post_form(f"{page_of(meeting)}/coming", needs | {"travel": "Two taxis"})
    assert "What you need is arranged" not in client.get(page_of(meeting)).text


def test_who_came_and_what_they_needed_is_deleted_when_the_meeting_is_long_over(app, officer, champion):
    meeting = factory.make_meeting(by=officer)
    operations.answer(meeting, Coming.YES, access="Ramp", by=champion)
    assert operations.forget_coming() == 0
    meeting.starts_at -= timedelta(days=31)
    meeting.ends_at -= timedelta(days=31)
    db.session.flush()
    assert operations.forget_coming() == 1
    assert db.session.scalar(select(Attendance.id)) is None


def test_a_conflict_hides_the_item_on_the_page_in_the_minutes_and_from_dots(signed_in, officer, champion):
    meeting = factory.make_voting("Quokka houses", "Paint", by=officer)
    item = queries.items_of(meeting)[0]
    factory.place(meeting, champion, 2, 1)
    db.session.commit()
    client, where = signed_in(champion, CHAMPION), f"/work/meetings/items/{item.id}/conflict"
    assert "Quokka houses" in client.get(page_of(meeting)).text
    assert client.post_form(where, {}).status_code == 303
    for path in ("", "/dots"):
        assert "Quokka houses" not in client.get(page_of(meeting) + path).text, path
    assert [one.count for one in db.session.scalars(select(Dot))] == [1]
    refused = client.post_form(f"{page_of(meeting)}/dots", {f"dots-{item.id}": "1"})
    assert refused.status_code == 303, "what is not on their page is not read"
    assert db.session.scalar(select(Dot)) is None
    assert "Quokka houses" in signed_in(officer, OFFICER).get(page_of(meeting)).text
    client.post_form(where, {})
    assert "Quokka houses" in client.get(page_of(meeting)).text


def test_no_dots_lie_on_what_is_hidden_whatever_was_sent(app, officer, champion):
    meeting = factory.make_voting("Quokka houses", "Paint", by=officer)
    first, second = [one.id for one in queries.items_of(meeting)]
    with pytest.raises(RuleError):
        operations.place_dots(meeting, {first: 1}, by=champion, hidden=frozenset({first}))
    operations.place_dots(meeting, {second: 1}, by=champion, hidden=frozenset({first}))
    assert queries.dots_of(meeting, champion) == {second: 1}


def test_the_side_that_claims_does_not_sit_in_judgement_but_answers(app, officer):
    action = board.make_claim()
    meeting = factory.make_meeting(by=officer)
    operations.open_agenda(meeting, by=officer)
    item = operations.take(
        meeting, suggesting.Suggestion(ItemSource.ACTION, action.id, action.title, "Why"), by=officer
    )
    db.session.flush()
    db.session.refresh(item)
    own, stranger = people.make_account(Role.BOARD_MEMBER), people.make_account(Role.BOARD_MEMBER, organisation="NHS")
    lead = people.make_account(Role.CORPORATE_LEAD)
    assert queries.hidden_from([item], own, Role.BOARD_MEMBER) == {item.id}
    assert queries.hidden_from([item], stranger, Role.BOARD_MEMBER) == frozenset()
    assert queries.hidden_from([item], lead, Role.CORPORATE_LEAD) == frozenset()


def test_minutes_are_kept_at_once_and_advice_stands_beside(signed_in, officer):
    meeting = factory.make_set("Buses", by=officer)
    item = queries.items_of(meeting)[0]
    db.session.commit()
    client, where = signed_in(officer, OFFICER), f"/work/meetings/items/{item.id}/minutes"
    hard = "The multidisciplinary governance arrangements necessitate considerable organisational deliberation. " * 5
    shown = client.post_form(where, {"text": hard})
    assert "Your words are kept" in shown.text
    db.session.remove()
    assert db.session.get_one(AgendaItem, item.id).minutes == hard.strip()
    assert client.post_form(where, {"text": hard, "anyway": "y"}).status_code == 303
    assert client.post_form(where, {"text": "Buses will be free.", "seen": seen(client, where)}).status_code == 303


def test_a_decision_comes_back_by_itself_on_its_day_until_it_was_looked_at(app, officer):
    chair = people.make_account(Role.BOARD_MEMBER)
    first = factory.make_set("Buses", by=officer, chair=chair)
    decision = factory.decide(queries.items_of(first)[0], days=20)
    recording.hold(first, champions=2, adults=2, by=officer)

    def next_meeting(days):
        starts = clock.now() + timedelta(days=days)
        meeting = factory.make_meeting(by=officer, chair=chair, starts_at=starts, ends_at=starts + timedelta(hours=1))
        operations.open_agenda(meeting, by=officer)
        return meeting

    early = next_meeting(10)
    assert queries.items_of(early) == []
    assert [(one.about_id, one.reason) for one in suggesting.suggestions(early, officer)] == [
        (decision.id, "Council promised it last time.")
    ]
    due = next_meeting(25)
    assert [one.review.decision_id for one in queries.items_of(due)] == [decision.id]
    operations.open_vote(due, by=officer)
    operations.close_vote(due, by=officer)
    due.starts_at = clock.now() - timedelta(minutes=1)
    db.session.flush()
    recording.hold(due, champions=2, adults=2, by=officer)
    assert queries.items_of(next_meeting(40)) == [], "looked at once, it is not put forward for ever"


def test_what_is_typed_is_kept_without_a_word(signed_in, officer):
    meeting = factory.make_set("Buses", by=officer)
    item = queries.items_of(meeting)[0]
    db.session.commit()
    client, where = signed_in(officer, OFFICER), f"/work/meetings/items/{item.id}/minutes"
    assert client.post_form(where, {"text": "We said", "quiet": "1"}).status_code == 204
    db.session.remove()
    assert db.session.get_one(AgendaItem, item.id).minutes == "We said"
    assert client.post_form(where, {"text": " ", "quiet": "1"}).status_code == 200, "nothing is no words"
    assert "Kept" not in client.get(page_of(meeting)).text


def test_a_meeting_does_not_end_before_somebody_chaired_it(signed_in, officer):
    meeting = factory.make_set("Buses", by=officer)
    db.session.commit()
    with pytest.raises(RuleError, match="chaired"):
        recording.hold(refreshed(meeting), champions=1, adults=1, by=officer)
    db.session.rollback()
    client = signed_in(officer, OFFICER)
    assert "Nobody is named as chair" in client.get(f"{page_of(meeting)}/held").text


def test_a_review_day_lies_after_the_meeting_and_the_form_keeps_the_rest(signed_in, officer):
    meeting = factory.make_set("Buses", by=officer)
    item = queries.items_of(meeting)[0]
    db.session.commit()
    client = signed_in(officer, OFFICER)
    values = {"what": "Free buses.", "why": "We need them.", "post_id": str(factory.post())}
    where = f"/work/meetings/items/{item.id}/decide"
    early = client.post_form(where, values | {"review_on": clock.today().isoformat()})
    assert "Choose a day after the meeting" in early.text
    assert "Free buses." in early.text
    later = (clock.today() + timedelta(days=90)).isoformat()
    assert client.post_form(where, values | {"review_on": later}).status_code == 303


def test_minutes_are_agreed_by_two_champions_and_the_chair_and_then_never_change(signed_in, officer, champion):
    chair = people.make_account(Role.BOARD_MEMBER, name="Chair Person")
    member = people.make_account(Role.BOARD_MEMBER, name="Other Member")
    meeting = factory.make_held("Buses", by=officer, chair=chair)
    second = people.make_account(CHAMPION, name="Second Champion")
    db.session.commit()
    where = f"{page_of(meeting)}/minutes"

    def agree(who, role, digest=None):
        client = signed_in(who, role)
        found = re.search(r'name="digest" value="(\w+)"', client.get(where).text)
        return client.post_form(where, {"digest": digest or (found[1] if found else "x")})

    assert agree(member, Role.BOARD_MEMBER).status_code == 404
    assert agree(champion, CHAMPION, "old words").status_code == 409
    assert agree(champion, CHAMPION).status_code == 303
    recording.write_minutes(queries.items_of(refreshed(meeting))[0], "Other words.", by=officer)
    db.session.commit()
    agree(second, CHAMPION)
    agree(chair, Role.BOARD_MEMBER)
    assert refreshed(meeting).state is MeetingState.HELD, "one yes was to other words"
    assert signed_in(Role.CHAMPION).get(f"/board/{meeting.id}").status_code == 404
    agree(champion, CHAMPION)
    meeting = refreshed(meeting)
    assert meeting.state is MeetingState.MINUTES_AGREED
    item = queries.items_of(meeting)[0]
    with pytest.raises(RuleError):
        recording.write_minutes(item, "Changed", by=officer)
    item.minutes = "Changed past all rules"
    with pytest.raises(RuleError):
        db.session.flush()
    db.session.rollback()
    meeting.difference = "Changed"
    with pytest.raises(RuleError):
        db.session.flush()
    db.session.rollback()
    for statement in (update(AgendaItem).values(minutes="x"), delete(Decision)):
        with pytest.raises(RuleError):
            db.session.execute(statement)
    db.session.rollback()


def test_everybody_is_told_in_plain_words_once_minutes_are_agreed(client, app):
    meeting = factory.make_agreed("Secretquokka point")
    db.session.commit()
    listed = client.get("/board").text
    assert str(meeting.id) in listed
    told = client.get(f"/board/{meeting.id}").text
    assert "Buses are free for us." in told
    assert "We need them." in told
    assert "Council" in told
    assert "Secretquokka" not in told
    assert "Yes 0" not in told


def test_only_the_boards_meetings_are_told(client, app):
    own = factory.make_agreed("Our own", kind=MeetingType.PRE_MEETING)
    db.session.commit()
    assert "Nothing here yet" in client.get("/board").text
    assert client.get(f"/board/{own.id}").status_code == 404, "young people’s own minutes stay theirs"


def test_steps_are_taken_once_and_in_order(signed_in, officer):
    meeting = factory.make_meeting(by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    on = f"{page_of(meeting)}/on"
    assert client.post_form(on, {"from": "planned"}, page=page_of(meeting)).status_code == 303
    client.post_form(on, {"from": "planned"}, page=page_of(meeting))
    assert refreshed(meeting).state is MeetingState.AGENDA_OPEN, "a second tap is no second step"
    empty = client.post_form(on, {"from": "agenda_open"}, page=page_of(meeting))
    assert empty.status_code == 409
    assert client.post_form(f"{page_of(meeting)}/call-off", {}).status_code == 303
    assert refreshed(meeting).state is MeetingState.CALLED_OFF
    assert client.get(f"{page_of(meeting)}/plan").status_code == 404


def test_what_two_take_at_once_is_on_the_agenda_once(app, officer):
    action = board.in_state(board.make_action(), board.ActionState.DISPUTED)
    meeting = factory.make_meeting(by=officer)
    operations.open_agenda(meeting, by=officer)
    found = next(one for one in suggesting.suggestions(meeting, meeting.arranger) if one.about_id == action.id)
    assert operations.take(meeting, found, by=officer).id == operations.take(meeting, found, by=officer).id
    operations.leave(meeting, found, by=officer)
    operations.leave(meeting, found, by=officer)
    assert len(queries.items_of(meeting)) == 1


def test_somebody_elses_point_is_not_taken_off_by_a_champion(app, officer, champion):
    meeting = factory.make_meeting(by=officer)
    (item,) = factory.with_points(meeting, "Buses")
    own = operations.add_point(meeting, "Paint", by=champion)
    with pytest.raises(NotFound):
        operations.take_off(item, by=champion, arranges=False)
    operations.take_off(own, by=champion, arranges=False)
    assert [one.point for one in queries.items_of(meeting)] == ["Buses"]


def test_a_needs_row_opens_only_at_its_own_place(app, officer, champion):
    meeting = factory.make_meeting(by=officer)
    row = operations.answer(meeting, Coming.YES, access="Ramp", by=champion)
    row.travel_sealed = row.access_sealed
    with pytest.raises(crypto.Unreadable):
        attending.needs_of(row)
    db.session.rollback()


def test_home_says_what_waits(signed_in, officer, champion):
    factory.make_voting("Buses", by=officer)
    db.session.commit()
    assert "meeting waits for you" in signed_in(champion, CHAMPION).get("/work/").text
    assert "meeting waits for you" not in signed_in(officer, OFFICER).get("/work/").text


def test_who_writes_over_somebody_elses_minutes_sees_both_first(signed_in, officer):
    meeting = factory.make_set("Buses", by=officer)
    item = queries.items_of(meeting)[0]
    other = people.make_account(OFFICER, name="Other Officer")
    db.session.commit()
    where = f"/work/meetings/items/{item.id}/minutes"
    one, two = signed_in(officer, OFFICER), signed_in(other, OFFICER)
    before = seen(one, where)
    kept = two.post_form(where, {"text": "Two said so", "quiet": "1", "seen": before})
    assert kept.status_code == 204
    again = two.post_form(where, {"text": "Two said so again", "quiet": "1", "seen": kept.headers["X-Seen"]})
    assert again.status_code == 204, "one's own words are no conflict"
    assert one.post_form(where, {"text": "One said", "quiet": "1", "seen": before}).status_code == 409
    page = one.post_form(where, {"text": "One said", "seen": before})
    assert page.status_code == 409 and "Two said so again" in page.text and "One said" in page.text
    db.session.remove()
    assert db.session.get_one(AgendaItem, item.id).minutes == "Two said so again"
    now = re.search(r'name="seen"[^>]*value="(\w+)"', page.text)[1]
    assert one.post_form(where, {"text": "Both said", "seen": now}).status_code == 303
    assert two.post_form(where, {"text": "Both said", "seen": before}).status_code == 303, (
        "the same words are no conflict"
    )


def test_where_the_chair_is_gone_another_is_named_and_agrees(signed_in, officer):
    chair = people.make_account(Role.BOARD_MEMBER, name="Gone Chair")
    second = people.make_account(Role.BOARD_MEMBER, name="Second Member")
    meeting = factory.make_held("Buses", by=officer, chair=chair)
    client, where = signed_in(officer, OFFICER), f"{page_of(meeting)}/chair"
    assert client.get(where).status_code == 404, "a chair who can agree stays the chair"
    with pytest.raises(RuleError, match="stay the chair"):
        recording.name_chair(refreshed(meeting), second, by=officer)
    db.session.rollback()
    db.session.get(Account, chair.id).active = False
    db.session.commit()
    assert "Whoever chaired cannot agree any more" in client.get(f"{page_of(meeting)}/minutes").text
    assert signed_in(Role.CHAMPION).get(where).status_code == 404
    page = client.get(where).text
    assert "Second Member" in page and "Gone Chair" not in page
    assert "Choose somebody" in client.post_form(where, {"chair_id": ""}).text
    assert client.post_form(where, {"chair_id": str(second.id)}).status_code == 303
    assert refreshed(meeting).chair_id == second.id
    assert client.get(where).status_code == 404
    minutes = f"{page_of(meeting)}/minutes"
    read = signed_in(second, Role.BOARD_MEMBER)
    digest = re.search(r'name="digest" value="(\w+)"', read.get(minutes).text)[1]
    assert read.post_form(minutes, {"digest": digest}).status_code == 303
    assert "Whoever chaired said yes" in read.get(minutes).text
