"""A document for Word: its own styles for title, headings and lists, heads of tables that repeat, its language.

The rows of a table are set as one piece of XML: the library's way of filling cells takes a second for 200 rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from portal.documents.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Table,
    printable,
)
from portal.documents.renderers.packed import again

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

THREAD, INK, TINT, HAIRLINE = "5B3A9E", "43287C", "EFE9FA", "D9D3E3"

_CONTENTS = 6
_DEEPEST = 9
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTH = 9_400
"""What a line of an A4 page holds, in twentieths of a point."""
_FULL = 255
"""Signs a property of the file can hold."""


def render(document: Document) -> bytes:
    """Long tables are cut and say so: nobody reads a thousand rows in Word."""
    import docx

    word = docx.Document()
    _properties(word, document)
    _styles(word, document.language)
    _foot(word, document)
    word.add_paragraph(printable(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(printable(document.subtitle), style="Subtitle")
    if document.dated:
        word.add_paragraph(f"{document.dated:%-d %B %Y}")
    headings = list(_headings(document))
    if len(headings) >= _CONTENTS:
        _contents(word, document.labels.contents, headings)
    _body(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    return again(buffer.getvalue(), document.dated)


def _properties(word: Word, document: Document) -> None:
    about = word.core_properties
    made = datetime.combine(document.dated, datetime.min.time(), tzinfo=UTC) if document.dated else _NO_DATE
    about.title, about.author = printable(document.title)[:_FULL], printable(document.author)[:_FULL]
    about.language, about.comments, about.last_modified_by = document.language, "", ""
    about.created = about.modified = made


def _styles(word: Word, language: str) -> None:
    """Colours of the site, and the language of every word, so that it is read aloud and spelled right."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    word.styles["Normal"].font.name = "Arial"
    word.styles["Normal"].font.size = Pt(10.5)
    for name in ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, 5))):
        font = word.styles[name].font
        font.color.rgb = RGBColor.from_string(THREAD if name == "Title" else INK)
        font.name, font.italic = "Arial", False
        for fonts in word.styles[name].element.iter(qn("w:rFonts")):  # a theme's font would win over the named one
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{escape(language)}" w:bidi="{escape(language)}"/>'))


def _foot(word: Word, document: Document) -> None:
    """Whose copy this is, and the page, on every page."""
    line = word.sections[0].footer.paragraphs[0]
    line.add_run(f"{printable(document.footer)}\t" if document.footer else "")
    line.add_run(f"{document.labels.page} ")
    _field(line, "PAGE", "1")
    line.add_run(f" {document.labels.of} ")
    _field(line, "NUMPAGES", "1")


def _headings(document: Document) -> Iterator[tuple[str, int]]:
    """Every heading and caption with its level; none skips a level, whatever the document asks."""
    level = 1
    for part in document.pages:
        if isinstance(part, Heading):
            level = min(part.level, level + 1, _DEEPEST)
            yield part.text, level
        elif isinstance(part, Table) and part.caption:
            yield part.caption, min(level + 1, _DEEPEST)


def _contents(word: Word, title: str, headings: list[tuple[str, int]]) -> None:
    """A contents field that is filled already: links to each heading. Word adds to it when its owner asks it to."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.add_paragraph(printable(title)).runs[0].bold = True
    for number, (text, level) in enumerate(headings):
        line = word.add_paragraph()
        line.paragraph_format.left_indent = 180_000 * (level - 1)
        line.paragraph_format.space_after = 40_000
        if number == 0:
            _mark(line, "begin")
            line._p.append(
                parse_xml(
                    f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve">TOC \\o "1-3" \\n \\h</w:instrText></w:r>'
                )
            )
            _mark(line, "separate")
        line._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w")} w:anchor="part{number}" w:history="1">'
                f"<w:r><w:t>{_text(text)}</w:t></w:r></w:hyperlink>"
            )
        )
        if number == len(headings) - 1:
            _mark(line, "end")


def _body(word: Word, document: Document) -> None:
    numbered = enumerate(_headings(document))
    for part in document.pages:
        match part:
            case Heading():
                _heading(word, *next(numbered))
            case Table():
                if part.caption:
                    _heading(word, *next(numbered))
                _table(word, part, document.labels.more)
            case Note(text, title):
                _note(word, text, title)
            case Paragraph(text):
                word.add_paragraph(printable(text))
            case Bullets(items):
                _bullets(word, items)


def _bullets(word: Word, items: Sequence[str]) -> None:
    for item in items:
        word.add_paragraph(printable(item), style="List Bullet")


def _heading(word: Word, number: int, found: tuple[str, int]) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    text, level = found
    line = word.add_heading(printable(text), level)
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="part{number}"/>')
    line._p.insert(1, start)  # behind the paragraph's properties
    line._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def _note(word: Word, text: str, title: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = word.add_paragraph()
    if title:
        line.add_run(f"{printable(title)} ").bold = True
    line.add_run(printable(text))
    properties = line._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>'))


def _table(word: Word, table: Table, more: str) -> None:
    from docx.oxml import parse_xml

    if table.finding:
        word.add_paragraph(printable(table.finding)).paragraph_format.keep_with_next = True
    rows, cut = table.on_pages()
    word.element.body.insert_element_before(parse_xml(_table_xml(table, rows)), "w:sectPr")
    for text in filter(None, (table.note, more if cut else "")):
        word.add_paragraph(printable(text))
    if not table.note and not cut:
        word.add_paragraph()  # two tables that touch would become one


def _table_xml(table: Table, rows: list[list[Cell]]) -> str:
    from docx.oxml.ns import nsdecls

    longest, _ = table.measured()
    shares = [min(max(one, 9) + 4, 34) for one in longest]
    widths = [_WIDTH * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{HAIRLINE}"/>' for side in ("bottom", "insideH"))
    head = "".join(
        _cell_xml(column, column.label, width, head=True) for column, width in zip(table.columns, widths, strict=True)
    )
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            _cell_xml(column, one.text, width) for column, one, width in zip(table.columns, row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1"/>'
        f'<w:tblCaption w:val="{_attribute(table.caption)}"/>'
        f'<w:tblDescription w:val="{_attribute(table.finding)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def _cell_xml(column: Column, text: str, width: int, *, head: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if head else ""
    aligned = '<w:jc w:val="end"/>' if column.kind is Kind.NUMBER else ""
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="40" w:after="40"/>{aligned}</w:pPr>'
        f"<w:r>{bold}{_runs(text)}</w:r></w:p></w:tc>"
    )


def _runs(text: str) -> str:
    lines = _text(text).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


def _text(text: str) -> str:
    return escape(printable(text))


def _attribute(text: str) -> str:
    return escape(printable(text).replace("\n", " "), {'"': "&quot;"})


def _mark(line: WordParagraph, kind: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{kind}"/></w:r>'))


def _field(line: WordParagraph, code: str, shown: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>')
    )
