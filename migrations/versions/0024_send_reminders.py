"""Send reminders through an outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "outbox_message",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "progress", _enum("progress", "waiting", "sending", "sent", "unsure", "given_up", "let_go"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(progress = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_message_sent_has_a_moment")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_message_attempts_count")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outbox_message_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_message_once")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_outbox_message_account_id"), "outbox_message", ["account_id"])
    op.create_index("ix_outbox_message_due", "outbox_message", ["progress", "next_try_at"])
    op.create_table(
        "reminder_wish",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("often", _enum("often", "daily", "weekly", "never"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reminder_wish_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reminder_wish")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("reminder_wish")
    op.drop_table("outbox_message")
