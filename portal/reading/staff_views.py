"""The reading desk: the list, one view, sorting it and answering it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.accounts.login import me, my_role
from portal.complaints.models import Wish
from portal.contributions import attachments, files
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.assisting import told
from portal.contributions.models import Contribution, Matter, Priority
from portal.contributions.sharing import offered
from portal.core import crypto, db
from portal.core.access import Permission, Role, needs
from portal.core.forms import text
from portal.core.paging import number_asked
from portal.partnership import queries as partnership
from portal.reading import operations, queries, uses
from portal.reading.forms import AboutForm, PlainReplyForm, TriageForm
from portal.reading.labels import COMPLAINT_QUESTION, OUTCOMES, PRIORITIES, WISHES
from portal.reading.models import Outcome
from portal.reading.queries import Show
from portal.safety import queries as safety
from portal.safety.operations import About
from portal.together import operations as together
from portal.together.labels import PLACES, TOLD

bp = Blueprint("reading_staff", __name__, url_prefix="/work")


@bp.get("/views")
@needs(Permission.VIEWS_READ)
def views() -> ResponseReturnValue:
    """What waits to be read, the most urgent first; never the words."""
    show = Show(request.args["show"]) if request.args.get("show") in set(Show) else Show.WAITING
    wanted = request.args.get("priority")
    priority = Priority(wanted) if wanted in set(Priority) else None
    sought = request.args.get("outcome")
    outcome = Outcome(sought) if sought in set(Outcome) and show is Show.SORTED else None
    kind = request.args.get("kind")
    matter = Matter(kind) if kind in set(Matter) else None
    page = queries.view_page(show, number_asked(), priority, outcome, matter)

    def to(number: int) -> str:
        return url_for(".views", page=number, show=show, priority=priority, outcome=outcome, kind=matter)

    return render_template(
        "reading/staff_views.html",
        page=page,
        page_url=to,
        show=show,
        priority=priority,
        priorities=PRIORITIES,
        outcome=outcome,
        outcomes=OUTCOMES,
        matter=matter,
    )


@bp.get("/views/<uuid:contribution_id>")
@needs(Permission.VIEWS_READ, records_reading=True)
def view(contribution_id: UUID) -> ResponseReturnValue:
    """A whole view: the reading is recorded, and shows on its life line."""
    return _view_page(queries.get_readable(contribution_id, my_role()))


def _view_page(
    found: Contribution, *, triage: TriageForm | None = None, reply: PlainReplyForm | None = None
) -> ResponseReturnValue:
    contributions.mark_read(found, by=me(), role=my_role())
    db.session.commit()
    opened = queries.open_view(found)
    if triage is None:
        triage = _triage_form(formdata=None, question=str(COMPLAINT_QUESTION))
        if opened.triage:
            triage.outcome.data, triage.wish.data = opened.triage.outcome.value, opened.triage.complaint_wish.value
    return render_template(
        "reading/staff_view.html",
        view=opened,
        triage_form=triage,
        reply_form=reply or PlainReplyForm(formdata=None),
        outcomes=OUTCOMES,
        wishes=WISHES,
        priorities=PRIORITIES,
        choices=offered(known=True, matter=found.matter),
        passed_on=threads.find_passed_on(found.id),
        next_id=queries.next_waiting(found),
        helped=told(opened.assistance) if opened.assistance else "",
        places=PLACES,
        told_labels=TOLD,
    )


def _triage_form(**values: object) -> TriageForm:
    form = TriageForm(**values)
    teams = [SelectChoice(str(team.id), f"{team.organisation.short_name}: {team.name}") for team in partnership.teams()]
    form.team.choices = [SelectChoice("", _("Not known")), *teams]
    return form


def _about(form: TriageForm) -> About | None:
    if not (form.about_worker.data or form.team.data or text(form.worker_name)):
        return None
    known = {str(team.id): team.id for team in partnership.teams()}
    return About(team_id=known.get(form.team.data or ""), name=text(form.worker_name))


@bp.get("/views/<uuid:contribution_id>/files/<uuid:which>")
@needs(Permission.VIEWS_READ, records_reading=True)
def file(contribution_id: UUID, which: UUID) -> ResponseReturnValue:
    """One picture or voice note: recorded like the reading it is part of."""
    found = queries.get_readable(contribution_id, my_role())
    answer = files.response(attachments.content_of(attachments.open_for(found, which, by=me(), role=my_role())))
    db.session.commit()
    return answer


@bp.route("/views/<uuid:contribution_id>/files/<uuid:which>/about", methods=["GET", "POST"])
@needs(Permission.VIEWS_REPLY)
def describe(contribution_id: UUID, which: UUID) -> ResponseReturnValue:
    """Say in words what is on it, for colleagues who cannot see or hear it, and so that it can be themed."""
    found = queries.get_readable(contribution_id, my_role())
    attachment = attachments.get_attachment(found, which)
    form = AboutForm(text=crypto.unseal(attachment, "about"))
    if form.validate_on_submit():
        attachments.describe(attachment, text(form.text), by=me())
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for(".view", contribution_id=contribution_id), 303)
    return render_template("reading/staff_describe.html", form=form, contribution=found, attachment=attachment)


@bp.post("/views/<uuid:contribution_id>/sort")
@needs(Permission.VIEWS_TRIAGE)
def sort(contribution_id: UUID) -> ResponseReturnValue:
    """Say what it is; worried means safeguarding has it in the same moment."""
    found, form = queries.get_readable(contribution_id, my_role()), _triage_form()
    if not form.validate_on_submit():
        return _view_page(found, triage=form)
    operations.triage(
        found,
        outcome=Outcome(form.outcome.data),
        wish=Wish(form.wish.data),
        worry=text(form.worry),
        about=_about(form),
        question=text(form.question),
        by=me(),
    )
    db.session.commit()
    worried = form.outcome.data == Outcome.WORRIED
    if worried and _about(form):
        flash(_("Safeguarding has it now. It has left this list, so that nobody it may be about can find it."))
        return redirect(url_for(".views"), 303)
    flash(_("Safeguarding has it now.") if worried else _("Sorted."))
    return redirect(url_for(".view", contribution_id=contribution_id), 303)


@bp.get("/readings")
@needs(Permission.READINGS_REVIEW)
def readings() -> ResponseReturnValue:
    """Who opened how many views on each of the last days; never which.

    An officer whom a concern is about would learn of it from a colleague's reading, so only leads see the whole.
    """
    whole = my_role() is Role.CORPORATE_LEAD
    lines = queries.reading_lines(whole=whole)
    return render_template(
        "reading/staff_readings.html", lines=lines, whole=whole, many=queries.MANY, days=queries.DAYS
    )


@bp.post("/views/<uuid:contribution_id>/reply")
@needs(Permission.VIEWS_REPLY)
def reply(contribution_id: UUID) -> ResponseReturnValue:
    """Answer whoever holds the code."""
    found, form = queries.get_readable(contribution_id, my_role()), PlainReplyForm()
    if not form.validate_on_submit() or not (_cannot_wait(found) or form.is_plain()):
        return _view_page(found, reply=form)
    contributions.reply(found, text(form.text), by=me())
    db.session.commit()
    flash(_("Your reply waits behind their code."))
    return redirect(url_for(".view", contribution_id=contribution_id), 303)


def _cannot_wait(found: Contribution) -> bool:
    """Whether advice on words would be in the way: somebody may not be safe, or reads another language."""
    urgent = found.priority is Priority.URGENT or safety.find_concern(found.id) is not None
    return urgent or not found.locale.startswith("en")


@bp.get("/views/allowed")
@needs(Permission.VIEWS_READ)
def allowed() -> ResponseReturnValue:
    """What owners said yes to and somebody has to act on; never the words."""
    return render_template("reading/staff_allowed.html", to_pass_on=uses.to_pass_on(), training=uses.for_training())


@bp.post("/views/<uuid:contribution_id>/passed-on")
@needs(Permission.VIEWS_TRIAGE)
def passed_on(contribution_id: UUID) -> ResponseReturnValue:
    """Note that their worker was given it; it shows on the life line."""
    contributions.pass_on(queries.get_readable(contribution_id, my_role()), by=me())
    db.session.commit()
    flash(_("Noted. They can see on their line that it was passed on."))
    return redirect(url_for(".view", contribution_id=contribution_id), 303)


@bp.post("/views/<uuid:contribution_id>/passages/<uuid:words_id>/out")
@needs(Permission.VIEWS_TRIAGE)
def take_out(contribution_id: UUID, words_id: UUID) -> ResponseReturnValue:
    """Somebody of a group asked an officer to take their voice out."""
    together.take_out(queries.get_readable(contribution_id, my_role()), words_id, by=me())
    db.session.commit()
    flash(_("It is gone for good."))
    return redirect(url_for(".view", contribution_id=contribution_id), 303)
