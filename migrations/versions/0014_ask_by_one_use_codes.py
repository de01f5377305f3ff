"""Ask by one-use codes, and know who is there to be asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BANDS = {"responsible": ("ours", "other"), "lives_in": ("here", "elsewhere")}


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _group() -> sa.Enum:
    return _enum("group", "all", "age_band", "home", "locality")


def upgrade() -> None:
    """Apply this step."""
    with op.batch_alter_table("contribution", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        for name, values in _BANDS.items():
            batch_op.add_column(sa.Column(name, sa.String(40), nullable=True))
            listed = ", ".join(f"'{value}'" for value in values)
            batch_op.create_check_constraint(op.f(_check(name)), f"{name} IN ({listed})")
    op.create_table(
        "invitation_batch",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("void_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_invitation_batch_has_letters")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_batch_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_invitation_batch_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_batch")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_invitation_batch_key_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_invitation_batch_consultation_id"), "invitation_batch", ["consultation_id"])
    _create_codes()
    _create_groups()


def _check(band: str) -> str:
    return f"ck_contribution_{band.replace('_', '')}"


def _create_codes() -> None:
    op.create_table(
        "invitation_code",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("age_band", _enum("ageband", "under_12", "12_15", "16_17", "18_25"), nullable=True),
        sa.Column("home_type", _enum("hometype", "at_home", "kinship", "foster", "house", "own_place"), nullable=True),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("responsible", _enum("responsible", *_BANDS["responsible"]), nullable=True),
        sa.Column("lives_in", _enum("livesin", *_BANDS["lives_in"]), nullable=True),
        sa.Column("spent_week", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["invitation_batch.id"],
            name=op.f("fk_invitation_code_batch_id_invitation_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_invitation_code_locality_id_locality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_code")),
        sa.UniqueConstraint("batch_id", "letter", name=op.f("uq_invitation_code_batch_id_letter")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_code_hash")),
        sqlite_with_rowid=False,
    )


def _create_groups() -> None:
    op.create_table(
        "eligible_total",
        sa.Column("group", _group(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_eligible_total_counts_people")),
        sa.CheckConstraint("(\"group\" = 'all') = (\"key\" = '')", name=op.f("ck_eligible_total_all_has_no_key")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["account.id"], name=op.f("fk_eligible_total_noted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligible_total")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_eligible_total_group", "eligible_total", ["group", "key", "as_of"])
    op.create_table(
        "outreach",
        sa.Column("group", _group(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(\"group\" = 'all') = (\"key\" = '')", name=op.f("ck_outreach_all_has_no_key")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_outreach_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["account.id"], name=op.f("fk_outreach_noted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_outreach_tried_on"), "outreach", ["tried_on"])


def downgrade() -> None:
    """Take this step back; letters, totals and what was tried go with it, and which council what was said is from."""
    for table in ("outreach", "eligible_total", "invitation_code", "invitation_batch"):
        op.drop_table(table)
    with op.batch_alter_table("contribution", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        for name in _BANDS:
            batch_op.drop_constraint(op.f(_check(name)), type_="check")
            batch_op.drop_column(name)
