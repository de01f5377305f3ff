"""The codebook and the coding desk, for the participation team."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats
from portal.core.paging import Pager, number_asked
from portal.partnership import queries as partnership
from portal.reading import queries as reading
from portal.themes import operations, queries, rules
from portal.themes.forms import ThemeForm, ThemingForm
from portal.themes.labels import SHANARRI, UNCRC
from portal.themes.queries import Page

bp = Blueprint("themes_staff", __name__, url_prefix="/work/themes")


@bp.get("/")
@needs(Permission.THEMES_CODE)
def index() -> ResponseReturnValue:
    """The codebook, and how many views wait for a theme."""
    return render_template(
        "themes/staff_index.html",
        entries=queries.codebook(),
        retired=queries.codebook(retired=True),
        waiting=queries.waiting_count(),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def create() -> ResponseReturnValue:
    """Add a theme."""
    form = ThemeForm()
    form.offer(partnership.organisations())
    if form.validate_on_submit():
        try:
            theme = operations.create(form.definition, by=me())
        except Repeats as error:
            form.counts.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The theme is in the codebook."))
            return redirect(url_for(".theme", theme_id=theme.id), 303)
    return render_template("themes/staff_edit.html", form=form, theme=None)


@bp.get("/waiting")
@needs(Permission.THEMES_CODE)
def waiting() -> ResponseReturnValue:
    """Views that no theme has been found for yet."""
    page = queries.waiting(number_asked())
    return render_template("themes/staff_waiting.html", page=page, pager=_pager(page))


@bp.get("/<uuid:theme_id>")
@needs(Permission.THEMES_CODE)
def theme(theme_id: UUID) -> ResponseReturnValue:
    """One theme and the views under it, as links without words."""
    found = queries.get_theme(theme_id)
    page = queries.contributions_under(found.id, number_asked())
    return render_template(
        "themes/staff_theme.html",
        theme=found,
        page=page,
        pager=_pager(page),
        shanarri=SHANARRI.get(found.shanarri or ""),
        uncrc=UNCRC.get(found.uncrc or ""),
    )


@bp.route("/<uuid:theme_id>/edit", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def edit(theme_id: UUID) -> ResponseReturnValue:
    """Word a theme anew."""
    found = queries.get_theme(theme_id)
    form = ThemeForm(obj=found)
    form.offer(partnership.organisations(), found)
    if form.validate_on_submit():
        try:
            operations.change(found, form.definition, by=me())
        except Repeats as error:
            form.counts.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The theme is changed."))
            return redirect(url_for(".theme", theme_id=found.id), 303)
    return render_template("themes/staff_edit.html", form=form, theme=found)


@bp.get("/<uuid:theme_id>/retire")
@needs(Permission.THEMES_CODE)
def confirm_retire(theme_id: UUID) -> ResponseReturnValue:
    """What retiring a theme means, before it is done."""
    found = queries.get_theme(theme_id)
    if not rules.is_open(found):
        raise NotFound
    return render_template("themes/staff_confirm_retire.html", theme=found)


@bp.post("/<uuid:theme_id>/retire")
@needs(Permission.THEMES_CODE)
def retire(theme_id: UUID) -> ResponseReturnValue:
    """Offer a theme no longer."""
    operations.retire(queries.get_theme(theme_id), by=me())
    db.session.commit()
    flash(_("The theme is retired. Views that stand under it stay there."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:theme_id>/bring-back")
@needs(Permission.THEMES_CODE)
def bring_back(theme_id: UUID) -> ResponseReturnValue:
    """Offer a retired theme again."""
    operations.bring_back(queries.get_theme(theme_id), by=me())
    db.session.commit()
    flash(_("The theme is in use again."))
    return redirect(url_for(".theme", theme_id=theme_id), 303)


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
    passages = threads.passages_of(contribution.id)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    hints = {key: theme.counts for key, theme in form.offered.items()}
    return render_template(
        "themes/staff_code.html", form=form, contribution=contribution, passages=passages, hints=hints
    )


def _pager(page: Page) -> Pager:
    return Pager.over(page.number, page.pages, lambda n: f"{request.path}?page={n}")
