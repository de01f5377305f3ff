"""The thread of a theme, hop by hop, and back from a story: safe figures, live consent, nothing invented."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from portal.audit import queries as audit
from portal.board import operations as board_operations
from portal.board import shaping
from portal.board.models import Action, ActionState, Ask, AskAnswer, ReasonClass
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.core.i18n import day
from portal.disclosure.thresholds import Audience
from portal.evidence import operations as evidence
from portal.evidence import queries as evidence_queries
from portal.feedback import operations as feedback
from portal.feedback import queries as stories
from portal.feedback.models import Feedback, Told
from portal.provenance import queries
from portal.provenance.queries import Reader
from portal.themes import operations as codebook
from portal.themes.models import Theme
from tests.factories import board, people, themes, voices
from tests.support.files import figures_in, files_in, made

SignIn = Callable[..., FlaskClient]
LIST = "/work/evidence/thread"
ASK = "Free buses for everybody in care"


def text_of(client: FlaskClient, path: str) -> str:
    """A page without tags and runs of blanks."""
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def part_of(client: FlaskClient, path: str, hop: str) -> str:
    """What one stop holds."""
    page = client.get(path).text
    found = re.search(rf'<section id="{hop}".*?</section>', page, re.S)
    assert found, hop
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group()))


def answer(ask: Ask, said: AskAnswer = AskAnswer.YES, because: str = "It is right.") -> Ask:
    lead = people.make_account(Role.CORPORATE_LEAD)
    reason = None if said is AskAnswer.YES else ReasonClass.MONEY
    board_operations.answer(ask, answer=said, because=because, reason=reason, by=lead)
    return ask


def publish(ask: Ask, you_said: str = "Buses cost too much", told: Told = Told.DID) -> Feedback:
    story = feedback.draft(
        ask, told=told, you_said=you_said, answer="Buses are free now.", by=people.make_account(Role.CORPORATE_LEAD)
    )
    publisher = people.make_account(Role.PARTICIPATION_OFFICER)
    feedback.publish(story, shown=stories.version(story), by=publisher)
    return story


def agreed(ask: Ask, title: str = "Hand out bus passes") -> Action:
    action = board.in_state(board.make_claim(board.make_action(ask=ask, title=title)), ActionState.AGREED)
    action.settled_on = clock.today()
    return action


def whole() -> tuple[Theme, Feedback]:
    """A theme of forty of eighty, an ask, an answer, an agreed action, and what young people were told."""
    theme = board.make_counted_theme(name="Getting about")
    ask = answer(board.make_ask(ASK, theme_id=theme.id))
    agreed(ask)
    story = publish(ask)
    db.session.commit()
    return theme, story


def test_every_hop_stands_on_the_page_with_its_number_and_day(signed_in: SignIn) -> None:
    theme, _ = whole()
    client, path = signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}"
    views = part_of(client, path, "views")
    signed = day(clock.today())
    assert "40 people (50%)" in views and f"Counted by Ada Tester, signed by Ada Tester, {signed}." in views
    assert "getting about, we say" in part_of(client, path, "theme")
    assert "Wording 1 in the codebook" in part_of(client, path, "theme")
    assert ASK in part_of(client, path, "asks") and "1 ask" in part_of(client, path, "asks")
    told = part_of(client, path, "answers")
    assert "said: yes" in told and "It is right." in told and "Head of Council" in told
    assert "Hand out bus passes" in part_of(client, path, "actions")
    assert "Young people agree" in part_of(client, path, "actions")
    assert "Buses cost too much" in part_of(client, path, "stories")
    assert "No signed figures yet" in part_of(client, path, "verdicts")
    assert "Every plan says it now." in part_of(client, path, "changed")
    assert "Getting about" in text_of(client, LIST) and path in client.get(LIST).text


def test_views_are_dated_by_the_days_of_their_wave(signed_in: SignIn) -> None:
    theme, _ = whole()
    release = evidence_queries.theme_history(theme.id, Audience.PARTNERS, most=1)[0].release
    wave = release.consultation
    assert wave is not None
    first, last = (clock.local(at).date() for at in (wave.opens_at, wave.closes_at))
    assert last < clock.today(), "signed later than it was said, or this would show nothing"
    views = part_of(signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}", "views")
    assert f"{day(first, last)} to {day(last)}" in views
    assert queries.thread_of_theme(theme, Reader(Audience.PARTNERS)).stops[0].days == (first, last)


def test_what_was_done_in_the_codebook_names_the_other_theme(signed_in: SignIn) -> None:
    theme, other = board.make_counted_theme(name="Getting about"), themes.make_theme("Buses")
    codebook.merge(other, theme, why="One thing", by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    assert "“Buses” was merged into “Getting about”" in part_of(
        signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}", "theme"
    )


def test_everybody_reads_who_says_that_it_is_done(signed_in: SignIn, client: FlaskClient) -> None:
    theme = board.make_counted_theme()
    ask = answer(board.make_ask(ASK, theme_id=theme.id))
    board.make_claim(board.make_action(ask=ask))
    story = publish(ask)
    db.session.commit()
    db.session.expire_all()
    assert "They say it is done" in part_of(client, f"/you-said/{story.id}/where-from", "actions")
    assert "Claimed done" in part_of(signed_in(Role.CHAMPION), f"{LIST}/{theme.id}", "actions")


def test_a_theme_without_anything_says_so_at_every_stop(signed_in: SignIn) -> None:
    theme = themes.make_theme("Never counted")
    db.session.commit()
    page = text_of(signed_in(Role.CHAMPION), f"{LIST}/{theme.id}")
    assert page.count("Nothing here yet") >= 5 and page.count("No signed figures yet") >= 2
    assert "getting about" not in page


def test_no_theme_at_all_is_told(signed_in: SignIn) -> None:
    assert "No themes yet" in text_of(signed_in(Role.BOARD_MEMBER), LIST)


@pytest.mark.parametrize("number", [3, 7])
def test_a_small_number_is_hidden_from_everybody(signed_in: SignIn, client: FlaskClient, number: int) -> None:
    theme = board.make_counted_theme(number, name="Rare thing")
    story = publish(answer(board.make_ask(ASK, theme_id=theme.id)), told=Told.NOT_YET)
    db.session.commit()
    anybody = part_of(client, f"/you-said/{story.id}/where-from", "views")
    member = part_of(signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}", "views")
    champion = part_of(signed_in(Role.CHAMPION), f"{LIST}/{theme.id}", "views")
    for page in (member, champion, anybody):
        assert "Hidden to protect people: fewer than 10" in page and f" {number} " not in page
    assert "Counted by" in champion and "Counted by" not in anybody, "names of staff are for who is signed in"


def test_a_count_is_never_live(signed_in: SignIn) -> None:
    theme, _ = whole()
    for _ in range(9):
        themes.put_under(voices.make_contribution().contribution, theme)
    db.session.commit()
    assert "40 people (50%)" in part_of(signed_in(Role.PARTICIPATION_OFFICER), f"{LIST}/{theme.id}", "views")


def test_words_taken_back_vanish_on_the_next_request_from_page_story_and_ready_file(signed_in: SignIn) -> None:
    view = board.make_quotable()
    ask = answer(board.make_quote(view))
    story = publish(ask, "You want to be asked", Told.NOT_YET)
    db.session.commit()
    theme, path = ask.theme_id, f"{LIST}/{ask.theme_id}"
    client = signed_in(Role.BOARD_MEMBER)
    own, public = f"{LIST}/from/{story.id}", f"/you-said/{story.id}/where-from"
    for page in (path, own, public):
        assert board.EXCERPT in text_of(client, page)
    asked = client.post_form(f"/work/reports/themes/{theme}/download", {"form": "csv"}, page=path)
    first = made(client, asked)
    assert board.EXCERPT in str(files_in(first.data))
    db.set_writing(True)
    contributions.change_sharing(db.session.get_one(Contribution, view.id), given=[])
    db.session.commit()
    for page in (path, own, public):
        assert board.EXCERPT not in text_of(client, page) and "has taken it back" in text_of(client, page)
    ready = asked.headers["Location"]
    refused = client.post_form(f"{ready}/take", page=ready)
    assert refused.status_code == 303 and board.EXCERPT not in refused.text
    assert "Somebody took back words" in text_of(client, ready)


def test_an_unchecked_quote_is_not_in_the_thread(signed_in: SignIn) -> None:
    ask = board.make_quote(checked=False)
    db.session.commit()
    for role in (Role.BOARD_MEMBER, Role.PARTICIPATION_OFFICER):
        page = text_of(signed_in(role), f"{LIST}/{ask.theme_id}")
        assert board.EXCERPT not in page and "Nobody asked the board" in page


def test_what_answers_two_asks_together_stands_once(signed_in: SignIn) -> None:
    theme = themes.make_theme("Buses")
    main, joined = (board.make_ask(one, theme_id=theme.id) for one in (ASK, "Cheaper trains"))
    shaping.join(joined, main, because="The same", by=people.make_account(Role.PARTICIPATION_OFFICER))
    agreed(answer(main))
    db.session.commit()
    client, path = signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}"
    assert "2 asks" in part_of(client, path, "asks")
    assert part_of(client, path, "answers").count("It is right.") == 1
    assert part_of(client, path, "actions").count("By Head of Council") == 1


def test_the_codebook_s_changes_stand_with_their_days_and_without_the_team_s_reasons(signed_in: SignIn) -> None:
    theme = themes.make_theme("Buses")
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    codebook.change(theme, themes.definition("Buses and trains"), why="Trains came up as well", by=officer)
    codebook.retire(theme, why="Not used", by=officer)
    db.session.commit()
    page = text_of(signed_in(Role.CHAMPION), f"{LIST}/{theme.id}")
    assert "Wording 3 in the codebook: Buses and trains" in page and "This theme was retired" in page
    assert "Trains came up as well" not in page


def test_verdicts_come_from_signed_figures_and_small_ones_are_hidden(signed_in: SignIn) -> None:
    theme, _ = whole()
    few = answer(board.make_ask("Cheaper trains", theme_id=theme.id))
    ask = db.session.query(Ask).filter(Ask.text == ASK).one()
    for one, number in ((ask, 30), (few, 3)):
        for _ in range(number):
            feedback.give_verdict(voices.make_contribution().contribution, one, stories.Say.YES)
    release = feedback.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    client, path = signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}"
    db.session.commit()
    assert "No signed figures yet" in part_of(client, path, "verdicts")
    db.set_writing(True)
    evidence.sign(db.session.merge(release), by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()
    page = part_of(client, path, "verdicts")
    assert re.search(r"Yes: [^·]*30", page) and "Hidden to protect people: too few answered" in page
    assert "Yes: 3 " not in page and "Yes: 33" not in page


def test_the_story_leads_back_and_the_pages_lead_to_it(signed_in: SignIn, client: FlaskClient) -> None:
    theme, story = whole()
    public = f"/you-said/{story.id}/where-from"
    assert public in client.get("/you-said/").text and public in client.get(f"/you-said/{story.id}").text
    page = client.get(public).text
    order = [page.index(f'<section id="{hop}"') for hop in ("stories", "actions", "answers", "asks", "theme", "views")]
    assert order == sorted(order), "from the end back to the beginning"
    assert 'section id="verdicts"' not in page and "/work/" not in page
    assert "getting about, we say" in page and "Wording" not in page
    own = f"{LIST}/from/{story.id}"
    for role in (Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER):
        assert own in signed_in(role).get("/work/you-said/").text
    member = signed_in(Role.BOARD_MEMBER).get(own).text
    assert f"{LIST}/{theme.id}" in member and "Counted by" in member
    worker = signed_in(Role.WORKER).get(own).text
    assert f"{LIST}/{theme.id}" not in worker and "/work/board/asks" not in worker


def test_a_theme_nobody_signed_is_not_named_to_the_public(client: FlaskClient) -> None:
    theme = themes.make_theme("Zebra crossings")
    story = publish(answer(board.make_ask(ASK, theme_id=theme.id)), told=Told.NOT_YET)
    bare = publish(answer(board.make_ask("Paint the house")), told=Told.NOT_YET)
    db.session.commit()
    for one in (story, bare):
        page = text_of(client, f"/you-said/{one.id}/where-from")
        assert "ebra crossings" not in page and "No signed figures yet" in page


def test_what_is_not_published_or_not_there_has_no_page(signed_in: SignIn, client: FlaskClient) -> None:
    ask = answer(board.make_ask(ASK))
    draft = feedback.draft(
        ask, told=Told.NOT_YET, you_said="Buses", answer="Soon.", by=people.make_account(Role.CORPORATE_LEAD)
    )
    db.session.commit()
    assert client.get(f"/you-said/{draft.id}/where-from").status_code == 404
    member = signed_in(Role.BOARD_MEMBER)
    for path in (f"{LIST}/from/{draft.id}", f"{LIST}/{draft.id}"):
        assert member.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.WORKER, Role.ADVOCATE])
def test_who_is_not_at_the_table_finds_no_thread(signed_in: SignIn, role: Role) -> None:
    theme = themes.make_theme("Buses")
    db.session.commit()
    client = signed_in(role)
    assert client.get(LIST).status_code == client.get(f"{LIST}/{theme.id}").status_code == 404


def test_the_file_holds_what_the_page_holds(signed_in: SignIn) -> None:
    theme, _ = whole()
    account = people.make_account(Role.BOARD_MEMBER)
    client, path = signed_in(account, Role.BOARD_MEMBER), f"{LIST}/{theme.id}"
    url = f"/work/reports/themes/{theme.id}/download"
    content = made(client, client.post_form(url, {"form": "csv"}, page=path)).data
    figures = figures_in(content)
    short = {row: text for (table, row, column), text in figures.items() if column == "What is there"}
    page = text_of(client, path)
    assert short["Young people said it"] == "40 people (50%)" and short["They asked for something"] == "1 ask"
    for stop, text in short.items():
        assert f"{stop}" in page and text in page, stop
    rows = str(files_in(content))
    for words in (ASK, "It is right.", "Hand out bus passes", "Buses cost too much", "Every plan says it now."):
        assert words in rows and words in page
    assert [one.action for one in audit.events_about("theme", theme.id)].count("thread.downloaded") == 1
    for form in ("pdf", "docx", "ods", "html"):
        assert made(client, client.post_form(url, {"form": form}, page=path)).status_code == 200
    book = load_workbook(io.BytesIO(made(client, client.post_form(url, {"form": "xlsx"}, page=path)).data))
    assert ASK in [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line]


def test_champions_read_the_thread_and_take_no_figures_away(signed_in: SignIn) -> None:
    theme, _ = whole()
    client = signed_in(Role.CHAMPION)
    assert "Take this thread away" not in client.get(f"{LIST}/{theme.id}").text
    url = f"/work/reports/themes/{theme.id}/download"
    assert client.post_form(url, {"form": "csv"}, page="/work/board").status_code == 404


def test_many_asks_are_cut_and_that_is_said(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.provenance.queries.MOST_ASKS", 2)
    theme = themes.make_theme("Buses")
    for number in range(3):
        with clock.pretend(clock.now() - timedelta(days=number)):
            board.make_ask(f"Ask number {number}", theme_id=theme.id)
    db.session.commit()
    page = text_of(signed_in(Role.BOARD_MEMBER), f"{LIST}/{theme.id}")
    assert "of 3 stand here" in page and "Ask number 0" in page and "Ask number 2" not in page


def test_long_names_and_markup_stay_words(signed_in: SignIn) -> None:
    long = "Supercalifragilistic" * 12
    theme = themes.make_theme(f"{long} <b>x</b>")
    answer(board.make_ask(f"<script>alert(1)</script> {long}", theme_id=theme.id), because="<i>because</i>")
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get(f"{LIST}/{theme.id}").text
    assert "<script>alert" not in page and "<b>x</b>" not in page and "<i>because" not in page and long in page


def statements_for(theme: Theme) -> int:
    """How many questions the thread of a theme asks."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    db.session.commit()
    db.session.expire_all()
    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        queries.thread_of_theme(db.session.get_one(Theme, theme.id), Reader(Audience.PARTNERS))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_it_takes_as_many_statements_for_many_asks_as_for_few(app: Flask) -> None:
    theme = board.make_counted_theme(name="Getting about")

    def grow(number: int) -> None:
        for count in range(number):
            ask = answer(board.make_ask(f"Ask {count}", theme_id=theme.id))
            agreed(ask)
            publish(ask)

    with app.test_request_context("/work/"):
        grow(2)
        few = statements_for(theme)
        grow(6)
        assert statements_for(theme) == few
        assert few <= 30
