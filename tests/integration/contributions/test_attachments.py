"""Pictures and voice notes: beside a draft, sent, added later, looked at, and gone with everything else."""

import io
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import request

from portal.audit.models import AuditEvent
from portal.contributions import attachments, codes
from portal.contributions.models import Attachment, Contribution, DraftAttachment, Identity, KeptDraft, Media
from portal.core import crypto, db
from portal.core.access import Role
from portal.lifeline import operations as lifeline
from portal.safety import operations as safety
from tests.factories import consultations, media, people

SLUG = "shown"
DRAWING, SPOKEN = f"/say/{SLUG}/q/drawing", f"/say/{SLUG}/q/spoken"


@pytest.fixture
def wave(app):
    made = consultations.make_consultation(slug=SLUG, questions=consultations.with_files())
    db.session.commit()
    return made


def put(client, page=DRAWING, field="picture", content=None, name="IMG_2077.jpg", **pressed):
    """Send the page of a picture or a voice note with a file in it."""
    data = {"go": "add", **pressed}
    if content is not None:
        data[field] = (io.BytesIO(content), name)
    token = client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"{page}/files", data={"csrf_token": token, **data}, content_type="multipart/form-data")


def rows(table):
    db.session.rollback()
    return db.session.scalars(sa.select(table)).all()


def send(client):
    client.post_form(f"/say/{SLUG}/who", {})
    client.post_form(f"/say/{SLUG}/share", {})
    assert client.post_form(f"/say/{SLUG}/check", {}).location == "/sent"
    return db.session.scalars(sa.select(Contribution)).one()


def test_a_picture_is_put_in_looked_at_and_taken_away(client, wave):
    assert put(client, content=media.picture()).location == DRAWING
    (row,) = rows(DraftAttachment)
    page = client.get(DRAWING)
    assert f"/say/{SLUG}/file/{row.id}" in page.text
    shown = client.get(f"/say/{SLUG}/file/{row.id}")
    assert shown.mimetype == "image/jpeg"
    assert shown.data.startswith(b"\xff\xd8\xff")
    assert shown.headers["Content-Disposition"].startswith("attachment; filename=picture.jpg")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert put(client, go=f"remove-{row.id}").location == DRAWING
    assert rows(DraftAttachment) == []


def test_next_keeps_a_file_that_was_chosen_and_not_yet_added(client, wave):
    assert put(client, content=media.picture(), go="").location == SPOKEN
    assert len(rows(DraftAttachment)) == 1
    assert "1 picture" in client.get(f"/say/{SLUG}/check").text


def test_back_and_forth_keeps_it_and_skip_takes_it_away_for_good(client, wave):
    put(client, content=media.picture())
    assert put(client, go="back").location.endswith("/q/place")
    assert put(client, go="").location == SPOKEN
    assert len(rows(DraftAttachment)) == 1
    put(client, skip="1")
    assert rows(DraftAttachment) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg/>", "We can’t take that"),
        (media.picture(kind="GIF"), "We can’t take that"),
        (media.picture((300, 300), kind="PNG")[:200], "could not open"),
        (None, "Choose a picture first"),
    ],
)
def test_what_is_refused_says_why_and_the_rest_is_kept(client, wave, content, said):
    client.post_form(f"/say/{SLUG}/q/change", {"answer": "A later bedtime"})
    put(client, content=media.picture())
    page = put(client, content=content)
    assert said in page.text
    assert len(rows(DraftAttachment)) == 1
    assert "A later bedtime" in client.get(f"/say/{SLUG}/check").text


def test_no_more_than_fit(client, wave):
    for _ in range(3):
        put(client, content=media.picture())
    assert "<label" not in client.get(DRAWING).text.split("<h1>")[1].split("</h1>")[0], "no place for a fourth"
    assert "as many as fit" in put(client, content=media.picture()).text
    assert len(rows(DraftAttachment)) == 3


def test_no_room_left_says_so_and_words_still_reach_us(client, wave, monkeypatch):
    monkeypatch.setattr(attachments, "ROOM", 100)
    assert "no room for pictures" in put(client, content=media.picture()).text
    assert rows(DraftAttachment) == []


def test_a_voice_note_can_be_listened_to_in_parts(client, wave):
    """An old phone asks for a piece of it at a time."""
    put(client, SPOKEN, "sound", media.sound())
    (row,) = rows(DraftAttachment)
    piece = client.get(f"/say/{SLUG}/file/{row.id}", headers={"Range": "bytes=4-7"})
    assert (piece.status_code, piece.data, piece.mimetype) == (206, b"ftyp", "audio/mp4")


