"""Keep when the first stage of a complaint was answered, after it went to the second."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets how its rows are kept.
KEPT = {"sqlite_with_rowid": False}
_CHECK = "ck_complaint_first_answer_before_second"


def upgrade() -> None:
    """Apply this step. Of complaints at the second stage already nobody knows: the log names no complaint by its id."""
    with op.batch_alter_table("complaint", table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("stage_one_answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f(_CHECK), "stage_one_answered_at IS NULL OR stage = 'two'")


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("complaint", table_kwargs=KEPT) as batch_op:
        batch_op.drop_constraint(op.f(_CHECK), type_="check")
        batch_op.drop_column("stage_one_answered_at")
