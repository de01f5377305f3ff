"""Answering a consultation: one question a page; the pages after the last one are those of every sending."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.consultations import pocket, progress, queries, routing, rules
from portal.consultations.answer_form import AnswerForm, answer_form
from portal.consultations.forms import AgeForm
from portal.consultations.kinds import kind_of
from portal.consultations.models import About
from portal.consultations.pocket import Outcome, Packet
from portal.consultations.questionnaire import Asked, Edition, Questionnaire
from portal.consultations.sending import Answers, said, unseen
from portal.contributions import attachments, draft_rows, drafts, files, flow, operations, young
from portal.contributions.drafts import Draft
from portal.contributions.flow import Line, Page
from portal.contributions.identities import LIMIT, told_by_letter
from portal.contributions.media import Clean, Refusal, RefusedFile
from portal.contributions.models import AgeBand, Matter, Media
from portal.contributions.visits import PendingCode
from portal.core import clock, db, web
from portal.core.access import anyone
from portal.core.error_pages import kept_words
from portal.core.errors import NotFound, Unreadable
from portal.core.i18n import language
from portal.core.limits import limiter
from portal.core.web import accepts_files
from portal.partnership import queries as partnership

bp = Blueprint("consultations", __name__, url_prefix="/say")

#: The largest envelope: the longest answer, and room for what goes with it.
PACKET = 128 * 1024
#: The pages after the questions, each with the one before and the one after it.
_AFTER = {
    str(Page.IDENTITY): (Page.WORDS, Page.SHARING),
    str(Page.SHARING): (Page.IDENTITY, Page.CHECK),
    str(Page.CHECK): (Page.SHARING, Page.CHECK),
}


@bp.get("/<string:slug>")
@anyone
def start(slug: str) -> ResponseReturnValue:
    """What it is about, what can change, who reads it and where that stops: before the first question."""
    consultation = queries.get_consultation(slug)
    if not _is_open(consultation):
        return _closed(consultation)
    visit = young.current()
    begun = visit.begun(slug)
    letter = _only_a_letter(begun)
    return render_template(
        "consultations/start.html",
        consultation=consultation,
        first=Answers(consultation).address(Page.FIRST),
        which="" if letter else drafts.short_name(begun),
        invited=bool(letter),
        told=told_by_letter(letter) if letter else [],
        wrong=url_for("invitations.wrong", slug=slug),
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
    if sending.draft and About.AGE_BAND in sending.draft.fixed:
        return redirect(sending.page(sending.edition().questions[0]), 303)
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
    line = _line(sending, edition, question)
    offers = line is None and kind_of(question).media is None and not _tells_more(sending)
    no_signal = url_for(".no_signal", slug=slug) if offers else None
    return _question_page(slug, edition, question, sending.draft, line=line, no_signal=no_signal)


def _line(sending: Answers, edition: Edition, question: Asked) -> Line | None:
    """How the page goes on without signal; a file cannot be sealed on the phone, so its page needs some."""
    goes = sending.draft and sending.draft.pass_hash and kind_of(question).media is None
    return sending.line_of(edition, question) if goes else None


def _answered(sending: Answers, edition: Edition, question: Asked) -> ResponseReturnValue:
    draft = sending.draft
    before = draft.answers.get(question.key) if draft else None
    form = answer_form(edition, question, request.form, before, language().lang)
    goes_on = request.form.get("go") not in ("back", "keep")
    skips = "skip" in request.form and not question.needed_because
    if not skips and (not form.validate() or (goes_on and form.needs())):
        return _question_page(sending.about, edition, question, draft, form, line=_line(sending, edition, question))
    is_new = not young.current().begun(sending.about)
    draft = _keep(sending.consultation, edition, question, None if skips else form)
    drafts.settle(draft, f"q-{question.key}")
    on = sending.after(edition, question)
    if is_new and question not in routing.pages(edition, *said(draft)):
        on = sending.page(edition.questions[0])  # what led here is gone: its answers are asked for again
    back = sending.page(routing.before(edition, draft.answers, question.key, draft.bands))
    return flow.saved_to(sending, back=back, on=on)


def _question_page(
    slug: str,
    edition: Edition,
    question: Asked,
    draft: Draft | None,
    form: AnswerForm | None = None,
    *,
    line: Line | None = None,
    no_signal: str | None = None,
) -> ResponseReturnValue:
    answers, bands = said(draft)
    before = routing.before(edition, answers, question.key, bands)
    kind = kind_of(question)
    page = render_template(
        "consultations/answer.html",
        question=question,
        opens_section=before is None or before.section != question.section,
        progress=routing.progress(edition, answers, question.key, bands),
        form=form or answer_form(edition, question, None, answers.get(question.key), language().lang),
        kind=kind,
        answered=question.key in answers,
        notice=draft.notice if draft else "",
        line=line,
        no_signal=no_signal,
        help_lines=partnership.numbers_always_open() if kind.is_words else (),
        files=attachments.in_draft(kind.names(answers.get(question.key))) if kind.media else (),
        slug=slug,
    )
    return files.may_record(page) if kind.media is Media.SOUND else page


@bp.post("/<string:slug>/q/<string:key>/files")
@anyone
@accepts_files
@limiter.limit("120 per hour")
def add(slug: str, key: str) -> ResponseReturnValue:
    """What the page of a picture or a voice note sends, whatever was pressed: a file that was chosen is never lost."""
    sent = {kind: files.taken(kind) for kind in Media}
    consultation = queries.get_consultation(slug)
    sending = Answers(consultation)
    edition = sending.edition(key)
    question = edition.by_key.get(key)
    if question is None or kind_of(question).media is None:
        raise NotFound
    if not _may_answer(consultation):
        return _closed(consultation)
    pressed = request.form.get("go", "")
    if "skip" in request.form:
        return _took_away(sending, edition, question, "")
    if pressed.startswith("remove-"):
        return _took_away(sending, edition, question, pressed.removeprefix("remove-"))
    kind = kind_of(question)
    file = sent[kind.media] if kind.media else None
    if file is None and pressed == "add":
        file = RefusedFile(Refusal.EMPTY)
    if file is not None and (refused := _put_in(sending, edition, question, file)):
        draft = sending.draft
        form = answer_form(edition, question, None, draft.answers.get(key) if draft else None, language().lang)
        if form.answer is not None:
            form.answer.errors = [refused]
        return _question_page(slug, edition, question, draft, form)
    return redirect(_here(question, slug), 303) if pressed == "add" else _answered(sending, edition, question)


@bp.get("/<string:slug>/file/<uuid:name>")
@anyone
def file(slug: str, name: UUID) -> ResponseReturnValue:
    """A picture or a voice note of the draft at hand, for whoever is writing it."""
    draft = young.current().drafts.get(slug)
    if draft is None:
        return redirect(url_for(".start", slug=slug), 303)
    return files.response(attachments.open_in_draft(draft, name))


def _put_in(sending: Answers, edition: Edition, question: Asked, file: Clean | RefusedFile) -> str:
    """Put a file into the answer; what to say if it cannot be, else nothing."""
    kind = kind_of(question)
    if isinstance(file, RefusedFile):
        return files.reason(kind.media or Media.PICTURE, file.why)
    there = kind.names(sending.draft.answers.get(question.key)) if sending.draft else []
    if len(there) >= kind.most(question):
        return str(_("That is as many as fit here. Take one away first."))
    draft = _keep(sending.consultation, edition, question, answer_form(edition, question, None, there or None))
    young.save()
    try:
        name = attachments.keep_in_draft(draft, file)
    except attachments.Full as problem:
        return problem.message
    progress.keep(draft, question, [*there, name])
    young.save()
    db.session.commit()
    return ""


def _took_away(sending: Answers, edition: Edition, question: Asked, name: str) -> ResponseReturnValue:
    """One file, or with Skip all of them, gone for good."""
    draft = sending.draft
    there = kind_of(question).names(draft.answers.get(question.key)) if draft else []
    left = [one for one in there if one != name] if name else []
    if draft and there:
        progress.keep(draft, question, left or None)
        attachments.forget_unnamed(draft)
    if name:
        young.save()
        db.session.commit()
        return redirect(_here(question, sending.about), 303)
    return _answered(sending, edition, question)


def _here(question: Asked, slug: str) -> str:
    return url_for(".answer", slug=slug, key=question.key, check=1 if "check" in request.args else None)


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


@bp.route("/<string:slug>/no-signal", methods=["GET", "POST"])
@anyone
def no_signal(slug: str) -> ResponseReturnValue:
    """What going on without signal means on a phone that others use; on or off, by a tap; what waits on the phone.

    A tap is answered to the page's script: without it there is nothing to turn on.
    """
    sending, visit = _answers(slug), young.current()
    may = _may_answer(sending.consultation) and not visit.unsure(slug) and _has_version(sending)
    may = may and not _tells_more(sending)
    if request.method == "GET":
        return _no_signal_page(sending, may=may)
    if request.form.get("go") == "off":
        return _turned_off(sending)
    if not may:
        return {"state": Outcome.GONE}, 409
    edition, draft = sending.edition(), visit.begin(slug)
    draft.edition = draft.edition or str(edition.id)
    own_pass = drafts.new_pass(draft)
    young.save()
    db.session.commit()
    return {"pass": own_pass, "pages": _pages(sending, edition)}


def _tells_more(sending: Answers) -> bool:
    """Whether a letter told us something, or an adult helps: pages kept on a phone would not say so."""
    return sending.draft is not None and bool(sending.draft.invited or sending.draft.together)


def _has_version(sending: Answers) -> bool:
    """Whether it is settled which questions somebody gets: a phone keeps the pages of one version."""
    return sending.draft is not None or not sending.consultation.asks_age_first


def _no_signal_page(sending: Answers, *, may: bool) -> ResponseReturnValue:
    slug = sending.about
    page = render_template(
        "consultations/no_signal.html",
        line=sending.line_of(sending.edition(), Page.CHECK),
        slug=slug,
        worker=url_for(".worker", slug=slug),
        may=may,
        resume=sending.address(Page.RESUME if sending.draft else Page.FIRST),
    )
    return web.with_worker(make_response(page))


def _turned_off(sending: Answers) -> ResponseReturnValue:
    if sending.draft:
        sending.draft.pass_hash, sending.draft.used = None, True
        young.save()
        db.session.commit()
    return {"state": "off"}


def _pages(sending: Answers, edition: Edition) -> list[tuple[str, str]]:
    """What a phone keeps: each page's own address, and the address of the same page with nothing said on it."""
    slug = sending.about
    steps = [(sending.page(one), f"q-{one.key}") for one in unseen(edition)]
    steps += [(sending.address(page), str(page)) for page in (Page.IDENTITY, Page.SHARING, Page.CHECK)]
    pages = [(path, url_for(".blank", slug=slug, edition_id=edition.id, step=step)) for path, step in steps]
    waits = url_for(".no_signal", slug=slug)
    return [*pages, (waits, waits)]


