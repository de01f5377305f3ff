"""Words taken back are gone on the next request: from every page, every file in every form, and every address a
program reads. A new kind of file, a new form or a new kind of report without a row here turns a test red."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal.board import operations as board_operations
from portal.board.models import AskAnswer
from portal.complaints import operations as complaints
from portal.complaints.models import Finding
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Matter, Purpose
from portal.core import clock, db
from portal.core.access import Role, permits
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.documents.formats import FORMATS, Form
from portal.downloads import kinds
from portal.downloads import operations as downloads
from portal.downloads.building import build_due
from portal.downloads.models import Download, DownloadState
from portal.evidence import queries as evidence
from portal.evidence.models import ReleaseKind
from portal.lifeline import operations as lifeline
from portal.meetings import operations as meeting_operations
from portal.meetings import packs
from portal.meetings.models import ItemSource
from portal.meetings.suggesting import Suggestion
from portal.open_data import describing
from portal.signed_reports import building, queries
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition
from tests.factories import answers, board, meetings, people, place, programs, signed_reports, training, voices

OFFICER, SAFETY = Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER
READERS = (OFFICER, SAFETY, Role.CORPORATE_LEAD, Role.BOARD_MEMBER, Role.CHAMPION, Role.INSPECTOR)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINK = re.compile(r'href="(/[^"#]*)')
#: Leaving ends the visit that looks; style sheets hold nobody’s words.
_ENDS = ("/leave", "/work/leave", "/demo", "/static")
#: So many pages of one kind are looked at.
EACH_KIND = 4
#: What a service says it changes after a complaint: erased with the view it is about.
LEARNT = "Letters are read by two people from now on."


@dataclass(frozen=True)
class Went:
    """Where one quote went."""

    contribution_id: UUID
    ask_id: UUID
    theme_id: UUID
    organisation_id: UUID
    training_id: UUID
    meeting_id: UUID
    pack_id: UUID
    report_ids: dict[str, UUID]
    release_id: UUID
    complained_id: UUID


@dataclass(frozen=True)
class Row:
    """How one kind of file is asked for. `holds` is what it says of somebody who can take it back, and None for a kind
    that holds nobody's words on purpose; `back` is how it is taken back."""

    facts: Callable[[Went], list[dict[str, str]]]
    role: Role = OFFICER
    holds: str | None = board.EXCERPT
    back: Callable[[Went], None] = lambda went: take_back(went.contribution_id)


def erased(which: str, went: Went) -> None:
    """The whole view is taken back, not only the yes to quoting it."""
    db.set_writing(True)
    lifeline.take_back(db.session.get_one(Contribution, getattr(went, which)))
    db.session.commit()


#: Every kind of file there is. A kind that shows an ask's own words has to lose them, in each edition it has.
FILES = {
    "board_list": Row(lambda went: [{"show": "all"}]),
    "pack": Row(lambda went: [{"pack": str(went.pack_id), "edition": one} for one in ("young", "officers")]),
    "theme": Row(lambda went: [{"theme": str(went.theme_id)}]),
    "report": Row(
        lambda went: [{"report": str(went.report_ids["annual_story"]), "edition": one.value} for one in Edition]
    ),
    "training": Row(lambda went: [{"pack": str(went.training_id)}], role=SAFETY),
    "complaint_log": Row(lambda went: [{}], holds=LEARNT, back=partial(erased, "complained_id")),
    "organisation": Row(lambda went: [{"organisation": str(went.organisation_id)}], holds=None),
    "scorecard": Row(lambda went: [{}], holds=None),
    "summary": Row(
        lambda went: [{"release": str(went.release_id), "edition": one.value} for one in Audience], holds=None
    ),
}


