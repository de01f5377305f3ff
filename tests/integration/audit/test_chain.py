import pytest
from sqlalchemy import delete, text, update

from portal.audit import operations, queries
from portal.audit.models import AuditEvent, DailyCount
from portal.core import clock, db
from portal.core.access import Role
from tests.factories import people


@pytest.fixture
def acts(app):
    actor = people.make_account(Role.PARTICIPATION_OFFICER)
    for number in range(6):
        operations.record(f"act.{number}", by=actor.id, subject=("contribution", actor.id), facts={"number": number})
    db.session.commit()
    return actor


def test_an_untouched_chain_is_whole(acts):
    found = queries.verify()
    assert (found.whole, found.events) == (True, 6)
    assert found.head == queries.head()


@pytest.mark.parametrize("column", ["action", "actor_role", "subject", "facts", "at", "actor_id"])
def test_a_changed_event_shows(acts, column):
    value = {"at": clock.now(), "actor_id": None}.get(column, "other")
    db.session.execute(update(AuditEvent).where(AuditEvent.sequence == 3).values({column: value}))
    assert queries.verify().broken_at == 3


def test_a_removed_event_shows(acts):
    db.session.execute(delete(AuditEvent).where(AuditEvent.sequence == 3))
    assert queries.verify().broken_at == 3


def test_two_swapped_events_show(acts):
    db.session.execute(text("UPDATE audit_event SET sequence = 100 WHERE sequence = 2"))
    db.session.execute(text("UPDATE audit_event SET sequence = 2 WHERE sequence = 3"))
    db.session.execute(text("UPDATE audit_event SET sequence = 3 WHERE sequence = 100"))
    assert queries.verify().broken_at == 2


def test_a_cut_tail_shows_against_a_head_noted_before(acts):
    head = queries.head()
    db.session.execute(delete(AuditEvent).where(AuditEvent.sequence == 6))
    assert queries.verify().whole
    assert not queries.verify(expected_head=head).whole


def test_the_subject_is_a_pseudonym(acts):
    stored = db.session.scalars(db.session.query(AuditEvent.subject).statement).all()
    assert all(str(acts.id) not in subject for subject in stored)
    assert len(queries.events_about("contribution", acts.id)) == 6


def test_young_acts_are_only_counted(app):
    for _ in range(3):
        operations.count_young_act("consultation.received")
    db.session.commit()
    assert db.session.get(DailyCount, (clock.today(), "consultation.received")).count == 3
    assert queries.verify().events == 0
