"""Proving the log: whether anybody changed it, and the head to note outside the machine."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.audit import queries
from portal.core.access import Permission, needs

bp = Blueprint("audit_staff", __name__, url_prefix="/work/log")
_LINK = 64


@bp.get("/")
@needs(Permission.AUDIT_VERIFY)
def verify() -> ResponseReturnValue:
    """Walk the whole chain; a head noted before shows whether its end was cut off."""
    noted = request.args.get("head", "").strip().lower()
    plausible = len(noted) == _LINK and all(c in "0123456789abcdef" for c in noted)
    found = queries.verify(expected_head=noted if plausible else None)
    return render_template("audit/staff_verify.html", found=found, noted=noted, plausible=plausible)
