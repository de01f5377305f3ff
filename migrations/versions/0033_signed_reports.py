"""Reports with officers' words around bound figures, signed and published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    _reports()
    _sections()
    op.create_table(
        "report_writer",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_writer_account_id_account")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["signed_report.id"],
            name=op.f("fk_report_writer_report_id_signed_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "account_id", name=op.f("pk_report_writer")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("report_writer")
    op.drop_table("report_section")
    op.drop_table("signed_report")


def _reports() -> None:
    accounts = ("begun_by_id", "checked_by_id", "signed_by_id", "published_by_id")
    checks = {
        "days_in_order": "last_day >= first_day",
        "check_whole": "(checked_at IS NULL) = (checked_by_id IS NULL)",
        "signature_whole": "(signed_at IS NULL) = (signed_by_id IS NULL)",
        "signed_has_digest": "(signed_at IS NULL) = (digest IS NULL)",
        "signed_as_somebody": "(signed_at IS NULL) = (signed_as IS NULL)",
        "publication_whole": "(published_at IS NULL) = (published_by_id IS NULL)",
        "draft_is_unchecked": "(state = 'draft') = (checked_at IS NULL)",
        "signed_is_signed": "(state IN ('signed', 'published')) = (signed_at IS NOT NULL)",
        "published_is_published": "(state = 'published') = (published_at IS NOT NULL)",
        "second_person_checks": "checked_by_id IS NULL OR checked_by_id <> begun_by_id",
        "another_person_signs": "signed_by_id IS NULL OR signed_by_id <> begun_by_id",
        "third_person_signs": "signed_by_id IS NULL OR signed_by_id <> checked_by_id",
        "correction_whole": "(corrects_id IS NULL) = (corrects_because IS NULL)",
    }
    op.create_table(
        "signed_report",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", _enum("reportstate", "draft", "checked", "signed", "published"), nullable=False),
        sa.Column("gathered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_back_because", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_as", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_signed_report_{name}")) for name, rule in checks.items()),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_signed_report_{name}_account"))
            for name in accounts
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["signed_report.id"], name=op.f("fk_signed_report_corrects_id_signed_report")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signed_report_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_report")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_signed_report_corrects_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_signed_report_kind", "signed_report", ["kind", "state", "last_day"])
    op.create_index(op.f("ix_signed_report_organisation_id"), "signed_report", ["organisation_id"])


def _sections() -> None:
    op.create_table(
        "report_section",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("edition", _enum("edition", "full", "easy"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("turn >= 0", name=op.f("ck_report_section_turn_counts")),
        sa.CheckConstraint(
            "(written_at IS NULL) = (written_by_id IS NULL)", name=op.f("ck_report_section_writing_whole")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["signed_report.id"],
            name=op.f("fk_report_section_report_id_signed_report"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_report_section_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_section")),
        sa.UniqueConstraint("report_id", "edition", "key", name=op.f("uq_report_section_report_id_edition_key")),
        sqlite_with_rowid=False,
    )
