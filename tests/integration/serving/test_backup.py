"""What a backup holds, and what it must not."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import Engine, insert

from config import Settings
from portal.core import db
from portal.core.errors import RuleError
from portal.partnership.models import Locality
from portal.serving import archive, tables
from portal.serving.backup import backup, snapshot
from tests.integration.serving.conftest import WORDS


@pytest.fixture
def engine(lived_in: Settings):
    own = db.create_engine(lived_in)
    yield own
    own.dispose()


def unpacked(path: Path) -> bytes:
    with ZipFile(path) as file:
        return b"\n".join(file.read(name) for name in file.namelist())


def test_it_holds_no_key_and_no_open_word(lived_in, tmp_path):
    backup(lived_in, tmp_path / "b.zip")
    content = unpacked(tmp_path / "b.zip")
    assert b"Testshire Council" in content
    assert WORDS.encode() not in content
    assert b"Biscuit" not in content
    for key in lived_in.keys_dir.iterdir():
        assert key.read_bytes().strip() not in content
        assert bytes.fromhex(key.read_text()) not in content


def test_only_its_owner_may_read_it(lived_in, tmp_path):
    backup(lived_in, tmp_path / "b.zip")
    assert os.stat(tmp_path / "b.zip").st_mode & 0o777 == 0o600


def test_it_never_replaces_another(lived_in, tmp_path):
    (tmp_path / "b.zip").write_text("the only copy")
    with pytest.raises(RuleError, match="already there"):
        backup(lived_in, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "the only copy"


def test_a_failed_backup_leaves_no_file(lived_in, tmp_path, monkeypatch):
    def fail(table: object) -> archive.Columns:
        raise OSError("no space left on device")

    monkeypatch.setattr(archive, "columns_of", fail)
    with pytest.raises(OSError, match="no space"):
        backup(lived_in, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir() if "b.zip" in path.name] == []
    assert list(lived_in.var_dir.glob("copy-*")) == []


def test_every_table_has_its_count_in_the_manifest(lived_in, tmp_path):
    manifest = backup(lived_in, tmp_path / "b.zip")
    assert set(manifest.tables) == {table.name for table in tables.kept_tables()}
    assert manifest.tables["locality"].rows == 2
    assert manifest.tables["words"].rows == 1
    assert manifest.chain_head is None or len(manifest.chain_head) == 64


def test_rows_stand_in_the_order_of_their_keys_not_of_their_arrival(lived_in, engine: Engine, tmp_path):
    rows = [{"id": uuid4(), "name": f"Place {number}", "position": number} for number in range(20)]
    with engine.begin() as connection:
        for row in rows:
            connection.execute(insert(Locality.__table__).values(row))
    backup(lived_in, tmp_path / "b.zip")
    place = list(Locality.__table__.columns.keys()).index("id")
    with ZipFile(tmp_path / "b.zip") as file:
        ids = [json.loads(line)[place] for line in file.read("tables/locality.jsonl").splitlines()]
    assert len(ids) == 22
    assert ids == sorted(ids)


def test_a_table_this_version_does_not_know_is_not_lost_silently(lived_in, engine: Engine, tmp_path):
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE stranger (id INTEGER PRIMARY KEY)")
    with pytest.raises(RuleError, match="stranger"):
        backup(lived_in, tmp_path / "b.zip")


def test_a_backup_of_an_open_database_is_of_one_moment(lived_in, engine: Engine):
    """Two rows are always written together, so every snapshot has an even number of them."""
    stop = threading.Event()

    def write_pairs() -> None:
        position = 100
        while not stop.is_set():
            with engine.begin() as connection:
                for _ in range(2):
                    position += 1
                    row = {"id": uuid4(), "name": f"Place {position}", "position": position}
                    connection.execute(insert(Locality.__table__).values(row))

    writer = threading.Thread(target=write_pairs)
    writer.start()
    counts = []
    try:
        for _ in range(8):
            with snapshot(lived_in) as connection:
                first = connection.exec_driver_sql("SELECT count(*) FROM locality").scalar_one()
                again = connection.exec_driver_sql("SELECT count(*) FROM locality").scalar_one()
            assert first == again
            counts.append(first)
    finally:
        stop.set()
        writer.join()
    assert all(count % 2 == 0 for count in counts)
    assert counts[-1] > counts[0]


def test_there_is_nothing_to_back_up_before_the_first_migration(
    settings: Settings, tmp_path: Path, opened: Callable[[Settings], Flask]
):
    from dataclasses import replace

    bare = replace(settings, database_url=f"sqlite:///{tmp_path}/bare.db", var_dir=tmp_path)
    with pytest.raises(RuleError, match="migrate"):
        backup(bare, tmp_path / "b.zip")
