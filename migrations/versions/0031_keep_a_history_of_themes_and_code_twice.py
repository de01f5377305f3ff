"""Keep a history of themes, let several people code a view, translate a passage, and paraphrase before quoting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_KEPT = {"sqlite_with_rowid": False}


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    _create_history()
    _create_coding()
    op.create_table(
        "translation",
        sa.Column("words_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_translation_by_id_account")),
        sa.ForeignKeyConstraint(
            ["words_id"], ["words.id"], name=op.f("fk_translation_words_id_words"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("words_id", name=op.f("uq_translation_words_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ask", table_kwargs=_KEPT) as batch_op:
        batch_op.add_column(sa.Column("paraphrase", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("rare_because_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_ask_only_a_quote_is_rare"), "rare_because_sealed IS NULL OR wording = 'quote'"
        )


def _create_history() -> None:
    op.create_table(
        "codebook_change",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("act", _enum("act", "reworded", "merged", "split", "retired", "brought_back"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("young_word", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("counts_not", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(act IN ('merged', 'split')) = (other_id IS NOT NULL)", name=op.f("ck_codebook_change_two_themes")
        ),
        sa.CheckConstraint("other_id IS NULL OR other_id <> theme_id", name=op.f("ck_codebook_change_not_itself")),
        sa.CheckConstraint("act = 'brought_back' OR why IS NOT NULL", name=op.f("ck_codebook_change_says_why")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_codebook_change_by_id_account")),
        sa.ForeignKeyConstraint(["other_id"], ["theme.id"], name=op.f("fk_codebook_change_other_id_theme")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_codebook_change_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_codebook_change_theme_id"), "codebook_change", ["theme_id"])
    op.create_index(op.f("ix_codebook_change_other_id"), "codebook_change", ["other_id"])


def _create_coding() -> None:
    op.create_table(
        "coded_view",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_coded_view_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_coded_view_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coded_view")),
        sa.UniqueConstraint("contribution_id", "by_id", name=op.f("uq_coded_view_contribution_id_by_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_coded_view_by_id", "coded_view", ["by_id", "done_at"])
    op.create_table(
        "coding_mark",
        sa.Column("coded_view_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("words_id", sa.Uuid(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(words_id IS NULL) = (starts IS NULL)", name=op.f("ck_coding_mark_passage_starts")),
        sa.CheckConstraint("(words_id IS NULL) = (ends IS NULL)", name=op.f("ck_coding_mark_passage_ends")),
        sa.CheckConstraint(
            "starts IS NULL OR (starts >= 0 AND ends > starts)", name=op.f("ck_coding_mark_passage_is_some")
        ),
        sa.ForeignKeyConstraint(
            ["coded_view_id"],
            ["coded_view.id"],
            name=op.f("fk_coding_mark_coded_view_id_coded_view"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_mark_theme_id_theme")),
        sa.ForeignKeyConstraint(
            ["words_id"], ["words.id"], name=op.f("fk_coding_mark_words_id_words"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_mark")),
        sqlite_with_rowid=False,
    )
    for column in ("coded_view_id", "theme_id", "words_id"):
        op.create_index(op.f(f"ix_coding_mark_{column}"), "coding_mark", [column])
    op.create_table(
        "settled_coding",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_settled_coding_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_settled_coding_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_settled_coding")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo this step."""
    with op.batch_alter_table("ask", table_kwargs=_KEPT) as batch_op:
        batch_op.drop_constraint(op.f("ck_ask_only_a_quote_is_rare"), type_="check")
        batch_op.drop_column("rare_because_sealed")
        batch_op.drop_column("paraphrase")
    op.drop_table("translation")
    op.drop_table("settled_coding")
    op.drop_table("coding_mark")
    op.drop_table("coded_view")
    op.drop_table("codebook_change")