@bp.get("/<string:slug>/blank/<uuid:edition_id>/<string:step>")
@anyone
def blank(slug: str, edition_id: UUID, step: str) -> ResponseReturnValue:
    """A page with nothing said on it, whoever asks: what a phone may keep that loses signal."""
    sending = Answers(queries.get_consultation(slug))
    edition = sending.consultation.edition(str(edition_id))
    if edition is None or not sending.is_open:
        raise NotFound
    edition = edition.in_language(language().lang)
    if step in _AFTER:
        page = Page(step)
        return flow.blank(sending, page, replace(sending.line_of(edition, page), here=sending.address(page)))
    question = edition.by_key.get(step.removeprefix("q-"))
    if question is None or question not in unseen(edition):
        raise NotFound
    line = replace(sending.line_of(edition, question), here=sending.page(question))
    return _question_page(slug, edition, question, None, line=line)


@bp.get("/<string:slug>/worker.js")
@anyone
def worker(slug: str) -> ResponseReturnValue:
    """The service worker, under the address it may look after: the pages of this one consultation."""
    queries.get_consultation(slug)
    return Response((web.STATIC / "js" / "worker.js").read_bytes(), mimetype="text/javascript")


@bp.post("/<string:slug>/packets")
@anyone
def packets(slug: str) -> ResponseReturnValue:
    """A sealed packet of a phone that had no signal. What is in it proves the draft; the cookie only gets the code."""
    request.max_content_length = PACKET
    consultation = queries.get_consultation(slug)
    try:
        packet = pocket.read(request.get_data(cache=False))
        key = drafts.key_in_pass(packet.own_pass)
    except Unreadable:
        return {"state": Outcome.GONE}
    visit, hashed = young.current(), drafts.pass_hash(packet.own_pass)
    own = visit.with_pass(hashed)
    draft = own or draft_rows.find_by_pass(hashed)
    if draft is None or draft.about != slug:
        return _too_late(key)
    sending = Answers(consultation, held=draft)
    state = pocket.put_in(sending, draft, packet)
    on = _after_packet(sending, packet, state)
    if drafts.is_sent_off(draft):
        state = _send_off(sending, draft)
        on = ""
    if state is Outcome.SENT:
        on = _sent(draft, own=bool(own))
    elif own:
        young.save()
    else:
        draft_rows.save(draft, draft.kept.visit_token if draft.kept else None)
    db.session.commit()
    return {"state": state, "on": on}


