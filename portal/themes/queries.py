"""What views stand under which theme. These counts are exact: they are for the participation team only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from portal.consultations.models import Consultation, Submission
from portal.contributions.models import Contribution, Purpose
from portal.contributions.queries import allowing, counted_as
from portal.contributions.rules import EVIDENCE
from portal.core import db, parts
from portal.core.parts import Part
from portal.reading.queries import on_desk
from portal.themes import rules
from portal.themes.models import Act, CodebookChange, CodedView, Coding, Theme, ThemeOwner

PER_PAGE = 25


@dataclass(frozen=True)
class Entry:
    """A theme in the codebook, with the exact number of views under it now."""

    theme: Theme
    views: int


@dataclass(frozen=True)
class ViewLine:
    """That a view is there, without a word of it."""

    id: UUID
    week: date
    consultation: str | None
    read: bool

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart; random, like the id they come from."""
        return self.id.hex[:4].upper()


def get_theme(theme_id: UUID) -> Theme:
    """One theme, or NotFound."""
    return db.get(Theme, theme_id)


def find_theme(name: str) -> Theme | None:
    """The theme with this name, whatever its case."""
    return db.session.scalar(select(Theme).where(func.lower(Theme.name) == name.strip().lower()))


def codebook(*, retired: bool = False) -> Sequence[Entry]:
    """Every theme in use (or every retired one) by name."""
    chosen = Theme.retired_at.is_not(None) if retired else Theme.retired_at.is_(None)
    views = (
        select(func.count())
        .select_from(Coding)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .where(Coding.theme_id == Theme.id, _counted(), on_desk())
        .scalar_subquery()
    )
    rows = db.session.execute(select(Theme, views).where(chosen).order_by(func.lower(Theme.name), Theme.id))
    return [Entry(theme, count or 0) for theme, count in rows]


def open_themes() -> Sequence[Theme]:
    """Themes views may be put under, by name."""
    query = select(Theme).where(Theme.retired_at.is_(None))
    return db.session.scalars(query.order_by(func.lower(Theme.name), Theme.id)).all()


def themes_of(contribution_id: UUID) -> Sequence[Theme]:
    """The themes a view stands under, by name."""
    query = select(Theme).join(Coding).where(Coding.contribution_id == contribution_id)
    return db.session.scalars(query.order_by(func.lower(Theme.name), Theme.id)).all()


def themes_by_id(theme_ids: Collection[UUID]) -> Sequence[Theme]:
    """Some themes, retired ones included, by name."""
    query = select(Theme).where(Theme.id.in_(theme_ids))
    return db.session.scalars(query.order_by(func.lower(Theme.name), Theme.id)).all()


def themes_owned_by(organisation_id: UUID) -> Sequence[Theme]:
    """The themes an organisation answers for, alone or with others, by name."""
    owned = select(ThemeOwner.theme_id).where(ThemeOwner.organisation_id == organisation_id)
    query = select(Theme).where(Theme.id.in_(owned), Theme.retired_at.is_(None))
    return db.session.scalars(query.order_by(func.lower(Theme.name), Theme.id)).all()


def changes_of(theme_id: UUID) -> Sequence[CodebookChange]:
    """What was done to a theme, and how it came from another, the newest first."""
    about = or_(CodebookChange.theme_id == theme_id, CodebookChange.other_id == theme_id)
    return db.session.scalars(_changes().where(about)).all()


def changes(number: int = 1) -> Part[CodebookChange]:
    """One page of what was done to the whole codebook, the newest first."""
    return parts.page(_changes(), number, PER_PAGE)


def _changes() -> Select[CodebookChange]:
    loaded = (selectinload(CodebookChange.by), selectinload(CodebookChange.theme), selectinload(CodebookChange.other))
    return select(CodebookChange).options(*loaded).order_by(CodebookChange.at.desc(), CodebookChange.id)


def was_split(theme_id: UUID, new_id: UUID) -> bool:
    """Whether the second theme was split off the first."""
    query = exists().where(
        CodebookChange.theme_id == theme_id, CodebookChange.other_id == new_id, CodebookChange.act == Act.SPLIT
    )
    return bool(db.session.scalar(select(query)))


