"""What a duty phone may be told."""

from datetime import timedelta

from portal.core import clock, db
from portal.core.access import Role
from portal.safety import cli, operations, queries
from portal.safety.operations import Report
from tests.factories import people, safety

CANARY = "the shed behind the school"


def not_safe(minutes_ago: int) -> None:
    with clock.pretend(clock.now() - timedelta(minutes=minutes_ago)):
        operations.report(Report(key="", locale="en", asked="What is happening?", words=CANARY, name="Biscuit"))
    db.session.commit()


def test_nobody_waits(app):
    assert cli.waiting() == (0, "Nobody waits.")


def test_it_says_how_many_and_how_long_and_nothing_else(app):
    not_safe(40)
    not_safe(5)
    number, sentence = cli.waiting()
    assert number == 2
    assert "40 minutes" in sentence
    assert CANARY not in sentence and "Biscuit" not in sentence


def test_one_that_was_opened_no_longer_rings(app):
    not_safe(5)
    operations.see(queries.not_passed_on()[0], by=people.make_account(), role=None)
    db.session.commit()
    assert cli.waiting()[0] == 0


def test_it_rings_again_when_nobody_passed_it_on(app):
    safety.make_duty()
    not_safe(40)
    operations.see(queries.not_passed_on()[0], by=people.make_account(), role=None)
    operations.escalate()
    db.session.commit()
    assert cli.waiting()[0] == 1


def test_a_phone_rings_only_for_what_its_owner_may_open(app):
    kim, other, admin = (
        people.make_account(role, name=name)
        for role, name in (
            (Role.SAFEGUARDING_OFFICER, "Kim Hollow"),
            (Role.SAFEGUARDING_OFFICER, "Bo Field"),
            (Role.ADMINISTRATOR, "Ada Minister"),
        )
    )
    safety.make_concern(about_worker=True, worker_name="Kim Hollow")
    db.session.commit()
    rings = {who: cli.waiting(who.username)[0] for who in (kim, other, admin)}
    assert rings == {kim: 0, other: 1, admin: 0}
    assert cli.waiting()[0] == 0
    other.active = False
    db.session.commit()
    rings = {who: cli.waiting(who.username)[0] for who in (kim, other, admin)}
    assert rings == {kim: 0, other: 0, admin: 1}


def test_a_phone_of_nobody_who_works_here_is_silent(app):
    not_safe(5)
    assert cli.waiting("nobody-here") == (0, "Nobody waits.")
