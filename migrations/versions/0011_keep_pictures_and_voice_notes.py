"""Keep pictures and voice notes, in drafts and in threads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _media() -> sa.Enum:
    return sa.Enum("picture", "sound", name="media", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "draft_attachment",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("media", _media(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_attachment_draft_id_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_attachment")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_draft_attachment_draft_id"), "draft_attachment", ["draft_id"])
    op.create_table(
        "attachment",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("media", _media(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_attachment_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_attachment_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("contribution_id", "position", name=op.f("uq_attachment_contribution_id_position")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_attachment_message_id"), "attachment", ["message_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("attachment")
    op.drop_table("draft_attachment")
