"""Answering a consultation: one question a page; the pages after the last one are those of every sending."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import progress, queries, routing, rules
from portal.consultations.answer_form import AnswerForm, answer_form
from portal.consultations.forms import AgeForm
from portal.consultations.kinds import kind_of
from portal.consultations.models import About
from portal.consultations.questionnaire import Asked, Edition, Questionnaire
from portal.consultations.sending import Answers, said
from portal.contributions import drafts, flow, young
from portal.contributions.drafts import Draft
from portal.contributions.flow import Page
from portal.contributions.identities import LIMIT
from portal.contributions.models import AgeBand
from portal.core import clock
from portal.core.access import anyone
from portal.core.error_pages import kept_words
from portal.core.errors import NotFound
from portal.core.i18n import language
from portal.core.limits import limiter
from portal.partnership import queries as partnership

bp = Blueprint("consultations", __name__, url_prefix="/say")


@bp.get("/<string:slug>")
@anyone
def start(slug: str) -> ResponseReturnValue:
    """What it is about, what can change, who reads it and where that stops: before the first question."""
    consultation = queries.get_consultation(slug)
    if not _is_open(consultation):
        return _closed(consultation)
    visit = young.current()
    return render_template(
        "consultations/start.html",
        consultation=consultation,
        first=Answers(consultation).address(Page.FIRST),
        which=drafts.short_name(visit.begun(slug)),
        pending=visit.pending,
        limit=LIMIT,
        help_lines=partnership.numbers_always_open(),
    )


@bp.route("/<string:slug>/age", methods=["GET", "POST"])
@anyone
def age(slug: str) -> ResponseReturnValue:
    """How old somebody is chooses the version they get, and is their answer to that question as well."""
    consultation = queries.get_consultation(slug)
    if not _may_answer(consultation):
        return _closed(consultation)
    posted, sending = request.method == "POST", Answers(consultation)
    if not consultation.asks_age_first or (young.current().unsure(slug) and not posted):
        return redirect(url_for(".start", slug=slug), 303)
    form = AgeForm(age=sending.draft.bands.get(About.AGE_BAND) if sending.draft else None)
    if posted and ("skip" in request.form or form.validate()):
        _choose_version(consultation, None if "skip" in request.form else form.band)
        first = sending.page(sending.edition().questions[0])
        return flow.saved_to(sending, back=url_for(".start", slug=slug), on=first)
    return render_template("consultations/age.html", form=form)


@bp.route("/<string:slug>/q/<string:key>", methods=["GET", "POST"])
@anyone
def answer(slug: str, key: str) -> ResponseReturnValue:
    """One question. Next and Back keep what stands on the page; Skip takes it away and says so."""
    consultation = queries.get_consultation(slug)
    sending = Answers(consultation)
    edition = sending.edition(key)
    question = edition.by_key.get(key)
    if question is None:
        raise NotFound
    if not _may_answer(consultation):
        return _closed(consultation)
    if request.method == "POST":
        return _answered(sending, edition, question)
    if young.current().unsure(slug):
        return redirect(url_for(".start", slug=slug), 303)
    if question not in routing.pages(edition, *said(sending.draft)):
        return redirect(sending.after(edition, question), 303)
    return _question_page(edition, question, sending.draft)


def _answered(sending: Answers, edition: Edition, question: Asked) -> ResponseReturnValue:
    draft = sending.draft
    before = draft.answers.get(question.key) if draft else None
    form = answer_form(edition, question, request.form, before, language().lang)
    goes_on = request.form.get("go") not in ("back", "keep")
    skips = "skip" in request.form and not question.needed_because
    if not skips and (not form.validate() or (goes_on and form.needs())):
        return _question_page(edition, question, draft, form)
    is_new = not young.current().begun(sending.about)
    draft = _keep(sending.consultation, edition, question, None if skips else form)
    on = sending.after(edition, question)
    if is_new and question not in routing.pages(edition, *said(draft)):
        on = sending.page(edition.questions[0])  # what led here is gone: its answers are asked for again
    back = sending.page(routing.before(edition, draft.answers, question.key, draft.bands))
    return flow.saved_to(sending, back=back, on=on)


def _question_page(
    edition: Edition, question: Asked, draft: Draft | None, form: AnswerForm | None = None
) -> ResponseReturnValue:
    answers, bands = said(draft)
    before = routing.before(edition, answers, question.key, bands)
    kind = kind_of(question)
    return render_template(
        "consultations/answer.html",
        question=question,
        opens_section=before is None or before.section != question.section,
        progress=routing.progress(edition, answers, question.key, bands),
        form=form or answer_form(edition, question, None, answers.get(question.key), language().lang),
        kind=kind,
        answered=question.key in answers,
        notice=draft.notice if draft else "",
        help_lines=partnership.numbers_always_open() if kind.is_words else (),
    )


@bp.route("/<string:slug>/who", methods=["GET", "POST"])
@anyone
def identity(slug: str) -> ResponseReturnValue:
    """Who may know."""
    return flow.identity(_answers(slug))


@bp.route("/<string:slug>/share", methods=["GET", "POST"])
@anyone
def sharing(slug: str) -> ResponseReturnValue:
    """Who else may use it."""
    return flow.sharing(_answers(slug))


@bp.route("/<string:slug>/check", methods=["GET", "POST"])
@anyone
@limiter.exempt
def check(slug: str) -> ResponseReturnValue:
    """Look it over and send it."""
    consultation = queries.get_consultation(slug)
    if young.current().begun(slug) and not _may_answer(consultation):
        return _closed(consultation)
    return flow.check(Answers(consultation))


@bp.route("/<string:slug>/keep", methods=["GET", "POST"])
@anyone
@limiter.limit("30 per hour", methods=["POST"])
def keep(slug: str) -> ResponseReturnValue:
    """Keep it for later, with a draft code."""
    return flow.keep(_answers(slug))


@bp.post("/<string:slug>/whose")
@anyone
def whose(slug: str) -> ResponseReturnValue:
    """Whether what was begun on this phone is theirs."""
    return flow.whose(_answers(slug))


def _answers(slug: str) -> Answers:
    return Answers(queries.get_consultation(slug))


def _choose_version(consultation: Questionnaire, band: AgeBand | None) -> None:
    """Answers to questions that the new version asks as well stay."""
    draft = young.current().begin(consultation.slug)
    draft.edition, draft.notice = str(consultation.suiting(band).id), ""
    draft.bands = {About.AGE_BAND.value: band.value} if band else {}


def _is_open(consultation: Questionnaire) -> bool:
    return rules.is_open(consultation.opens_at, consultation.closes_at, clock.now())


def _may_answer(consultation: Questionnaire) -> bool:
    """Who began in time may finish."""
    finishing = rules.may_finish(consultation.opens_at, consultation.closes_at, clock.now())
    return (finishing and bool(young.current().begun(consultation.slug))) or _is_open(consultation)


def _keep(consultation: Questionnaire, edition: Edition, question: Asked, form: AnswerForm | None) -> Draft:
    visit = young.current()
    is_new = not visit.begun(consultation.slug)
    draft = visit.begin(consultation.slug)
    draft.edition = draft.edition or str(edition.id)
    draft.notice = progress.notice(is_new=is_new, number=question.number, sent=visit.pending is not None)
    progress.keep(draft, question, form.given() if form else None)
    return draft


def _closed(consultation: Questionnaire) -> ResponseReturnValue:
    """Too late, or too early: what happens instead. Words typed into it are shown, to be copied."""
    begun = young.current().begun(consultation.slug) if _may_answer(consultation) else []
    page = render_template(
        "consultations/closed.html",
        consultation=consultation,
        soon=clock.now() < consultation.opens_at,
        late=rules.reports_late(consultation.report_back_on, consultation.reported_on, clock.today()),
        which=drafts.short_name(begun),
        kept=kept_words(),
    )
    return page, 409 if request.method == "POST" else 200