def _too_late(key: str) -> ResponseReturnValue:
    """Its draft is gone: sent, by a packet whose answer never arrived or with signal, or ended."""
    sent = operations.find_received(key) is not None
    shows = sent and young.current().pending is not None
    return {"state": Outcome.SENT if sent else Outcome.GONE, "on": url_for("contributions.receipt") if shows else ""}


def _after_packet(sending: Answers, packet: Packet, state: Outcome) -> str:
    """Where its page leads, now that there is signal."""
    if state is Outcome.WRONG:
        return ""
    go = packet.fields.get("go")
    if go == "keep":
        return sending.address(Page.KEEP)
    if "check" in packet.fields:
        return sending.address(Page.CHECK)
    if packet.step in _AFTER:
        before, after = _AFTER[packet.step]
        return sending.address(before if go == "back" else after)
    key = packet.step.removeprefix("q-")
    edition = sending.edition(key)
    if go == "back":
        return sending.page(routing.before(edition, *_said_before(sending, key)))
    return sending.after(edition, edition.by_key[key])


def _said_before(sending: Answers, key: str) -> tuple[routing.Answers, str, routing.Bands]:
    answers, bands = said(sending.draft)
    return answers, key, bands


def _send_off(sending: Answers, draft: Draft) -> Outcome:
    """Send was pressed and all of it has come: send it, unless somebody has to look at it first."""
    finishing = rules.may_finish(sending.consultation.opens_at, sending.consultation.closes_at, clock.now())
    whole = sending.says_something(draft) and not sending.missing(draft) and not drafts.has_misfit(draft)
    if finishing and whole:
        flow.deliver(sending, draft)
        return Outcome.SENT
    draft.turns.pop(drafts.SEND)
    return Outcome.LOOK if finishing else Outcome.CLOSED


