import csv as csv_module
import io
import time
import zipfile
from datetime import date

import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.document import Bullets, Cell, Column, Document, Heading, Kind, Note, Paragraph, Table, printable
from portal.documents.renderers import csv, docx, html, ods, pdf, xlsx

HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1",
    '#read("/etc/passwd")',
    "<script>",
    "*b*",
)


def a_document(*texts: str) -> Document:
    rows = [[text, Cell("25", 25), "50%"] for text in texts] + [["Hidden", Cell("fewer than 5"), ""]]
    columns = [Column("Answer"), Column("People", Kind.NUMBER), Column("Share")]
    return Document(
        title="What we heard",
        subtitle="June",
        author="The partnership",
        dated=date(2026, 6, 1),
        footer="Downloaded by Ada on 3 June 2026",
        parts=[
            Heading("How to read this"),
            Note("Numbers under 5 are hidden.", "Hidden"),
            Paragraph("Some words."),
            Bullets(["one", "two"]),
            Table("time", "Enough time?", columns, rows, finding="Half said yes.", note="Rounded."),
        ],
    )


def files_in(content: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {
            name: list(csv_module.reader(io.StringIO(pack.read(name).decode("utf-8-sig"), newline="")))
            for name in pack.namelist()
        }


def from_csv(content: bytes) -> list[tuple[str, str, str]]:
    head, *rows = files_in(content)["01-enough-time.csv"]
    assert head == ["Answer", "People", "People (as shown)", "Share"]
    return [
        (row[0], column, value) for row in rows for column, value in (("People", row[1] or row[2]), ("Share", row[3]))
    ]


def from_xlsx(content: bytes) -> list[tuple[str, str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Enough time"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(n for n, row in enumerate(values) if row[0] == "Answer")
    return [
        (row[0], head, str(value or ""))
        for row in values[top + 1 :]
        for head, value in zip(values[top][1:], row[1:], strict=True)
    ]


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_all_formats_say_the_same():
    document = a_document("Yes", "No")
    assert from_csv(csv.render(document)) == from_xlsx(xlsx.render(document))
    words = text_of(pdf.render(document))
    for row, _, value in from_csv(csv.render(document)):
        assert row in words
        assert value in words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_spreadsheet_runs_what_somebody_wrote(hostile):
    document = a_document(hostile)
    for rows in files_in(csv.render(document)).values():
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\uff1d")) for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_somebody_wrote_runs_in_the_pdf(hostile):
    words = text_of(pdf.render(a_document(hostile)))
    assert "root:" not in words
    assert "Hidden" in words
    if hostile.isascii():
        assert hostile.strip().replace(" ", "")[:6] in words.replace(" ", "").replace("\n", "")


def test_the_pdf_can_be_read_aloud():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(a_document("Yes"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "What we heard"
    assert "/StructTreeRoot" in root


def test_numbers_stay_numbers_in_the_workbook():
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(a_document("Yes"))))
    numbers = [cell.value for row in book["Enough time"].iter_rows() for cell in row if cell.data_type == "n"]
    assert 25 in numbers


def test_two_tables_of_one_name_and_a_strange_name_get_sheets_of_their_own():
    table = Table("a", "What? [all]: */\\" + "x" * 60, [Column("A"), Column("B")], [["x", "y"]])
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(Document("T", parts=[table, table]))))
    assert len(book.sheetnames) == 3


def test_an_empty_document_and_an_empty_table_are_still_files():
    for document in (Document("Nothing"), Document("Nothing", parts=[Table("t", "None", [Column("A")], [])])):
        for renderer in (csv, xlsx, pdf, ods, docx, html):
            assert renderer.render(document)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_written_to_a_table(text):
    document = a_document(text)
    csv.render(document)
    openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize("text", ["zażółć gęślą jaźń", "مرحبا بكم", "Привіт", "a" * 3000, "word " * 600])
def test_long_and_foreign_texts_are_set(text):
    assert text_of(pdf.render(a_document(text)))


def test_a_summary_of_fifteen_tables_takes_well_under_a_second():
    one = a_document(*[f"Answer {n}" for n in range(8)]).parts[-1]
    document = Document("Long", parts=[one] * 15)
    pdf.render(document)
    started = time.process_time()
    pdf.render(document)
    assert time.process_time() - started < 2.0
