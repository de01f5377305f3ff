"""Links: nobody but the person invited ever knows their passphrase, and nobody takes an account over alone."""

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import invitations, operations, passwords, queries, two_factor
from portal.accounts.models import Invitation, RecoveryCode, WorkSession
from portal.audit.models import AuditEvent
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import people, place

PASSWORD = "four plain words here"
OTHER = "quite another phrase"


@pytest.fixture
def admin(app):
    return people.make_account(Role.ADMINISTRATOR, name="Annan", totp_confirmed=True)


@pytest.fixture
def officer(app):
    return people.make_account(Role.SAFEGUARDING_OFFICER, name="Fern", totp_confirmed=True)


@pytest.fixture
def strict(the_app, monkeypatch):
    """The portal as it is outside a demonstration."""
    from dataclasses import replace

    monkeypatch.setitem(the_app.config, "SETTINGS", replace(the_app.config["SETTINGS"], demo=False))


def invite_by_page(signed_in, admin, *roles, email="new@example.org"):
    """The link the page shows once."""
    data = {
        "name": "New Person",
        "email": email,
        "organisation": str(place.organisation().id),
        "post": "",
        "team": "",
        "roles": [role.value for role in roles],
    }
    return link_on(signed_in(admin, Role.ADMINISTRATOR).post_form("/work/people", data))


def link_on(answer):
    found = re.search(r"http://127\.0\.0\.1:8000(/work/invited/[\w-]{43})", answer.text)
    assert found, answer.text
    return found.group(1)


def choose(client, link, password=PASSWORD, **more):
    data = {"token": link.rsplit("/", 1)[1], "new": password, "again": password, **more}
    return client.post_form("/work/invited", data, page=link)


def sign_in(client, name, password=PASSWORD):
    return client.post_form("/work/sign-in", {"username": name, "password": password})


def again(account):
    """The same account as the database has it now: a request ends the session before."""
    db.session.remove()
    db.set_writing(True)
    return queries.get_account(account.id)


def agree(signed_in, second, role=Role.SAFEGUARDING_OFFICER):
    change = queries.waiting_changes()[0]
    path = f"/work/people/waiting/{change.kind}/{change.row_id}/agree"
    return signed_in(second, role).post_form(path, page="/work/people/waiting")


def test_from_the_link_to_the_second_step_nobody_else_sees_a_passphrase(signed_in, client, admin, officer, strict):
    link = invite_by_page(signed_in, admin, Role.PARTICIPATION_OFFICER)
    page = client.get(link)
    assert "You sign in as new@example.org" in page.text
    said = choose(client, link)
    assert "Who can: Fern." in said.text
    waits = sign_in(client, "NEW@example.org")
    assert "A second person has to agree to your role first. Who can: Fern." in waits.text
    assert client.get("/work/").status_code == 303
    agree(signed_in, officer)
    assert sign_in(client, "new@example.org").status_code == 303
    assert client.get("/work/views").location == "/work/second-step"
    client.post_form("/work/second-step", {"begin": "1"})
    account = again(queries.find_account("new@example.org"))
    code = pyotp.TOTP(crypto.unseal(account, "totp_secret")).now()
    assert "Keep these recovery codes" in client.post_form("/work/second-step", {"one_time": code}).text
    assert client.get("/work/views").status_code == 200


def test_a_champion_chooses_a_name_and_needs_no_email_and_no_second_step(signed_in, client, admin, officer, strict):
    link = invite_by_page(signed_in, admin, Role.CHAMPION, email="")
    assert "Type a name." in choose(client, link, username="").text
    assert "Use 3 to 40 letters, and no @." in choose(client, link, username="otter@home").text
    said = choose(client, link, username="Red Otter")
    assert "before you can sign in as red otter" in said.text
    agree(signed_in, officer)
    assert sign_in(client, "red OTTER").location == "/work/"
    assert client.get("/work/board").status_code == 200


def test_a_name_somebody_has_is_refused_and_the_link_stays_good(signed_in, client, admin):
    taken = people.make_account(Role.CHAMPION).username
    link = invite_by_page(signed_in, admin, Role.CHAMPION, email="")
    assert "Somebody has this name already" in choose(client, link, username=taken).text
    assert client.get(link).status_code == 200


def test_everybody_but_champions_needs_an_email(signed_in, admin):
    data = {"name": "N", "email": "", "organisation": str(place.organisation().id), "roles": ["champion", "worker"]}
    answer = signed_in(admin, Role.ADMINISTRATOR).post_form("/work/people", data)
    assert "Type their email: only champions need none." in answer.text
    assert db.session.scalars(select(Invitation)).all() == []


