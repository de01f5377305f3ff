"""Promised against experienced on the working side, and counting what codes say."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import db
from portal.core.access import Permission, needs
from portal.downloads.labels import FORMS
from portal.entitlements import operations, queries
from portal.entitlements.labels import OFFICERS, WIDTHS
from portal.entitlements.side_by_side import side_by_side, widest_of
from portal.evidence.reading import figure_text
from portal.evidence.rules import audience_for

bp = Blueprint("entitlements_staff", __name__, url_prefix="/work/experienced")


@bp.get("")
@needs(Permission.COMMITMENTS_READ)
def gaps() -> ResponseReturnValue:
    """Three readings of every promise, and where they lie apart."""
    rows = side_by_side(audience_for(my_role()))
    return render_template(
        "entitlements/staff_gaps.html",
        rows=rows,
        widest=widest_of(rows),
        release=queries.latest_release(),
        next_count_on=queries.next_count_on(),
        officers=OFFICERS,
        widths=WIDTHS,
        figure_text=figure_text,
        forms=FORMS,
    )


@bp.post("/freeze")
@needs(Permission.RELEASES_FREEZE)
def freeze() -> ResponseReturnValue:
    """Count what codes say; a second person signs the figures under Reports."""
    operations.freeze(by=me())
    db.session.commit()
    flash(_("Counted and frozen. A second person has to sign the figures before anybody sees them."))
    return redirect(url_for(".gaps"), 303)
