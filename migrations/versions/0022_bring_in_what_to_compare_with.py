"""Bring in what to compare with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "imported_wave",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_imported_wave_holds_people")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_imported_wave_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_imported_wave_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_imported_wave")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outside_figure",
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("retrieved_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("base IS NULL OR base > 0", name=op.f("ck_outside_figure_base_counts")),
        sa.CheckConstraint("share BETWEEN 0 AND 100", name=op.f("ck_outside_figure_is_a_share")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_outside_figure_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_figure")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outside_figure_question", "outside_figure", ["question_key", "year"])


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("outside_figure")
    op.drop_table("imported_wave")