@pytest.fixture
def went(app):
    """A quote that went everywhere: to the board, into a told story, a training pack, a board pack and every kind of
    report; and a complaint that taught the service something."""
    ask = board.make_quote(training.make_allowed(board.SAID, Purpose.QUOTE))
    lead = people.make_account(Role.CORPORATE_LEAD)
    meeting = meetings.make_meeting()
    meeting_operations.open_agenda(meeting, by=meeting.arranger)
    meeting_operations.take(meeting, Suggestion(ItemSource.ASK, ask.id, "", "It came up"), by=meeting.arranger)
    meeting_operations.open_vote(meeting, by=meeting.arranger)
    meeting_operations.close_vote(meeting, by=meeting.arranger)
    frozen = packs.freeze(meeting, by=meeting.arranger)
    board_operations.answer(ask, answer=AskAnswer.YES, because="From May", reason=None, by=lead)
    answers.make_feedback(ask)
    taught = training.make_pack()
    training.quote(taught, ask)
    training.approve(taught)
    complained = voices.make_contribution(matter=Matter.PROBLEM).contribution
    made = complaints.say_yes(complained)
    finding = {"finding": Finding.UPHELD, "answer": "We are sorry.", "learning": LEARNT}
    complaints.close(made, **finding, by=people.make_account(SAFETY))
    today = clock.today()
    with clock.pretend(clock.now() + (today.replace(year=today.year + 1) - today)):
        days = (today.replace(month=1, day=1), today)
        drafts = {kind: signed_reports.make_draft(kind, days=days) for kind in KINDS}
        signed_reports.publish(drafts["annual_story"])
    release = next(iter(evidence.signed_releases(ReleaseKind.WAVE)))
    db.session.commit()
    return Went(
        ask.words.contribution_id,
        ask.id,
        ask.theme_id,
        place.organisation().id,
        taught.id,
        meeting.id,
        frozen.id,
        {kind: one.id for kind, one in drafts.items()},
        release.id,
        complained.id,
    )


@dataclass(frozen=True)
class Shown:
    """Kinds of pages that show the words, and those of them that a phone or a proxy may keep."""

    kinds: set[str]
    kept: set[str]


def pages_with_the_words(client, start: str) -> Shown:
    """Pages, reached by links from `start`, that show the words."""
    found, kept, seen, queue, kinds_seen = set(), set(), {start}, [start], Counter()
    while queue:
        path = queue.pop()
        kind = _UUID.sub("*", urlsplit(path).path)
        if kinds_seen[kind] >= EACH_KIND or kind.startswith(_ENDS):
            continue
        kinds_seen[kind] += 1
        response = client.get(path, follow_redirects=True)
        if response.mimetype not in ("text/html", "application/atom+xml"):
            continue
        if board.EXCERPT in response.text:
            found.add(kind)
            if not response.cache_control.no_store or "ETag" in response.headers:
                kept.add(kind)
        fresh = {link.replace("&amp;", "&") for link in _LINK.findall(response.text)} - seen
        seen |= fresh
        queue += sorted(fresh)
    return Shown(found, kept)


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


def build(app, kind: str, went: Went, form: Form) -> list[UUID]:
    """Have every edition of a kind made for a new reader."""
    db.set_writing(True)
    row, made = FILES[kind], kinds.kind_of(kind)
    reader = people.make_account(row.role)
    assert permits(row.role, made.permission), kind
    asked = [
        downloads.ask(made, facts, form=form, title="It", language="en_GB", by=reader, role=row.role)
        for facts in row.facts(went)
    ]
    db.session.commit()
    ids = [one.id for one in asked]
    with app.app_context():
        build_due()
    return ids


def taken(download_id: UUID, form: Form) -> str:
    """What a file says, for whoever asked for it."""
    return read(downloads.take(db.session.get_one(Download, download_id)).content, form)


def state(download_id: UUID) -> DownloadState:
    return db.session.get_one(Download, download_id, populate_existing=True).state


def test_no_page_shows_words_that_were_taken_back_and_no_phone_may_keep_one_that_did(went, signed_in, client):
    clients = {role: signed_in(role) for role in READERS}
    before = {role: pages_with_the_words(one, "/work/") for role, one in clients.items()}
    public = pages_with_the_words(client, "/")
    for role, page in (
        (Role.CHAMPION, "/work/board/asks/*"),
        (Role.CHAMPION, "/work/board/memory"),
        (Role.BOARD_MEMBER, "/work/board/memory"),
        (Role.INSPECTOR, "/work/signed-reports/*/read/full"),
        (OFFICER, "/work/signed-reports/*/read/easy"),
        (OFFICER, "/work/training/*"),
    ):
        assert page in before[role].kinds, (role, page, sorted(before[role].kinds))
    assert {"/reports/*", "/reports/*/full"} & public.kinds, sorted(public.kinds)
    assert public.kept == set() and all(one.kept == set() for one in before.values())
    take_back(went.contribution_id)
    # Whoever reads views goes on reading this one: the reading team sees what was said, and may quote it nowhere.
    desk = {kind for role in READERS for kind in pages_with_the_words(clients[role], "/work/").kinds}
    assert {kind for kind in desk if not kind.startswith(("/work/views", "/work/themes"))} == set()
    assert pages_with_the_words(client, "/").kinds == set()


def test_every_kind_of_file_has_a_row(app):
    """Kinds register themselves; this is the whole of what there is."""
    assert set(FILES) == set(kinds._kinds)
    assert set(FORMATS) == set(Form)


