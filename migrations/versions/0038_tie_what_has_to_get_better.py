"""Tie an area for improvement to the objective that answers it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets how its rows are kept.
KEPT = {"sqlite_with_rowid": False}
_TIE = "fk_improvement_area_objective_id_objective"


def upgrade() -> None:
    """Apply this step; no area is tied to anything at first."""
    with op.batch_alter_table("improvement_area", table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("objective_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f(_TIE), "objective", ["objective_id"], ["id"], ondelete="SET NULL")
        batch_op.create_index(op.f("ix_improvement_area_objective_id"), ["objective_id"])


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("improvement_area", table_kwargs=KEPT) as batch_op:
        batch_op.drop_index(op.f("ix_improvement_area_objective_id"))
        batch_op.drop_constraint(op.f(_TIE), type_="foreignkey")
        batch_op.drop_column("objective_id")
