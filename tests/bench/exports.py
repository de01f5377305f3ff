"""A table of many rows as a file, against the bare writer library on the same cells: time, and memory above idle.

Sheets hold every row. What is read in pages (PDF, Word, HTML) shows `MOST_ON_PAGES` rows and says that there are more:
it is measured on a page or two, at that length, and on a table a hundred thousand rows long, beside the bare library
on the rows that are shown.

Each run has a process of its own, `python -m tests.bench.exports <form> <rows> ours|bare`, so that its peak is its own.
"""

import csv
import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

import psutil

from portal.documents.document import MOST_ON_PAGES, Column, Document, Kind, Row, Table
from portal.documents.formats import FORMATS, Form
from tests.bench.figures import Figure

RUNS = 3
#: How long ours may take, in yardsticks. The CSV holds each number twice, and a guard against formulas.
RATIOS = {Form.XLSX: 1.3, Form.ODS: 1.3, Form.CSV: 3.0}
STRETCH = {Form.XLSX: 1.15, Form.ODS: 1.15, Form.CSV: 3.0}
#: The same for what is read in pages. The PDF is set for readers who listen, too; text put together is nearly free,
#: and ours asks of each cell what it holds.
PAGED = {Form.PDF: 2.0, Form.DOCX: 1.3, Form.HTML: 6.0}
YARDSTICKS = {
    Form.XLSX: "xlsxwriter alone",
    Form.ODS: "zip and XML alone",
    Form.CSV: "csv and zip alone",
    Form.PDF: "typst alone",
    Form.DOCX: "python-docx alone",
    Form.HTML: "text alone",
}
MEMORY = 80.0
HEAD = ("Place", "Who", "What was said", "People", "Of whom young")
_COLUMNS = [*(Column(head) for head in HEAD[:3]), *(Column(head, Kind.NUMBER) for head in HEAD[3:])]
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def cells(rows: int) -> Iterator[tuple[str, str, str, int, int]]:
    """The same invented cells for both."""
    for row in range(rows):
        yield f"Place {row % 90}", f"Group {row % 7}", f"Something that {row} people could say here", row, row % 50


def ours(form: Form, rows: int) -> bytes:
    """As the portal writes it, row by row."""

    def lines() -> Iterator[Row]:
        return cells(rows)

    return FORMATS[form].render(Document("Many rows", parts=[Table("many", "Many rows", _COLUMNS, lines)]))


def bare_xlsx(rows: int) -> bytes:
    """The library, with nothing but the cells and how they look."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    sheet = book.add_worksheet()
    top, thousands = book.add_format({"valign": "top"}), book.add_format({"num_format": "#,##0"})
    for column, head in enumerate(HEAD):
        sheet.write_string(0, column, head)
    for row, (*words, all_of_them, young) in enumerate(cells(rows), start=1):
        for column, word in enumerate(words):
            sheet.write_string(row, column, word, top)
        sheet.write_number(row, 3, all_of_them, thousands)
        sheet.write_number(row, 4, young, thousands)
    book.close()
    return buffer.getvalue()


def bare_csv(rows: int) -> bytes:
    """The module of Python, into a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack, pack.open("many.csv", "w") as file:
        writer = csv.writer(io.TextIOWrapper(file, "utf-8", newline=""))
        writer.writerow(HEAD)
        writer.writerows(cells(rows))
    return buffer.getvalue()


