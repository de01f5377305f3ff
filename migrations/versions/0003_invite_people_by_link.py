"""Invite people by link; changes that wait for a second person; three more roles; posts and rungs that retire."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BEFORE = (
    "champion",
    "board_member",
    "corporate_lead",
    "participation_officer",
    "safeguarding_officer",
    "administrator",
)
_AFTER = (*_BEFORE, "advocate", "worker", "inspector")


def upgrade() -> None:
    """Accounts gain an email, invitations a table; a first password told by somebody else is no more."""
    _widen_roles(_AFTER)
    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("email", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("closing_asked_by_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("username", existing_type=sa.Text(), nullable=True)
        batch_op.drop_column("password_is_first")
    # A name that looks like an email is one, so that no two people can answer to the same words.
    op.execute("UPDATE account SET username = lower(username)")
    op.execute("UPDATE account SET email = username, username = NULL WHERE username LIKE '%_@_%'")
    op.execute("UPDATE account SET username = replace(username, '@', '') WHERE username LIKE '%@%'")
    with op.batch_alter_table("account") as batch_op:
        batch_op.create_unique_constraint(op.f("uq_account_email"), ["email"])
        batch_op.create_check_constraint(
            op.f("ck_account_email_is_lower"), "email = lower(email) AND email LIKE '%_@_%'"
        )
        batch_op.create_check_constraint(
            op.f("ck_account_username_is_no_email"), "username = lower(username) AND username NOT LIKE '%@%'"
        )
    with op.batch_alter_table("account_role") as batch_op:
        batch_op.add_column(sa.Column("taking_asked_by_id", sa.Uuid(), nullable=True))
    for table in ("post", "governance_level"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("retired_on", sa.Date(), nullable=True))
    op.create_table(
        "invitation",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen_hash", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("chosen_hash IS NULL OR used_at IS NOT NULL", name=op.f("ck_invitation_chosen_when_used")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    """Back; whoever has an email and no name signs in with the email as a name again."""
    op.drop_table("invitation")
    for table in ("post", "governance_level"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("retired_on")
    with op.batch_alter_table("account_role") as batch_op:
        batch_op.drop_column("taking_asked_by_id")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_constraint(op.f("ck_account_username_is_no_email"), type_="check")
        batch_op.drop_constraint(op.f("ck_account_email_is_lower"), type_="check")
        batch_op.drop_constraint(op.f("uq_account_email"), type_="unique")
    op.execute("UPDATE account SET username = email WHERE username IS NULL")
    op.execute("UPDATE account SET username = 'invited-' || CAST(id AS TEXT) WHERE username IS NULL")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("email")
        batch_op.drop_column("closing_asked_by_id")
        batch_op.alter_column("username", existing_type=sa.Text(), nullable=False)
        batch_op.add_column(sa.Column("password_is_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("account") as batch_op:
        batch_op.alter_column("password_is_first", existing_type=sa.Boolean(), server_default=None)
    op.execute("DELETE FROM account_role WHERE role IN ('advocate', 'worker', 'inspector')")
    op.execute("DELETE FROM work_session WHERE role IN ('advocate', 'worker', 'inspector')")
    _widen_roles(_BEFORE)


def _widen_roles(roles: tuple[str, ...]) -> None:
    """The CHECK that names the roles, on both tables that hold one."""
    named = ", ".join(f"'{role}'" for role in roles)
    for table in ("account_role", "work_session"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_role"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_role"), f"role IN ({named})")
