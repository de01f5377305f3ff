"""The list: what it shows to whom, its figures and filters, and that what people typed stays text."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from portal.board import operations, overview, queries
from portal.board.models import ActionState, AskAnswer, ReasonClass, Say, Wording
from portal.board.overview import Show, Wanted
from portal.core import clock, db
from portal.core.access import Permission, Role, permits
from portal.partnership.models import GovernanceLevel
from tests.factories import board, commitments, people

XSS = '"><script>alert(1)</script><img src=x>'
READERS = [role for role in Role if permits(role, Permission.BOARD_READ)]


def rows(show, account=None, role=None):
    account = account or people.make_account(Role.BOARD_MEMBER)
    return [
        (row.text, [mark.label for mark in row.marks])
        for row in overview.page(Wanted(show), 1, account=account, role=role).rows
    ]


@pytest.mark.parametrize("role", READERS)
def test_everyone_on_the_board_reads_it(signed_in, role):
    ask = board.make_ask()
    action = board.make_claim(board.make_action(ask=ask))
    client = signed_in(role)
    assert "Let us see our brothers and sisters" in client.get("/work/board").text
    assert client.get(f"/work/board/asks/{ask.id}").status_code == 200
    assert client.get(f"/work/board/actions/{action.id}").status_code == 200


def test_an_administrator_finds_nothing(signed_in):
    ask = board.make_ask()
    action = board.make_action(ask=ask)
    client = signed_in(Role.ADMINISTRATOR)
    for path in ("", f"/asks/{ask.id}", f"/actions/{action.id}", "/asks/new", f"/asks/{ask.id}/plan"):
        assert client.get(f"/work/board{path}").status_code == 404


@pytest.mark.parametrize("role", READERS)
def test_an_empty_list_says_what_it_is_for(signed_in, role):
    page = signed_in(role).get("/work/board").text
    assert "No asks yet" in page
    assert ("Write the first ask" in page) == (role is Role.PARTICIPATION_OFFICER)


def test_the_figures_are_the_lengths_of_the_lists(app):
    today = clock.today()
    lead = people.make_account(Role.CORPORATE_LEAD)
    board.make_ask("Waiting")
    late = board.make_ask("Late")
    late.due_on = today - timedelta(days=9)
    no = board.make_ask("No")
    operations.answer(no, answer=AskAnswer.NO, because="No.", reason=ReasonClass.LAW, by=lead)
    claimed = board.make_action(ask=board.make_ask("Claimed"), due_on=today - timedelta(days=3))
    operations.answer(claimed.ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    board.make_claim(claimed)
    agreed = board.make_claim(board.make_action(commitment=commitments.make_commitment(), ask=None, title="Agreed"))
    for champion in board.make_champions():
        operations.say(agreed, Say.YES, by=champion)
    stuck = board.make_action(commitment=agreed.commitment, ask=None, title="Stuck", due_on=today - timedelta(days=1))
    board.in_state(stuck, ActionState.STUCK)
    db.session.flush()
    assert dict(rows(Show.ALL)) == {
        "Late": ["9 days late"],
        "Stuck": ["1 day late", "Stuck"],
        "Claimed": ["Claimed done"],
        "Waiting": ["Waiting for an answer"],
        "No": ["Said no, and why"],
        "Agreed": ["Young people agree"],
    }
    assert [text for text, _ in rows(Show.ALL)][:2] == ["Late", "Claimed"]
    assert {text for text, _ in rows(Show.OVERDUE)} == {"Late", "Stuck"}
    assert {text for text, _ in rows(Show.WAITING)} == {"Claimed"}
    assert {text for text, _ in rows(Show.AGREED)} == {"Agreed"}
    assert {text for text, _ in rows(Show.OPEN)} == {"Late", "Stuck", "Claimed", "Waiting"}
    assert overview.counts() == overview.Counts(open=4, overdue=2, waiting=1, agreed=1)


def test_agreed_last_year_is_not_agreed_this_year(app):
    action = board.in_state(board.make_action(), ActionState.AGREED)
    action.settled_on = date(clock.today().year - 1, 12, 31)
    db.session.flush()
    assert overview.counts().agreed == 0


def test_mine_and_my_organisations(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER, post_id=None)
    ours, theirs = board.make_ask("Ours", by=officer), board.make_ask("Theirs", organisation="NHS")
    board.make_action(ask=theirs, organisation="Council")
    lead = people.make_account(Role.CORPORATE_LEAD)
    nurse = people.make_account(Role.CORPORATE_LEAD, organisation="NHS")
    champion = people.make_account(Role.CHAMPION)
    assert {text for text, _ in rows(Show.ORGANISATION, lead, Role.CORPORATE_LEAD)} == {"Ours", "Theirs"}
    assert {text for text, _ in rows(Show.ORGANISATION, nurse, Role.CORPORATE_LEAD)} == {"Theirs"}
    assert {text for text, _ in rows(Show.MINE, nurse, Role.CORPORATE_LEAD)} == {"Theirs"}
    assert {text for text, _ in rows(Show.MINE, officer, Role.PARTICIPATION_OFFICER)} == {"Ours"}
    assert rows(Show.MINE, champion, Role.CHAMPION) == []
    board.make_claim(board.make_action(ask=ours))
    assert {text for text, _ in rows(Show.MINE, champion, Role.CHAMPION)} == {"Ours"}


def test_pages(signed_in):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    for number in range(overview.PER_PAGE + 1):
        board.make_ask(f"Ask number {number:02}", by=officer, due_on=clock.today() + timedelta(days=number))
    client = signed_in(Role.BOARD_MEMBER)
    first = client.get("/work/board").text
    assert "Ask number 00" in first
    assert "Ask number 25" not in first
    assert "Page 1 of 2" in first
    assert "Ask number 25" in client.get("/work/board?page=2").text
    for odd in ("0", "-1", "999", "x", "1e9", "٣"):
        assert client.get("/work/board", query_string={"page": odd, "show": odd}).status_code == 200


def test_an_unchecked_quote_counts_only_for_the_team(app):
    board.make_quote(checked=False)
    assert overview.counts().open == 0
    board_member = people.make_account(Role.BOARD_MEMBER)
    assert rows(Show.ALL, board_member, Role.BOARD_MEMBER) == []
    assert len(rows(Show.ALL, board_member, Role.PARTICIPATION_OFFICER)) == 1


def test_what_people_typed_stays_text(signed_in):
    officer = people.make_account(Role.PARTICIPATION_OFFICER, name=XSS)
    ask = board.make_ask(XSS, by=officer, summary=XSS)
    lead = people.make_account(Role.CORPORATE_LEAD, name=XSS)
    operations.answer(ask, answer=AskAnswer.PARTLY, because=XSS, reason=ReasonClass.MONEY, by=lead)
    action = board.make_claim(board.make_action(ask=ask, title=XSS), by=lead)
    operations.say(action, Say.NOT_YET, because=XSS, by=people.make_account(Role.CHAMPION, name=XSS))
    other = board.make_claim(board.make_action(ask=ask, title=XSS), by=lead)
    commitments.make_commitment(XSS, what=XSS, who_for=XSS, how_to_get=XSS, source=XSS)
    quote = board.make_quote(board.make_quotable(f"Say {XSS} please"), excerpt=f"Say {XSS} please", checked=False)
    paths = {
        Role.CHAMPION: [
            "/work/board",
            f"/work/board/asks/{ask.id}",
            f"/work/board/actions/{action.id}",
            f"/work/board/actions/{other.id}/say",
            "/work/commitments",
            "/promises",
        ],
        Role.SAFEGUARDING_OFFICER: [
            "/work/board",
            f"/work/board/asks/{quote.id}",
            f"/work/board/asks/{quote.id}/check",
            f"/work/board/asks/{quote.id}/reword",
        ],
        Role.PARTICIPATION_OFFICER: [
            f"/work/board/asks/{ask.id}/plan",
            f"/work/board/actions/new?ask={ask.id}",
            f"/work/board/actions/{action.id}/note",
        ],
    }
    for role, pages in paths.items():
        client = signed_in(role)
        for path in pages:
            html = client.get(path).text
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            if "/new" not in path:
                assert "&lt;img" in html or "&lt;script" in html, path


def test_writing_an_ask_and_changing_who_answers(signed_in):
    terms = board.terms()
    data = {
        "wording": "paraphrase",
        "text": "Keep the same worker",
        "post_id": str(terms.post_id),
        "due_on": terms.due_on.isoformat(),
        "summary": "About change of workers",
        "theme_id": "",
        "duty": "",
    }
    client = signed_in(Role.PARTICIPATION_OFFICER)
    made = client.post_form("/work/board/asks/new", data)
    assert made.status_code == 303
    page = client.get(made.headers["Location"]).text
    assert "An adult wrote this for young people" in page
    assert "About change of workers" in page
    assert "Choose who answers" in client.post_form("/work/board/asks/new", data | {"post_id": ""}).text
    assert "Say whose words" in client.post_form("/work/board/asks/new", data | {"wording": ""}).text
    assert (
        "Start a quote from the view"
        in client.post_form("/work/board/asks/new", data | {"wording": Wording.QUOTE.value}).text
    )
    later = (terms.due_on + timedelta(days=5)).isoformat()
    assert client.post_form(made.headers["Location"] + "/plan", data | {"due_on": later}).status_code == 303
    for role in (Role.CHAMPION, Role.BOARD_MEMBER, Role.CORPORATE_LEAD, Role.SAFEGUARDING_OFFICER):
        assert signed_in(role).get("/work/board/asks/new").status_code == 404


def test_an_answered_ask_keeps_its_date(signed_in):
    ask = board.make_ask()
    operations.answer(
        ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=people.make_account(Role.CORPORATE_LEAD)
    )
    terms = board.terms(due_on=ask.due_on + timedelta(days=9))
    data = {"post_id": str(ask.post_id), "due_on": terms.due_on.isoformat(), "theme_id": "", "duty": ""}
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.post_form(f"/work/board/asks/{ask.id}/plan", data).status_code == 409


def test_what_an_organisation_owes(app):
    ask = board.make_ask()
    late = board.make_ask("Late")
    late.due_on = clock.today() - timedelta(days=2)
    board.make_ask(organisation="NHS")
    board.make_quote(checked=False)
    board.make_action(ask=ask, due_on=clock.today() - timedelta(days=1))
    board.make_claim(board.make_action(ask=ask, due_on=clock.today() - timedelta(days=1)))
    owed = queries.owed_by(ask.organisation_id)
    assert (owed.asks_waiting, owed.actions_open, owed.late) == (2, 2, 2)
    assert [one.id for one in owed.asks] == [late.id, ask.id]
    assert queries.owed_by(ask.organisation_id, limit=1).asks_waiting == 2


def test_what_waits_for_whom(app):
    board.make_quote(checked=False)
    board.make_claim()
    champion, lead = people.make_account(Role.CHAMPION), people.make_account(Role.CORPORATE_LEAD)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    assert queries.counts_for_nav(champion, Role.CHAMPION) == 2, "one claim, and one ask in words to confirm"
    assert queries.counts_for_nav(lead, Role.CORPORATE_LEAD) == 2, "one to answer and one quote to check"
    assert queries.counts_for_nav(officer, Role.PARTICIPATION_OFFICER) == 1
    assert queries.counts_for_nav(officer, Role.BOARD_MEMBER) == 0


def test_the_list_asks_the_database_a_fixed_number_of_questions(app):
    account = people.make_account(Role.CHAMPION)

    def questions():
        db.session.commit()
        db.session.expunge_all()
        asked = []
        engine = db.session.get_bind()
        listener = lambda *args: asked.append(args[2])  # noqa: E731 - removed by identity below
        event.listen(engine, "before_cursor_execute", listener)
        overview.page(Wanted(), 1, account=account, role=Role.CHAMPION)
        queries.actions_waiting_for(account)
        event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    board.make_claim(board.make_action(ask=board.make_quote()))
    few = questions()
    for _ in range(5):
        board.make_claim(board.make_action(ask=board.make_quote()))
    assert questions() == few


def test_the_ladder_says_where_something_stuck_goes_next(signed_in):
    assert "goes next" not in signed_in(Role.BOARD_MEMBER).get("/work/board").text
    for position, name in ((2, "Chief Officers"), (1, "Young <Voices>")):
        db.session.add(GovernanceLevel(position=position, name=name, purpose=f"{name} decide."))
    db.session.add(GovernanceLevel(position=3, name="Gone", purpose="x", retired_on=clock.today()))
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get("/work/board").text
    assert page.index("Young &lt;Voices&gt;") < page.index("Chief Officers") and "Gone" not in page
