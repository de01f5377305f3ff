"""The printable twin, piles of papers, typing one, and settling what two people typed differently."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.accounts.login import me
from portal.audit import operations as audit
from portal.consultations import editions
from portal.consultations import queries as consultations
from portal.consultations.labels import AUDIENCES
from portal.contributions.models import Whereabouts
from portal.contributions.operations import Received
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import NotFound, RuleError
from portal.paper import operations, queries, rules, twin
from portal.paper.forms import PileForm, settle_form, typing_form
from portal.paper.models import Pile
from portal.together.labels import PLACES

bp = Blueprint("paper_staff", __name__, url_prefix="/work/paper")


@bp.route("/", methods=["GET", "POST"])
@needs(Permission.PAPER_TYPE)
def index() -> ResponseReturnValue:
    """Piles, what can be printed, and beginning a pile."""
    form = PileForm()
    here = [(asked, edition) for asked in consultations.open_consultations() for edition in asked.current]
    form.edition.choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(f"{asked.id}:{edition.id}", twin.paper_id(asked, edition)) for asked, edition in here),
    ]
    form.place.choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(key.value, label) for key, label in PLACES.items()),
    ]
    if form.validate_on_submit():
        consultation_id, edition_id = map(UUID, form.edition.data.split(":"))
        asked = consultations.get_consultation(consultation_id)
        place, came_on = Whereabouts(form.place.data), form.came_on.data
        pile = operations.begin_pile(asked, edition_id, place=place, came_on=came_on, by=me())
        db.session.commit()
        return redirect(url_for(".pile", pile_id=pile.id), 303)
    return render_template(
        "paper/staff_index.html", form=form, piles=queries.piles(), printable=here, audiences=AUDIENCES, places=PLACES
    )


@bp.post("/print/<uuid:consultation_id>/<uuid:edition_id>")
@needs(Permission.PAPER_TYPE)
def print_twin(consultation_id: UUID, edition_id: UUID) -> ResponseReturnValue:
    """The PDF of an edition, a draft too; who took it is on record."""
    asked = editions.with_drafts(consultation_id)
    edition = asked.edition(edition_id) if asked else None
    if asked is None or edition is None:
        raise NotFound
    wanted = request.form.get("lang", "")
    language = wanted if wanted in edition.wordings else "en_GB"
    content = twin.render(asked, edition, language=language)
    audit.record("paper.printed", by=me().id, subject=("edition", edition.id))
    db.session.commit()
    return handed_over(content, f"{asked.slug} {edition.audience.value} {edition.number} paper", "pdf")


@bp.get("/<uuid:pile_id>")
@needs(Permission.PAPER_TYPE)
def pile(pile_id: UUID) -> ResponseReturnValue:
    """How far each paper is."""
    found = queries.get_pile(pile_id)
    asked, edition = queries.asked_of(found)
    return render_template(
        "paper/staff_pile.html",
        pile=found,
        asked=asked,
        paper_id=twin.paper_id(asked, edition),
        lines=queries.lines(found, me()),
        next_number=queries.next_number(found, me()),
        open_now=queries.takes_papers(asked),
        place=PLACES[found.place],
    )


@bp.route("/<uuid:pile_id>/<int:number>", methods=["GET", "POST"])
@needs(Permission.PAPER_TYPE)
def type_in(pile_id: UUID, number: int) -> ResponseReturnValue:
    """One paper, every question on one page, made for the number pad."""
    found = queries.get_pile(pile_id)
    asked, edition = queries.asked_of(found)
    before = queries.typings(found, number)
    if len(before) > 1 and me().id in {one.by_id for one in before}:
        return redirect(url_for(".settle", pile_id=found.id, number=number), 303)
    if queries.is_done(found, number) or len(before) > 1 or any(one.by_id == me().id for one in before):
        return redirect(url_for(".pile", pile_id=found.id), 303)
    form = typing_form(edition)
    if form.validate_on_submit():
        try:
            received = operations.type_in(found, number, form.paper(), by=me())
        except RuleError as error:
            db.session.rollback()
            if queries.was_typed(found, number, form.paper(), me()):  # the second of two taps at once
                return _typed(found, number, None, wants_code=False)
            form.form_errors.append(_(error.message))
        else:
            db.session.commit()
            return _typed(found, number, received, wants_code=bool(form.wants_code.data))
    warned = form.is_submitted() and bool(form.not_safe.data)
    if warned:
        db.session.rollback()
        operations.warn(queries.get_pile(pile_id), number, by=me())
        db.session.commit()
    return render_template(
        "paper/staff_type.html",
        warned=warned,
        form=form,
        pile=found,
        number=number,
        turn=len(before) + 1,
        paper_id=twin.paper_id(asked, edition),
        number_of=twin.number_of,
        open_now=queries.takes_papers(asked),
    )


@bp.route("/<uuid:pile_id>/<int:number>/settle", methods=["GET", "POST"])
@needs(Permission.PAPER_TYPE)
def settle(pile_id: UUID, number: int) -> ResponseReturnValue:
    """Where two typed differently, one of them looks at the paper again."""
    found = queries.get_pile(pile_id)
    both = queries.typings(found, number)
    if len(both) < 2 or me().id not in {one.by_id for one in both}:
        raise NotFound
    first, second = (queries.paper_of(one) for one in both)
    _asked, edition = queries.asked_of(found)
    differences = rules.differences(first, second)
    form = settle_form([one.key for one in differences])
    if form.validate_on_submit():
        received = operations.settle(found, number, form.chosen, by=me())
        db.session.commit()
        return _typed(found, number, received, wants_code=first.wants_code or second.wants_code)
    shown = [
        (edition.by_key[one.key], *(rules.typed_of(edition.by_key[one.key], each) for each in (one.first, one.second)))
        for one in differences
    ]
    return render_template(
        "paper/staff_settle.html",
        form=form,
        pile=found,
        number=number,
        shown=shown,
        both=both,
        number_of=twin.number_of,
    )


@bp.post("/<uuid:pile_id>/<int:number>/aside")
@needs(Permission.PAPER_TYPE)
def put_aside(pile_id: UUID, number: int) -> ResponseReturnValue:
    """Throw away what was typed of a paper."""
    found = queries.get_pile(pile_id)
    operations.put_aside(found, number, by=me())
    db.session.commit()
    flash(_("What you typed of paper %(number)s is gone. It can be typed anew.", number=number))
    return redirect(url_for(".pile", pile_id=found.id), 303)


def _typed(found: Pile, number: int, received: Received | None, *, wants_code: bool) -> ResponseReturnValue:
    if received is not None and wants_code:
        words = received.code.split()
        return render_template("paper/staff_code.html", words=words, number=number, pile=found)
    if received is not None:
        flash(_("Paper %(number)s is done.", number=number))
    elif len(queries.typings(found, number)) > 1:
        return redirect(url_for(".settle", pile_id=found.id, number=number), 303)
    else:
        flash(_("Paper %(number)s is typed once. Somebody else types it the second time.", number=number))
    following = queries.next_number(found, me())
    if following is None:
        return redirect(url_for(".pile", pile_id=found.id), 303)
    return redirect(url_for(".type_in", pile_id=found.id, number=following), 303)
