"""Dataclasses as JSON, and as JSON Schema 2020-12 for the OpenAPI document: one truth for both. Pure."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
_PLAIN: Mapping[type, Mapping[str, Json]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
}


def plain(value: object) -> Json:
    """A value of these classes as JSON: days as ISO 8601, ids as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return _several(value)


def _several(value: object) -> Json:
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON")


def components(*shapes: type) -> dict[str, Json]:
    """The schema of each class, and of those it is made of, by name."""
    found: dict[str, Json] = {}
    for shape in shapes:
        _add(shape, found)
    return dict(sorted(found.items()))


def reference(shape: type) -> dict[str, Json]:
    """Where the schema of a class stands in the document."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _add(shape: type, found: dict[str, Json]) -> None:
    if shape.__name__ in found:
        return
    hints = get_type_hints(shape, include_extras=True)
    properties: dict[str, Json] = {}
    found[shape.__name__] = {
        "type": "object",
        "description": " ".join((shape.__doc__ or "").split()),
        "properties": properties,
        "required": [one.name for one in dataclasses.fields(shape)],
        "additionalProperties": False,
    }
    for one in dataclasses.fields(shape):
        properties[one.name] = _of(hints[one.name], found)


def _of(hint: Any, found: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401 - a type, or what stands for several
    origin = get_origin(hint)
    if origin is Annotated:
        return {**_of(hint.__origin__, found), "description": hint.__metadata__[0]}
    if origin in (Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if one is type(None) else _of(one, found) for one in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], found)}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        _add(hint, found)
        return reference(hint)
    if issubclass(hint, StrEnum):
        return {"type": "string", "enum": [one.value for one in hint]}
    return dict(_PLAIN[hint])
