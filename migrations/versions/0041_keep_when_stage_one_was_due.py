"""Keep which day was told for the answer of the first stage of a complaint, after it went to the second."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets how its rows are kept.
KEPT = {"sqlite_with_rowid": False}
_CHECK = "ck_complaint_first_due_before_second"


def upgrade() -> None:
    """Apply this step. Of complaints at the second stage already it is worked out from the holidays known today."""
    with op.batch_alter_table("complaint", table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("stage_one_due_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(op.f(_CHECK), "stage_one_due_on IS NULL OR stage = 'two'")


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("complaint", table_kwargs=KEPT) as batch_op:
        batch_op.drop_constraint(op.f(_CHECK), type_="check")
        batch_op.drop_column("stage_one_due_on")
