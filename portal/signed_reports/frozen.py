"""Parts of a document as JSON and back, so that a report says next year what it says today."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from portal.core.errors import Unreadable
from portal.documents.document import Bullets, Cell, Column, Heading, Kind, Note, Paragraph, Part, Row, Table, cell
from portal.signed_reports.gathering import Evidence, Proof

_ASK = re.compile("\ue000([0-9a-f-]{36})\ue001")


def parts_to_json(parts: Sequence[Part]) -> str:
    """Everything that is shown, in order; tables with every row."""
    return json.dumps([_to_plain(part) for part in parts], ensure_ascii=False, sort_keys=True)


def parts_from_json(text: str) -> list[Part]:
    """The same parts again; Unreadable for what this version does not know."""
    try:
        return [_from_plain(one) for one in json.loads(text)]
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("This report holds something this version cannot read.") from error


def evidence_to_json(evidence: Sequence[Evidence]) -> str:
    """Each piece once, in the order it is first named."""
    return json.dumps([[one.kind.value, str(one.id), one.label] for one in dict.fromkeys(evidence)], ensure_ascii=False)


def evidence_from_json(text: str) -> list[Evidence]:
    """What a section rests on."""
    return [Evidence(Proof(kind), UUID(key), label) for kind, key, label in json.loads(text)]


def asks_in(text: str) -> set[UUID]:
    """The asks whose live words a frozen text shows."""
    return {UUID(found) for found in _ASK.findall(text)}


def with_words(parts: Sequence[Part], words: Mapping[UUID, str]) -> Iterator[Part]:
    """The parts with each ask's words in their place, as they may be read at this moment."""

    def put(text: str) -> str:
        return _ASK.sub(lambda found: words.get(UUID(found[1]), "–"), text)

    for part in parts:
        yield _each_text(part, put)


def _each_text(part: Part, put: Callable[[str], str]) -> Part:
    if isinstance(part, Heading | Paragraph):
        return replace(part, text=put(part.text))
    if isinstance(part, Note):
        return Note(put(part.text), put(part.title))
    if isinstance(part, Bullets):
        return Bullets([put(item) for item in part.items])
    rows: list[Row] = [[one._replace(text=put(one.text)) for one in row] for row in part.lines()]
    return replace(part, rows=rows, finding=put(part.finding), note=put(part.note), caption=put(part.caption))


def _to_plain(part: Part) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"is": "heading", "text": part.text, "level": part.level}
    if isinstance(part, Paragraph):
        return {"is": "paragraph", "text": part.text}
    if isinstance(part, Bullets):
        return {"is": "bullets", "items": list(part.items)}
    if isinstance(part, Note):
        return {"is": "note", "text": part.text, "title": part.title}
    return {
        "is": "table",
        "key": part.key,
        "caption": part.caption,
        "columns": [[one.label, one.kind.value, one.meaning] for one in part.columns],
        "rows": [
            [[one.text, one.number, one.day.isoformat() if one.day else None] for one in row] for row in part.lines()
        ],
        "finding": part.finding,
        "note": part.note,
    }


def _from_plain(one: dict[str, Any]) -> Part:
    make: dict[str, Callable[[], Part]] = {
        "heading": lambda: Heading(one["text"], one["level"]),
        "paragraph": lambda: Paragraph(one["text"]),
        "bullets": lambda: Bullets(one["items"]),
        "note": lambda: Note(one["text"], one["title"]),
        "table": lambda: _table(one),
    }
    return make[one["is"]]()


def _table(one: dict[str, Any]) -> Table:
    rows: list[Row] = [
        [cell(Cell(text, number, date.fromisoformat(day) if day else None)) for text, number, day in row]
        for row in one["rows"]
    ]
    columns = [Column(label, Kind(kind), meaning) for label, kind, meaning in one["columns"]]
    return Table(one["key"], one["caption"], columns, rows, finding=one["finding"], note=one["note"])
