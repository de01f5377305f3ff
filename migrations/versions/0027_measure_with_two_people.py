"""Define measures, and keep readings that two people stand behind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "measure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Text(), nullable=False),
        sa.Column("denominator", sa.Text(), nullable=False),
        sa.Column("every", _enum("every", "quarter", "year"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("direction", _enum("direction", "up", "down"), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("amber_within", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("target IS NULL OR target BETWEEN 0 AND 100", name=op.f("ck_measure_target_is_a_share")),
        sa.CheckConstraint(
            "baseline IS NULL OR baseline BETWEEN 0 AND 100", name=op.f("ck_measure_baseline_is_a_share")
        ),
        sa.CheckConstraint("amber_within BETWEEN 0 AND 100", name=op.f("ck_measure_tolerance_is_a_share")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_measure_post_id_post")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_measure_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("name", name=op.f("uq_measure_name")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_measure_commitment_id"), "measure", ["commitment_id"], unique=False)
    op.create_table(
        "measure_reading",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_measure_reading_days_in_order")),
        sa.CheckConstraint(
            "numerator >= 0 AND numerator <= denominator", name=op.f("ck_measure_reading_part_of_whole")
        ),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_measure_reading_approval_whole")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> entered_by_id",
            name=op.f("ck_measure_reading_second_person_approves"),
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_reading_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_measure_reading_entered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_measure_reading_approved_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_reading")),
        sa.UniqueConstraint("measure_id", "starts_on", name=op.f("uq_measure_reading_measure_id_starts_on")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("measure_reading")
    op.drop_table("measure")