def test_only_the_page_that_records_may_ask_for_the_microphone(client, wave):
    assert "microphone=(self)" in client.get(SPOKEN).headers["Permissions-Policy"]
    assert "microphone=()" in client.get(DRAWING).headers["Permissions-Policy"]


def test_another_phone_cannot_look_at_it(app, client, wave):
    put(client, content=media.picture())
    (row,) = rows(DraftAttachment)
    stranger = app.test_client()
    assert stranger.get(f"/say/{SLUG}/file/{row.id}").status_code == 303
    put(stranger, content=media.picture())
    assert stranger.get(f"/say/{SLUG}/file/{row.id}").status_code == 404


def test_what_is_sent_hangs_on_the_thread_sealed_anew_and_the_draft_is_gone(client, wave):
    put(client, content=media.picture())
    put(client, SPOKEN, "sound", media.sound())
    contribution = send(client)
    assert rows(DraftAttachment) == []
    shown = attachments.attachments_of(contribution.id)
    assert [(one.media, one.asked) for one in shown] == [
        (Media.PICTURE, "Draw or show what home is like."),
        (Media.SOUND, "Or tell us with your voice."),
    ]
    stored = rows(Attachment)
    assert all(b"JFIF" not in row.content_sealed and b"ftyp" not in row.content_sealed for row in stored)
    assert attachments.content_of(stored[0]).content.startswith((b"\xff\xd8", b"\0\0\0\x1c"))


def test_leaving_quickly_leaves_no_file(client, wave):
    put(client, content=media.picture())
    client.post("/leave")
    assert (rows(DraftAttachment), rows(KeptDraft)) == ([], [])


def test_a_draft_code_takes_the_files_along(app, client, wave):
    put(client, content=media.picture())
    kept = client.post_form(f"/say/{SLUG}/keep")
    code = " ".join(part.split("<")[0] for part in kept.text.split("<li>")[1:5])
    phone = app.test_client()
    moved = phone.post_form("/carry-on", {"code": code})
    assert moved.status_code == 303, code
    assert "1 picture" in phone.get(f"/say/{SLUG}/check").text
    (row,) = rows(DraftAttachment)
    assert phone.get(f"/say/{SLUG}/file/{row.id}").status_code == 200


def test_files_of_two_drafts_that_become_one_stay(client, wave):
    put(client, content=media.picture())
    (row,) = rows(DraftAttachment)
    from portal.contributions import visits

    token = client.get_cookie("visit", domain="127.0.0.1").value.split(".")[0]
    visit = visits.open_visit(token)
    older = visit.drafts.pop(SLUG)
    older.touched = 0
    visit.asleep.append(older)
    newer = visit.begin(SLUG)
    newer.answers["home"] = ["good"]
    visits.save_visit(token, visit)
    db.session.commit()
    visit = visits.open_visit(token)
    visit.asleep += [visit.drafts.pop(SLUG)] if SLUG in visit.drafts and visit.unsure(SLUG) else []
    visit.carry_on(SLUG)
    visits.save_visit(token, visit)
    db.session.commit()
    assert [one.id for one in rows(DraftAttachment)] == [row.id]
    assert len(rows(KeptDraft)) == 1


@pytest.fixture
def thread(client, wave):
    received = consultations.make_submission(wave, change="Look at this")
    db.session.commit()
    client.post_form("/code", {"code": received.code})
    return received.contribution.id


def write(client, **data):
    token = client.get("/thread").text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post("/thread/write", data={"csrf_token": token, **data}, content_type="multipart/form-data")


def test_the_code_holder_adds_a_picture_with_or_without_words(client, thread):
    assert write(client, picture=(io.BytesIO(media.picture()), "me.png")).status_code == 303
    (row,) = rows(Attachment)
    assert row.message_id is not None
    assert f"/thread/file/{row.id}" in client.get("/thread").text
    assert client.get(f"/thread/file/{row.id}").mimetype == "image/jpeg"


def test_a_refused_picture_keeps_the_words_on_the_page(client, thread):
    page = write(client, text="My room", picture=(io.BytesIO(b"%PDF-1.4"), "me.png"))
    assert "We can’t take that" in page.text
    assert "My room" in page.text
    assert rows(Attachment) == []
    assert "Write something first" in write(client).text


