"""Keep several codes together under a name and a passphrase."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "keyring",
        sa.Column("name_hash", sa.Text(), nullable=False),
        sa.Column("box_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("used_month", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyring")),
        sa.UniqueConstraint("name_hash", name=op.f("uq_keyring_name_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_keyring_used_month"), "keyring", ["used_month"], unique=False)
    op.create_table(
        "keyring_visit",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("keyring_id", sa.Uuid(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keyring_id"], ["keyring.id"], name=op.f("fk_keyring_visit_keyring_id_keyring"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_keyring_visit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_keyring_visit_keyring_id"), "keyring_visit", ["keyring_id"], unique=False)
    op.create_index(op.f("ix_keyring_visit_until"), "keyring_visit", ["until"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("keyring_visit")
    op.drop_table("keyring")
