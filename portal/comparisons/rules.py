"""Reading what somebody sends to be brought in: rows of an earlier wave, or figures of another survey. Pure.

Nothing is half taken: every bad row is named with its column and the reason, and one bad row refuses the whole.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.consultations.kinds import kind_of
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import Given
from portal.core import addresses
from portal.disclosure.thresholds import PERCENT_BASE, Audience, Subject, threshold

LARGEST = 350_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000, 200, 500
#: Between several answers in one cell.
BETWEEN = "|"
#: What may never stand in a file of answers: it would tell who somebody is.
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|(?<!\d)(?:\+44|0)[\d\s]{9,12}(?!\d)|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE
)
_NAMES = re.compile(
    r"\b(first|last|full|sur|fore)?\s*_?(name|email|e-mail|phone|postcode|address|chi|dob|birth)\b", re.I
)
FIGURE_COLUMNS = (
    "question_key",
    "answer",
    "survey",
    "publisher",
    "year",
    "population",
    "share",
    "base",
    "address",
    "retrieved_on",
)


#: What a published figure is a figure of: two rows that agree in these say the same thing twice.
FIGURE_IS_OF = ("question_key", "answer", "survey", "publisher", "year", "population")


class Wrong(StrEnum):
    """What is wrong with a file, a column or a cell."""

    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    QUOTES = "quotes"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    TWICE = "twice"
    MISSING = "missing"
    PERSONAL = "personal"
    LONG = "long"
    CHOICE = "choice"
    NUMBER = "number"
    SHARE = "share"
    YEAR = "year"
    ADDRESS = "address"
    DAY = "day"
    NOTHING = "nothing"
    AGAIN = "again"
    FEW = "few"


@dataclass(frozen=True)
class Problem:
    """What is wrong where: `row` is the line of the file a row begins on, 0 the file itself.

    It repeats a column's name and never a cell.
    """

    row: int
    column: str
    why: Wrong


@dataclass
class Read:
    """A file as it was read. `left` are columns that cannot be brought in, such as words.

    `windows` says that it is no UTF-8 and was read as Windows-1252, so that somebody looks at its letters.
    """

    problems: list[Problem] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    people: list[dict[str, Given]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    windows: bool = False

    @property
    def is_good(self) -> bool:
        """Whether all of it can be brought in."""
        return not self.problems and bool(self.people or self.figures)


def read_wave(content: bytes, edition: Edition) -> Read:
    """Rows of people, a column for each question by its key; one row is one person."""
    found, rows = Read(), _Rows(content)
    head = rows.head(found)
    found.problems += [Problem(rows.head_line, column, Wrong.PERSONAL) for column in head if _NAMES.search(column)]
    known = {column: edition.by_key[column] for column in head if column in edition.by_key}
    found.problems += [
        Problem(rows.head_line, column, Wrong.UNKNOWN) for column in head if column not in edition.by_key
    ]
    found.left = [key for key, one in known.items() if not can_bring(one)]
    for number, cells in rows.body(found, len(head)):
        answers: dict[str, Given] = {}
        for column, cell in zip(head, cells, strict=False):
            if column in known and column not in found.left and cell:
                _take(found, answers, known[column], Problem(number, column, Wrong.CHOICE), cell)
        if not answers and not any(problem.row == number for problem in found.problems):
            found.problems.append(Problem(number, "", Wrong.NOTHING))
        found.people.append(answers)
    return found


def read_figures(content: bytes, keys: Mapping[str, Sequence[str]]) -> Read:
    """Published figures; `keys` are the answers of each question they may stand beside, by its key."""
    found, rows = Read(), _Rows(content)
    head = rows.head(found)
    found.problems += [
        Problem(rows.head_line, column, Wrong.UNKNOWN) for column in head if column not in FIGURE_COLUMNS
    ]
    missing = [column for column in FIGURE_COLUMNS if column not in head and column != "base"]
    found.problems += [Problem(rows.head_line, column, Wrong.MISSING) for column in missing]
    if found.problems:
        return found
    for number, cells in rows.body(found, len(head)):
        figure = dict(zip(head, cells, strict=False))
        values, wrong = figure_of(figure, keys)
        found.problems += [Problem(number, column, why) for column, why in wrong.items()]
        if not wrong and figure_is_of(values) in {figure_is_of(one) for one in found.figures}:
            found.problems.append(Problem(number, "", Wrong.AGAIN))
        found.figures.append(values)
    return found


def figure_is_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a figure is a figure of, whatever it says."""
    return tuple(values[name] for name in FIGURE_IS_OF)


