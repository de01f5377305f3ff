"""Who comes and what they need, and saying that one has an interest of one's own."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.forms import text
from portal.meetings import attending, operations, queries, rules
from portal.meetings.forms import ComingForm
from portal.meetings.labels import CAME, KINDS
from portal.meetings.models import Attendance, Coming, Meeting
from portal.meetings.staff_views.blueprint import bp, done


@bp.route("/<uuid:meeting_id>/coming", methods=["GET", "POST"])
@needs(Permission.TABLE_SIT)
def coming(meeting_id: UUID) -> ResponseReturnValue:
    """Whether I come, and what I need for it."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in rules.AHEAD:
        raise NotFound
    own = attending.attendance_of(found, me())
    form = ComingForm(data=_said(own))
    if form.validate_on_submit():
        operations.answer(
            found,
            Coming(form.coming.data),
            access=text(form.access),
            travel=text(form.travel),
            payment=text(form.payment),
            by=me(),
        )
        return done(found, _("Thank you. You can change it until the meeting."))
    return render_template("meetings/staff_coming.html", form=form, meeting=found, own=own, kinds=KINDS)


@bp.get("/<uuid:meeting_id>/arrangements")
@needs(Permission.MEETINGS_ARRANGE)
def arrangements(meeting_id: UUID) -> ResponseReturnValue:
    """What people need, for whoever looks after it and nobody else."""
    found = _mine(meeting_id)
    said = attending.attendances(found)
    return render_template(
        "meetings/staff_arrangements.html",
        meeting=found,
        kinds=KINDS,
        came=CAME,
        rows=[(one, attending.needs_of(one)) for one in said],
        silent=[one.name for one in attending.people_asked(found) if one.id not in {row.account_id for row in said}],
    )


@bp.post("/<uuid:meeting_id>/arrangements/<uuid:attendance_id>")
@needs(Permission.MEETINGS_ARRANGE)
def arranged(meeting_id: UUID, attendance_id: UUID) -> ResponseReturnValue:
    """What one person needs is arranged."""
    found = _mine(meeting_id)
    row = db.session.get(Attendance, attendance_id)
    if row is None or row.meeting_id != found.id:
        raise NotFound
    operations.arranged(row, by=me())
    return done(found, _("They can see now that it is arranged."), to=".arrangements")


@bp.route("/items/<uuid:item_id>/conflict", methods=["GET", "POST"])
@needs(Permission.TABLE_SIT)
def conflict(item_id: UUID) -> ResponseReturnValue:
    """Say that I have an interest of my own in an item, or that it was a slip."""
    item = queries.get_item(item_id, my_role())
    meeting = item.meeting
    if meeting.state not in rules.AHEAD:
        raise NotFound
    said = queries.has_said_conflict(item, me())
    if not said:
        queries.get_open_item(item_id, me(), my_role())
    if request.method == "POST":
        (operations.end_conflict if said else operations.say_conflict)(item, by=me())
        return done(meeting, _("You see the item again.") if said else _("The item is hidden from you now."))
    shown = None if said else queries.texts([item])[item.id]
    return render_template("meetings/staff_conflict.html", meeting=meeting, said=said, text=shown, kinds=KINDS)


def _mine(meeting_id: UUID) -> Meeting:
    """A meeting this person looks after; needs of other people's meetings are not theirs to read."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.arranger_id != me().id:
        raise NotFound
    return found


def _said(own: Attendance | None) -> dict[str, str]:
    if own is None:
        return {}
    return {"coming": own.coming.value} | vars(attending.needs_of(own))
