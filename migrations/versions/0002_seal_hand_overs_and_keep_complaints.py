"""Seal to whom a concern was handed over; keep complaints with their dates."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import context, op

from config import Settings
from portal.core import crypto, keys
from portal.core.errors import Unreadable

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FIELDS = ("to_whom", "how", "reference")
_OLD_RAISED = ("young_person", "reader", "words")
_NEW_RAISED = ("young_person", "reader")


class _Row:
    """A hand-over, as far as sealing binds to it."""

    __tablename__ = "hand_over"

    def __init__(self, identity: UUID) -> None:
        self.seal_id = str(identity)


def upgrade() -> None:
    """Apply this step."""
    with op.batch_alter_table("hand_over") as batch_op:
        for field in _FIELDS:
            batch_op.add_column(sa.Column(f"{field}_sealed", sa.LargeBinary(), nullable=True))
    rows = _table(sa.Text)
    for row in op.get_bind().execute(sa.select(rows)).all():
        _use_keys()
        sealed = {f"{field}_sealed": _seal(row.id, field, getattr(row, field)) for field in _FIELDS}
        op.execute(rows.update().where(rows.c.id == row.id).values(**sealed))
    with op.batch_alter_table("hand_over") as batch_op:
        batch_op.drop_constraint(op.f("ck_hand_over_confirmed_by_reference"), type_="check")
        for field in _FIELDS:
            batch_op.drop_column(field)
        batch_op.create_check_constraint(
            op.f("ck_hand_over_confirmed_by_reference"), "reference_sealed IS NULL OR confirmed_at IS NOT NULL"
        )
    op.execute("UPDATE concern SET raised_by = 'reader' WHERE raised_by = 'words'")
    _raised_by(_OLD_RAISED, _NEW_RAISED)
    _create_complaint()


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("complaint")
    _raised_by(_NEW_RAISED, _OLD_RAISED)
    with op.batch_alter_table("hand_over") as batch_op:
        batch_op.drop_constraint(op.f("ck_hand_over_confirmed_by_reference"), type_="check")
        for field in _FIELDS:
            batch_op.add_column(sa.Column(field, sa.Text(), nullable=True))
    rows = _table(sa.Text)
    for row in op.get_bind().execute(sa.select(rows)).all():
        _use_keys()
        plain = {field: _unseal(row.id, field, getattr(row, f"{field}_sealed")) for field in _FIELDS}
        plain["to_whom"], plain["how"] = plain["to_whom"] or "–", plain["how"] or "–"
        plain["reference"] = (plain["reference"] or "–") if row.confirmed_at else None
        op.execute(rows.update().where(rows.c.id == row.id).values(**plain))
    with op.batch_alter_table("hand_over") as batch_op:
        batch_op.alter_column("to_whom", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("how", existing_type=sa.Text(), nullable=False)
        for field in _FIELDS:
            batch_op.drop_column(f"{field}_sealed")
        batch_op.create_check_constraint(
            op.f("ck_hand_over_confirmed_by_reference"), "(reference IS NULL) = (confirmed_at IS NULL)"
        )


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("wish", _enum("wish", "not_asked", "asked", "yes", "no"), nullable=False),
        sa.Column("stage", _enum("stage", "one", "two"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage_two_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("finding", _enum("finding", "upheld", "partly", "not_upheld", "resolved"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("learning_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(wish = 'yes') = (received_at IS NOT NULL)", name=op.f("ck_complaint_yes_is_dated")),
        sa.CheckConstraint("(received_at IS NULL) = (due_on IS NULL)", name=op.f("ck_complaint_dated_is_due")),
        sa.CheckConstraint(
            "(stage = 'two') = (stage_two_at IS NOT NULL)", name=op.f("ck_complaint_second_stage_is_dated")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL OR finding IS NOT NULL)",
            name=op.f("ck_complaint_closing_whole"),
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_complaint_closed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_complaint_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_complaint_contribution_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("complaint") as batch_op:
        batch_op.create_index("ix_complaint_register", ["closed_at", "due_on", "id"], unique=False)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _table(text: type[sa.Text]) -> sa.Table:
    return sa.Table(
        "hand_over",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        *(sa.Column(field, text()) for field in _FIELDS),
        *(sa.Column(f"{field}_sealed", sa.LargeBinary()) for field in _FIELDS),
    )


def _raised_by(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """What may stand in `concern.raised_by`."""
    with op.batch_alter_table("concern") as batch_op:
        batch_op.drop_constraint("raisedby", type_="check")
        batch_op.alter_column("raised_by", existing_type=_raised(old), type_=_raised(new), existing_nullable=False)
        batch_op.create_check_constraint("raisedby", sa.column("raised_by").in_(new))


def _raised(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="raisedby", native_enum=False, create_constraint=False, length=40)


def _use_keys() -> None:
    """The keys of this installation; needed only where there are rows to seal."""
    settings: Settings = context.config.attributes.get("settings") or Settings.from_env()
    crypto.use_keys(keys.load_keys(settings.keys_dir))


def _seal(identity: UUID, field: str, plain: str | None) -> bytes | None:
    return crypto.seal_bytes(_Row(identity), field, plain.encode()) if plain else None


def _unseal(identity: UUID, field: str, sealed: bytes | None) -> str | None:
    try:
        return crypto.unseal_bytes(_Row(identity), field, sealed).decode() if sealed else None
    except Unreadable:
        return None
