"""Keeping the codebook, and putting views under themes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.models import Contribution
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.partnership import queries as partnership
from portal.themes import queries, rules
from portal.themes.models import Act, CodebookChange, CodedView, Coding, CodingMark, Theme


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a theme is: its name, young people's word, what counts and what does not, and who answers for it."""

    name: str
    young_word: str
    counts: str
    counts_not: str
    shanarri: str | None = None
    uncrc: str | None = None
    organisation_ids: Collection[UUID] = ()


def create(definition: Definition, *, by: Account) -> Theme:
    """Add a theme to the codebook."""
    _refuse_same_name(definition.name, than=None)
    theme = Theme(created_at=clock.now(), created_by_id=by.id)
    _define(theme, definition)
    db.session.add(theme)
    db.session.flush()
    audit.record("theme.created", by=by.id, subject=("theme", theme.id))
    return theme


def change(theme: Theme, definition: Definition, *, why: str, by: Account) -> None:
    """Word a theme anew. Releases keep the name it had when they were frozen; its history keeps the old wording."""
    _refuse_same_name(definition.name, than=theme)
    hold_other_words(why)
    _keep(theme, Act.REWORDED, why=why, by=by)
    _define(theme, definition)
    db.session.flush()
    audit.record("theme.changed", by=by.id, subject=("theme", theme.id))


def retire(theme: Theme, *, why: str, by: Account) -> None:
    """Offer it no longer. What stands under it stays."""
    if not rules.is_open(theme):
        raise RuleError("This theme has been retired already.")
    hold_other_words(why)
    _keep(theme, Act.RETIRED, why=why, by=by)
    theme.retired_at = clock.now()
    db.session.flush()
    audit.record("theme.retired", by=by.id, subject=("theme", theme.id))


def merge(theme: Theme, into: Theme, *, why: str, by: Account) -> int:
    """Let everything under one theme stand under another, and offer the first no longer; how many views it was.

    Releases are not touched: they count both under the names they had.
    """
    db.hold(theme, into)
    if theme.id == into.id or not (rules.is_open(theme) and rules.is_open(into)):
        raise RuleError("Two themes in use can be merged, and no others.")
    hold_other_words(why)
    moved = _move_codings(theme, into)
    _move_marks(theme, into)
    _keep(theme, Act.MERGED, why=why, by=by, other=into, moved=moved)
    theme.retired_at = clock.now()
    db.session.flush()
    audit.record("theme.merged", by=by.id, subject=("theme", theme.id), facts={"views": moved})
    return moved


def split(theme: Theme, definition: Definition, *, why: str, by: Account) -> Theme:
    """Make a second theme out of a part of one; which views go there is said view by view (`sort_out`)."""
    if not rules.is_open(theme):
        raise RuleError("This theme has been retired. Bring it back before you split it.")
    hold_other_words(why)
    made = create(definition, by=by)
    _keep(theme, Act.SPLIT, why=why, by=by, other=made)
    audit.record("theme.split", by=by.id, subject=("theme", theme.id))
    return made


def sort_out(contribution: Contribution, *, old: Theme, new: Theme, under: Collection[Theme], by: Account) -> None:
    """After a split: whether a view stays, moves, or stands under both; its other themes are left as they are."""
    if not under or not {old.id, new.id} >= {theme.id for theme in under}:
        raise RuleError("Say whether this view stays, moves, or belongs to both.")
    others = [theme for theme in queries.themes_of(contribution.id) if theme.id not in (old.id, new.id)]
    place(contribution, under=[*others, *under], by=by)
    of_view = select(CodedView.id).where(CodedView.contribution_id == contribution.id)
    marks = db.session.scalars(
        select(CodingMark).where(CodingMark.theme_id == old.id, CodingMark.coded_view_id.in_(of_view))
    ).all()
    for mark in marks:
        if len(under) > 1:
            copied = {name: getattr(mark, name) for name in ("coded_view_id", "words_id", "starts", "ends")}
            db.session.add(CodingMark(theme_id=new.id, **copied))
        elif new in under:
            mark.theme_id = new.id
    db.session.flush()


