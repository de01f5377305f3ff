import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.complaints.models import Wish
from portal.contributions import operations as contribution_operations
from portal.contributions import queries as contributions
from portal.contributions.models import Identity, Priority
from portal.core import db
from portal.core.access import Role
from portal.reading import queries as reading
from portal.reading.models import Outcome
from portal.reading.queries import Show
from portal.safety import operations, queries
from portal.safety.operations import About
from portal.themes import queries as themes
from tests.factories import people, place, safety, voices

SAFE = {"outcome": "safe", "wish": "not_asked", "worry": "", "question": ""}


@pytest.fixture
def view(app):
    found = voices.make_contribution("I want a gym card").contribution
    db.session.commit()
    return found


def reads():
    return db.session.scalars(select(AuditEvent).where(AuditEvent.action == "words.read")).all()


def test_the_list_holds_no_words_and_the_most_urgent_first(signed_in):
    voices.make_contribution("a gym card please")
    voices.make_contribution("I keep cutting myself")
    voices.make_contribution("I get bullied")
    db.session.commit()
    page = signed_in(Role.PARTICIPATION_OFFICER).get("/work/views").text
    for word in ("gym", "cutting", "bullied"):
        assert word not in page
    listed = [line.priority for line in reading.view_page(Show.WAITING, 1).rows]
    assert listed == [Priority.URGENT, Priority.SOON, Priority.USUAL]


