"""Ask in editions with stable keys.

Going down keeps one edition of each consultation, the first for everybody; answers to other editions move to the
question of the same key, and what the older shape cannot hold (numbers, orders, tiles) is lost. Drafts are sealed and
name their answers in the shape they were begun in, so none is carried over either way: they were to end within days.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OLD_KINDS = ("faces", "single", "several", "ladder", "long")
_KINDS = (
    *("faces3", "faces5", "agree", "how_often", "yes_no_unsure", "single", "several", "ladder", "number"),
    *("order", "tiles", "short", "long", "photo", "voice", "tell"),
)
_BECOMES = {"faces3": "faces", "faces5": "faces", "short": "long"} | {
    kind: "single" for kind in ("agree", "how_often", "yes_no_unsure")
}
_TWO_WAY = [["say", "age_band"], ["home", "home"], ["told", "age_band"]]
_IDENTITIES = ["nobody", "team", "named"]
_TAGS = ("shanarri", "uncrc", "section_58", "promise")


def _words(name: str, values: Sequence[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column[UUID]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.JSON(), nullable=nullable)


def _to(table: str, column: str, target: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE" if cascade else None)


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _one(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _say(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _only(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    """Apply this step."""
    op.execute("DELETE FROM draft")
    _widen_consultation()
    _put_aside()
    _create_editions()
    _create_questions()
    _create_answers()
    _fill()
    _throw_away()


def downgrade() -> None:
    """Undo this step."""
    op.execute("DELETE FROM draft")
    _put_aside()
    for table in ("wording", "bank_question", "section", "edition"):
        _copy(table)
    for table in ("wording", "section", "edition", "bank_question"):
        op.drop_table(table)
    _create_old()
    _fill_old()
    _throw_away("wording", "bank_question", "section", "edition")
    with op.batch_alter_table("consultation", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_consultation_state"), type_="check")
        for column in ("state", "asks_whom", "two_way", "identities"):
            batch.drop_column(column)


def _widen_consultation() -> None:
    """What is there already was launched when it was planned, and asked everybody the partnership is for."""
    with op.batch_alter_table("consultation", table_kwargs={"sqlite_with_rowid": False}) as batch:
        state = sa.Enum("draft", "launched", name="state", native_enum=False, create_constraint=False, length=40)
        batch.add_column(sa.Column("state", state, nullable=False, server_default="launched"))
        batch.add_column(sa.Column("asks_whom", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("two_way", sa.JSON(), nullable=False, server_default=json.dumps(_TWO_WAY)))
        batch.add_column(sa.Column("identities", sa.JSON(), nullable=False, server_default=json.dumps(_IDENTITIES)))
        batch.create_check_constraint(op.f("ck_consultation_state"), "state IN ('draft', 'launched')")
    with op.batch_alter_table("consultation", table_kwargs={"sqlite_with_rowid": False}) as batch:
        for column in ("state", "asks_whom", "two_way", "identities"):
            batch.alter_column(column, server_default=None)


def _put_aside() -> None:
    """Keep the rows beside while their tables are made anew: batch mode would lose the tables' conditions."""
    for table in ("answer", "submission", "option", "question"):
        _copy(table)
    for table in ("answer", "submission", "option", "question"):
        op.drop_table(table)


def _copy(table: str) -> None:
    op.execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")  # noqa: S608 - our own names


def _throw_away(*more: str) -> None:
    for table in ("answer", "submission", "option", "question", *more):
        op.drop_table(f"old_{table}")


