"""A board pack's file is stamped with the words as they were before it was made."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from portal.core.access import Role
from portal.meetings import files


def test_words_taken_back_while_the_file_is_made_change_its_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    live = ["We want bikes."]
    meeting = SimpleNamespace(starts_at=datetime(2026, 5, 1, tzinfo=UTC), kind=SimpleNamespace(value="board"))
    monkeypatch.setattr(files.queries, "get_pack", lambda *_: SimpleNamespace(number=1, meeting=meeting))
    monkeypatch.setattr(files, "_", lambda text, **_: text)
    monkeypatch.setattr(files.packs, "hidden_in", lambda *_: frozenset())
    monkeypatch.setattr(files.packs, "live_words", lambda _: tuple(live))
    monkeypatch.setattr(files.packs, "document", lambda *_, **__: live.clear())
    facts, reader = {"pack": str(uuid4()), "edition": "full"}, SimpleNamespace()
    made = files.PACK.make(facts, reader, Role.BOARD_MEMBER)
    assert tuple(made.words) != tuple(files.PACK.words(facts, reader, Role.BOARD_MEMBER))
