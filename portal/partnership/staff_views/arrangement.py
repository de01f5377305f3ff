"""How the partnership is arranged: the ladder, partners and their posts, days the offices are shut."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.partnership import arrangement, queries
from portal.partnership.forms import HolidayForm, LevelForm, OrganisationForm, PostForm
from portal.partnership.staff_views.blueprint import bp


@bp.get("/partnership/")
@needs(Permission.PARTNERSHIP_MANAGE)
def arranged() -> ResponseReturnValue:
    """All of it on one page."""
    return render_template(
        "partnership/staff_arranged.html",
        ladder=queries.governance_ladder(),
        organisations=queries.organisations(),
        holidays=arrangement.coming_holidays(),
    )


@bp.route("/partnership/levels/new", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def add_level() -> ResponseReturnValue:
    """A new rung."""
    form = LevelForm()
    if form.validate_on_submit():
        try:
            arrangement.add_level(name=text(form.name), purpose=text(form.purpose), by=_by())
        except RuleError as error:
            form.name.errors = [_(error.message)]
        else:
            return _saved()
    return render_template("partnership/staff_level.html", form=form, level=None)


@bp.route("/partnership/levels/<uuid:level_id>", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def level(level_id: UUID) -> ResponseReturnValue:
    """Name a rung anew."""
    found = arrangement.get_level(level_id)
    form = LevelForm(obj=found)
    if form.validate_on_submit():
        try:
            arrangement.change_level(found, name=text(form.name), purpose=text(form.purpose), by=_by())
        except RuleError as error:
            form.name.errors = [_(error.message)]
        else:
            return _saved()
    return render_template("partnership/staff_level.html", form=form, level=found)


@bp.post("/partnership/levels/<uuid:level_id>/<any(up, down):way>")
@needs(Permission.PARTNERSHIP_MANAGE)
def move_level(level_id: UUID, way: str) -> ResponseReturnValue:
    """One rung up or down."""
    arrangement.move_level(arrangement.get_level(level_id), up=way == "up", by=_by())
    return _saved()


@bp.post("/partnership/levels/<uuid:level_id>/retire")
@needs(Permission.PARTNERSHIP_MANAGE)
def retire_level(level_id: UUID) -> ResponseReturnValue:
    """Take a rung out; the page of the rung says what that means."""
    arrangement.retire_level(arrangement.get_level(level_id), by=_by())
    return _saved()


@bp.route("/partnership/organisations/new", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def add_organisation() -> ResponseReturnValue:
    """A new partner."""
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            arrangement.add_organisation(form.partner(), by=_by())
        except RuleError as error:
            form.name.errors = [_(error.message)]
        else:
            return _saved()
    return render_template("partnership/staff_organisation.html", form=form, organisation=None)


@bp.route("/partnership/organisations/<uuid:organisation_id>", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Change a partner; its posts are listed below."""
    found = queries.get_organisation(organisation_id)
    form = OrganisationForm(obj=found)
    if form.validate_on_submit():
        try:
            arrangement.change_organisation(found, form.partner(), by=_by())
        except RuleError as error:
            form.name.errors = [_(error.message)]
        else:
            return _saved()
    posts = queries.posts(organisation_id)
    return render_template("partnership/staff_organisation.html", form=form, organisation=found, posts=posts)


@bp.route("/partnership/organisations/<uuid:organisation_id>/posts/new", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def add_post(organisation_id: UUID) -> ResponseReturnValue:
    """A new post of a partner."""
    found = queries.get_organisation(organisation_id)
    form = PostForm()
    if form.validate_on_submit():
        try:
            arrangement.add_post(found, title=text(form.title), by=_by())
        except RuleError as error:
            form.title.errors = [_(error.message)]
        else:
            return _saved(organisation_id)
    return render_template("partnership/staff_post.html", form=form, post=None, organisation=found)


@bp.route("/partnership/posts/<uuid:post_id>", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def post(post_id: UUID) -> ResponseReturnValue:
    """Name a post anew."""
    found = arrangement.get_post(post_id)
    form = PostForm(obj=found)
    if form.validate_on_submit():
        try:
            arrangement.change_post(found, title=text(form.title), by=_by())
        except RuleError as error:
            form.title.errors = [_(error.message)]
        else:
            return _saved(found.organisation_id)
    return render_template("partnership/staff_post.html", form=form, post=found, organisation=found.organisation)


@bp.post("/partnership/posts/<uuid:post_id>/retire")
@needs(Permission.PARTNERSHIP_MANAGE)
def retire_post(post_id: UUID) -> ResponseReturnValue:
    """Offer a post no longer; the page of the post says what that means."""
    found = arrangement.get_post(post_id)
    arrangement.retire_post(found, by=_by())
    return _saved(found.organisation_id)


@bp.route("/partnership/holidays/new", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def add_holiday() -> ResponseReturnValue:
    """A day the offices are shut."""
    form = HolidayForm()
    if form.validate_on_submit():
        try:
            arrangement.add_holiday(on=form.on.data, name=text(form.name), source=text(form.source), by=_by())
        except RuleError as error:
            form.on.errors = [_(error.message)]
        else:
            return _saved()
    return render_template("partnership/staff_holiday.html", form=form)


@bp.post("/partnership/holidays/<uuid:holiday_id>/remove")
@needs(Permission.PARTNERSHIP_MANAGE)
def remove_holiday(holiday_id: UUID) -> ResponseReturnValue:
    """The offices are open that day after all."""
    arrangement.remove_holiday(arrangement.get_holiday(holiday_id), by=_by())
    return _saved()


def _by() -> UUID:
    by: UUID = current_user.account.id
    return by


def _saved(organisation_id: UUID | None = None) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved."))
    if organisation_id:
        return redirect(url_for(".organisation", organisation_id=organisation_id), 303)
    return redirect(url_for(".arranged"), 303)
