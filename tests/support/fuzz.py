"""Walking the site as somebody, filling its forms sensibly, and spoiling them on purpose."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote_plus, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.core import clock
from tests.support.phone import Control, FormSeen, Page, Pairs

LONG = "All work and no play. " * 1000
#: Names for reports, and values that broke something somewhere once. Bytes are sent as they are.
HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "space": " ",
    "nul": "a\0b",
    "only nul": "\0",
    "controls": "\x01\x02\x1b[31m\x7f\x85",
    "lone surrogate": b"\xed\xa0\x80",
    "broken utf-8": b"\xff\xfe\xc3\x28",
    "overlong": b"\xc0\xaf",
    "right to left": "\u202eevil\u2066 \u200f שלום",
    "zero width": "a\u200b\u2060\ufeff",
    "combining": "e" + "\u0301" * 300,
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "astral": "𝕏" * 50,
    "infinity": "1e400",
    "nan": "NaN",
    "huge number": "9" * 400,
    "beyond 64 bits": str(2**64),
    "negative": "-1",
    "arabic digits": "١٢",
    "superscript": "²",
    "float": "1.5",
    "bool": "true",
    "none": "None",
    "uuid of nobody": "00000000-0000-4000-8000-000000000000",
    "almost a uuid": "00000000-0000-4000-8000-00000000000g",
    "uuid in braces": "{00000000-0000-4000-8000-000000000000}",
    "long uuid": "0" * 5000,
    "no such day": "2026-02-30",
    "year 0": "0000-00-00",
    "year 10000": "10000-01-01",
    "far day": "9999-12-31",
    "first day": "0001-01-01",
    "long": LONG,
    "long word": "a" * 20_000,
    "lines": "\r\n" * 3000,
    "script": "<script>alert(1)</script>",
    "attribute": '"\' onmouseover=alert(1) x="',
    "template": "{{ 7*7 }}{% for x in y %}${7*7}#{7*7}",
    "format": "%s%n%(x)s{0}{x!r}",
    "sql": "' OR 1=1; DROP TABLE contribution; --",
    "like": "%_\\%",
    "path": "../../../../etc/passwd",
    "address": "//evil.example/\t@evil",
    "header": "a\r\nSet-Cookie: x=1",
    "json": '{"$gt": "", "a": [[[[[[[[]]]]]]]]}',
    "array": "['a', 'b']",
    "pickle": "gASVEAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU",
    "shell": "$(sleep 9)`sleep 9`;sleep 9|",
    "comma formula": '=HYPERLINK("http://evil.example")',
}


def sensible(control: Control, words: str) -> list[str]:
    """What an ordinary person would put in, given what stands there."""
    if control.kind == "hidden":
        return control.chosen
    if control.kind == "date":
        return [next(filter(None, control.chosen), clock.today().isoformat())]
    if control.kind == "time":
        return ["17:00" if control.name == "ends" else "09:00"]
    if control.kind == "email":
        return [next(filter(None, control.chosen), "plain@example.org")]
    if control.kind in ("radio", "select"):
        some = [value for value in control.values if value]
        return control.chosen if any(control.chosen) else some[:1]
    if control.kind in ("checkbox", "select-many"):
        return control.values
    if not control.is_written:
        return []
    text = next((one for one in control.chosen if one.strip()), words)
    text = "12" if text == words and control.name == "how_many" else text
    text = "0800 1111" if text == words and "number" in control.name else text
    return [text[: control.longest] if control.longest else text]


def fill(form: FormSeen, words: str = "Some plain words") -> Pairs:
    """A form filled in so that it could be meant."""
    controls = [control for control in form.controls.values() if control.kind != "button"]
    return [(control.name, value) for control in controls for value in sensible(control, words)]


@dataclass
class Spoiled:
    """A form with one thing wrong, and what was right about it."""

    why: str
    field: str
    pairs: list[tuple[str, str | bytes]]


def spoil(form: FormSeen, dice: random.Random, *, count: int) -> Iterator[Spoiled]:
    """So many bad versions of a form, the same for the same dice."""
    good = fill(form)
    names = sorted({name for name, _ in good} | {c.name for c in form.controls.values() if c.kind != "button"})
    names = [name for name in names if name != "csrf_token"]
    ways = [(name, why) for name in names for why in (*HOSTILE, "missing", "twice", "brackets", "all repeated")]
    for name, why in dice.sample(ways, min(count, len(ways))):
        rest: list[tuple[str, str | bytes]] = [pair for pair in good if pair[0] != name]
        if why == "missing":
            yield Spoiled(why, name, rest)
        elif why == "twice":
            yield Spoiled(why, name, [*rest, (name, "first"), (name, "second")])
        elif why == "brackets":
            yield Spoiled(why, name, [*rest, (f"{name}[]", "a"), (f"{name}[x][y]", "b"), (f"{name}-0", "c")])
        elif why == "all repeated":
            yield Spoiled(why, name, [*good, *rest, (name, "again")])
        else:
            yield Spoiled(why, name, [*rest, (name, HOSTILE[why])])


def encode(pairs: Sequence[tuple[str, str | bytes]]) -> bytes:
    """As a browser encodes a form, lone surrogates and broken bytes included."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def post(client: FlaskClient, path: str, pairs: Sequence[tuple[str, str | bytes]]) -> TestResponse:
    """Send a form as bytes, so that what is no text can be sent too."""
    return client.post(path, data=encode(pairs), content_type="application/x-www-form-urlencoded")


@dataclass
class Walk:
    """What somebody found: pages by address, and one form of each kind with the page it stands on."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[tuple[str, tuple[str, ...]], tuple[str, FormSeen]] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)


Seen = Callable[[str, TestResponse], None]


def walk(app: Flask, client: FlaskClient, starts: Sequence[str], *, each: int = 2, seen: Seen | None = None) -> Walk:
    """Follow links from `starts`, opening at most `each` pages of one kind."""
    found, queue, opened = Walk(), list(starts), Counter[str]()
    known = set(queue)
    while queue:
        path = queue.pop(0)
        endpoint = endpoint_of(app, path)
        if endpoint is None or endpoint == "static" or opened[endpoint] >= each:
            continue
        opened[endpoint] += 1
        response = client.get(path)
        if seen is not None:
            seen(path, response)
        links = _note(app, found, path, response) if response.mimetype == "text/html" else []
        for link in links:
            if link not in known:
                known.add(link)
                queue.append(link)
    found.endpoints |= set(opened)
    return found


def _note(app: Flask, found: Walk, path: str, response: TestResponse) -> list[str]:
    """Keep a page and its forms; the addresses of our own it leads to."""
    found.pages[path] = response.text
    page = Page(response.text, path)
    for form in page.forms:
        if form.method == "post":
            target = endpoint_of(app, form.action, "POST") or form.action
            found.forms.setdefault((target, tuple(sorted(form.controls))), (path, form))
    leads = [urlsplit(link) for link in [*page.links, urljoin(path, response.location or path)]]
    return [one.path + (f"?{one.query}" if one.query else "") for one in leads if one.netloc in ("", "127.0.0.1:8000")]


def endpoint_of(app: Flask, path: str, method: str = "GET") -> str | None:
    """Which page an address leads to."""
    try:
        endpoint, _ = app.url_map.bind("127.0.0.1").match(urlsplit(path).path, method=method)
    except HTTPException:
        return None
    return str(endpoint)


def shows(html: str, text: str) -> bool:
    """Whether a page holds a text somebody typed, as it would be shown or sent again."""
    flat = unescape(html).replace("\r\n", "\n")
    return text.replace("\r\n", "\n").strip() in flat
