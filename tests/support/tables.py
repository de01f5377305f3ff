"""The tables of a file in any form, as somebody reads them: by caption, first cell of the row and head of the column.

Whatever the form, a number and its share come out as the page has them, `45 (38%)`.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping

import odfdo
import openpyxl
from pypdf import PdfReader

from portal.documents.formats import Form
from tests.support.files import files_in
from tests.unit.documents import read_back

Rows = list[list[str]]
Said = dict[tuple[str, str, str], str]
TWIN = " (as shown)"
NAMES = {Form.PDF: "PDF", Form.DOCX: "Word", Form.XLSX: "Excel", Form.ODS: "ODS", Form.CSV: "CSV", Form.HTML: "HTML"}


def squeezed(text: str) -> str:
    """Without anything that the breaking of lines may change, or the writing of numbers."""
    return re.sub(r"[\s\u00ad\u200b\u2010,-]+", "", text)


def of_sheet(rows: Rows) -> Rows:
    """Head and body: above the head stand lines of one cell."""
    return rows[next(place for place, row in enumerate(rows) if sum(map(bool, row)) > 1) :]


def in_workbook(content: bytes) -> list[Rows]:
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1:]
    return [
        of_sheet([[read_back.shown(one) for one in row] for row in each.iter_rows(values_only=True)]) for each in sheets
    ]


def in_ods(content: bytes) -> list[Rows]:
    sheets = odfdo.Document(io.BytesIO(content)).body.tables[1:]
    return [of_sheet([[read_back.shown(one) for one in row] for row in each.get_values()]) for each in sheets]


def in_csv(content: bytes) -> list[Rows]:
    return [rows for name, rows in files_in(content).items() if name[:2].isdigit()]


READERS: Mapping[str, Callable[[bytes], list[Rows]]] = {
    "PDF": lambda content: read_back.from_pdf(content, []),
    "Word": lambda content: read_back.from_docx(content, []),
    "Excel": in_workbook,
    "ODS": in_ods,
    "CSV": in_csv,
    "HTML": lambda content: read_back.from_html(content, []),
}


def captions_of(csv_file: bytes) -> list[str]:
    """What each table is called, in order, by the dictionary of the same document as CSV."""
    return list({line[0]: line[1] for line in files_in(csv_file)["dictionary.csv"][1:]}.values())


def said_in(form: str, content: bytes, captions: Iterable[str]) -> Said:
    """Every cell of every table."""
    return said_by(zip(captions, READERS[form](content), strict=True))


def said_by(tables: Iterable[tuple[str, Rows]]) -> Said:
    """The same of tables that are at hand, each with its caption."""
    found: Said = {}
    for caption, (head, *rows) in tables:
        for row in rows:
            cells = dict(zip(head, row, strict=True))
            whole = {name: cells.get(name + TWIN, text) for name, text in cells.items() if not name.endswith(TWIN)}
            if head[-1] == "Share" and len(whole) == 3:
                share = whole.pop("Share")
                whole[list(whole)[1]] += f" ({share})" if share else ""
            for name, text in list(whole.items())[1:]:
                found[squeezed(caption), squeezed(row[0]), squeezed(name)] = squeezed(text)
    return found


def words_in(form: str, content: bytes) -> str:
    """Everything a file says, squeezed."""
    if form == "PDF":
        return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if form == "Word":
        return squeezed("".join(read_back.part(content, "word/document.xml").itertext()))
    if form == "Excel":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return squeezed(
            "".join(str(one) for each in book for row in each.iter_rows(values_only=True) for one in row if one)
        )
    if form == "CSV":
        return squeezed("".join(one for rows in files_in(content).values() for row in rows for one in row))
    if form == "ODS":
        tables = odfdo.Document(io.BytesIO(content)).body.tables
        return squeezed("".join(str(one) for each in tables for row in each.get_values() for one in row if one))
    return squeezed(re.sub("<[^>]+>", "", content.decode()))
