"""Steps, evidence, ratings, the list in other shapes and as a file, and many changed at once."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.board import figures, operations, related, working
from portal.board.models import AskAnswer, FileKind, Rated, ReasonClass, Say
from portal.board.working import Change, NewProof
from portal.commitments.models import Duty
from portal.contributions.media import RefusedFile
from portal.contributions.pdf_child import empty as empty_pdf
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from tests.factories import board, commitments, media, people, themes
from tests.support.files import files_in, made

PDF = empty_pdf()


def lead(organisation="Council"):
    return people.make_account(Role.CORPORATE_LEAD, organisation=organisation)


def answered(text="Free buses", *, because="There is no money for buses this year.", answer=AskAnswer.NO):
    ask = board.make_ask(text)
    operations.answer(ask, answer=answer, because=because, reason=ReasonClass.MONEY, by=lead())
    return ask


def test_under_the_answer_stands_what_is_made_of_it_and_then_asking_again(signed_in):
    ask = answered(because="There is no money for buses this year.")
    page = signed_in(Role.CHAMPION).get(f"/work/board/asks/{ask.id}").text
    stands = [
        page.index(part) for part in ("no money for buses", "It is waffle", ">Ask again", "Who answers, and what")
    ]
    assert stands == sorted(stands)
    open_ask = board.make_ask("Not answered yet")
    assert "It is waffle" not in signed_in(Role.CHAMPION).get(f"/work/board/asks/{open_ask.id}").text


def test_after_rating_what_was_said_stands_there_and_the_other_is_offered(signed_in):
    ask, client = answered(), signed_in(Role.CHAMPION)
    path = f"/work/board/asks/{ask.id}"
    sent = client.post_form(f"{path}/rate/waffle", {}, page=path)
    assert sent.location.endswith("#rating")
    page = client.get(path).text
    assert "You said: waffle." in page and "Change it: it is a real answer" in page
    assert "Change it: it is waffle" not in page and ">It is waffle" not in page


def test_from_late_work_one_tap_leads_to_who_can_unblock_it(signed_in):
    ask = answered()
    action = board.make_action(ask=ask, due_on=clock.today() - timedelta(days=3))
    page = signed_in(Role.BOARD_MEMBER).get(f"/work/board/asks/{ask.id}").text
    assert f"/work/ladder/action/{action.id}" in page and '<a href="#actions">1 action</a>' in page
    assert page.index('id="actions"') < page.index('id="ladder"' if 'id="ladder"' in page else "</main>")


def test_steps_lie_inside_the_action_and_are_reached_once(app):
    action = board.make_action()
    step = working.add_milestone(action, title="Half", due_on=action.due_on, by=lead())
    working.reach_milestone(step, by=lead())
    reached = step.done_on
    working.reach_milestone(step, by=lead())
    assert (reached, step.done_on) == (clock.today(), reached)
    for day in (action.starts_on - timedelta(days=1), action.due_on + timedelta(days=1)):
        with pytest.raises(RuleError):
            working.add_milestone(action, title="Outside", due_on=day, by=lead())


def test_evidence_is_an_address_or_a_file_that_is_sealed(app):
    action = board.make_action()
    pdf = working.add_proof(action, NewProof("List", file=working.harmless(PDF)), by=lead())
    picture = working.add_proof(action, NewProof("Photo", file=working.harmless(media.picture())), by=lead())
    link = working.add_proof(action, NewProof("Page", "https://example.org/beds"), by=lead())
    assert working.file_of(pdf).kind is FileKind.PDF
    assert len(PdfReader(io.BytesIO(working.file_of(pdf).content)).pages) == 1
    assert PDF not in (pdf.file_sealed or b"")
    assert working.file_of(picture).kind is FileKind.PICTURE
    with pytest.raises(NotFound):
        working.file_of(link)
    for wrong in ("http://example.org", "javascript:alert(1)", "https://", "https://a@example.org", "/etc/passwd"):
        with pytest.raises(RuleError):
            working.add_proof(action, NewProof("Page", wrong), by=lead())
    with pytest.raises(RuleError):
        working.add_proof(action, NewProof("Nothing"), by=lead())
    with pytest.raises(RefusedFile):
        working.harmless(b"<html><script>alert(1)</script>")
    with pytest.raises(RuleError):
        working.harmless(b"%PDF-" + b"x" * working.LARGEST_FILE)
    with pytest.raises(RuleError, match="could not open"):
        working.harmless(b"%PDF-1.4 a list of beds")


def test_a_file_is_saved_and_never_opened_in_the_portal(signed_in):
    action = board.make_action()
    client = signed_in(Role.CORPORATE_LEAD)
    path = f"/work/board/actions/{action.id}/evidence/new"
    sent = client.post_form(path, {"title": "List of beds", "file": (io.BytesIO(PDF), "x.html")})
    assert sent.status_code == 303
    proof = working.proofs_of(board.again(action))[0]
    got = client.get(f"/work/board/evidence/{proof.id}")
    assert got.data.startswith(b"%PDF-")
    assert got.headers["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    assert "sandbox" in got.headers["Content-Security-Policy"]
    bad = client.post_form(path, {"title": "List of beds", "file": (io.BytesIO(b"MZ nothing"), "x.exe")})
    assert "List of beds" in bad.text and "We can’t take that" in bad.text


def test_champions_rate_an_answer_and_the_latest_counts(app):
    ask, champion = answered(), people.make_account(Role.CHAMPION)
    working.rate(ask, Rated.WAFFLE, by=champion)
    working.rate(ask, Rated.REAL, by=champion)
    working.rate(ask, Rated.WAFFLE, by=people.make_account(Role.CHAMPION))
    assert related.ratings_of(ask) == {Rated.REAL: 1, Rated.WAFFLE: 1}
    with pytest.raises(NotFound):
        working.rate(ask, Rated.REAL, by=lead())
    with pytest.raises(RuleError):
        working.rate(board.make_ask("Not answered"), Rated.REAL, by=champion)


@pytest.mark.parametrize("few", [0, 1, 2, 5])
def test_how_a_few_champions_rated_is_shown_nowhere(signed_in, few):
    ask = answered()
    for champion in board.make_champions(few):
        working.rate(ask, Rated.WAFFLE, by=champion)
    assert related.leaning(ask) is None
    member = signed_in(Role.BOARD_MEMBER)
    page = member.get(f"/work/board/asks/{ask.id}").text
    assert "no more than a few have rated it" in page and "most say" not in page
    assert "most champions say" not in member.get("/work/board/partners").text


def test_one_who_changes_their_mind_does_not_show_what_the_others_said(signed_in):
    ask, champions = answered(), board.make_champions(7)
    for champion in champions:
        working.rate(ask, Rated.WAFFLE, by=champion)
    member = signed_in(Role.BOARD_MEMBER)
    before = [member.get(path).text for path in (f"/work/board/asks/{ask.id}", "/work/board/partners")]
    db.set_writing(True)
    working.rate(board.again(ask), Rated.REAL, by=champions[0])
    db.session.commit()
    assert "most say it is waffle" in before[0]
    for text, path in zip(before, (f"/work/board/asks/{ask.id}", "/work/board/partners"), strict=True):
        after = member.get(path).text
        assert after.count("waffle") == text.count("waffle") and "fewer than" not in after


def test_how_enough_champions_rated_is_shown_in_words(signed_in):
    ask, other = answered(), answered("Free trains", because="Trains belong to the country, not to us.")
    champions = board.make_champions(7)
    for one in (ask, other):
        for champion in champions:
            working.rate(one, Rated.WAFFLE, by=champion)
    member = signed_in(Role.BOARD_MEMBER)
    assert "most say it is waffle" in member.get(f"/work/board/asks/{ask.id}").text
    assert "most champions say waffle" in member.get("/work/board/partners").text


def test_many_ratings_of_one_champion_are_one_champion(signed_in):
    champion = people.make_account(Role.CHAMPION)
    for number in range(6):
        working.rate(answered(f"Ask {number}", because=f"No, reason {number}."), Rated.WAFFLE, by=champion)
    assert all(one.leaning is None for one in figures.partners()[0])


def test_an_answer_that_was_given_before_says_so(app):
    first = answered("Free buses")
    again = answered("Free trains", because="There is no money for buses this year, sorry.")
    other = answered("Phones", because="Phones are for the school to decide, so ask there.")
    assert (again.echo_of_id, other.echo_of_id, first.echo_of_id) == (first.id, None, None)


def test_how_partners_answer(signed_in):
    answered()
    answered("Trains", answer=AskAnswer.PARTLY)
    late = board.make_ask("Late", organisation="NHS", due_on=clock.today())
    late.due_on -= timedelta(days=2)
    agreed = board.make_claim(board.make_action(ask=board.make_ask("Done")))
    for champion in board.make_champions():
        operations.say(agreed, Say.YES, by=champion)
    found = {one.name: one for one in figures.partners()[0]}
    council = next(one for name, one in found.items() if "Council" in name)
    assert (council.answers, council.agreed, council.echoes) == (
        {AskAnswer.YES: 0, AskAnswer.PARTLY: 1, AskAnswer.NO: 1},
        1,
        1,
    )
    assert figures.partners()[1].late == 1
    assert "How the partners answer" in signed_in(Role.BOARD_MEMBER).get("/work/board/partners").text


def test_many_change_at_once_and_no_words_do(signed_in):
    asks = [board.make_ask(f"Ask {number}") for number in range(3)]
    client = signed_in(Role.PARTICIPATION_OFFICER)
    day = clock.today() + timedelta(days=9)
    data = {"asks": [str(one.id) for one in asks[:2]], "to_board_on": day.isoformat(), "duty": "e"}
    assert "Tick at least one" in client.post_form("/work/board/change", {"duty": "e"}).text
    assert client.post_form("/work/board/change", data).status_code == 303
    assert [board.again(one).to_board_on for one in asks] == [day, day, asks[2].to_board_on]
    assert [board.again(one).duty for one in asks[:2]] == [Duty.ACCESS] * 2
    with pytest.raises(RuleError):
        working.change_many([asks[0].id], Change(), by=people.make_account(Role.PARTICIPATION_OFFICER))


def test_the_list_as_a_file_is_the_list_on_the_screen(signed_in):
    theme = themes.make_theme("Buses")
    board.make_ask('=HYPERLINK("x")', theme_id=theme.id)
    board.make_ask("Not about buses")
    board.make_action(commitment=commitments.make_commitment(), ask=None, title="Beds")
    client = signed_in(Role.BOARD_MEMBER)
    page = f"/work/board?theme={theme.id}"
    assert "Not about buses" not in client.get(page).text
    path = f"/work/board/file/csv?theme={theme.id}"
    rows = files_in(made(client, client.post_form(path, {}, page=page)).data)["01-asks-and-actions.csv"]
    assert [row[0] for row in rows] == ["Ask or action", '\'=HYPERLINK("x")']
    workbook = made(client, client.post_form("/work/board/file/xlsx", {}, page="/work/board"))
    book = load_workbook(io.BytesIO(workbook.data))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"Not about buses", "Beds"} <= set(cells)
    first = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(one.startswith("For Ada Tester (") for one in first), "who took it stands on the first sheet"


def test_columns_and_months_hold_every_row(signed_in):
    board.make_claim(board.make_action(ask=board.make_ask("Claimed")))
    board.make_ask("Waiting", due_on=clock.today() + timedelta(days=70))
    client = signed_in(Role.CHAMPION)
    for path in ("/work/board/columns", "/work/board/timeline"):
        page = client.get(path).text
        assert "Waiting" in page, path
    assert "Claimed done" in client.get("/work/board/columns").text
    for path in ("/work/board/columns?show=agreed", "/work/board/timeline?show=agreed"):
        assert "Nothing here" in client.get(path).text
