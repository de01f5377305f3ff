"""Views without a theme, and one view beside the themes it could stand under."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import attachments
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.paging import number_asked
from portal.reading import queries as reading
from portal.themes import operations, queries, rules
from portal.themes.forms import ThemingForm
from portal.themes.staff_views.blueprint import bp, page_url


@bp.get("/waiting")
@needs(Permission.THEMES_CODE)
def waiting() -> ResponseReturnValue:
    """Views that no theme has been found for yet."""
    page = queries.waiting(number_asked())
    return render_template("themes/staff_waiting.html", page=page, page_url=page_url)


@bp.route("/code/<uuid:contribution_id>", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE, records_reading=True)
def code(contribution_id: UUID) -> ResponseReturnValue:
    """A view beside the themes it could stand under; showing its words is a recorded reading."""
    contribution = reading.get_readable(contribution_id, my_role())
    if not rules.can_code(contribution):
        raise NotFound
    form = ThemingForm()
    form.offer(queries.offered_for(contribution.id), queries.themes_of(contribution.id))
    if form.validate_on_submit():
        operations.place(contribution, under=form.chosen, by=me())
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for(".waiting"), 303)
    described = [one for one in attachments.attachments_of(contribution.id) if one.about]
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    hints = {key: theme.counts for key, theme in form.offered.items()}
    return render_template(
        "themes/staff_code.html",
        form=form,
        contribution=contribution,
        passages=threads.passages_of(contribution.id),
        described=described,
        hints=hints,
    )
