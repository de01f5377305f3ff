"""A quote: only while its owner allows, only after a second person looked, gone on the next request."""

import pytest
from sqlalchemy import select, text

from portal.audit.models import AuditEvent
from portal.audit.queries import events_about
from portal.board import operations, queries, stories
from portal.board.models import Ask, Wording
from portal.board.rules import CHECKLIST
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.models import Contribution, Matter, Purpose
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, people, safety, themes, voices

GONE = "The person who said this has taken it back."
READERS = [Role.CHAMPION, Role.BOARD_MEMBER, Role.CORPORATE_LEAD]


@pytest.fixture
def officer(app):
    return people.make_account(Role.PARTICIPATION_OFFICER, name="Officer Olu")


@pytest.fixture
def second(app):
    return people.make_account(Role.SAFEGUARDING_OFFICER, name="Second Sam")


def form(contribution, **changes):
    terms = board.terms()
    values = {
        "excerpt": board.EXCERPT,
        "post_id": str(terms.post_id),
        "due_on": terms.due_on.isoformat(),
        "theme_id": str(board.make_counted_theme().id),
        "duty": "",
    }
    return values | changes


def start(contribution):
    return f"/work/board/asks/new?from={threads.words_of(contribution.id)[0].id}"


def new_quote(contribution):
    return f"/work/board/asks/new/quote/{threads.words_of(contribution.id)[0].id}"


def test_from_a_view_to_the_board(signed_in, officer, second):
    contribution = board.make_quotable()
    themes.put_under(contribution, board.make_counted_theme())
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert client.get(start(contribution)).headers["Location"].startswith(new_quote(contribution))
    made = client.post_form(new_quote(contribution), form(contribution))
    assert made.status_code == 303
    page = client.get(made.headers["Location"]).text
    assert "Second Sam" in page
    assert board.EXCERPT not in page
    ask = db.session.scalars(select(Ask)).one()
    champion = signed_in(Role.CHAMPION)
    assert champion.get(f"/work/board/asks/{ask.id}").status_code == 404
    assert "Council" not in champion.get("/work/board").text.split("</form>")[-1]

    checker = signed_in(second, Role.SAFEGUARDING_OFFICER)
    assert "Quotes for you to check" in checker.get("/work/board").text
    check = f"/work/board/asks/{ask.id}/check"
    assert board.EXCERPT in checker.get(check).text
    assert "Go through every point" in checker.post_form(check, {"looked": list(CHECKLIST)[1:]}).text
    assert checker.post_form(check, {"looked": list(CHECKLIST)}).status_code == 303
    assert board.EXCERPT in champion.get(f"/work/board/asks/{ask.id}").text


def test_reading_the_view_and_the_quote_is_recorded(signed_in, officer, second):
    contribution = board.make_quotable()
    signed_in(officer, Role.PARTICIPATION_OFFICER).get(new_quote(contribution))
    ask = board.make_quote(contribution, by=officer, checked=False)
    signed_in(second, Role.SAFEGUARDING_OFFICER).get(f"/work/board/asks/{ask.id}/check")
    readers = [one.actor_id for one in events_about("contribution", contribution.id) if one.action == "words.read"]
    assert readers == [officer.id, second.id]


def test_whoever_chose_a_quote_cannot_check_it(signed_in, officer):
    ask = board.make_quote(by=officer, checked=False)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    for rest in ("check", "reword"):
        assert client.get(f"/work/board/asks/{ask.id}/{rest}").status_code == 404
    with pytest.raises(RuleError):
        operations.check(board.again(ask), looked=CHECKLIST, by=officer)
    with pytest.raises(RuleError):
        operations.reword(board.again(ask), "Other words", by=officer)


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.BOARD_MEMBER])
def test_the_board_does_not_check_and_does_not_quote(signed_in, role):
    ask = board.make_quote(checked=False)
    client = signed_in(role)
    assert client.get(f"/work/board/asks/{ask.id}/check").status_code == 404
    assert client.get(new_quote(board.make_quotable())).status_code == 404


def test_every_point_of_the_list_counts(second):
    ask = board.make_quote(checked=False)
    with pytest.raises(RuleError):
        operations.check(ask, looked=CHECKLIST[1:], by=second)
    assert not queries.is_shown(ask)


