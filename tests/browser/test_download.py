"""Taking a summary away: the worker makes three files, and they say what the page says."""

import io
import re

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.browser import DESK
from tests.support.files import figures_in
from tests.support.people import Someone

Figures = dict[tuple[str, str], str]


@pytest.fixture
def reader(demo, visitor):
    someone = Someone(visitor(size=DESK), demo)
    someone.become("participation_officer")
    return someone


def take(reader: Someone, form: str) -> tuple[str, bytes]:
    """Press a button, and have the file."""
    download = reader.have_file(f"Download {form}")
    return download.suggested_filename, download.path().read_bytes()


def figures_on_the_page(reader: Someone) -> Figures:
    """How many people gave each answer, from every table of one column."""
    found: Figures = {}
    for table in reader.page.locator("main table").all():
        if table.locator("thead th").count() == 2:
            title = table.locator("caption").text_content() or ""
            for row in table.locator("tbody tr").all():
                count = (row.locator("td").text_content() or "").split(" (")[0]
                found[title, row.locator("th").text_content() or ""] = count
    return found


def figures_in_csv(content: bytes) -> Figures:
    return {(caption, row): text for (caption, row, column), text in figures_in(content).items() if column == "People"}


def figures_in_workbook(content: bytes) -> Figures:
    found: Figures = {}
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = next((place for place, row in enumerate(rows) if "People" in row[1:]), None)
        for row in rows[head + 1 :] if head is not None else ():
            found[str(rows[0][0]), str(row[0])] = str(row[rows[head].index("People")])
    return found


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def test_every_file_says_what_the_page_says(reader):
    reader.turn_to("Reports")
    files = {form: take(reader, form) for form in ("PDF", "Excel", "CSV")}
    assert [name.rpartition(".")[2] for name, _ in files.values()] == ["pdf", "xlsx", "zip"]
    reader.follow("Read it here")
    shown = figures_on_the_page(reader)
    assert len(shown) > 30
    in_csv, in_workbook = figures_in_csv(files["CSV"][1]), figures_in_workbook(files["Excel"][1])
    in_pdf = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(files["PDF"][1])).pages))
    for (title, answer), count in shown.items():
        assert in_csv[title, answer] == count, (title, answer)
        assert in_workbook[title, answer] == count, (title, answer)
        assert squeezed(answer + count) in in_pdf, (title, answer)


def test_an_organisation_takes_its_page(demo, visitor):
    lead = Someone(visitor(size=DESK), demo)
    lead.become("health_lead")
    lead.turn_to("My organisation")
    name, content = take(lead, "this page as PDF")
    assert name.endswith(".pdf")
    assert "what we owe" in " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
