"""Ideas: published by two people while their owner allows, supported by codes, picked by the board."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.board import operations as board
from portal.board import queries as board_queries
from portal.board.models import IdeaAsk, Wording
from portal.board.operations import Terms
from portal.contributions import operations as contributions
from portal.contributions.models import Purpose
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, Repeats, RuleError
from portal.free_views import operations, queries
from portal.free_views.models import IdeaSupport, Own
from portal.free_views.rules import CHECKLIST
from portal.lifeline import operations as lifeline
from portal.safety import operations as safety
from portal.safety.operations import About
from tests.factories import ideas, people, place, voices

IDEA = "Let us choose the colour of our room"


@pytest.fixture
def officer(app):
    return people.make_account(Role.PARTICIPATION_OFFICER)


@pytest.fixture
def public(officer):
    made = ideas.make_idea(ideas.make_view(IDEA), by=officer)
    db.session.commit()
    return made


def marks():
    return db.session.scalar(select(func.count()).select_from(IdeaSupport))


def again(idea):
    """The same row in a fresh transaction, after requests had theirs."""
    db.session.remove()
    db.set_writing(True)
    return queries.get_prepared(idea.id)


def test_it_takes_a_yes_two_people_and_the_whole_list(client, signed_in, officer):
    view = ideas.make_view(IDEA)
    second = people.make_account(Role.PARTICIPATION_OFFICER, name="Second")
    one, other = signed_in(officer, Role.PARTICIPATION_OFFICER), signed_in(second, Role.PARTICIPATION_OFFICER)
    assert "No ideas here yet" in client.get("/ideas").text
    assert IDEA in one.get(f"/work/views/{view.id}/idea").text
    where = one.post_form(f"/work/views/{view.id}/idea", {"own": "theirs"}).location
    assert "Somebody else has to check" in one.get(where).text
    assert one.post_form(where, {"looked": list(CHECKLIST)}).status_code == 200, "not by whoever chose the words"
    assert "Go through every point" in other.post_form(where, {"looked": list(CHECKLIST[:2])}).text
    assert IDEA not in client.get("/ideas").text
    assert other.post_form(where, {"looked": list(CHECKLIST)}).location == where
    assert IDEA in client.get("/ideas").text


def test_without_a_yes_nothing_is_published(officer):
    view = ideas.make_view(sharing=[Purpose.BOARD, Purpose.QUOTE])
    with pytest.raises(RuleError, match="did not say"):
        operations.prepare(view, own=Own.THEIRS, by=officer)


def test_other_words_really_are_others_and_say_so(client, officer):
    view = ideas.make_view(IDEA)
    with pytest.raises(Repeats):
        operations.prepare(view, own=Own.OTHER, text="They say: let us choose the colour of walls", by=officer)
    made = operations.prepare(view, own=Own.OTHER, text="Own paint for bedrooms", by=officer)
    operations.publish(made, looked=CHECKLIST, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    page = client.get(f"/ideas/{made.id}").text
    assert "Own paint for bedrooms" in page and "An adult wrote it in other words" in page and IDEA not in page


def test_taking_the_yes_back_blanks_it_on_the_next_request(client, public):
    contributions.change_sharing(public.contribution, given=[])
    db.session.commit()
    assert client.get(f"/ideas/{public.id}").status_code == 404
    assert IDEA not in client.get("/ideas").text
    assert operations.forget_not_allowed() == 1


def test_what_may_be_about_a_worker_is_not_public(client, public, officer):
    safety.raise_concern(public.contribution, worry="w", about=About(team_id=None, name="Somebody"), by=officer)
    db.session.commit()
    assert client.get(f"/ideas/{public.id}").status_code == 404


def test_a_code_supports_once_and_takes_it_back(client, public):
    code = voices.make_contribution("Something else").code
    db.session.commit()
    where = f"/ideas/{public.id}"
    for _ in range(2):
        assert "supports this idea now" in client.post_form(f"{where}/support", {"code": code}, page=where).text
    assert marks() == 1
    db.session.rollback()
    taken = client.post_form(f"{where}/support", {"code": code, "stop": "1"}, page=where).text
    assert "taken back" in taken and marks() == 0
    db.session.rollback()
    wrong = client.post_form(f"{where}/support", {"code": "one two three four"}, page=where)
    assert "Those words don’t open anything" in wrong.text


def test_an_open_thread_supports_without_typing_and_never_its_own_idea(client, public, app):
    mine = voices.make_contribution("Something else")
    db.session.commit()
    client.post_form("/code", {"code": mine.code})
    where = f"/ideas/{public.id}"
    assert "Your code" not in client.get(where).text
    client.post_form(f"{where}/support", page=where)
    assert "You support this idea with your code." in client.get(where).text
    public = again(public)
    with pytest.raises(RuleError, match="your own idea"):
        operations.support(public, public.contribution)


@pytest.mark.parametrize(("codes", "public_says", "board_says"), [(4, None, None), (5, None, 5), (12, 10, 10)])
def test_each_audience_sees_its_own_smallest_number(client, signed_in, public, codes, public_says, board_says):
    ideas.make_supported(public, codes)
    db.session.commit()
    page, few = client.get(f"/ideas/{public.id}").text, "Too few codes to show a number yet."
    assert (f"About {public_says} codes" if public_says else few) in page
    pool = signed_in(Role.BOARD_MEMBER).get("/work/board/pool").text
    assert (f"About {board_says} codes" in pool) if board_says else ("No idea has enough support" in pool)


def test_pages_show_only_what_was_counted_on_a_monday(client, public):
    week = public.counted_week
    for number in range(10):
        operations.support(public, voices.make_contribution(f"Something {number}").contribution)
    db.session.commit()
    assert "Too few codes" in client.get(f"/ideas/{public.id}").text
    public = again(public)
    assert operations.count_support() == 0, "this week was counted already"
    public.counted_week = week - timedelta(weeks=1)
    db.session.flush()
    assert operations.count_support() == 1
    db.session.commit()
    assert "About 10 codes" in client.get(f"/ideas/{public.id}").text


def test_nothing_in_a_support_tells_who_or_when(public):
    thread = voices.make_contribution("Something else").contribution
    other = ideas.make_idea(ideas.make_view("Bus passes for all"))
    operations.support(public, thread)
    operations.support(other, thread)
    rows = db.session.execute(select(IdeaSupport.__table__)).all()
    assert {column.name for column in IdeaSupport.__table__.columns} == {"idea_id", "mark"}
    assert len({row.mark for row in rows}) == 2, "two ideas do not show that one code supports both"
    assert not {thread.code_hash, str(thread.id)} & {row.mark for row in rows}


def test_who_takes_a_thread_back_supports_nothing_any_more(public):
    thread = voices.make_contribution("Something else").contribution
    operations.support(public, thread)
    lifeline.take_back(thread)
    assert marks() == 0
    lifeline.take_back(public.contribution)
    with pytest.raises(NotFound):
        queries.get_prepared(public.id)


def test_the_board_makes_an_ask_of_it_and_its_owner_sees_that(client, signed_in, public, officer):
    ideas.make_supported(public, 12)
    post = place.post()
    desk = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert f"/work/board/asks/new?idea={public.id}" in desk.get("/work/board/pool").text.replace("&amp;", "&")
    given = {"wording": "paraphrase", "text": "Paint for bedrooms", "post_id": str(post.id), "theme_id": "", "duty": ""}
    given["due_on"] = clock.today().isoformat()
    made = desk.post_form(f"/work/board/asks/new?idea={public.id}", given)
    assert made.status_code == 303, made.text
    assert IDEA in desk.get(made.location).text
    led_to = board_queries.asks_touching(public.contribution_id).rows
    assert [story.text.text for story in led_to] == ["Paint for bedrooms"]
    assert "See the ask" in desk.get("/work/board/pool").text
    public = again(public)
    contributions.change_sharing(public.contribution, given=[])
    db.session.commit()
    assert IDEA not in desk.get(made.location).text


def test_an_idea_leads_to_one_ask_in_other_words_and_only_from_the_pool(public, officer):
    terms = Terms(post_id=place.post().id, due_on=clock.today())
    with pytest.raises(RuleError, match="not in the pool"):
        board.ask("Paint", wording=Wording.PARAPHRASE, terms=terms, by=officer, idea=public)
    ideas.make_supported(public, 5)
    with pytest.raises(RuleError, match="other words"):
        board.ask("Paint", wording=Wording.WRITTEN, terms=terms, by=officer, idea=public)
    first = board.ask("Paint", wording=Wording.PARAPHRASE, terms=terms, by=officer, idea=public)
    with pytest.raises(RuleError, match="not in the pool"):
        board.ask("Paint", wording=Wording.PARAPHRASE, terms=terms, by=officer, idea=public)
    assert db.session.scalar(select(IdeaAsk.ask_id)) == first.id


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
def test_in_any_order_each_code_counts_as_it_said_last(public, acts):
    threads = _threads(public)
    for thread in threads:
        operations.stop_supporting(public, thread)
    last = {}
    for who, gives in acts:
        (operations.support if gives else operations.stop_supporting)(public, threads[who])
        last[who] = gives
    assert queries.support_count(public) == sum(last.values())
    assert [queries.supports(public, thread) for thread in threads] == [last.get(n, False) for n in range(4)]


_KEPT = {}


def _threads(public):
    if public.id not in _KEPT:
        _KEPT.clear()
        _KEPT[public.id] = [voices.make_contribution(f"Voice {number}").contribution for number in range(4)]
    return _KEPT[public.id]
