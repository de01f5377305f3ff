"""Words taken back are gone on the next request: from every page that showed them, and from files in every form."""

import io
import re
import zipfile
from collections import Counter
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader

from portal.board import operations as board_operations
from portal.board.models import AskAnswer
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Purpose
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.documents.formats import Form
from portal.downloads import operations as downloads
from portal.downloads.building import build_due
from portal.downloads.models import Download, DownloadState
from portal.reports.files import THEME
from portal.signed_reports.files import REPORT
from tests.factories import answers, board, people, signed_reports, training

OFFICER = Role.PARTICIPATION_OFFICER
READERS = (OFFICER, Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD, Role.BOARD_MEMBER, Role.CHAMPION, Role.INSPECTOR)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINK = re.compile(r'href="(/[^"#]*)')
#: Leaving ends the visit that looks; style sheets hold nobody’s words.
_ENDS = ("/leave", "/work/leave", "/demo", "/static")
#: So many pages of one kind are looked at.
EACH_KIND = 4


@pytest.fixture
def quoted(app):
    """A quote that went everywhere: to the board, into a told story, a training pack and a published report."""
    ask = board.make_quote(training.make_allowed(board.SAID, Purpose.QUOTE))
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(ask, answer=AskAnswer.YES, because="From May", reason=None, by=lead)
    answers.make_feedback(ask)
    pack = training.make_pack()
    training.quote(pack, ask)
    training.approve(pack)
    today = clock.today()
    with clock.pretend(clock.now() + (today.replace(year=today.year + 1) - today)):
        report = signed_reports.make_draft("annual_story", days=(today.replace(month=1, day=1), today))
    signed_reports.publish(report)
    db.session.commit()
    return ask.words.contribution_id, ask.theme_id, report.id


def pages_with_the_words(client, start: str) -> set[str]:
    """Kinds of pages, reached by links from `start`, that show the words."""
    found, seen, queue, kinds = set(), {start}, [start], Counter()
    while queue:
        path = queue.pop()
        kind = _UUID.sub("*", urlsplit(path).path)
        if kinds[kind] >= EACH_KIND or kind.startswith(_ENDS):
            continue
        kinds[kind] += 1
        response = client.get(path, follow_redirects=True)
        if response.mimetype not in ("text/html", "application/atom+xml"):
            continue
        if board.EXCERPT in response.text:
            found.add(kind)
        fresh = {link.replace("&amp;", "&") for link in _LINK.findall(response.text)} - seen
        seen |= fresh
        queue += sorted(fresh)
    return found


def read(content: bytes, form: Form) -> str:
    """The text of a file, with one space between words."""
    if form is Form.PDF:
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif form is Form.HTML:
        text = content.decode()
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            text = " ".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


def take_back(contribution_id) -> None:
    db.set_writing(True)
    contributions.change_sharing(db.session.get_one(Contribution, contribution_id), given=[])
    db.session.commit()


def test_no_page_shows_words_that_were_taken_back(quoted, signed_in, client):
    contribution_id, _, _ = quoted
    clients = {role: signed_in(role) for role in READERS}
    before = {role: pages_with_the_words(one, "/work/") for role, one in clients.items()}
    public = pages_with_the_words(client, "/")
    assert "/work/board/asks/*" in before[Role.CHAMPION], sorted(before[Role.CHAMPION])
    assert "/work/signed-reports/*/read/full" in before[Role.INSPECTOR], sorted(before[Role.INSPECTOR])
    assert "/work/training/*" in before[OFFICER], sorted(before[OFFICER])
    assert "/reports/*" in public or "/reports/*/full" in public, sorted(public)
    take_back(contribution_id)
    # Whoever reads views goes on reading this one: the reading team sees what was said, and may quote it nowhere.
    desk = {kind for role in READERS for kind in pages_with_the_words(clients[role], "/work/")}
    assert {kind for kind in desk if not kind.startswith(("/work/views", "/work/themes"))} == set()
    assert pages_with_the_words(client, "/") == set()


@pytest.mark.parametrize("form", Form)
def test_no_file_gives_them_away_in_any_form(app, quoted, form):
    contribution_id, theme_id, report_id = quoted
    reader = people.make_account(OFFICER)
    wanted = {REPORT: {"report": str(report_id), "edition": "full"}, THEME: {"theme": str(theme_id)}}

    def ask():
        asked = [
            downloads.ask(kind, facts, form=form, title="It", language="en_GB", by=reader, role=OFFICER)
            for kind, facts in wanted.items()
        ]
        db.session.commit()
        ids = [one.id for one in asked]
        with app.app_context():
            build_due()
        rows = [db.session.get_one(Download, one) for one in ids]
        assert {row.state for row in rows} == {DownloadState.READY}
        return ids

    ready = ask()
    shown = [read(downloads.take(db.session.get_one(Download, one)).content, form) for one in ready]
    assert any(board.EXCERPT in text for text in shown), "the test can fail"
    take_back(contribution_id)
    for one in ready:
        with pytest.raises(RuleError):
            downloads.take(db.session.get_one(Download, one))
        db.session.commit()
        assert db.session.get_one(Download, one).content_sealed is None
    db.set_writing(True)
    reader = people.make_account(OFFICER)
    db.session.commit()
    for one in ask():
        assert board.EXCERPT not in read(downloads.take(db.session.get_one(Download, one)).content, form)
