"""How the partnership is arranged: changed as records by an administrator, and nothing others point to is lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.partnership import arrangement, queries
from portal.partnership.models import GovernanceLevel, LocalHoliday, Organisation, Post
from tests.factories import board, people, place


@pytest.fixture
def admin(app):
    return people.make_account(Role.ADMINISTRATOR)


@pytest.fixture
def ladder(admin):
    return [
        arrangement.add_level(name=name, purpose="To decide.", by=admin.id)
        for name in ("Listen2Us", "Board", "Chief officers")
    ]


def names():
    return [level.name for level in queries.governance_ladder()]


def test_a_rung_is_added_at_the_top_named_anew_moved_and_retired(signed_in, admin, ladder):
    client = signed_in(admin, Role.ADMINISTRATOR)
    client.post_form("/work/partnership/levels/new", {"name": "Council", "purpose": "The top."})
    assert names() == ["Listen2Us", "Board", "Chief officers", "Council"]
    board_level = f"/work/partnership/levels/{ladder[1].id}"
    client.post_form(board_level, {"name": "Champions Board", "purpose": "Meets."})
    client.post_form(f"{board_level}/up", page=board_level)
    assert names() == ["Listen2Us", "Chief officers", "Champions Board", "Council"]
    client.post_form(f"{board_level}/retire", page=board_level)
    assert names() == ["Listen2Us", "Chief officers", "Council"]
    assert client.get(board_level).status_code == 404
    acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.actor_role == "administrator")).all()
    assert acts == ["level.added", "level.changed", "level.moved", "level.retired"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=8))
def test_moving_never_loses_a_rung(admin, ladder, moves):
    everyone = sorted(names())
    for which, up in moves:
        moved = ladder[which]
        before = names()
        arrangement.move_level(moved, up=up, by=admin.id)
        at = before.index(moved.name)
        expected = min(max(at + (1 if up else -1), 0), 2)
        assert names().index(moved.name) == expected
    assert sorted(names()) == everyone


def test_the_last_rung_stays_and_a_name_stands_once(admin, ladder):
    with pytest.raises(RuleError, match="already"):
        arrangement.add_level(name="BOARD", purpose="x", by=admin.id)
    for level in ladder[:2]:
        arrangement.retire_level(level, by=admin.id)
    with pytest.raises(RuleError, match="only rung"):
        arrangement.retire_level(ladder[2], by=admin.id)
    assert len(db.session.scalars(select(GovernanceLevel)).all()) == 3


def test_a_partner_the_act_names_says_by_which_entry(signed_in, admin):
    client = signed_in(admin, Role.ADMINISTRATOR)
    typed = {"name": "Scottish Fire and Rescue", "short_name": "Fire", "schedule4": "The Service", "local": "y"}
    client.post_form("/work/partnership/organisations/new", typed)
    added = db.session.scalars(select(Organisation).where(Organisation.short_name == "Fire")).one()
    assert (added.statutory, added.local, added.position) == (True, True, 3)
    client.post_form(f"/work/partnership/organisations/{added.id}", {**typed, "schedule4": ""})
    again = queries.get_organisation(added.id)
    db.session.refresh(again)
    assert (again.statutory, again.schedule4) == (False, None)


def test_two_partners_never_answer_to_one_name(signed_in, admin):
    typed = {"name": "Another", "short_name": "nhs", "schedule4": ""}
    answer = signed_in(admin, Role.ADMINISTRATOR).post_form("/work/partnership/organisations/new", typed)
    assert "There is a partner with this name already." in answer.text
    assert 'value="Another"' in answer.text, "what was typed is shown again"


def test_a_retired_post_is_offered_no_more_and_still_owes_its_answer(signed_in, admin):
    ask = board.make_ask()
    owes = ask.post
    client = signed_in(admin, Role.ADMINISTRATOR)
    client.post_form(f"/work/partnership/posts/{owes.id}/retire", page=f"/work/partnership/posts/{owes.id}")
    assert owes.id not in [post.id for post in queries.posts()]
    assert owes.title in signed_in(Role.BOARD_MEMBER).get(f"/work/board/asks/{ask.id}").text


def test_a_post_is_added_and_named_anew(signed_in, admin):
    client = signed_in(admin, Role.ADMINISTRATOR)
    where = f"/work/partnership/organisations/{place.organisation().id}"
    client.post_form(f"{where}/posts/new", {"title": "Housing manager"})
    assert "already" in client.post_form(f"{where}/posts/new", {"title": "housing MANAGER"}).text
    added = db.session.scalars(select(Post).where(Post.title == "Housing manager")).one()
    client.post_form(f"/work/partnership/posts/{added.id}", {"title": "Head of housing"})
    assert "Head of housing" in client.get(where).text


def test_days_to_come_change_and_days_gone_by_stay(signed_in, admin):
    client = signed_in(admin, Role.ADMINISTRATOR)
    coming = clock.today() + timedelta(days=20)
    typed = {"on": coming.isoformat(), "name": "Fair day", "source": "council list"}
    client.post_form("/work/partnership/holidays/new", typed)
    assert coming in queries.holidays()
    assert "on the list already" in client.post_form("/work/partnership/holidays/new", typed).text
    gone = {**typed, "on": (clock.today() - timedelta(days=1)).isoformat()}
    assert "This day is over." in client.post_form("/work/partnership/holidays/new", gone).text
    found = db.session.scalars(select(LocalHoliday)).one()
    client.post_form(f"/work/partnership/holidays/{found.id}/remove", page="/work/partnership/")
    assert queries.holidays() == frozenset()
    db.set_writing(True)
    past = LocalHoliday(on=clock.today() - timedelta(days=9), name="Gone", source="x")
    with pytest.raises(RuleError, match="over"):
        arrangement.remove_holiday(past, by=admin.id)


def test_an_empty_partnership_says_what_to_do(signed_in, admin):
    page = signed_in(admin, Role.ADMINISTRATOR).get("/work/partnership/").text
    assert "No rungs yet" in page
    assert "No days to come" in page
