"""Let a phone without signal add to a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BEFORE = "visit_token IS NOT NULL OR code_hash IS NOT NULL"


def upgrade() -> None:
    """Apply this step."""
    with op.batch_alter_table("draft", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.add_column(sa.Column("pass_hash", sa.Text(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_draft_pass_hash"), ["pass_hash"])
        batch_op.drop_constraint(op.f("ck_draft_somebody_can_open_it"), type_="check")
        batch_op.create_check_constraint(op.f("ck_draft_somebody_can_open_it"), f"{_BEFORE} OR pass_hash IS NOT NULL")


def downgrade() -> None:
    """Take this step back; drafts that only a phone without signal could still reach go with it."""
    op.execute(f"DELETE FROM draft WHERE NOT ({_BEFORE})")  # noqa: S608 - fixed words
    with op.batch_alter_table("draft", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_constraint(op.f("ck_draft_somebody_can_open_it"), type_="check")
        batch_op.create_check_constraint(op.f("ck_draft_somebody_can_open_it"), _BEFORE)
        batch_op.drop_constraint(op.f("uq_draft_pass_hash"), type_="unique")
        batch_op.drop_column("pass_hash")
