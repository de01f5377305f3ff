"""Taking a summary away: the worker makes the files, and they say what the page says."""

import io

import pytest
from pypdf import PdfReader

from tests.support import tables
from tests.support.browser import DESK
from tests.support.people import Someone

#: What the button says, by what reads the file.
FORMS = {"PDF": "PDF", "Word": "Word", "Excel": "Excel", "ODS": "OpenDocument", "CSV": "CSV"}


@pytest.fixture
def reader(demo, visitor):
    someone = Someone(visitor(size=DESK), demo)
    someone.become("participation_officer")
    return someone


def take(reader: Someone, form: str) -> tuple[str, bytes]:
    """Press a button, and have the file."""
    download = reader.have_file(f"Download {form}")
    return download.suggested_filename, download.path().read_bytes()


def on_the_page(reader: Someone) -> tables.Said:
    """Every cell of every table, those behind "Answer by answer" among them."""
    found = []
    for table in reader.page.locator("main table").all():
        rows = [line.locator("th, td").all_text_contents() for line in table.locator("tr").all()]
        found.append((table.locator("caption").text_content() or "", rows))
    return tables.said_by(found)


def test_every_file_says_what_the_page_says(reader):
    """Answers, shares of each group, who was heard and what changed: each cell, and each sentence over them."""
    reader.turn_to("Reports")
    files = {form: take(reader, button) for form, button in FORMS.items()}
    assert [name.rpartition(".")[2] for name, _ in files.values()] == ["pdf", "docx", "xlsx", "ods", "zip"]
    reader.follow("Read it here")
    shown = on_the_page(reader)
    said = reader.page.locator("#heard + ul li, #changed + ul li, figcaption p").all_text_contents()
    said += reader.page.locator("main section > p:not(:has(a, b))").all_text_contents()
    reader.follow("Who was heard, group by group")
    shown |= {key: text for key, text in on_the_page(reader).items() if key[0] == "Groupbygroup"}
    captions = tables.captions_of(files["CSV"][1])
    found = {form: tables.said_in(form, content, captions) for form, (_, content) in files.items()}
    assert any("(“" in row for _, row, _ in shown), "themes with young people's word"
    assert any("Since" in caption for caption, _, _ in shown), "what changed"
    assert any(column == "Peopleinthegroup" for _, _, column in shown), "groups of a known size"
    for form, (_, content) in files.items():
        assert {key: found[form].get(key) for key in shown} == shown, form
        words = tables.words_in(form, content)
        assert not [one for one in said if tables.squeezed(one) not in words], form


def test_an_organisation_takes_its_page(demo, visitor):
    lead = Someone(visitor(size=DESK), demo)
    lead.become("health_lead")
    lead.turn_to("My organisation")
    name, content = take(lead, "this page as PDF")
    assert name.endswith(".pdf")
    assert "what we owe" in " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
