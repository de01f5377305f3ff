"""Who may do what, and what one person cannot do alone."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal.accounts import operations, queries
from portal.accounts.models import Account
from portal.accounts.queries import ChangeKind
from portal.core import db
from portal.core.access import WORKING_ROLES, Role
from portal.core.errors import RuleError
from tests.factories import people, place


@pytest.fixture
def admin(app):
    return people.make_account(Role.ADMINISTRATOR, name="Annan")


@pytest.fixture
def officer(app):
    return people.make_account(Role.SAFEGUARDING_OFFICER, name="Fern")


def test_somebody_with_two_roles_acts_in_one_at_a_time(signed_in):
    both = people.make_account(Role.ADMINISTRATOR, Role.CHAMPION)
    client = signed_in(both, Role.CHAMPION)
    assert client.get("/work/people").status_code == 404
    before = client.get_cookie("work", domain="127.0.0.1").value
    assert client.post_form("/work/role", {"role": "administrator"}).status_code == 303
    assert client.get_cookie("work", domain="127.0.0.1").value != before
    assert client.get("/work/people").status_code == 200


def test_a_role_somebody_does_not_hold_cannot_be_taken_up(signed_in):
    client = signed_in(Role.CHAMPION)
    assert client.post_form("/work/role", {"role": "administrator"}).status_code == 200
    assert client.get("/work/people").status_code == 404


@pytest.mark.parametrize("role", sorted(WORKING_ROLES))
def test_every_working_role_needs_an_email(app, admin, role):
    with pytest.raises(RuleError, match="needs an email"):
        operations.open_account(
            name="N", username="plain", organisation_id=place.organisation().id, roles=[role], by=admin
        )
    champion = people.make_account(Role.CHAMPION)
    with pytest.raises(RuleError, match="needs an email"):
        operations.grant_role(champion, role, by=admin)


@pytest.mark.parametrize("values", [{"email": "Capital@example.org"}, {"email": "none"}, {"username": "a@b"}])
def test_the_database_itself_keeps_emails_and_names_apart(app, values):
    people.make_account(Role.CHAMPION)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Account).values(**values))
    db.session.rollback()


def test_an_account_opens_with_nothing_approved_unless_it_is_asked_for(app, admin):
    opened = operations.open_account(
        name="N", email="n@example.org", organisation_id=place.organisation().id, roles=[Role.WORKER], by=admin
    )
    assert opened.acting_roles == []
    assert opened.roles[0].granted_by_id == admin.id


def test_an_email_is_taken_once_whatever_its_case(signed_in):
    admin = people.make_account(Role.ADMINISTRATOR)
    data = {
        "name": "New Person",
        "email": admin.email.upper(),
        "organisation": str(place.organisation().id),
        "post": "",
        "team": "",
        "roles": ["worker"],
    }
    answer = signed_in(admin, Role.ADMINISTRATOR).post_form("/work/people", data)
    assert answer.status_code == 409
    assert "already has this email" in answer.text


def test_another_role_waits_for_a_second_person_and_names_who_can_agree(signed_in, admin, officer):
    lead = people.make_account(Role.CORPORATE_LEAD, name="Thistle")
    member = people.make_account(Role.BOARD_MEMBER, name="Solway")
    client = signed_in(admin, Role.ADMINISTRATOR)
    said = client.post_form(f"/work/people/{member.id}", {"role": "corporate_lead"})
    page = client.get(said.location).text
    assert "Fern, Thistle" in page
    assert queries.get_account(member.id).acting_roles == [Role.BOARD_MEMBER]
    row = queries.waiting_changes()[0].row_id
    signed_in(lead, Role.CORPORATE_LEAD).post_form(
        f"/work/people/waiting/role/{row}/agree", page="/work/people/waiting"
    )
    assert Role.CORPORATE_LEAD in queries.get_account(member.id).acting_roles


def test_two_roles_of_one_person_never_count_as_two(app):
    both = people.make_account(Role.ADMINISTRATOR, Role.SAFEGUARDING_OFFICER)
    held = operations.grant_role(people.make_account(Role.BOARD_MEMBER), Role.WORKER, by=both)
    with pytest.raises(RuleError, match="second person"):
        operations.approve_role(held, by=both)
    own = operations.grant_role(both, Role.CORPORATE_LEAD, by=people.make_account(Role.ADMINISTRATOR))
    with pytest.raises(RuleError, match="second person"):
        operations.approve_role(own, by=both)
    assert [change.who for change in queries.waiting_changes()] == [(), ()]


def test_the_second_person_may_say_no(signed_in, admin, officer):
    held = operations.grant_role(people.make_account(Role.BOARD_MEMBER), Role.WORKER, by=admin)
    client = signed_in(officer, Role.SAFEGUARDING_OFFICER)
    client.post_form(f"/work/people/waiting/role/{held.id}/refuse", page="/work/people/waiting")
    assert queries.waiting_changes() == []


def test_nobody_closes_their_own_account(app, admin):
    with pytest.raises(RuleError):
        operations.close_account(admin, by=admin)


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("act", ["close", "take"])
def test_the_last_who_keeps_people_safe_or_looks_after_accounts_stays(app, role, act):
    last = people.make_account(role)
    by = people.make_account(Role.ADMINISTRATOR) if role is Role.SAFEGUARDING_OFFICER else people.make_account()
    with pytest.raises(RuleError, match="Nobody else could"):
        operations.close_account(last, by=by) if act == "close" else operations.take_role(last.roles[0], by=by)
    assert last.active and last.acting_roles == [role]


def test_one_administrator_cannot_close_or_demote_a_safeguarding_officer(app, admin, officer):
    second = people.make_account(Role.SAFEGUARDING_OFFICER, name="Lomond")
    assert not operations.close_account(officer, by=admin)
    assert not operations.take_role(officer.roles[0], by=admin)
    assert officer.active and officer.acting_roles == [Role.SAFEGUARDING_OFFICER]
    kinds = {change.kind: change for change in queries.waiting_changes()}
    assert set(kinds) == {ChangeKind.CLOSING, ChangeKind.TAKING}
    assert all(change.who == (second,) for change in kinds.values())
    for who in (admin, officer):
        with pytest.raises(RuleError, match="second person"):
            operations.agree_closing(officer, by=who)
        with pytest.raises(RuleError, match="second person"):
            operations.agree_taking(officer.roles[0], by=who)
    with pytest.raises(RuleError, match="second person"):
        operations.refuse_closing(officer, by=officer)
    operations.agree_closing(officer, by=second)
    assert not officer.active


def test_two_closings_agreed_in_turn_still_leave_one_officer(app, admin, officer):
    second = people.make_account(Role.SAFEGUARDING_OFFICER)
    lead = people.make_account(Role.CORPORATE_LEAD)
    assert not operations.close_account(officer, by=admin)
    assert not operations.close_account(second, by=admin)
    operations.agree_closing(officer, by=lead)
    with pytest.raises(RuleError, match="Nobody else could read concerns"):
        operations.agree_closing(second, by=lead)


def test_leavers_who_are_no_safeguarding_officers_are_closed_at_once(signed_in, admin):
    leaver = people.make_account(Role.PARTICIPATION_OFFICER)
    client = signed_in(admin, Role.ADMINISTRATOR)
    assert client.post_form(f"/work/people/{leaver.id}/close").status_code == 303
    assert not queries.get_account(leaver.id).active


def test_the_page_says_who_has_to_agree_to_a_closing(signed_in, admin, officer):
    people.make_account(Role.SAFEGUARDING_OFFICER, name="Lomond")
    client = signed_in(admin, Role.ADMINISTRATOR)
    assert "a second person has to agree first" in client.get(f"/work/people/{officer.id}/close").text
    client.post_form(f"/work/people/{officer.id}/close")
    page = client.get("/work/people").text
    assert "Nothing changed yet. A second person has to agree: Lomond." in page
    assert "(waits for: Lomond)" in page


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.WORKER])
def test_advocates_and_workers_read_released_figures_and_no_words(signed_in, role):
    client = signed_in(role)
    assert client.get("/work/").status_code == 200
    assert client.get("/work/evidence/").status_code == 200
    for closed in ("/work/views", "/work/safety", "/work/board", "/work/people", "/work/themes/"):
        assert client.get(closed).status_code == 404, closed
