"""Trying it out in a frame of a phone's size: the young person's own pages, with nothing kept."""

from __future__ import annotations

import json
from uuid import UUID

from babel import Locale
from flask import Response, make_response, render_template, request, url_for
from flask_babel import force_locale

from portal.consultations import progress, routing
from portal.consultations.answer_form import AnswerForm, answer_form
from portal.consultations.kinds import kind_of
from portal.consultations.labels import AUDIENCES
from portal.consultations.questionnaire import Asked, Edition
from portal.consultations.staff_views.blueprint import asked, asked_edition, bp
from portal.contributions.drafts import Given
from portal.contributions.identities import LIMIT
from portal.core.access import Permission, needs
from portal.core.i18n import Language
from portal.core.web import framed, framing
from portal.partnership import queries as partnership

_MOST = 200_000


@bp.get("/editions/<uuid:edition_id>/preview")
@needs(Permission.CONSULTATIONS_PLAN)
def preview(edition_id: UUID) -> Response:
    """The frame, and which language is in it."""
    row, as_asked = asked_edition(edition_id)
    names = {code: Locale.parse(code).display_name for code in as_asked.wordings}
    chosen = request.args.get("lang", "")
    page = render_template(
        "consultations/staff_preview.html",
        edition=row,
        audience=AUDIENCES[row.audience],
        names=names,
        chosen=chosen if chosen in names else "",
    )
    return framing(make_response(page))


@bp.route("/editions/<uuid:edition_id>/page", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def page(edition_id: UUID) -> Response:
    """One of the young person's pages. What is answered travels in the page itself, and ends with it."""
    row, base = asked_edition(edition_id)
    lang = request.args.get("lang", "")
    lang = lang if lang in base.wordings else ""
    edition = base.in_language(lang)
    if not lang:
        return framed(make_response(_shown(row.consultation_id, edition, None)))
    with force_locale(lang):
        return framed(make_response(_shown(row.consultation_id, edition, Locale.parse(lang))))


def _shown(consultation_id: UUID, edition: Edition, locale: Locale | None) -> str:
    own = {"locale": Language(locale.language, locale.text_direction)} if locale else {}
    lang = str(locale) if locale else None
    here = edition.by_key.get(request.args.get("at", ""))
    if here is None:
        first = next(iter(routing.pages(edition, {})), None)
        return render_template(
            "consultations/start.html",
            consultation=asked(consultation_id),
            first=url_for(".page", edition_id=edition.id, at=first.key if first else None, lang=lang),
            limit=LIMIT,
            help_lines=partnership.numbers_always_open(),
            **own,
        )
    answers, form = _carried(edition), None
    if request.method == "POST":
        form = answer_form(edition, here, request.form, answers.get(here.key), lang or "")
        here, form = _moved(edition, here, answers, form)
    if here is None:
        start = url_for(".page", edition_id=edition.id, lang=lang)
        return render_template("consultations/preview_end.html", start=start, **own)
    return _question(edition, here, answers, form, lang, own)


def _moved(
    edition: Edition, here: Asked, answers: dict[str, Given], form: AnswerForm
) -> tuple[Asked | None, AnswerForm | None]:
    """The page that comes next, or this one again with what was wrong."""
    back, skips = request.form.get("go") == "back", "skip" in request.form and not here.needed_because
    if not skips and not back and (not form.validate() or form.needs()):
        return here, form
    given = None if skips or (back and not form.validate()) else form.given()
    if given is None:
        answers.pop(here.key, None)
    else:
        answers[here.key] = given
    if back:
        return routing.before(edition, answers, here.key) or here, None
    return routing.after(edition, answers, here.key), None


def _question(
    edition: Edition,
    question: Asked,
    answers: dict[str, Given],
    form: AnswerForm | None,
    lang: str | None,
    own: dict[str, Language],
) -> str:
    before = routing.before(edition, answers, question.key)
    kind = kind_of(question)
    return render_template(
        "consultations/preview_page.html",
        question=question,
        opens_section=before is None or before.section != question.section,
        progress=routing.progress(edition, answers, question.key),
        form=form or answer_form(edition, question, None, answers.get(question.key), lang or ""),
        kind=kind,
        answered=question.key in answers,
        notice="",
        help_lines=partnership.numbers_always_open() if kind.is_words else (),
        files=(),
        carried=json.dumps(answers),
        to=url_for(".page", edition_id=edition.id, at=question.key, lang=lang),
        **own,
    )


def _carried(edition: Edition) -> dict[str, Given]:
    """What was answered on the pages before, as far as it fits this edition."""
    try:
        found = json.loads(request.form.get("carried", "{}")[:_MOST])
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    known = ((key, value) for key, value in found.items() if key in edition.by_key)
    return {key: value for key, value in known if progress.fits(edition.by_key[key], value)}
