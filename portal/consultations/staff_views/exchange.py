"""Out as a form that other survey tools read, and in from one: XLSForm (xlsform.org), by a dry run first."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.audit import operations as audit
from portal.consultations.forms import FormFileForm
from portal.consultations.labels import AUDIENCES
from portal.consultations.staff_views.blueprint import asked_edition, bp
from portal.consultations.xlsform import reading, writing
from portal.consultations.xlsform.writing import Written
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import RuleError

#: Bytes of a file: it travels in the page from the dry run to “Make it”. Real forms have a tenth of this.
LARGEST = 350_000
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/editions/<uuid:edition_id>/form")
@needs(Permission.CONSULTATIONS_PLAN)
def form_out(edition_id: UUID) -> ResponseReturnValue:
    """What other programs will show otherwise, before it is downloaded."""
    row, _edition = asked_edition(edition_id)
    return render_template("consultations/staff_form_out.html", edition=row, lost=_written(edition_id).lost)


@bp.post("/editions/<uuid:edition_id>/form")
@needs(Permission.CONSULTATIONS_PLAN)
def download_form(edition_id: UUID) -> Response:
    """The file; who took it is in the log."""
    row, _edition = asked_edition(edition_id)
    audit.record("edition.form_downloaded", by=me().id, subject=("edition", row.id), facts={"number": row.number})
    db.session.commit()
    name = f"{row.consultation.slug} {row.audience} {row.number}"
    return handed_over(_written(edition_id).content, name, "xlsx")


@bp.route("/form", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def form_in() -> ResponseReturnValue:
    """First what it would become and what would be lost; then, by a second press, all of it or nothing."""
    form = FormFileForm()
    if request.method == "GET":
        return render_template("consultations/staff_form_in.html", form=form, read=None)
    content = _content(form)
    if content is None:
        return render_template("consultations/staff_form_in.html", form=form, read=None)
    read = reading.read(content)
    if read.edition and not form.title.data:
        form.title.data = read.title
    form.carried.data = b64encode(content).decode("ascii")
    if read.edition and request.form.get("go") == "make" and form.fits(lost=bool(read.lost)):
        try:
            made = form.begin_with(read.edition, by=me())
        except RuleError as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("It is a draft now. Nobody is asked before it is launched."))
            return redirect(url_for(".consultation", consultation_id=made.id), 303)
    return render_template("consultations/staff_form_in.html", form=form, read=read, audiences=AUDIENCES)


def _content(form: FormFileForm) -> bytes | None:
    """The file that was chosen, or the one of the dry run; None with the reason beside the field."""
    sent = request.files.get("file")
    content = sent.stream.read(LARGEST + 1) if sent else b""
    if not content:
        try:
            content = b64decode(form.carried.data or "", validate=True)
        except (Error, ValueError):
            content = b""
    if not content:
        form.file.errors = [_("Choose a file first.")]
    elif len(content) > LARGEST:
        form.file.errors = [_("That file is too big. A form has %(size)s kilobytes at most.", size=LARGEST // 1000)]
    return None if form.file.errors else content


def _written(edition_id: UUID) -> Written:
    row, edition = asked_edition(edition_id)
    return writing.write(
        writing.planned(edition),
        title=row.consultation.title,
        form_id=row.consultation.slug,
        version=f"{row.number}-{clock.today():%Y%m%d}",
    )
