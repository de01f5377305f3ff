"""Let champions own the list of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "avoided_word",
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("standing", _enum("standing", "proposed", "in_force", "retired"), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("forms <> ''", name=op.f("ck_avoided_word_has_a_form")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_avoided_word_proposed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avoided_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_avoided_word_standing", "avoided_word", ["standing"])
    op.create_table(
        "word_vote",
        sa.Column("word_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("turn", _enum("turn", "confirm", "retire"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_word_vote_account_id_account")),
        sa.ForeignKeyConstraint(
            ["word_id"], ["avoided_word.id"], name=op.f("fk_word_vote_word_id_avoided_word"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word_id", "account_id", "turn", name=op.f("pk_word_vote")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("word_vote")
    op.drop_table("avoided_word")
