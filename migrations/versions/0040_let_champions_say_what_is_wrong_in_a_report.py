"""Let young champions say what is wrong in a report before it is signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "report_remark",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_report_remark_by_id_account")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["signed_report.id"],
            name=op.f("fk_report_remark_report_id_signed_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_remark")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_report_remark_report", "report_remark", ["report_id", "at"])


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("report_remark")
