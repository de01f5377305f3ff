"""An ask that is answered together with another is as far as that other one, wherever it is told of."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.board import operations, owing, shaping, stories
from portal.board import queries as asks
from portal.board.models import Ask, AskAnswer, ReasonClass
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.escalation import queries as escalation
from portal.feedback import operations as feedback
from portal.feedback import queries as told
from portal.feedback.models import Told
from portal.meetings import decided, feeds, suggesting
from portal.meetings.models import MeetingType
from portal.reminders import queries as reminders
from tests.factories import board, meetings, people, place


@pytest.fixture
def pair(app):
    """An ask, and the one it is answered with."""
    one, whole = board.make_ask("See my brother"), board.make_ask("See my sister")
    shaping.join(one, whole, because="The same", by=people.make_account(Role.PARTICIPATION_OFFICER))
    return one, whole


@pytest.fixture
def lead(app):
    return people.make_account(Role.CORPORATE_LEAD, organisation="Council", post_id=place.post().id)


def say_no(ask, lead):
    operations.answer(ask, answer=AskAnswer.NO, because="No money this year.", reason=ReasonClass.MONEY, by=lead)


def test_one_ask_answers_for_both(pair):
    one, whole = pair
    assert stories.whole_of(one) is whole and stories.whole_of(whole) is whole
    assert stories.whole_ids([one.id, whole.id]) == {one.id: whole.id, whole.id: whole.id}
    shaping.part(one, by=people.make_account(Role.PARTICIPATION_OFFICER))
    assert stories.whole_of(one) is one and stories.whole_ids([one.id]) == {one.id: one.id}


def test_who_asked_the_joined_ask_is_told_too(pair, lead):
    one, whole = pair
    assert told.untold_count() == 0
    with pytest.raises(RuleError):
        feedback.draft(one, told=Told.CANNOT, you_said="a", answer="b", by=lead)
    say_no(whole, lead)
    assert {story.id for story in told.answered_asks(lead.organisation_id).rows} == {one.id, whole.id}
    assert told.untold_count() == 2
    feedback.draft(one, told=Told.CANNOT, you_said="a", answer="b", by=lead)
    assert [story.id for story in told.answered_asks().rows] == [whole.id]


def test_a_claim_under_the_other_ask_is_a_claim_for_both(pair, lead):
    one, whole = pair
    operations.answer(whole, answer=AskAnswer.YES, because="Every week.", reason=None, by=lead)
    with pytest.raises(RuleError):
        feedback.draft(one, told=Told.DID, you_said="a", answer="b", by=lead)
    board.make_claim(board.make_action(ask=whole))
    db.session.expire_all()
    feedback.draft(one, told=Told.DID, you_said="a", answer="b", by=lead)


def test_the_meeting_that_dealt_with_the_other_ask_dealt_with_both(pair, lead):
    one, whole = pair
    meetings.make_dealt(whole, what="Buses are free", kind=MeetingType.BOARD)
    for found in (decided.for_anybody([one.id]), decided.for_anybody([one.id, whole.id])):
        assert [what.what for dealt in found[one.id] for what in dealt.decisions] == ["Buses are free"]
    about = decided.for_reader([one.id], lead, Role.CORPORATE_LEAD)
    assert [what.what for dealt in about[one.id].dealt for what in dealt.decisions] == ["Buses are free"]


def test_nobody_owes_an_ask_that_another_answers_for(pair, lead):
    one, whole = pair
    late = clock.now() + timedelta(days=60)
    with clock.pretend(late):
        asked = select_owed()
        assert asked == [whole.id]
        assert reminders.due_days(lead) == [whole.due_on]
        days = feeds.entries(lead, meeting="m", due="d", about="a", url="u")
        assert len([entry for entry in days if entry.title == "d"]) == 1
        meeting = meetings.make_meeting()
        put = {found.about_id for found in suggesting.suggestions(meeting, lead)}
        assert whole.id in put and one.id not in put
        assert {case.subject.id for case in escalation.in_trouble()} == {whole.id}
        assert asks.owed_by(lead.organisation_id).late == 1


def select_owed():
    return list(db.session.scalars(select(Ask.id).where(owing.late_asks(clock.today())).order_by(Ask.id)))


def test_the_page_says_that_they_were_together(pair, signed_in):
    one, _whole = pair
    shaping.part(one, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get(f"/work/board/asks/{one.id}").text
    assert "it was answered together with another ask." in page and "The same" in page


def test_no_button_of_a_joined_ask_leads_nowhere(pair, lead, signed_in):
    one, whole = pair
    db.session.commit()
    page = signed_in(lead, Role.CORPORATE_LEAD)
    assert f"/asks/{one.id}/answer" not in page.get(f"/work/board/asks/{one.id}").text
    assert f"/asks/{whole.id}/answer" in page.get(f"/work/board/asks/{whole.id}").text
    form = page.get(f"/work/board/asks/{one.id}/answer").text
    assert "It is answered together with another ask." in form and "<textarea" not in form
    whole = board.again(whole)
    say_no(whole, people.make_account(Role.CORPORATE_LEAD))
    champion = signed_in(people.make_account(Role.CHAMPION, organisation="NHS"), Role.CHAMPION)
    assert f"/asks/{one.id}/rate" not in champion.get(f"/work/board/asks/{one.id}").text
    assert f"/asks/{whole.id}/rate" in champion.get(f"/work/board/asks/{whole.id}").text
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    assert f"ask={one.id}" not in officer.get(f"/work/board/asks/{one.id}").text
    with pytest.raises(RuleError):
        board.make_action(ask=board.again(one))
