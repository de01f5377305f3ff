"""How far coders agree, where they differ, and how a difference is settled."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import operations as contributions
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.reading import queries as reading
from portal.themes import coding, comparing, desk, queries, shown
from portal.themes.agreement import ENOUGH
from portal.themes.forms import SettleForm
from portal.themes.labels import STRENGTHS
from portal.themes.staff_views.blueprint import bp


@bp.get("/agreement")
@needs(Permission.THEMES_CODE)
def agreement() -> ResponseReturnValue:
    """How far coders agree beyond chance, and the views they differ over, as links without words."""
    return render_template(
        "themes/staff_agreement.html",
        agreement=comparing.agreement(),
        differences=comparing.differences(),
        unsettled=comparing.unsettled_count(),
        enough=ENOUGH,
        most=comparing.MOST,
        strengths=STRENGTHS,
    )


@bp.route("/agreement/<uuid:contribution_id>", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE, records_reading=True)
def settle(contribution_id: UUID) -> ResponseReturnValue:
    """What each coder found in a view, and what they agree on; showing its words is a recorded reading."""
    contribution = reading.get_readable(contribution_id, my_role())
    coded, settled = desk.coded_views(contribution.id), desk.find_settled(contribution.id)
    if not desk.differs(contribution.id):
        raise NotFound
    form = SettleForm()
    shared = frozenset.intersection(*(one.theme_ids for one in coded))
    form.offer(queries.offered_for(contribution.id), queries.themes_by_id(shared))
    if form.validate_on_submit():
        try:
            coding.settle(contribution, under=form.chosen, because=text(form.because), by=me())
        except RuleError as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Settled. The view stands under what you agreed on."))
            return redirect(url_for(".agreement"), 303)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    passages = shown.passages_of(contribution.id)
    return render_template(
        "themes/staff_settle.html",
        form=form,
        contribution=contribution,
        passages=passages,
        coded=coded,
        places={mark.id: shown.place_of(mark, passages) for one in coded for mark in one.marks},
        settled=settled,
        stands=queries.themes_of(contribution.id),
    )


@bp.post("/agreement/<uuid:contribution_id>/open-again")
@needs(Permission.THEMES_CODE)
def open_again(contribution_id: UUID) -> ResponseReturnValue:
    """Take back that a difference is settled."""
    coding.open_again(reading.get_readable(contribution_id, my_role()), by=me())
    db.session.commit()
    flash(_("It is open again."))
    return redirect(url_for(".settle", contribution_id=contribution_id), 303)
