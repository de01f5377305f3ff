"""A document as an OpenDocument spreadsheet (ISO/IEC 26300): a sheet a table, typed cells, and a sheet of notes.

Written by hand, row by row into the archive: the libraries for it take ten to forty times as long (and up to a
gigabyte) for 100,000 rows. A cell of type string is never a formula, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from portal.documents.document import Document, Kind, PlainCell, Table, printable
from portal.documents.renderers.packed import Pack, Write
from portal.documents.renderers.xlsx import notes, sheet_name

TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_SPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("number", "datastyle"),
            ("meta", "meta"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:%s {_SPACES} office:version="1.3">'
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest manifest:version="1.3"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>"
)
_WIDEST, _NARROWEST = 60, 8
#: Signs of XML, and blanks that readers fold.
_SPECIAL = re.compile("[&<>]|  |^ | $")
_NOTES_WIDTHS = (100, 70)
_CELLS = (
    '<style:style style:name="title" style:family="table-cell"><style:text-properties fo:font-weight="bold"'
    ' fo:font-size="18pt" fo:color="#5b3a9e"/></style:style>'
    '<style:style style:name="caption" style:family="table-cell"><style:text-properties fo:font-weight="bold"'
    ' fo:font-size="13pt" fo:color="#43287c"/></style:style>'
    '<style:style style:name="heading" style:family="table-cell"><style:text-properties fo:font-weight="bold"'
    ' fo:color="#43287c"/></style:style>'
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties'
    ' fo:background-color="#efe9fa" fo:border-bottom="1pt solid #5b3a9e" fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="words" style:family="table-cell"><style:table-cell-properties'
    ' style:vertical-align="top" fo:wrap-option="wrap"/></style:style>'
    '<style:style style:name="hidden" style:family="table-cell"><style:paragraph-properties fo:text-align="end"/>'
    '<style:text-properties fo:font-style="italic" fo:color="#54506b"/></style:style>'
    '<number:number-style style:name="whole"><number:number number:decimal-places="0" number:min-integer-digits="1"'
    ' number:grouping="true"/></number:number-style>'
    '<style:style style:name="number" style:family="table-cell" style:data-style-name="whole"/>'
    '<number:date-style style:name="calendar"><number:day/><number:text> </number:text><number:month'
    ' number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="calendar"/>'
)


def render(document: Document) -> bytes:
    """Rows are written as they come, so that memory does not grow with their number."""
    pack = Pack(document.dated)
    pack.put("mimetype", TYPE, packed=False)
    pack.put("META-INF/manifest.xml", _MANIFEST)
    pack.put("meta.xml", _meta(document))
    pack.put("styles.xml", _styles(document))
    tables = document.sheets
    measured = [table.measured() for table in tables]
    widths = [_NOTES_WIDTHS, *(tuple(map(_width, longest)) for longest, _ in measured)]
    with pack.writing("content.xml") as write:
        write(_HEAD % "document-content")
        write(f"<office:automatic-styles>{_columns(widths)}{_CELLS}{_sheets()}</office:automatic-styles>")
        write("<office:body><office:spreadsheet>")
        _notes_sheet(write, document)
        taken = {document.labels.notes.lower()}
        for number, (table, (_, rows)) in enumerate(zip(tables, measured, strict=True), start=1):
            name = sheet_name(table, document.labels.table, taken)
            _open(write, name, number, len(table.columns))
            _above(write, table)
            kinds = [column.kind for column in table.columns]
            for row in rows:
                write(_line(kinds, row))
            write("</table:table>")
        write("</office:spreadsheet></office:body></office:document-content>")
    return pack.close()


def _meta(document: Document) -> str:
    dated = f"<dc:date>{document.dated.isoformat()}T00:00:00</dc:date>" if document.dated else ""
    return (
        f"{_HEAD % 'document-meta'}<office:meta><dc:title>{_plain(document.title)}</dc:title>"
        f"<dc:creator>{_plain(document.author)}</dc:creator>{dated}<dc:language>{_plain(document.language)}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _styles(document: Document) -> str:
    """The language of every cell, and at the foot of every printed page whose copy this is."""
    language, _, country = document.language.partition("-")
    spoken = f'fo:language="{_plain(language)}"' + (f' fo:country="{_plain(country)}"' if country else "")
    foot = f"<text:p>{_plain(document.footer)} · <text:page-number/> / <text:page-count/></text:p>"
    return (
        f'{_HEAD % "document-styles"}<office:styles><style:default-style style:family="table-cell">'
        f"<style:text-properties {spoken}/></style:default-style></office:styles>"
        '<office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties'
        ' fo:page-width="297mm" fo:page-height="210mm" style:print-orientation="landscape"/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Default"'
        f' style:page-layout-name="page"><style:footer>{foot}</style:footer></style:master-page>'
        "</office:master-styles></office:document-styles>"
    )


def _sheets() -> str:
    return '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"/>'


def _width(longest: int) -> int:
    return min(max(longest, _NARROWEST) + 3, _WIDEST)


def _columns(widths: Sequence[tuple[int, ...]]) -> str:
    """A style for each column of each sheet; about 2 mm a sign."""
    return "".join(
        f'<style:style style:name="c{sheet}-{number}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{2 * width}mm"/></style:style>'
        for sheet, each in enumerate(widths)
        for number, width in enumerate(each)
    )


def _open(write: Write, name: str, sheet: int, columns: int) -> None:
    write(f'<table:table table:name="{_plain(name)}" table:style-name="sheet">')
    write("".join(f'<table:table-column table:style-name="c{sheet}-{number}"/>' for number in range(columns)))


def _notes_sheet(write: Write, document: Document) -> None:
    _open(write, document.labels.notes, 0, len(_NOTES_WIDTHS))
    write(_row(("title", document.title)))
    for line, heading in notes(document):
        write(_row(("heading" if heading else "words", line)))
    if document.terms:
        write(_row(("words", "")) + _row(("heading", document.labels.terms)))
    for term in document.terms:
        write(_row(("words", term.word), ("words", term.meaning)))
    write("</table:table>")


def _above(write: Write, table: Table) -> None:
    """Caption, finding and note, then the head, which is repeated on every printed page."""
    for style, line in (("caption", table.caption), ("", table.finding), ("", table.note)):
        if line:
            write(_row((style, line)))
    head = _row(*(("head", column.label) for column in table.columns))
    write(f"<table:table-header-rows>{head}</table:table-header-rows>")


def _row(*cells: tuple[str, str]) -> str:
    return f"<table:table-row>{''.join(_words(text, style) for style, text in cells)}</table:table-row>"


def _line(kinds: Sequence[Kind], row: Sequence[PlainCell]) -> str:
    """Called for every row of long tables, and therefore with few functions a cell."""
    cells, special = ["<table:table-row>"], _SPECIAL.search
    for kind, (text, number, day) in zip(kinds, row, strict=True):
        if kind is Kind.NUMBER and number is not None:
            cells.append(
                f'<table:table-cell office:value-type="float" office:value="{number}" table:style-name="number">'
                f"<text:p>{number:,}</text:p></table:table-cell>"
            )
        elif kind is Kind.DATE and day is not None:
            cells.append(
                f'<table:table-cell office:value-type="date" office:date-value="{day.isoformat()}"'
                f' table:style-name="date"><text:p>{_plain(text)}</text:p></table:table-cell>'
            )
        elif kind is Kind.TEXT and text and text.isprintable() and special(text) is None:
            cells.append(
                '<table:table-cell office:value-type="string" table:style-name="words">'
                f"<text:p>{text}</text:p></table:table-cell>"
            )
        else:
            cells.append(_words(text, "hidden" if kind is Kind.NUMBER else "words"))
    cells.append("</table:table-row>")
    return "".join(cells)


def _words(text: str, style: str) -> str:
    if not text:
        return "<table:table-cell/>"
    named = f' table:style-name="{style}"' if style else ""
    paragraphs = "</text:p><text:p>".join(_spaced(line) for line in printable(text).split("\n"))
    return f'<table:table-cell office:value-type="string"{named}><text:p>{paragraphs}</text:p></table:table-cell>'


def _spaced(line: str) -> str:
    """Readers of the format fold blanks into one, unless they are named; leading ones go altogether."""
    line = escape(line)
    if line == line.strip() and "  " not in line and "\t" not in line:
        return line
    return line.replace("\t", "<text:tab/>").replace(" ", "<text:s/>")


def _plain(text: str) -> str:
    return escape(printable(text).replace("\n", " "), {'"': "&quot;"})