def test_somebody_else_s_picture_is_not_found(client, thread):
    other = media.hang_on(consultations.make_submission(consultations.make_consultation(), change="x").contribution)
    db.session.commit()
    assert client.get(f"/thread/file/{other}").status_code == 404


def test_an_officer_looks_each_look_is_recorded_and_says_it_in_words(signed_in, client, thread):
    which = media.hang_on(db.session.get_one(Contribution, thread))
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    assert "without a description" in officer.get(f"/work/views/{thread}").text
    assert officer.get(f"/work/views/{thread}/files/{which}").mimetype == "image/jpeg"
    opened = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "attachment.opened")).all()
    assert len(opened) == 1
    about = f"/work/views/{thread}/files/{which}/about"
    assert officer.post_form(about, {"text": "A door without a handle"}).status_code == 303
    assert "A door without a handle" in officer.get(f"/work/views/{thread}").text
    assert "A door without a handle" in officer.get(f"/work/themes/code/{thread}").text
    assert b"handle" not in db.session.get_one(Attachment, which).about_sealed
    assert officer.get(f"/work/views/{thread}/files/{uuid4()}").status_code == 404


def test_a_thread_safeguarding_took_aside_shows_its_picture_only_there(signed_in, app, thread):
    contribution = db.session.get_one(Contribution, thread)
    which, by = media.hang_on(contribution), people.make_account(Role.PARTICIPATION_OFFICER)
    concern = safety.raise_concern(contribution, worry="Look at the picture", by=by)
    db.session.commit()
    safeguarding = signed_in(Role.SAFEGUARDING_OFFICER)
    assert f"/files/{which}" in safeguarding.get(f"/work/safety/{concern.id}").text
    assert safeguarding.get(f"/work/safety/{concern.id}/files/{which}").mimetype == "image/jpeg"
    assert signed_in(Role.CHAMPION).get(f"/work/safety/{concern.id}/files/{which}").status_code == 404


def test_taking_it_back_wipes_it(client, thread):
    media.hang_on(db.session.get_one(Contribution, thread))
    db.session.commit()
    lifeline.take_back(db.session.get_one(Contribution, thread))
    db.session.commit()
    assert rows(Attachment) == []


def upload(token, size, field):
    """A form with a file of this size, as bytes and its type."""
    head = '--edge\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    parts = [head.format("csrf_token", "") + token, head.format(field, '; filename="x.jpg"') + "x" * size]
    return "\r\n".join([*parts, "--edge--\r\n"]).encode(), "multipart/form-data; boundary=edge"


def test_only_these_pages_take_more_than_words(client, wave):
    """A megabyte elsewhere is refused before it is read."""
    token = client.get(DRAWING).text.split('name="csrf_token" value="')[1].split('"')[0]
    for page, size in ((f"/say/{SLUG}/q/change", 2_000_000), (f"{DRAWING}/files", 13_000_000)):
        data, kind = upload(token, size, "picture")
        assert client.post(page, data=data, content_type=kind).status_code == 413, page
    data, kind = upload(token, 2_000_000, "picture")
    assert "We can’t take that" in client.post(f"{DRAWING}/files", data=data, content_type=kind).text


def test_what_is_sent_never_lies_in_a_file(app):
    data, kind = upload("x", 900_000, "picture")
    with app.test_request_context("/", method="POST", data=data, content_type=kind):
        assert isinstance(request.files["picture"].stream, io.BytesIO)


def test_a_group_of_bytes_moved_to_another_row_does_not_open(client, thread):
    contribution = db.session.get_one(Contribution, thread)
    one, other = (db.session.get_one(Attachment, media.hang_on(contribution)) for _ in range(2))
    one.content_sealed = other.content_sealed
    with pytest.raises(Exception, match="cannot be opened"):
        attachments.content_of(one)


def test_nobody_is_told_apart_by_a_file(client, wave):
    """Its row holds a random name, what was asked, a size and sealed bytes: no time, no name of the file."""
    put(client, content=media.picture(), name="my-street-12.jpg")
    contribution = send(client)
    assert contribution.identity is Identity.NOBODY
    columns = {column.name for column in Attachment.__table__.columns}
    assert columns == {
        *("id", "contribution_id", "message_id", "position", "asked", "media", "size", "content_sealed", "about_sealed")
    }
    assert codes.submission_hash("x") not in str(rows(Attachment))
    assert crypto.needs_reseal(rows(Attachment)[0].content_sealed) is False