def test_a_link_works_once(signed_in, client, admin):
    link = invite_by_page(signed_in, admin, Role.WORKER)
    choose(client, link)
    assert client.get(link).status_code == 410
    assert choose(client, link, OTHER).status_code == 410
    assert passwords.password_matches(queries.find_account("new@example.org"), PASSWORD)


def test_looking_at_a_link_changes_nothing(signed_in, client, admin):
    link = invite_by_page(signed_in, admin, Role.WORKER)
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert db.session.scalars(select(Invitation)).one().used_at is None
    assert db.session.query(WorkSession).count() == 1  # the administrator's


def test_a_link_ends_after_a_week(signed_in, client, admin):
    link = invite_by_page(signed_in, admin, Role.WORKER)
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(link).status_code == 410


def test_what_was_typed_wrong_is_said_and_the_link_stays_good(signed_in, client, admin):
    link = invite_by_page(signed_in, admin, Role.WORKER)
    assert "Use at least 12 characters" in choose(client, link, "short").text
    token = link.rsplit("/", 1)[1]
    slip = client.post_form("/work/invited", {"token": token, "new": PASSWORD, "again": OTHER}, page=link)
    assert "The two are not the same" in slip.text
    assert "sign in as new@example.org" in choose(client, link).text


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "é" * 43, "../people"])
def test_an_invented_link_opens_nothing(client, admin, token):
    assert client.post_form("/work/invited", {"token": token}, page="/work/sign-in").status_code == 410


def test_the_token_is_stored_nowhere_and_shown_once(signed_in, admin):
    link = invite_by_page(signed_in, admin, Role.WORKER)
    token = link.rsplit("/", 1)[1]
    for table in db.Base.metadata.sorted_tables:
        assert token not in repr(db.session.execute(select(table)).all()), table.name
    account = queries.find_account("new@example.org")
    assert token not in signed_in(admin, Role.ADMINISTRATOR).get(f"/work/people/{account.id}").text


def test_a_role_is_agreed_only_once_the_link_was_used(signed_in, client, admin, officer):
    link = invite_by_page(signed_in, admin, Role.PARTICIPATION_OFFICER)
    assert agree(signed_in, officer).status_code == 409
    page = signed_in(officer, Role.SAFEGUARDING_OFFICER).get("/work/people/waiting").text
    assert "Waits until they have used their link" in page
    choose(client, link)
    assert agree(signed_in, officer).status_code == 303


# The attack that once worked: an administrator opens a safeguarding account, signs in to it before anybody agrees,
# reads the authenticator's secret, and keeps the second step of whoever gets the account.


def test_an_administrator_cannot_take_over_a_new_safeguarding_account(signed_in, app, admin, officer, strict):
    link = invite_by_page(signed_in, admin, Role.SAFEGUARDING_OFFICER)
    attacker, victim = app.test_client(), app.test_client()
    choose(attacker, link, OTHER)
    assert "A second person has to agree" in sign_in(attacker, "new@example.org", OTHER).text
    for path in ("/work/", "/work/second-step", "/work/account", "/work/safety", "/work/role"):
        assert attacker.get(path).location.startswith("/work/sign-in"), path
    gone = victim.get(link)
    assert gone.status_code == 410
    assert "If you have never used it, somebody else may have." in gone.text


def test_a_secret_somebody_saw_before_is_never_the_one_that_counts(app, strict):
    """Whoever signs in next begins anew, and each beginning is another secret."""
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    passwords.set_password(officer, PASSWORD)
    db.session.commit()
    attacker, victim = app.test_client(), app.test_client()
    sign_in(attacker, officer.email)
    attacker.post_form("/work/second-step", {"begin": "1"})
    seen = crypto.unseal(again(officer), "totp_secret")
    sign_in(victim, officer.email)
    assert again(officer).totp_secret_sealed is None
    victim.post_form("/work/second-step", {"begin": "1"})
    counts = crypto.unseal(again(officer), "totp_secret")
    assert counts != seen
    victim.post_form("/work/second-step", {"one_time": pyotp.TOTP(counts).now()})
    assert attacker.post_form("/work/second-step", {"begin": "1"}).status_code == 409
    assert crypto.unseal(again(officer), "totp_secret") == counts


