"""Let a release count how meetings listen."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_RELEASES = ("wave", "verdicts")


def upgrade() -> None:
    """Apply this step."""
    _kinds((*_RELEASES, "listening"))


def downgrade() -> None:
    """Take this step back; figures of how meetings listen go with it."""
    op.execute("DELETE FROM released_figures WHERE release_id IN (SELECT id FROM release WHERE kind = 'listening')")
    op.execute("DELETE FROM release WHERE kind = 'listening'")
    _kinds(_RELEASES)


def _kinds(kinds: tuple[str, ...]) -> None:
    """What may stand in `release.kind`; rebuilding a table on SQLite forgets how its rows are kept."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("release", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_constraint(op.f("ck_release_releasekind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_release_releasekind"), f"kind IN ({listed})")
