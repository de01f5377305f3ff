"""The codebook: what each theme is, and which views stand under it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats
from portal.core.forms import text
from portal.core.paging import number_asked
from portal.partnership import queries as partnership
from portal.themes import operations, queries, rules
from portal.themes.forms import RewordForm, ThemeForm, WhyForm
from portal.themes.labels import ACTS, SHANARRI, UNCRC
from portal.themes.staff_views.blueprint import bp, page_url


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
        page_url=page_url,
        changes=queries.changes_of(found.id),
        shanarri=SHANARRI.get(found.shanarri or ""),
        uncrc=UNCRC.get(found.uncrc or ""),
        acts=ACTS,
    )


@bp.route("/<uuid:theme_id>/edit", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def edit(theme_id: UUID) -> ResponseReturnValue:
    """Word a theme anew."""
    found = queries.get_theme(theme_id)
    form = RewordForm(obj=found)
    form.offer(partnership.organisations(), found)
    if form.validate_on_submit():
        try:
            operations.change(found, form.definition, why=text(form.why), by=me())
        except Repeats as error:
            form.counts.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The theme is changed."))
            return redirect(url_for(".theme", theme_id=found.id), 303)
    return render_template("themes/staff_edit.html", form=form, theme=found)


@bp.route("/<uuid:theme_id>/retire", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def retire(theme_id: UUID) -> ResponseReturnValue:
    """Offer a theme no longer, after a page that says what that means and asks why."""
    found, form = queries.get_theme(theme_id), WhyForm()
    if not rules.is_open(found):
        raise NotFound
    if form.validate_on_submit():
        try:
            operations.retire(found, why=text(form.why), by=me())
        except Repeats as error:
            form.why.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The theme is retired. Views that stand under it stay there."))
            return redirect(url_for(".index"), 303)
    return render_template("themes/staff_confirm_retire.html", theme=found, form=form)


@bp.post("/<uuid:theme_id>/bring-back")
@needs(Permission.THEMES_CODE)
def bring_back(theme_id: UUID) -> ResponseReturnValue:
    """Offer a retired theme again."""
    operations.bring_back(queries.get_theme(theme_id), by=me())
    db.session.commit()
    flash(_("The theme is in use again."))
    return redirect(url_for(".theme", theme_id=theme_id), 303)
