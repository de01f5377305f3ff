"""What owners said yes to: passed on to their worker, used to teach; acted on by the desk, seen on the life line."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.contributions import operations as contributions
from portal.contributions.models import Identity, PassedOn, Purpose
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.lifeline import operations as lifeline
from portal.reading import uses
from portal.safety import operations as safety
from portal.safety.operations import About
from tests.factories import people, voices


def make_known(*purposes, name="Sam"):
    return voices.make_contribution("My bus pass ran out", identity=Identity.TEAM, name=name, sharing=purposes)


@pytest.fixture
def officer(app):
    return people.make_account(Role.PARTICIPATION_OFFICER)


def test_a_yes_for_the_worker_stands_on_the_desk_until_it_was_passed_on(signed_in, client):
    told = make_known(Purpose.WORKER)
    make_known(Purpose.BOARD)
    view_id = told.contribution.id
    desk = signed_in(Role.PARTICIPATION_OFFICER)
    client.post_form("/code", {"code": told.code})
    assert "We pass it on to your worker" in client.get("/thread").text
    page = desk.get("/work/views/allowed").text
    assert "To pass on to their worker: 1 view" in page
    assert f"/work/views/{view_id}" in page
    assert "bus pass" not in page and "Sam" not in page
    view = f"/work/views/{view_id}"
    shown = desk.get(view).text
    assert "They said that their worker may know this. Ask to see the name" in shown and "Sam" not in shown
    assert desk.post_form(f"{view}/passed-on", page=view).status_code == 303
    assert "Passed on to their worker on" in desk.get(view).text
    assert "To pass on to their worker: 0 views" in desk.get("/work/views/allowed").text
    assert "We passed it on to your worker" in client.get("/thread").text
    assert "We passed it on to your worker" in client.get("/thread/copy").text
    assert db.session.scalar(select(AuditEvent.action).where(AuditEvent.action == "words.passed-on"))


def test_it_is_noted_only_once_and_only_with_a_live_yes(officer):
    never, stopped = make_known().contribution, make_known(Purpose.WORKER).contribution
    contributions.change_sharing(stopped, given=[])
    for view in (never, stopped):
        with pytest.raises(RuleError):
            contributions.pass_on(view, by=officer)
    allowed = make_known(Purpose.WORKER).contribution
    contributions.pass_on(allowed, by=officer)
    with pytest.raises(RuleError):
        contributions.pass_on(allowed, by=officer)


def test_a_no_takes_it_off_the_lists_at_once(app):
    view = make_known(Purpose.WORKER, Purpose.TRAINING).contribution
    assert (uses.to_pass_on().count, uses.for_training().count) == (1, 1)
    contributions.change_sharing(view, given=[])
    assert (uses.to_pass_on().count, uses.for_training().count) == (0, 0)


def test_what_is_about_somebody_who_works_here_is_on_no_list(officer):
    view = make_known(Purpose.WORKER, Purpose.TRAINING).contribution
    safety.raise_concern(view, worry="Worried", about=About(team_id=None, name="A worker"), by=officer)
    assert (uses.to_pass_on().count, uses.for_training().count) == (0, 0)


def test_views_for_teaching_are_listed_without_words_or_names(signed_in):
    view = voices.make_contribution("A canary phrase", sharing=[Purpose.TRAINING]).contribution
    view_id = view.id
    db.session.commit()
    page = signed_in(Role.PARTICIPATION_OFFICER).get("/work/views/allowed").text
    assert "Allowed for teaching: 1 view" in page
    assert f"/work/views/{view_id}" in page
    assert "canary" not in page


def test_a_long_list_says_how_many_it_leaves_out(app, signed_in, monkeypatch):
    monkeypatch.setattr(uses, "MOST", 2)
    for _ in range(3):
        voices.make_contribution(sharing=[Purpose.TRAINING])
    assert "The oldest 2 of 3." in signed_in(Role.PARTICIPATION_OFFICER).get("/work/views/allowed").text


def test_taking_it_back_forgets_that_it_was_passed_on(officer):
    view = make_known(Purpose.WORKER).contribution
    contributions.pass_on(view, by=officer)
    lifeline.take_back(view)
    assert db.session.scalars(select(PassedOn)).all() == []


def test_the_desk_sees_which_language_a_view_is_in(signed_in):
    polish, english = voices.make_contribution(locale="pl").contribution, voices.make_contribution().contribution
    ids = polish.id, english.id
    desk = signed_in(Role.PARTICIPATION_OFFICER)
    page = desk.get("/work/views").text
    assert page.count("Polish") == 1
    assert "Polish" in desk.get(f"/work/views/{ids[0]}").text
    assert "English" not in desk.get(f"/work/views/{ids[1]}").text


def test_both_ways_in_write_a_language_the_same_way(client):
    from portal.contributions.models import Contribution

    client.post_form("/not-safe", {"words": "Help"})
    assert db.session.scalars(select(Contribution.locale)).all() == ["en"]
