"""Remember what may be erased, and what was passed on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_account = sa.table("account", sa.column("active", sa.Boolean()), sa.column("closed_on", sa.Date()))
_contribution = sa.table("contribution", sa.column("locale", sa.Text()))


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "erasure_watch",
        sa.Column("believed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("believed_sequence", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "asked_by_id IS NULL OR stopped_at IS NOT NULL", name=op.f("ck_erasure_watch_asked_only_when_stopped")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_erasure_watch_asked_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_watch")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passed_on",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_passed_on_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_passed_on_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_passed_on_contribution_id")),
        sqlite_with_rowid=False,
    )
    op.add_column("account", sa.Column("closed_on", sa.Date(), nullable=True))
    # When those closed before were closed is known only to the log: their year begins now.
    op.execute(_account.update().where(_account.c.active.is_(False)).values(closed_on=sa.func.current_date()))
    # A language, without the country: two pages wrote it in two ways.
    short = sa.func.substr(_contribution.c.locale, 1, 2)
    op.execute(_contribution.update().where(_contribution.c.locale.like("__\\_%", escape="\\")).values(locale=short))


def downgrade() -> None:
    """Undo this step."""
    op.drop_column("account", "closed_on")
    op.drop_table("passed_on")
    op.drop_table("erasure_watch")