def figure_of(typed: Mapping[str, str], keys: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, Wrong]]:
    """One published figure as typed, and what is wrong with it by column."""
    wrong: dict[str, Wrong] = {}
    values: dict[str, Any] = {name: (typed.get(name) or "").strip() for name in FIGURE_COLUMNS}
    for name in ("answer", "survey", "publisher", "population"):
        if not values[name]:
            wrong[name] = Wrong.MISSING
    if values["question_key"] not in keys:
        wrong["question_key"] = Wrong.UNKNOWN
    elif values["answer"] and values["answer"] not in keys[values["question_key"]]:
        wrong["answer"] = Wrong.CHOICE
    wrong |= _figures_in(values)
    if not addresses.is_page(values["address"]):
        wrong["address"] = Wrong.ADDRESS
    try:
        values["retrieved_on"] = date.fromisoformat(values["retrieved_on"])
    except ValueError:
        wrong["retrieved_on"] = Wrong.DAY
    return values, wrong


def _figures_in(values: dict[str, Any]) -> dict[str, Wrong]:
    """Turn what should be numbers into numbers; what is none of them, by column."""
    wrong = {}
    for name, low, high, why in (
        ("share", 0, 100, Wrong.SHARE),
        ("year", 1990, 2100, Wrong.YEAR),
        ("base", 1, 10**8, Wrong.NUMBER),
    ):
        typed = values[name]
        values[name] = _number(typed, low, high)
        if values[name] is None and (typed or name != "base"):
            wrong[name] = why
    if not wrong and values["base"] is not None and not is_many(values["share"], values["base"]):
        wrong["base"] = Wrong.FEW
    return wrong


def is_many(share: int, base: int) -> bool:
    """Whether a base may stand beside a share of it: together they give numbers, and small ones are somebody."""
    least = 100 * threshold(Audience.PUBLIC, Subject.ANSWERS)
    return base >= PERCENT_BASE and share * base >= least and (100 - share) * base >= least


def takes(question: Asked) -> str:
    """What a cell of its column takes, for the sheet that goes with the template."""
    labels = ", ".join(f"{choice.key} = {choice.label}" for choice in question.choices)
    match question.kind:
        case Kind.SEVERAL | Kind.ORDER:
            return f"{labels}; several with {BETWEEN} between them"
        case Kind.TILES:
            return f"{labels}; each as key=1, 2 or 3, with {BETWEEN} between them"
        case Kind.LADDER:
            return "0 to 10"
        case Kind.NUMBER:
            return "a whole number"
    return labels


def can_bring(question: Asked) -> bool:
    """Whether its answers can be brought in: words, pictures and voice never are."""
    kind = kind_of(question)
    return kind.asks and kind.media is None and not kind.is_words


def _take(found: Read, answers: dict[str, Given], question: Asked, where: Problem, cell: str) -> None:
    if len(cell) > LONGEST_CELL:
        found.problems.append(Problem(where.row, where.column, Wrong.LONG))
        return
    if _PERSONAL.search(cell):
        found.problems.append(Problem(where.row, where.column, Wrong.PERSONAL))
        return
    given = _given(question, cell)
    if given is None or not kind_of(question).chosen(question, given):
        number = question.kind in (Kind.LADDER, Kind.NUMBER)
        found.problems.append(Problem(where.row, where.column, Wrong.NUMBER if number else Wrong.CHOICE))
        return
    answers[question.key] = given