def next_under(theme_id: UUID, after: UUID | None = None) -> UUID | None:
    """The first view under a theme, or the one behind `after`, in an order that tells nothing."""
    query = select(Contribution.id).join(Coding).where(Coding.theme_id == theme_id, _counted(), on_desk())
    if after is not None:
        query = query.where(Contribution.id > after)
    return db.session.scalar(query.order_by(Contribution.id).limit(1))


def contributions_under(theme_id: UUID, page: int = 1) -> Part[ViewLine]:
    """The views under a theme, newest week first."""
    return _page(select(Contribution.id).join(Coding).where(Coding.theme_id == theme_id), page)


def waiting(page: int = 1) -> Part[ViewLine]:
    """Views no theme has been found for yet, newest week first."""
    return _page(_uncoded(), page)


def waiting_count(consultation_id: UUID | None = None, *, most: int | None = None) -> int:
    """How many views wait for a theme, in all or among the answers to one consultation; with `most` nobody counts on
    once there are so many, so that a menu costs no more however many views there are."""
    query = _uncoded().limit(most)
    if consultation_id:
        query = query.join(Submission).where(Submission.consultation_id == consultation_id)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def theme_counts(consultation_id: UUID) -> dict[UUID, int]:
    """Distinct contributions per theme among the answers to one consultation, whatever they allow: for the team."""
    return _in_wave(consultation_id, func.count(func.distinct(Contribution.id)))


def theme_people(consultation_id: UUID) -> dict[UUID, int]:
    """Distinct people per theme who said yes to the board's summary: what a release is made from.

    Who gave no name counts once for each thread, like everywhere in a release.
    """
    return _in_wave(consultation_id, func.count(counted_as().distinct()), allowing(Purpose.BOARD))


def offered_for(contribution_id: UUID) -> Sequence[Theme]:
    """Themes to choose from for one view: those in use, and retired ones it already stands under."""
    chosen = {theme.id: theme for theme in themes_of(contribution_id) if not rules.is_open(theme)}
    return [*open_themes(), *chosen.values()]


def _in_wave(consultation_id: UUID, number: ColumnElement[int], *conditions: ColumnElement[bool]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Coding.theme_id, number)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.contribution_id == Contribution.id)
        .where(Submission.consultation_id == consultation_id, _counted(), *conditions)
        .group_by(Coding.theme_id)
    )
    return dict(rows.all())


def codable() -> ColumnElement[bool]:
    """The views the coding desk may know of, for the database."""
    return _counted() & on_desk()


def _counted() -> ColumnElement[bool]:
    """The same as `rules.can_code`, for the database."""
    return Contribution.matter.in_(EVIDENCE) & Contribution.withdrawn_on.is_(None)


def _uncoded() -> Select[UUID]:
    """Views nobody put under a theme, and nobody was done with finding that none fits."""
    coded = exists().where(Coding.contribution_id == Contribution.id)
    done = exists().where(CodedView.contribution_id == Contribution.id, CodedView.done_at.is_not(None))
    return select(Contribution.id).where(~coded, ~done, codable())


def _page(ids: Select[UUID], number: int) -> Part[ViewLine]:
    found = ids.where(_counted(), on_desk()).subquery()
    total = db.session.scalar(select(func.count()).select_from(found)) or 0
    at = parts.numbered(total, number, PER_PAGE)
    rows = db.session.execute(
        select(Contribution.id, Contribution.received_week, Consultation.title, Contribution.first_read_on)
        .join(found, found.c.id == Contribution.id)
        .outerjoin(Submission, Submission.contribution_id == Contribution.id)
        .outerjoin(Consultation, Consultation.id == Submission.consultation_id)
        .order_by(Contribution.received_week.desc(), Contribution.id)
        .limit(PER_PAGE)
        .offset(at.offset)
    )
    return at.of(ViewLine(row[0], row[1], row[2], row[3] is not None) for row in rows)
