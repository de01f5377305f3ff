"""Keep everybody who ever made a part of a training pack."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step; who is known to have made a part is kept from the start."""
    op.create_table(
        "training_maker",
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["training_pack.id"], name=op.f("fk_training_maker_pack_id_training_pack"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_training_maker_account_id_account")),
        sa.PrimaryKeyConstraint("pack_id", "account_id", name=op.f("pk_training_maker")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO training_maker (pack_id, account_id) SELECT id, begun_by_id FROM training_pack"
        " UNION SELECT pack_id, by_id FROM training_passage"
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("training_maker")
