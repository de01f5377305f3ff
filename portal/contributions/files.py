"""Files of a request: taken in before anything is asked of the database, and shown again by the slices' views."""

from __future__ import annotations

from io import BytesIO

from flask import Response, make_response, request, send_file
from flask_babel import lazy_gettext as _l

from portal.contributions import media
from portal.contributions.media import Clean, Refusal, RefusedFile
from portal.contributions.models import Media

#: What a form calls its file.
FIELDS = {Media.PICTURE: "picture", Media.SOUND: "sound"}
_TYPES = {Media.PICTURE: ("image/jpeg", "picture.jpg"), Media.SOUND: ("audio/mp4", "voice-note.m4a")}
WHY = {
    (Media.PICTURE, Refusal.KIND): _l("We can’t take that. Send a photo, or a drawing as JPEG, PNG or WebP."),
    (Media.PICTURE, Refusal.LARGE): _l("That picture is too big. It can have 10 megabytes at most."),
    (Media.PICTURE, Refusal.BROKEN): _l("We could not open that picture. Try another one, or take it again."),
    (Media.PICTURE, Refusal.EMPTY): _l("Choose a picture first."),
    (Media.SOUND, Refusal.KIND): _l("We can’t take that. Record it here, or send a voice note."),
    (Media.SOUND, Refusal.LARGE): _l("That recording is too big. It can have 10 megabytes at most."),
    (Media.SOUND, Refusal.LONG): _l("That is longer than 3 minutes. Send it in two parts."),
    (Media.SOUND, Refusal.SILENT): _l("There is nothing to hear on it. Try again."),
    (Media.SOUND, Refusal.BROKEN): _l("We could not play that recording. Try again."),
    (Media.SOUND, Refusal.EMPTY): _l("Record something first, or choose a recording."),
}


def taken(kind: Media) -> Clean | RefusedFile | None:
    """What this request brings of this kind, made harmless, or why not; None if it brings nothing.

    Call it first: decoding takes a second or two, in which nobody may wait for the store.
    """
    sent = request.files.get(FIELDS[kind])
    content = sent.stream.read(media.LARGEST + 1) if sent else b""
    if not content:
        return None
    try:
        return media.clean(kind, content)
    except RefusedFile as problem:
        return problem


def reason(kind: Media, why: Refusal) -> str:
    """Why a file was refused, in plain words."""
    return str(WHY.get((kind, why), WHY[kind, Refusal.BROKEN]))


def may_record(page: str) -> Response:
    """A page that may ask the phone for its microphone; no other page of the portal can."""
    answer = make_response(page)
    answer.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(self), interest-cohort=()"
    return answer


def response(file: Clean) -> Response:
    """The file, for an `img` or `audio` of our own pages or to be saved; never a page of its own."""
    mimetype, name = _TYPES[file.media]
    answer = send_file(BytesIO(file.content), mimetype=mimetype, as_attachment=True, download_name=name, etag=False)
    answer.headers["Cache-Control"] = "no-store"  # not what the library says: nothing of this stays on a phone
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
