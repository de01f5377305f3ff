"""Tokens on the working side: who sees and makes which, and that one is shown once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.open_data import operations, queries
from portal.open_data.models import ApiToken, Scope
from tests.factories import people, place, programs
from tests.support import canary

PAGES = "/work/open-data"
TOKEN = re.compile(r"l2u_[A-Za-z0-9_-]{43}")


def filled(organisation="Council", **changes):
    values = {
        "name": "Performance system",
        "organisation": str(place.organisation(organisation).id),
        "scopes": ["figures:partners", "actions"],
        "last_day": (clock.today() + timedelta(days=30)).isoformat(),
    }
    return values | changes


def made():
    return db.session.scalars(select(ApiToken)).all()


def test_a_token_is_made_shown_once_and_works(signed_in, client):
    lead = signed_in(Role.CORPORATE_LEAD)
    assert "No tokens yet" in lead.get(f"{PAGES}/").text
    answer = lead.post_form(f"{PAGES}/new", filled())
    (text,) = set(TOKEN.findall(answer.text))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/api/v1/actions", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    assert client.get("/api/v1/stories", headers={"Authorization": f"Bearer {text}"}).status_code == 403
    page = lead.get(f"{PAGES}/").text
    assert "Performance system" in page
    assert not TOKEN.search(page)
    (row,) = made()
    assert row.last_day == clock.today() + timedelta(days=30)
    assert row.opens == {Scope.FIGURES_PARTNERS, Scope.ACTIONS}


def test_nothing_that_is_kept_is_the_token(app):
    _token, text = programs.make_token()
    db.session.commit()
    everything = repr(canary.dump())
    assert text not in everything
    assert text.removeprefix("l2u_") not in everything


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in):
    lead = signed_in(Role.CORPORATE_LEAD)
    long = "x" * 121
    for changes, said in (
        ({"name": " "}, "Give it a name"),
        ({"name": long}, "1 letters too long"),
        ({"scopes": []}, "Choose at least one thing"),
        ({"last_day": ""}, "Give the last day"),
        ({"last_day": "soon"}, "Not a valid date"),
        ({"last_day": (clock.today() - timedelta(days=1)).isoformat()}, "Choose today or a later day"),
        ({"last_day": (clock.today() + timedelta(days=366)).isoformat()}, "a year at most"),
        ({"scopes": ["actions", "everything"]}, "not a valid choice"),
        ({"organisation": str(place.organisation("NHS").id)}, "Not a valid choice"),
    ):
        answer = lead.post_form(f"{PAGES}/new", filled() | changes)
        assert answer.status_code == 200
        assert said in answer.text, changes
        if "name" not in changes:
            assert 'value="Performance system"' in answer.text
        if "scopes" not in changes:
            assert re.search(r'checked[^>]*value="actions"|value="actions"[^>]*checked', answer.text)
    assert made() == []


def test_an_administrator_makes_tokens_for_anybody_and_gives_none_the_figures_for_partners(signed_in):
    keeper = signed_in(Role.ADMINISTRATOR)
    page = keeper.get(f"{PAGES}/new").text
    assert "figures:public" in page
    assert "figures:partners" not in page
    refused = keeper.post_form(f"{PAGES}/new", filled())
    assert not TOKEN.search(refused.text)
    answer = keeper.post_form(f"{PAGES}/new", filled("NHS", scopes=["figures:public"]))
    assert TOKEN.search(answer.text)
    assert [one.organisation.short_name for one in made()] == ["NHS"]


def test_the_operation_refuses_what_no_form_offers(app):
    lead, keeper = people.make_account(Role.CORPORATE_LEAD), people.make_account(Role.ADMINISTRATOR)
    charity = people.make_account(Role.CORPORATE_LEAD, organisation_id=place.champions_group().id)
    db.session.refresh(charity)
    day = clock.today() + timedelta(days=1)

    def tries(by, role, organisation, scopes, last_day=day):
        with pytest.raises(RuleError):
            operations.make("x", organisation=organisation, scopes=scopes, last_day=last_day, by=by, role=role)

    council, nhs = place.organisation("Council"), place.organisation("NHS")
    tries(lead, Role.CORPORATE_LEAD, nhs, {Scope.ACTIONS})
    tries(lead, Role.CORPORATE_LEAD, council, set())
    tries(keeper, Role.ADMINISTRATOR, council, {Scope.FIGURES_PARTNERS})
    tries(charity, Role.CORPORATE_LEAD, place.champions_group(), {Scope.FIGURES_PARTNERS})
    tries(lead, Role.CORPORATE_LEAD, council, {Scope.ACTIONS}, clock.today() + timedelta(days=366))
    tries(lead, Role.CORPORATE_LEAD, council, {Scope.ACTIONS}, clock.today() - timedelta(days=1))
    tries(people.make_account(Role.BOARD_MEMBER), Role.BOARD_MEMBER, council, {Scope.ACTIONS})


def test_a_lead_looks_after_the_tokens_of_their_own_organisation_alone(app, signed_in):
    theirs, _ = programs.make_token(by=people.make_account(Role.CORPORATE_LEAD, organisation="NHS"))
    ours, _ = programs.make_token()
    lead, keeper = people.make_account(Role.CORPORATE_LEAD), people.make_account(Role.ADMINISTRATOR)
    db.session.commit()
    assert [one.id for one in queries.tokens_for(lead, Role.CORPORATE_LEAD).rows] == [ours.id]
    assert {one.id for one in queries.tokens_for(keeper, Role.ADMINISTRATOR).rows} == {ours.id, theirs.id}
    with pytest.raises(NotFound):
        queries.get_token(theirs.id, lead, Role.CORPORATE_LEAD)
    client = signed_in(lead, Role.CORPORATE_LEAD)
    assert client.get(f"{PAGES}/{theirs.id}/revoke").status_code == 404
    assert client.post_form(f"{PAGES}/{theirs.id}/revoke", page=f"{PAGES}/new").status_code == 404
    assert all(one.revoked_at is None for one in made())


def test_revoking_is_asked_first_and_ends_it_at_once(app, signed_in, client):
    token, text = programs.make_token(Scope.ACTIONS)
    keeper = signed_in(Role.ADMINISTRATOR)
    where = f"{PAGES}/{token.id}/revoke"
    assert "Revoke this token?" in keeper.get(where).text
    assert client.get("/api/v1/actions", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    assert keeper.post_form(where).status_code == 303
    assert client.get("/api/v1/actions", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert "Revoked" in keeper.get(f"{PAGES}/").text
    assert keeper.post_form(where).status_code == 409


def test_making_and_revoking_are_in_the_log_without_a_name(app):
    token, _text = programs.make_token(Scope.ACTIONS)
    operations.revoke(token, by=token.created_by)
    db.session.commit()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.like("api-token.%"))).all()
    assert {event.action for event in events} == {"api-token.made", "api-token.revoked"}
    assert all(event.actor_id == token.created_by_id and event.subject for event in events)
    assert "Performance" not in repr([event.facts for event in events])


def test_what_stands_for_a_token_goes_a_year_after_it_opened_anything(app):
    kept, ended, revoked = (programs.make_token()[0] for _ in range(3))
    ended.expires_at = clock.now() - timedelta(days=366)
    revoked.revoked_at, revoked.revoked_by_id = clock.now() - timedelta(days=366), revoked.created_by_id
    db.session.flush()
    assert operations.forget_old_tokens() == 2
    assert db.session.scalar(select(func.count()).select_from(ApiToken)) == 1
    assert db.session.get(ApiToken, kept.id) is not None


def test_the_guide_names_every_address_and_no_token(signed_in, client):
    page = signed_in(Role.ADMINISTRATOR).get(f"{PAGES}/guide").text
    for path in client.get("/api/v1/openapi.json").get_json()["paths"]:
        assert f"/api/v1{path}" in page
    assert not TOKEN.search(page)


def test_a_very_long_name_of_one_word_is_shown_whole(app, signed_in):
    token, _ = programs.make_token()
    token.name = "W" * 120
    assert "W" * 120 in signed_in(Role.ADMINISTRATOR).get(f"{PAGES}/").text


def test_many_tokens_stand_on_several_pages(app, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    maker = people.make_account(Role.CORPORATE_LEAD)
    for number in range(3):
        programs.make_token(by=maker)[0].name = f"Program {number}"
    keeper = signed_in(Role.ADMINISTRATOR)
    pages = [keeper.get(f"{PAGES}/?page={number}").text for number in (1, 2)]
    assert [page.count("<h2>Program") for page in pages] == [2, 1]
    assert f'rel="next" href="{PAGES}/?page=2"' in pages[0]
