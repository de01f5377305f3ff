"""The board's memory: everything asked, by theme across years, as its reader may see it now."""

import csv
import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from portal.board import operations, shaping
from portal.board.models import AskAnswer, ReasonClass, Say
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.core import clock, db
from portal.core.access import Role
from portal.evidence import operations as evidence
from portal.feedback import operations as feedback
from portal.meetings import operations as meetings
from portal.meetings import queries as meeting_queries
from portal.meetings.models import MeetingType
from portal.memory import queries
from portal.memory.queries import Wanted
from tests.factories import board, people, themes, voices
from tests.factories import meetings as meeting_factory

PATH = "/work/board/memory"


def answer_no(ask, because="There is no money this year."):
    lead = people.make_account(Role.CORPORATE_LEAD, organisation="Council")
    operations.answer(ask, answer=AskAnswer.NO, because=because, reason=ReasonClass.MONEY, by=lead)
    return ask


def shown(client, query=""):
    """The page without what is read once, its tags and its runs of blanks."""
    page = client.get(PATH + query)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def statements_for(reader):
    sent = []

    def note(conn, cursor, statement, *rest):
        sent.append(statement)

    db.session.commit()
    db.session.expire_all()
    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        queries.ledger(queries.index(), Wanted(), reader, Role.BOARD_MEMBER)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_a_board_without_asks_is_told_so(signed_in):
    page = shown(signed_in(Role.CHAMPION))
    assert "Nothing was asked yet" in page and "New here?" in page


def test_the_list_leads_there(signed_in):
    assert PATH in signed_in(Role.BOARD_MEMBER).get("/work/board").text


def test_each_theme_holds_its_asks_with_answer_reason_and_what_came_of_them(signed_in):
    theme = themes.make_theme("Buses")
    answer_no(board.make_ask("Free buses", theme_id=theme.id))
    board.make_ask("Paint the house")
    page = shown(signed_in(Role.BOARD_MEMBER))
    buses, _, rest = page.partition("No theme (1 ask)")
    for words in ("Buses (1 ask)", "Free buses", "There is no money this year.", "There is no money for it now"):
        assert words in buses
    assert "Said no, and why" in buses and "Waiting for an answer" in rest and "Paint the house" in rest


def test_years_and_themes_choose_what_is_shown(signed_in):
    theme = themes.make_theme("Buses")
    with clock.pretend(clock.now() - timedelta(days=800)):
        board.make_ask("An old ask", theme_id=theme.id)
        old = clock.today().year
    board.make_ask("A new ask")
    client = signed_in(Role.BOARD_MEMBER)
    both = shown(client)
    assert "An old ask" in both and "A new ask" in both
    for query, there, gone in (
        (f"?year={old}", "An old ask", "A new ask"),
        (f"?theme={theme.id}", "An old ask", "A new ask"),
        ("?theme=none", "A new ask", "An old ask"),
    ):
        page = shown(client, query)
        assert there in page and gone not in page, query
    assert "Nobody asked for anything under this theme" in shown(client, f"?theme=none&year={old}")
    for nonsense in ("?year=1066", "?theme=x", "?year=x&theme=" + "0" * 40):
        assert "An old ask" in shown(client, nonsense)


def test_what_was_asked_again_is_one_thread_under_the_newest(signed_in):
    theme = themes.make_theme("Buses")
    with clock.pretend(clock.now() - timedelta(days=400)):
        first = answer_no(board.make_ask("Free buses", theme_id=theme.id))
        old = clock.today().year
    shaping.ask_once_more(first, "Free buses on Sundays then", by=people.make_account(Role.CHAMPION))
    client = signed_in(Role.BOARD_MEMBER)
    page = shown(client, f"?year={old}")
    assert "One thing, asked more than once" in page and "Asked again on" in page
    assert page.index("Free buses”" if "Free buses”" in page else "Free buses ") < page.index("Free buses on Sundays")


def test_words_taken_back_are_blank_at_once_and_an_unchecked_quote_is_not_there(signed_in):
    received = board.make_quotable()
    board.make_quote(received)
    board.make_quote(excerpt="I want to see my wee brother more.", checked=False)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = shown(client)
    assert board.EXCERPT in page and "wee brother" not in page
    db.set_writing(True)
    contributions.change_sharing(threads.get_contribution(received.id), given=[])
    db.session.commit()
    page = shown(client)
    assert board.EXCERPT not in page and "has taken it back" in page
    got = client.post_form(f"{PATH}/file/csv", page=PATH)
    assert board.EXCERPT not in got.data.decode("utf-8-sig")