def test_other_words_instead_of_a_quote_that_points_at_somebody(signed_in, second):
    ask = board.make_quote(checked=False)
    client = signed_in(second, Role.SAFEGUARDING_OFFICER)
    assert client.post_form(f"/work/board/asks/{ask.id}/reword", {"text": "Ask young people first."}).status_code == 303
    page = signed_in(Role.CHAMPION).get(f"/work/board/asks/{ask.id}").text
    assert "An adult wrote this for young people" in page
    assert "Ask young people first." in page
    ask = board.again(ask)
    assert ask.quote_sealed is None
    assert ask.words_id is None


def test_no_quote_without_the_owners_yes(signed_in, officer):
    silent = voices.make_contribution(board.SAID).contribution
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert "has not allowed quoting" in client.get(new_quote(silent)).text
    assert client.post_form(new_quote(silent), form(silent), page="/work/board").status_code == 200
    assert db.session.scalars(select(Ask)).all() == []
    with pytest.raises(RuleError):
        board.make_quote(silent)


@pytest.mark.parametrize("excerpt", ["Ask me first, always.", "sk me first", "Ask me"])
def test_a_quote_stands_in_what_was_said(signed_in, officer, excerpt):
    contribution = board.make_quotable()
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    answer = client.post_form(new_quote(contribution), form(contribution, excerpt=excerpt))
    assert "Keep the words exactly as they were said" in answer.text
    with pytest.raises(RuleError):
        board.make_quote(contribution, excerpt=excerpt)


@pytest.mark.parametrize("how", ["sharing", "withdrawn"])
@pytest.mark.parametrize("role", [*READERS, Role.PARTICIPATION_OFFICER])
def test_taking_it_back_blanks_it_on_the_next_request(signed_in, role, how):
    contribution = board.make_quotable()
    ask = board.make_quote(contribution)
    client = signed_in(role)
    pages = ("/work/board", f"/work/board/asks/{ask.id}")
    for page in pages:
        assert board.EXCERPT in client.get(page).text
    contribution = db.session.get(Contribution, contribution.id)
    if how == "sharing":
        contributions.change_sharing(contribution, given=[])
    else:
        contribution.withdrawn_on = clock.today()
    db.session.commit()
    for page in pages:
        after = client.get(page).text
        assert board.EXCERPT not in after
        assert GONE in after


def test_the_sweep_erases_what_was_taken_back(app):
    contribution, kept = board.make_quotable(), board.make_quote(board.make_quotable())
    ask = board.make_quote(contribution)
    contributions.change_sharing(contribution, given=[])
    assert operations.forget_withdrawn_quotes() == 1
    assert ask.quote_gone
    assert ask.quote_sealed is None
    assert queries.ask_text(kept).text == board.EXCERPT
    contributions.change_sharing(contribution, given=[Purpose.QUOTE])
    assert queries.ask_text(ask).text == GONE


def test_erasing_the_view_leaves_an_empty_quote(app):
    contribution = board.make_quotable()
    ask = board.make_quote(contribution)
    db.session.execute(text("DELETE FROM words"))
    db.session.commit()
    db.session.expire_all()
    assert ask.wording is Wording.QUOTE
    assert queries.ask_text(ask).text == GONE


def test_a_taken_back_quote_cannot_be_checked(second):
    contribution = board.make_quotable()
    ask = board.make_quote(contribution, checked=False)
    contributions.change_sharing(contribution, given=[])
    with pytest.raises(RuleError):
        operations.check(ask, looked=CHECKLIST, by=second)


def test_no_words_reach_the_audit_or_the_database_in_clear(app):
    ask = board.make_quote()
    assert board.EXCERPT.encode() not in (ask.quote_sealed or b"")
    assert all(board.EXCERPT not in one.facts for one in db.session.scalars(select(AuditEvent)))


def test_an_excerpt_moved_to_another_ask_does_not_open(app):
    one, other = board.make_quote(), board.make_quote()
    other.quote_sealed = one.quote_sealed
    assert stories.ask_text(other).text == "These words cannot be opened."


