"""Let two people open a name that the team keeps locked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "unmasking",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _enum("reason", "to_worker", "sort", "worried", "law"), nullable=False),
        sa.Column("because_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("refusal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("kept_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_longer", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (agreed IS NULL)",
            name=op.f("ck_unmasking_decision_whole"),
        ),
        sa.CheckConstraint(
            "(kept_until IS NULL) = (kept_because_sealed IS NULL)", name=op.f("ck_unmasking_kept_says_why")
        ),
        sa.CheckConstraint(
            "NOT kept_longer OR kept_until IS NOT NULL", name=op.f("ck_unmasking_longer_only_when_kept")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_unmasking_second_person_decides")
        ),
        sa.CheckConstraint("kept_until IS NULL OR agreed", name=op.f("ck_unmasking_kept_only_when_agreed")),
        sa.CheckConstraint("opened_at IS NULL OR agreed", name=op.f("ck_unmasking_opened_only_when_agreed")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_unmasking_asked_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_unmasking_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_unmasking_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmasking")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_unmasking_thread", "unmasking", ["contribution_id", "asked_at"])
    op.create_index("ix_unmasking_waits", "unmasking", ["decided_at", "asked_at"])


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("unmasking")
