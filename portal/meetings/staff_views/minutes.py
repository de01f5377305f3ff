"""Writing down what is said while it is said, decisions, and agreeing to the minutes."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats, RuleError
from portal.core.forms import text
from portal.meetings import agreeing, queries, recording, rules
from portal.meetings.forms import AgreeForm, ChairForm, DecisionForm, HeldForm, MinutesForm
from portal.meetings.labels import KINDS
from portal.meetings.models import AgendaItem, Decision, MeetingState
from portal.meetings.staff_views.blueprint import bp, done, order_shown
from portal.partnership import queries as partnership


@bp.route("/items/<uuid:item_id>/minutes", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def write(item_id: UUID) -> ResponseReturnValue:
    """Minutes of one item. They are kept at once; how to make them plainer is said beside what was kept."""
    item = _writing(item_id)
    form = MinutesForm(text=item.minutes, seen=rules.version_of(item.minutes))
    if form.validate_on_submit():
        try:
            recording.write_minutes(item, text(form.text), by=me(), seen=text(form.seen))
        except recording.Overtaken as error:
            form.text.errors = [_(error.message)]
            form.seen.data = rules.version_of(item.minutes)  # they have both before them now
            return _minutes_page(form, item, theirs=item.minutes or ""), 409
        except Repeats as error:
            form.text.errors = [_(error.message)]
            return _minutes_page(form, item), 422
        db.session.commit()
        form.seen.data = rules.version_of(item.minutes)
        if "quiet" in request.form:  # kept while it is typed: nobody pressed anything, so nothing is said
            return "", 204, {"X-Seen": form.seen.data}
        if form.is_plain():
            flash(_("Kept."))
            return redirect(url_for(".meeting", meeting_id=item.meeting_id, _anchor=f"item-{item.id}"), 303)
    return _minutes_page(form, item)


@bp.route("/items/<uuid:item_id>/decide", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def decide(item_id: UUID) -> ResponseReturnValue:
    """A decision under an item."""
    item = _writing(item_id)
    form = DecisionForm()
    form.offer(partnership.posts())
    if form.validate_on_submit() and form.is_plain():
        try:
            recording.decide(item, form.decided, by=me())
        except Repeats as error:
            form.what.errors = [_(error.message)]
        except RuleError as error:
            form.review_on.errors = [_(error.message)]
        else:
            return done(item.meeting, _("The decision is kept. It comes back on the day you chose."))
    return render_template("meetings/staff_decide.html", form=form, item=item, title=queries.texts([item])[item.id])


@bp.post("/decisions/<uuid:decision_id>/take-back")
@needs(Permission.MEETINGS_ARRANGE)
def take_back(decision_id: UUID) -> ResponseReturnValue:
    """A decision that was written down wrongly."""
    found = db.get(Decision, decision_id)
    item = _writing(found.item_id)
    recording.take_back(found, by=me())
    return done(item.meeting, _("The decision is gone. Write it down again if it was put wrongly."))


@bp.route("/<uuid:meeting_id>/held", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def held(meeting_id: UUID) -> ResponseReturnValue:
    """The meeting is over, and so many were there."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state is not MeetingState.AGENDA_SET or clock.now() < found.starts_at:
        raise NotFound
    form = HeldForm()
    owed = queries.needs_explaining(found)
    if not owed and found.chair_id and form.validate_on_submit():
        recording.hold(found, champions=form.champions.data, adults=form.adults.data, by=me())
        return done(found, _("Now champions and whoever chaired agree to the minutes."))
    return render_template("meetings/staff_held.html", form=form, meeting=found, kinds=KINDS, owed=owed)


@bp.route("/<uuid:meeting_id>/chair", methods=["GET", "POST"])
@needs(Permission.MEETINGS_ARRANGE)
def name_chair(meeting_id: UUID) -> ResponseReturnValue:
    """Somebody else agrees to the minutes where whoever chaired never can any more."""
    found = queries.get_meeting(meeting_id, my_role())
    if not agreeing.needs_another_chair(found):
        raise NotFound
    others = [one for one in accounts.holders(Permission.MINUTES_AGREE) if one.id != me().id]
    offered = [one for one in others if agreeing.may_chair(found, one)]
    form = ChairForm()
    form.offer(offered)
    if form.validate_on_submit():
        recording.name_chair(found, accounts.get_account(UUID(form.chair_id.data)), by=me())
        return done(found, _("They can agree to the minutes now."), to=".minutes")
    return render_template("meetings/staff_chair.html", form=form, meeting=found, kinds=KINDS, nobody=not offered)


@bp.get("/<uuid:meeting_id>/minutes")
@needs(Permission.BOARD_READ)
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes as a whole, to be read and agreed to."""
    found = queries.get_meeting(meeting_id, my_role())
    if found.state not in rules.COUNTED:
        raise NotFound
    digest = agreeing.minutes_digest(found)
    agreements = agreeing.agreements_of(found, digest)
    lines = queries.lines(found, me(), my_role())
    return render_template(
        "meetings/staff_minutes.html",
        meeting=found,
        kinds=KINDS,
        lines=lines,
        digest=digest,
        yes=sum(one.current for one in agreements if one.account_id != found.chair_id),
        chair_yes=any(one.current and one.account_id == found.chair_id for one in agreements),
        enough=rules.ENOUGH,
        mine=any(one.current and one.account_id == me().id for one in agreements),
        whole=agreeing.has_all_minutes(found),
        needs_chair=agreeing.needs_another_chair(found),
        can_agree=found.state is MeetingState.HELD and agreeing.may_agree(found, me(), my_role()),
        kept_from=found.state is MeetingState.HELD
        and agreeing.is_asked(found, me(), my_role())
        and any(one.hidden for one in lines),
        **order_shown(found),
    )


@bp.post("/<uuid:meeting_id>/minutes")
@needs(Permission.MINUTES_AGREE)
def agree(meeting_id: UUID) -> ResponseReturnValue:
    """My yes to the minutes I read."""
    found, form, role = queries.get_meeting(meeting_id, my_role()), AgreeForm(), my_role()
    if not form.validate_on_submit() or role is None:
        raise NotFound
    if recording.agree(found, form.digest.data or "", by=me(), role=role):
        return done(found, _("The minutes are agreed. What was decided is on a page for everybody now."), to=".minutes")
    return done(found, _("Thank you. Your yes counts for these words."), to=".minutes")


def _writing(item_id: UUID) -> AgendaItem:
    """An item whose minutes this person may write now."""
    item = queries.get_open_item(item_id, me(), my_role())
    if not rules.may_write_minutes(item.meeting.state, item.meeting.starts_at, clock.now()):
        raise NotFound
    return item


def _minutes_page(form: MinutesForm, item: AgendaItem, *, theirs: str = "") -> str:
    return render_template(
        "meetings/staff_minutes_item.html",
        theirs=theirs,
        form=form,
        item=item,
        title=queries.texts([item])[item.id],
        kept=form.advice is not None and not form.errors,
    )
