"""The first people: nobody can agree to a role until somebody holds one, so the terminal invites one of each kind."""

import re

import pytest
from sqlalchemy import select

from portal.accounts import cli, invitations, operations, passwords, queries, two_factor
from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import people

PASSWORD = "four plain words here"


def first(email="heather@example.org", role=Role.ADMINISTRATOR, **changes):
    given = {"name": "Heather A", "organisation": "council", "locked_out": False, "origin": "https://portal.example"}
    return cli.invite(email, role=role, **{**given, **changes})


def use(said):
    """Open the printed link and choose a passphrase."""
    token = re.search(r"https://portal\.example/work/invited/(\S+)", said).group(1)
    return invitations.accept(queries.find_open_invitation(token), password=PASSWORD)


def test_the_first_administrator_may_act_at_once_and_needs_a_second_step(app):
    assert use(first())
    account = queries.find_account("Heather@Example.org")
    assert account.acting_roles == [Role.ADMINISTRATOR]
    assert passwords.password_matches(account, PASSWORD)
    assert two_factor.needs_second_step(account)


def test_that_it_was_done_on_the_terminal_is_in_the_log(app):
    first()
    opened = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.opened")).one()
    assert opened.actor_id is None
    assert "administrator" in opened.facts


@pytest.mark.parametrize("email", ["heather", "heather@", "@example.org", "heather@example", "a b@example.org"])
def test_what_is_no_email_stores_nothing(app, email):
    with pytest.raises(RuleError, match="Type an email"):
        first(email)
    assert db.session.scalars(select(Account)).all() == []


def test_a_partner_nobody_knows_is_refused(app):
    with pytest.raises(RuleError, match=r"Here are: Council, NHS\."):
        first(organisation="Nowhere")


def test_a_second_one_goes_by_the_page_and_a_second_person(app):
    people.make_account(Role.ADMINISTRATOR)
    with pytest.raises(RuleError, match="second person"):
        first()


def test_when_all_of_them_are_locked_out_the_terminal_invites_another(app):
    people.make_account(Role.ADMINISTRATOR)
    first(locked_out=True)
    assert len(queries.active_accounts(Role.ADMINISTRATOR)) == 2


def test_when_the_only_one_lost_everything_the_terminal_lets_them_in_anew_at_once(app):
    alone = people.make_account(Role.ADMINISTRATOR, password_hash="lost", totp_confirmed=True)
    assert use(first(alone.email, locked_out=True))
    assert passwords.password_matches(alone, PASSWORD)
    assert not alone.totp_confirmed


def test_with_one_of_each_every_other_role_is_agreed_by_a_second_person(app):
    use(first())
    use(first("otter@example.org", Role.SAFEGUARDING_OFFICER, name="Otter S", organisation="NHS"))
    admin, officer = queries.find_account("heather@example.org"), queries.find_account("otter@example.org")
    opened, token = invitations.invite(
        name="Rowan P",
        email="rowan@example.org",
        organisation_id=admin.organisation_id,
        roles=[Role.PARTICIPATION_OFFICER],
        by=admin,
    )
    assert opened.acting_roles == []
    invitations.accept(queries.find_open_invitation(token), password=PASSWORD)
    operations.approve_role(opened.roles[0], by=officer)
    assert opened.acting_roles == [Role.PARTICIPATION_OFFICER]


def test_flask_has_the_command_and_refuses_in_a_sentence(app):
    runner = app.test_cli_runner()
    words = ["people", "invite", "annan@example.org", "--name", "Annan", "--role", "administrator"]
    refused = runner.invoke(args=words)
    assert refused.exit_code == 1
    assert "add --organisation" in refused.output
    invited = runner.invoke(args=[*words, "--organisation", "Council"])
    assert invited.exit_code == 0, invited.output
    assert "http://127.0.0.1:8000/work/invited/" in invited.output
