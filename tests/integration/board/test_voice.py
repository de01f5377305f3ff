"""Whose words an ask is in: champions write and confirm, and what adults type never repeats what somebody wrote."""

import pytest
from sqlalchemy import select

from portal.audit.queries import events_about
from portal.board import operations, queries
from portal.board.models import Action, Ask, AskAnswer, ProgressNote, Step, Wording
from portal.contributions import operations as contributions
from portal.core import db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from tests.factories import answers, board, people, place, voices

OWN = "Come to our house before you decide"
SPEAK = "/work/board/asks/speak"
SECRET = "My wee sister forgets my voice every time and nobody rings me back"
REFUSED = "somebody’s own words from a view"


def test_a_champion_asks_the_board_in_their_own_words(signed_in):
    theme = answers.make_theme("Homes")
    client = signed_in(Role.CHAMPION)
    assert "Ask the board" in client.get("/work/board").text
    data = {"text": OWN, "theme_id": str(theme.id), "post_id": str(place.post("NHS").id)}
    made = client.post_form(SPEAK, data)
    assert made.status_code == 303
    ask = db.session.scalars(select(Ask)).one()
    assert (ask.wording, ask.theme_id, ask.organisation.short_name) == (Wording.WRITTEN, theme.id, "NHS")
    page = signed_in(Role.BOARD_MEMBER).get(made.headers["Location"]).text
    assert "Written by young people for the board" in page
    assert OWN in page


def test_a_champion_need_not_know_whose_job_it_is(signed_in):
    theme = answers.make_theme("Homes")
    board.make_ask("An older ask", organisation="NHS", theme_id=theme.id)
    board.make_ask("A newer one about something else")
    client = signed_in(Role.CHAMPION)
    assert "I don’t know" in client.get(SPEAK).text
    made = client.post_form(SPEAK, {"text": OWN, "theme_id": str(theme.id), "post_id": "not-known"})
    ask = db.session.scalars(select(Ask).where(Ask.text == OWN)).one()
    assert ask.organisation.short_name == "NHS", "whoever was asked last about it"
    assert "is asked first. An officer passes it on" in client.get(made.headers["Location"]).text
    client.post_form(SPEAK, {"text": "Another", "theme_id": "", "post_id": "not-known"})
    other = db.session.scalars(select(Ask).where(Ask.text == "Another")).one()
    assert other.post_id is not None


def test_what_a_champion_leaves_out_is_said_and_their_words_are_kept(signed_in):
    page = signed_in(Role.CHAMPION).post_form(SPEAK, {"text": OWN, "post_id": "", "theme_id": ""}).text
    assert "Choose who should answer." in page
    assert OWN in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHAMPION])
def test_no_adult_speaks_or_confirms_for_them(signed_in, role):
    ask = board.make_ask()
    client = signed_in(role)
    for address in (SPEAK, f"/work/board/asks/{ask.id}/ours"):
        assert client.get(address).status_code == 404
        assert client.post_form(address, {"ours": "yes"}, page="/work/").status_code == 404
    adult = people.make_account(role)
    with pytest.raises(NotFound):
        operations.speak(OWN, post_id=place.post().id, by=adult)
    with pytest.raises(NotFound):
        operations.confirm(board.again(ask), by=adult)


def test_words_an_officer_typed_are_a_paraphrase_until_a_champion_confirms(signed_in):
    ask = board.make_ask(OWN)
    member, client = signed_in(Role.BOARD_MEMBER), signed_in(Role.CHAMPION)
    assert "An adult wrote this for young people" in member.get(f"/work/board/asks/{ask.id}").text
    assert f"“{OWN}”" not in member.get("/work/board").text
    assert client.post_form(f"/work/board/asks/{ask.id}/ours", {"ours": "yes"}).status_code == 303
    assert "Written by young people for the board" in member.get(f"/work/board/asks/{ask.id}").text
    assert f"“{OWN}”" in member.get("/work/board").text
    assert client.get(f"/work/board/asks/{ask.id}/ours").status_code == 404
    assert [one.action for one in events_about("ask", ask.id)] == ["ask.added", "ask.confirmed"]


def test_words_that_are_not_theirs_stay_a_paraphrase_for_good(signed_in):
    ask = board.make_ask(OWN)
    client = signed_in(Role.CHAMPION)
    client.post_form(f"/work/board/asks/{ask.id}/ours", {"ours": "no"})
    ask = board.again(ask)
    assert ask.wording is Wording.PARAPHRASE
    assert queries.ask_text(ask).kind is Wording.PARAPHRASE
    with pytest.raises(RuleError):
        operations.confirm(ask, by=people.make_account(Role.CHAMPION))


def test_nobody_confirms_what_they_typed_themselves_as_an_officer(app):
    both = people.make_account(Role.CHAMPION, Role.PARTICIPATION_OFFICER)
    ask = board.make_ask(by=both)
    with pytest.raises(RuleError):
        operations.confirm(ask, by=both)
    assert queries.words_to_confirm(both).rows == ()


