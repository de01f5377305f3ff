"""Tie a calendar's address to who could sign in when it was made, and remember which file a wave came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step. Addresses made before it open nothing any more: nobody knows who holds them."""
    op.add_column("calendar_feed", sa.Column("made_as", sa.Text(), nullable=True))
    op.add_column("imported_wave", sa.Column("digest", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo this step."""
    op.drop_column("imported_wave", "digest")
    op.drop_column("calendar_feed", "made_as")