def bring_back(theme: Theme, *, by: Account) -> None:
    """Offer a retired theme again."""
    if rules.is_open(theme):
        raise RuleError("This theme is in use.")
    _keep(theme, Act.BROUGHT_BACK, why=None, by=by)
    theme.retired_at = None
    db.session.flush()
    audit.record("theme.brought_back", by=by.id, subject=("theme", theme.id))


def place(contribution: Contribution, *, under: Collection[Theme], by: Account) -> None:
    """Let a view stand under exactly these themes; who put it under a theme first is kept."""
    if not rules.can_code(contribution):
        raise RuleError("This view cannot be put under a theme.")
    current = set(db.session.scalars(select(Coding.theme_id).where(Coding.contribution_id == contribution.id)).all())
    wanted = {theme.id: theme for theme in under}
    added, removed = wanted.keys() - current, current - wanted.keys()
    if any(not rules.is_open(wanted[theme_id]) for theme_id in added):
        raise RuleError("One of these themes was retired. Choose another.")
    for theme_id in sorted(added):
        db.session.add(Coding(contribution_id=contribution.id, theme_id=theme_id, by_id=by.id, at=clock.now()))
    if removed:
        db.session.execute(
            delete(Coding).where(Coding.contribution_id == contribution.id, Coding.theme_id.in_(removed))
        )
    db.session.flush()
    audit.record(
        "view.coded",
        by=by.id,
        subject=("contribution", contribution.id),
        facts={"added": len(added), "removed": len(removed)},
    )


def _define(theme: Theme, definition: Definition) -> None:
    """A theme outlives anybody's yes, so it never repeats what somebody wrote to us."""
    said = (definition.name, definition.young_word, definition.counts, definition.counts_not)
    hold_other_words(*said, instead="Say what counts in other words.")
    theme.name, theme.young_word = definition.name, definition.young_word
    theme.counts, theme.counts_not = definition.counts, definition.counts_not
    theme.shanarri, theme.uncrc = definition.shanarri, definition.uncrc
    theme.organisations = [one for one in partnership.organisations() if one.id in definition.organisation_ids]


def _refuse_same_name(name: str, *, than: Theme | None) -> None:
    same = queries.find_theme(name)
    if same is not None and same is not than:
        raise RuleError("There is a theme with this name already.")


def _keep(theme: Theme, act: Act, *, why: str | None, by: Account, other: Theme | None = None, moved: int = 0) -> None:
    """What was done, and how the theme was worded until then."""
    db.session.add(
        CodebookChange(
            theme_id=theme.id,
            other_id=other.id if other else None,
            act=act,
            at=clock.now(),
            by_id=by.id,
            why=why,
            name=theme.name,
            young_word=theme.young_word,
            counts=theme.counts,
            counts_not=theme.counts_not,
            moved=moved,
        )
    )
    db.session.flush()


def _move_codings(theme: Theme, into: Theme) -> int:
    """How many views stood under the first; one that stood under both stands under the second once."""
    there = select(Coding.contribution_id).where(Coding.theme_id == into.id)
    twice = delete(Coding).where(Coding.theme_id == theme.id, Coding.contribution_id.in_(there))
    gone = len(db.session.execute(twice.returning(Coding.id)).all())
    moving = update(Coding).where(Coding.theme_id == theme.id).values(theme_id=into.id)
    return gone + len(db.session.execute(moving.returning(Coding.id)).all())


def _move_marks(theme: Theme, into: Theme) -> None:
    same = aliased(CodingMark)
    again = and_(
        same.coded_view_id == CodingMark.coded_view_id,
        same.theme_id == into.id,
        same.words_id.is_not_distinct_from(CodingMark.words_id),
        same.starts.is_not_distinct_from(CodingMark.starts),
        same.ends.is_not_distinct_from(CodingMark.ends),
    )
    db.session.execute(delete(CodingMark).where(CodingMark.theme_id == theme.id, exists().where(again)))
    db.session.execute(update(CodingMark).where(CodingMark.theme_id == theme.id).values(theme_id=into.id))
