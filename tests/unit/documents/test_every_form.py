"""One document, six forms: read back by other programs, they carry the same figures in the same order."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date

import docx as python_docx
import odfdo
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents import document as neutral
from portal.documents.document import Bullets, Cell, Column, Document, Heading, Kind, Note, Paragraph, Row, Table, Term
from portal.documents.formats import FORMATS, Form
from portal.documents.renderers import xlsx
from tests.unit.documents.read_back import READERS, W, part, spoken

PEOPLE = [Column("Answer", meaning="as it was asked"), Column("People", Kind.NUMBER), Column("Share")]
LISTEN = Table(
    "heard",
    "Do adults listen?",
    PEOPLE,
    [["Yes", Cell("1,250", 1250), "45%"], ["Mostly", Cell("25", 25), ""], ["No", Cell("fewer than 5"), ""]],
    finding="Most said yes.",
    note="145 people answered.",
)
DUE = Table(
    "due",
    "What is promised",
    [Column("Promise"), Column("By", Kind.DATE), Column("Days late", Kind.NUMBER)],
    [["A bike", Cell("1 June 2026", day=date(2026, 6, 1)), 0], ["=1+1", Cell("no day yet"), -12]],
)
GOLDEN = Document(
    title="What we heard",
    subtitle="About 145 people took part.",
    author="The partnership",
    dated=date(2026, 6, 1),
    parts=[
        Heading("How to read this"),
        Note("Numbers under 5 are hidden.", "Hidden"),
        Paragraph("Some words."),
        Bullets(["first thing", "second thing"]),
        Heading("What people answered"),
        LISTEN,
        Heading("What is owed"),
        Heading("By whom", 2),
        DUE,
    ],
    footer="For Ada (Council), made on 3 June 2026 at 14:05",
    terms=[Term("fewer than 5", "hidden, so that nobody can be recognised")],
)


def expected(table: Table, *, as_text: bool) -> list[list[str]]:
    """The table as a form made of pages shows it, or as a spreadsheet types it."""

    def value(one: Cell) -> str:
        if as_text or (one.number is None and one.day is None):
            return one.text
        return str(one.number) if one.day is None else one.day.isoformat()

    return [[column.label for column in table.columns], *([value(one) for one in row] for row in table.lines())]


def read(document: Document, form: Form) -> list[list[list[str]]]:
    heads = [[column.label for column in table.columns] for table in document.tables]
    return READERS[form.value](FORMATS[form].render(document), heads)


@pytest.mark.parametrize("form", Form)
def test_other_programs_find_the_same_figures(form: Form) -> None:
    wanted = [expected(table, as_text=form in (Form.PDF, Form.DOCX, Form.HTML)) for table in GOLDEN.tables]
    if form is Form.CSV:
        wanted[1][2][0] = "'=1+1"
    assert read(GOLDEN, form) == wanted


figures = st.integers(-(10**6), 10**9).map(lambda number: Cell(f"{number:,}", number)) | st.just(Cell("fewer than 10"))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.text("abcdefghij", min_size=3, max_size=9), figures, figures), min_size=1, max_size=12))
def test_any_figures_are_the_same_in_every_form(rows: list[tuple[str, Cell, Cell]]) -> None:
    columns = [Column("Who"), Column("Then", Kind.NUMBER), Column("Now", Kind.NUMBER)]
    document = Document("Figures", parts=[Table("t", "Any", columns, [list(row) for row in rows])])
    for form in Form:
        found = read(document, form)[0][1:]
        plain = [[row[0], row[1].replace(",", ""), row[2].replace(",", "")] for row in found]
        assert plain == [
            [who, *(one.text if one.number is None else str(one.number) for one in (then, now))]
            for who, then, now in rows
        ]


@pytest.mark.parametrize("form", Form)
def test_title_language_author_and_holder_are_in_every_form(form: Form) -> None:
    content = FORMATS[form].render(GOLDEN)
    if form is Form.DOCX:
        about = python_docx.Document(io.BytesIO(content)).core_properties
        assert (about.title, about.author, about.language) == ("What we heard", "The partnership", "en-GB")
        foot = part(content, "word/footer1.xml")
        assert GOLDEN.footer in "".join(foot.itertext())
    elif form is Form.ODS:
        found = odfdo.Document(io.BytesIO(content))
        assert (found.meta.title, found.meta.creator, found.meta.language) == (
            "What we heard",
            "The partnership",
            "en-GB",
        )
        assert GOLDEN.footer in found.get_part("styles.xml").serialize().decode()
    elif form is Form.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert (book.properties.title, book.properties.creator) == ("What we heard", "The partnership")
        assert all(GOLDEN.footer in str(sheet.oddFooter.left.text) for sheet in book)
    elif form is Form.PDF:
        reader = pypdf.PdfReader(io.BytesIO(content))
        assert reader.metadata is not None and reader.metadata.title == "What we heard"
        assert all(GOLDEN.footer in " ".join(page.extract_text().split()) for page in reader.pages)
    else:
        whole = content if form is Form.HTML else zipfile.ZipFile(io.BytesIO(content)).read("notes.csv")
        assert all(words in whole.decode() for words in ("What we heard", GOLDEN.footer))


@pytest.mark.parametrize("form", Form)
def test_what_the_words_mean_is_in_every_form(form: Form) -> None:
    content = FORMATS[form].render(GOLDEN)
    meaning = "hidden, so that nobody can be recognised"
    if form is Form.XLSX:
        notes = openpyxl.load_workbook(io.BytesIO(content))["Notes"]
        assert ("fewer than 5", meaning) in list(notes.iter_rows(values_only=True))
        assert any(row[0] == "Hidden: Numbers under 5 are hidden." for row in notes.iter_rows(values_only=True))
    elif form is Form.ODS:
        assert ["fewer than 5", meaning] in odfdo.Document(io.BytesIO(content)).body.tables[0].get_values()
    elif form is Form.CSV:
        assert meaning in zipfile.ZipFile(io.BytesIO(content)).read("notes.csv").decode()
    elif form is Form.DOCX:
        assert meaning in "".join(part(content, "word/document.xml").itertext())
    elif form is Form.PDF:
        assert any(meaning in words for _, words in spoken(content))
    else:
        assert meaning in content.decode()


def test_a_screen_reader_goes_through_the_pdf_in_its_order() -> None:
    said = spoken(FORMATS[Form.PDF].render(GOLDEN))
    words = [text for tag, text in said if tag != "/TOCI"]
    wanted = [
        "What we heard", "About 145 people took part.", "How to read this", "Hidden", "Some words.", "first thing",
        "second thing", "What people answered", "Do adults listen?", "Most said yes.", "Answer", "People", "Share",
        "Yes", "1,250", "45%", "fewer than 5", "145 people answered.", "What is owed", "By whom", "What is promised",
        "A bike", "1 June 2026", "What the words mean",
    ]  # fmt: skip
    place = -1
    for one in wanted:
        place = next(n for n, text in enumerate(words) if n > place and one in text)
    levels = {text: tag for tag, text in said if tag.startswith("/H")}
    assert [levels[text] for text in ("What is owed", "By whom", "What is promised")] == ["/H2", "/H3", "/H4"]
    contents = [text for tag, text in said if tag == "/TOCI"]
    assert [text.rpartition(" ")[0] for text in contents] == list(levels)[2:]


def test_the_pdf_begins_with_its_contents_where_it_is_long() -> None:
    long, short = FORMATS[Form.PDF].render(GOLDEN), FORMATS[Form.PDF].render(Document("Short", parts=[LISTEN]))
    first = " ".join(pypdf.PdfReader(io.BytesIO(long)).pages[0].extract_text().split())
    assert first.index("Contents") < first.index("How to read this") < first.rindex("How to read this")
    assert "Contents" not in pypdf.PdfReader(io.BytesIO(short)).pages[0].extract_text()


def test_word_has_real_styles_a_head_that_repeats_and_contents_that_lead_somewhere() -> None:
    content = FORMATS[Form.DOCX].render(GOLDEN)
    word = python_docx.Document(io.BytesIO(content))
    styles = [(line.style.name, line.text) for line in word.paragraphs if line.style]
    assert ("Title", "What we heard") in styles
    assert ("Heading 1", "What people answered") in styles and ("Heading 2", "Do adults listen?") in styles
    assert ("Heading 3", "What is promised") in styles
    assert ("List Bullet", "first thing") in styles
    body = part(content, "word/document.xml")
    for table in body.iter(f"{W}tbl"):
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert heads[0] and not any(heads[1:])
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None
    anchors = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert len(anchors) == 7 and set(anchors) <= marks
    languages = {one.get(f"{W}val") for one in part(content, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"en-GB"}


def test_spreadsheets_hold_numbers_as_numbers_and_days_as_days() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS[Form.XLSX].render(GOLDEN)))
    due = list(book["What is promised"].iter_rows(values_only=True))
    assert due[2][1].date() == date(2026, 6, 1) and due[2][2] == 0 and due[3] == ("=1+1", "no day yet", -12)
    assert book["What is promised"]["A4"].data_type == "s"
    ods = odfdo.Document(io.BytesIO(FORMATS[Form.ODS].render(GOLDEN))).body.tables[2]
    assert ods.get_values()[2:] == [["A bike", date(2026, 6, 1), 0], ["=1+1", "no day yet", -12]]


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_ods_gives_back_any_text_as_it_was(text: str) -> None:
    kept = neutral.printable(text)
    document = Document("T", parts=[Table("t", "Words", [Column("A"), Column("B")], [[text, "end"]])])
    found = odfdo.Document(io.BytesIO(FORMATS[Form.ODS].render(document))).body.tables[1].get_values()[-1]
    assert (found[0] or "") == kept


# -- rows one by one


def endless(count: int) -> Table:
    def rows() -> Iterator[Row]:
        return ([f"Row {n}", Cell(str(n), n), "some words of it"] for n in range(count))

    return Table("long", "A long table", PEOPLE, rows)


@pytest.mark.parametrize("form", [Form.XLSX, Form.ODS, Form.CSV])
def test_a_table_made_row_by_row_is_written_whole(form: Form) -> None:
    found = read(Document("Long", parts=[endless(3_000)]), form)[0]
    assert len(found) == 3_001 and found[-1] == ["Row 2999", "2999", "some words of it"]


@pytest.mark.parametrize("form", [Form.XLSX, Form.ODS, Form.CSV])
def test_memory_does_not_grow_with_the_rows(form: Form) -> None:
    peaks = []
    FORMATS[form].render(Document("Long", parts=[endless(10)]))  # libraries are loaded once
    for count in (2_000, 6_000):
        tracemalloc.start()
        content = FORMATS[form].render(Document("Long", parts=[endless(count)]))
        peaks.append(tracemalloc.get_traced_memory()[1] - 2 * len(content))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.HTML])
def test_forms_made_of_pages_show_the_first_rows_and_say_where_the_rest_is(form: Form, monkeypatch) -> None:
    monkeypatch.setattr(neutral, "MOST_ON_PAGES", 40)
    found = read(Document("Long", parts=[endless(50)]), form)[0]
    assert [row[0] for row in found[1:]] == [f"Row {n}" for n in range(40)]
    content = FORMATS[form].render(Document("Long", parts=[endless(50)]))
    said = {
        Form.PDF: lambda: " ".join(text for _, text in spoken(content)),
        Form.DOCX: lambda: "".join(part(content, "word/document.xml").itertext()),
        Form.HTML: content.decode,
    }[form]()
    assert "Take the file as Excel, ODS or CSV to have them all." in said
    whole = FORMATS[form].render(Document("Long", parts=[endless(40)]))
    assert b"Take the file as Excel" not in whole


def test_nothing_of_a_workbook_is_left_on_the_shelf(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(xlsx, "_SHELF", tmp_path)

    def breaks() -> Iterator[Row]:
        yield ["Row", 1, ""]
        assert len(list(tmp_path.iterdir())) == 1
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        xlsx.render(Document("Long", parts=[Table("t", "Breaks", PEOPLE, breaks)]))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "portal-sheets-999999999-abc").mkdir()  # of a process that was killed
    (tmp_path / "portal-sheets-1-abc").mkdir()  # of one that lives
    assert xlsx.clear_left_behind() == 1
    assert [one.name for one in tmp_path.iterdir()] == ["portal-sheets-1-abc"]
