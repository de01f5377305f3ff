"""What several coders found in the same views: how far they agree, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.accounts import queries as accounts
from portal.contributions.models import Contribution
from portal.core import db
from portal.themes import queries
from portal.themes.agreement import ENOUGH, Strength, cohens_kappa, krippendorffs_alpha, strength
from portal.themes.desk import coders
from portal.themes.models import CodedView, CodingMark, SettledCoding, Theme
from portal.themes.queries import codable

#: What each coder found in a view, by coder.
Sets = Mapping[UUID, frozenset[UUID]]
_NO_THEME = frozenset({None})
#: As many differences as one page shows, the oldest first.
MOST = 50


@dataclass(frozen=True)
class Figure:
    """One figure of agreement with its word, or neither where there is nothing to compare."""

    value: float | None

    @property
    def word(self) -> Strength | None:
        """The word for it."""
        return None if self.value is None else strength(self.value)


@dataclass(frozen=True)
class ThemeLine:
    """How far coders agree about one theme; `found` is how many views any of them found it in."""

    theme: Theme
    found: int
    kappa: Figure
    alpha: Figure


@dataclass(frozen=True)
class PairLine:
    """How far two people agree, over every theme in every view both coded."""

    names: tuple[str, str]
    views: int
    kappa: Figure


@dataclass(frozen=True)
class Agreement:
    """Over all views that two or more people coded. `alpha` takes every theme of every view as one decision."""

    views: int
    enough: bool
    alpha: Figure
    themes: Sequence[ThemeLine]
    pairs: Sequence[PairLine]


@dataclass(frozen=True)
class Difference:
    """A view coders differ over, without a word of it; with who settled it, if somebody did."""

    id: UUID
    week: date
    coders: int
    settled: SettledCoding | None

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart, as in the lists of views."""
        return self.id.hex[:4].upper()


def agreement() -> Agreement:
    """Agreement now, of every view on the desk that two or more are done with, each counted with all its coders."""
    views = list(_doubly_coded().values())
    enough = len(views) >= ENOUGH
    ids = {one for sets in views for found in sets.values() for one in found}
    themes = [*queries.open_themes(), *(one for one in queries.themes_by_id(ids) if one.retired_at is not None)]
    lines = [_line(theme, views) for theme in themes] if enough else []
    units = [[theme.id in found for found in sets.values()] for theme in themes for sets in views]
    return Agreement(
        len(views), enough, Figure(krippendorffs_alpha(units) if enough else None), lines, _pairs(views, themes)
    )


def differences() -> Sequence[Difference]:
    """Views whose coders differ: those nobody settled first, then settled ones, the oldest week first."""
    rows = db.session.execute(
        select(Contribution.id, Contribution.received_week, coders(), SettledCoding)
        .outerjoin(SettledCoding, SettledCoding.contribution_id == Contribution.id)
        .where(Contribution.id.in_(_apart()))
        .order_by(SettledCoding.at.is_not(None), Contribution.received_week, Contribution.id)
        .options(selectinload(SettledCoding.by))
        .limit(MOST)
    )
    return [Difference(*row) for row in rows]


def unsettled_count() -> int:
    """How many views coders differ over that nobody settled."""
    apart = _apart()
    query = select(func.count()).select_from(SettledCoding).where(SettledCoding.contribution_id.in_(apart))
    return len(apart) - (db.session.scalar(query) or 0)


def _apart() -> list[UUID]:
    return [view_id for view_id, sets in _doubly_coded().items() if len(set(sets.values())) > 1]


def _doubly_coded() -> dict[UUID, Sets]:
    """By view, in an order that tells nothing, with the coders who are done."""
    rows = db.session.execute(
        select(CodedView.contribution_id, CodedView.by_id, CodingMark.theme_id)
        .join(Contribution, Contribution.id == CodedView.contribution_id)
        .outerjoin(CodingMark, CodingMark.coded_view_id == CodedView.id)
        .where(codable(), CodedView.done_at.is_not(None), coders() >= 2)
        .order_by(CodedView.contribution_id, CodedView.by_id)
    )
    found: dict[UUID, dict[UUID, frozenset[UUID]]] = {}
    for view_id, by_id, theme_id in rows:
        sets = found.setdefault(view_id, {})
        sets[by_id] = sets.get(by_id, frozenset()) | ({theme_id} - _NO_THEME)
    return dict(found)


def _line(theme: Theme, views: Sequence[Sets]) -> ThemeLine:
    units = [[theme.id in found for found in sets.values()] for sets in views]
    two = len({by_id for sets in views for by_id in sets}) == 2
    kappa = cohens_kappa([(unit[0], unit[1]) for unit in units]) if two else None
    return ThemeLine(theme, sum(any(unit) for unit in units), Figure(kappa), Figure(krippendorffs_alpha(units)))


def _pairs(views: Sequence[Sets], themes: Sequence[Theme]) -> list[PairLine]:
    """Every two who coded enough of the same views, by name."""
    names = _names({by_id for sets in views for by_id in sets})
    lines = []
    for one, other in combinations(sorted(names, key=lambda by_id: (names[by_id], by_id)), 2):
        shared = [sets for sets in views if one in sets and other in sets]
        said = [(theme.id in sets[one], theme.id in sets[other]) for sets in shared for theme in themes]
        if len(shared) >= ENOUGH:
            lines.append(PairLine((names[one], names[other]), len(shared), Figure(cohens_kappa(said))))
    return lines


def _names(account_ids: set[UUID]) -> dict[UUID, str]:
    return {one.id: one.name for one in accounts.everybody() if one.id in account_ids}
