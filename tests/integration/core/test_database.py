import threading
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from portal.accounts.models import Account
from portal.contributions.models import Contribution, Identity, Matter, Person
from portal.core import clock, db
from portal.core.access import Role
from tests.factories import people, place, voices


def test_a_page_that_only_reads_cannot_write(app):
    with db.reading(), pytest.raises(db.WroteOnRead):
        people.make_account(Role.CHAMPION)


def test_a_naive_time_is_refused(app):
    account = people.make_account(Role.CHAMPION)
    account.created_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the point
    with pytest.raises(StatementError, match="naive"):
        db.session.flush()


@pytest.mark.parametrize(
    "changes",
    [
        {"person": True},
        {"received_at": True},
        {"identity": Identity.TEAM},
        {"keeps_time": True},
    ],
)
def test_the_database_itself_keeps_nobody_unknown(app, changes):
    contribution = voices.make_contribution().contribution
    if changes.pop("person", False):
        person = Person(name_sealed=b"x", since_week=clock.this_week())
        db.session.add(person)
        db.session.flush()
        changes["person_id"] = person.id
    if "received_at" in changes:
        changes["received_at"] = clock.now()
    for key, value in changes.items():
        setattr(contribution, key, value)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_no_table_keeps_hidden_row_numbers(app):
    if db.dialect_name() != "sqlite":
        return
    made = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    ours = [(name, sql) for name, sql in made if name not in ("alembic_version",) and not name.startswith("sqlite_")]
    assert len(ours) > 30
    assert [name for name, sql in ours if "WITHOUT ROWID" not in sql] == []


def test_the_database_is_set_as_promised(app):
    if db.dialect_name() != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


def test_read_then_write_in_eight_threads_loses_nothing(app):
    account = people.make_account(Role.CHAMPION, totp_last_step=0)
    db.session.commit()
    account_id, failed = account.id, []
    locked = select(Account).where(Account.id == account_id).with_for_update(of=Account)
    locked = locked.execution_options(populate_existing=True)

    def add_ten() -> None:
        try:
            for _ in range(10):
                found = db.session.scalar(locked)
                found.totp_last_step += 1
                db.session.commit()
        except Exception as error:
            failed.append(error)
        finally:
            db.session.remove()

    threads = [threading.Thread(target=add_ten) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    db.session.expire_all()
    assert db.session.get(Account, account_id).totp_last_step == 80


def test_fifty_parallel_sendings_of_one_key_make_one_row(app):
    key, made, failed = "ab" * 32, [], []
    start = threading.Barrier(10)

    def send() -> None:
        try:
            start.wait()
            for _ in range(5):
                received = voices.make_contribution(key=key)
                db.session.commit()
                made.append((received.contribution.id, received.code, received.first))
        except Exception as error:
            failed.append(error)
        finally:
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len({row for row, _, _ in made}) == 1
    assert len({code for _, code, _ in made}) == 1
    assert sum(first for _, _, first in made) == 1
    assert db.session.scalars(select(Contribution)).all().__len__() == 1


def test_a_known_person_keeps_a_time_and_an_unknown_one_a_week(app):
    unknown = voices.make_contribution().contribution
    known = voices.make_contribution(identity=Identity.TEAM, name="Sam").contribution
    urgent = voices.make_contribution(matter=Matter.NOT_SAFE, keeps_time=True).contribution
    assert unknown.received_at is None
    assert unknown.received_week == clock.this_week()
    assert known.received_at is not None
    assert urgent.received_at is not None
    assert urgent.person_id is None
    assert unknown.reply_due_on == known.reply_due_on
    assert unknown.reply_due_on > clock.this_week()
    assert place.organisation().name