def test_asks_that_quote_a_view(app):
    contribution = board.make_quotable()
    assert queries.asks_touching(contribution.id).rows == ()
    board.make_quote(contribution, checked=False)
    assert queries.asks_touching(contribution.id).rows == ()
    shown = board.make_quote(contribution)
    assert [story.id for story in queries.asks_touching(contribution.id).rows] == [shown.id]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("no theme", "A quote needs a theme"),
        ("another theme", "A quote needs a theme"),
        ("not counted", "has not been counted yet"),
        ("few", "Too few people said this"),
    ],
)
def test_one_voice_is_quoted_only_where_enough_said_the_same(signed_in, second, how, why):
    contribution = board.make_quotable()
    theme = board.make_counted_theme(4, name="Few") if how == "few" else themes.make_theme("Uncounted")
    if how != "another theme":
        themes.put_under(contribution, theme)
    terms = board.terms(theme_id=None if how == "no theme" else theme.id)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    ask = operations.quote(threads.words_of(contribution.id)[0], board.EXCERPT, terms=terms, by=officer)
    with pytest.raises(RuleError):
        operations.check(ask, looked=CHECKLIST, by=second)
    check = f"/work/board/asks/{ask.id}/check"
    client = signed_in(second, Role.SAFEGUARDING_OFFICER)
    page = client.post_form(check, {"looked": list(CHECKLIST)}, page="/work/board").text
    assert why in page
    assert not queries.is_shown(board.again(ask))


def test_what_is_about_somebody_who_works_here_is_never_quoted(signed_in, officer):
    contribution = board.make_quotable()
    waiting, shown = board.make_quote(contribution, checked=False), board.make_quote(contribution)
    concern = safety.make_concern(about_worker=True)
    concern.contribution_id = contribution.id
    db.session.commit()
    assert stories.allowed_words([waiting.words_id]) == frozenset()
    assert queries.unchecked_quote(waiting) is None
    with pytest.raises(RuleError):
        operations.check(waiting, looked=CHECKLIST, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert board.EXCERPT not in client.get(f"/work/board/asks/{waiting.id}/check").text
    assert board.EXCERPT not in client.get(f"/work/board/asks/{shown.id}").text


def test_words_that_are_not_there(signed_in, officer):
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert client.get("/work/board/asks/new?from=nonsense").status_code == 404
    missing = "/work/board/asks/new/quote/00000000-0000-4000-8000-000000000000"
    assert client.get(missing).status_code == 404


def test_what_the_board_never_saw_can_be_dropped(signed_in, officer):
    ask = board.make_quote(by=officer, checked=False)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert "Take this quote off the list?" in client.get(f"/work/board/asks/{ask.id}/drop").text
    assert client.post_form(f"/work/board/asks/{ask.id}/drop").status_code == 303
    assert db.session.scalars(select(Ask)).all() == []


def test_what_the_board_saw_stays(signed_in, officer):
    ask = board.make_quote()
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert client.get(f"/work/board/asks/{ask.id}/drop").status_code == 404
    with pytest.raises(RuleError):
        operations.drop(board.again(ask), by=officer)


def test_a_quote_taken_back_before_the_check_waits_for_nobody(second):
    contribution = board.make_quotable()
    board.make_quote(contribution, checked=False)
    assert len(queries.checks_waiting_for(second).rows) == 1
    contributions.change_sharing(contribution, given=[])
    assert queries.checks_waiting_for(second).rows == ()
    assert queries.counts_for_nav(second, Role.SAFEGUARDING_OFFICER) == 0


def test_nobody_quotes_a_call_for_help(signed_in, officer):
    urgent = voices.make_contribution(
        board.SAID, matter=Matter.NOT_SAFE, keeps_time=True, sharing=[Purpose.QUOTE]
    ).contribution
    assert signed_in(officer, Role.PARTICIPATION_OFFICER).get(new_quote(urgent)).status_code == 404


@pytest.mark.parametrize("what", ["theme", "summary"])
def test_another_theme_or_summary_after_the_check_waits_for_a_second_person_again(signed_in, officer, what):
    ask = board.make_quote(by=officer)
    terms = board.terms(theme_id=ask.theme_id)
    data = {"post_id": str(terms.post_id), "due_on": terms.due_on.isoformat(), "duty": "", "summary": ""}
    data |= {"theme_id": str(ask.theme_id), "to_board_on": terms.to_board_on.isoformat()}
    other = {"theme": {"theme_id": str(themes.make_theme("Only one").id)}, "summary": {"summary": "The only one"}}
    client, member = signed_in(officer, Role.PARTICIPATION_OFFICER), signed_in(Role.BOARD_MEMBER)
    page, plan = f"/work/board/asks/{ask.id}", f"/work/board/asks/{ask.id}/plan"
    assert client.post_form(plan, data).status_code == 303
    assert board.again(ask).checked_at is not None
    assert member.get(page).status_code == 200
    moved = client.post_form(plan, data | other[what])
    assert "once a second person has checked it again" in client.get(moved.headers["Location"]).text
    assert (board.again(ask).checked_at, board.again(ask).checked_by_id) == (None, None)
    assert member.get(page).status_code == 404
