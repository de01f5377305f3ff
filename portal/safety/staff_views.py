"""The safety queue and the rota."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.accounts import queries as accounts
from portal.accounts.login import me, my_role
from portal.contributions import attachments, files
from portal.contributions import operations as contributions
from portal.core import clock, crypto, db
from portal.core.access import Permission, Role, needs
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.core.paging import number_asked
from portal.partnership import queries as partnership
from portal.safety import barring, operations, queries, rota
from portal.safety.forms import CloseForm, DutyForm, HandOverForm, ReferenceForm, ReplyForm
from portal.safety.labels import DAYS, RAISED, STATES, TIERS
from portal.safety.models import Concern, Tier

bp = Blueprint("safety_staff", __name__, url_prefix="/work")
_WEEK = 7
_SEALED = ("name", "where", "reach", "worker_name", "worry", "told")


@bp.get("/safety")
@needs(Permission.SAFETY_HANDLE)
def queue() -> ResponseReturnValue:
    """What waits, the longest first, and what was closed lately; never the words."""
    running = queries.concern_page(me(), number_asked())
    closed = queries.concern_page(me(), number_asked("closed"), closed=True)
    return render_template(
        "safety/staff_queue.html",
        running=running,
        running_url=_page_url("page"),
        closed=closed,
        closed_url=_page_url("closed"),
        tiers=TIERS,
        states=STATES,
        raised=RAISED,
        awake=queries.awake_now(),
    )


def _page_url(name: str) -> Callable[[int], str]:
    """Addresses of the pages of one of the two lists; the other keeps its place."""
    places = request.args.to_dict()

    def to(number: int) -> str:
        at = {key: places[key] for key in ("page", "closed") if key in places} | {name: str(number)}
        return url_for(".queue", page=at.get("page"), closed=at.get("closed"))

    return to


@bp.get("/safety/<uuid:concern_id>")
@needs(Permission.SAFETY_HANDLE, records_reading=True)
def concern(concern_id: UUID) -> ResponseReturnValue:
    """One concern, opened: the reading is recorded; the clocks run on until it is passed on or closed."""
    return _concern_page(queries.get_concern(concern_id, me()))


def _concern_page(
    found: Concern,
    *,
    hand_over: HandOverForm | None = None,
    close: CloseForm | None = None,
    reply: ReplyForm | None = None,
) -> ResponseReturnValue:
    operations.see(found, by=me(), role=my_role())
    db.session.commit()
    told = {field: crypto.unseal(found, field) for field in _SEALED}
    return render_template(
        "safety/staff_concern.html",
        concern=found,
        case=queries.open_case(found, me()),
        told=told,
        passed_on=queries.hand_overs_of(found),
        states=STATES,
        raised=RAISED,
        line=queries.line_of(found),
        tiers=TIERS,
        kept_out=_kept_out(found),
        hand_over_form=hand_over or HandOverForm(formdata=None),
        close_form=close or CloseForm(formdata=None),
        reply_form=reply or ReplyForm(formdata=None),
        reference_form=ReferenceForm(formdata=None),
        help_lines=partnership.help_lines(),
    )


@bp.get("/safety/<uuid:concern_id>/files/<uuid:which>")
@needs(Permission.SAFETY_HANDLE, records_reading=True)
def file(concern_id: UUID, which: UUID) -> ResponseReturnValue:
    """One picture or voice note of its thread: recorded like the reading it is part of."""
    found = queries.get_concern(concern_id, me())
    opened = attachments.open_for(found.contribution, which, by=me(), role=my_role(), aside=found.about_worker)
    answer = files.response(attachments.content_of(opened))
    db.session.commit()
    return answer


def _kept_out(found: Concern) -> list[str]:
    """The teams that never see it, by name."""
    barred = barring.door().barred(found).teams
    return [f"{team.organisation.short_name}: {team.name}" for team in partnership.teams() if team.id in barred]


@bp.post("/safety/<uuid:concern_id>/hand-over")
@needs(Permission.SAFETY_HANDLE)
def hand_over(concern_id: UUID) -> ResponseReturnValue:
    """Record to whom it went, how, and their reference."""
    found, form = queries.get_concern(concern_id, me()), HandOverForm()
    if not form.validate_on_submit():
        return _concern_page(found, hand_over=form)
    operations.hand_over(
        found,
        to_whom=text(form.to_whom),
        how=text(form.how),
        reference=text(form.reference),
        note=text(form.note),
        by=me(),
    )
    return _done(_("The hand-over is recorded."), concern_id)


@bp.post("/safety/hand-overs/<uuid:hand_over_id>/confirm")
@needs(Permission.SAFETY_HANDLE)
def confirm(hand_over_id: UUID) -> ResponseReturnValue:
    """Add the reference they gave back."""
    found, form = queries.get_hand_over(hand_over_id, me()), ReferenceForm()
    if not form.validate_on_submit():
        raise RuleError(_("Type the reference."))
    operations.confirm(found, reference=text(form.reference), by=me())
    return _done(_("The reference is recorded."), found.concern_id)


@bp.post("/safety/<uuid:concern_id>/close")
@needs(Permission.SAFETY_HANDLE)
def close(concern_id: UUID) -> ResponseReturnValue:
    """Close it, saying what the young person was told."""
    found, form = queries.get_concern(concern_id, me()), CloseForm()
    if not form.validate_on_submit():
        return _concern_page(found, close=form)
    operations.close(found, told=text(form.told), by=me())
    return _done(_("The concern is closed."), concern_id)


@bp.post("/safety/<uuid:concern_id>/reply")
@needs(Permission.SAFETY_HANDLE)
def reply_to_concern(concern_id: UUID) -> ResponseReturnValue:
    """Answer whoever holds the code."""
    found, form = queries.get_concern(concern_id, me()), ReplyForm()
    if not form.validate_on_submit():
        return _concern_page(found, reply=form)
    contributions.reply(found.contribution, text(form.text), by=me())
    return _done(_("Your reply waits behind their code."), concern_id)


def _done(message: str, concern_id: UUID) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for(".concern", concern_id=concern_id), 303)


@bp.route("/safety/rota", methods=["GET", "POST"])
@needs(Permission.ROTA_EDIT)
def duties() -> ResponseReturnValue:
    """The weekly pattern, and what it means for the next seven days."""
    form = DutyForm()
    people = accounts.active_accounts(Role.SAFEGUARDING_OFFICER)
    form.account.choices = [SelectChoice(str(person.id), person.name) for person in people]
    if form.validate_on_submit():
        try:
            operations.add_duty(
                account=accounts.get_account(UUID(form.account.data)),
                tier=Tier(form.tier.data),
                weekday=int(form.weekday.data),
                starts=form.starts.data,
                ends=form.ends.data,
                works_holidays=bool(form.works_holidays.data),
                by=me(),
            )
        except RuleError as error:
            form.ends.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Added to the rota."))
            return redirect(url_for(".duties"), 303)
    return render_template(
        "safety/staff_duties.html",
        form=form,
        rows=queries.rota_rows(),
        days=DAYS,
        tiers=TIERS,
        coming=_coming(),
        awake=queries.awake_now(),
    )


def _coming() -> Sequence[tuple[object, Sequence[str], bool]]:
    """Each of the next seven days: the date, the staffed stretches, whether it is a holiday."""
    kept, holidays, today = queries.duties(), queries.holidays(), clock.today()
    found = []
    for number in range(_WEEK):
        day = today + timedelta(days=number)
        spans = {(clock.local(s.starts), clock.local(s.ends)) for s in rota.on_day(kept, holidays, day)}
        texts = [f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in sorted(spans)]
        found.append((day, texts, day in holidays))
    return found


@bp.route("/safety/rota/<uuid:duty_id>/remove", methods=["GET", "POST"])
@needs(Permission.ROTA_EDIT)
def remove_duty(duty_id: UUID) -> ResponseReturnValue:
    """Take somebody off the rota, after saying what young people will then be told."""
    if request.method == "GET":
        return render_template("safety/staff_remove_duty.html", duty=queries.get_duty(duty_id), days=DAYS)
    operations.remove_duty(queries.get_duty(duty_id), by=me())
    db.session.commit()
    flash(_("Taken off the rota."))
    return redirect(url_for(".duties"), 303)
