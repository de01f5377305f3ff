"""What both directions of XLSForm agree on: sheets, columns, and what each kind of ours is called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.consultations.models import Kind

Sheet = Literal["survey", "choices", "settings"]

#: The type of each kind; the kinds with a list of answers have its name after it.
TYPES: Mapping[Kind, str] = {
    **dict.fromkeys((Kind.FACES3, Kind.FACES5, Kind.AGREE, Kind.HOW_OFTEN), "select_one"),
    **dict.fromkeys((Kind.YES_NO_UNSURE, Kind.SINGLE), "select_one"),
    Kind.SEVERAL: "select_multiple",
    Kind.LADDER: "range",
    Kind.NUMBER: "integer",
    Kind.ORDER: "rank",
    Kind.TILES: "begin group",
    Kind.SHORT: "text",
    Kind.LONG: "text",
    Kind.PHOTO: "image",
    Kind.VOICE: "audio",
    Kind.TELL: "note",
}
LISTED = frozenset({"select_one", "select_multiple", "rank"})
APPEARANCES: Mapping[Kind, str] = {
    Kind.FACES3: "likert",
    Kind.FACES5: "likert",
    Kind.AGREE: "likert",
    Kind.LONG: "multiline",
    Kind.TILES: "field-list",
}
#: What a type without our own column is taken for.
PLAIN: Mapping[str, Kind] = {
    "select_one": Kind.SINGLE,
    "select_multiple": Kind.SEVERAL,
    "rank": Kind.ORDER,
    "integer": Kind.NUMBER,
    "range": Kind.NUMBER,
    "text": Kind.SHORT,
    "image": Kind.PHOTO,
    "audio": Kind.VOICE,
    "note": Kind.TELL,
}

#: Our own columns: other programs pass over them. `settings` is JSON.
OWN = "l2u_"
TAGS = ("shanarri", "uncrc", "section_58", "promise")
TEXTS = ("why", "low", "high", "needed_because")
UNITS = ("unit", "unit_one")
#: Texts that may stand in several languages, with the column each has.
WORDED: Mapping[str, str] = {"prompt": "label", "help": "hint", **{name: OWN + name for name in (*TEXTS, *UNITS)}}


@dataclass(frozen=True)
class Place:
    """A cell, or a row or sheet where the rest is empty; rows count from 1."""

    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to put right, or something that was not carried over, and where it stands."""

    place: Place
    text: str
