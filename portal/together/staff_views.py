"""The adult's side: begin with one young person and hand over the phone; record a group."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.accounts import entering, login
from portal.accounts.login import me, my_role
from portal.accounts.slowing import Guessing
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import attachments, codes, files, visits
from portal.contributions.media import Refusal, RefusedFile
from portal.contributions.models import AgeBand, Media, Whereabouts
from portal.core import clock, db
from portal.core.access import Permission, Role, needs, signed_in
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.core.guard import may
from portal.core.i18n import language
from portal.core.limits import whose
from portal.core.sessions import sides
from portal.core.web import accepts_files
from portal.together import handing_over, operations, queries
from portal.together.forms import ArtForm, PointForm, SessionForm, StartForm, UnlockForm, VoiceForm
from portal.together.labels import PLACES, UNASKED
from portal.together.models import GroupSession, Told
from portal.together.operations import Evening

bp = Blueprint("together_staff", __name__, url_prefix="/work/together")


@bp.get("/")
@needs(Permission.GROUPS_RECORD)
def index() -> ResponseReturnValue:
    """Both ways to help, and the groups this person recorded."""
    return _index(_start_form(formdata=None))


@bp.post("/start")
@needs(Permission.ASSIST)
def start() -> ResponseReturnValue:
    """Lock this visit, then show the young person's pages. Nothing says who began, and nothing is stored."""
    form = _start_form()
    if not form.validate_on_submit():
        return _index(form)
    note = handing_over.write(handing_over.Note(_role(), form.about.data))
    login.lock("together_staff.unlock")
    unasked = form.about.data in UNASKED
    return redirect(url_for("free_views.with_somebody" if unasked else "together.begin", note=note), 303)


@bp.route("/locked", methods=["GET", "POST"])
@signed_in
def unlock() -> ResponseReturnValue:
    """The adult has the phone again. What the young person left open on it is closed before anything else opens."""
    if not login.is_locked():
        return redirect(url_for("dashboard_staff.home"), 303)
    form = UnlockForm()
    if form.validate_on_submit():
        guessing = Guessing(f"unlock:{me().id}", whose())
        if wait := guessing.seconds_to_wait():
            form.password.errors = [
                _("That was a lot of tries. Wait %(seconds)s seconds, then try again.", seconds=wait)
            ]
            return _locked(form), 429
        if entering.try_password(me(), text(form.password)):
            visits.leave(sides().token_sent(request, working=False))
            login.unlock()
            db.session.commit()
            return redirect(url_for(".index"), 303)
        db.session.commit()
        guessing.note_miss()
        form.password.errors = [_("That is not your passphrase.")]
    return _locked(form)


@bp.route("/group", methods=["GET", "POST"])
@needs(Permission.GROUPS_RECORD)
def record() -> ResponseReturnValue:
    """A group's evening; then its code, the same for every tap and never again."""
    form = SessionForm()
    form.about.choices = [
        SelectChoice("", _("Something of their own")),
        *(SelectChoice(str(one.id), one.title) for one in _askable()),
    ]
    if request.method == "GET":
        form.key.data = codes.new_submission_key()
    if not form.validate_on_submit():
        return render_template("together/staff_record.html", form=form)
    received = operations.begin_session(_evening(form), by=me(), role=_role(), locale=language().lang)
    db.session.commit()
    return render_template("together/staff_code.html", words=received.code.split(), session_id=received.contribution.id)


@bp.get("/group/<uuid:contribution_id>")
@needs(Permission.GROUPS_RECORD)
def group(contribution_id: UUID) -> ResponseReturnValue:
    """What was written down of one evening, counted; and room for more. The words are the team's to read."""
    return _group(queries.get_session(contribution_id, me()))


@bp.post("/group/<uuid:contribution_id>/voice")
@needs(Permission.GROUPS_RECORD)
def voice(contribution_id: UUID) -> ResponseReturnValue:
    """One voice more."""
    found, form = queries.get_session(contribution_id, me()), VoiceForm()
    if not form.validate_on_submit():
        return _group(found, voice=form)
    operations.add_voice(found, text(form.voice), quotable=bool(form.quotable.data), by=me())
    return _added(found, _("Their words are kept."))


@bp.post("/group/<uuid:contribution_id>/point")
@needs(Permission.GROUPS_RECORD)
def point(contribution_id: UUID) -> ResponseReturnValue:
    """One agreed point more."""
    found, form = queries.get_session(contribution_id, me()), PointForm()
    if form.validate_on_submit():
        try:
            operations.add_point(found, text(form.point), agreed=form.agreed.data, by=me())
        except RuleError as problem:
            form.agreed.errors = [problem.message]
        else:
            return _added(found, _("The point is kept."))
    return _group(found, point=form)


@bp.post("/group/<uuid:contribution_id>/art")
@needs(Permission.GROUPS_RECORD)
@accepts_files
def art(contribution_id: UUID) -> ResponseReturnValue:
    """A photo of what they made."""
    sent = files.taken(Media.PICTURE)
    found, form = queries.get_session(contribution_id, me()), ArtForm()
    if form.validate_on_submit():
        try:
            if sent is None or isinstance(sent, RefusedFile):
                raise RuleError(files.reason(Media.PICTURE, sent.why if sent else Refusal.EMPTY))
            operations.add_art(found, sent, about=text(form.about), by=me())
        except RuleError as problem:
            form.picture.errors = [_(problem.message)]
        else:
            return _added(found, _("The photo is kept."))
    return _group(found, art=form)


def _added(found: GroupSession, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said)
    return redirect(url_for(".group", contribution_id=found.contribution_id), 303)


def _index(form: StartForm) -> ResponseReturnValue:
    return render_template(
        "together/staff_index.html",
        form=form,
        open_now=form.about.choices,
        groups=queries.sessions_of(me()),
        places=PLACES,
        can_assist=may(Permission.ASSIST),
    )


def _locked(form: UnlockForm) -> str:
    return render_template("together/staff_locked.html", form=form)


def _group(
    found: GroupSession,
    *,
    voice: VoiceForm | None = None,
    point: PointForm | None = None,
    art: ArtForm | None = None,
) -> ResponseReturnValue:
    return render_template(
        "together/staff_group.html",
        line=queries.line_of(found),
        places=PLACES,
        photos=found.photos,
        voice_form=voice or VoiceForm(formdata=None),
        point_form=point or PointForm(formdata=None),
        art_form=art or ArtForm(formdata=None),
        art=len(attachments.attachments_of(found.contribution_id)),
    )


def _start_form(**values: object) -> StartForm:
    form = StartForm(**values)
    form.about.choices = [
        *(SelectChoice(one.slug, one.title) for one in consultations.open_consultations()),
        *(SelectChoice(about, label) for about, label in UNASKED.items()),
    ]
    return form


def _askable() -> tuple[Questionnaire, ...]:
    """What a group can have answered: what is open now."""
    return consultations.open_consultations()


def _evening(form: SessionForm) -> Evening:
    return Evening(
        key=form.key.data,
        held_on=form.held_on.data or clock.today(),
        place=Whereabouts(form.place.data),
        people=form.people.data,
        bands=[AgeBand(one) for one in form.bands.data or ()],
        told=Told(form.told.data),
        photos=bool(form.photos.data),
        consultation_id=UUID(form.about.data) if form.about.data else None,
    )


def _role() -> Role:
    role = my_role()
    if role is None:
        raise NotFound
    return role
