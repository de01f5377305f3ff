"""What a phone without signal sealed, opened and put into the draft it is for.

A packet is one page as it was answered, with its turn: 1, 2, 3, … on that phone. For each page the highest turn
stands, and the draft is sent once Send and every turn before it have come: so packets may come in any order, twice, or
after half of them came before, and the same is stored. What was said on a page with signal is newer than any packet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from portal.consultations import progress
from portal.consultations.answer_form import answer_form
from portal.consultations.kinds import kind_of
from portal.consultations.sending import Answers
from portal.contributions import drafts, flow
from portal.contributions.drafts import Draft
from portal.contributions.flow import Page
from portal.core import envelopes
from portal.core.errors import Unreadable
from portal.core.i18n import language

#: More turns than anybody takes, so that a made-up one cannot make a draft grow.
MOST_TURNS = 2_000
_FIELDS, _LONGEST_STEP = 200, 100


class Outcome(StrEnum):
    """What became of a packet; the phone may forget it whichever it is."""

    KEPT = "kept"
    WRONG = "wrong"
    SENT = "sent"
    LOOK = "look"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True)
class Packet:
    """One page as answered: the pass of its draft, its turn, the step it belongs to, and the fields."""

    own_pass: str
    turn: int
    step: str
    fields: MultiDict[str, str]


def read(sealed: bytes) -> Packet:
    """The packet in an envelope; Unreadable if it is not one."""
    try:
        content = json.loads(envelopes.open_envelope(sealed))
        own_pass, turn, step, pairs = (content[name] for name in ("pass", "turn", "step", "fields"))
        fields = MultiDict([(str(name), str(value)) for name, value in pairs[:_FIELDS]])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unreadable("This text cannot be opened.") from None
    if not isinstance(turn, int) or not 1 <= turn <= MOST_TURNS or not isinstance(own_pass, str):
        raise Unreadable("This text cannot be opened.")
    return Packet(own_pass, turn, str(step), fields)


def put_in(sending: Answers, draft: Draft, packet: Packet) -> Outcome:
    """Put one packet into its draft: `WRONG` where its page would have been shown again."""
    if packet.step == Page.CHECK:
        drafts.take_turn(draft, drafts.SEND, packet.turn)
        return Outcome.KEPT
    if packet.step in (Page.IDENTITY, Page.SHARING):
        fits = flow.put_in(sending, draft, Page(packet.step), packet.fields, packet.turn)
    else:
        fits = _answered(sending, draft, packet)
    if not fits:
        drafts.note_misfit(draft, packet.step[:_LONGEST_STEP], packet.turn)
    return Outcome.KEPT if fits else Outcome.WRONG


def _answered(sending: Answers, draft: Draft, packet: Packet) -> bool:
    key = packet.step.removeprefix("q-")
    edition = sending.edition(key)
    question = edition.by_key.get(key)
    if question is None or kind_of(question).media is not None:
        return False
    skips = "skip" in packet.fields and not question.needed_because
    form = answer_form(edition, question, packet.fields, None, language().lang, proven=True)
    if not skips and (not form.validate() or (packet.fields.get("go") not in ("back", "keep") and form.needs())):
        return False
    if drafts.take_turn(draft, packet.step, packet.turn):
        progress.keep(draft, question, None if skips else form.given())
    return True
