"""Pasted lines of readings, looked at whole: measure, first day, last day, counted, out of, note."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core import clock
from portal.measures import queries, rules
from portal.measures.models import Measure
from portal.measures.rules import Count, Problem

COLUMNS = ("measure", "first day", "last day", "counted", "out of", "note")


@dataclass(frozen=True)
class Line:
    """One line as read. Without a count it could not be read; without a measure nobody knows its name."""

    number: int
    name: str
    measure: Measure | None
    count: Count | None
    note: str
    problems: tuple[Problem, ...] = ()

    @property
    def stands(self) -> bool:
        return self.measure is not None and self.count is not None and rules.stands(self.problems, self.note)


def read(text: str) -> list[Line]:
    """Every line with what is wrong with it, beside readings that stand and the lines above it."""
    found: list[Line] = []
    reader, begins = csv.reader(io.StringIO(text)), 1
    for cells in reader:
        named = [cell.strip() for cell in cells]
        if any(named) and tuple(cell.lower() for cell in named[:2]) != COLUMNS[:2]:
            found.append(_line(begins, named, found))
        begins = reader.line_num + 1
    return found


def _line(number: int, cells: Sequence[str], above: Sequence[Line]) -> Line:
    name, *rest = [*cells, *([""] * len(COLUMNS))][: len(COLUMNS)]
    measure, count, note = queries.find_measure(name), _count(rest), rest[-1]
    if measure is None or count is None:
        return Line(number, name, measure, count, note)
    before = [queries.count_of(one) for one in queries.readings(measure.id)]
    before += [line.count for line in above if line.measure is measure and line.count]
    return Line(number, name, measure, count, note, rules.problems(count, before, measure.every, clock.today()))


def _count(cells: Sequence[str]) -> Count | None:
    first, last, counted, whole = cells[:4]
    if not (counted.isascii() and counted.isdigit() and whole.isascii() and whole.isdigit()):
        return None
    if max(len(counted), len(whole)) > 9:
        return None
    try:
        return Count(date.fromisoformat(first), date.fromisoformat(last), int(counted), int(whole))
    except ValueError:
        return None
