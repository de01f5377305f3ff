"""Each format on its own: what a reader, a spreadsheet and a screen reader are handed."""

import csv as csv_module
import io
import json
import re
import zipfile
from datetime import date
from itertools import pairwise

import openpyxl
import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from portal.core.log import AllowList
from portal.documents.document import Bullets, Cell, Column, Document, Heading, Kind, Note, Paragraph, Table, printable
from portal.documents.renderers import csv, docx, ods, pdf, xlsx
from tests.unit.documents import read_back

PEOPLE = [Column("Answer"), Column("People", Kind.NUMBER), Column("Share")]
ARABIC, POLISH = "لا أحد يسمعني في البيت", "Zażółć gęślą jaźń, proszę o dłuższą wizytę"


def table(*rows: list[Cell | str | int], key: str = "heard", caption: str = "Do adults listen?") -> Table:
    return Table(key, caption, PEOPLE, rows, finding="Half said yes.", note="145 people answered.")


def document(*parts: Heading | Paragraph | Bullets | Note | Table, **fields: str) -> Document:
    given = {"title": "What we heard", "author": "The partnership", "footer": "Downloaded by Ada on 3 June 2026"}
    return Document(parts=parts, dated=date(2026, 6, 1), **{**given, **fields})


YES: list[Cell | str | int] = ["Yes", Cell("1,250", 1250), "45%"]
FEW: list[Cell | str | int] = ["No", Cell("fewer than 5"), ""]
WORDS = (Heading("Start"), Paragraph("Some words."), Bullets(["first", "second"]), Note("Small is hidden.", "Hidden"))


def files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}


def lines(content: bytes) -> list[dict[str, str]]:
    """The rows of every table, one after another."""
    found = files(content)
    tables = [text for name, text in found.items() if name[:2].isdigit()]
    return [line for text in tables for line in csv_module.DictReader(io.StringIO(text, newline=""))]


def sheet(content: bytes, name: str = "Do adults listen") -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows()]


def pages(content: bytes) -> list[str]:
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return [re.sub(r"\s+", " ", text.replace("\u200b", "")) for text in texts]


def flat(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


# -- all of them


@pytest.mark.parametrize("renderer", [csv, xlsx, pdf, ods, docx], ids=["csv", "xlsx", "pdf", "ods", "docx"])
def test_the_same_document_gives_the_same_bytes(renderer) -> None:
    whole = document(*WORDS, table(YES, FEW))
    assert renderer.render(whole) == renderer.render(whole)


def test_every_sentence_is_in_every_format() -> None:
    whole = document(*WORDS, table(YES, FEW), subtitle="About 145 people took part.")
    in_csv = " ".join(files(csv.render(whole)).values())
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(whole)))
    in_xlsx = " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    in_pdf = " ".join(pages(pdf.render(whole)))
    for words in ("What we heard", "About 145 people took part.", "Start", "Some words.", "first", "second"):
        assert words in in_csv and words in in_xlsx and words in in_pdf
    for words in ("Small is hidden.", "Do adults listen?", "Half said yes.", "145 people answered.", "fewer than 5"):
        assert words in in_csv and words in in_xlsx and words in in_pdf
    for words in ("Downloaded by Ada on 3 June 2026", "The partnership"):
        assert words in in_csv and words in in_xlsx
    assert "Downloaded by Ada on 3 June 2026" in in_pdf


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\0b\x07c", "abc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeffa\ufffeb\U0001ffffc", "abc"),
        ("pay \u202efdp.exe", "pay fdp.exe"),
        ("\ud800x", "x"),
        ("tab\tkept \u200fعربي", "tab\tkept \u200fعربي"),
        ("👩‍👧 \U00018cd6", "👩‍👧 \U00018cd6"),
    ],
)
def test_signs_no_format_can_hold_are_dropped_and_no_others(raw: str, kept: str) -> None:
    assert printable(raw) == kept


@pytest.mark.parametrize("renderer", [csv, xlsx, pdf, ods, docx], ids=["csv", "xlsx", "pdf", "ods", "docx"])
def test_control_characters_break_no_format(renderer) -> None:
    assert renderer.render(document(Paragraph("a\0b\x0b\x1f\ufffe\ud800"), table(["\0=1\x01", Cell("5", 5), "\x00"])))


# -- CSV


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("\r5", "'\r5"),
        ("\n5", "'\n5"),
        ("\0=1", "'\0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff201", "'\uff201"),
        ('"=1', "'\"=1"),
        ("x;=1+1", "x;'=1+1"),
        ("x; -1;+2", "x;' -1;'+2"),
        ("'=1", "''=1"),
        ("half-way, or 3 - 2 = 1", "half-way, or 3 - 2 = 1"),
        ("me@example.org", "me@example.org"),
        ("", ""),
    ],
)
def test_a_spreadsheet_runs_nothing(raw: str, safe: str) -> None:
    assert csv.safe(raw) == safe


