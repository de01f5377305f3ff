"""Make packs to teach staff with, which a second person approves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "training_pack",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_training_pack_approval_whole")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> begun_by_id",
            name=op.f("ck_training_pack_second_person_approves"),
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["account.id"], name=op.f("fk_training_pack_begun_by_id_account")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_training_pack_approved_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_pack")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "training_passage",
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("words_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ask_id IS NULL) = (told_sealed IS NOT NULL)", name=op.f("ck_training_passage_told_or_quoted")
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"],
            ["training_pack.id"],
            name=op.f("fk_training_passage_pack_id_training_pack"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["words_id"], ["words.id"], name=op.f("fk_training_passage_words_id_words"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["ask.id"], name=op.f("fk_training_passage_ask_id_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_training_passage_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_passage")),
        sa.UniqueConstraint("pack_id", "words_id", name=op.f("uq_training_passage_pack_id_words_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_training_passage_words_id"), "training_passage", ["words_id"])
    op.create_index(op.f("ix_training_passage_ask_id"), "training_passage", ["ask_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("training_passage")
    op.drop_table("training_pack")
