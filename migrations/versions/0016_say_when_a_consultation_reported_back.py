"""Say when a consultation reported back, and why its closing was moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("consultation", sa.Column("reported_on", sa.Date(), nullable=True))
    op.add_column("consultation", sa.Column("moved_because", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take this step back; the days and the reasons are lost."""
    op.drop_column("consultation", "moved_because")
    op.drop_column("consultation", "reported_on")
