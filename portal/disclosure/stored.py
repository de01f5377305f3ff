"""A safe release as plain JSON and back: the same release always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from portal.disclosure.figures import End, Figure, Showing
from portal.disclosure.raw import Dimension, Unit
from portal.disclosure.safe import SafeLine, SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience, Size, Subject

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
FORMAT = 1


def canonical(release: SafeRelease) -> bytes:
    """For a digest, a signature or a comparison."""
    return json.dumps(to_json(release), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def to_json(release: SafeRelease) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "key": release.key,
        "title": release.title,
        "audience": release.audience.value,
        "size": release.size.value,
        "people": _figure_out(release.people),
        "anonymous": _figure_out(release.anonymous),
        "tables": [_table_out(table) for table in release.tables],
        "lines": [_line_out(line) for line in release.lines],
    }


def from_json(data: Mapping[str, object]) -> SafeRelease:
    """Raises ValueError for anything `to_json` did not write; figures check themselves again."""
    if data.get("format") != FORMAT:
        raise ValueError("a release in a format this version does not know")
    return SafeRelease(
        key=_text(data, "key"),
        title=_text(data, "title"),
        audience=Audience(_text(data, "audience")),
        size=Size(_text(data, "size")),
        people=_figure_in(data.get("people")),
        anonymous=_figure_in(data.get("anonymous")),
        tables=tuple(_table_in(_fields(table)) for table in _items(data, "tables")),
        lines=tuple(_line_in(_fields(line)) for line in _items(data, "lines")),
    )


def _figure_out(figure: Figure | None) -> Json:
    if figure is None:
        return None
    percent = figure.percent.value if isinstance(figure.percent, End) else figure.percent
    return {
        "showing": figure.showing.value,
        "threshold": figure.threshold,
        "shown": figure.shown,
        "percent": percent,
    }


def _table_out(table: SafeTable) -> dict[str, Json]:
    return {
        "key": table.key,
        "title": table.title,
        "subject": table.subject.value,
        "dimensions": [
            {"key": dimension.key, "label": dimension.label, "categories": list(dimension.categories)}
            for dimension in table.dimensions
        ],
        "base": _figure_out(table.base),
        "cells": [_figure_out(table.cells[labels]) for labels in table.labels] if table.cells else [],
        "multiple": table.multiple,
        "rows": [_figure_out(figure) for figure in table.rows.values()] if table.rows is not None else None,
        "anonymous": _figure_out(table.anonymous),
        "margins": list(table.margins),
        "withheld": table.withheld,
        "everybody": table.everybody,
        "each_chose": table.each_chose,
    }


def _line_out(line: SafeLine) -> dict[str, Json]:
    return {
        "key": line.key,
        "title": line.title,
        "subject": line.subject.value,
        "unit": line.unit.value,
        "figure": _figure_out(line.figure),
    }


def _figure_in(value: object) -> Figure | None:
    if value is None:
        return None
    data = _fields(value)
    shown, percent = data.get("shown"), data.get("percent")
    return Figure(
        showing=Showing(_text(data, "showing")),
        threshold=_whole(data["threshold"]),
        shown=None if shown is None else _whole(shown),
        percent=End(percent) if isinstance(percent, str) else None if percent is None else _whole(percent),
    )


def _a_figure_in(value: object) -> Figure:
    figure = _figure_in(value)
    if figure is None:
        raise ValueError("a figure is missing")
    return figure


def _table_in(data: Mapping[str, object]) -> SafeTable:
    dimensions = tuple(_dimension_in(_fields(value)) for value in _items(data, "dimensions"))
    table = SafeTable(
        key=_text(data, "key"),
        title=_text(data, "title"),
        subject=Subject(_text(data, "subject")),
        dimensions=dimensions,
        base=_a_figure_in(data.get("base")),
        cells={},
        multiple=data.get("multiple") is True,
        rows=_rows_in(data, dimensions),
        anonymous=_figure_in(data.get("anonymous")),
        margins=tuple(None if key is None else str(key) for key in _items(data, "margins")),
        withheld=data.get("withheld") is True,
        everybody=data.get("everybody") is True,
        each_chose=data.get("each_chose") is True,
    )
    if table.withheld:
        return table
    figures = [_a_figure_in(value) for value in _items(data, "cells")]
    return replace(table, cells=dict(zip(table.labels, figures, strict=True)))


def _rows_in(data: Mapping[str, object], dimensions: tuple[Dimension, ...]) -> dict[str, Figure] | None:
    if data.get("rows") is None:
        return None
    figures = [_a_figure_in(value) for value in _items(data, "rows")]
    return dict(zip(dimensions[0].categories, figures, strict=True))


def _dimension_in(data: Mapping[str, object]) -> Dimension:
    categories = tuple(str(category) for category in _items(data, "categories"))
    return Dimension(_text(data, "key"), _text(data, "label"), categories)


def _line_in(data: Mapping[str, object]) -> SafeLine:
    return SafeLine(
        key=_text(data, "key"),
        title=_text(data, "title"),
        subject=Subject(_text(data, "subject")),
        unit=Unit(_text(data, "unit")),
        figure=_a_figure_in(data.get("figure")),
    )


def _fields(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("fields are missing")
    return value


def _items(data: Mapping[str, object], key: str) -> list[object]:
    value = data.get(key)
    if not isinstance(value, list):
        raise ValueError(f"{key} is no list")
    return value


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("a figure is no whole number")
    return value