def _sent(draft: Draft, *, own: bool) -> str:
    """Only the visit it was begun in is shown the code: who merely holds the phone can send, and read nothing."""
    if not own:
        draft_rows.forget([draft.kept.id] if draft.kept else [])
        return ""
    visit = young.current()
    visit.show_code(PendingCode(draft.key, Matter.ANSWERS.value))
    visit.sent(draft)
    young.save()
    return url_for("contributions.receipt")


def _answers(slug: str) -> Answers:
    return Answers(queries.get_consultation(slug))


def _choose_version(consultation: Questionnaire, band: AgeBand | None) -> None:
    """Answers to questions that the new version asks as well stay."""
    draft = young.current().begin(consultation.slug)
    draft.edition, draft.notice = str(consultation.suiting(band).id), ""
    letter = {name: draft.bands[name] for name in draft.fixed}
    draft.bands = ({About.AGE_BAND.value: band.value} if band else {}) | letter


def _only_a_letter(begun: list[Draft]) -> Draft | None:
    """A draft that a letter began a moment ago and nothing was said in: nobody is asked whose that is."""
    fresh = [draft for draft in begun if draft.invited and not draft.answers and drafts.is_at_hand(draft)]
    return fresh[0] if fresh and len(begun) == 1 else None


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


#: A packet carries its own proof, sealed: the visit it was answered in may have ended, and its token with it.
csrf_exempt = (packets,)
