"""A release comes back from its JSON as it was, or not at all."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.protect import protect
from portal.disclosure.stored import canonical, from_json, to_json
from portal.disclosure.thresholds import Audience
from tests.unit.disclosure.waves import Person, crowds, people, release


@settings(max_examples=30, deadline=None)
@given(crowds(), st.sampled_from(Audience))
def test_there_and_back(crowd: list[Person], audience: Audience) -> None:
    safe = protect(release(crowd), audience)
    again = from_json(json.loads(canonical(safe)))
    assert again == safe
    assert canonical(again) == canonical(safe)


def test_the_file_holds_no_exact_count() -> None:
    """Nothing in the JSON is a number but thresholds, rounded counts and shares."""
    crowd = people(403, 4, 0.4)
    data = to_json(protect(release(crowd), Audience.PARTNERS))
    found: list[tuple[str, int]] = []

    def walk(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                walk(inner, key)
        elif isinstance(value, int) and not isinstance(value, bool):
            found.append((key, value))

    walk(data)
    assert {key for key, _ in found} <= {"format", "threshold", "shown", "percent"}
    assert all(value % 5 == 0 for key, value in found if key == "shown")


def _first_shown(data: dict[str, Any]) -> dict[str, Any]:
    return next(f for table in data["tables"] for f in table["cells"] if f["shown"] is not None)


def _break_count(data: dict[str, Any]) -> None:
    _first_shown(data)["shown"] = 3


def _break_kind(data: dict[str, Any]) -> None:
    _first_shown(data)["showing"] = "fewer"


def _break_type(data: dict[str, Any]) -> None:
    _first_shown(data)["threshold"] = "5"


def _break_format(data: dict[str, Any]) -> None:
    data["format"] = 2


def _break_cells(data: dict[str, Any]) -> None:
    data["tables"][0]["cells"].pop()


def _break_base(data: dict[str, Any]) -> None:
    data["tables"][0]["base"] = None


def _break_tables(data: dict[str, Any]) -> None:
    data["tables"] = {}


def _break_table(data: dict[str, Any]) -> None:
    data["tables"][0] = "all"


def _break_title(data: dict[str, Any]) -> None:
    data["title"] = 5


@pytest.mark.parametrize(
    "spoil",
    [
        _break_count,
        _break_kind,
        _break_type,
        _break_format,
        _break_cells,
        _break_base,
        _break_tables,
        _break_table,
        _break_title,
    ],
)
def test_a_changed_file_is_refused(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(canonical(protect(release(people(300, 4, 0.4)), Audience.PARTNERS)))
    spoil(data)
    with pytest.raises(ValueError, match=r"."):
        from_json(data)
