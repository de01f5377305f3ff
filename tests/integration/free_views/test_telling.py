"""Saying something unasked: sent, kept like any other view, sorted and passed on, and seen on the life line."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.complaints import queries as complaints
from portal.complaints.models import Wish
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.models import Contribution, Matter, Purpose, SharingChoice
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.free_views import operations, queries
from portal.free_views.kinds import KINDS
from portal.lifeline import operations as lifeline
from tests.factories import people, place, voices
from tests.support.phone import Page, code_words

SAID = {
    "idea": {"idea": "Paint our own rooms"},
    "good-news": {"news": "I passed my driving test"},
    "thanks": {"whom": "The night worker", "why": "You sat up with me"},
    "problem": {"what": "The roof leaks on my bed", "help": "Another room"},
}


def tell(client, slug, *, wish="no", sharing=(), **said):
    """All pages of one sending, and its code."""
    client.post_form(f"/tell/{slug}", said or SAID[slug])
    if slug == "problem":
        client.post_form(f"/tell/{slug}/complaint", {"wish": wish})
    client.post_form(f"/tell/{slug}/who")
    client.post_form(f"/tell/{slug}/share", {"purposes": list(sharing)})
    sent = client.post_form(f"/tell/{slug}/check")
    assert (sent.status_code, sent.location) == (303, "/sent")
    return " ".join(code_words(client.get("/sent").text))


def only():
    return db.session.scalars(select(Contribution)).one()


@pytest.fixture
def officer(app):
    return people.make_account(Role.PARTICIPATION_OFFICER)


def test_one_tap_from_the_first_page_all_four_are_offered_and_help_before_them(client, app):
    db.session.commit()
    assert 'href="/tell"' in client.get("/").text
    page = client.get("/tell").text
    cards = [page.index(f"/tell/{kind.slug}") for kind in KINDS]
    assert page.index("I am not safe", page.index("What do you want to say?")) < min(cards)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_each_kind_is_sent_with_its_words_sealed_and_only_its_week(client, app, kind):
    db.session.commit()
    tell(client, kind.slug)
    row = only()
    assert (row.matter, row.received_at, row.waits) == (kind.matter, None, True)
    assert [crypto.unseal(words, "text") for words in threads.words_of(row.id)] == list(SAID[kind.slug].values())


def test_what_has_to_be_there_is_asked_for_and_the_rest_stays(client, app):
    db.session.commit()
    page = client.post_form("/tell/thanks", {"whom": "", "why": "You sat up with me"}).text
    assert "Say who you want to thank, or go back." in page and "You sat up with me" in page
    assert client.get("/tell/poem").status_code == 404
    assert client.get("/tell/idea/complaint").status_code == 404
    assert "no answers here" in client.get("/tell/problem/complaint").text


def test_a_choice_for_another_kind_is_never_taken(client, app):
    db.session.commit()
    tell(client, "good-news", sharing=("publish", "thank", "board"))
    assert db.session.scalars(select(SharingChoice.purpose)).all() == [Purpose.BOARD]


@pytest.mark.parametrize(("wish", "kept"), [("yes", "the day and time"), ("no", "not the day or the time")])
def test_the_page_before_sending_says_what_is_kept_of_the_time(client, wish, kept):
    client.post_form("/tell/problem", {"what": "Nobody rings back"})
    client.post_form("/tell/problem/complaint", {"wish": wish})
    assert kept in client.get("/tell/problem/check").text


@pytest.mark.parametrize("wish", [Wish.YES, Wish.NO, Wish.ASKED])
def test_a_problem_is_a_complaint_only_if_they_say_so(client, app, wish):
    db.session.commit()
    code = tell(client, "problem", wish=wish.value)
    row, complaint = only(), complaints.find(only().id)
    assert complaint.wish is wish
    assert row.keeps_time is (wish is Wish.YES) and (row.received_at is None) is (wish is not Wish.YES)
    client.post_form("/code", {"code": code})
    expected = {Wish.YES: "It is a complaint since", Wish.NO: "not a complaint", Wish.ASKED: "Tell me more first"}
    assert expected[wish] in client.get("/thread").text


def test_a_problem_gets_a_post_and_a_day_that_its_owner_sees(client, signed_in):
    post = place.post()
    db.session.commit()
    code = tell(client, "problem")
    view = f"/work/views/{only().id}"
    desk = signed_in(Role.PARTICIPATION_OFFICER)
    assert "A problem to sort" in desk.get("/work/views").text
    assert "Say who sorts it, and by when" in desk.get(view).text
    gone = desk.post_form(f"{view}/sorting", {"post_id": str(post.id), "due_on": "2001-01-01"}).text
    assert "Choose today or a later day." in gone
    day = clock.today().isoformat()
    assert desk.post_form(f"{view}/sorting", {"post_id": str(post.id), "due_on": day}).location == view
    client.post_form("/code", {"code": code})
    assert f"Whose job it is: {post.title}" in client.get("/thread").text
    desk.post_form(f"{view}/sorted-out", page=view)
    assert f"Sorted: {post.title}" in client.get("/thread").text
    actions = set(db.session.scalars(select(AuditEvent.action)))
    assert {"problem.planned", "problem.sorted-out"} <= actions


def test_thanks_are_passed_on_only_while_they_say_so(client, signed_in, officer):
    db.session.commit()
    code = tell(client, "thanks", sharing=("thank",))
    view = f"/work/views/{only().id}"
    client.post_form("/code", {"code": code})
    assert "We pass on your thanks" in client.get("/thread").text
    client.post_form("/thread/sharing", {})
    desk = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert "They did not say that it may be passed on" in desk.get(view).text
    with pytest.raises(RuleError, match="did not say"):
        operations.give_thanks(only(), by=officer)
    client.post_form("/thread/sharing", {"purposes": ["thank"]})
    assert desk.post_form(f"{view}/thanked", page=view).location == view
    assert "We passed on your thanks" in client.get("/thread").text


def test_nothing_is_done_to_the_wrong_kind(officer):
    news = voices.make_contribution(matter=Matter.GOOD_NEWS).contribution
    with pytest.raises(NotFound):
        operations.plan_sorting(news, post_id=place.post().id, due_on=clock.today(), by=officer)
    with pytest.raises(RuleError):
        operations.give_thanks(news, by=officer)


def test_taking_it_back_erases_what_was_done_with_it(officer):
    problem = voices.make_contribution(matter=Matter.PROBLEM).contribution
    operations.plan_sorting(problem, post_id=place.post().id, due_on=clock.today(), by=officer)
    contributions.mark_read(problem, by=officer, role=Role.PARTICIPATION_OFFICER)
    lifeline.take_back(problem)
    assert queries.find_sorting(problem.id) is None and not threads.words_of(problem.id)


def test_a_page_for_one_kind_holds_no_words_of_another(client, app):
    db.session.commit()
    client.post_form("/tell/idea", {"idea": "Paint our own rooms"})
    assert "Paint our own rooms" not in client.get("/tell/problem").text
    assert Page(client.get("/tell/idea").text).forms
