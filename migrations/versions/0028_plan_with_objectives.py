"""Write plans with objectives, and say where areas for improvement stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "plan",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_plan_lasts")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["account.id"], name=op.f("fk_plan_begun_by_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "improvement_area",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_improvement_area_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_area")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_improvement_area_plan_id"), "improvement_area", ["plan_id"])
    op.create_table(
        "objective",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("duty", _enum("duty", "a", "b", "c", "d", "e", "f"), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_objective_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_objective_plan_id"), "objective", ["plan_id"])
    op.create_table(
        "objective_measure",
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_objective_measure_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objective.id"],
            name=op.f("fk_objective_measure_objective_id_objective"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("objective_id", "measure_id", name=op.f("pk_objective_measure")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_objective_measure_measure_id"), "objective_measure", ["measure_id"])
    op.create_table(
        "position_statement",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["improvement_area.id"],
            name=op.f("fk_position_statement_area_id_improvement_area"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_position_statement_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_statement")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_position_statement_area_id"), "position_statement", ["area_id"])
    op.create_table(
        "objective_action",
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_objective_action_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objective.id"],
            name=op.f("fk_objective_action_objective_id_objective"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("objective_id", "action_id", name=op.f("pk_objective_action")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_objective_action_action_id"), "objective_action", ["action_id"])


def downgrade() -> None:
    """Undo this step."""
    op.drop_table("objective_action")
    op.drop_table("position_statement")
    op.drop_table("objective_measure")
    op.drop_table("objective")
    op.drop_table("improvement_area")
    op.drop_table("plan")
