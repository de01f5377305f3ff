"""The check before opening says what is wrong, one line each."""

from dataclasses import replace

import pytest

from portal.core import db, migrate
from portal.serving import selfcheck


def bad(settings) -> list[str]:
    return [sentence for well, sentence in selfcheck.findings(settings) if not well]


@pytest.fixture(autouse=True)
def plenty_of_room(monkeypatch):
    monkeypatch.setattr(selfcheck, "ROOM", 0.0)


def test_a_sound_installation_has_nothing_to_say_against_it(lived_in):
    assert bad(lived_in) == []


def test_a_key_others_can_read_is_named(lived_in):
    (lived_in.keys_dir / "pepper.key").chmod(0o444)
    assert [line for line in bad(lived_in) if "pepper.key" in line]


def test_an_older_schema_is_named(lived_in):
    migrate.downgrade(lived_in, "base")
    migrate.upgrade(lived_in, "0001")
    engine = db.create_engine(lived_in)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    engine.dispose()
    assert any("migrate" in line for line in bad(lived_in))


def test_a_database_that_is_not_there_is_named(lived_in, tmp_path):
    nowhere = replace(lived_in, database_url=f"sqlite:///{tmp_path}/no/such.db")
    assert any(line.startswith("schema:") for line in bad(nowhere))


def test_unsafe_settings_are_named(lived_in):
    assert any("https" in line for line in bad(replace(lived_in, origin="http://portal.example", demo=False)))


def test_a_full_disk_is_told_before_writes_fail(lived_in, monkeypatch):
    monkeypatch.setattr(selfcheck, "ROOM", 1.1)
    assert any("make room" in line for line in bad(lived_in))