@pytest.mark.parametrize("kind", sorted(FILES))
def test_no_kind_of_file_gives_them_away_in_any_form(app, went, kind):
    row = FILES[kind]
    built = {form: build(app, kind, went, form) for form in Form}
    for form, ids in built.items():
        assert {state(one) for one in ids} == {DownloadState.READY}, form
        texts = [taken(one, form) for one in ids]
        if row.holds is None:
            assert not any(board.EXCERPT in text for text in texts), form
        else:
            assert all(row.holds in text for text in texts), f"{form}: the test can fail"
    db.session.commit()
    row.back(went)
    for form, ids in built.items():
        for one in ids if row.holds else ():
            with pytest.raises(RuleError):
                downloads.take(db.session.get_one(Download, one))
            db.session.commit()
            assert db.session.get_one(Download, one).content_sealed is None, form
        for one in build(app, kind, went, form):
            # A pack of nothing but what was taken back is not made at all.
            if state(one) is DownloadState.READY:
                assert (row.holds or board.EXCERPT) not in taken(one, form), form
            else:
                assert kind == "training"


@pytest.mark.parametrize("kind", sorted(kind for kind, row in FILES.items() if row.holds == board.EXCERPT))
def test_a_view_that_is_taken_back_whole_is_in_no_file_either(app, went, kind):
    built = build(app, kind, went, Form.HTML)
    assert all(board.EXCERPT in taken(one, Form.HTML) for one in built), "the test can fail"
    db.session.commit()
    erased("contribution_id", went)
    for one in built:
        with pytest.raises(RuleError):
            downloads.take(db.session.get_one(Download, one))
    db.session.commit()
    fresh = [one for one in build(app, kind, went, Form.HTML) if state(one) is DownloadState.READY]
    assert not any(board.EXCERPT in taken(one, Form.HTML) for one in fresh)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_report_gives_them_away_in_any_edition(app, went, kind):
    with app.app_context():
        report = queries.get(went.report_ids[kind])
        showed = {edition for edition in KINDS[kind].editions if board.EXCERPT in said(report, edition)}
        assert Edition.FULL in showed, "the test can fail"
        take_back(went.contribution_id)
        report = queries.get(went.report_ids[kind])
        for edition in KINDS[kind].editions:
            assert board.EXCERPT not in said(report, edition), edition


def said(report, edition: Edition) -> str:
    return FORMATS[Form.HTML].render(building.document(report, edition)).decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_the_board_remembers_is_written_anew_for_each_file(went, signed_in, kind):
    reader = signed_in(Role.CHAMPION)

    def written() -> str:
        answer = reader.post_form(f"/work/board/memory/file/{kind}", {}, page="/work/board/memory")
        assert answer.status_code == 200 and answer.cache_control.no_store and "ETag" not in answer.headers
        if kind == "csv":
            return answer.text
        return read(answer.data, Form.XLSX)

    assert board.EXCERPT in written(), "the test can fail"
    take_back(went.contribution_id)
    assert board.EXCERPT not in written()


def test_nothing_that_programs_read_ever_holds_words_that_can_be_taken_back(went, client, app):
    """Feed and API carry officers' words alone: what a program took is out of reach for good. Their validators are of
    the bytes, so that nothing that changed is answered with “you have it already”."""
    _, text = programs.make_token()
    db.session.commit()
    named = json.loads(client.get(f"{describing.PREFIX}/openapi.json").text)["paths"]
    paths = [describing.PREFIX + path.removeprefix(describing.PREFIX) for path in named if path.count("{") == 0]
    paths += [f"{describing.PREFIX}/releases/{went.release_id}", "/you-said/feed.atom"]
    assert len(paths) >= 7, paths

    def fetch(path: str, **headers: str):
        return client.get(path, headers={"Authorization": f"Bearer {text}", **headers})

    first = {path: fetch(path) for path in paths}
    assert {one.status_code for one in first.values()} == {200}, {k: v.status_code for k, v in first.items()}
    assert not [path for path, one in first.items() if board.EXCERPT in one.text]
    take_back(went.contribution_id)
    db.set_writing(True)
    answers.make_feedback(answers.make_ask())
    db.session.commit()
    changed = set()
    for path, one in first.items():
        again = fetch(path, **{"If-None-Match": one.headers["ETag"]})
        assert again.cache_control.no_cache and not again.cache_control.max_age and "Last-Modified" not in again.headers
        whole = fetch(path)
        assert board.EXCERPT not in whole.text
        assert (again.status_code == 304) == (whole.data == one.data), path
        changed |= {path} if whole.data != one.data else set()
    assert {"/you-said/feed.atom", f"{describing.PREFIX}/stories"} <= changed, "the test can fail"
