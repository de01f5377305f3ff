"""The administrator's list of help lines: checked ones are shown to young people, the others wait."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import db
from portal.core.access import Permission, needs
from portal.core.forms import text
from portal.partnership import help_lines
from portal.partnership.forms import CheckForm, HelpLineForm
from portal.partnership.staff_views.blueprint import bp


@bp.get("/help-lines/")
@needs(Permission.HELP_LINES_MANAGE)
def index() -> ResponseReturnValue:
    """Every number, those that wait for a check first."""
    return render_template(
        "partnership/staff_index.html", lines=help_lines.every_line(), is_due=help_lines.is_due_a_check
    )


@bp.route("/help-lines/<uuid:line_id>", methods=["GET", "POST"])
@needs(Permission.HELP_LINES_MANAGE)
def line(line_id: UUID) -> ResponseReturnValue:
    """Change a number, or record that it was checked."""
    found = help_lines.get_line(line_id)
    checking = "check" in request.form
    check_form = CheckForm() if checking else CheckForm(formdata=None)
    form = HelpLineForm(formdata=None, obj=found) if checking else HelpLineForm(obj=found)
    if checking and check_form.validate_on_submit():
        by = current_user.account
        help_lines.verify(found, source=text(check_form.source), by_id=by.id, by_name=by.name)
        return _saved(_("The number is shown from now on."))
    if not checking and form.validate_on_submit():
        help_lines.change(
            found,
            phone=text(form.phone),
            text_number=text(form.text_number),
            when_open=text(form.when_open),
            always_open=bool(form.always_open.data),
            by_id=current_user.account.id,
        )
        return _saved(_("Saved. The number is hidden until somebody checks it."))
    return render_template("partnership/staff_line.html", line=found, form=form, check_form=check_form)


@bp.post("/help-lines/<uuid:line_id>/hide")
@needs(Permission.HELP_LINES_MANAGE)
def hide(line_id: UUID) -> ResponseReturnValue:
    """Stop showing a number."""
    help_lines.hide(help_lines.get_line(line_id), by_id=current_user.account.id)
    return _saved(_("The number is hidden."))


def _saved(message: str) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for(".index"), 303)
