"""Let young people confirm whose words an ask is in, and several organisations answer for one theme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Rebuilding a table on SQLite forgets its checks and how its rows are kept, so both are said again.
KEPT = {"sqlite_with_rowid": False}
CHECKS = {
    "wording": "wording IN ('written', 'quote', 'paraphrase')",
    "duty": "duty IN ('a', 'b', 'c', 'd', 'e', 'f')",
    "askanswer": "answer IN ('yes', 'partly', 'no')",
    "reasonclass": "reason IN ('law', 'money', 'not_ours', 'others_wanted_different', 'need_to_know_more')",
    "only_a_quote_has_words": "wording = 'quote' OR words_id IS NULL",
    "only_a_quote_is_sealed": "(wording = 'quote') = (text IS NULL)",
    "second_person_checks": "checked_by_id IS NULL OR checked_by_id <> created_by_id",
    "answer_whole": "answer IS NULL OR (answered_at IS NOT NULL AND because IS NOT NULL)",
    "no_has_reason": "answer IS NULL OR answer = 'yes' OR reason IS NOT NULL",
}
NEW_CHECKS = {
    "confirmation_whole": "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)",
    "only_written_is_confirmed": "confirmed_at IS NULL OR wording = 'written'",
}


def upgrade() -> None:
    """Apply this step."""
    with op.batch_alter_table("ask", table_args=_checks(CHECKS), table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("confirmed_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_ask_confirmed_by_id_account"), "account", ["confirmed_by_id"], ["id"]
        )
        for name, condition in NEW_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_ask_{name}"), sa.text(condition))
    op.create_table(
        "theme_owner",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_owner_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_theme_owner_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("theme_id", "organisation_id", name=op.f("pk_theme_owner")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_theme_owner_organisation_id"), "theme_owner", ["organisation_id"])
    op.execute(
        "INSERT INTO theme_owner (theme_id, organisation_id)"
        " SELECT id, organisation_id FROM theme WHERE organisation_id IS NOT NULL"
    )
    with op.batch_alter_table("theme", table_kwargs=KEPT) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_organisation_id"))
        batch_op.drop_constraint(batch_op.f("fk_theme_organisation_id_organisation"), type_="foreignkey")
        batch_op.drop_column("organisation_id")


def downgrade() -> None:
    """Undo this step: of several organisations one stays, and what young people confirmed is forgotten."""
    with op.batch_alter_table("theme", table_kwargs=KEPT) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_theme_organisation_id"), ["organisation_id"])
    op.execute(
        "UPDATE theme SET organisation_id = (SELECT theme_owner.organisation_id FROM theme_owner"
        " JOIN organisation ON organisation.id = theme_owner.organisation_id"
        " WHERE theme_owner.theme_id = theme.id ORDER BY organisation.position, organisation.id LIMIT 1)"
    )
    op.drop_index(op.f("ix_theme_owner_organisation_id"), "theme_owner")
    op.drop_table("theme_owner")
    with op.batch_alter_table("ask", table_args=_checks(CHECKS), table_kwargs=KEPT) as batch_op:
        for name in NEW_CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_ask_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_ask_confirmed_by_id_account"), type_="foreignkey")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("confirmed_by_id")


def _checks(conditions: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(condition, name=op.f(f"ck_ask_{name}")) for name, condition in conditions.items()]