def test_each_reading_is_recorded(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for _ in range(4):
        assert "I want a gym card" in client.get(f"/work/views/{view.id}").text
    assert len(reads()) == 4


def test_sorting_takes_it_off_the_desk(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    where = f"/work/views/{view.id}"
    assert reading.unread_count() == 1
    client.post_form(f"{where}/sort", SAFE, page=where)
    assert reading.find_triage(view.id).outcome is Outcome.SAFE
    assert reading.unread_count() == 1
    client.post_form(f"{where}/reply", {"text": "Thank you."}, page=where)
    assert reading.unread_count() == 0


def test_writing_again_is_owed_an_answer_by_a_new_day(signed_in, view):
    from datetime import timedelta

    import time_machine

    from portal.contributions import operations
    from portal.core import clock

    old = view.reply_due_on
    with time_machine.travel(clock.now() + timedelta(weeks=6), tick=False):
        db.set_writing(True)
        mine = contributions.get_contribution(view.id)
        operations.write_back(mine, "still nothing")
        assert mine.reply_due_on > old
        assert mine.waits


def test_worried_means_safeguarding_has_it_in_the_same_moment(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    where = f"/work/views/{view.id}"
    client.post_form(f"{where}/sort", SAFE | {"outcome": "worried", "worry": "sounds scared"}, page=where)
    concern = queries.find_concern(view.id)
    assert concern is not None
    page = signed_in(Role.SAFEGUARDING_OFFICER).get(f"/work/safety/{concern.id}").text
    assert "sounds scared" in page
    assert "I want a gym card" in page


def test_a_view_about_somebody_who_works_here_leaves_every_desk(signed_in, view):
    subject = people.make_account(Role.PARTICIPATION_OFFICER, name="Morag Hollow", team_id=place.team().id)
    db.session.commit()
    where = f"/work/views/{view.id}"
    reader = signed_in(Role.PARTICIPATION_OFFICER)
    told = SAFE | {"outcome": "worried", "worry": "a colleague", "about_worker": "y", "worker_name": "hollow"}
    sorted_at = reader.post_form(f"{where}/sort", told, page=where)
    assert sorted_at.location == "/work/views"
    assert "Safeguarding has it now" in reader.get("/work/views").text
    read_before = len(reads())
    for desk in (signed_in(subject, Role.PARTICIPATION_OFFICER), reader):
        for page in (where, f"/work/themes/code/{view.id}"):
            assert desk.get(page).status_code == 404
        for page in ("/work/views", "/work/views?show=sorted", "/work/themes/waiting"):
            assert str(view.id) not in desk.get(page).text
    for path in ("sort", "reply"):
        assert reader.post_form(f"{where}/{path}", SAFE | {"text": "x"}, page="/work/views").status_code == 404
    assert reading.unread_count() == 0 and themes.waiting_count() == 0 and reading.next_waiting() is None
    assert len(reads()) == read_before
    officer = signed_in(Role.SAFEGUARDING_OFFICER)
    assert "I want a gym card" in officer.get(f"/work/safety/{queries.find_concern(view.id).id}").text


def test_a_view_with_another_worry_stays_on_the_desk(signed_in, view):
    where = f"/work/views/{view.id}"
    reader = signed_in(Role.PARTICIPATION_OFFICER)
    assert reader.post_form(f"{where}/sort", SAFE | {"outcome": "worried"}, page=where).location == where
    assert reader.get(where).status_code == 200


def test_the_number_that_waits_is_the_number_in_the_list(app):
    reader = people.make_account(Role.PARTICIPATION_OFFICER)
    for number in range(6):
        given = voices.make_contribution("I get bullied" if number % 2 else "a gym card").contribution
        if number == 1:
            operations.raise_concern(given, by=reader)
        if number == 2:
            operations.raise_concern(given, about=About(), by=reader)
        if number == 3:
            operations.raise_concern(given, about=About(), by=reader)
            given.withdrawn_on = given.received_week
    safety.make_concern()
    db.session.commit()
    for priority in (None, *Priority):
        page = reading.view_page(Show.WAITING, 1, priority)
        assert page.total == len(page.rows)
    assert reading.unread_count() == 4


def test_next_goes_through_the_list_and_round_again(app, view):
    for words in ("a gym card please", "I keep cutting myself", "I get bullied"):
        voices.make_contribution(words)
    db.session.commit()
    listed = [line.id for line in reading.view_page(Show.WAITING, 1).rows]
    found = [contributions.get_contribution(one) for one in listed]
    assert [reading.next_waiting(one) for one in found] == [*listed[1:], listed[0]]
    for other in found[1:]:
        other.waits = False
    db.session.flush()
    assert reading.next_waiting() == listed[0] and reading.next_waiting(found[0]) is None


def test_a_complaint_is_asked_for_never_assumed(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    where = f"/work/views/{view.id}"
    refused = client.post_form(f"{where}/sort", SAFE | {"outcome": "complaint"}, page=where)
    assert "Ask them first" in refused.text
    assert reading.find_triage(view.id) is None
    asked = {"outcome": "complaint", "wish": "asked", "question": "Do you want this to be a complaint?"}
    client.post_form(f"{where}/sort", SAFE | asked, page=where)
    assert reading.find_triage(view.id).complaint_wish is Wish.ASKED
    assert len(contributions.messages_of(view.id)) == 1


def test_a_name_given_to_the_team_is_locked_and_one_that_goes_with_the_words_is_shown(signed_in):
    known = voices.make_contribution("hello", identity=Identity.TEAM, name="Callum").contribution
    named = voices.make_contribution("hello", identity=Identity.NAMED, name="Morag").contribution
    db.session.commit()
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    assert "Callum" not in officer.get(f"/work/views/{known.id}").text
    assert "Morag" in officer.get(f"/work/views/{named.id}").text
    assert signed_in(Role.SAFEGUARDING_OFFICER).get(f"/work/views/{known.id}").status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.PARTICIPATION_OFFICER])
def test_nobody_else_reads(signed_in, view, role):
    client = signed_in(role)
    assert client.get("/work/views").status_code == 404
    assert client.get(f"/work/views/{view.id}").status_code == 404
    assert reads() == []


def test_a_reply_is_kept_when_it_is_too_long(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    where = f"/work/views/{view.id}"
    answer = client.post_form(f"{where}/reply", {"text": "y" * 10_001}, page=where)
    assert "1 letters too long" in answer.text
    assert "y" * 10_001 in answer.text


def test_pages_and_filters_take_nonsense(signed_in, view):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for query in ("page=999", "page=x", "show=x", "priority=x", "show=sorted", "priority=urgent"):
        assert client.get(f"/work/views?{query}").status_code == 200


def test_sorted_views_can_be_listed_by_what_they_are(signed_in):
    from portal.reading import operations as sorting

    reader = people.make_account(Role.PARTICIPATION_OFFICER)
    views = {}
    for outcome in (Outcome.ASK, Outcome.GOOD_NEWS, Outcome.SAFE):
        view = voices.make_contribution().contribution
        sorting.triage(view, outcome=outcome, by=reader)
        contribution_operations.reply(view, "Thank you", by=reader)
        views[outcome] = view.id
    db.session.commit()
    page = reading.view_page(Show.SORTED, 1, outcome=Outcome.ASK)
    assert ([line.id for line in page.rows], page.total) == ([views[Outcome.ASK]], 1)
    client = signed_in(reader, Role.PARTICIPATION_OFFICER)
    text = client.get("/work/views?show=sorted&outcome=good_news").text
    assert str(views[Outcome.GOOD_NEWS]) in text
    assert str(views[Outcome.ASK]) not in text
    assert client.get("/work/views?show=sorted&outcome=nonsense").status_code == 200
