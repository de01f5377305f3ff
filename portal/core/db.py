"""The database: one declarative base, one session per thread, the same code on SQLite and PostgreSQL."""

from __future__ import annotations

import enum
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker

from config import Settings, sqlite_library
from portal.core.errors import Busy, NotFound

#: How long a writer waits for its turn before the page says "not saved, try again" (seconds).
WRITE_WAIT = 5.0

_Row = TypeVar("_Row")
_writing: ContextVar[bool] = ContextVar("writing", default=True)


class UTCDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused, since nobody could say what it means."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: a random id, so that no key tells the order in which rows came."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime(),
        UUID: sa.Uuid(),
        str: sa.Text(),
        enum.StrEnum: sa.Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep no hidden row numbers on SQLite: they would betray the order of arrival."""
        super().__init_subclass__(**kwargs)
        table = getattr(cls, "__table__", None)
        if table is not None:
            table.dialect_kwargs["sqlite_with_rowid"] = False

    @property
    def seal_id(self) -> str:
        """What stands for this row when a text is sealed to it."""
        identity: UUID = getattr(self, "id")  # noqa: B009 - declared by the mixin, not by every table
        return str(identity)


class Identified:
    """A table whose key is one random UUID (version 4: no time inside)."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())
        super().__init__(**values)


class WroteOnRead(RuntimeError):
    """A GET tried to change the database: a programming error, never a person's."""


session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False, autoflush=False))

_write_turn = threading.Lock()


def create_engine(settings: Settings) -> Engine:
    """An engine with durable, serialised writes: acknowledged means on disk."""
    if settings.is_sqlite:
        engine = sa.create_engine(
            settings.database_url,
            module=sqlite_library(),
            hide_parameters=True,
            pool_size=settings.web_threads + 2,
            max_overflow=4,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _end_turn)
    else:
        engine = sa.create_engine(
            settings.database_url,
            hide_parameters=True,
            pool_size=settings.web_threads + 2,
            pool_pre_ping=True,
        )
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def bind(engine: Engine) -> None:
    """Use this engine for the sessions of this process."""
    session.remove()
    session.configure(bind=engine)


def get(kind: type[_Row], key: object) -> _Row:
    """The row with this key, or NotFound."""
    found = session.get(kind, key)
    if found is None:
        raise NotFound
    return found


def hold(*rows: Identified) -> None:
    """Keep others from these rows until the transaction ends, and see them as they are now; NotFound if one is gone.

    Several are held in the order of their ids, so that two who want the same never wait for each other. PostgreSQL
    locks the rows alone, not what is read beside them; whoever writes to SQLite is alone anyhow.
    """
    session.flush()
    for row in sorted(set(rows), key=_identity):
        try:
            session.refresh(row, with_for_update={"of": type(row)})
        except InvalidRequestError:
            if sa.inspect(row).persistent:
                raise NotFound from None
            raise


def _identity(row: object) -> str:
    """The id of a row as text, known without asking for it."""
    return str(sa.inspect(row).identity)


def dialect_name() -> str:
    """`sqlite` or `postgresql`, for the few statements that differ."""
    name: str = session.get_bind().dialect.name
    return name


@contextmanager
def reading() -> Iterator[None]:
    """Inside, transactions only read: they never wait for a writer and refuse to write."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def short_write() -> Iterator[Connection]:
    """A small transaction of its own, committed at once; ends the current session's transaction first."""
    session.remove()
    token = _writing.set(True)
    try:
        bound = session.get_bind()
        with bound.engine.connect() as connection, connection.begin():
            yield connection
    finally:
        _writing.reset(token)


def set_writing(may_write: bool) -> None:
    """Say for the rest of this request whether its transaction may write."""
    _writing.set(may_write)


@event.listens_for(Session, "before_flush")
def _refuse_write_on_read(target: Session, context: object, instances: object) -> None:
    if not _writing.get() and (target.new or target.dirty or target.deleted):
        raise WroteOnRead("a page that only reads tried to write")


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "journal_size_limit=16777216",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, record: object) -> None:
    """Who waits for a lock is told so after the same time as on SQLite, while the web server still listens."""
    connection.execute(f"SET lock_timeout = {WRITE_WAIT * 1000:.0f}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take turns in this process and lock at once: a late lock upgrade fails whatever the timeout."""
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    if "write_turn" not in connection.info:  # a connection keeps its turn until it goes back to the pool
        if not _write_turn.acquire(timeout=WRITE_WAIT):
            raise Busy("Somebody else is saving. Nothing was lost: try again.")
        connection.info["write_turn"] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _end_turn(dbapi_connection: object, record: Any) -> None:
    if record.info.pop("write_turn", False):
        _write_turn.release()
