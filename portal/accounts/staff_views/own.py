"""One's own account: the role one acts in, the passphrase, the second step."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import entering, passwords, two_factor
from portal.accounts.forms import PasswordForm, RoleForm, SecondStepForm
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.login import begin, me, my_role
from portal.accounts.rules import SHORTEST_PASSWORD
from portal.accounts.staff_views.blueprint import bp
from portal.core import db
from portal.core.access import Role, signed_in
from portal.core.forms import text
from portal.core.limits import limiter
from portal.partnership.site import site


@bp.route("/second-step", methods=["GET", "POST"])
@limiter.limit("20 per 15 minutes", methods=["POST"])
@signed_in
def enrol() -> ResponseReturnValue:
    """Set up the authenticator: offered to everybody, required of everybody but champions."""
    account = me()
    form = SecondStepForm()
    if request.method == "POST" and "begin" in request.form:
        entering.begin_second_step(account)
        db.session.commit()
        return redirect(url_for(".enrol"), 303)
    if form.validate_on_submit() and account.totp_secret_sealed and not account.totp_confirmed:
        codes = entering.set_up_second_step(account, text(form.one_time))
        if codes:
            db.session.commit()
            return render_template("accounts/staff_recovery_codes.html", codes=codes)
        form.one_time.errors = [_("That code is not right now. Wait for the next one and try again.")]
    uri = two_factor.enrolment_uri(account, issuer=site().voice_name) if account.totp_secret_sealed else ""
    picture = two_factor.enrolment_picture(uri) if uri and not account.totp_confirmed else ""
    return render_template("accounts/staff_enrol.html", form=form, account=account, uri=uri, picture=picture)


@bp.route("/role", methods=["GET", "POST"])
@signed_in
def role() -> ResponseReturnValue:
    """Choose which role to act in; two roles never act at once."""
    acting = my_role()
    form = RoleForm(role=acting.value if acting else None)
    form.role.choices = [(held.value, ROLE_LABELS[held]) for held in me().acting_roles]
    if form.validate_on_submit():
        account, chosen = me(), Role(form.role.data)
        entering.take_up(account, chosen)
        begin(account, chosen)
        db.session.commit()
        return redirect(url_for("dashboard_staff.home"), 303)
    return render_template("accounts/staff_role.html", form=form)


@bp.route("/account", methods=["GET", "POST"])
@limiter.limit("20 per 15 minutes", methods=["POST"])
@signed_in
def account() -> ResponseReturnValue:
    """One's own account: name, role, passphrase, second step."""
    form = PasswordForm()
    if form.validate_on_submit():
        mine, acting = me(), my_role()
        if not passwords.password_matches(mine, text(form.current)):
            form.current.errors = [_("That is not your passphrase.")]
        elif len(text(form.new)) < SHORTEST_PASSWORD:
            form.new.errors = [_("Use at least %(count)s characters.", count=SHORTEST_PASSWORD)]
        else:
            entering.change_password(mine, text(form.new))
            db.session.commit()
            begin(mine, acting)
            flash(_("Your passphrase is changed. Everywhere else you are signed out."))
            return redirect(url_for(".account"), 303)
    ends = {held.role: held.ends_at for held in me().roles}
    return render_template("accounts/staff_account.html", form=form, account=me(), roles=ROLE_LABELS, ends=ends)
