"""Messages of threads that somebody opened before this step count as read: they can be added to, not put right."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step; until now nothing kept which messages were read, so the careful answer is taken."""
    op.execute(
        "UPDATE message SET seen = TRUE WHERE author = 'holder' AND contribution_id IN"
        " (SELECT id FROM contribution WHERE first_read_on IS NOT NULL)"
    )


def downgrade() -> None:
    """Take this step back: the column was there and unused."""
    op.execute("UPDATE message SET seen = FALSE")
