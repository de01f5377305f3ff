"""One page for one corporate parent: its own, and nobody else's."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.accounts.models import Account
from portal.audit import queries as audit
from portal.board.models import Action, ActionState, Ask, AskAnswer, ReasonClass, Wording
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Subject
from portal.evidence import operations
from portal.evidence.models import ReleaseKind
from portal.feedback import queries as feedback
from tests.factories import board, evidence, people, place
from tests.factories import themes as codebook
from tests.support.files import files_in, made

SignIn = Callable[..., FlaskClient]
PAGE = "/work/reports/organisation"


def make_ask(text: str, *, by: Account, due_in: int, organisation: str = "Council", answered: bool = False) -> Ask:
    """An ask in young people's own writing."""
    ask = Ask(
        wording=Wording.WRITTEN,
        text=text,
        organisation_id=place.organisation(organisation).id,
        post_id=place.post(organisation).id,
        created_at=clock.now(),
        created_by_id=by.id,
        due_on=clock.today() + timedelta(days=due_in),
    )
    if answered:
        ask.answer, ask.because, ask.answered_at, ask.answered_by_id = AskAnswer.YES, "It is right.", clock.now(), by.id
    db.session.add(ask)
    db.session.flush()
    return ask


def make_action(title: str, ask: Ask, *, due_in: int, state: ActionState = ActionState.UNDER_WAY) -> Action:
    """Something promised."""
    action = Action(
        ask_id=ask.id,
        title=title,
        organisation_id=ask.organisation_id,
        post_id=ask.post_id,
        starts_on=clock.today(),
        due_on=clock.today() + timedelta(days=due_in),
        state=state,
    )
    if state is ActionState.DISPUTED:
        action.claim, action.claimed_at, action.claimed_by_id, action.round = (
            "We did it.",
            clock.now(),
            ask.created_by_id,
            1,
        )
    db.session.add(action)
    db.session.flush()
    return action


@pytest.fixture
def officer(app: object) -> Account:
    return people.make_account(Role.PARTICIPATION_OFFICER)


def fill(officer: Account) -> None:
    """Themes with released figures, something owed, something late, and verdicts, for the council and the NHS."""
    wave, ids = evidence.make_closed_wave(120)
    ours = codebook.make_theme("Sleepovers", by=officer, organisation_id=place.organisation("Council").id)
    theirs = codebook.make_theme("Waiting lists", by=officer, organisation_id=place.organisation("NHS").id)
    codebook.make_theme("Never counted", by=officer, organisation_id=place.organisation("Council").id)
    for one in ids[:31]:
        codebook.put_under(db.session.get_one(evidence.Contribution, one), ours, theirs, by=officer)
    evidence.make_signed(wave, by=officer)
    make_ask("Let us stay at a pal’s house", by=officer, due_in=-9)
    make_ask("See us within four weeks", by=officer, due_in=5, organisation="NHS")
    answered = make_ask("Tell us when a worker leaves", by=officer, due_in=-20, answered=True)
    make_action("Write to everyone whose worker changes", answered, due_in=-3)
    make_action("A leaving card from every worker", answered, due_in=4, state=ActionState.DISPUTED)
    key = feedback.verdict_table(answered.id)
    table = RawTable(
        key=key,
        title="Did it change anything for you?",
        subject=Subject.VERDICTS,
        dimensions=(Dimension(key, "Answer", ("yes", "partly", "not_yet")),),
        cells={("yes",): 12, ("partly",): 9, ("not_yet",): 26},
        base=47,
    )
    raw = RawRelease("verdicts", "Verdicts", 47, (table,))
    verdicts = operations.freeze(ReleaseKind.VERDICTS, "Verdicts, autumn", raw, by=officer)
    operations.sign(verdicts, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()


def test_a_lead_sees_their_own_organisation_and_no_other(signed_in: SignIn, officer: Account) -> None:
    fill(officer)
    council = signed_in(people.make_account(Role.CORPORATE_LEAD), Role.CORPORATE_LEAD).get(PAGE).text
    health = signed_in(people.make_account(Role.CORPORATE_LEAD, organisation="NHS"), Role.CORPORATE_LEAD).get(PAGE).text
    assert "sleepovers, we say" in council and "waiting lists, we say" not in council
    assert "waiting lists, we say" in health and "sleepovers, we say" not in health
    assert "Let us stay at a pal’s house" in council and "Let us stay" not in health
    assert "See us within four weeks" in health and "See us within" not in council


def test_the_page_says_what_is_late_what_was_said_and_what_young_people_make_of_it(
    signed_in: SignIn, officer: Account
) -> None:
    fill(officer)
    page = signed_in(Role.CORPORATE_LEAD).get(PAGE).text
    assert "30 (25%)" in page
    assert "No signed release yet" not in page, "a theme nobody spoke of looks like one few spoke of"
    late = page[page.index('id="late"') : page.index('id="say"')]
    assert late.index("Let us stay at a pal’s house") < late.index("Write to everyone whose worker changes")
    assert ">9<" in late and ">3<" in late and "Head of Council" in late
    assert "A leaving card" not in late
    assert "Write to everyone whose worker changes" in page
    assert "Young people say not yet" in page
    assert "Yes: 10 (22%) · Partly: 10 (22%) · Not yet: 25 (56%)" in page
    assert ">31<" not in page and ">26<" not in page


def test_a_theme_of_several_stands_on_the_page_of_each(signed_in: SignIn, officer: Account) -> None:
    council, health = place.organisation("Council"), place.organisation("NHS")
    codebook.make_theme("Sleep", by=officer, organisation_id=council.id, others=[health.id])
    db.session.commit()
    for organisation in ("Council", "NHS"):
        lead = people.make_account(Role.CORPORATE_LEAD, organisation=organisation)
        assert "sleep, we say" in signed_in(lead, Role.CORPORATE_LEAD).get(PAGE).text


def test_the_page_can_be_taken_away_and_that_is_noted(signed_in: SignIn, officer: Account) -> None:
    fill(officer)
    account = people.make_account(Role.CORPORATE_LEAD, name="Lena Lead")
    client = signed_in(account, Role.CORPORATE_LEAD)
    response = made(client, client.post_form(f"{PAGE}/download", {"form": "pdf"}, page=PAGE))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages).split())
    assert "sleepovers, we say" in text
    assert "30 (25%)" in text
    assert "For Lena Lead (Council), made on" in text
    events = audit.events_about("organisation", account.organisation_id)
    assert [(event.action, event.actor_id) for event in events] == [("organisation.downloaded", account.id)]


