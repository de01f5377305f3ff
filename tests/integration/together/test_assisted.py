"""Writing together with an adult: whose choice it is, what is kept, and what stays shut."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.accounts import passwords
from portal.audit.models import AuditEvent
from portal.consultations import queries as consultation_queries
from portal.contributions import operations as contributions
from portal.contributions.models import Assistance, Contribution, Identity, Matter, Purpose, Route
from portal.contributions.operations import Incoming
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.free_views.kinds import KINDS
from portal.free_views.telling import Telling
from portal.together.labels import UNASKED
from tests.factories import consultations, groups, people, voices
from tests.integration.hostile.test_twins import RANDOM
from tests.support import canary

PASSPHRASE = "otters swim at dusk"
HOW = {"typed_by": "adult", "place": "school", "whose_words": "own"}


@pytest.fixture
def wave(app):
    found = consultations.make_consultation(slug="now")
    db.session.commit()
    return found


@pytest.fixture
def advocate(app):
    account = people.make_account(Role.ADVOCATE, name="Ailsa Advocate")
    passwords.set_password(account, PASSPHRASE)
    account.totp_confirmed = True
    db.session.commit()
    return account


@pytest.fixture
def begun(client, wave, advocate):
    """An advocate's browser after the handing over."""
    client.sign_in(advocate, Role.ADVOCATE)
    to = client.post_form("/work/together/start", {"about": "now"}, page="/work/together/").location
    assert client.post_form(to, HOW).status_code == 303
    return client


def go_through(client, **sharing):
    client.post_form("/say/now/q/change", {"answer": "Let me keep my dog"})
    client.post_form("/say/now/who", {})
    return client.post_form("/say/now/share", sharing)


def test_it_is_kept_how_and_never_who(begun, advocate):
    assert "You are writing together with an advocate" in begun.get("/say/now/q/change").text
    go_through(begun, purposes=["board"], own="y")
    assert begun.post_form("/say/now/check").location == "/sent"
    sent = db.session.scalars(select(Contribution)).one()
    assert (sent.route, sent.identity, sent.received_at) == (Route.ASSISTED, Identity.NOBODY, None)
    how = db.session.scalars(select(Assistance)).one()
    assert (how.helper, how.typed_by, how.place, how.whose_words) == ("advocate", "adult", "school", "own")
    receipt = begun.get("/sent").text
    assert "This code is only for you" in receipt
    for table, rows in canary.dump().items():
        if table not in ("account", "account_role", "work_session"):
            assert advocate.id not in [value for row in rows for value in row.values()], table


def test_only_the_young_person_can_make_the_choices(begun):
    refused = go_through(begun, purposes=["board"])
    assert "If you are the adult, hand over the phone" in refused.text
    check = begun.get("/say/now/check").text
    assert "Hand them the phone" in check
    begun.post_form("/say/now/check")
    assert db.session.scalar(select(Contribution)) is None


def test_nothing_unconfirmed_is_stored(wave):
    incoming = Incoming(key="0" * 64, matter=Matter.IDEA, locale="en", assisted=groups.assisted(confirmed=False))
    with pytest.raises(RuleError):
        contributions.receive(incoming)


def test_the_adults_side_stays_shut_until_the_passphrase(begun):
    for path in ("/work/", "/work/together/", "/work/commitments", "/work/evidence/"):
        response = begun.get(path)
        assert (response.status_code, response.location) == (303, "/work/together/locked"), path
    locked = begun.get("/work/together/locked").text
    assert "Figures" not in locked
    wrong = begun.post_form("/work/together/locked", {"password": "not this one"})
    assert "That is not your passphrase" in wrong.text
    assert begun.get("/work/").location == "/work/together/locked"
    begun.post_form("/say/now/q/change", {"answer": "Let me keep my dog"})
    assert begun.post_form("/work/together/locked", {"password": PASSPHRASE}).location == "/work/together/"
    assert begun.get("/work/together/").status_code == 200
    assert "Let me keep my dog" not in begun.get("/say/now/q/change").text


def test_a_note_of_somebody_else_opens_nothing(client, wave):
    assert client.get("/together/begin/forged").status_code == 404


