"""Files handed over to be saved; none of them is ever opened as a page of ours."""

from __future__ import annotations

import re

from flask import Response, make_response

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
    "jpg": "image/jpeg",
}


def handed_over(content: bytes, name: str, kind: str) -> Response:
    """A file of a `kind` of `TYPES`, under a name of letters, digits and dashes; no phone or proxy keeps a copy."""
    safe = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "file"
    response = make_response(content)
    response.headers["Content-Type"] = TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}.{kind}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
