"""Tokens for programs: listed, made, shown once, revoked; and what the read API is, for people."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import Permission, Role, needs
from portal.core.errors import RuleError
from portal.core.paging import number_asked
from portal.open_data import describing, operations, queries, rules
from portal.open_data.forms import TokenForm
from portal.open_data.labels import SCOPES, STANDINGS
from portal.open_data.models import ApiToken

bp = Blueprint("open_data_staff", __name__, url_prefix="/work/open-data")


@bp.get("/")
@needs(Permission.TOKENS_MANAGE)
def index() -> ResponseReturnValue:
    """The tokens somebody looks after."""
    found = queries.tokens_for(me(), _role(), number_asked())
    return render_template(
        "open_data/staff_index.html",
        part=found.of((one, rules.standing(one)) for one in found.rows),
        url=lambda number: url_for(".index", page=number),
        labels=SCOPES,
        standings=STANDINGS,
        works=rules.Standing.WORKS,
    )


@bp.get("/guide")
@needs(Permission.TOKENS_MANAGE)
def guide() -> ResponseReturnValue:
    """What the API gives out, in words."""
    return render_template(
        "open_data/staff_guide.html",
        doors=[(describing.PREFIX + one.path, one) for one in describing.DOORS],
        labels=SCOPES,
        limit=rules.EACH_MINUTE,
        most=describing.MOST,
        header=f"Authorization: Bearer {rules.PREFIX}…",
        openapi=url_for("open_data.openapi", _external=True),
        feed=url_for("open_data.feed", _external=True),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.TOKENS_MANAGE)
def new() -> ResponseReturnValue:
    """Make a token; its text is on the answer to this one request, and nowhere else."""
    form = TokenForm()
    form.offer(_role(), queries.organisations_for(me(), _role()))
    if form.validate_on_submit():
        organisation, scopes, last_day = form.chosen
        try:
            made, text = operations.make(
                form.name.data, organisation=organisation, scopes=scopes, last_day=last_day, by=me(), role=_role()
            )
        except RuleError as error:
            form.scopes.errors = [_(error.message)]
        else:
            db.session.commit()
            return render_template("open_data/staff_shown_once.html", token=made, text=text, labels=SCOPES)
    return render_template(
        "open_data/staff_new.html",
        form=form,
        latest=rules.last_day(clock.today()),
        is_lead=_role() is Role.CORPORATE_LEAD,
    )


@bp.get("/<uuid:token_id>/revoke")
@needs(Permission.TOKENS_MANAGE)
def confirm_revoke(token_id: UUID) -> ResponseReturnValue:
    """What revoking a token means, before it is done."""
    return render_template("open_data/staff_confirm_revoke.html", token=_get(token_id))


@bp.post("/<uuid:token_id>/revoke")
@needs(Permission.TOKENS_MANAGE)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """It opens nothing any more."""
    operations.revoke(_get(token_id), by=me())
    db.session.commit()
    flash(_("The token is revoked. It opens nothing any more."))
    return redirect(url_for(".index"), 303)


def _get(token_id: UUID) -> ApiToken:
    return queries.get_token(token_id, me(), _role())


def _role() -> Role:
    return my_role() or abort(404)