def test_a_new_link_for_somebody_at_work_counts_only_once_a_second_person_agreed(signed_in, app, admin, officer):
    worker = people.make_account(Role.PARTICIPATION_OFFICER, name="Rowan")
    passwords.set_password(worker, PASSWORD)
    two_factor.begin_enrolment(worker)
    two_factor.confirm_enrolment(worker)
    at_desk, client = signed_in(worker, Role.PARTICIPATION_OFFICER), app.test_client()
    made = signed_in(admin, Role.ADMINISTRATOR).post_form(f"/work/people/{worker.id}/link")
    said = choose(client, link_on(made), OTHER)
    assert "It counts once a second person has agreed" in said.text
    assert passwords.password_matches(again(worker), PASSWORD)
    assert at_desk.get("/work/").status_code == 200
    with pytest.raises(RuleError, match="second person"):
        invitations.agree(queries.find_invitation(again(worker)), by=queries.get_account(admin.id))
    db.session.rollback()
    agree(signed_in, officer)
    after = again(worker)
    assert passwords.password_matches(after, OTHER)
    assert not after.totp_confirmed and after.totp_secret_sealed is None
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert at_desk.get("/work/").status_code == 303
    acts = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert [act for act in acts if act.startswith(("invitation", "way-in"))] == [
        "invitation.made",
        "invitation.used",
        "way-in.approved",
    ]


def test_whoever_the_link_is_about_may_say_that_it_was_not_them(app, admin, officer):
    other = people.make_account(Role.SAFEGUARDING_OFFICER, password_hash="theirs")
    token = invitations.send_link(other, by=admin)
    invitations.accept(queries.find_open_invitation(token), password=OTHER)
    invitations.refuse(queries.find_invitation(other), by=other)
    assert other.password_hash == "theirs"
    assert queries.waiting_changes() == []


def test_a_passphrase_chosen_before_a_role_is_agreed_is_not_swapped_alone_either(app, admin, officer):
    """Otherwise an administrator would wait for the person's "yes, that was me", and then choose another."""
    opened, token = invitations.invite(
        name="N",
        email="n@example.org",
        organisation_id=admin.organisation_id,
        roles=[Role.SAFEGUARDING_OFFICER],
        by=admin,
    )
    assert invitations.accept(queries.find_open_invitation(token), password=PASSWORD)
    second = invitations.send_link(opened, by=admin)
    assert not invitations.accept(queries.find_open_invitation(second), password=OTHER)
    operations.approve_role(opened.roles[0], by=officer)
    assert passwords.password_matches(opened, PASSWORD)


def test_only_the_newest_link_works(app, admin):
    account = people.make_account(Role.WORKER)
    first, second = (invitations.send_link(account, by=admin) for _ in range(2))
    assert queries.find_open_invitation(first) is None
    assert queries.find_open_invitation(second) is not None


def test_nobody_makes_a_link_for_themselves_or_for_a_closed_account(app, admin):
    with pytest.raises(RuleError):
        invitations.send_link(admin, by=admin)
    with pytest.raises(RuleError):
        invitations.send_link(people.make_account(Role.WORKER, active=False), by=admin)


def test_an_administrator_alone_never_signs_in_as_a_champion_either(app, admin, officer):
    champion = people.make_account(Role.CHAMPION)
    passwords.set_password(champion, PASSWORD)
    token = invitations.send_link(champion, by=admin)
    assert not invitations.accept(queries.find_open_invitation(token), password=OTHER)
    assert passwords.password_matches(champion, PASSWORD)
    invitations.agree(queries.find_invitation(champion), by=officer)
    assert passwords.password_matches(champion, OTHER)


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.PARTICIPATION_OFFICER])
def test_taking_the_only_role_first_is_no_way_round_the_second_person(app, admin, officer, role):
    worker = people.make_account(role)
    passwords.set_password(worker, PASSWORD)
    operations.take_role(worker.roles[0], by=admin)
    db.session.refresh(worker)
    token = invitations.send_link(worker, by=admin)
    assert not invitations.accept(queries.find_open_invitation(token), password=OTHER)
    operations.approve_role(operations.grant_role(worker, role, by=admin), by=officer)
    assert passwords.password_matches(worker, PASSWORD)


def test_a_champion_who_lost_their_first_link_needs_no_second_person_for_the_next(app, admin):
    champion, _lost = invitations.invite(
        name="N", email="", organisation_id=admin.organisation_id, roles=[Role.CHAMPION], by=admin
    )
    token = invitations.send_link(champion, by=admin)
    assert invitations.accept(queries.find_open_invitation(token), password=PASSWORD, username="red otter")
    assert passwords.password_matches(champion, PASSWORD)