def bare_ods(rows: int) -> bytes:
    """No library writes it in constant memory: the least XML that is a sheet, into a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack, pack.open("content.xml", "w") as file:
        for *words, all_of_them, young in cells(rows):
            said = "".join(
                '<table:table-cell office:value-type="string" table:style-name="words">'
                f"<text:p>{escape(word)}</text:p></table:table-cell>"
                for word in words
            )
            counted = "".join(
                f'<table:table-cell office:value-type="float" office:value="{number}" table:style-name="number">'
                f"<text:p>{number:,}</text:p></table:table-cell>"
                for number in (all_of_them, young)
            )
            file.write(f"<table:table-row>{said}{counted}</table:table-row>".encode())
    return buffer.getvalue()


def bare_pdf(rows: int) -> bytes:
    """The library, with a table and nothing else; tagged, since it is so by itself."""
    import typst

    said = [", ".join(f'"{cell}"' for cell in line) for line in (HEAD, *cells(min(rows, MOST_ON_PAGES)))]
    return bytes(typst.compile(f"#table(columns: 5, {', '.join(said)})".encode()) or b"")


def bare_docx(rows: int) -> bytes:
    """The library, filling one cell after the other, as its manual does."""
    import docx

    word, shown = docx.Document(), [HEAD, *cells(min(rows, MOST_ON_PAGES))]
    table = word.add_table(rows=len(shown), cols=len(HEAD))
    for row, line in zip(table.rows, shown, strict=True):
        for cell, words in zip(row.cells, line, strict=True):
            cell.text = str(words)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def bare_html(rows: int) -> bytes:
    """Text put together, each cell escaped."""
    lines = (
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in line) + "</tr>"
        for line in (HEAD, *cells(min(rows, MOST_ON_PAGES)))
    )
    return f"<!doctype html><title>Many rows</title><table>{''.join(lines)}</table>".encode()


BARE: dict[Form, Callable[[int], bytes]] = {
    Form.XLSX: bare_xlsx,
    Form.CSV: bare_csv,
    Form.ODS: bare_ods,
    Form.PDF: bare_pdf,
    Form.DOCX: bare_docx,
    Form.HTML: bare_html,
}


def exports(sizes: tuple[int, ...] = (1_000, 10_000, 100_000)) -> Iterator[Figure]:
    """Time and memory for each size and form."""
    yield from sheets(sizes)
    yield from paged((50, MOST_ON_PAGES, max(sizes)))


def paged(sizes: tuple[int, ...]) -> Iterator[Figure]:
    """What is read in pages; a short table is mostly the fixed parts of a file and has no target."""
    for form, limit in PAGED.items():
        for size in sizes:
            mine, theirs = _runs(form, size, "ours"), _runs(form, size, "bare")
            held = limit if size >= MOST_ON_PAGES else None
            name = f"export of {size:,} rows as {form.value}"
            name += f", {MOST_ON_PAGES:,} shown" if size > MOST_ON_PAGES else ""
            seconds = [run[0] for run in mine], [run[0] for run in theirs]
            yield Figure(name, seconds[0], "s", YARDSTICKS[form], seconds[1], ratio_at_most=held)
            yield _memory(name, form, mine, theirs)


def _memory(name: str, form: Form, mine: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> Figure:
    """Under a fixed limit; of a PDF most is what the library takes to set a table, so it is held to that."""
    taken = [run[1] for run in mine]
    if form is Form.PDF:
        bare = [run[1] for run in theirs]
        return Figure(f"{name}, memory above idle", taken, "MB", YARDSTICKS[form], bare, ratio_at_most=1.5)
    return Figure(f"{name}, memory above idle", taken, "MB", at_most=MEMORY)


def sheets(sizes: tuple[int, ...]) -> Iterator[Figure]:
    """What is taken into other programs: every row."""
    for form, limit in RATIOS.items():
        for size in sizes:
            mine, theirs = _runs(form, size, "ours"), _runs(form, size, "bare")
            held = limit if size == max(sizes) else None  # a thousand rows are mostly the fixed parts of a file
            name = f"export of {size:,} rows as {form.value}"
            seconds = [run[0] for run in mine], [run[0] for run in theirs]
            yield Figure(name, seconds[0], "s", YARDSTICKS[form], seconds[1], ratio_at_most=held, stretch=STRETCH[form])
            yield Figure(f"{name}, memory above idle", [run[1] for run in mine], "MB", at_most=MEMORY)


def _runs(form: Form, rows: int, whose: str) -> list[tuple[float, float]]:
    """Seconds and megabytes of each run."""
    words = (sys.executable, "-m", "tests.bench.exports", form.value, str(rows), whose)
    found = []
    for _ in range(RUNS):
        out = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        found.append((float(out[0]), float(out[1])))
    return found


def main(form: Form, rows: int, whose: str) -> None:
    """One run: how long the processor took, and how far memory rose above what it was before."""
    write = BARE[form] if whose == "bare" else lambda number: ours(form, number)
    write(10)  # libraries are loaded once in the life of a worker
    before = psutil.Process().memory_info().rss
    began = time.process_time()
    write(rows)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{seconds:.4f} {max(0, peak - before) / 1e6:.1f}")


if __name__ == "__main__":
    main(Form(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
