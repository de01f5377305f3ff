"""Acting on what was said unasked: sort a problem, pass thanks on, publish an idea with a second person."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Matter
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats
from portal.core.forms import text
from portal.core.guard import may
from portal.free_views import operations, queries
from portal.free_views.forms import IdeaForm, LookForm, SortingForm
from portal.free_views.labels import OWN
from portal.free_views.models import Idea, Own
from portal.partnership import queries as partnership
from portal.reading.queries import get_readable

bp = Blueprint("free_views_staff", __name__, url_prefix="/work")


@bp.route("/views/<uuid:contribution_id>/sorting", methods=["GET", "POST"])
@needs(Permission.VIEWS_TRIAGE)
def sorting(contribution_id: UUID) -> ResponseReturnValue:
    """Which post sorts this problem, and by when."""
    found = _readable(contribution_id, Matter.PROBLEM)
    before = queries.find_sorting(found.id)
    form = SortingForm(obj=before)
    form.offer(partnership.posts())
    if form.validate_on_submit():
        operations.plan_sorting(found, post_id=form.post, due_on=form.due_on.data, by=me())
        db.session.commit()
        flash(_("Saved. They see on their line whose job it is, and by when."))
        return redirect(url_for("reading_staff.view", contribution_id=found.id), 303)
    return render_template("free_views/staff_sorting.html", form=form, contribution=found, before=before)


@bp.post("/views/<uuid:contribution_id>/sorted-out")
@needs(Permission.VIEWS_TRIAGE)
def sorted_out(contribution_id: UUID) -> ResponseReturnValue:
    """Note that the problem is sorted."""
    operations.mark_sorted_out(_readable(contribution_id, Matter.PROBLEM), by=me())
    db.session.commit()
    flash(_("Noted. They see it on their line, and can write if it is not so."))
    return redirect(url_for("reading_staff.view", contribution_id=contribution_id), 303)


@bp.post("/views/<uuid:contribution_id>/thanked")
@needs(Permission.VIEWS_TRIAGE)
def thanked(contribution_id: UUID) -> ResponseReturnValue:
    """Note that whoever was thanked was told."""
    operations.give_thanks(_readable(contribution_id, Matter.THANKS), by=me())
    db.session.commit()
    flash(_("Noted. They can see on their line that their thanks were passed on."))
    return redirect(url_for("reading_staff.view", contribution_id=contribution_id), 303)


@bp.get("/ideas")
@needs(Permission.QUOTES_CHECK)
def ideas() -> ResponseReturnValue:
    """Ideas to publish, to check, and on the page; the words of the first stay closed."""
    public = queries.published_for_staff()
    return render_template(
        "free_views/staff_ideas.html",
        to_publish=queries.to_publish() if may(Permission.VIEWS_READ) else (),
        waiting=queries.waiting_to_be_checked(),
        public=public,
        me_id=me().id,
        own=OWN,
    )


@bp.route("/views/<uuid:contribution_id>/idea", methods=["GET", "POST"])
@needs(Permission.VIEWS_TRIAGE, records_reading=True)
def prepare(contribution_id: UUID) -> ResponseReturnValue:
    """Choose the words an idea is published in; showing what was said is a recorded reading."""
    found = _readable(contribution_id, Matter.IDEA)
    came = queries.what_came_of(found)
    form = IdeaForm()
    if came.may_publish and form.validate_on_submit():
        try:
            made = operations.prepare(found, own=Own(form.own.data), text=text(form.text), by=me())
        except Repeats as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved. It is public once a second person has checked it."))
            return redirect(url_for(".look", idea_id=made.id), 303)
    contributions.mark_read(found, by=me(), role=my_role())
    db.session.commit()
    return render_template(
        "free_views/staff_prepare.html",
        form=form,
        contribution=found,
        came=came,
        passages=queries.passages(found),
    )


@bp.route("/ideas/<uuid:idea_id>", methods=["GET", "POST"])
@needs(Permission.QUOTES_CHECK, records_reading=True)
def look(idea_id: UUID) -> ResponseReturnValue:
    """An idea as it will stand on the page; the second person's list where it waits for one.

    Their own words that nobody else may see yet are read here, so the reading is recorded.
    """
    found, form = queries.get_prepared(idea_id), LookForm()
    mine = found.prepared_by_id == me().id
    if found.published_on is None and not mine and form.validate_on_submit():
        operations.publish(found, looked=form.looked.data or [], by=me())
        db.session.commit()
        flash(_("The idea is on its page now."))
        return redirect(url_for(".look", idea_id=found.id), 303)
    if found.published_on is None and found.own is Own.THEIRS:
        contributions.mark_read(found.contribution, by=me(), role=my_role())
        db.session.commit()
    return render_template(
        "free_views/staff_look.html", idea=found, text=queries.text_of(found), form=form, own=OWN, mine=mine
    )


@bp.post("/ideas/<uuid:idea_id>/down")
@needs(Permission.QUOTES_CHECK)
def take_down(idea_id: UUID) -> ResponseReturnValue:
    """Take an idea off its page, at once and without a second person: doubt is enough."""
    found: Idea = queries.get_prepared(idea_id)
    operations.take_down(found, by=me())
    db.session.commit()
    flash(_("The idea is off the page."))
    return redirect(url_for(".ideas"), 303)


def _readable(contribution_id: UUID, matter: Matter) -> Contribution:
    found = get_readable(contribution_id, my_role())
    if found.matter is not matter:
        raise NotFound
    return found
