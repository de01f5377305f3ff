"""A document as one HTML file that needs nothing else: to keep on a phone and read without signal.

Its policy allows no script and no address, so that a file somebody keeps can never ask anybody for anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from portal.documents.document import Bullets, Document, Heading, Kind, Note, Paragraph, Part, Table, printable

_STYLE = (
    ":root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:16px;"
    "color:#1d1b2e;background:#fbf8f3;overflow-wrap:anywhere}h1,h2,h3{line-height:1.25}"
    ".note{border-inline-start:6px solid #5b3a9e;padding:4px 12px;background:#efe9fa}"
    "div.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;overflow-wrap:break-word}"
    "th,td{border-bottom:1px solid #7d7593;padding:6px 8px;text-align:start;vertical-align:top}.num{text-align:end}"
    "footer{margin-top:32px;font-size:15px}"
    "thead{display:table-header-group}tr,.note{break-inside:avoid}h2,h3{break-after:avoid}"
    "@media print{body{max-width:none;padding:0;font-size:11pt;background:#fff}div.wide{overflow:visible}"
    "footer{position:fixed;bottom:0;font-size:8pt}main{padding-bottom:16mm}}"
    "@media screen and (prefers-color-scheme:dark){body{color:#f1edf7;background:#171421}.note{background:#2b2440}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(document: Document) -> bytes:
    """UTF-8; everything in it is text, whatever somebody wrote."""
    return "\n".join(_lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield f'<!doctype html><html lang="{_text(document.language)}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{_text(document.title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{_text(document.title)}</h1>"
    if document.subtitle:
        yield f"<p><b>{_text(document.subtitle)}</b></p>"
    level = 1
    for part in document.pages:
        if isinstance(part, Heading):
            level = min(part.level, level) + 1
            yield f"<h{level}>{_text(part.text)}</h{level}>"
        else:
            yield from _part(part, document.labels.more)
    yield "</main>"
    if document.footer:
        yield f"<footer><p>{_text(document.footer)}</p></footer>"
    yield "</body></html>"


def _part(part: Part, more: str) -> Iterator[str]:
    match part:
        case Paragraph(text):
            yield f"<p>{_text(text)}</p>"
        case Bullets(items):
            yield "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in items) + "</ul>"
        case Note(text, title):
            named = f"<b>{_text(title)}</b> " if title else ""
            yield f'<div class="note"><p>{named}{_text(text)}</p></div>'
        case Table():
            yield from _table(part, more)


def _table(table: Table, more: str) -> Iterator[str]:
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{_text(table.caption)}">'
    yield f"<table><caption>{_text(table.caption)}</caption><thead><tr>"
    yield "".join(f'<th scope="col"{_number(one.kind)}>{_text(one.label)}</th>' for one in table.columns)
    yield "</tr></thead><tbody>"
    rows, cut = table.on_pages()
    for row in rows:
        first, *rest = zip(row, table.columns, strict=True)
        yield f'<tr><th scope="row"{_number(first[1].kind)}>{_text(first[0].text)}</th>'
        yield "".join(f"<td{_number(one.kind)}>{_text(value.text)}</td>" for value, one in rest) + "</tr>"
    yield "</tbody></table></div>"
    for text in filter(None, (table.finding, table.note, more if cut else "")):
        yield f"<p>{_text(text)}</p>"


def _number(kind: Kind) -> str:
    return ' class="num"' if kind is Kind.NUMBER else ""


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")