def _given(question: Asked, cell: str) -> Given | None:
    """The answer a cell stands for: by key or by its words, whatever the case; None for anything else."""
    if question.kind in (Kind.LADDER, Kind.NUMBER):
        return _number(cell, -(10**8), 10**8)
    names = {choice.key.lower(): choice.key for choice in question.choices}
    names |= {choice.label.strip().lower(): choice.key for choice in question.choices}
    parts = [part.strip() for part in cell.split(BETWEEN)]
    if question.kind is Kind.TILES:
        pairs = [part.rpartition("=") for part in parts]
        places = ("", "1", "2", "3")
        if any(names.get(key.strip().lower()) is None or place.strip() not in places for key, _, place in pairs):
            return None
        if len({names[key.strip().lower()] for key, _, _ in pairs}) < len(pairs):
            return None  # the same tile in two places: one of them would be lost
        return {names[key.strip().lower()]: str(int(place) - 1) for key, _, place in pairs if place.strip()}
    keys = [names.get(part.lower()) for part in parts]
    known = [key for key in keys if key is not None]
    if len(known) < len(keys) or len(set(known)) < len(known):
        return None
    if question.kind not in (Kind.SEVERAL, Kind.ORDER) and len(known) > 1:
        return None
    if question.kind is Kind.SEVERAL and len(kind_of(question).chosen(question, known)) < len(known):
        return None
    return known


def _number(typed: str, low: int, high: int) -> int | None:
    if not re.fullmatch(r"-?[0-9]{1,9}", typed.strip()):
        return None
    number = int(typed)
    return number if low <= number <= high else None


class _Rows:
    """A file as rows of trimmed cells, whatever its encoding, its separator and its line ends."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        #: Each row that says anything, with the line it begins on.
        self.rows: list[tuple[int, list[str]]] = []

    @property
    def head_line(self) -> int:
        """The line of the head."""
        return self.rows[0][0] if self.rows else 1

    def head(self, found: Read) -> list[str]:
        """The names of the columns; what is wrong with the file or with them goes into `found`."""
        text, found.windows = self._text()
        if len(self.content) > LARGEST:
            return self._refused(found, Wrong.TOO_LARGE)
        if text is None:
            return self._refused(found, Wrong.NOT_TEXT)
        try:
            self.rows = list(_lines(text))
        except csv.Error:
            return self._refused(found, Wrong.QUOTES)
        if len(self.rows) < 2:
            return self._refused(found, Wrong.EMPTY)
        head = self.rows[0][1]
        if len(self.rows) > MOST_ROWS + 1 or len(head) > MOST_COLUMNS:
            return self._refused(found, Wrong.TOO_MANY)
        twice = sorted({name for name in head if head.count(name) > 1})
        found.problems += [Problem(self.head_line, name, Wrong.TWICE) for name in twice]
        return head

    def body(self, found: Read, wide: int) -> Iterator[tuple[int, list[str]]]:
        """Each row with its line in the file; one that is too long is wrong as a whole."""
        for number, cells in self.rows[1:]:
            if len(cells) > wide:
                found.problems.append(Problem(number, "", Wrong.TOO_MANY))
            yield number, [*cells, *[""] * (wide - len(cells))]

    def _text(self) -> tuple[str | None, bool]:
        """What it says, and whether it had to be read as Windows-1252."""
        if b"\0" in self.content or self.content[:2] in (b"PK", b"\xd0\xcf"):
            return None, False
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                text = self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding == "cp1252"
        return None, False

    def _refused(self, found: Read, why: Wrong) -> list[str]:
        found.problems.append(Problem(0, "", why))
        self.rows = []
        return []


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say anything, with the line they begin on: blank lines and line ends within quotes are lines too."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for row in reader:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield begins, cells
        begins = reader.line_num + 1
