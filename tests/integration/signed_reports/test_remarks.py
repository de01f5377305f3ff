"""Young champions say what is wrong with what is told in their name, and whoever signs has to have read it."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.signed_reports import operations, queries
from portal.signed_reports.models import ReportRemark
from tests.factories import board, people, signed_reports

LIST = "/work/signed-reports"
WRONG = "It does not say that the buses came LATEquokka."


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_from_a_champion_to_whoever_signs(signed_in):
    story = signed_reports.make_checked("annual_story")
    champion, other, lead = signed_in(Role.CHAMPION), signed_in(Role.CHAMPION), signed_in(Role.CORPORATE_LEAD)
    page = champion.get(f"{LIST}/{story.id}").text
    assert "Nobody has said anything yet." in page and "What is wrong, or what is missing?" in page
    assert "What champions say of it" not in lead.get(f"{LIST}/{story.id}").text
    champion.post_form(f"{LIST}/{story.id}/remarks", {"text": WRONG}, page=f"{LIST}/{story.id}")
    assert WRONG in champion.get(f"{LIST}/{story.id}").text, "who said it sees it stand"
    assert WRONG in other.get(f"{LIST}/{story.id}").text
    page = lead.get(f"{LIST}/{story.id}").text
    assert WRONG in page and "Read first what 1 champion’s message above says of it" in text_of(page)
    assert "What is wrong, or what is missing?" not in page, "only champions are asked"
    assert WRONG in signed_in(Role.PARTICIPATION_OFFICER).get(f"{LIST}/{story.id}").text


def test_a_signature_on_a_page_that_did_not_show_it_is_refused(app):
    story = signed_reports.make_checked("annual_story")
    lead, shown = people.make_account(Role.CORPORATE_LEAD), queries.version_of(story)
    signed_reports.make_remark(story)
    with pytest.raises(RuleError, match="changed since you opened it"):
        operations.sign(story, "Chief", shown=shown, by=lead)
    operations.sign(story, "Chief", shown=queries.version_of(story), by=lead)


def test_it_stays_when_the_story_is_sent_back_and_keeps_it_from_being_thrown_away(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    story = signed_reports.make_checked("annual_story", by=officer)
    signed_reports.make_remark(story, WRONG)
    operations.send_back(story, "The buses", by=officer)
    assert [one.text for one in queries.remarks(story, Role.PARTICIPATION_OFFICER)] == [WRONG]
    with pytest.raises(RuleError, match="Put it right"):
        operations.discard(story, by=officer)


def test_who_said_it_takes_it_back_until_it_is_signed(signed_in):
    story = signed_reports.make_checked("annual_story")
    mine, theirs = people.make_account(Role.CHAMPION), people.make_account(Role.CHAMPION)
    remark = signed_reports.add_remark(story, WRONG, by=mine)
    where = f"{LIST}/{story.id}"
    with pytest.raises(RuleError, match="Only your own"):
        operations.take_back_remark(remark, by=theirs)
    other = signed_in(theirs, Role.CHAMPION)
    assert "Take it back" not in other.get(where).text
    client = signed_in(mine, Role.CHAMPION)
    assert "Take it back" in client.get(where).text
    client.post_form(f"{where}/remarks/{remark.id}/back", page=where)
    assert "LATEquokka" not in client.get(where).text and "Take it back" not in client.get(where).text
    assert client.post_form(f"{where}/remarks/{remark.id}/back", page=where).status_code == 404


def test_a_remark_does_not_keep_words_that_may_be_taken_back(signed_in):
    """A quote in the story is its owner's to take back: it stands in no remark."""
    said = "They moved my brother and told me on the stairs."
    ask = board.make_quote(board.make_quotable(said), excerpt=said)
    day = clock.today()
    with clock.pretend(clock.now() + timedelta(days=2)):
        story = signed_reports.make_checked("annual_story", days=(day - timedelta(days=300), day))
    assert said in queries.live_words(story).values(), ask.id
    where = f"{LIST}/{story.id}"
    page = signed_in(Role.CHAMPION).post_form(f"{where}/remarks", {"text": f"It says {said.upper()}!"}, page=where)
    assert "somebody’s own words" in page.text and said.upper() in page.text, "what was typed is not lost"
    assert not queries.remarks(story, Role.CHAMPION)


def test_one_that_cannot_be_opened_keeps_nobody_from_the_report(signed_in):
    story = signed_reports.make_checked("annual_story")
    broken = signed_reports.add_remark(story, by=people.make_account(Role.CHAMPION))
    signed_reports.make_remark(story, WRONG)
    broken.text_sealed = broken.text_sealed[:-1] + bytes([broken.text_sealed[-1] ^ 1])
    db.session.commit()
    page = signed_in(Role.CORPORATE_LEAD).get(f"{LIST}/{story.id}")
    assert page.status_code == 200 and "This cannot be opened." in page.text and WRONG in page.text


@pytest.mark.parametrize("made", [signed_reports.make_draft, signed_reports.make_signed, signed_reports.make_published])
def test_only_while_it_waits_for_its_signature(made):
    champion = people.make_account(Role.CHAMPION)
    with pytest.raises(RuleError, match="while a report waits"):
        operations.remark(made("annual_story"), WRONG, by=champion, role=Role.CHAMPION)


def test_only_on_what_is_told_in_their_name_and_only_by_champions(signed_in):
    quarterly, story = signed_reports.make_checked(), signed_reports.make_checked("annual_story")
    with pytest.raises(RuleError, match="Young champions"):
        operations.remark(quarterly, WRONG, by=people.make_account(Role.CHAMPION), role=Role.CHAMPION)
    lead = people.make_account(Role.CORPORATE_LEAD)
    with pytest.raises(RuleError, match="Young champions"):
        operations.remark(story, WRONG, by=lead, role=Role.CORPORATE_LEAD)
    tries = ((Role.CHAMPION, quarterly.id), (Role.CORPORATE_LEAD, story.id))
    for role, report_id in tries:
        answer = signed_in(role).post_form(f"{LIST}/{report_id}/remarks", {"text": WRONG}, page=LIST)
        assert answer.status_code == 404, role


def test_readers_of_the_signed_story_do_not_see_it(signed_in):
    story = signed_reports.make_checked("annual_story")
    signed_reports.make_remark(story, WRONG)
    lead = people.make_account(Role.CORPORATE_LEAD)
    operations.sign(story, "Chief", shown=queries.version_of(story), by=lead)
    db.session.commit()
    for role in (Role.BOARD_MEMBER, Role.INSPECTOR):
        page = signed_in(role).get(f"{LIST}/{story.id}")
        assert page.status_code == 200 and "LATEquokka" not in page.text, role
    assert "LATEquokka" in signed_in(Role.CHAMPION).get(f"{LIST}/{story.id}").text


@pytest.mark.parametrize(("typed", "told"), [("  ", "Say what is wrong or missing."), ("x" * 5001, "too long")])
def test_nothing_typed_is_lost(signed_in, typed, told):
    story = signed_reports.make_checked("annual_story")
    page = signed_in(Role.CHAMPION).post_form(f"{LIST}/{story.id}/remarks", {"text": typed}, page=f"{LIST}/{story.id}")
    assert typed.strip() in page.text
    assert 'class="error-summary"' in page.text and told in page.text
    assert not queries.remarks(story, Role.CHAMPION)


def test_it_lies_sealed(app):
    story = signed_reports.make_checked("annual_story")
    signed_reports.make_remark(story, WRONG)
    assert b"LATEquokka" not in db.session.scalars(sa.select(ReportRemark.text_sealed)).one()
