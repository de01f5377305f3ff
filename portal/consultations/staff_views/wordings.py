"""A version for another age, and texts in other languages."""

from __future__ import annotations

from uuid import UUID

from babel import Locale
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.consultations import building, revising
from portal.consultations.forms import AudienceForm
from portal.consultations.labels import AUDIENCES, LANGUAGES
from portal.consultations.models import Consultation, Edition
from portal.consultations.staff_views.blueprint import bp, saved
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.forms import LONG_TEXT, clean


@bp.route("/<uuid:consultation_id>/versions/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def add_edition(consultation_id: UUID) -> ResponseReturnValue:
    """A version for another age, from one that is there."""
    row = db.get(Consultation, consultation_id)
    form = AudienceForm()
    form.offer(building.newest(row))
    if form.validate_on_submit():
        try:
            made = building.add_edition(db.get(Edition, UUID(form.source.data)), form.chosen, by=me())
        except RuleError as error:
            form.audience.errors = [_(error.message)]
        else:
            return saved(made.id)
    return render_template("consultations/staff_add_edition.html", form=form, consultation=row)


@bp.get("/editions/<uuid:edition_id>/languages")
@needs(Permission.CONSULTATIONS_PLAN)
def languages(edition_id: UUID) -> ResponseReturnValue:
    """Every language with how much of it is there."""
    row = db.get(Edition, edition_id)
    slots = building.slots(row)
    counts = {
        code: sum(one.locale == code and one.slot in slots for one in row.wordings)
        for code in dict.fromkeys((*LANGUAGES, *(one.locale for one in row.wordings)))
    }
    return render_template(
        "consultations/staff_languages.html",
        edition=row,
        audience=AUDIENCES[row.audience],
        all=len(slots),
        counts=counts,
        names={code: _name(code) for code in counts},
    )


@bp.route("/editions/<uuid:edition_id>/languages/<string:locale>", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def translation(edition_id: UUID, locale: str) -> ResponseReturnValue:
    """The base text on the left, the translation on the right."""
    row = db.get(Edition, edition_id)
    if locale not in {*LANGUAGES, *(one.locale for one in row.wordings)}:
        raise NotFound
    slots = building.slots(row)
    texts = {one.slot: one.text for one in row.wordings if one.locale == locale}
    too_long: set[str] = set()
    if request.method == "POST":
        texts = {slot: str(clean(request.form.get(slot, ""))) for slot in slots}
        too_long = {slot for slot, words in texts.items() if len(words) > LONG_TEXT}
        if not too_long:
            building.translate(row, locale, texts, by=me())
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".translation", edition_id=edition_id, locale=locale), 303)
    return render_template(
        "consultations/staff_translation.html",
        edition=row,
        slots=slots,
        texts=texts,
        too_long=too_long,
        missing=sum(not texts.get(slot) for slot in slots),
        language=_name(locale),
        code=locale,
        direction=Locale.parse(locale).text_direction,
        may_change=revising.may_change(row),
    )


def _name(code: str) -> str:
    return str(Locale.parse(code).get_display_name(get_locale() or "en_GB"))