def test_a_quote_is_on_the_page_while_allowed_and_never_in_a_file(signed_in: SignIn) -> None:
    view = board.make_quotable()
    board.make_quote(view)
    client = signed_in(Role.CORPORATE_LEAD)
    assert board.EXCERPT in client.get(PAGE).text
    response = made(client, client.post_form(f"{PAGE}/download", {"form": "pdf"}, page=PAGE))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages).split())
    assert board.EXCERPT not in text
    assert "In a young person’s own words" in text
    contributions.change_sharing(db.session.get_one(Contribution, view.id), given=[])
    db.session.commit()
    assert board.EXCERPT not in client.get(PAGE).text


def test_an_empty_page_says_so_kindly(signed_in: SignIn) -> None:
    page = signed_in(Role.CORPORATE_LEAD).get(PAGE).text
    assert "No theme is ours yet" in page
    assert "We owe nothing today." in page
    assert "Nothing answered or claimed yet" in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CORPORATE_LEAD])
def test_only_leads_have_the_page(signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}/download").status_code in (400, 404)


def partner(name: str) -> str:
    return f"/work/reports/organisations/{place.organisation(name).id}"


def test_the_page_says_how_long_answers_take_and_what_young_people_agree_to(
    signed_in: SignIn, officer: Account
) -> None:
    for days, said in ((2, AskAnswer.YES), (9, AskAnswer.NO), (30, AskAnswer.YES)):
        ask = make_ask("An ask", by=officer, due_in=40, answered=True)
        ask.created_at, ask.answer = clock.now() - timedelta(days=days), said
        ask.reason = None if said is AskAnswer.YES else ReasonClass.MONEY
    make_action("Agreed", ask, due_in=3, state=ActionState.DISPUTED)
    make_action("Disputed", ask, due_in=3, state=ActionState.DISPUTED).state = ActionState.AGREED
    db.session.commit()
    client = signed_in(Role.CORPORATE_LEAD)
    page = client.get(PAGE).text
    found = page[page.index('id="answers"') : page.index('id="say"')]
    said_there = ("9 days (3 answers)", "2 to 30 days", "1 of 3 (33%)", "1 of 2 (50%)")
    for words in said_there:
        assert words in found, words
    file = made(client, client.post_form(f"{PAGE}/download", {"form": "csv"}, page=PAGE))
    for words in said_there:
        assert words in str(files_in(file.data)), words


def test_who_never_answered_has_no_figures(signed_in: SignIn) -> None:
    page = signed_in(Role.CORPORATE_LEAD).get(PAGE).text
    assert page.count("Nothing answered yet") == 3 and "Nothing claimed yet" in page


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER])
def test_the_board_opens_each_partner_s_page_and_takes_it_away(signed_in: SignIn, officer: Account, role: Role) -> None:
    fill(officer)
    client = signed_in(role)
    for name, there, elsewhere in (
        ("Council", "sleepovers, we say", "waiting lists"),
        ("NHS", "waiting lists", "sleep"),
    ):
        page = client.get(partner(name)).text
        assert there in page and elsewhere not in page and "“we” are its people" in page
        assert (
            partner(name) in client.get("/work/reports/").text
            and partner(name) in client.get("/work/board/partners").text
        )
        got = made(client, client.post_form(f"{partner(name)}/download", {"form": "csv"}, page=partner(name)))
        assert got.status_code == 200 and there in str(files_in(got.data)) and elsewhere not in str(files_in(got.data))


def test_a_lead_finds_their_own_page_there_and_no_other(signed_in: SignIn, officer: Account) -> None:
    fill(officer)
    client = signed_in(people.make_account(Role.CORPORATE_LEAD, organisation="NHS"), Role.CORPORATE_LEAD)
    assert client.get(partner("NHS")).status_code == 200
    assert client.get(partner("Council")).status_code == 404
    url = f"{partner('Council')}/download"
    assert client.post_form(url, {"form": "csv"}, page=PAGE).status_code == 404
    assert partner("Council") not in client.get("/work/board/partners").text


def test_a_lead_who_moved_gets_no_file_of_the_old_organisation(signed_in: SignIn) -> None:
    account = people.make_account(Role.CORPORATE_LEAD, organisation="NHS")
    client = signed_in(account, Role.CORPORATE_LEAD)
    asked = client.post_form(f"{PAGE}/download", {"form": "csv"}, page=PAGE)
    db.set_writing(True)
    db.session.get_one(Account, account.id).organisation_id = place.organisation("Council").id
    db.session.commit()
    assert made(client, asked).status_code == 303


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.WORKER, Role.ADMINISTRATOR])
def test_nobody_else_opens_a_partner_s_page(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(partner("NHS")).status_code == 404
