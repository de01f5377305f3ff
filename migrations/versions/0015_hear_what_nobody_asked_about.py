"""Hear what nobody asked about: who sorts a problem, thanks passed on, ideas and the codes that support them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_PURPOSES = ("worker", "board", "training", "quote")


def upgrade() -> None:
    """Apply this step."""
    _purposes((*_PURPOSES, "publish", "thank"))
    op.create_table(
        "sorting",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of_thread("sorting"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_sorting_post_id_post")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_sorting_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sorting")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_sorting_contribution_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thanks_given",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of_thread("thanks_given"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_thanks_given_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_given")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_thanks_given_contribution_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "idea",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "own",
            sa.Enum("theirs", "other", name="own", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("counted_week", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(published_on IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_idea_publication_whole")),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> prepared_by_id", name=op.f("ck_idea_second_person_checks")
        ),
        sa.CheckConstraint("(counted_week IS NULL) = (published_on IS NULL)", name=op.f("ck_idea_counted_is_dated")),
        _of_thread("idea"),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["account.id"], name=op.f("fk_idea_prepared_by_id_account")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["account.id"], name=op.f("fk_idea_checked_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_idea_contribution_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_idea_published", "idea", ["published_on", "id"])
    op.create_table(
        "idea_support",
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_support_idea_id_idea"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", "mark", name=op.f("pk_idea_support")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "idea_ask",
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_ask_idea_id_idea"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_idea_ask_ask_id_ask"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_ask")),
        sa.UniqueConstraint("ask_id", name=op.f("uq_idea_ask_ask_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take this step back; the yes to publishing and to passing thanks on go with it, and what they led to."""
    for table in ("idea_ask", "idea_support", "idea", "thanks_given", "sorting"):
        op.drop_table(table)
    op.execute("DELETE FROM sharing_choice WHERE purpose IN ('publish', 'thank')")
    _purposes(_PURPOSES)


def _of_thread(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_contribution_id_contribution")
    return sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=name, ondelete="CASCADE")


def _purposes(purposes: tuple[str, ...]) -> None:
    """What may stand in `sharing_choice.purpose`; rebuilding a table on SQLite forgets how its rows are kept."""
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    with op.batch_alter_table("sharing_choice", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_constraint(op.f("ck_sharing_choice_purpose"), type_="check")
        batch_op.create_check_constraint(op.f("ck_sharing_choice_purpose"), f"purpose IN ({listed})")
