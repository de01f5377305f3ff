"""One truth for what is handed out and how it is described."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from portal.open_data import describing, schema, shapes

pytestmark = pytest.mark.unit


class Kind(StrEnum):
    ONE = "one"


@dataclass(frozen=True)
class Inner:
    """Inside."""

    day: date | None


@dataclass(frozen=True)
class Outer:
    """Outside."""

    id: UUID
    kind: Kind
    number: Annotated[int | None, "How many."]
    yes: bool
    inner: tuple[Inner, ...]
    one: Inner | None


OUTERS = st.builds(
    Outer,
    id=st.uuids(),
    kind=st.just(Kind.ONE),
    number=st.none() | st.integers(),
    yes=st.booleans(),
    inner=st.lists(st.builds(Inner, st.none() | st.dates())).map(tuple),
    one=st.none() | st.builds(Inner, st.none() | st.dates()),
)


def validator(*made):
    whole = {"components": {"schemas": schema.components(*made)}} | schema.reference(made[0])
    return jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())


@given(OUTERS)
def test_whatever_is_handed_out_fits_its_description(value):
    validator(Outer).validate(schema.plain(value))


@given(OUTERS, st.sampled_from([one.name for one in dataclasses.fields(Outer)]))
def test_what_lacks_something_or_has_more_does_not_fit(value, name):
    handed = schema.plain(value)
    less = {key: one for key, one in handed.items() if key != name}
    assert not validator(Outer).is_valid(less)
    assert not validator(Outer).is_valid(handed | {"more": 1})


def test_what_has_no_json_is_refused():
    with pytest.raises(TypeError):
        schema.plain(object())


def test_the_document_is_openapi_3_1():
    document = describing.document("https://example.org/api/v1")
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")


def test_every_shape_says_what_it_is():
    document = describing.document("https://example.org/api/v1")
    for name, one in document["components"]["schemas"].items():
        assert one["description"], name


def test_a_hidden_figure_is_null_and_says_why():
    figure = shapes.Figure(None, "fewer than 5", None, None, shapes.HIDDEN)
    assert schema.plain(figure) == {
        "shown": None,
        "text": "fewer than 5",
        "percent": None,
        "percent_text": None,
        "why": "hidden to protect people",
    }
