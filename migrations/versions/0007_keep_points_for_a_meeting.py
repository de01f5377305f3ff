"""Keep points for a meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "preparation",
        sa.Column("kind", _enum("meetingkind", "review", "hearing", "pathway", "other"), nullable=False),
        sa.Column("age", _enum("age", "8_11", "12_15", "16_on"), nullable=True),
        sa.Column("begun_week", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("talked_about", _enum("talkedabout", "yes", "partly", "no"), nullable=True),
        sa.Column("changed", _enum("changed", "yes", "a_bit", "no", "too_soon"), nullable=True),
        sa.Column("told_week", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(talked_about IS NULL) = (told_week IS NULL)", name=op.f("ck_preparation_told_is_dated")),
        sa.CheckConstraint(
            "changed IS NULL OR talked_about IS NOT NULL", name=op.f("ck_preparation_talked_comes_first")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_preparation_code_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_preparation_ends_at"), "preparation", ["ends_at"])
    op.create_index(op.f("ix_preparation_told_week"), "preparation", ["told_week"])
    op.create_table(
        "preparation_point",
        sa.Column("preparation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_by", _enum("saidby", "me", "advocate", "worker", "read_out"), nullable=False),
        sa.Column("talked_about", _enum("talkedabout", "yes", "partly", "no"), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["preparation.id"],
            name=op.f("fk_preparation_point_preparation_id_preparation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_point")),
        sa.UniqueConstraint("preparation_id", "prompt", name=op.f("uq_preparation_point_preparation_id_prompt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_preparation_point_preparation_id"), "preparation_point", ["preparation_id"])
    op.create_table(
        "preparation_share",
        sa.Column("preparation_id", sa.Uuid(), nullable=False),
        sa.Column("reader", _enum("reader", "worker", "advocate", "chair", "panel", "other"), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["preparation.id"],
            name=op.f("fk_preparation_share_preparation_id_preparation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_share")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_preparation_share_token_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_preparation_share_preparation_id"), "preparation_share", ["preparation_id"])
    op.create_table(
        "preparation_visit",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("preparation_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["preparation.id"],
            name=op.f("fk_preparation_visit_preparation_id_preparation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_preparation_visit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_preparation_visit_preparation_id"), "preparation_visit", ["preparation_id"])
    op.create_index(op.f("ix_preparation_visit_until"), "preparation_visit", ["until"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("preparation_visit")
    op.drop_table("preparation_share")
    op.drop_table("preparation_point")
    op.drop_table("preparation")
