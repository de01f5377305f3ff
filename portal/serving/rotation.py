"""Changing keys without losing a word: add the new key, restart, then seal the old rows again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from config import Settings
from portal.audit import operations as audit
from portal.core import crypto, db
from portal.core.errors import Unreadable
from portal.core.keys import add_field_key, create_keys, load_keys
from portal.serving.tables import all_tables

BATCH = 200
SEALED = "_sealed"


def create(settings: Settings) -> str:
    """Every key that is missing; none is ever replaced."""
    written = create_keys(settings.keys_dir)
    if not written:
        return f"All keys are already in {settings.keys_dir}; nothing was changed."
    names = ", ".join(written)
    return f"Written to {settings.keys_dir}: {names}. Keep a copy somewhere else, apart from the backups."


def rotate(settings: Settings) -> str:
    """A new field key. Processes that are already running do not know it until they are restarted."""
    load_keys(settings.keys_dir)
    number = add_field_key(settings.keys_dir)
    return (
        f"field-{number}.key is there. Keep a copy of it, restart the portal now, then run"
        " `python -m portal keys reseal`."
    )


def rotate_session(settings: Settings) -> str:
    """A new key signs cookies; the one before is still believed, so nobody is thrown out."""
    load_keys(settings.keys_dir)
    (settings.keys_dir / "session.key").replace(settings.keys_dir / "session-previous.key")
    create_keys(settings.keys_dir)
    return "session.key is new. Restart the portal; remove session-previous.key after a day."


def reseal(settings: Settings) -> str:
    """Seal with the newest key whatever an older one sealed, a few rows at a time; safe to repeat."""
    crypto.use_keys(load_keys(settings.keys_dir))
    engine = db.create_engine(settings)
    db.bind(engine)
    try:
        done = sum(_reseal_field(mapper, field) for mapper, field in sealed_fields())
        number = crypto.keys().current_field
        audit.record("keys.resealed", by=None, facts={"rows": done, "key": number})
        db.session.commit()
    finally:
        db.session.remove()
        engine.dispose()
    return f"{done} texts were sealed again; field-{number}.key now seals all of them."


STEPS: Mapping[str, Callable[[Settings], str]] = {
    "create": create,
    "rotate": rotate,
    "rotate-session": rotate_session,
    "reseal": reseal,
}


def sealed_fields() -> Iterator[tuple[Mapper[db.Base], str]]:
    """Every field of every table that holds sealed text."""
    all_tables()
    for mapper in sorted(db.Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        for column in mapper.columns:
            if column.key.endswith(SEALED):
                yield mapper, column.key.removesuffix(SEALED)


def _reseal_field(mapper: Mapper[db.Base], field: str) -> int:
    column = mapper.columns[field + SEALED]
    sealed = sa.select(*mapper.primary_key, column).where(column.is_not(None))
    old = [tuple(key) for *key, text in db.session.execute(sealed) if text and crypto.needs_reseal(text)]
    db.session.rollback()
    done = 0
    for start in range(0, len(old), BATCH):
        done += sum(_reseal_row(mapper, field, key) for key in old[start : start + BATCH])
        db.session.commit()
        db.session.expunge_all()
    return done


def _reseal_row(mapper: Mapper[db.Base], field: str, key: tuple[object, ...]) -> bool:
    """Whether there was something to do: the row may have gone, or changed, since it was listed."""
    row = db.session.get(mapper.class_, key, with_for_update={"of": mapper.class_})
    text: bytes | None = getattr(row, field + SEALED, None)
    if row is None or not text or not crypto.needs_reseal(text):
        return False
    try:
        opened = crypto.unseal_bytes(row, field, text)
    except Unreadable:
        return False  # a row that cannot be opened stays as it is, and the others still get the new key
    setattr(row, field + SEALED, crypto.seal_bytes(row, field, opened))
    return True
