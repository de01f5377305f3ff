"""Merging and splitting themes, and what was ever done to the codebook."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.login import me, my_role
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.models import Contribution
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats, RuleError
from portal.core.forms import text
from portal.core.paging import id_asked, number_asked
from portal.partnership import queries as partnership
from portal.reading import queries as reading
from portal.themes import operations, queries, rules
from portal.themes.forms import MergeForm, SortOutForm, SplitForm
from portal.themes.labels import ACTS
from portal.themes.models import Theme
from portal.themes.staff_views.blueprint import bp, page_url


@bp.get("/history")
@needs(Permission.THEMES_CODE)
def history() -> ResponseReturnValue:
    """Everything that was done to the codebook: who, when and why."""
    page = queries.changes(number_asked())
    return render_template("themes/staff_history.html", page=page, page_url=page_url, acts=ACTS)


@bp.route("/<uuid:theme_id>/merge", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def merge(theme_id: UUID) -> ResponseReturnValue:
    """Let everything under one theme stand under another."""
    found, form = _open(theme_id), MergeForm()
    form.offer(found, queries.open_themes())
    if form.validate_on_submit():
        into = form.chosen
        try:
            moved = operations.merge(found, into, why=text(form.why), by=me())
        except RuleError as error:
            form.why.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(ngettext("%(num)s view stands there now.", "%(num)s views stand there now.", moved))
            return redirect(url_for(".theme", theme_id=into.id), 303)
    return render_template("themes/staff_merge.html", theme=found, form=form)


@bp.route("/<uuid:theme_id>/split", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def split(theme_id: UUID) -> ResponseReturnValue:
    """Make a second theme out of a part of one."""
    found = _open(theme_id)
    form = SplitForm(counts_not=found.counts_not, shanarri=found.shanarri, uncrc=found.uncrc)
    form.offer(partnership.organisations())
    if form.validate_on_submit():
        try:
            made = operations.split(found, form.definition, why=text(form.why), by=me())
        except Repeats as error:
            form.why.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".sort_out", theme_id=found.id, new_id=made.id), 303)
    return render_template("themes/staff_split.html", theme=found, form=form)


@bp.get("/<uuid:theme_id>/split/<uuid:new_id>")
@needs(Permission.THEMES_CODE)
def sort_out(theme_id: UUID, new_id: UUID) -> ResponseReturnValue:
    """The next view to look at after a split, or that there is none left."""
    old, new = _parts(theme_id, new_id)
    found = queries.next_under(old.id, id_asked("after"))
    if found is None:
        return render_template("themes/staff_sorted_out.html", old=old, new=new, begun=id_asked("after") is None)
    return redirect(url_for(".sort_out_view", theme_id=old.id, new_id=new.id, contribution_id=found))


@bp.route("/<uuid:theme_id>/split/<uuid:new_id>/<uuid:contribution_id>", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE, records_reading=True)
def sort_out_view(theme_id: UUID, new_id: UUID, contribution_id: UUID) -> ResponseReturnValue:
    """One view after a split: it stays, moves, or belongs to both. Showing its words is a recorded reading."""
    old, new = _parts(theme_id, new_id)
    contribution, form = _readable(contribution_id), SortOutForm()
    form.offer(old, new)
    if form.validate_on_submit():
        operations.sort_out(contribution, old=old, new=new, under=form.under, by=me())
        db.session.commit()
        return redirect(url_for(".sort_out", theme_id=old.id, new_id=new.id, after=contribution.id), 303)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    return render_template(
        "themes/staff_sort_out.html",
        old=old,
        new=new,
        form=form,
        contribution=contribution,
        passages=threads.passages_of(contribution.id),
    )


def _open(theme_id: UUID) -> Theme:
    found = queries.get_theme(theme_id)
    if not rules.is_open(found):
        raise NotFound
    return found


def _parts(theme_id: UUID, new_id: UUID) -> tuple[Theme, Theme]:
    """A theme and one that was split off it."""
    if not queries.was_split(theme_id, new_id):
        raise NotFound
    return _open(theme_id), _open(new_id)


def _readable(contribution_id: UUID) -> Contribution:
    found = reading.get_readable(contribution_id, my_role())
    if not rules.can_code(found):
        raise NotFound
    return found
