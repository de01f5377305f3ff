"""Let an inspector's access end by itself, and remember which chapters a report was begun with."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from portal.core import clock

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets how its rows are kept.
KEPT = {"sqlite_with_rowid": False}
NEW_CHECKS = {
    "inspection_ends": "(ends_at IS NOT NULL) = (role = 'inspector' AND approved)",
    "longer_than_an_end": "longer_asked_by_id IS NULL OR ends_at IS NOT NULL",
}
_LASTS = timedelta(days=14)


def upgrade() -> None:
    """Apply this step. Inspectors who are agreed already have the time a newly agreed one has."""
    with op.batch_alter_table("account_role", table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("longer_asked_by_id", sa.Uuid(), nullable=True))
    roles = sa.table("account_role", sa.column("role"), sa.column("approved", sa.Boolean()), sa.column("ends_at"))
    agreed = sa.update(roles).where(roles.c.role == "inspector", roles.c.approved)
    op.execute(agreed.values(ends_at=sa.literal(clock.now() + _LASTS, sa.DateTime(timezone=True))))
    with op.batch_alter_table("account_role", table_kwargs=KEPT) as batch_op:
        for name, condition in NEW_CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_account_role_{name}"), condition)
    op.add_column("signed_report", sa.Column("chosen", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo this step: an inspector's access would never end, so it is taken away."""
    op.drop_column("signed_report", "chosen")
    op.execute("DELETE FROM work_session WHERE role = 'inspector'")
    op.execute("DELETE FROM account_role WHERE role = 'inspector'")
    with op.batch_alter_table("account_role", table_kwargs=KEPT) as batch_op:
        for name in NEW_CHECKS:
            batch_op.drop_constraint(op.f(f"ck_account_role_{name}"), type_="check")
        batch_op.drop_column("longer_asked_by_id")
        batch_op.drop_column("ends_at")
