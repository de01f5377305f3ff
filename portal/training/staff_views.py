"""Making packs to teach staff with, approving them, and taking them away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import queries as board
from portal.contributions import operations as contributions
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.core.guard import may
from portal.core.paging import number_asked
from portal.core.parts import Part
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.reading import translations
from portal.reading.queries import get_readable
from portal.themes import queries as themes
from portal.themes import rarity
from portal.themes.labels import RARE
from portal.training import files, labels, operations, queries, rules
from portal.training.forms import ApproveForm, OfferForm, PackForm, TellForm
from portal.training.models import TrainingPack

bp = Blueprint("training_staff", __name__, url_prefix="/work/training")


@bp.get("")
@needs(Permission.QUOTES_CHECK)
def index() -> ResponseReturnValue:
    """Approved packs, and those that wait for a second person."""
    return render_template(
        "training/staff_index.html",
        approved=queries.packs(approved=True),
        waiting=queries.packs(approved=False),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.VIEWS_READ)
def begin() -> ResponseReturnValue:
    """A title and questions; passages come next."""
    form = PackForm(questions=labels.first_questions())
    if form.validate_on_submit():
        try:
            made = operations.begin(text(form.title), text(form.questions), by=me())
        except RuleError as error:
            form.questions.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".pack", pack_id=made.id), 303)
    return render_template("training/staff_edit.html", form=form, pack=None)


@bp.get("/<uuid:pack_id>")
@needs(Permission.QUOTES_CHECK)
def pack(pack_id: UUID) -> ResponseReturnValue:
    """What is in it as it may be shown now, and for whoever makes it what else may be used."""
    found = queries.get_pack(pack_id)
    shown = queries.shown(found)
    making, number = may(Permission.VIEWS_READ) and found.approved_at is None, number_asked()
    form = OfferForm(request.args)
    form.offer(themes.open_themes())
    return render_template(
        "training/staff_pack.html",
        shown=shown,
        pack=found,
        making=making,
        to_tell=queries.to_tell(found, number, form.wanted) if making else Part(),
        form=form,
        url=lambda number: url_for(".pack", pack_id=found.id, page=number, theme=form.wanted),
        quotes=queries.quotes_for(found) if making else (),
        can_approve=_may_approve(found, len(shown.passages)),
        approvers=queries.who_can_approve(found) if found.approved_at is None else (),
        whose=labels.whose,
        forms=FORMS,
    )


@bp.route("/<uuid:pack_id>/change", methods=["GET", "POST"])
@needs(Permission.VIEWS_READ)
def change(pack_id: UUID) -> ResponseReturnValue:
    """Another title or other questions, before it is approved."""
    found = queries.get_open(pack_id)
    form = PackForm(obj=found)
    if form.validate_on_submit():
        try:
            operations.revise(found, text(form.title), text(form.questions), by=me())
        except RuleError as error:
            form.questions.errors = [_(error.message)]
        else:
            return _back(found, _("Saved."))
    return render_template("training/staff_edit.html", form=form, pack=found)


@bp.route("/<uuid:pack_id>/tell/<uuid:words_id>", methods=["GET", "POST"])
@needs(Permission.VIEWS_READ, records_reading=True)
def tell(pack_id: UUID, words_id: UUID) -> ResponseReturnValue:
    """Tell a passage in other words; showing it is a recorded reading."""
    found, words = queries.get_open(pack_id), queries.get_allowed(words_id)
    contribution = get_readable(words.contribution_id, my_role())
    form = TellForm()
    if form.validate_on_submit():
        try:
            operations.tell(
                found,
                words,
                text(form.told),
                looked=form.looked.data or [],
                rare_seen=bool(form.rare_seen.data),
                by=me(),
            )
        except RuleError as error:
            form.told.errors = [_(error.message)]
        else:
            return _back(found, _("It is in the pack."))
    said = queries.said(words)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    return render_template(
        "training/staff_tell.html",
        form=form,
        pack=found,
        words=words,
        said=said,
        english=translations.texts_of([words.id]).get(words.id, ""),
        flagged=rarity.flags_in(said),
        own=rarity.flags_in(text(form.told)),
        rare=RARE,
    )


@bp.post("/<uuid:pack_id>/quote/<uuid:ask_id>")
@needs(Permission.VIEWS_READ)
def quote(pack_id: UUID, ask_id: UUID) -> ResponseReturnValue:
    """Put a checked quote in."""
    found = queries.get_open(pack_id)
    operations.quote(found, board.get_ask(ask_id), by=me())
    return _back(found, _("It is in the pack."))


@bp.post("/<uuid:pack_id>/passages/<uuid:passage_id>/out")
@needs(Permission.VIEWS_READ)
def take_out(pack_id: UUID, passage_id: UUID) -> ResponseReturnValue:
    """Leave a passage out again."""
    found = queries.get_open(pack_id)
    operations.take_out(queries.get_passage(passage_id, found), found, by=me())
    return _back(found, _("It is out of the pack."))


@bp.route("/<uuid:pack_id>/approve", methods=["GET", "POST"])
@needs(Permission.QUOTES_CHECK)
def approve(pack_id: UUID) -> ResponseReturnValue:
    """The second person's look at all of it."""
    found = queries.get_open(pack_id)
    shown = queries.shown(found)
    if not _may_approve(found, len(shown.passages)):
        raise NotFound
    form = ApproveForm()
    if form.validate_on_submit():
        try:
            operations.approve(found, shown=form.shown.data or "", looked=form.looked.data or [], by=me())
        except RuleError as error:
            form.looked.errors = [_(error.message)]
        else:
            return _back(found, _("Approved. It can be taken away now."))
    form.shown.data = shown.version
    flagged = {one.id: rarity.flags_in(one.text) for one in shown.passages}
    return render_template(
        "training/staff_approve.html",
        form=form,
        shown=shown,
        pack=found,
        flagged=flagged,
        rare=RARE,
        whose=labels.whose,
    )


@bp.post("/<uuid:pack_id>/file/<any(pdf, docx, xlsx, ods, csv, html):kind>")
@needs(Permission.QUOTES_CHECK)
def file(pack_id: UUID, kind: str) -> ResponseReturnValue:
    """Have an approved pack made as a file."""
    found = queries.get_approved(pack_id)
    return asked_for(files.PACK, {"pack": str(found.id)}, form=Form(kind), title=found.title)


def _may_approve(found: TrainingPack, shown: int) -> bool:
    approved = found.approved_at is not None
    return rules.may_approve(by=me().id, makers=queries.makers(found), approved=approved, shown=shown)


def _back(found: TrainingPack, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said)
    return redirect(url_for(".pack", pack_id=found.id), 303)
