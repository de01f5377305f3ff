"""Saying something unasked, the public page of ideas, and supporting one with a code."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.consultations import queries as consultations
from portal.contributions import codes, drafts, flow, tries, young
from portal.contributions import queries as contributions
from portal.contributions.identities import LIMIT
from portal.contributions.models import Contribution
from portal.core import db
from portal.core.access import anyone
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.core.limits import limiter
from portal.core.limits import whose as caller
from portal.core.paging import number_asked
from portal.disclosure.thresholds import Audience
from portal.free_views import operations, queries
from portal.free_views.forms import SupportForm, WishForm, tell_form
from portal.free_views.kinds import BY_SLUG, Kind
from portal.free_views.labels import OWN
from portal.free_views.models import Idea
from portal.free_views.telling import Telling, keep_wish, said, wish_of
from portal.partnership import queries as partnership
from portal.together import beginning, handing_over

bp = Blueprint("free_views", __name__)


@bp.get("/tell")
@anyone
def choose() -> ResponseReturnValue:
    """What somebody wants to say: the first door, with a way on for what was begun on this phone."""
    open_now = consultations.open_consultations()
    return render_template("free_views/choose.html", started=young.current().subjects, open_now=open_now)


@bp.route("/tell/<string:slug>", methods=["GET", "POST"])
@anyone
def tell(slug: str) -> ResponseReturnValue:
    """All the boxes of one kind on one page; whoever finds a strange draft is asked first."""
    telling = _telling(slug)
    visit = young.current()
    unsure = visit.unsure(telling.about)
    form = tell_form(telling.kind, said(telling.draft))
    if request.method == "POST" and form.validate():
        draft = visit.begin(telling.about)
        draft.answers = {key: value for key, value in form.data.items() if value and key != "csrf_token"}
        return flow.saved_to(telling, back=url_for("arrive.home"), on=telling.after_words)
    return render_template(
        "free_views/tell.html",
        kind=telling.kind,
        form=form,
        which=drafts.short_name(visit.begun(telling.about)) if unsure and request.method == "GET" else "",
        pending=visit.pending,
        limit=LIMIT,
        help_lines=partnership.numbers_always_open(),
    )


@bp.route("/tell/with/<string:note>", methods=["GET", "POST"])
@anyone
def with_somebody(note: str) -> ResponseReturnValue:
    """An adult helps: who types, where, in whose words, before the first box."""
    read = handing_over.read(note)
    telling = _telling(read.about.removeprefix("tell:"))
    return beginning.begin(telling, read, str(telling.kind.title))


@bp.route("/tell/<string:slug>/complaint", methods=["GET", "POST"])
@anyone
def complaint(slug: str) -> ResponseReturnValue:
    """Whether a problem is to be a complaint, with what that means; nothing is chosen for anybody."""
    telling = _telling(slug)
    if telling.address(flow.Page.WORDS) != url_for(".complaint", slug=slug):
        raise NotFound
    visit = young.current()
    if visit.unsure(telling.about) and request.method == "GET":
        return redirect(telling.address(flow.Page.START), 303)
    if not visit.begun(telling.about):
        return flow.gone(telling)
    form = WishForm(wish=wish_of(telling.draft).value)
    if request.method == "POST" and (request.form.get("go") == "back" or form.validate()):
        if form.wish.data:
            keep_wish(visit.begin(telling.about), form.chosen)
        return flow.saved_to(telling, back=telling.address(flow.Page.START), on=telling.address(flow.Page.IDENTITY))
    return render_template("free_views/complaint.html", form=form)


@bp.route("/tell/<string:slug>/who", methods=["GET", "POST"])
@anyone
def identity(slug: str) -> ResponseReturnValue:
    """Who may know."""
    return flow.identity(_telling(slug))


@bp.route("/tell/<string:slug>/share", methods=["GET", "POST"])
@anyone
def sharing(slug: str) -> ResponseReturnValue:
    """Who else may use it."""
    return flow.sharing(_telling(slug))


@bp.route("/tell/<string:slug>/check", methods=["GET", "POST"])
@anyone
@limiter.exempt
def check(slug: str) -> ResponseReturnValue:
    """Look it over and send it."""
    return flow.check(_telling(slug))


@bp.route("/tell/<string:slug>/keep", methods=["GET", "POST"])
@anyone
@limiter.limit("30 per hour", methods=["POST"])
def keep(slug: str) -> ResponseReturnValue:
    """Keep it for later, with a draft code."""
    return flow.keep(_telling(slug))


@bp.post("/tell/<string:slug>/whose")
@anyone
def whose(slug: str) -> ResponseReturnValue:
    """Whether what was begun on this phone is theirs."""
    return flow.whose(_telling(slug))


@bp.get("/ideas")
@anyone
def ideas() -> ResponseReturnValue:
    """Ideas of young people, newest first."""
    page, url = queries.published(number_asked()), lambda number: url_for(".ideas", page=number)
    return render_template("free_views/ideas.html", ideas=page, page_url=url, own=OWN)


@bp.get("/ideas/<uuid:idea_id>")
@anyone
def idea(idea_id: UUID) -> ResponseReturnValue:
    """One idea, and supporting it."""
    return _idea_page(queries.get_published(idea_id), SupportForm(formdata=None))


@bp.post("/ideas/<uuid:idea_id>/support")
@anyone
@limiter.limit("30 per hour", methods=["POST"])
def support(idea_id: UUID) -> ResponseReturnValue:
    """Support an idea, or take it back: with the thread open on this phone, or with a code typed for this alone."""
    found, form = queries.get_published(idea_id), SupportForm()
    thread = _open_thread()
    if thread is None:
        if not form.validate_on_submit():
            return _idea_page(found, form)
        wait = tries.seconds_to_wait(caller())
        if wait:
            form.code.errors = [tries.please_wait(wait)]
            return _idea_page(found, form), 429
        thread = _thread_of(text(form.code))
    if thread is None:
        tries.note_miss(caller())
        form.code.errors = [_("Those words don’t open anything. Check the spelling and the order.")]
        return _idea_page(found, form)
    stops = "stop" in request.form
    try:
        (operations.stop_supporting if stops else operations.support)(found, thread)
    except RuleError as error:
        form.code.errors = [_(error.message)]
        return _idea_page(found, form)
    db.session.commit()
    return render_template("free_views/supported.html", idea_id=found.id, stopped=stops)


def _idea_page(found: Idea, form: SupportForm) -> str:
    thread = _open_thread()
    return render_template(
        "free_views/idea.html",
        idea=queries.shown(found, Audience.PUBLIC),
        own=OWN,
        form=form,
        open_here=thread is not None,
        is_mine=thread is not None and thread.id == found.contribution_id,
        supports=thread is not None and queries.supports(found, thread),
    )


def _open_thread() -> Contribution | None:
    """The thread open on this phone, if one is."""
    try:
        return young.open_thread()
    except NotFound:
        return None


def _thread_of(typed: str) -> Contribution | None:
    """The thread a code belongs to; every try costs the same."""
    found = contributions.find_by_code_hash(codes.code_hash(typed))
    return found if found is not None and found.withdrawn_on is None else None


def _telling(slug: str) -> Telling:
    kind: Kind | None = BY_SLUG.get(slug)
    if kind is None:
        raise NotFound
    return Telling(kind)