@pytest.mark.parametrize("wording", [Wording.WRITTEN, Wording.PARAPHRASE])
def test_an_officer_cannot_publish_a_view_by_typing_it(signed_in, wording):
    voices.make_contribution(SECRET)
    terms = board.terms()
    data = {"wording": wording.value, "post_id": str(terms.post_id), "due_on": terms.due_on.isoformat()}
    data |= {"theme_id": "", "duty": "", "summary": ""}
    client = signed_in(Role.PARTICIPATION_OFFICER)
    typed = f"They say: {SECRET.upper()}!"
    page = client.post_form("/work/board/asks/new", data | {"text": typed, "anyway": "y"})
    assert page.status_code == 200
    assert REFUSED in page.text
    assert SECRET.upper() in page.text, "what was typed is shown again"
    page = client.post_form("/work/board/asks/new", data | {"text": "Ring back", "summary": SECRET})
    assert REFUSED in page.text
    assert db.session.scalars(select(Ask)).all() == []


def test_no_summary_rewording_or_story_keeps_a_quote_that_was_taken_back(app):
    contribution = board.make_quotable(SECRET)
    officer, second = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.SAFEGUARDING_OFFICER)
    with pytest.raises(RuleError):
        operations.quote(contribution.words[0], SECRET[:40].strip(), terms=board.terms(summary=SECRET), by=officer)
    ask = board.make_quote(contribution, by=officer, checked=False, excerpt="My wee sister forgets my voice")
    for words in ("My wee sister forgets my name", SECRET):
        with pytest.raises(RuleError):
            operations.reword(ask, words, by=second)
    with pytest.raises(RuleError):
        operations.plan(ask, board.terms(summary=f"In short: {SECRET}"), by=officer)
    contributions.change_sharing(contribution, given=[])
    operations.forget_withdrawn_quotes()
    kept = db.session.execute(select(Ask.text, Ask.summary, Ask.quote_sealed)).all()
    assert kept == [(None, None, None)]
    with pytest.raises(RuleError):
        operations.plan(ask, board.terms(summary=SECRET), by=officer)


def test_what_holders_wrote_later_is_theirs_as_well(app):
    contribution = voices.make_contribution().contribution
    contributions.write_back(contribution, SECRET)
    with pytest.raises(RuleError):
        board.make_ask(SECRET)


def test_no_answer_task_or_note_keeps_words_that_are_taken_back(app):
    voices.make_contribution(SECRET)
    ask, lead = board.make_ask(), people.make_account(Role.CORPORATE_LEAD)
    with pytest.raises(RuleError, match=REFUSED):
        operations.answer(ask, answer=AskAnswer.YES, because=SECRET, reason=None, by=lead)
    with pytest.raises(RuleError, match=REFUSED):
        board.make_action(ask=ask, title=SECRET, by=lead)
    action = board.make_action(ask=ask)
    for step in (Step.NOTE, Step.STUCK, Step.CLAIMED, Step.STOPPED):
        with pytest.raises(RuleError, match=REFUSED):
            operations.take_step(action, step, text=f"We heard: {SECRET}", by=lead)
    assert (ask.answered_at, action.claim, action.notes) == (None, None, [])


def test_what_was_typed_there_is_shown_again_with_the_reason(signed_in):
    voices.make_contribution(SECRET)
    ask = board.make_ask()
    action, terms = board.make_action(ask=ask), board.terms()
    day = terms.due_on.isoformat()
    task = {"title": SECRET, "post_id": str(terms.post_id), "starts_on": day, "due_on": day}
    client = signed_in(Role.CORPORATE_LEAD)
    for path, data in (
        (f"/work/board/asks/{ask.id}/answer", {"answer": "yes", "because": SECRET, "reason": ""}),
        (f"/work/board/actions/new?ask={ask.id}", task),
        (f"/work/board/actions/{action.id}/note", {"text": SECRET}),
    ):
        page = client.post_form(path, data)
        assert (page.status_code, REFUSED in page.text) == (200, True), path
        assert SECRET in page.text, path
    assert db.session.scalars(select(Action.title)).all() == ["Write family time into every plan"]
    assert db.session.scalars(select(ProgressNote)).all() == []


@pytest.mark.parametrize("side", ["the one that typed it", "the one that owes the answer"])
def test_nobody_of_the_side_that_typed_or_owes_it_says_that_it_is_young_peoples_own(app, side):
    owes = "NHS" if side == "the one that typed it" else "Council"
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    ask = board.make_ask(organisation=owes, by=officer)
    near = officer.organisation_id if owes == "NHS" else ask.organisation_id
    champion = people.make_account(Role.CHAMPION)
    assert [one.id for one in queries.words_to_confirm(champion).rows] == [ask.id]
    champion.organisation_id = near
    db.session.flush()
    db.session.refresh(champion)
    assert queries.words_to_confirm(champion).rows == ()
    assert not queries.may_confirm(ask, champion)
    for act in (operations.confirm, operations.disown):
        with pytest.raises(RuleError):
            act(ask, by=champion)
