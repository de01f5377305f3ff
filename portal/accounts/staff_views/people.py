"""An administrator's pages: who can sign in, inviting somebody, and one person's roles, link and account."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import invitations, operations, queries
from portal.accounts.forms import GrantForm, InviteForm
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.login import me
from portal.accounts.models import Account
from portal.accounts.staff_views.blueprint import bp, names
from portal.core import db
from portal.core.access import Permission, Role, needs
from portal.core.forms import text
from portal.partnership import queries as partnership


@bp.route("/people", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    """Everybody who can sign in; inviting somebody new."""
    form = _invite_form()
    if form.validate_on_submit():
        invited, token = invitations.invite(
            name=text(form.name),
            email=text(form.email),
            organisation_id=UUID(form.organisation.data),
            post_id=UUID(form.post.data) if form.post.data else None,
            team_id=UUID(form.team.data) if form.team.data else None,
            roles=[Role(value) for value in form.roles.data],
            by=me(),
        )
        db.session.commit()
        return _link_page(invited, token)
    return render_template(
        "accounts/staff_people.html", form=form, people=queries.everybody(), roles=ROLE_LABELS, waits=_waits()
    )


def _waits() -> dict[UUID, str]:
    """By the row that waits, who can agree to it."""
    return {change.row_id: names(change.who) for change in queries.waiting_changes()}


def _link_page(account: Account, token: str) -> str:
    """The one page that ever shows a link."""
    link = current_app.config["SETTINGS"].origin + url_for(".invited", token=token)
    waits = [names(change.who) for change in queries.waiting_changes() if change.account.id == account.id]
    return render_template(
        "accounts/staff_link.html", account=account, link=link, days=invitations.LASTS.days, waits=waits
    )


def _invite_form() -> InviteForm:
    form = InviteForm()
    form.organisation.choices = [(str(o.id), o.name) for o in partnership.organisations()]
    nothing = ("", _("None"))
    posts = [(str(p.id), f"{p.organisation.short_name}: {p.title}") for p in partnership.posts()]
    teams = [(str(t.id), f"{t.organisation.short_name}: {t.name}") for t in partnership.teams()]
    form.post.choices, form.team.choices = [nothing, *posts], [nothing, *teams]
    form.roles.choices = [(held.value, label) for held, label in ROLE_LABELS.items()]
    return form


@bp.route("/people/<uuid:account_id>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def person(account_id: UUID) -> ResponseReturnValue:
    """One person: their roles and what waits; giving them another role."""
    account = queries.get_account(account_id)
    held = {one.role for one in account.roles if not one.is_over}
    form = GrantForm()
    form.role.choices = [(role.value, label) for role, label in ROLE_LABELS.items() if role not in held]
    if form.validate_on_submit():
        granted = operations.grant_role(account, Role(form.role.data), by=me())
        db.session.commit()
        flash(_("The role waits for a second person. Who can agree: %(names)s.", names=_waits()[granted.id]))
        return redirect(url_for(".person", account_id=account_id), 303)
    return render_template(
        "accounts/staff_person.html",
        form=form,
        account=account,
        roles=ROLE_LABELS,
        waits=_waits(),
        invitation=queries.find_invitation(account),
    )


@bp.route("/people/<uuid:account_id>/link", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def new_link(account_id: UUID) -> ResponseReturnValue:
    """A new link for somebody who lost theirs, their passphrase or their authenticator."""
    account = queries.get_account(account_id)
    if request.method == "GET":
        return render_template("accounts/staff_new_link.html", account=account)
    token = invitations.send_link(account, by=me())
    db.session.commit()
    return _link_page(account, token)


@bp.route("/people/<uuid:account_id>/close", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def close(account_id: UUID) -> ResponseReturnValue:
    """Close somebody's account, after saying what that means."""
    account = queries.get_account(account_id)
    if request.method == "GET":
        officer = Role.SAFEGUARDING_OFFICER in account.acting_roles
        return render_template("accounts/staff_close.html", account=account, officer=officer)
    closed = operations.close_account(account, by=me())
    db.session.commit()
    return _told(_("The account is closed.") if closed else _asked(account.id))


@bp.route("/people/roles/<uuid:role_id>/take", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def take(role_id: UUID) -> ResponseReturnValue:
    """Take a role away, after saying what that means."""
    held = queries.get_role(role_id)
    if request.method == "GET":
        officer = held.approved and held.role is Role.SAFEGUARDING_OFFICER
        return render_template("accounts/staff_take.html", held=held, label=ROLE_LABELS[held.role], officer=officer)
    taken = operations.take_role(held, by=me())
    db.session.commit()
    return _told(_("The role is taken away.") if taken else _asked(role_id))


@bp.post("/people/roles/<uuid:role_id>/longer")
@needs(Permission.PEOPLE_MANAGE)
def ask_longer(role_id: UUID) -> ResponseReturnValue:
    """Ask a second person for more time before a role ends by itself."""
    held = queries.get_role(role_id)
    operations.ask_longer(held, by=me())
    db.session.commit()
    flash(_asked(role_id))
    return redirect(url_for(".person", account_id=held.account_id), 303)


def _asked(row_id: UUID) -> str:
    who = _waits().get(row_id, "")
    message: str = _("Nothing changed yet. A second person has to agree: %(names)s.", names=who)
    return message


def _told(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".people"), 303)