def test_numbers_are_bare_and_words_stand_beside_them() -> None:
    assert lines(csv.render(document(table(YES, FEW)))) == [
        {"Answer": "Yes", "People": "1250", "People (as shown)": "1,250", "Share": "45%"},
        {"Answer": "No", "People": "", "People (as shown)": "fewer than 5", "Share": ""},
    ]


def test_negative_numbers_stay_numbers() -> None:
    change = Table("t", "Change", [Column("What"), Column("By", Kind.NUMBER)], [["Late", -5]])
    assert lines(csv.render(document(change))) == [{"What": "Late", "By": "-5", "By (as shown)": "'-5"}]


def test_the_dictionary_names_every_column_of_every_file() -> None:
    due = Table("d", "=Due?", [Column("What", meaning="as it was promised"), Column("By", Kind.DATE)], [])
    found = files(csv.render(document(table(YES), due)))
    told = list(csv_module.DictReader(io.StringIO(found["dictionary.csv"])))
    named = {(one["File"], one["Column"]) for one in told}
    heads = {
        (name, head)
        for name, text in found.items()
        if name[:2].isdigit()
        for head in next(csv_module.reader(io.StringIO(text)))
    }
    assert named == heads and len(heads) == 6
    assert {one["Table"] for one in told} == {"Do adults listen?", "'=Due?"}
    assert [one["What it means"] for one in told if one["Column"] == "What"] == ["as it was promised"]
    assert all(one["What it holds"] for one in told)


def test_the_file_opens_as_utf_8_in_old_spreadsheets() -> None:
    content = csv.render(document(table([POLISH, Cell("5", 5), ""], [ARABIC, Cell("5", 5), ""])))
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert all(pack.read(name).startswith(b"\xef\xbb\xbf") for name in pack.namelist())
    assert {POLISH, ARABIC} <= {line["Answer"] for line in lines(content)}


def test_a_table_of_one_column_loses_nothing() -> None:
    one = Table("t", "Quotes", [Column("They said")], [["Come on time"], ["Be kind"]])
    assert {"Come on time", "Be kind"} == {line["They said"] for line in lines(csv.render(document(one)))}


# -- workbook


def test_numbers_are_typed_and_hidden_ones_are_words() -> None:
    rows = sheet(xlsx.render(document(table(YES, FEW))))
    assert rows == [
        ["Do adults listen?", None, None],
        ["Half said yes.", None, None],
        ["145 people answered.", None, None],
        ["Answer", "People", "Share"],
        ["Yes", 1250, "45%"],
        ["No", "fewer than 5", None],
    ]


def test_the_head_stays_in_sight_and_on_every_printed_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document(table(YES)))))
    page = book["Do adults listen"]
    assert page.freeze_panes == "B5"
    assert page.print_title_rows == "$4:$4"
    assert page["B5"].number_format == "#,##0"
    assert page.column_dimensions["A"].width > 8


def test_a_text_longer_than_a_cell_is_cut_with_a_word_and_whole_in_the_csv() -> None:
    long = "wörd 👍 " * 8000
    whole = document(table([long, Cell("5", 5), ""]))
    cut = str(sheet(xlsx.render(whole))[4][0])
    assert cut.endswith(xlsx.CUT)
    assert len(cut.encode("utf-16-le")) // 2 <= xlsx.FULL
    assert lines(csv.render(whole))[-1]["Answer"] == long


@pytest.mark.parametrize("caption", ["History", "notes", "'quoted'", "[all]: */\\?", "", "\n", "x" * 80, "=1", "نعم"])
def test_any_caption_gives_a_sheet_of_its_own(caption: str) -> None:
    whole = document(table(YES, caption=caption), table(FEW, caption=caption))
    names = openpyxl.load_workbook(io.BytesIO(xlsx.render(whole))).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert all(0 < len(name) <= 31 for name in names) and "history" not in {name.lower() for name in names}


def test_the_workbook_says_who_made_it_and_when() -> None:
    about = openpyxl.load_workbook(io.BytesIO(xlsx.render(document()))).properties
    assert (about.title, about.creator) == ("What we heard", "The partnership")
    assert about.created is not None and about.created.date() == date(2026, 6, 1)


# -- PDF


