import pytest

from portal.core import db
from portal.core.access import Role, permits
from portal.dashboard import queries
from portal.dashboard.furniture import ENDPOINTS, LABELS
from portal.dashboard.queries import OPENS, Area
from tests.factories import answers, people, safety, voices


@pytest.mark.parametrize("role", list(Role))
def test_navigation_holds_exactly_what_a_role_may_enter(signed_in, role):
    client = signed_in(role)
    page = client.get("/work/").text
    for area, permission in OPENS.items():
        label = f">{LABELS[area]}"
        assert (label in page) == permits(role, permission), area


@pytest.mark.parametrize("role", list(Role))
def test_every_way_in_the_navigation_leads_somewhere(signed_in, app, role):
    client = signed_in(role)
    with app.test_request_context():
        from flask import url_for

        ways = [url_for(ENDPOINTS[area]) for area, permission in OPENS.items() if permits(role, permission)]
    for way in ways:
        assert client.get(way).status_code == 200, way


@pytest.mark.parametrize("role", list(Role))
def test_nothing_waiting_says_so(signed_in, role):
    page = signed_in(role).get("/work/").text
    if role is Role.INSPECTOR:
        assert "What you can read" in page
        return
    waits = role is Role.ADMINISTRATOR  # a number of the test partnership was checked long ago
    assert ("Nothing needs you now" in page) is not waits


def test_what_waits_is_counted_for_whom_it_waits(app):
    voices.make_contribution()
    safety.make_concern()
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    guard = people.make_account(Role.SAFEGUARDING_OFFICER)
    waiting = queries.waiting(officer, Role.PARTICIPATION_OFFICER).areas
    assert waiting[Area.VIEWS] == 1
    assert Area.SAFETY not in waiting
    assert queries.waiting(guard, Role.SAFEGUARDING_OFFICER).areas[Area.SAFETY] == 1


def test_a_champion_sees_what_waits_for_their_say(signed_in):
    answers.make_claimed_action(answers.make_ask())
    page = signed_in(Role.CHAMPION).get("/work/").text
    assert "Did it really happen?" in page
    assert "Every plan says it now." in page


def test_a_lead_sees_what_is_owed(signed_in):
    answers.make_ask(answer=None)
    db.session.commit()
    page = signed_in(Role.CORPORATE_LEAD).get("/work/").text
    assert "Let us see our brothers and sisters" in page


def test_a_long_menu_folds_what_is_visited_now_and_then_and_opens_where_one_is(signed_in):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.get("/work/").text
    assert "<details><summary>More" in page
    assert page.index(">Reports") < page.index("<details><summary>More") < page.index(">Consultations")
    assert "<details open><summary>More" in client.get("/work/consultations/").text
    assert "<summary>More" not in signed_in(Role.BOARD_MEMBER).get("/work/").text, "a short one is shown whole"


def test_what_is_not_there_wears_the_face_of_whoever_asks(signed_in, client):
    for role in (Role.BOARD_MEMBER, Role.CHAMPION):
        answer = signed_in(role).get("/work/nothing-here")
        assert answer.status_code == 404
        assert "Go to your home page" in answer.text and 'aria-label="Main"' in answer.text
        assert "code of four words" not in answer.text
        assert ("Leave quickly" in answer.text) is (role is Role.CHAMPION)
    for path in ("/nothing-here", "/work/nothing-here"):
        page = client.get(path).text
        assert "code of four words" in page and 'aria-label="Main"' not in page
