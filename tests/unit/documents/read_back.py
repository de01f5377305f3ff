"""What somebody else's programs find in a file: tables as rows of strings, numbers as they would count them.

Word is read as plain XML, since the library that reads it well also wrote it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import odfdo
import openpyxl
import pypdf

Table = list[list[str]]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shown(value: object) -> str:
    """A number or a day as the tests write it; nothing for an empty cell."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return "" if value is None else str(value)


def _below_head(rows: Table, head: list[str]) -> Table:
    top = rows.index(head)
    return rows[top:]


def from_xlsx(content: bytes, heads: list[list[str]]) -> list[Table]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheets = [[[shown(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book]
    return [_below_head(rows, head) for rows, head in zip(sheets[1:], heads, strict=True)]


def from_ods(content: bytes, heads: list[list[str]]) -> list[Table]:
    sheets = odfdo.Document(io.BytesIO(content)).body.tables[1:]
    rows = [[[shown(value) for value in row] for row in sheet.get_values()] for sheet in sheets]
    return [_below_head(each, head) for each, head in zip(rows, heads, strict=True)]


def from_csv(content: bytes, heads: list[list[str]]) -> list[Table]:
    """Bare numbers; where there is none, the words beside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        names = [name for name in pack.namelist() if name[:2].isdigit()]
        texts = [pack.read(name).decode("utf-8-sig") for name in names]
    return [_without_words(list(csv.reader(io.StringIO(text, newline="")))) for text in texts]


def _without_words(rows: Table) -> Table:
    head = rows[0]
    twins = {place for place, name in enumerate(head) if place and name == f"{head[place - 1]} (as shown)"}
    return [
        [
            value or (row[place + 1] if place + 1 in twins else "")
            for place, value in enumerate(row)
            if place not in twins
        ]
        for row in rows
    ]


def from_docx(content: bytes, heads: list[list[str]]) -> list[Table]:
    body = part(content, "word/document.xml")
    return [
        [
            ["\n".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in body.iter(f"{W}tbl")
    ]


def part(content: bytes, name: str) -> ElementTree.Element:
    """One part of a file of Word."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return ElementTree.fromstring(pack.read(name))  # noqa: S314 - our own file


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def from_html(content: bytes, heads: list[list[str]]) -> list[Table]:
    found = _Tables()
    found.feed(content.decode())
    return found.tables


def from_pdf(content: bytes, heads: list[list[str]]) -> list[Table]:
    """By its tags alone, in the order a screen reader goes."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    words = marked(reader)
    tables = [node for node in _below(reader.trailer["/Root"]["/StructTreeRoot"]) if node.get("/S") == "/Table"]
    return [
        [
            [_text(cell, words) for cell in _below(row) if cell.get("/S") in ("/TH", "/TD")]
            for row in _below(table)
            if row.get("/S") == "/TR"
        ]
        for table in tables
    ]


def spoken(content: bytes) -> list[tuple[str, str]]:
    """Headings, paragraphs, items and cells of a PDF in the order of its tags, each with its words."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    words = marked(reader)
    wanted = re.compile(r"/(H\d|P|LBody|TH|TD|TOCI|Title)")
    return [
        (str(node["/S"]), _text(node, words))
        for node in _below(reader.trailer["/Root"]["/StructTreeRoot"])
        if wanted.fullmatch(str(node.get("/S", "")))
    ]


class _Marked:
    """The words of each marked piece of one page, as its program goes by."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.inside: list[int | None] = []
        self.words: dict[tuple[int, int], str] = {}

    def before(self, operator: bytes, operands: list[object], *matrices: object) -> None:
        if operator == b"BDC":
            properties = operands[1]
            self.inside.append(properties.get("/MCID") if isinstance(properties, dict) else None)
        elif operator == b"BMC":
            self.inside.append(None)
        elif operator == b"EMC":
            self.inside.pop()

    def text(self, said: str, *placing: object) -> None:
        if self.inside and self.inside[-1] is not None:
            key = (self.page, int(self.inside[-1]))
            self.words[key] = self.words.get(key, "") + said


def marked(reader: pypdf.PdfReader) -> dict[tuple[int, int], str]:
    """The words of each marked piece of each page."""
    found: dict[tuple[int, int], str] = {}
    for page in reader.pages:
        assert page.indirect_reference is not None
        seen = _Marked(page.indirect_reference.idnum)
        page.extract_text(visitor_operand_before=seen.before, visitor_text=seen.text)
        found |= seen.words
    return found


def _below(node: Any) -> Iterator[Any]:  # noqa: ANN401 - an object of the PDF
    node = node.get_object()
    if isinstance(node, list):
        for kid in node:
            yield from _below(kid)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from _below(node["/K"])


def _text(node: Any, words: dict[tuple[int, int], str], page: int = 0) -> str:  # noqa: ANN401 - as above
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, int):
        return words.get((page, int(node)), "")
    if isinstance(node, list):
        return "".join(_text(kid, words, page) for kid in node)
    if "/Pg" in node:
        page = node.raw_get("/Pg").idnum
    if "/MCID" in node:
        return words.get((page, int(node["/MCID"])), "")
    return re.sub(r"[\s\u200b]+", " ", _text(node["/K"], words, page)).strip() if "/K" in node else ""


READERS: dict[str, Callable[[bytes, list[list[str]]], list[Table]]] = {
    "pdf": from_pdf,
    "docx": from_docx,
    "xlsx": from_xlsx,
    "ods": from_ods,
    "csv": from_csv,
    "html": from_html,
}
