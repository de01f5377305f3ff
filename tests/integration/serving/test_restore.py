"""A backup is worth what its restore proves."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from portal.accounts.models import Account, WorkSession
from portal.audit import queries as audit
from portal.contributions.models import Contribution, Words, YoungVisit
from portal.core import crypto, db, keys, migrate
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.serving import tables
from portal.serving.backup import backup
from portal.serving.restore import restore
from tests.integration.serving.conftest import AUTHENTICATOR, PASSPHRASE, WORDS
from tests.support.client import PageClient
from tests.support.postgres import new_database

OpenPortal = Callable[[Settings], Flask]


@pytest.fixture
def elsewhere(lived_in: Settings, tmp_path: Path):
    """An empty database of the kind under test on another machine, where the kept keys were put first."""
    var = tmp_path / "second"
    var.mkdir()
    shutil.copytree(lived_in.keys_dir, var / "keys")
    with new_database(var) as url:
        yield replace(lived_in, database_url=url, var_dir=var, keys_dir=var / "keys")


@pytest.fixture
def saved(lived_in: Settings, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    backup(lived_in, target)
    return target


def is_empty(settings: Settings) -> bool:
    engine = db.create_engine(settings)
    try:
        with db.reading(), engine.connect() as connection:
            return not tables.present(connection) - {tables.SCHEMA_TABLE}
    finally:
        engine.dispose()


def everything() -> dict[str, list[object]]:
    return {table.name: sorted(map(repr, db.session.execute(select(table)).all())) for table in tables.kept_tables()}


def test_everything_comes_back(lived_in, elsewhere, saved, opened: OpenPortal):
    with opened(lived_in).app_context():
        before, head = everything(), audit.head()
    restore(elsewhere, saved)
    with opened(elsewhere).app_context():
        assert everything() == before
        assert audit.verify(expected_head=head).whole
        words = db.session.scalars(select(Words)).one()
        assert crypto.unseal(words, "text") == WORDS
    assert sum(map(len, before.values())) > 10


def test_people_sign_in_after_a_restore(elsewhere, saved, opened: OpenPortal):
    restore(elsewhere, saved)
    app = opened(elsewhere)
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
    client = app.test_client()
    assert isinstance(client, PageClient)
    first = client.post_form("/work/sign-in", {"username": account.email, "password": PASSPHRASE})
    assert first.location.startswith("/work/sign-in/second-step")
    assert "That code is not right now" in client.post_form(first.location, {"one_time": "000000"}).text
    assert client.post_form(first.location, {"one_time": pyotp.TOTP(AUTHENTICATOR).now()}).location == "/work/"
    page = client.get("/work/people")
    assert page.status_code == 200
    assert account.name in page.text


def test_nobody_is_still_signed_in_after_a_restore(lived_in, elsewhere, tmp_path, opened: OpenPortal):
    app = opened(lived_in)
    with app.app_context():
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.sign_in(db.session.scalars(select(Account)).one(), Role.ADMINISTRATOR)
        db.session.commit()
        assert db.session.scalars(select(WorkSession)).all()
    backup(lived_in, tmp_path / "later.zip")
    restore(elsewhere, tmp_path / "later.zip")
    with opened(elsewhere).app_context():
        assert db.session.scalars(select(WorkSession)).all() == []
        assert db.session.scalars(select(YoungVisit)).all() == []


def test_a_database_moves_between_the_two_kinds(lived_in, elsewhere, saved, tmp_path, opened: OpenPortal):
    """SQLite to the kind under test and back to SQLite: what the last one holds is what the first held."""
    restore(elsewhere, saved)
    backup(elsewhere, tmp_path / "again.zip")
    var = tmp_path / "third"
    shutil.copytree(lived_in.keys_dir, var / "keys")
    third = replace(lived_in, database_url=f"sqlite:///{var}/moved.db", var_dir=var, keys_dir=var / "keys")
    restore(third, tmp_path / "again.zip")
    with opened(lived_in).app_context():
        before = everything()
    with opened(third).app_context():
        assert everything() == before


def test_a_restore_never_writes_over_a_database(lived_in, saved, opened: OpenPortal):
    with pytest.raises(RuleError, match="not empty"):
        restore(lived_in, saved)
    with opened(lived_in).app_context():
        assert db.session.scalars(select(Contribution)).one()


def test_a_restore_with_other_keys_is_refused(elsewhere, saved):
    shutil.rmtree(elsewhere.keys_dir)
    keys.create_keys(elsewhere.keys_dir)
    with pytest.raises(RuleError, match="keys") as refusal:
        restore(elsewhere, saved)
    assert "audit, field-1, pepper" in refusal.value.message
    assert is_empty(elsewhere)


def test_a_cut_backup_is_refused(elsewhere, saved):
    saved.write_bytes(saved.read_bytes()[:-200])
    with pytest.raises(RuleError, match="another copy"):
        restore(elsewhere, saved)
    assert is_empty(elsewhere)


def test_a_backup_with_a_flipped_bit_is_refused(elsewhere, saved):
    content = bytearray(saved.read_bytes())
    place = content.index(b"tables/words.jsonl") + 40
    content[place] ^= 1
    saved.write_bytes(content)
    with pytest.raises(RuleError, match="another copy"):
        restore(elsewhere, saved)
    assert is_empty(elsewhere)


def rewritten(saved: Path, name: str, change: Callable[[str], str]) -> Path:
    target = saved.with_name("rewritten.zip")
    with ZipFile(saved) as old, ZipFile(target, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode()
            new.writestr(entry, change(text) if entry == name else text)
    return target


def test_a_row_changed_in_the_backup_is_noticed_and_the_place_left_empty(elsewhere, saved):
    changed = rewritten(saved, "tables/locality.jsonl", lambda text: text.replace("Northside", "Nowhere"))
    with pytest.raises(RuleError, match="locality did not come back"):
        restore(elsewhere, changed)
    assert is_empty(elsewhere)


def test_a_cut_audit_log_is_noticed_and_the_place_left_empty(elsewhere, saved):
    def with_another_head(text: str) -> str:
        manifest = json.loads(text)
        manifest["chain_head"] = "f" * 64
        return json.dumps(manifest)

    with pytest.raises(RuleError, match="audit log"):
        restore(elsewhere, rewritten(saved, "manifest.json", with_another_head))
    assert is_empty(elsewhere)


def test_a_backup_of_a_later_format_is_refused(elsewhere, saved):
    later = rewritten(saved, "manifest.json", lambda text: text.replace('"format": 1', '"format": 2'))
    with pytest.raises(RuleError, match="format 2"):
        restore(elsewhere, later)


def test_a_missing_backup_is_named(elsewhere, tmp_path):
    with pytest.raises(RuleError, match="no backup at"):
        restore(elsewhere, tmp_path / "nowhere.zip")


def test_the_newest_schema_is_there_after_a_restore(elsewhere, saved):
    restore(elsewhere, saved)
    migrate.check(elsewhere)
