"""Type papers in twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "paper_pile",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("place", _enum("whereabouts", "home", "school", "office", "outdoors", "online"), nullable=False),
        sa.Column("came_week", sa.Date(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["account.id"], name=op.f("fk_paper_pile_begun_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_paper_pile_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_pile_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_pile")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_paper_pile_consultation_id"), "paper_pile", ["consultation_id"])
    op.create_table(
        "paper_done",
        sa.Column("pile_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pile_id"], ["paper_pile.id"], name=op.f("fk_paper_done_pile_id_paper_pile"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pile_id", "number", name=op.f("pk_paper_done")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_typing",
        sa.Column("pile_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("typed_on", sa.Date(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 300", name=op.f("ck_paper_typing_in_the_pile")),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_paper_typing_two_turns")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_paper_typing_by_id_account")),
        sa.ForeignKeyConstraint(
            ["pile_id"], ["paper_pile.id"], name=op.f("fk_paper_typing_pile_id_paper_pile"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_typing")),
        sa.UniqueConstraint("pile_id", "number", "by_id", name=op.f("uq_paper_typing_pile_id_number_by_id")),
        sa.UniqueConstraint("pile_id", "number", "turn", name=op.f("uq_paper_typing_pile_id_number_turn")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("paper_typing")
    op.drop_table("paper_done")
    op.drop_table("paper_pile")
