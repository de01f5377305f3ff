"""Where words stand on the pages of a PDF: none over the footer, none over another, no page with a heading alone."""

import io
import re
from typing import NamedTuple

import pypdf
import pytest

from portal.documents.document import Cell, Column, Document, Heading, Kind, Note, Paragraph, Table
from portal.documents.renderers import pdf

MM = 72 / 25.4
BODY_ENDS = 26 * MM
PAGE_ENDS = (210 - 22) * MM
FOOTER = "Downloaded by Ada"


class Placed(NamedTuple):
    """A run of text and where it begins on its page, in points."""

    text: str
    x: float
    y: float


def placed(content: bytes) -> list[list[Placed]]:
    """The runs of every page, as they were set, each with its beginning."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        runs: list[Placed] = []

        def seen(text: str, cm: list[float], tm: list[float], *_font: object, runs: list[Placed] = runs) -> None:
            if text.strip():
                x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                runs.append(Placed(text.replace("\u200b", "").strip(), x, y))

        page.extract_text(visitor_text=seen)
        found.append(runs)
    return found


def words(content: bytes) -> list[str]:
    return [word for runs in placed(content) for run in runs for word in run.text.split()]


def body(runs: list[Placed]) -> list[Placed]:
    return [run for run in runs if FOOTER not in run.text and not re.fullmatch(r"\d+ / \d+", run.text)]


def long_answers(count: int, letters: int) -> Table:
    rows = [
        [f"q{row}", " ".join(f"w{row}n{word}" for word in range(letters // 7)), Cell("5", 5)] for row in range(count)
    ]
    columns = [Column("Question"), Column("What was said"), Column("People", Kind.NUMBER)]
    return Table("long", "What adults answered", columns, rows, finding="All of it.", note="Nothing is left out.")


@pytest.mark.parametrize("letters", [1500, 9000])
@pytest.mark.parametrize("above", [0, 25])
def test_long_answers_run_over_pages_and_never_over_the_footer(letters: int, above: int) -> None:
    table = long_answers(5, letters)
    before = [Paragraph("A line of the page before.")] * above
    content = pdf.render(Document("Report", parts=[*before, Heading("Answers"), table], footer=FOOTER))
    found = words(content)
    assert {word for row in table.lines() for cell in row for word in cell.text.split()} <= set(found)
    for runs in placed(content):
        assert all(run.y >= BODY_ENDS for run in body(runs))
        heads = {"Answers", "What adults answered", "Report", "All of it."}
        assert {run.text for run in body(runs)} - heads - {"Question", "What was said", "People"}
    with_caption = next(runs for runs in placed(content) if any(run.text == "What adults answered" for run in runs))
    assert any("w0n0" in run.text for run in with_caption)


def test_rows_that_fit_a_page_stay_in_one_piece() -> None:
    content = pdf.render(Document("Report", parts=[long_answers(12, 700)], footer=FOOTER))
    assert len(placed(content)) > 1
    for row in range(12):
        on = [n for n, runs in enumerate(placed(content)) if any(f"w{row}n" in run.text for run in runs)]
        assert len(on) == 1


def test_a_long_note_runs_over_pages_too() -> None:
    said = " ".join(f"w{n}" for n in range(2500))
    content = pdf.render(Document("Report", parts=[Note(said, "Read this first")], footer=FOOTER))
    assert set(said.split()) <= set(words(content))
    assert all(run.y >= BODY_ENDS for runs in placed(content) for run in body(runs))


LONG = "Somebody said that adults should come when they said they would and tell us in time if they cannot."
CODES = ["promise-030529bd", "promise-77aa01ce", "UNANSWERED-MOSTWIDE-WWMM"]


@pytest.mark.parametrize("others", [2, 3, 4])
def test_a_code_is_whole_and_stays_in_its_column(others: int) -> None:
    columns = [*[Column(f"Said {n}") for n in range(others)], Column("Promise"), Column("Then")]
    rows = [[*[LONG] * others, code, "zz " + LONG] for code in CODES]
    content = pdf.render(Document("Report", parts=[Table("codes", "Promises", columns, rows)], footer=FOOTER))
    runs = [run for page in placed(content) for run in page]
    then = min(run.x for run in runs if run.text.startswith("zz"))
    for code in CODES:
        at = [run for run in runs if run.text == code]
        assert at, code
        assert all(run.x + width(code) <= then for run in at)


def test_a_code_among_words_is_not_broken_at_its_hyphen() -> None:
    columns = [Column("Said"), Column("Then")]
    rows = [["a" * n + " see promise-cafe29bd" * 6, LONG] for n in range(1, 20)]
    content = pdf.render(Document("Report", parts=[Table("codes", "Promises", columns, rows)], footer=FOOTER))
    assert words(content).count("promise-cafe29bd") == 6 * len(rows)


@pytest.mark.parametrize("columns", [6, 9, 12])
def test_more_words_than_a_page_is_wide_are_broken_and_stay_on_it(columns: int) -> None:
    rows = [["x" * 24] * columns, ["promise-030529bd"] * columns]
    heads = [Column(f"c{n}") for n in range(columns)]
    content = pdf.render(Document("Report", parts=[Table("many", "Many", heads, rows)], footer=FOOTER))
    runs = [run for page in placed(content) for run in page]
    pieces = [run for run in runs if re.fullmatch(r"[xpromise0-9bd-]+", run.text)]
    assert sum(run.text.count("x") for run in pieces) == 24 * columns
    starts = sorted({round(run.x) for run in runs if re.fullmatch(r"c\d+", run.text)})
    assert len(starts) == columns
    for run in pieces:
        after = [start for start in starts if start > run.x + 1]
        assert run.x + width(run.text, 10.5 * 0.72) <= (after[0] if after else PAGE_ENDS)


def width(text: str, size: float = 10.5) -> float:
    """About how wide a text is set, in points."""
    return len(text) * size * 0.5
