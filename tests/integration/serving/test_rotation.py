"""A key can be changed, and the old one taken away, without losing a word."""

import pytest
from sqlalchemy import select

from portal.audit import queries as audit
from portal.audit.models import AuditEvent
from portal.contributions.models import Words
from portal.core import crypto, db
from portal.core.errors import Unreadable
from portal.serving import rotation
from tests.integration.serving.conftest import WORDS


def words() -> str:
    return crypto.unseal(db.session.scalars(select(Words)).one(), "text")


def test_after_rotation_the_old_key_can_go(lived_in, opened):
    rotation.rotate(lived_in)
    assert "again" in rotation.reseal(lived_in)
    (lived_in.keys_dir / "field-1.key").unlink()
    with opened(lived_in).app_context():
        assert words() == WORDS
        assert audit.verify().whole
        note = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "keys.resealed")).one()
        assert '"key": 2' in note.facts


def test_the_old_key_may_not_go_before_the_rows_are_sealed_again(lived_in, opened):
    rotation.rotate(lived_in)
    (lived_in.keys_dir / "field-1.key").unlink()
    with opened(lived_in).app_context(), pytest.raises(Unreadable):
        words()


def test_sealing_again_a_second_time_finds_nothing_to_do(lived_in):
    rotation.rotate(lived_in)
    rotation.reseal(lived_in)
    assert rotation.reseal(lived_in).startswith("0 texts")


def test_every_sealed_field_is_reached():
    """A field that rotation does not know would be lost with the old key."""
    named = {(mapper.class_.__tablename__, field) for mapper, field in rotation.sealed_fields()}
    columns = {
        (table.name, column.name.removesuffix("_sealed"))
        for table in db.Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert named == columns
    assert len(named) >= 5


def test_a_new_session_key_still_believes_the_one_before(lived_in, opened):
    before = (lived_in.keys_dir / "session.key").read_text().strip()
    rotation.rotate_session(lived_in)
    assert opened(lived_in).config["SECRET_KEY"] != before
    assert opened(lived_in).config["SECRET_KEY_FALLBACKS"] == [before], "a list: of one string each letter would sign"
