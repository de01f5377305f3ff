import re

import pytest

from portal.board.models import AskAnswer
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.feedback import operations, queries
from portal.feedback.models import Feedback, Told
from tests.factories import answers, people

STORY = {"you_said": "We hardly see them", "told": "not_yet", "answer": "We are working on it"}


def shown(page):
    """The version of the words somebody was shown."""
    found = re.search(r'name="shown" value="([0-9a-f]*)"', page)
    return found.group(1) if found else ""


def test_a_story_is_written_by_one_and_published_by_another(signed_in, client):
    ask = answers.make_ask()
    writer = signed_in(Role.PARTICIPATION_OFFICER)
    where = writer.post_form(f"/work/you-said/write/{ask.id}", STORY).location
    assert "We hardly see them" not in client.get("/you-said/").text
    refused = writer.post_form(f"{where}/publish", {"shown": shown(writer.get(where).text)}, page=where)
    assert refused.status_code == 409
    second = signed_in(Role.PARTICIPATION_OFFICER)
    seen = second.get(where).text
    writer.post_form(f"{where}/change", STORY | {"answer": "Something else"})
    assert second.post_form(f"{where}/publish", {"shown": shown(seen)}, page=where).status_code == 409
    writer.post_form(f"{where}/change", STORY)
    second.post_form(f"{where}/publish", {"shown": shown(second.get(where).text)}, page=where)
    public = client.get("/you-said/").text
    assert "We hardly see them" in public
    assert "We are working on it" in public


def test_whoever_changed_a_draft_last_cannot_publish_it(app):
    one, other = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.PARTICIPATION_OFFICER)
    story = operations.draft(answers.make_ask(), told=Told.NOT_YET, you_said="a", answer="b", by=one)
    operations.reword(story, told=Told.NOT_YET, you_said="c", answer="d", by=other)
    with pytest.raises(RuleError):
        operations.publish(story, shown=queries.version(story), by=other)
    operations.publish(story, shown=queries.version(story), by=one)
    with pytest.raises(RuleError):
        operations.reword(story, told=Told.NOT_YET, you_said="e", answer="f", by=one)


def test_nobody_is_told_it_is_done_before_anybody_claims_it(signed_in):
    ask = answers.make_ask()
    writer = signed_in(Role.PARTICIPATION_OFFICER)
    answer = writer.post_form(f"/work/you-said/write/{ask.id}", STORY | {"told": "did"})
    assert answer.status_code == 200
    assert "No action under this ask is said to be done" in answer.text
    assert "We hardly see them" in answer.text


def test_a_lead_writes_only_about_asks_to_their_own_organisation(signed_in):
    ask = answers.make_ask()
    own = people.make_account(Role.CORPORATE_LEAD)
    other = people.make_account(Role.CORPORATE_LEAD, organisation="NHS")
    assert signed_in(other, Role.CORPORATE_LEAD).get(f"/work/you-said/write/{ask.id}").status_code == 404
    client = signed_in(own, Role.CORPORATE_LEAD)
    where = client.post_form(f"/work/you-said/write/{ask.id}", STORY).location
    assert client.get(where).status_code == 200
    elsewhere = signed_in(other, Role.CORPORATE_LEAD)
    assert "Change it" not in elsewhere.get(where).text
    assert elsewhere.post_form(f"{where}/change", STORY, page=where).status_code == 404
    mine = {"shown": shown(client.get(where).text)}
    assert client.post_form(f"{where}/publish", mine, page=where).status_code == 409


@pytest.mark.parametrize("role", [Role.CORPORATE_LEAD, Role.SAFEGUARDING_OFFICER])
def test_a_lead_or_a_safeguarding_officer_may_be_the_second_person(signed_in, client, role):
    story = answers.make_feedback(answers.make_ask(), published=False)
    where = f"/work/you-said/{story.id}"
    second = signed_in(people.make_account(role, organisation="NHS"), role)
    assert "We hardly see them" in second.get("/work/you-said/").text
    assert second.post_form(f"{where}/publish", {"shown": shown(second.get(where).text)}, page=where).status_code == 303
    assert "We hardly see them" in client.get("/you-said/").text


def test_a_story_that_waits_says_who_can_publish_it(signed_in):
    writer = people.make_account(Role.PARTICIPATION_OFFICER, name="Writer Wyn")
    story = operations.draft(answers.make_ask(), told=Told.NOT_YET, you_said="a", answer="b", by=writer)
    where = f"/work/you-said/{story.id}"
    client = signed_in(writer, Role.PARTICIPATION_OFFICER)
    page = client.get(where).text
    assert "Someone other than Writer Wyn" in page
    assert "Ada Tester" in page, "the lead who answered may publish what somebody else wrote"


def test_an_unpublished_story_is_nowhere_to_be_found(client):
    story = answers.make_feedback(answers.make_ask(), published=False)
    db.session.commit()
    assert client.get(f"/you-said/{story.id}").status_code == 404


def test_the_public_page_pages_and_has_an_empty_state(client):
    assert "Nothing here yet" in client.get("/you-said/").text
    for _ in range(11):
        answers.make_feedback(answers.make_ask())
    db.session.commit()
    assert client.get("/you-said/").text.count("We hardly see them</h2>") == 10
    assert client.get("/you-said/?page=2").text.count("We hardly see them</h2>") == 1
    assert client.get("/you-said/?page=nonsense").status_code == 200
    assert client.get("/you-said/?told=nonsense").status_code == 200


def test_a_no_can_be_told_as_a_no(client):
    ask = answers.make_ask(answer=AskAnswer.NO)
    story = answers.make_feedback(ask, told=Told.CANNOT)
    db.session.commit()
    page = client.get(f"/you-said/{story.id}").text
    assert "We can’t" in page
    assert "Every plan will say when." in page


def test_hostile_words_stay_words(client):
    writer, other = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.PARTICIPATION_OFFICER)
    hostile = "<script>alert(1)</script>"
    story = operations.draft(answers.make_ask(), told=Told.NOT_YET, you_said=hostile, answer=hostile, by=writer)
    operations.publish(story, shown=queries.version(story), by=other)
    db.session.commit()
    assert "<script>alert" not in client.get("/you-said/").text


def test_quoted_words_are_never_told_back_as_ours(signed_in):
    from portal.board import operations as board
    from portal.board.models import AskAnswer as Answer
    from portal.contributions.models import Purpose
    from tests.factories import board as asks
    from tests.factories import voices

    said = voices.make_contribution("My wee sister forgets my voice every time", sharing=[Purpose.QUOTE])
    ask = asks.make_quote(said.contribution, excerpt="sister forgets my voice every time")
    lead = people.make_account(Role.CORPORATE_LEAD)
    board.answer(ask, answer=Answer.YES, because="Phones for all.", reason=None, by=lead)
    db.session.commit()
    writer = signed_in(Role.PARTICIPATION_OFFICER)
    where = f"/work/you-said/write/{ask.id}"
    form = writer.get(where).text
    assert "forgets my voice" not in form[form.index("<textarea") :]
    refused = writer.post_form(where, STORY | {"you_said": "You said your sister forgets my voice every time"})
    assert "somebody’s own words" in refused.text


def test_no_two_stories_share_a_version():
    apart = [Feedback(told=Told.NOT_YET, you_said=said, answer=answer) for said, answer in (("A|B", "C"), ("A", "B|C"))]
    assert len({queries.version(one) for one in apart}) == 2
