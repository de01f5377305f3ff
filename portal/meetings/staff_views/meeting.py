"""The list of meetings, planning one, one meeting on a page, and taking it a step on."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.accounts.login import me, my_role
from portal.core import clock
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.guard import may
from portal.core.paging import number_asked
from portal.core.thread import Station
from portal.meetings import attending, operations, queries, rules
from portal.meetings.forms import PlanForm
from portal.meetings.labels import CAME, DRAWN, KINDS, ON, SOURCES, STATES
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.staff_views.blueprint import bp, done, order_shown

_STEPS = {
    MeetingState.PLANNED: operations.open_agenda,
    MeetingState.AGENDA_OPEN: operations.open_vote,
}


@bp.get("/")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """Meetings to come and meetings that are over."""
    role = my_role()
    return render_template(
        "meetings/staff_index.html",
        ahead=queries.ahead(role),
        over=queries.over(role, number_asked()),
        url=lambda number: url_for(".index", page=number),
        kinds=KINDS,
        states=STATES,
        drawn=DRAWN,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def create() -> ResponseReturnValue:
    """Plan a meeting."""
    form = PlanForm(arranger_id=str(me().id), dots=3)
    _offer(form)
    if form.validate_on_submit():
        return done(operations.plan(form.plan, by=me()), _("The meeting is planned. Everybody it is for can see it."))
    return render_template("meetings/staff_plan.html", form=form, meeting=None)


@bp.route("/<uuid:meeting_id>/plan", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def plan(meeting_id: UUID) -> ResponseReturnValue:
    """Another day, place, chair or arranger."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in rules.AHEAD:
        raise NotFound
    form = PlanForm(data=_values(found))
    _offer(form, found)
    if form.validate_on_submit():
        operations.change(found, form.plan, by=me())
        return done(found, _("Saved. Calendars show it the next time they look."))
    return render_template("meetings/staff_plan.html", form=form, meeting=found)


@bp.get("/<uuid:meeting_id>")
@needs(Permission.BOARD_READ)
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting: when and where, its agenda, and what I can do now."""
    found = queries.get_meeting(meeting_id, my_role())
    writes = rules.may_write_minutes(found.state, found.starts_at, clock.now())
    return render_template(
        "meetings/staff_meeting.html",
        meeting=found,
        lines=queries.lines(found, me(), my_role()),
        stations=_stations(found),
        kinds=KINDS,
        sources=SOURCES,
        came=CAME,
        step=ON.get(found.state),
        mine=attending.attendance_of(found, me()),
        dots=queries.dots_of(found, me()) if may(Permission.DOTS_PLACE) else {},
        can_dot=may(Permission.DOTS_PLACE) and queries.may_place(found, me()),
        **order_shown(found),
        owed=queries.needs_explaining(found),
        is_open=found.state is MeetingState.AGENDA_OPEN,
        is_ahead=found.state in rules.AHEAD,
        is_counted=found.state in rules.COUNTED,
        is_held=found.state in rules.HELD,
        is_voting=found.state is MeetingState.VOTING,
        can_write=may(Permission.MEETINGS_ARRANGE) and writes,
        can_hold=found.state is MeetingState.AGENDA_SET and clock.now() >= found.starts_at,
        packs=queries.packs_of(found),
        before=queries.leading_to(found),
        leads_to=queries.led_to(found, my_role()),
        said=attending.coming_count(found),
    )


@bp.post("/<uuid:meeting_id>/on")
@needs(Permission.MEETINGS_ARRANGE)
def go_on(meeting_id: UUID) -> ResponseReturnValue:
    """Take it to its next state; the form says from which, so that two taps are one step."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in _STEPS or request.form.get("from") != found.state.value:
        return done(found, _("It is at another point already. Nothing was changed."))
    _STEPS[found.state](found, by=me())
    return done(found, str(STATES[found.state]))


@bp.route("/<uuid:meeting_id>/close-vote", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def close_vote(meeting_id: UUID) -> ResponseReturnValue:
    """A page that says what closing the vote means now, then it is closed."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state is not MeetingState.VOTING:
        if request.method == "POST":
            return done(found, _("It is at another point already. Nothing was changed."))
        raise NotFound
    if request.method == "POST":
        operations.close_vote(found, by=me())
        return done(found, str(STATES[found.state]))
    return render_template(
        "meetings/staff_close_vote.html",
        meeting=found,
        kinds=KINDS,
        some=queries.some_placed(found),
        ordered=any(one.officers_place for one in found.items),
    )


@bp.route("/<uuid:meeting_id>/call-off", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def call_off(meeting_id: UUID) -> ResponseReturnValue:
    """A page that says what calling off means, then it is done."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in rules.AHEAD:
        raise NotFound
    if request.method == "POST":
        operations.call_off(found, by=me())
        return done(found, _("The meeting is called off. Calendars show it the next time they look."))
    return render_template("meetings/staff_call_off.html", meeting=found, kinds=KINDS)


def _offer(form: PlanForm, found: Meeting | None = None) -> None:
    arrangers = accounts.holders(Permission.MEETINGS_ARRANGE)
    chairs = accounts.holders(Permission.MINUTES_AGREE)
    others = [one for one in queries.ahead(my_role()) if found is None or one.id != found.id]
    form.offer(arrangers, chairs, others)


def _stations(found: Meeting) -> list[Station]:
    """The states a meeting goes through, as a thread."""
    if found.state is MeetingState.CALLED_OFF:
        return [Station(str(STATES[found.state]), "now")]
    order = [one for one in MeetingState if one is not MeetingState.CALLED_OFF]
    now = order.index(found.state)
    last = len(order) - 1
    return [
        Station(str(STATES[one]), "done" if at < now or now == last else "now" if at == now else "ahead")
        for at, one in enumerate(order)
    ]


def _values(meeting: Meeting) -> dict[str, object]:
    """A meeting as its form shows it, on the clock in Scotland."""
    starts, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return {
        "kind": meeting.kind.value,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "how_to_join": meeting.how_to_join,
        "dots": meeting.dots,
        "arranger_id": str(meeting.arranger_id),
        "chair_id": str(meeting.chair_id or ""),
        "leads_to_id": str(meeting.leads_to_id or ""),
    }