def test_the_pdf_is_tagged_titled_and_in_its_language() -> None:
    for language in ("en-GB", "pl", "ar"):
        reader = pypdf.PdfReader(io.BytesIO(pdf.render(document(*WORDS, table(YES), language=language))))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None and reader.metadata.title == "What we heard"
        assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_the_tags_are_headings_lists_and_tables_with_heads() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document(*WORDS, table(YES, FEW)))))
    kinds = tags(reader.trailer["/Root"]["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/THead", "/TBody"} <= set(kinds)
    assert kinds.count("/TH") == 3 and kinds.count("/TR") == 3


def tags(node) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [tag for kid in node for tag in tags(kid)]
    if not isinstance(node, dict):
        return []
    return [*([str(node["/S"])] if "/S" in node else []), *(tags(node["/K"]) if "/K" in node else [])]


def test_headings_never_skip_a_level() -> None:
    deep = document(Heading("Deep", 4), table(YES), Heading("Deeper", 3), Heading("Chapter"), table(FEW))
    kinds = [tag for tag in tags(pypdf.PdfReader(io.BytesIO(pdf.render(deep))).trailer["/Root"]["/StructTreeRoot"])]
    levels = [int(tag[2:]) for tag in kinds if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_long_table_runs_over_pages_under_its_head() -> None:
    rows: list[list[Cell | str | int]] = [[f"Answer number {n}", Cell("5", 5), ""] for n in range(90)]
    found = pages(pdf.render(document(table(*rows))))
    assert len(found) > 2
    assert all("Answer People Share" in page for page in found)
    assert all(f"{n} / {len(found)}" in page for n, page in enumerate(found, start=1))
    assert all("Downloaded by Ada" in page for page in found)


def test_a_short_table_stays_in_one_piece() -> None:
    rows: list[list[Cell | str | int]] = [[f"Answer {n}", Cell("5", 5), ""] for n in range(10)]
    found = pages(pdf.render(document(*[table(*rows, caption=f"Question {n}") for n in range(7)])))
    for number in range(7):
        page = next(page for page in found if f"Question {number} " in page)
        assert page[page.index(f"Question {number} ") :].count("Answer 9") >= 1


@pytest.mark.parametrize("text", ['#read("/etc/passwd")', "#sys.inputs", "$ x^2 $", "*b* _i_ `c` @a <l> \\ ]", "// no"])
def test_typst_code_is_printed_not_run(text: str) -> None:
    found = " ".join(pages(pdf.render(document(Heading(text), Paragraph(text), Bullets([text]), Note(text, text)))))
    assert flat(found).count(flat(text)) == 5
    assert "root:" not in found


def test_a_long_word_stays_on_the_page() -> None:
    content = pdf.render(document(Paragraph("x" * 400), table(["y" * 400, Cell("5", 5), ""])))
    found = flat(" ".join(pages(content)))
    assert "x" * 400 in found and "y" * 400 in found
    lines = [line for page in pypdf.PdfReader(io.BytesIO(content)).pages for line in page.extract_text().splitlines()]
    assert max(len(line) for line in lines) < 140


def test_polish_and_arabic_are_set() -> None:
    found = " ".join(pages(pdf.render(document(Paragraph(POLISH), Paragraph(ARABIC), language="pl"))))
    assert POLISH in found
    assert sum(letter in found for letter in set(ARABIC) - {" "}) > 8


def test_a_sign_no_font_has_costs_the_seal_not_the_file(caplog: pytest.LogCaptureFixture) -> None:
    content = pdf.render(document(Paragraph("Yi: \ua000 and \U00018cd6"), table(YES)))
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert "Yes 1,250 45%" in " ".join(pages(content))
    assert not has_seal(content)
    record = next(record for record in caplog.records if record.name == "portal")
    said = AllowList().format(record)
    assert (record.levelname, json.loads(said)["event"]) == ("ERROR", "pdf.without_seal")
    assert "Yi" not in said and "Yi" not in record.getMessage() and not record.exc_info


def test_a_file_with_its_seal_is_no_event(caplog: pytest.LogCaptureFixture) -> None:
    assert has_seal(pdf.render(document(*WORDS, table(YES))))
    assert not caplog.records


def has_seal(content: bytes) -> bool:
    """Whether a PDF says of itself that it keeps PDF/UA-1 (ISO 14289-1, 5)."""
    said = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()
    return b"<pdfuaid:part>1<" in said


def test_heads_of_columns_are_tagged_as_such() -> None:
    root = pypdf.PdfReader(io.BytesIO(pdf.render(document(table(YES))))).trailer["/Root"]["/StructTreeRoot"]
    heads = [node for node in read_back._below(root) if node.get("/S") == "/TH"]
    assert [node["/A"][0]["/Scope"] for node in heads] == ["/Column"] * len(PEOPLE)


def test_the_writer_of_pdfs_cannot_tag_heads_of_rows_yet() -> None:
    """When this fails, `summary.typ` can tag the first cell of each row (docs/adr/0033, consequences)."""
    source = b'#table(columns: 1, pdf.header-cell(scope: "row")[a])'
    with pytest.raises(typst.TypstError, match="does not contain `header-cell`"):
        typst.compile(source, pdf_standards=["ua-1"])


def test_nothing_at_all_is_still_a_page() -> None:
    empty = Table("t", "Nothing", PEOPLE, [])
    assert "Answer" in " ".join(pages(pdf.render(document(empty))))
    assert pages(pdf.render(Document("Only a title")))[0].startswith("Only a title")


@given(
    st.text(st.sampled_from(" \t'\"\u00ad\u200b\u200e\u202e\u2060\ufeff"), max_size=4),
    st.sampled_from("=+-@＝＋－＠"),
    st.text(),
)
def test_no_sign_nobody_sees_hides_a_formula(before, formula, after):
    assert csv.safe(before + formula + after).startswith("'")
