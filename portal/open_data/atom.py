"""Writing an Atom feed (RFC 4287): text only, so that nothing in it is ever taken for markup. Pure.

The writer is the standard library's: it escapes, and it reads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from portal.core import clock
from portal.documents.document import printable

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
#: The day of a feed that has nothing in it yet (4.2.15 wants one): the same each time.
_NOTHING_YET = date(2026, 1, 1)

register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """One story. Days are all that pages tell, so they are all that is told here."""

    id: UUID
    title: str
    content: str
    author: str
    category: str
    label: str
    url: str
    published_on: date
    updated_on: date


@dataclass(frozen=True)
class Feed:
    """The feed itself; `url` is its own address and `page` the public page it follows."""

    id: UUID
    title: str
    subtitle: str
    author: str
    language: str
    url: str
    page: str


def write(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The whole document in UTF-8; the same feed gives the same bytes."""
    root = Element(_name("feed"), {"xml:lang": feed.language})
    _text(root, "id", feed.id.urn)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(max((one.updated_on for one in entries), default=_NOTHING_YET)))
    _author(root, feed.author)
    _link(root, "self", feed.url, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    for one in entries:
        _entry(root, one)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(root: Element, one: Entry) -> None:
    entry = SubElement(root, _name("entry"))
    _text(entry, "id", one.id.urn)
    _text(entry, "title", one.title)
    _text(entry, "published", _moment(one.published_on))
    _text(entry, "updated", _moment(one.updated_on))
    _author(entry, one.author)
    _link(entry, "alternate", one.url, "text/html")
    SubElement(entry, _name("category"), {"term": one.category, "label": printable(one.label)})
    _text(entry, "content", one.content)


def _author(parent: Element, name: str) -> None:
    _text(SubElement(parent, _name("author")), "name", name)


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    SubElement(parent, _name("link"), {"rel": rel, "type": kind, "href": href})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = printable(text)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(day: date) -> str:
    """Midnight here at the beginning of a day (RFC 3339)."""
    return clock.start_of(day).isoformat().replace("+00:00", "Z")
