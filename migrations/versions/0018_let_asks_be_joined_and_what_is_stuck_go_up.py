"""Let asks be joined, split and asked once more, answers be rated, and what is stuck go up the ladder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets how its rows are kept.
_KEPT = {"sqlite_with_rowid": False}
_OF_ASK = ("echo_of_id", "again_of_id", "part_of_id")
_OF_ACTION = {"duty": tuple("abcdef"), "level": ("own_life", "training", "policy")}
_STANDS = sa.text("ended_at IS NULL")
_TOGETHER = sa.text("parted_at IS NULL")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "rung_rule",
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("stuck_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("late_days >= 1 AND stuck_days >= 1", name=op.f("ck_rung_rule_days_count")),
        sa.ForeignKeyConstraint(
            ["level_id"],
            ["governance_level.id"],
            name=op.f("fk_rung_rule_level_id_governance_level"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("level_id", name=op.f("pk_rung_rule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ask_joined",
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(parted_at IS NULL) = (parted_by_id IS NULL)", name=op.f("ck_ask_joined_parting_whole")),
        sa.CheckConstraint("ask_id <> into_id", name=op.f("ck_ask_joined_two_asks")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_joined_ask_id_ask"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ask_joined_by_id_account")),
        sa.ForeignKeyConstraint(["into_id"], ["ask.id"], name=op.f("fk_ask_joined_into_id_ask"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parted_by_id"], ["account.id"], name=op.f("fk_ask_joined_parted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_joined")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ask_joined_into_id"), "ask_joined", ["into_id"])
    op.create_index(
        "ix_ask_joined_one", "ask_joined", ["ask_id"], unique=True, sqlite_where=_TOGETHER, postgresql_where=_TOGETHER
    )

    op.create_table(
        "reply_rating",
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("rated", _enum("rated", "real", "waffle"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_rating_account_id_account")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_reply_rating_ask_id_ask"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ask_id", "account_id", name=op.f("pk_reply_rating")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action_proof",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_kind", _enum("filekind", "pdf", "jpeg"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(address IS NULL) <> (file_sealed IS NULL)", name=op.f("ck_action_proof_address_or_file")),
        sa.CheckConstraint("(file_sealed IS NULL) = (file_kind IS NULL)", name=op.f("ck_action_proof_file_whole")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_proof_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_action_proof_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_proof")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_action_proof_action_id"), "action_proof", ["action_id"])

    op.create_table(
        "milestone",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_milestone_action_id_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_milestone_action_id"), "milestone", ["action_id"])

    op.create_table(
        "rise",
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("why", _enum("why", "late", "stuck", "raised"), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", _enum("ending", "higher", "moved", "brought_down"), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ending IS NULL OR ending <> 'brought_down' OR (ended_by_id IS NOT NULL AND outcome IS NOT NULL"
            " AND look_again_on IS NOT NULL)",
            name=op.f("ck_rise_brought_down_by_somebody"),
        ),
        sa.CheckConstraint(
            "why <> 'raised' OR (by_id IS NOT NULL AND because IS NOT NULL)", name=op.f("ck_rise_raised_by_somebody")
        ),
        sa.CheckConstraint("(ask_id IS NULL) <> (action_id IS NULL)", name=op.f("ck_rise_one_subject")),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_rise_ending_whole")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_rise_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_rise_ask_id_ask"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_rise_by_id_account")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_rise_ended_by_id_account")),
        sa.ForeignKeyConstraint(["level_id"], ["governance_level.id"], name=op.f("fk_rise_level_id_governance_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rise")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rise_level", "rise", ["level_id", "ended_at"])
    op.create_index(
        "ix_rise_one_action", "rise", ["action_id"], unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
    )
    op.create_index("ix_rise_one_ask", "rise", ["ask_id"], unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)

    with op.batch_alter_table("action", table_kwargs=_KEPT) as batch_op:
        for name, values in _OF_ACTION.items():
            listed = ", ".join(f"'{value}'" for value in values)
            batch_op.add_column(sa.Column(name, sa.String(40), nullable=True))
            batch_op.create_check_constraint(op.f(f"ck_action_{name}"), f"{name} IN ({listed})")
    with op.batch_alter_table("ask", table_kwargs=_KEPT) as batch_op:
        for name in _OF_ASK:
            batch_op.add_column(sa.Column(name, sa.Uuid(), nullable=True))
        for name in _OF_ASK:
            batch_op.create_foreign_key(op.f(f"fk_ask_{name}_ask"), "ask", [name], ["id"], ondelete="SET NULL")
        batch_op.create_unique_constraint(op.f("uq_ask_again_of_id"), ["again_of_id"])
        batch_op.create_index(op.f("ix_ask_part_of_id"), ["part_of_id"])
        batch_op.create_check_constraint(op.f("ck_ask_not_again_of_itself"), "again_of_id IS NULL OR again_of_id <> id")
        batch_op.create_check_constraint(op.f("ck_ask_not_part_of_itself"), "part_of_id IS NULL OR part_of_id <> id")


def downgrade() -> None:
    """Undo this step: what was joined stands alone again, and the ladder is empty."""
    for table in ("rise", "milestone", "action_proof", "reply_rating", "ask_joined", "rung_rule"):
        op.drop_table(table)
    with op.batch_alter_table("ask", table_kwargs=_KEPT) as batch_op:
        batch_op.drop_index(op.f("ix_ask_part_of_id"))
        for name in ("not_again_of_itself", "not_part_of_itself"):
            batch_op.drop_constraint(op.f(f"ck_ask_{name}"), type_="check")
        batch_op.drop_constraint(op.f("uq_ask_again_of_id"), type_="unique")
        for name in _OF_ASK:
            batch_op.drop_constraint(op.f(f"fk_ask_{name}_ask"), type_="foreignkey")
        for name in _OF_ASK:
            batch_op.drop_column(name)
    with op.batch_alter_table("action", table_kwargs=_KEPT) as batch_op:
        for name in _OF_ACTION:
            batch_op.drop_constraint(op.f(f"ck_action_{name}"), type_="check")
            batch_op.drop_column(name)
