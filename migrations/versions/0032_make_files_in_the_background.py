"""Make files in the background, and keep them sealed for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ROLES = (
    "champion",
    "board_member",
    "corporate_lead",
    "participation_officer",
    "safeguarding_officer",
    "administrator",
    "advocate",
    "worker",
    "inspector",
)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "download",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", _enum("role", *_ROLES), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("form", _enum("form", "pdf", "docx", "xlsx", "ods", "csv", "html"), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _enum("downloadstate", "waiting", "building", "ready", "failed", "expired"),
            nullable=False,
        ),
        sa.Column("why", _enum("downloadwhy", "refused", "broken", "old", "changed"), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_download_attempts_count")),
        sa.CheckConstraint(
            "(state = 'ready') = (content_sealed IS NOT NULL)", name=op.f("ck_download_ready_has_content")
        ),
        sa.CheckConstraint(
            "(state IN ('failed', 'expired')) = (why IS NOT NULL)", name=op.f("ck_download_gone_says_why")
        ),
        sa.CheckConstraint("state <> 'ready' OR expires_at IS NOT NULL", name=op.f("ck_download_ready_ends")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_download_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_download_account_id"), "download", ["account_id"])
    op.create_index("ix_download_due", "download", ["state", "asked_at"])


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("download")
