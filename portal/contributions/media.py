"""Pictures and sound that strangers send, made harmless: decoded in a process of its own and written anew.

Nothing of what was sent is kept: not its name, its metadata, its bytes or its kind (`docs/adr`, decision 21).
"""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from portal.contributions.models import Media
from portal.core.errors import Busy, PortalError

#: Bytes somebody may send in one file.
LARGEST = 10 * 1024 * 1024
_CHILD = Path(__file__).with_name("media_child.py")
_SECONDS = 20
_WORK = {Media.PICTURE: "picture", Media.SOUND: "sound"}
#: One decoder at a time in each process of the server: each may use a gigabyte, and the machine is small.
_turn = threading.BoundedSemaphore(1)


class Refusal(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    LARGE = "large"
    LONG = "long"
    SILENT = "silent"
    BROKEN = "broken"
    EMPTY = "empty"
    PROTECTED = "protected"


class RefusedFile(PortalError):
    """A file that is not taken; `why` is for the page to put in words."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(f"a file was refused: {why}")
        self.why = why


@dataclass(frozen=True)
class Clean:
    """A file made anew: JPEG or AAC in MP4."""

    media: Media
    content: bytes


def clean(media: Media, sent: bytes) -> Clean:
    """What was sent, decoded and written anew. RefusedFile; Busy if others have been waiting too long already."""
    return Clean(media, _rewritten(_WORK[media], sent))


def clean_pdf(sent: bytes) -> bytes:
    """A PDF written anew without who wrote it, when and with what, without notes, attachments and what acts by itself.

    RefusedFile, for a protected one as well; Busy as above. What its pages say and show stays.
    """
    return _rewritten("pdf", sent)


def _rewritten(work: str, sent: bytes) -> bytes:
    if not sent:
        raise RefusedFile(Refusal.EMPTY)
    if len(sent) > LARGEST:
        raise RefusedFile(Refusal.LARGE)
    if not _turn.acquire(timeout=_SECONDS):
        raise Busy("Many people are sending pictures just now. Nothing was lost: try again in a minute.")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), work],
            input=sent,
            capture_output=True,
            timeout=_SECONDS,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        raise RefusedFile(Refusal.BROKEN) from None
    finally:
        _turn.release()
    if done.returncode == 0 and done.stdout:
        return done.stdout
    said = done.stdout.decode("ascii", "replace") if done.returncode == 3 else ""
    raise RefusedFile(Refusal(said) if said in set(Refusal) else Refusal.BROKEN)
