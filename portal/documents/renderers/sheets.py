"""Letters and posters as a tagged PDF (PDF/UA-1): a page each, with an address as letters and as a QR code.

Words and addresses are handed over as data, never as code. About 25 ms a page.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from portal.documents.document import printable

#: An address may go on in the next line behind these.
_BREAKS = re.compile(r"[./-]")
_TEMPLATE = Path(__file__).with_name("sheet.typ")


class Paper(StrEnum):
    """What it is printed on."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True)
class Sheet:
    """One page. `address` is where the QR code leads, `shown` the same for people to type; `corner` tells it apart."""

    heading: str
    lead: str
    address: str
    shown: str
    by_hand: str
    qr_words: str
    points: Sequence[str] = ()
    small: Sequence[str] = ()
    code: str = ""
    corner: str = ""


@dataclass(frozen=True)
class Sheets:
    """Pages that belong together. `poster` sets them in large letters."""

    title: str
    author: str
    language: str
    dated: date
    pages: Sequence[Sheet]
    paper: Paper = Paper.A4
    poster: bool = False


def render(sheets: Sheets) -> bytes:
    """One PDF, a page for each sheet."""
    import typst

    return bytes(
        typst.compile(str(_TEMPLATE), sys_inputs={"sheets": json.dumps(_data(sheets))}, pdf_standards=["ua-1"]) or b""
    )


def _data(sheets: Sheets) -> dict[str, object]:
    language, _, region = sheets.language.partition("-")
    return {
        "title": printable(sheets.title),
        "author": printable(sheets.author),
        "lang": language,
        "region": region,
        "day": [sheets.dated.year, sheets.dated.month, sheets.dated.day],
        "paper": sheets.paper.value,
        "scale": (2**0.5 if sheets.paper is Paper.A3 else 1) * (1.25 if sheets.poster else 1),
        "poster": sheets.poster,
        "pages": [_page(one) for one in sheets.pages],
    }


def _page(sheet: Sheet) -> dict[str, object]:
    return {
        "heading": printable(sheet.heading),
        "lead": printable(sheet.lead),
        "shown": _BREAKS.sub("\\g<0>\u200b", printable(sheet.shown)),
        "by_hand": printable(sheet.by_hand),
        "qr": _qr(sheet.address),
        "qr_words": printable(sheet.qr_words),
        "points": [printable(point) for point in sheet.points],
        "small": [printable(line) for line in sheet.small],
        "code": printable(sheet.code),
        "corner": printable(sheet.corner),
    }


def _qr(address: str) -> str:
    """As SVG: sharp at any size. A quarter of it may be dirty or torn."""
    import segno

    buffer = io.BytesIO()
    segno.make(address, error="q", micro=False).save(buffer, kind="svg", border=2, xmldecl=False, light="#fff")
    return buffer.getvalue().decode("ascii")
