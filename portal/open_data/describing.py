"""The OpenAPI 3.1 document of the read API, made of the classes it hands out. It names no partner and no secret."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.problems import MEDIA_TYPE
from portal.open_data import rules, shapes
from portal.open_data.models import Scope
from portal.open_data.schema import Json, components, reference

VERSION = "1.0.0"
#: With what every address of it begins.
PREFIX = "/api/v1"
#: How many of a list one answer holds: without a word, and at most.
USUAL, MOST = 50, 100

_HEADERS: dict[str, Json] = {
    "ETag": {"description": "Send it back as If-None-Match: 304 says nothing changed.", "schema": {"type": "string"}}
}
_ABOUT = (
    "What is released or on the public record, for an organisation’s own reporting. Nothing here is about one young"
    " person. Counts of people come from signed releases: rounded to the nearest 5, hidden where they are small. A"
    " hidden number is null and says why; it must not be shown as 0, added up or worked out."
)


@dataclass(frozen=True)
class Door:
    """One address of the API: what it hands out, and which of the scopes opens it."""

    path: str
    name: str
    summary: str
    gives: type
    scopes: tuple[Scope, ...]
    listed: bool = True
    pages: bool = True


_FIGURES = (Scope.FIGURES_PUBLIC, Scope.FIGURES_PARTNERS)
DOORS = (
    Door("/releases", "releases", "Signed releases of figures", shapes.ReleaseHead, _FIGURES),
    Door("/releases/{release_id}", "release", "One release with its figures", shapes.ReleaseWhole, _FIGURES, False),
    Door("/actions", "actions", "Who does what by when", shapes.Action, (Scope.ACTIONS,)),
    Door("/commitments", "commitments", "Promises, and their measures", shapes.Commitment, (Scope.COMMITMENTS,)),
    Door("/stories", "stories", "You said, we did: published stories", shapes.Story, (Scope.STORIES,)),
    Door(
        "/reply-times",
        "reply_times",
        "How organisations answer",
        shapes.ReplyTimes,
        (Scope.REPLY_TIMES,),
        pages=False,
    ),
)


def document(server: str) -> dict[str, Json]:
    """The document; `server` is the address of the API without a slash at its end."""
    schemas = components(*(door.gives for door in DOORS), shapes.Problem)
    schemas |= {f"{door.gives.__name__}List": _list_of(door.gives) for door in DOORS if door.listed}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Participation portal: read API", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {door.path: {"get": _operation(door)} for door in DOORS},
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"A token, which begins with {rules.PREFIX}. Never in an address. Scopes are"
                    " chosen when it is made.",
                }
            },
            "schemas": dict(sorted(schemas.items())),
        },
    }


def _list_of(shape: type) -> Json:
    return {
        "type": "object",
        "description": "Some of a list, and where it goes on.",
        "properties": {
            "items": {"type": "array", "items": reference(shape)},
            "next": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "The address of what follows."},
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }


def _operation(door: Door) -> dict[str, Json]:
    gives: Json = {"$ref": f"#/components/schemas/{door.gives.__name__}List"} if door.listed else reference(door.gives)
    headers = dict(_HEADERS)
    if door.listed and door.pages:
        headers["Link"] = {"description": "rel=next, where a list goes on (RFC 8288).", "schema": {"type": "string"}}
    scopes = " or ".join(f"`{scope.value}`" for scope in door.scopes)
    answers: dict[str, Json] = {
        "200": {"description": "Found", "headers": headers, "content": {"application/json": {"schema": gives}}},
        "304": {"description": "Nothing changed since that ETag."},
        "400": _refusal("A parameter is not one of those, or a token stood in the address."),
        "401": _refusal("No token, or one that does not work: unknown, ended or revoked."),
        "403": _refusal("The token has no scope for this."),
        "429": _refusal(f"More than {rules.EACH_MINUTE} requests in a minute; Retry-After says how long to wait."),
    }
    if "{" in door.path:
        answers["404"] = _refusal("There is no such signed release.")
    parameters = _paging() if door.pages and door.listed else _in_path() if "{" in door.path else []
    return {
        "operationId": door.name,
        "summary": door.summary,
        "description": f"Needs the scope {scopes}.",
        "parameters": parameters,
        "responses": dict(sorted(answers.items())),
    }


def _refusal(text: str) -> Json:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": reference(shapes.Problem)}}}


def _paging() -> list[Json]:
    return [
        {
            "name": "cursor",
            "in": "query",
            "description": "Where to go on: as `next` of the answer before has it.",
            "schema": {"type": "string", "format": "uuid"},
        },
        {
            "name": "limit",
            "in": "query",
            "description": "How many at a time.",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        },
    ]


def _in_path() -> list[Json]:
    return [{"name": "release_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}]
