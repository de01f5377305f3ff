"""A worker killed while it makes a file: one file in the end, nothing half, nothing lying about in the open."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import db
from portal.documents.document import Document
from portal.documents.formats import FORMATS, Form
from portal.documents.renderers import xlsx
from portal.downloads import building, operations
from portal.downloads.models import Download, DownloadState
from tests.factories.downloads import make_download
from tests.support.files import worker_turn

#: How long the killed one may take to come to its place, in seconds.
PATIENCE = 60


def stop_here(mark: Path) -> None:
    """Say that this place is reached, and wait for the end."""
    mark.touch()
    time.sleep(PATIENCE * 2)


def while_writing(monkeypatch: pytest.MonkeyPatch, mark: Path) -> None:
    def render(document: Document) -> bytes:
        with xlsx._scratch() as folder:
            (Path(folder) / "sheet").write_text("REMNANTquokka")
            stop_here(mark)
        return b""

    monkeypatch.setattr(building, "FORMATS", {**FORMATS, Form.XLSX: replace(FORMATS[Form.XLSX], render=render)})


def before_it_is_kept(monkeypatch: pytest.MonkeyPatch, mark: Path) -> None:
    monkeypatch.setattr(operations, "keep", lambda *given, **also: stop_here(mark))


def before_that_is_committed(monkeypatch: pytest.MonkeyPatch, mark: Path) -> None:
    real = operations.keep

    def keep(*given: object, **also: object) -> bool:
        kept = real(*given, **also)
        db.session.flush()
        stop_here(mark)
        return kept

    monkeypatch.setattr(operations, "keep", keep)


def killed(app: Flask, mark: Path) -> None:
    """Another process begins to make what waits, and is killed where `mark` says it is."""
    engine = db.session.get_bind().engine

    def work() -> None:
        engine.dispose(close=False)  # connections of the other side are not ours
        with app.app_context():
            building.build_due()

    db.session.remove()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    begun = time.monotonic()
    while not mark.exists():
        assert process.is_alive() and time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()


@pytest.mark.parametrize("place", [while_writing, before_it_is_kept, before_that_is_committed])
def test_killed_anywhere_it_is_made_once_more_and_whole(app, monkeypatch, tmp_path, place):
    row_id = make_download(form=Form.XLSX).id
    db.session.commit()
    with monkeypatch.context() as patched:
        place(patched, tmp_path / "here")
        killed(app, tmp_path / "here")
    left = db.session.scalars(select(Download)).one()
    assert (left.state, left.content_sealed, left.attempts) == (DownloadState.BUILDING, None, 1)
    assert worker_turn(app) == 1
    made = db.session.scalars(select(Download)).one()
    assert (made.id, made.state, made.attempts) == (row_id, DownloadState.READY, 2)
    assert operations.take(made).content[:2] == b"PK"
    db.session.rollback()
    shelf = Path(xlsx._shelf() or "/tmp")
    assert not [one for one in shelf.glob("portal-sheets-*/*") if "REMNANTquokka" in one.read_text(errors="ignore")]
    assert worker_turn(app) == 0
