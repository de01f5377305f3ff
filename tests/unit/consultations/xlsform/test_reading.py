"""Forms of other programs: what we can ask comes in, what we cannot is listed, what is wrong or hostile is refused."""

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from portal.consultations.models import Kind
from portal.consultations.planned import NewEdition, NewQuestion, NewSection
from portal.consultations.xlsform import book, reading, writing

HEAD = ["type", "name", "label"]


def xlsx(survey, choices=(("list_name", "name", "label"), ("l", "x", "X"), ("l", "y", "Y")), settings=()):
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    made.active.title = "survey"
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = made["survey"] if name == "survey" else made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def with_part(name, content, of=None):
    """A workbook in which one part is another."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(of or xlsx([HEAD, ["text", "a", "A"]]))) as old,
        zipfile.ZipFile(kept, "w", 8) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return kept.getvalue()


def test_a_form_of_kobo_comes_in_with_what_we_can_ask():
    read = reading.read(
        xlsx(
            [
                [*HEAD, "hint", "relevant", "appearance"],
                ["begin_group", "you", "You"],
                ["select_one l", "a", "One?"],
                ["select_multiple l", "b", "Several?", "All that fit", "${a} = 'x'"],
                ["text", "c", "Say more", None, "selected(${b}, 'y') and not(selected(${b}, 'x'))", "multiline"],
                ["end_group"],
                ["integer", "d", "How many?"],
                ["note", "e", "Thank you"],
            ],
            settings=[["form_title"], ["A survey"]],
        )
    )
    assert read.problems == () and read.lost == () and read.title == "A survey"
    kinds = [[(one.key, one.kind) for one in section.questions] for section in read.edition.sections]
    assert kinds == [
        [("a", Kind.SINGLE), ("b", Kind.SEVERAL), ("c", Kind.LONG)],
        [("d", Kind.NUMBER), ("e", Kind.TELL)],
    ]


def test_nothing_is_dropped_without_a_word():
    read = reading.read(
        xlsx(
            [
                [*HEAD, "relevant", "required", "constraint", "calculation", "media::image"],
                ["geopoint", "a", "Where?"],
                ["calculate", "b", None, None, None, None, "1 + 1"],
                ["begin repeat", "c", "Each"],
                ["text", "d", "Inside"],
                ["end repeat"],
                ["text", "e", "Left", "count(${a}) > 1", "yes", "regex(., 'x')"],
            ]
        )
    )
    assert [one.key for one in read.edition.sections[0].questions] == ["e"]
    places = [(finding.place.row, finding.place.column) for finding in read.lost]
    assert places == [
        *((1, "calculation"), (1, "media::image"), (2, "type"), (3, "type"), (4, ""), (5, ""), (6, "")),
        *((7, "relevant"), (7, "constraint"), (7, "required")),
    ]


def test_languages_come_in_with_the_default_as_the_base():
    rows = [["type", "name", "label::Cymraeg (cy)", "label::English (en)"], ["text", "a", "Sut?", "How?"]]
    read = reading.read(xlsx(rows, (), settings=[["default_language"], ["English (en)"]]))
    assert read.edition.sections[0].questions[0].prompt == "How?"
    assert read.edition.wordings == {"cy": {"q.a.prompt": "Sut?"}}


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ([HEAD, ["text", "a", "A"], ["text", "a", "B"]], 3, "name"),
        ([HEAD, ["text", "a b", "A"]], 2, "name"),
        ([HEAD, ["text", None, "A"]], 2, "name"),
        ([HEAD, ["text", "a", None]], 2, "label"),
        ([HEAD, ["select_one nowhere", "a", "A"]], 2, "type"),
        ([HEAD, ["text", "a", "=1+1"]], 2, "label"),
        ([[*HEAD, "relevant"], ["text", "a", "A", "${b} != ''"], ["text", "b", "B", "${a} != ''"]], 2, "relevant"),
        ([[*HEAD, "relevant"], ["text", "a", "A", "${a} != ''"]], 2, "relevant"),
        ([[*HEAD, "relevant"], ["select_one l", "a", "A"], ["text", "b", "B", "${a} = 'z'"]], 3, "relevant"),
        ([[*HEAD, "l2u_kind"], ["text", "a", "A", "no_such"]], 2, "l2u_kind"),
        ([[*HEAD, "l2u_kind"], ["text", "a", "A", "ladder"]], 2, "type"),
        ([[*HEAD, "l2u_settings"], ["integer", "a", "A", '{"min": "x"}']], 2, "l2u_settings"),
        ([[*HEAD, "l2u_settings"], ["integer", "a", "A", "[" * 4_000]], 2, "l2u_settings"),
        ([[*HEAD, "l2u_about"], ["text", "a", "A", "name"]], 2, "l2u_about"),
        ([HEAD, ["begin group", "a", "A"], ["text", "b", "B"]], None, ""),
        ([HEAD, ["text", "b", "B"], ["end group"]], 3, "type"),
        ([HEAD, *(["text", f"q{number}", "A"] for number in range(301))], 302, ""),
        ([HEAD, ["text", "a", "A" * 5_001]], 2, "label"),
        ([[*HEAD, "label"], ["text", "a", "A"]], 1, ""),
        ([HEAD], None, ""),
    ],
)
def test_what_is_wrong_is_named_with_its_row_and_column_and_nothing_is_made(rows, row, column):
    read = reading.read(xlsx(rows))
    assert read.edition is None
    assert (row, column) in {(finding.place.row, finding.place.column) for finding in read.problems}


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "x">{ENTITIES}]><worksheet><sheetData>&e9;</sheetData></worksheet>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
FAR = SHEET % '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
MANY = SHEET % ('<row><c t="inlineStr"><is><t>type</t></is></c></row>' * 200_000)
HOSTILE = {
    "no workbook": lambda: b"PK\x03\x04 nothing",
    "empty": lambda: b"",
    "too large": lambda: b"x" * (book.LARGEST + 1),
    "zip bomb": lambda: with_part("xl/media/a.bin", bytes(book.UNPACKED + 1)),
    "many entries": lambda: _many_entries(),
    "entities in a sheet": lambda: with_part("xl/worksheets/sheet1.xml", BOMB),
    "entities in shared strings": lambda: with_part("xl/sharedStrings.xml", BOMB, _ours()),
    "entities in the workbook": lambda: with_part("xl/workbook.xml", BOMB),
    "macros": lambda: with_part("xl/vbaProject.bin", b"x"),
    "a cell at the far end": lambda: with_part("xl/worksheets/sheet1.xml", FAR),
    "very many rows": lambda: with_part("xl/worksheets/sheet1.xml", MANY),
    "cut off": lambda: xlsx([HEAD, ["text", "a", "A"]])[:-200],
    "no survey": lambda: _other_sheet(),
    "broken xml": lambda: with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"),
}


def _many_entries():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as new:
        for number in range(book.ENTRIES + 1):
            new.writestr(f"{number}", b"")
    return kept.getvalue()


def _ours():
    section = NewSection(key="all", questions=[NewQuestion(key="a", kind=Kind.SHORT, prompt="A")])
    return writing.write(NewEdition(sections=[section]), title="A", form_id="a", version="1").content


def _other_sheet():
    kept = io.BytesIO()
    openpyxl.Workbook().save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_takes_little_memory(name):
    content = HOSTILE[name]()
    tracemalloc.start()
    started = time.perf_counter()
    read = reading.read(content)
    took, most = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read.edition is None and read.problems and "&" not in read.problems[0].text
    assert took < 5 and most < 64_000_000