def _create_editions() -> None:
    op.create_table(
        "bank_question",
        _text("key"),
        sa.Column("kind", _words("kind", _KINDS), nullable=False),
        _text("prompt"),
        *(_text(name, nullable=True) for name in ("help", "why", "low", "high")),
        _json("settings"),
        _json("options"),
        *(_text(name, nullable=True) for name in _TAGS),
        _id(),
        _key("bank_question"),
        _one("bank_question", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edition",
        _id("consultation_id"),
        sa.Column("audience", _words("audience", ("all", "8_11", "12_17", "16_25")), nullable=False),
        _number("number"),
        sa.Column("state", _words("editionstate", ("draft", "current", "retired")), nullable=False),
        sa.Column("frozen_week", sa.Date(), nullable=True),
        _id("stamp"),
        _id(),
        _say("edition", "numbers_from_one", "number > 0"),
        _to("edition", "consultation_id", "consultation", cascade=True),
        _key("edition"),
        _one("edition", "consultation_id", "audience", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_edition_current", "edition", ["consultation_id", "audience"], unique=True, **_only("state = 'current'")
    )
    op.create_table(
        "section",
        _id("edition_id"),
        _text("key"),
        _number("position"),
        _text("title"),
        _text("intro"),
        _json("condition", nullable=True),
        _id(),
        _to("section", "edition_id", "edition", cascade=True),
        _key("section"),
        _one("section", "edition_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wording",
        _id("edition_id"),
        _text("locale"),
        _text("slot"),
        _text("text"),
        _id(),
        _to("wording", "edition_id", "edition", cascade=True),
        _key("wording"),
        _one("wording", "edition_id", "locale", "slot"),
        sqlite_with_rowid=False,
    )


def _create_questions() -> None:
    op.create_table(
        "question",
        _id("edition_id"),
        _id("section_id"),
        _id("bank_id", nullable=True),
        _text("key"),
        _number("position"),
        sa.Column("kind", _words("kind", _KINDS), nullable=False),
        sa.Column("about", _words("about", ("age_band", "home", "locality")), nullable=True),
        _text("prompt"),
        *(_text(name, nullable=True) for name in ("help", "why", "low", "high", "needed_because")),
        _json("settings"),
        _json("condition", nullable=True),
        *(_text(name, nullable=True) for name in _TAGS),
        _id(),
        _say("question", "ladder_has_ends", "kind <> 'ladder' OR (low IS NOT NULL AND high IS NOT NULL)"),
        _to("question", "edition_id", "edition", cascade=True),
        _to("question", "section_id", "section", cascade=True),
        _to("question", "bank_id", "bank_question"),
        _key("question"),
        _one("question", "edition_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_section", "question", ["section_id", "position"])
    op.create_index(op.f("ix_question_bank_id"), "question", ["bank_id"])
    op.create_table(
        "option",
        _id("question_id"),
        _number("position"),
        _text("key"),
        _text("label"),
        _text("face", nullable=True),
        _id(),
        _to("option", "question_id", "question", cascade=True),
        _key("option"),
        _one("option", "question_id", "key"),
        sqlite_with_rowid=False,
    )


def _create_answers() -> None:
    op.create_table(
        "submission",
        _id("contribution_id"),
        _id("consultation_id"),
        _id("edition_id"),
        _to("submission", "contribution_id", "contribution", cascade=True),
        _to("submission", "consultation_id", "consultation"),
        _to("submission", "edition_id", "edition"),
        _key("submission", "contribution_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_submission_consultation_id", "submission", ["consultation_id", "contribution_id"])
    op.create_index(op.f("ix_submission_edition_id"), "submission", ["edition_id"])
    op.create_table(
        "answer",
        _id("contribution_id"),
        _id("question_id"),
        _id("option_id", nullable=True),
        *(_number(name, nullable=True) for name in ("step", "rank", "number")),
        _id(),
        _say("answer", "says_one_thing", "option_id IS NOT NULL OR (step IS NULL) <> (number IS NULL)"),
        _say("answer", "number_stands_alone", "number IS NULL OR (option_id IS NULL AND step IS NULL)"),
        _say("answer", "rank_of_a_thing", "rank IS NULL OR (option_id IS NOT NULL AND step IS NULL AND rank > 0)"),
        _say("answer", "step_on_the_ladder", "step IS NULL OR step BETWEEN 0 AND 10"),
        _to("answer", "contribution_id", "contribution", cascade=True),
        _to("answer", "question_id", "question"),
        _to("answer", "option_id", "option"),
        _key("answer"),
        _one("answer", "contribution_id", "question_id", "option_id"),
        sqlite_with_rowid=False,
    )
    alone = ["contribution_id", "question_id"]
    op.create_index("uq_answer_without_option", "answer", alone, unique=True, **_only("option_id IS NULL"))
    op.create_index("uq_answer_rank", "answer", [*alone, "rank"], unique=True, **_only("rank IS NOT NULL"))
    op.create_index("ix_answer_counting", "answer", ["question_id", "option_id", "step", "rank", "number"])


def _fill() -> None:
    """Every consultation becomes one edition for all with one section; a ladder answered twice keeps one answer."""
    connection = op.get_bind()
    consultations = sa.table("consultation", sa.column("id", sa.Uuid()))
    edition = sa.table(
        "edition",
        *(sa.column(name, sa.Uuid()) for name in ("id", "consultation_id", "stamp")),
        *(sa.column(name) for name in ("audience", "number", "state")),
    )
    section = sa.table(
        "section",
        *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id")),
        *(sa.column(name) for name in ("key", "position", "title", "intro")),
    )
    for (consultation_id,) in connection.execute(sa.select(consultations.c.id)).all():
        made = {"id": uuid4(), "consultation_id": consultation_id, "stamp": uuid4()}
        connection.execute(edition.insert(), {**made, "audience": "all", "number": 1, "state": "current"})
        whole = {"id": uuid4(), "edition_id": made["id"], "key": "all", "position": 1, "title": "", "intro": ""}
        connection.execute(section.insert(), whole)
    kind = """CASE WHEN q.kind <> 'faces' THEN q.kind
        WHEN (SELECT count(*) FROM old_option o WHERE o.question_id = q.id) = 5 THEN 'faces5' ELSE 'faces3' END"""
    op.execute(
        f"""INSERT INTO question (id, edition_id, section_id, key, position, kind, about, prompt, help, why, low, high,
            settings, shanarri, uncrc)
        SELECT q.id, e.id, s.id, q.key, q.position, {kind}, q.about, q.prompt, q.help, q.why, q.low, q.high,
            '{{}}', q.shanarri, q.uncrc
        FROM old_question q JOIN edition e ON e.consultation_id = q.consultation_id
        JOIN section s ON s.edition_id = e.id"""  # noqa: S608 - no value from outside
    )
    op.execute(
        """INSERT INTO option (id, question_id, position, key, label, face)
        SELECT id, question_id, position, key, label, face FROM old_option"""
    )
    op.execute(
        """INSERT INTO submission (contribution_id, consultation_id, edition_id)
        SELECT s.contribution_id, s.consultation_id, e.id FROM old_submission s
        JOIN edition e ON e.consultation_id = s.consultation_id"""
    )
    op.execute(
        """UPDATE edition SET frozen_week = (SELECT min(c.received_week) FROM submission s
        JOIN contribution c ON c.id = s.contribution_id WHERE s.edition_id = edition.id)"""
    )
    op.execute(
        """INSERT INTO answer (id, contribution_id, question_id, option_id, step)
        SELECT id, contribution_id, question_id, option_id, step FROM (
            SELECT a.*, row_number() OVER (
                PARTITION BY contribution_id, question_id, option_id ORDER BY step, id) AS place FROM old_answer a
        ) kept WHERE place = 1"""
    )


def _create_old() -> None:
    op.create_table(
        "question",
        _id("consultation_id"),
        _text("key"),
        _number("position"),
        sa.Column("kind", _words("kind", _OLD_KINDS), nullable=False),
        sa.Column("about", _words("about", ("age_band", "home", "locality")), nullable=True),
        _text("prompt"),
        *(_text(name, nullable=True) for name in ("help", "why", "low", "high", "shanarri", "uncrc")),
        _id(),
        _say("question", "ladder_has_ends", "kind <> 'ladder' OR (low IS NOT NULL AND high IS NOT NULL)"),
        _to("question", "consultation_id", "consultation", cascade=True),
        _key("question"),
        _one("question", "consultation_id", "key"),
        _one("question", "consultation_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "option",
        _id("question_id"),
        _number("position"),
        _text("key"),
        _text("label"),
        _text("face", nullable=True),
        _id(),
        _to("option", "question_id", "question", cascade=True),
        _key("option"),
        _one("option", "question_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "submission",
        _id("contribution_id"),
        _id("consultation_id"),
        _to("submission", "contribution_id", "contribution", cascade=True),
        _to("submission", "consultation_id", "consultation"),
        _key("submission", "contribution_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_submission_consultation_id", "submission", ["consultation_id", "contribution_id"])
    op.create_table(
        "answer",
        _id("contribution_id"),
        _id("question_id"),
        _id("option_id", nullable=True),
        _number("step", nullable=True),
        _id(),
        _say("answer", "choice_or_step", "(option_id IS NULL) <> (step IS NULL)"),
        _say("answer", "step_on_the_ladder", "step IS NULL OR step BETWEEN 0 AND 10"),
        _to("answer", "contribution_id", "contribution", cascade=True),
        _to("answer", "question_id", "question"),
        _to("answer", "option_id", "option"),
        _key("answer"),
        _one("answer", "contribution_id", "question_id", "option_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_counting", "answer", ["question_id", "option_id", "step"])


def _fill_old() -> None:
    """The first edition stays: for everybody if there is one, else the youngest; a newer number only replaces texts."""
    cases = " ".join(f"WHEN '{new}' THEN '{old}'" for new, old in _BECOMES.items())
    held = ", ".join(f"'{kind}'" for kind in (*_OLD_KINDS, *_BECOMES))
    op.execute(
        """CREATE TABLE old_kept AS SELECT id, consultation_id FROM (
            SELECT e.*, row_number() OVER (PARTITION BY consultation_id ORDER BY
                CASE audience WHEN 'all' THEN 1 WHEN '8_11' THEN 2 WHEN '12_17' THEN 3 ELSE 4 END, number) AS place
            FROM old_edition e) one WHERE place = 1"""
    )
    op.execute(
        f"""INSERT INTO question (id, consultation_id, key, position, kind, about, prompt, help, why, low, high,
            shanarri, uncrc)
        SELECT q.id, k.consultation_id, q.key,
            row_number() OVER (PARTITION BY k.consultation_id ORDER BY s.position, s.key, q.position, q.key),
            CASE q.kind {cases} ELSE q.kind END, q.about, q.prompt, q.help, q.why, q.low, q.high, q.shanarri, q.uncrc
        FROM old_question q JOIN old_kept k ON k.id = q.edition_id JOIN old_section s ON s.id = q.section_id
        WHERE q.kind IN ({held})"""  # noqa: S608 - no value from outside
    )
    op.execute(
        """INSERT INTO option (id, question_id, position, key, label, face)
        SELECT o.id, o.question_id, row_number() OVER (PARTITION BY o.question_id ORDER BY o.position, o.key),
            o.key, o.label, o.face FROM old_option o JOIN question q ON q.id = o.question_id"""
    )
    op.execute(
        """INSERT INTO submission (contribution_id, consultation_id)
        SELECT contribution_id, consultation_id FROM old_submission"""
    )
    op.execute(
        """INSERT INTO answer (id, contribution_id, question_id, option_id, step)
        SELECT a.id, a.contribution_id, q.id, o.id, CASE WHEN o.id IS NULL THEN a.step END
        FROM old_answer a
        JOIN old_submission s ON s.contribution_id = a.contribution_id
        JOIN old_question asked ON asked.id = a.question_id
        JOIN question q ON q.consultation_id = s.consultation_id AND q.key = asked.key
        LEFT JOIN old_option chosen ON chosen.id = a.option_id
        LEFT JOIN option o ON o.question_id = q.id AND o.key = chosen.key
        WHERE a.number IS NULL AND a.rank IS NULL AND (a.option_id IS NULL OR a.step IS NULL)
            AND (o.id IS NOT NULL OR (a.option_id IS NULL AND a.step IS NOT NULL))"""
    )
    op.drop_table("old_kept")
