"""Keep meetings: agendas from the evidence, dots, who comes, minutes, decisions, packs and calendars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _source() -> sa.Enum:
    return _enum("itemsource", "theme", "ask", "action", "decision", "promise", "own")


def upgrade() -> None:
    """Apply this step."""
    _meetings()
    _around_them()
    _agendas()
    _under_items()


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("kind", _enum("meetingtype", "gathering", "pre_meeting", "board"), nullable=False),
        sa.Column(
            "state",
            _enum(
                "meetingstate", "planned", "agenda_open", "voting", "agenda_set", "held", "minutes_agreed", "called_off"
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("how_to_join", sa.Text(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("arranger_id", sa.Uuid(), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("leads_to_id", sa.Uuid(), nullable=True),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("champions_there", sa.Integer(), nullable=True),
        sa.Column("adults_there", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'minutes_agreed') = (agreed_at IS NOT NULL)", name=op.f("ck_meeting_agreed_says_when")
        ),
        sa.CheckConstraint("(champions_there IS NULL) = (adults_there IS NULL)", name=op.f("ck_meeting_both_counted")),
        sa.CheckConstraint("dots BETWEEN 1 AND 20", name=op.f("ck_meeting_some_dots")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["arranger_id"], ["account.id"], name=op.f("fk_meeting_arranger_id_account")),
        sa.ForeignKeyConstraint(["chair_id"], ["account.id"], name=op.f("fk_meeting_chair_id_account")),
        sa.ForeignKeyConstraint(["leads_to_id"], ["meeting.id"], name=op.f("fk_meeting_leads_to_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_meeting_arranger_id"), "meeting", ["arranger_id"], unique=False)
    op.create_index(op.f("ix_meeting_chair_id"), "meeting", ["chair_id"], unique=False)
    op.create_index(op.f("ix_meeting_leads_to_id"), "meeting", ["leads_to_id"], unique=False)
    op.create_index("ix_meeting_when", "meeting", ["state", "starts_at", "id"], unique=False)


def _around_them() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agenda_left",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("source", _source(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_left_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "source", "about_id", name=op.f("pk_agenda_left")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("coming", _enum("coming", "yes", "no"), nullable=False),
        sa.Column("access_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("travel_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("payment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("arranged_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attendance_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "account_id", name=op.f("uq_attendance_meeting_id_account_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_attendance_account_id"), "attendance", ["account_id"], unique=False)
    op.create_table(
        "board_pack",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_board_pack_numbered")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["account.id"], name=op.f("fk_board_pack_frozen_by_id_account")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_board_pack_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_pack")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_board_pack_meeting_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "minutes_agreement",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            _enum(
                "role",
                "champion",
                "board_member",
                "corporate_lead",
                "participation_officer",
                "safeguarding_officer",
                "administrator",
                "advocate",
                "worker",
                "inspector",
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_minutes_agreement_account_id_account")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_agreement_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "account_id", name=op.f("pk_minutes_agreement")),
        sqlite_with_rowid=False,
    )


def _agendas() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("source", _source(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("point", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("officers_place", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("dots", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("minutes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(source = 'action') = (action_id IS NOT NULL)", name=op.f("ck_agenda_item_action_has_one")),
        sa.CheckConstraint("(source = 'ask') = (ask_id IS NOT NULL)", name=op.f("ck_agenda_item_ask_has_one")),
        sa.CheckConstraint("(source = 'own') = (point IS NOT NULL)", name=op.f("ck_agenda_item_own_has_words")),
        sa.CheckConstraint(
            "(source = 'promise') = (commitment_id IS NOT NULL)", name=op.f("ck_agenda_item_promise_has_one")
        ),
        sa.CheckConstraint("(source = 'theme') = (theme_id IS NOT NULL)", name=op.f("ck_agenda_item_theme_has_one")),
        sa.CheckConstraint("(minutes IS NULL) = (minutes_at IS NULL)", name=op.f("ck_agenda_item_minutes_whole")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_agenda_item_action_id_action")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_agenda_item_added_by_id_account")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_agenda_item_ask_id_ask"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_agenda_item_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["minutes_by_id"], ["account.id"], name=op.f("fk_agenda_item_minutes_by_id_account")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_agenda_item_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "action_id", name=op.f("uq_agenda_item_meeting_id_action_id")),
        sa.UniqueConstraint("meeting_id", "ask_id", name=op.f("uq_agenda_item_meeting_id_ask_id")),
        sa.UniqueConstraint("meeting_id", "commitment_id", name=op.f("uq_agenda_item_meeting_id_commitment_id")),
        sa.UniqueConstraint("meeting_id", "theme_id", name=op.f("uq_agenda_item_meeting_id_theme_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_agenda_item_action_id"), "agenda_item", ["action_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_ask_id"), "agenda_item", ["ask_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_commitment_id"), "agenda_item", ["commitment_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_theme_id"), "agenda_item", ["theme_id"], unique=False)


def _under_items() -> None:
    op.create_table(
        "conflict",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_conflict_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_conflict_item_id_agenda_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "account_id", name=op.f("pk_conflict")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_decision_by_id_account")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id_agenda_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_decision_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_decision_review_on"), "decision", ["review_on"], unique=False)
    op.create_table(
        "dot",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 20", name=op.f("ck_dot_at_least_one")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_dot_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_dot_item_id_agenda_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "account_id", name=op.f("pk_dot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agenda_review",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_agenda_review_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_review_item_id_agenda_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_agenda_review")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_agenda_review_decision_id"), "agenda_review", ["decision_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("agenda_review")
    op.drop_table("dot")
    op.drop_table("decision")
    op.drop_table("conflict")
    op.drop_table("agenda_item")
    op.drop_table("minutes_agreement")
    op.drop_table("board_pack")
    op.drop_table("attendance")
    op.drop_table("agenda_left")
    op.drop_table("calendar_feed")
    op.drop_table("meeting")
