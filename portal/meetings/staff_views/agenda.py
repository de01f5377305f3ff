"""The agenda: suggestions from the evidence, points of our own, dots, and the order that is used."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.consultations.questionnaire import Choice
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats, RuleError
from portal.core.forms import text
from portal.core.guard import may
from portal.meetings import operations, queries, rules, suggesting
from portal.meetings.forms import DotsForm, PointForm, SuggestionForm, UsedOrderForm, dots_form, order_form
from portal.meetings.labels import KINDS, SOURCES
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.staff_views.blueprint import bp, done, order_shown


@bp.get("/<uuid:meeting_id>/suggestions")
@needs(Permission.AGENDA_SET)
def suggestions(meeting_id: UUID) -> ResponseReturnValue:
    """What the evidence puts forward, each with its reason, to be taken or left."""
    found = _open(meeting_id)
    return render_template(
        "meetings/staff_suggestions.html",
        meeting=found,
        suggestions=suggesting.suggestions(found, me()),
        sources=SOURCES,
        kinds=KINDS,
    )


@bp.post("/<uuid:meeting_id>/suggestions")
@needs(Permission.AGENDA_SET)
def sort(meeting_id: UUID) -> ResponseReturnValue:
    """Take one suggestion, or leave it."""
    found, form = _open(meeting_id), SuggestionForm()
    suggestion = suggesting.find(found, form.source.data or "", form.about.data or "", me())
    if not form.validate_on_submit() or suggestion is None:
        return done(found, _("Somebody has dealt with it already. Nothing was changed."), to=".suggestions")
    if form.do.data == "leave":
        operations.leave(found, suggestion, by=me())
        return done(found, _("Left for this meeting."), to=".suggestions")
    operations.take(found, suggestion, by=me())
    return done(found, _("It is on the agenda."), to=".suggestions")


@bp.route("/<uuid:meeting_id>/point", methods=["GET", "POST"])
@needs(Permission.AGENDA_SET)
def point(meeting_id: UUID) -> ResponseReturnValue:
    """A point nobody suggested."""
    found, form = _open(meeting_id), PointForm()
    if form.validate_on_submit():
        try:
            operations.add_point(found, text(form.point), by=me())
        except Repeats as error:
            form.point.errors = [_(error.message)]
        else:
            return done(found, _("Your point is on the agenda."))
    return render_template("meetings/staff_point.html", form=form, meeting=found, kinds=KINDS)


@bp.post("/items/<uuid:item_id>/off")
@needs(Permission.AGENDA_SET)
def take_off(item_id: UUID) -> ResponseReturnValue:
    """Off the agenda, by whoever put it there or arranges meetings."""
    item = queries.get_open_item(item_id, me(), my_role())
    meeting = item.meeting
    operations.take_off(item, by=me(), arranges=may(Permission.MEETINGS_ARRANGE))
    return done(meeting, _("It is off the agenda."))


@bp.route("/<uuid:meeting_id>/dots", methods=["GET", "POST"])
@needs(Permission.DOTS_PLACE)
def dots(meeting_id: UUID) -> ResponseReturnValue:
    """A champion's own dots. What others placed is shown to nobody before the vote is closed."""
    found = queries.get_meeting(meeting_id, my_role())
    if not queries.may_place(found, me()):
        raise NotFound
    hidden = queries.hidden_from(queries.items_of(found), me(), my_role())
    form = dots_form(_things(found, without=hidden), queries.dots_of(found, me()))
    if form.validate_on_submit() and _placed(found, form, hidden):
        return done(found, _said_of(found, sum(form.dots.given.values())))
    return render_template("meetings/staff_dots.html", form=form, meeting=found, kinds=KINDS)


@bp.route("/<uuid:meeting_id>/officers-order", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def officers_order(meeting_id: UUID) -> ResponseReturnValue:
    """The order officers would choose, given before the dots are counted."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in (MeetingState.AGENDA_OPEN, MeetingState.VOTING):
        raise NotFound
    items = queries.items_of(found)
    now = [one.id for one in sorted(items, key=lambda one: (one.officers_place is None, one.officers_place or 0))]
    form = order_form(_things(found), now if any(one.officers_place for one in items) else [])
    if form.validate_on_submit():
        operations.set_officers_order(found, rules.in_order(form.numbers, now), by=me())
        return done(found, _("The officers’ order is kept. It stands beside the one young people choose."))
    return render_template("meetings/staff_officers_order.html", form=form, meeting=found, kinds=KINDS)


@bp.route("/<uuid:meeting_id>/order", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def order(meeting_id: UUID) -> ResponseReturnValue:
    """The order that is used; where orders differ, why."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state is not MeetingState.AGENDA_SET:
        raise NotFound
    young, officers, used = queries.orders(found)
    form = order_form(_things(found), used, used=True, difference=found.difference or "")
    if form.validate_on_submit() and isinstance(form, UsedOrderForm) and _ordered(found, form, used):
        return done(found, _("The order is kept."))
    return render_template(
        "meetings/staff_order.html",
        form=form,
        meeting=found,
        kinds=KINDS,
        rows=_beside(found, young, officers),
        **order_shown(found),
        owed=queries.needs_explaining(found),
    )


def _open(meeting_id: UUID) -> Meeting:
    found = queries.get_meeting(meeting_id, my_role())
    if found.state is not MeetingState.AGENDA_OPEN:
        raise NotFound
    return found


def _things(found: Meeting, *, without: frozenset[UUID] = frozenset()) -> list[Choice]:
    items = [one for one in queries.items_of(found) if one.id not in without]
    named, kept = queries.texts(items), queries.hidden_from(items, me(), my_role())
    aside = str(_("Hidden: a conflict of interest"))
    return [Choice(one.id, str(one.id), aside if one.id in kept else named[one.id].text) for one in items]


def _said_of(found: Meeting, placed: int) -> str:
    if not placed:
        return str(_("You placed no dots."))
    return str(
        _(
            "You placed %(placed)s of %(dots)s. You can move them until the vote is closed.",
            placed=placed,
            dots=found.dots,
        )
    )


def _placed(found: Meeting, form: DotsForm, hidden: frozenset[UUID]) -> bool:
    try:
        operations.place_dots(found, form.dots.given, by=me(), hidden=hidden)
    except RuleError as error:
        form.dots.errors = [_(error.message)]
        return False
    return True


def _ordered(found: Meeting, form: UsedOrderForm, used: list[UUID]) -> bool:
    try:
        operations.set_order(found, rules.in_order(form.numbers, used), text(form.difference), by=me())
    except RuleError as error:
        form.difference.errors = [_(error.message)]
        return False
    return True


def _beside(found: Meeting, young: list[UUID], officers: list[UUID]) -> list[tuple[str, int, int, int | None]]:
    """Each item with its dots, its place in young people's order, and in the officers'."""
    hidden = queries.hidden_from(queries.items_of(found), me(), my_role())
    named = queries.texts(queries.items_of(found))
    items = {one.id: one for one in queries.items_of(found)}
    return [
        (
            str(_("Hidden: a conflict of interest")) if one in hidden else named[one].text,
            items[one].dots or 0,
            at,
            officers.index(one) + 1 if one in officers else None,
        )
        for at, one in enumerate(young, start=1)
    ]
