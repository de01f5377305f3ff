"""Let code holders say whether an answer is real or waffle, and remember how many placed dots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "code_rating",
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column(
            "rated",
            sa.Enum("real", "waffle", name="rated", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_code_rating_ask_id_ask"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ask_id", "mark", name=op.f("pk_code_rating")),
        sqlite_with_rowid=False,
    )
    op.add_column("meeting", sa.Column("voted", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo this step."""
    op.drop_column("meeting", "voted")
    op.drop_table("code_rating")
