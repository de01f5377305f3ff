"""The register of complaints."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.complaints import operations, queries
from portal.complaints.forms import AnswerForm
from portal.complaints.labels import FINDINGS, STAGES
from portal.complaints.models import Complaint, Finding
from portal.core import crypto, db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats
from portal.core.forms import text
from portal.core.paging import number_asked

bp = Blueprint("complaints_staff", __name__, url_prefix="/work/complaints")


@bp.get("")
@needs(Permission.COMPLAINTS_HANDLE)
def index() -> ResponseReturnValue:
    """Open complaints, late ones first, or closed ones; never the words."""
    closed = request.args.get("show") == "closed"
    page = queries.register(me(), my_role(), number_asked(), closed=closed)
    show = "closed" if closed else None
    return render_template(
        "complaints/staff_register.html",
        page=page,
        page_url=lambda number: url_for(".index", page=number, show=show),
        closed=closed,
        stages=STAGES,
        findings=FINDINGS,
    )


@bp.get("/<uuid:complaint_id>")
@needs(Permission.COMPLAINTS_HANDLE)
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    """One complaint: its dates, and what was answered and learnt. The words stand where they are read."""
    return _page(queries.get_complaint(complaint_id, me(), my_role()), AnswerForm(formdata=None))


@bp.post("/<uuid:complaint_id>/further")
@needs(Permission.COMPLAINTS_HANDLE)
def further(complaint_id: UUID) -> ResponseReturnValue:
    """To the second stage, because they are not content with the first."""
    operations.take_further(queries.get_complaint(complaint_id, me(), my_role()), by=me())
    return _done(_("It is at the second stage now."), complaint_id)


@bp.post("/<uuid:complaint_id>/close")
@needs(Permission.COMPLAINTS_HANDLE)
def close(complaint_id: UUID) -> ResponseReturnValue:
    """Answer it; the answer waits behind their code."""
    found, form = queries.get_complaint(complaint_id, me(), my_role()), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form)
    finding = Finding(form.finding.data)
    try:
        operations.close(found, finding=finding, answer=text(form.answer), learning=text(form.learning), by=me())
    except Repeats as error:
        form.learning.errors = [_(error.message)]
        return _page(found, form)
    return _done(_("The answer waits behind their code."), complaint_id)


def _page(found: Complaint, form: AnswerForm) -> ResponseReturnValue:
    return render_template(
        "complaints/staff_complaint.html",
        complaint=found,
        concern_id=queries.find_concern_id(found),
        late=queries.is_late(found),
        outcome=crypto.unseal(found, "outcome"),
        learning=crypto.unseal(found, "learning"),
        stages=STAGES,
        findings=FINDINGS,
        form=form,
    )


def _done(message: str, complaint_id: UUID) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for(".complaint", complaint_id=complaint_id), 303)
