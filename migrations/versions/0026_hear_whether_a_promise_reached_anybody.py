"""Hear by code whether a promise reached anybody, and let a release count it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_RELEASES = ("wave", "verdicts", "listening")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "experience",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("got", _enum("got", "yes", "partly", "no", "unknown"), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_experience_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("commitment_id", "mark", name=op.f("pk_experience")),
        sqlite_with_rowid=False,
    )
    _kinds((*_RELEASES, "experiences"))


def downgrade() -> None:
    """Take this step back; figures of what reached young people go with it."""
    op.execute("DELETE FROM released_figures WHERE release_id IN (SELECT id FROM release WHERE kind = 'experiences')")
    op.execute("DELETE FROM release WHERE kind = 'experiences'")
    _kinds(_RELEASES)
    op.drop_table("experience")


def _kinds(kinds: tuple[str, ...]) -> None:
    """What may stand in `release.kind`; rebuilding a table on SQLite forgets how its rows are kept."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("release", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_constraint(op.f("ck_release_releasekind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_release_releasekind"), f"kind IN ({listed})")
