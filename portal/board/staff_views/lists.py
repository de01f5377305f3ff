"""The list in other shapes: in columns, along time, as a file, many changed at once, and how the partners answer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import figures, files, overview, queries, working
from portal.board.forms import ChangeManyForm, ShowForm
from portal.board.overview import Row
from portal.board.staff_views.blueprint import bp
from portal.commitments.labels import DUTIES
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.i18n import day
from portal.core.paging import number_asked
from portal.core.parts import Part
from portal.documents.formats import Form
from portal.downloads import asking
from portal.partnership import queries as partnership
from portal.themes import queries as themes


def asked_for() -> ShowForm:
    """Which part of the list the address names."""
    form = ShowForm(request.args)
    form.offer(partnership.organisations(local=True), themes.open_themes())
    return form


@bp.get("/columns")
@needs(Permission.BOARD_READ)
def columns() -> ResponseReturnValue:
    """The same list, one column for each state."""
    form = asked_for()
    part = _page(form)
    return render_template(
        "board/staff_columns.html",
        form=form,
        part=part,
        columns=overview.in_columns(part.rows),
        url=lambda number: url_for(".columns", **form.asked, page=number),
    )


@bp.get("/timeline")
@needs(Permission.BOARD_READ)
def timeline() -> ResponseReturnValue:
    """The same list by the month in which something is owed."""
    form = asked_for()
    part = _page(form, dated=True)
    return render_template(
        "board/staff_timeline.html",
        form=form,
        part=part,
        months=overview.by_month(part.rows),
        this_month=clock.today().replace(day=1),
        url=lambda number: url_for(".timeline", **form.asked, page=number),
    )


@bp.post("/file/<any(pdf, docx, xlsx, ods, csv, html):kind>")
@needs(Permission.BOARD_READ)
def file(kind: str) -> ResponseReturnValue:
    """Have what is on the screen made as a file; when it is taken away, that is noted."""
    facts = files.facts_of(asked_for().wanted)
    return asking.asked_for(files.LIST, facts, form=Form(kind), title=_("Asks and actions"))


@bp.route("/change", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def change_many() -> ResponseReturnValue:
    """Set the board's day or the duty of many asks at once."""
    listed = asked_for()
    part = _page(listed)
    rows = [row for row in part.rows if row.ask_id]
    form = ChangeManyForm()
    form.offer([(row.ask_id, row.text) for row in rows if row.ask_id])
    if form.validate_on_submit():
        try:
            done = working.change_many([UUID(one) for one in form.asks.data], form.change, by=me())
        except RuleError as error:
            form.duty.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Changed: %(number)s.", number=done))
            return redirect(url_for(".index", **listed.asked), 303)
    return render_template(
        "board/staff_change_many.html",
        form=form,
        listed=listed,
        part=part,
        present=_present(rows),
        url=lambda number: url_for(".change_many", **listed.asked, page=number),
    )


def _present(rows: Sequence[Row]) -> dict[str, str]:
    """How each ask stands, its duty and the day it goes to the board, so that nobody changes what they do not see."""
    asks = queries.find_asks([row.ask_id for row in rows if row.ask_id])
    found = {}
    for row in rows:
        one = asks[row.ask_id] if row.ask_id else None
        if one is not None:
            duty = str(DUTIES[one.duty]) if one.duty else _("No duty")
            on = day(one.to_board_on) if one.to_board_on else _("No day is set yet.")
            found[str(one.id)] = " · ".join([*(mark.label for mark in row.marks), duty, on])
    return found


@bp.get("/partners")
@needs(Permission.BOARD_READ)
def partners() -> ResponseReturnValue:
    """How long each partner takes to answer, how often it says no and why, and what young people agree is done."""
    each, whole = figures.partners()
    return render_template("board/staff_partners.html", partners=each, whole=whole)


def _page(form: ShowForm, *, dated: bool = False) -> Part[Row]:
    return overview.page(
        form.wanted, number_asked(), account=me(), role=my_role(), per=overview.ON_ONE_PAGE, dated=dated
    )
