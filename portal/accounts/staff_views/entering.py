"""Signing in and out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import entering, queries
from portal.accounts.forms import SecondStepForm, SignInForm
from portal.accounts.login import awaited, begin, end, expect_second_step, me
from portal.accounts.models import Account
from portal.accounts.rules import tidy
from portal.accounts.slowing import Guessing
from portal.accounts.staff_views.blueprint import bp, names
from portal.core import db
from portal.core.access import Permission, anyone
from portal.core.forms import text
from portal.core.guard import came_from
from portal.core.limits import limiter, whose

#: More than anybody types: it only bounds what a flood of slow hashes can cost. Guesses are slowed by `slowing`.
_FLOOD = "120 per minute"


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(_FLOOD, methods=["POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    """The first step; the page is the same whether the name or the passphrase was wrong."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form)
    guessing = Guessing(f"name:{tidy(text(form.username))}", whose())
    if wait := guessing.seconds_to_wait():
        form.password.errors = [_slow_down(wait)]
        return _sign_in_page(form), 429
    account = queries.find_account(text(form.username))
    if entering.try_password(account, text(form.password)) and account:
        if account.acting_roles:
            return _after_password(account)
        form.username.errors = [_waits(account)]
        return _sign_in_page(form)
    db.session.commit()
    guessing.note_miss()
    form.password.errors = [_("That name and passphrase do not go together.")]
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/staff_sign_in.html", form=form)


def _slow_down(seconds: int) -> str:
    message: str = _("That was a lot of tries. Wait %(seconds)s seconds, then try again.", seconds=seconds)
    return message


def _waits(account: Account) -> str:
    """Said only to whoever knows the passphrase."""
    others = list(queries.others_who_may(Permission.PEOPLE_APPROVE, but=account.id))
    message: str = _("A second person has to agree to your role first. Who can: %(names)s.", names=names(others))
    return message


def _after_password(account: Account) -> ResponseReturnValue:
    to = request.args.get("to", "")
    if account.totp_confirmed:
        expect_second_step(account)
        return redirect(url_for(".second_step", to=to), 303)
    return _enter(account, to=to)


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@limiter.limit(_FLOOD, methods=["POST"])
@anyone
def second_step() -> ResponseReturnValue:
    """The code from the authenticator, or a recovery code."""
    pending = awaited()
    if pending is None:
        return redirect(url_for(".sign_in"), 303)
    account = queries.get_account(pending)
    form = SecondStepForm()
    if form.validate_on_submit():
        guessing = Guessing(f"second:{account.id}", whose())
        if wait := guessing.seconds_to_wait():
            form.one_time.errors = [_slow_down(wait)]
            return render_template("accounts/staff_second_step.html", form=form), 429
        if entering.try_second_step(account, text(form.one_time)):
            return _enter(account, to=request.args.get("to", ""))
        db.session.commit()
        guessing.note_miss()
        form.one_time.errors = [_("That code is not right now. Wait for the next one and try again.")]
    return render_template("accounts/staff_second_step.html", form=form)


def _enter(account: Account, *, to: str) -> ResponseReturnValue:
    role = entering.enter(account)
    begin(account, role)
    db.session.commit()
    return redirect(came_from(to) if role else url_for(".role"), 303)


@bp.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """End the visit on the server."""
    if current_user.is_authenticated:
        entering.leave(me())
        db.session.commit()
    end()
    response = redirect(url_for(".sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