def test_who_may_not_help_finds_no_way_to(client, wave):
    member = people.make_account(Role.CHAMPION)
    db.session.commit()
    client.sign_in(member, Role.CHAMPION)
    assert "Start, and lock my side" not in client.get("/work/together/").text
    assert client.post_form("/work/together/start", {"about": "now"}, page="/work/together/group").status_code == 404


def test_readers_see_how_it_was_written(client, wave):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    sent = voices.make_contribution(assisted=groups.assisted()).contribution
    sent_id = sent.id
    db.session.commit()
    client.sign_in(officer, Role.PARTICIPATION_OFFICER)
    page = client.get(f"/work/views/{sent_id}").text
    assert "Written together with an advocate in an office: typed by the adult" in re.sub(r"\s+", " ", page)


def test_assisted_ones_count_with_the_others(wave):
    for helped in (groups.assisted(), None, None):
        consultations.make_submission(wave, sharing=(Purpose.BOARD,), assisted=helped, home="good")
    db.session.commit()
    counts = consultation_queries.wave_counts(wave.id)
    assert (counts.people, counts.assisted) == (3, 1)


def _helped(app, wave, name, minute, address):
    """Somebody is helped by this adult at this minute; the rows of what they sent."""
    with clock.pretend(datetime(2026, 6, 2, 10, minute, 7, minute, tzinfo=UTC)):
        account = people.make_account(Role.ADVOCATE, name=name)
        account.totp_confirmed = True
        db.session.commit()
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        client.sign_in(account, Role.ADVOCATE)
        to = client.post_form("/work/together/start", {"about": wave.slug}, page="/work/together/").location
        client.post_form(to, HOW)
        go_through(client, purposes=["board"], own="y")
        client.post_form("/say/now/check")
        sent = client.get("/sent").text
        which = re.search(r'name="which" value="([^"]+)"', sent)
        client.post_form("/sent", {"which": which[1] if which else ""})
    rows = {
        table: [{key: value for key, value in row.items() if f"{table}.{key}" not in RANDOM} for row in rows]
        for table, rows in canary.dump().items()
    }
    return {table: rows[table] for table in ("contribution", "assistance", "words", "submission", "sharing_choice")}


def test_two_anonymous_ones_with_different_helpers_leave_the_same(app):
    wave = consultations.make_consultation(slug="now", opened=3000, closes_in=3000)
    db.session.commit()
    _helped(app, wave, "Ailsa", 3, "192.0.2.7")
    rows = _helped(app, wave, "Brodie", 41, "198.51.100.9")
    for table, both in rows.items():
        one, other = ({k: v for k, v in row.items() if k != "contribution_id"} for row in both)
        assert one == other, table
    assert (
        db.session.scalars(select(AuditEvent.action).where(AuditEvent.at < datetime(2026, 6, 3, tzinfo=UTC))).all()
        == []
    )


def test_what_is_told_unasked_is_written_together_in_the_same_way(client, advocate):
    client.sign_in(advocate, Role.ADVOCATE)
    to = client.post_form("/work/together/start", {"about": "tell:idea"}, page="/work/together/").location
    assert client.get("/work/").status_code == 303, "their own side is locked"
    assert client.post_form(to, HOW).location == "/tell/idea"
    assert "You are writing together with an advocate" in client.get("/tell/idea").text
    client.post_form("/tell/idea", {"idea": "A dog in every house"})
    client.post_form("/tell/idea/who", {})
    assert "Tick this if you are the young person" in client.post_form("/tell/idea/share", {"purposes": ["board"]}).text
    client.post_form("/tell/idea/share", {"purposes": ["board"], "own": "y"})
    assert client.post_form("/tell/idea/check").location == "/sent"
    how = db.session.scalars(select(Assistance)).one()
    kept = db.session.get_one(Contribution, how.contribution_id)
    assert (kept.matter, kept.route, how.helper) == (Matter.IDEA, Route.ASSISTED, "advocate")


def test_every_kind_of_unasked_view_can_be_written_together():
    assert set(UNASKED) == {Telling(kind).about for kind in KINDS}
