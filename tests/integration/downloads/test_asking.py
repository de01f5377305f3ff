"""From the button to the file: who gets it, how long, and what happens in between."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from portal.audit import queries as audit
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.documents.formats import Form
from portal.downloads import building, operations, queries, rules
from portal.downloads.kinds import kind_of
from portal.downloads.models import Download, DownloadState, DownloadWhy
from tests.factories import board, meetings, people
from tests.factories.downloads import LEAD, make_download
from tests.support.files import made, worker_turn

ORGANISATION = "/work/reports/organisation"


def one() -> Download:
    db.session.expire_all()
    return db.session.scalars(select(Download)).one()


def press(client, form="pdf"):
    return client.post_form(f"{ORGANISATION}/download", {"form": form}, page=ORGANISATION)


def test_pressing_a_button_leads_to_a_page_that_waits_and_then_has_the_file(app, signed_in):
    lead = people.make_account(LEAD, name="Lena Lead")
    client = signed_in(lead, LEAD)
    page = press(client).headers["Location"]
    waiting = client.get(page)
    assert "We are making your file" in waiting.text and "next in line" in waiting.text
    assert waiting.headers["Refresh"] == "2"
    assert "Save the file" not in waiting.text
    assert worker_turn(app) == 1
    ready = client.get(page)
    assert "Your file is ready" in ready.text and "Save the file" in ready.text
    assert "Refresh" not in ready.headers
    assert "What young people said" in client.get("/work/files").text or "what young people said" in ready.text
    file = client.post_form(f"{page}/take", page=page)
    assert file.headers["Content-Type"] == "application/pdf" and file.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.pdf"', file.headers["Content-Disposition"])
    for one_page in PdfReader(io.BytesIO(file.data)).pages:
        text = " ".join(one_page.extract_text().split())
        assert re.search(r"For Lena Lead \(Council\), made on \d+ \w+ \d{4} at \d\d:\d\d", text)
    said = [(event.action, event.actor_id, event.actor_role) for event in audit.events_about("download", one().id)]
    assert said == [("download.asked", lead.id, LEAD.value), ("download.taken", lead.id, LEAD.value)]
    client.post_form(f"{page}/take", page=page)
    assert len(audit.events_about("download", one().id)) == 3  # each time


@pytest.mark.parametrize("form", Form)
def test_every_form_of_every_document_names_its_reader(app, signed_in, form):
    lead = people.make_account(LEAD, name="Lena Lead")
    content = made(signed_in(lead, LEAD), press(signed_in(lead, LEAD), form.value)).data
    assert len(content) > 500
    if form is Form.XLSX:
        assert all("Lena Lead" in str(sheet.oddFooter.left.text) for sheet in load_workbook(io.BytesIO(content)))
    if form is Form.HTML:
        assert "For Lena Lead (Council), made on" in content.decode()


def test_what_is_kept_is_sealed_and_of_no_use_in_another_row(app):
    mine, other = make_download(ready=True), make_download(ready=True)
    assert b"a file" not in mine.content_sealed
    mine.content_sealed = other.content_sealed
    db.session.commit()
    with pytest.raises(Exception, match="cannot be opened"):
        operations.take(mine)


def test_nobody_else_and_no_other_role_finds_it(app, signed_in):
    lead = people.make_account(LEAD, Role.BOARD_MEMBER)
    row = make_download(lead, ready=True)
    page = f"/work/files/{row.id}"
    assert signed_in(lead, LEAD).get(page).status_code == 200
    for client in (signed_in(lead, Role.BOARD_MEMBER), signed_in(LEAD), signed_in(Role.ADMINISTRATOR)):
        assert client.get(page).status_code == 404
        assert client.post_form(f"{page}/take", page="/work/files").status_code == 404
        assert client.post_form(f"{page}/again", page="/work/files").status_code == 404
        assert "What we owe" not in client.get("/work/files").text


def test_asking_asks_for_the_permission(app):
    champion = people.make_account(Role.CHAMPION)
    for role in (Role.CHAMPION, None):
        with pytest.raises(NotFound):
            operations.ask(
                kind_of("organisation"), {}, form=Form.PDF, title="", language="en_GB", by=champion, role=role
            )


def test_pressing_twice_makes_one_file_and_thirty_an_hour_are_enough(app, signed_in):
    lead = people.make_account(LEAD)
    client = signed_in(lead, LEAD)
    assert press(client).headers["Location"] == press(client).headers["Location"]
    assert press(client, "csv").headers["Location"] != press(client).headers["Location"]
    for _ in range(rules.MOST_AN_HOUR - 2):
        worker_turn(app)
        press(client)
    worker_turn(app)
    refused = press(client)
    assert refused.headers["Location"].endswith("/work/files")
    assert "You asked for 30 files within an hour" in client.get("/work/files").text
    assert db.session.query(Download).count() == rules.MOST_AN_HOUR
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1), tick=False):
        assert "/work/files/" in press(signed_in(lead, LEAD)).headers["Location"]


def test_a_page_of_a_worker_that_sleeps_says_that_nothing_is_lost(app, signed_in):
    lead = people.make_account(LEAD)
    row = make_download(lead)
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        page = signed_in(lead, LEAD).get(f"/work/files/{row.id}")
        assert "Nothing is lost." in page.text and "asleep" in page.text
        assert page.headers["Refresh"] == "15"
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        page = signed_in(lead, LEAD).get(f"/work/files/{row.id}")
        assert "Refresh" not in page.headers and "Look again" in page.text
        assert worker_turn(app) == 1
        assert "Your file is ready" in signed_in(lead, LEAD).get(f"/work/files/{row.id}").text


# -- killed, broken, refused


def test_a_half_made_file_is_made_once_more_and_then_given_up(app, signed_in):
    lead = people.make_account(LEAD)
    row = make_download(lead)
    assert operations.claim(row.id) is not None  # and then the worker is killed
    db.session.commit()
    assert operations.claim(row.id) is None
    assert worker_turn(app) == 1
    assert (one().state, one().attempts) == (DownloadState.READY, 2)
    again = make_download(lead, form=Form.ODS)
    for _ in range(2):
        operations.claim(again.id)
        db.session.commit()
        operations.recover()
        db.session.commit()
    assert worker_turn(app) == 0
    again = db.session.get_one(Download, again.id)
    assert (again.state, again.why) == (DownloadState.FAILED, DownloadWhy.BROKEN)
    page = signed_in(lead, LEAD).get(f"/work/files/{again.id}")
    assert "We tried twice" in page.text and "Ask for it again" in page.text


def test_a_builder_that_was_overtaken_keeps_nothing(app):
    row = make_download()
    first = operations.claim(row.id)
    assert first is not None
    attempt = first.attempts
    operations.recover()
    operations.claim(row.id)
    assert not operations.keep(row.id, attempt, b"late", name="late", words=())
    assert operations.keep(row.id, attempt + 1, b"in time", name="it", words=())


def test_a_document_that_breaks_is_tried_twice_and_logged_without_a_word_of_it(app, monkeypatch, caplog):
    row = make_download()

    def breaks(*given: object) -> object:
        raise ValueError("a canary phrase")

    monkeypatch.setattr(building, "marked", breaks)
    assert worker_turn(app) == 1
    assert worker_turn(app) == 1
    assert worker_turn(app) == 0
    assert (one().state, one().why, one().attempts) == (DownloadState.FAILED, DownloadWhy.BROKEN, 2)
    from portal.core.log import AllowList

    said = " ".join(AllowList().format(record) for record in caplog.records)
    assert "download.failed" in said and "canary" not in said
    assert (one().id, one().content_sealed) == (row.id, None)


def _leaves(lead):
    lead.active = False


def _loses_the_role(lead):
    lead.roles.clear()


def _moves(lead):
    lead.organisation_id = people.make_account(LEAD, organisation="NHS").organisation_id


@pytest.mark.parametrize("change", [_leaves, _loses_the_role, _moves])
def test_who_may_not_have_it_any_more_gets_none_made_and_none_handed_over(app, change):
    lead = people.make_account(LEAD)
    waiting, ready = make_download(lead), make_download(lead, form=Form.PDF, ready=True)
    change(lead)
    db.session.commit()
    worker_turn(app)
    waiting, ready = (db.session.get_one(Download, row.id) for row in (waiting, ready))
    assert (waiting.state, waiting.why) == (DownloadState.FAILED, DownloadWhy.REFUSED)
    assert waiting.attempts == 1
    with pytest.raises(RuleError):
        operations.take(ready)
    assert (ready.state, ready.why, ready.content_sealed) == (DownloadState.EXPIRED, DownloadWhy.REFUSED, None)
    actions = [event.action for event in audit.events_about("download", ready.id)]
    assert actions == ["download.asked", "download.thrown_away"]


def test_a_file_is_gone_after_a_day_and_that_it_was_asked_for_after_a_week(app, signed_in):
    lead = people.make_account(LEAD)
    row = make_download(lead, ready=True)
    with time_machine.travel(clock.now() + timedelta(hours=23), tick=False):
        assert operations.tidy() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        client = signed_in(lead, LEAD)
        page = f"/work/files/{row.id}"
        late = client.post_form(f"{page}/take", page=page)
        assert late.status_code == 303
        assert "Files are kept for a day" in client.get(page).text
        assert one().content_sealed is None
        worked = client.post_form(f"{page}/again", page=page)
        assert worked.headers["Location"] != page
    other = make_download(lead, form=Form.PDF, ready=True)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert operations.tidy() == 1
        db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        operations.tidy()
        db.session.commit()
    left = set(db.session.scalars(select(Download.id)))
    assert row.id not in left and other.id not in left


# -- words that are taken back


def test_words_taken_back_after_a_file_was_made_are_not_handed_over(app, signed_in):
    view = board.make_quotable()
    board.make_quote(view)
    client = signed_in(Role.BOARD_MEMBER)
    page = client.post_form("/work/board/file/csv", {}, page="/work/board").headers["Location"]
    worker_turn(app)
    assert client.post_form(f"{page}/take", page=page).data[:2] == b"PK"
    contributions.change_sharing(db.session.get_one(Contribution, view.id), given=[])
    db.session.commit()
    refused = client.post_form(f"{page}/take", page=page)
    assert refused.status_code == 303 and refused.headers["Location"] == page
    assert "Somebody took back words" in client.get(page).text
    assert (one().state, one().why, one().content_sealed) == (DownloadState.EXPIRED, DownloadWhy.CHANGED, None)


def test_the_hourly_sweep_throws_such_a_file_away_by_itself(app, signed_in):
    view = board.make_quotable()
    board.make_quote(view)
    signed_in(Role.BOARD_MEMBER).post_form("/work/board/file/ods", {}, page="/work/board")
    worker_turn(app)
    assert operations.tidy() == 0
    contributions.change_sharing(db.session.get_one(Contribution, view.id), given=[])
    db.session.commit()
    assert operations.tidy() == 1
    assert one().content_sealed is None


def test_a_new_ask_on_the_list_throws_no_file_away(app, signed_in):
    signed_in(Role.BOARD_MEMBER).post_form("/work/board/file/ods", {}, page="/work/board")
    worker_turn(app)
    board.make_ask("Another one")
    db.session.commit()
    assert operations.tidy() == 0


def test_a_pack_is_made_anew_when_its_reader_says_they_have_an_interest(app, signed_in):
    from portal.meetings import operations as meeting_operations
    from portal.meetings import packs
    from portal.meetings import queries as meeting_queries

    officer, champion = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.CHAMPION)
    meeting = meetings.make_set("Quokka houses", by=officer)
    pack = packs.freeze(meeting, by=officer)
    db.session.commit()
    client = signed_in(champion, Role.CHAMPION)
    page = f"/work/meetings/packs/{pack.id}/young"
    asked = client.post_form(
        f"/work/meetings/packs/{pack.id}/download", {"edition": "young", "form": "docx"}, page=page
    )
    worker_turn(app)
    meeting_operations.say_conflict(meeting_queries.items_of(meeting)[0], by=champion)
    db.session.commit()
    file = asked.headers["Location"]
    assert client.post_form(f"{file}/take", page=file).status_code == 303
    assert one().why is DownloadWhy.CHANGED


def test_my_files_of_nobody_say_what_they_are_for(app: Flask, signed_in):
    page = signed_in(Role.CHAMPION).get("/work/files").text
    assert "No files yet" in page
    assert queries.mine(people.make_account(Role.CHAMPION), Role.CHAMPION) == []
