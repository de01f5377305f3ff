"""From the working side to the young one: the two visits never meet, so what goes over is a signed note.

The note opens nothing: it says that somebody in this role begins to help with these questions, for a quarter of an
hour. It names no account, and no row is written when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.contributions import assisting
from portal.core.access import Role
from portal.core.errors import NotFound

GOOD_FOR_SECONDS = 15 * 60


@dataclass(frozen=True)
class Note:
    """Which role helps with what."""

    helper: Role
    about: str


def write(note: Note) -> str:
    """The note, signed."""
    return str(_signer().dumps([note.helper.value, note.about]))


def read(signed: str) -> Note:
    """What a note says; NotFound if it is not ours, or too old."""
    try:
        helper, about = _signer().loads(signed, max_age=GOOD_FOR_SECONDS)
        note = Note(Role(helper), str(about))
    except (BadData, ValueError, TypeError):
        raise NotFound from None
    if note.helper not in assisting.HELPERS:
        raise NotFound
    return note


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="writing-together")
