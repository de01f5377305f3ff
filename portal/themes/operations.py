"""Keeping the codebook, and putting views under themes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.models import Contribution
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.partnership import queries as partnership
from portal.themes import queries, rules
from portal.themes.models import Coding, Theme


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


def change(theme: Theme, definition: Definition, *, by: Account) -> None:
    """Word a theme anew. Releases keep the name it had when they were frozen."""
    _refuse_same_name(definition.name, than=theme)
    _define(theme, definition)
    db.session.flush()
    audit.record("theme.changed", by=by.id, subject=("theme", theme.id))


def retire(theme: Theme, *, by: Account) -> None:
    """Offer it no longer. What stands under it stays."""
    if not rules.is_open(theme):
        raise RuleError("This theme has been retired already.")
    theme.retired_at = clock.now()
    db.session.flush()
    audit.record("theme.retired", by=by.id, subject=("theme", theme.id))


def bring_back(theme: Theme, *, by: Account) -> None:
    """Offer a retired theme again."""
    if rules.is_open(theme):
        raise RuleError("This theme is in use.")
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
