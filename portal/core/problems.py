"""Refusals for programs: problem details as JSON (RFC 9457), in fixed words that repeat nothing of what was sent."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response

MEDIA_TYPE = "application/problem+json"
_DETAILS = {
    400: "The request is not one this address understands.",
    404: "There is nothing here, or not for you.",
    405: "This address answers GET.",
    429: "Too many requests. Come back after the time in Retry-After.",
    503: "It cannot be read at this moment. Come back after the time in Retry-After.",
}


def problem(status: int, detail: str = "", headers: dict[str, str] | None = None) -> Response:
    """One refusal; `detail` in words for whoever writes the program that asked."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _DETAILS.get(status, "It did not work."),
    }
    return Response(json.dumps(body), status, {"Cache-Control": "no-store", **(headers or {})}, content_type=MEDIA_TYPE)