def test_decisions_stand_there_once_minutes_are_agreed_and_for_who_may_see_the_meeting(signed_in):
    ask = board.make_ask("Free buses")
    action = board.make_action(ask=ask)
    meeting_factory.make_dealt(ask, what="Sundays are free.")
    meeting_factory.make_dealt(action, what="A trial from May.")
    meeting_factory.make_dealt(ask, what="Not agreed yet.", agreed=False)
    meeting_factory.make_dealt(ask, what="Only among ourselves.", kind=MeetingType.GATHERING)
    meeting_factory.make_dealt(ask, what="")
    member, champion = shown(signed_in(Role.BOARD_MEMBER)), shown(signed_in(Role.CHAMPION))
    for page in (member, champion):
        assert "Sundays are free." in page and "A trial from May." in page and "Nothing was decided that day." in page
        assert "Not agreed yet." not in page
    assert "Only among ourselves." not in member and "Only among ourselves." in champion


def test_a_decision_somebody_has_an_interest_in_is_kept_from_them_alone(signed_in):
    reader = people.make_account(Role.BOARD_MEMBER, name="With An Interest")
    ask = board.make_ask("Free buses")
    meeting = meeting_factory.make_dealt(ask, what="Sundays are free.", agreed=False)
    meetings.say_conflict(meeting_queries.items_of(meeting)[0], by=reader)
    meeting_factory.agree(meeting)
    page = shown(signed_in(reader, Role.BOARD_MEMBER))
    assert "Free buses" in page and "Sundays are free." not in page and "1 decision is not shown to you" in page
    assert "Sundays are free." in shown(signed_in(Role.BOARD_MEMBER))


def test_what_code_holders_say_comes_from_signed_figures_only(signed_in):
    ask, rare = board.make_ask("Free buses"), board.make_ask("Paint")
    for one in (ask, rare):
        board.make_action(ask=one)
    for one, say, count in ((ask, Say.YES, 30), (ask, Say.NOT_YET, 3), (rare, Say.YES, 2)):
        for _ in range(count):
            feedback.give_verdict(voices.make_contribution().contribution, one, say)
    client = signed_in(Role.BOARD_MEMBER)
    release = feedback.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    assert "People with a code say" not in shown(client)
    db.set_writing(True)
    evidence.sign(db.session.merge(release), by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()
    page = shown(client)
    assert page.count("People with a code say") == 1
    assert re.search(r"People with a code say: [^.]*30", page) and ": 3 " not in page


def test_the_file_is_what_is_on_the_screen(signed_in):
    theme = themes.make_theme("Buses")
    answer_no(board.make_ask("Free buses", theme_id=theme.id), because="=No money")
    board.make_ask("Paint")
    client = signed_in(Role.BOARD_MEMBER)
    got = client.post_form(f"{PATH}/file/csv?theme={theme.id}", page=PATH)
    rows = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert len(rows) == 3 and rows[2][0] == "Buses" and "Free buses" in rows[2] and "'=No money" in rows[2]
    assert re.match(r"For Ada Tester \(Council\), made on .* at \d\d:\d\d$", rows[0][0]), "as every other file says it"
    book = load_workbook(io.BytesIO(client.post_form(f"{PATH}/file/xlsx", page=PATH).data))
    cells = [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line]
    assert "Paint" in cells and "Free buses" in cells


def test_it_takes_as_many_statements_for_many_asks_as_for_few(app):
    reader = people.make_account(Role.BOARD_MEMBER)
    organisations = ("Council", "NHS")

    def grow(number):
        for count in range(number):
            ask = board.make_ask(f"Ask {count}", organisation=organisations[count % 2])
            joined = board.make_ask(f"Joined {count}", organisation=organisations[count % 2])
            shaping.join(joined, ask, because="The same", by=people.make_account(Role.PARTICIPATION_OFFICER))
            meeting_factory.make_dealt(board.make_claim(board.make_action(ask=ask)))

    with app.test_request_context("/work/"):
        grow(2)
        few = statements_for(reader)
        grow(6)
        assert statements_for(reader) == few
        assert few <= 20


def test_a_page_is_cut_and_says_so_and_the_file_is_whole(signed_in, monkeypatch):
    monkeypatch.setattr(queries, "ON_ONE_PAGE", 1)
    for number in range(3):
        board.make_ask(f"Ask number {number}")
    client = signed_in(Role.BOARD_MEMBER)
    page = shown(client)
    assert "These are the newest" in page and page.count("The whole story") == 1
    assert client.post_form(f"{PATH}/file/csv", page=PATH).data.count(b"Ask number") == 3


@pytest.mark.parametrize(("role", "figures"), [(Role.BOARD_MEMBER, True), (Role.CHAMPION, False)])
def test_what_people_with_a_code_say_is_taken_away_by_who_may_take_figures(signed_in, role, figures):
    board.make_ask("Free buses")
    client = signed_in(role)
    text = client.post_form(f"{PATH}/file/csv", page=PATH).data.decode("utf-8-sig")
    assert ("What people with a code say" in text) is figures
    assert ("What they make of the answer" in text) is figures
    lengths = {len(row) for row in csv.reader(io.StringIO(text))}
    assert max(lengths) == (14 if figures else 12) and "Free buses" in text
