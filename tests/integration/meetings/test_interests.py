"""What somebody has an interest of their own in stays hidden from them wherever it comes back, and in the minutes."""

from datetime import timedelta

import pytest

from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.meetings import agreeing, operations, packs, queries, recording, suggesting
from portal.meetings.models import ItemSource, Meeting
from portal.meetings.suggesting import Suggestion
from tests.factories import board, people
from tests.factories import meetings as factory

OFFICER, CHAMPION, MEMBER = Role.PARTICIPATION_OFFICER, Role.CHAMPION, Role.BOARD_MEMBER


@pytest.fixture
def officer(app):
    return people.make_account(OFFICER, name="Olive Officer")


@pytest.fixture
def champion(app):
    return people.make_account(CHAMPION, name="Chris Champion")


def page_of(meeting):
    return f"/work/meetings/{meeting.id}"


def next_meeting(officer, days):
    starts = clock.now() + timedelta(days=days)
    return factory.make_meeting(by=officer, starts_at=starts, ends_at=starts + timedelta(hours=1))


def dealt_with(officer, champion, *, conflict=True):
    """A meeting over with a decision under an item that the champion has an interest in."""
    meeting = factory.make_set("Quokka houses", "Paint", by=officer, chair=people.make_account(MEMBER))
    item = queries.items_of(meeting)[0]
    if conflict:
        operations.say_conflict(item, by=champion)
    factory.write_all(meeting, "Quokka minutes")
    factory.decide(item, days=20, what="Quokka rents fall")
    recording.hold(meeting, champions=2, adults=2, by=officer)
    return meeting


def test_a_decision_that_comes_back_is_hidden_from_whom_its_item_was(signed_in, officer, champion):
    dealt_with(officer, champion)
    due = next_meeting(officer, 25)
    operations.open_agenda(due, by=officer)
    again = queries.items_of(due)[0]
    db.session.commit()
    client, where = signed_in(champion, CHAMPION), page_of(due)
    shown = client.get(where).text
    assert "Quokka" not in shown
    assert "Hidden from you" in shown
    assert "Was that a slip?" not in shown, "it was said at the meeting before"
    assert client.get(f"/work/meetings/items/{again.id}/conflict").status_code == 404
    assert "Quokka rents" in signed_in(officer, OFFICER).get(where).text
    due = db.session.get_one(Meeting, due.id)
    again = queries.items_of(due)[0]
    operations.open_vote(due, by=officer)
    operations.close_vote(due, by=officer)
    due.starts_at = clock.now() - timedelta(minutes=5)
    db.session.flush()
    factory.decide(again, days=60, what="Quokka rents stay")
    due.chair_id = champion.id
    recording.hold(due, champions=1, adults=1, by=officer)
    third = next_meeting(officer, 70)
    operations.open_agenda(third, by=officer)
    items = queries.items_of(third)
    assert queries.hidden_from(items, champion, CHAMPION) == {one.id for one in items}, "and once more after that"


def test_a_decision_is_not_put_forward_to_whom_it_is_hidden_from(signed_in, officer, champion):
    dealt_with(officer, champion)
    early = next_meeting(officer, 10)
    operations.open_agenda(early, by=officer)
    found = suggesting.suggestions(early, officer)
    db.session.commit()
    assert [one.text for one in found] == ["Quokka rents fall"]
    client, where = signed_in(champion, CHAMPION), f"{page_of(early)}/suggestions"
    assert "Quokka" not in client.get(where).text
    client.post_form(where, {"source": "decision", "about": str(found[0].about_id), "do": "take"})
    db.session.remove()
    assert queries.items_of(db.session.get_one(Meeting, early.id)) == []


def test_an_ask_and_the_actions_under_it_are_hidden_at_every_meeting(app, officer, champion):
    ask = board.make_ask("Ask us about our quokkas", due_on=clock.today() - timedelta(days=1))
    action = board.make_action(ask=ask, due_on=clock.today() - timedelta(days=1))
    first, second = next_meeting(officer, 5), next_meeting(officer, 9)
    for meeting in (first, second):
        operations.open_agenda(meeting, by=officer)
    on_it = operations.take(first, Suggestion(ItemSource.ASK, ask.id, "", "Late"), by=officer)
    operations.say_conflict(on_it, by=champion)
    about = {ask.id, action.id}
    assert about & {one.about_id for one in suggesting.suggestions(second, officer)}
    assert not about & {one.about_id for one in suggesting.suggestions(second, champion)}
    for source, about_id in ((ItemSource.ASK, ask.id), (ItemSource.ACTION, action.id)):
        item = operations.take(second, Suggestion(source, about_id, "", "Late"), by=officer)
        assert queries.hidden_from([item], champion, CHAMPION) == {item.id}
        assert queries.hidden_from([item], officer, OFFICER) == frozenset()
    operations.end_conflict(on_it, by=champion)
    assert queries.hidden_from(queries.items_of(second), champion, CHAMPION) == frozenset()


