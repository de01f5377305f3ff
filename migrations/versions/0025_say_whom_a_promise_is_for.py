"""Say whom a promise is for, in records that start and end on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.add_column("commitment", sa.Column("retired_on", sa.Date(), nullable=True))
    op.create_table(
        "eligibility_rule",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("care", _enum("care", "now", "left"), nullable=True),
        sa.Column("left_at_least", sa.Integer(), nullable=True),
        sa.Column("homes", sa.Text(), nullable=False),
        sa.Column("kinship_order", sa.Boolean(), nullable=True),
        sa.Column("lives_in", _enum("livesin", "here", "elsewhere"), nullable=True),
        sa.Column("responsible", _enum("responsible", "ours", "other"), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_eligibility_rule_days_in_order")),
        sa.CheckConstraint(
            "age_from IS NULL OR age_to IS NULL OR age_to >= age_from", name=op.f("ck_eligibility_rule_ages_in_order")
        ),
        sa.CheckConstraint("left_at_least IS NULL OR care = 'left'", name=op.f("ck_eligibility_rule_only_who_left")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_eligibility_rule_commitment_id_commitment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_rule")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_eligibility_rule_commitment_id"), "eligibility_rule", ["commitment_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("eligibility_rule")
    op.drop_column("commitment", "retired_on")
