"""Keep how an adult helped, and what groups said in one evening."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PLACES = ("HOME", "SCHOOL", "OFFICE", "OUTDOORS", "ONLINE")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _thread(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_contribution_id_contribution")
    return sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "assistance",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("helper", sa.Text(), nullable=False),
        sa.Column("typed_by", _enum("typedby", "young", "adult", "both"), nullable=False),
        sa.Column("place", _enum("whereabouts", *map(str.lower, _PLACES)), nullable=False),
        sa.Column("whose_words", _enum("inwhosewords", "own", "agreed"), nullable=False),
        _thread("assistance"),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_assistance")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_session",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("helper", sa.Text(), nullable=False),
        sa.Column("place", _enum("whereabouts", *map(str.lower, _PLACES)), nullable=False),
        sa.Column("held_week", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("bands", sa.Text(), nullable=False),
        sa.Column("told", _enum("told", "all_agreed", "told", "not_all"), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.CheckConstraint("people BETWEEN 2 AND 200", name=op.f("ck_group_session_is_a_group")),
        _thread("group_session"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_group_session_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_group_session_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_group_session_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_group_session")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_group_session_consultation_id"), "group_session", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_group_session_recorded_by_id"), "group_session", ["recorded_by_id"], unique=False)
    op.create_table(
        "group_point",
        sa.Column("words_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("quotable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("agreed IS NULL OR agreed > 0", name=op.f("ck_group_point_somebody_agreed")),
        _thread("group_point"),
        sa.ForeignKeyConstraint(
            ["words_id"], ["words.id"], name=op.f("fk_group_point_words_id_words"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("words_id", name=op.f("pk_group_point")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_group_point_contribution_id"), "group_point", ["contribution_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("group_point")
    op.drop_table("group_session")
    op.drop_table("assistance")