def test_an_old_pack_hides_what_it_holds_whatever_meeting_came_since(app, officer, champion):
    dealt_with(officer, champion)
    starts = clock.now() - timedelta(minutes=1)
    pack = packs.freeze(factory.make_set("Pets", by=officer, starts_at=starts), by=officer)
    between = factory.make_set("Keys", by=officer, chair=officer, starts_at=clock.now() - timedelta(minutes=2))
    recording.hold(between, champions=1, adults=1, by=officer)
    hidden = packs.hidden_in(pack, champion, CHAMPION)
    for edition in ("young", "officers"):
        assert "Quokka rents" in str(packs.document(pack, edition, hidden=frozenset()).parts), edition
        assert "Quokka rents" not in str(packs.document(pack, edition, hidden=hidden).parts), edition


def test_an_officer_orders_what_is_hidden_from_them_without_reading_it(signed_in, officer):
    second = people.make_account(OFFICER, name="Second Officer")
    meeting = factory.make_voting("Quokka houses", "Paint", by=second)
    operations.say_conflict(queries.items_of(meeting)[0], by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    assert "Quokka" not in client.get(f"{page_of(meeting)}/officers-order").text
    operations.close_vote(db.session.get_one(Meeting, meeting.id), by=second)
    db.session.commit()
    assert "Quokka" not in client.get(f"{page_of(meeting)}/order").text


def test_nobody_agrees_to_words_that_are_kept_from_them(signed_in, officer, champion):
    meeting = dealt_with(officer, champion)
    other = people.make_account(CHAMPION, name="Other Champion")
    db.session.commit()
    where = f"{page_of(meeting)}/minutes"
    shown = signed_in(champion, CHAMPION).get(where).text
    assert "You cannot agree to these minutes" in shown
    assert 'name="digest"' not in shown
    theirs = signed_in(other, CHAMPION).get(where).text
    assert "You cannot agree" not in theirs
    assert 'name="digest"' in theirs


def test_a_yes_of_theirs_is_refused_and_they_are_not_waited_for(app, officer, champion):
    meeting = dealt_with(officer, champion)
    digest = agreeing.minutes_digest(meeting)
    assert agreeing.waiting_for(champion, CHAMPION) == 0
    assert agreeing.waiting_for(people.make_account(CHAMPION, name="Other Champion"), CHAMPION) == 1
    with pytest.raises(NotFound):
        recording.agree(meeting, digest, by=champion, role=CHAMPION)


def test_where_a_part_is_hidden_from_whoever_chaired_another_is_named(signed_in, officer):
    chair, other = people.make_account(MEMBER, name="Chair Person"), people.make_account(MEMBER, name="Other Member")
    meeting = factory.make_set("Quokka houses", by=officer, chair=chair)
    operations.say_conflict(queries.items_of(meeting)[0], by=chair)
    factory.write_all(meeting)
    recording.hold(meeting, champions=2, adults=2, by=officer)
    db.session.commit()
    client, where = signed_in(officer, OFFICER), f"{page_of(meeting)}/chair"
    offered = client.get(where).text
    assert "Other Member" in offered
    assert f'value="{chair.id}"' not in offered
    assert client.post_form(where, {"chair_id": str(other.id)}).status_code == 303
    assert not agreeing.needs_another_chair(db.session.get_one(Meeting, meeting.id))


@pytest.mark.parametrize("under", ["ask", "action"])
def test_a_theme_whose_ask_a_board_talked_about_is_not_new(app, officer, under):
    theme = board.make_counted_theme()
    fresh = factory.make_meeting(by=officer)
    assert theme.id in {one.about_id for one in suggesting.suggestions(fresh, officer)}
    ask = board.make_ask("Free buses", theme_id=theme.id)
    factory.make_dealt(ask if under == "ask" else board.make_action(ask=ask))
    assert theme.id not in {one.about_id for one in suggesting.suggestions(fresh, officer)}
