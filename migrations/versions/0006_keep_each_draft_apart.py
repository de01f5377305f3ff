"""Keep each draft in a row of its own, apart from the visit it is open in.

Drafts begun before this step lie inside their visit and are not carried over: they were to end within three hours.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "draft",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_token", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "visit_token IS NOT NULL OR code_hash IS NOT NULL", name=op.f("ck_draft_somebody_can_open_it")
        ),
        sa.ForeignKeyConstraint(
            ["visit_token"],
            ["young_visit.token_hash"],
            name=op.f("fk_draft_visit_token_young_visit"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_draft_code_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_kept_until"), ["kept_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_visit_token"), ["visit_token"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_visit_token"))
        batch_op.drop_index(batch_op.f("ix_draft_kept_until"))
    op.drop_table("draft")
