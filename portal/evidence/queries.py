"""Releases, and the figures in them. Nothing here counts: what is read was frozen before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import queries as audit
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.core import clock, db
from portal.core.access import Permission
from portal.core.errors import NotFound, Unreadable
from portal.disclosure import stored
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience
from portal.evidence import rules
from portal.evidence.models import Release, ReleasedFigures, ReleasedTheme, ReleaseKind
from portal.evidence.wave import THEMES_TABLE
from portal.themes.models import Theme


@dataclass(frozen=True)
class ThemeFigure:
    """How many said it too, as one audience may know, under the name it had when it was counted."""

    theme_id: UUID
    name: str
    young_word: str
    figure: Figure
    release: Release


def get_release(release_id: UUID) -> Release:
    """One release, signed or not, or NotFound."""
    found = db.session.scalar(_releases().where(Release.id == release_id))
    if found is None:
        raise NotFound
    return found


def get_signed(release_id: UUID) -> Release:
    """One signed release, or NotFound."""
    found = get_release(release_id)
    if found.signed_at is None:
        raise NotFound
    return found


def signed_releases(kind: ReleaseKind | None = None) -> Sequence[Release]:
    """Every signed release, newest first."""
    query = _releases().where(Release.signed_at.is_not(None))
    if kind:
        query = query.where(Release.kind == kind)
    return db.session.scalars(query.order_by(Release.signed_at.desc(), Release.id)).all()


def drafts() -> Sequence[Release]:
    """What was frozen and waits for a second person, oldest first."""
    query = _releases().where(Release.signed_at.is_(None))
    return db.session.scalars(query.order_by(Release.frozen_at, Release.id)).all()


def drafts_for(account: Account) -> Sequence[Release]:
    """Those of them this account may look at."""
    return [draft for draft in drafts() if rules.may_look(draft, account)]


def latest_signed(consultation_id: UUID) -> Release | None:
    """The newest signed release of a consultation: a correction takes the place of what it corrects."""
    query = _releases().where(Release.consultation_id == consultation_id, Release.signed_at.is_not(None))
    return db.session.scalar(query.order_by(Release.signed_at.desc(), Release.id).limit(1))


def wave_before(release: Release) -> Release | None:
    """The newest signed release of the wave before: the last that closed before this one opened and asked at least half
    of its questions, by their keys. A correction of it counts; None where there is none."""
    asked = consultations.find_consultation(release.consultation_id) if release.consultation_id else None
    if asked is None:
        return None
    closed = [one for one in consultations.closed_consultations() if one.closes_at <= asked.opens_at]
    kin = [one.id for one in closed if rules.is_same_asking(_answered(asked), _answered(one))]
    query = _releases().where(Release.consultation_id.in_(kin), Release.signed_at.is_not(None))
    found = db.session.scalars(query.order_by(Release.signed_at, Release.id.desc())).all()
    newest = {one.consultation_id: one for one in found}
    return next((newest[one] for one in kin if one in newest), None)


def signed_beside(kind: ReleaseKind, consultation_id: UUID | None, limit: int) -> Sequence[Release]:
    """The signed releases a new one is read beside, newest first: those that count the same answers, then others
    about people. How meetings listen counts meetings, so it is none of them."""
    kin = (Release.kind == kind) & (
        Release.consultation_id == consultation_id if consultation_id else Release.consultation_id.is_(None)
    )
    query = _releases().where(Release.signed_at.is_not(None), Release.kind != ReleaseKind.LISTENING)
    query = query.order_by(case((kin, 0), else_=1), Release.signed_at.desc(), Release.id).limit(limit)
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda one: one.signed_at or one.frozen_at, reverse=True)


def is_frozen(consultation_id: UUID) -> bool:
    """Whether a release of this wave exists, signed or not."""
    return db.session.scalar(select(Release.id).where(Release.consultation_id == consultation_id).limit(1)) is not None


def latest_verdicts() -> Release | None:
    """The newest signed release of young people's verdicts."""
    found = signed_releases(ReleaseKind.VERDICTS)
    return found[0] if found else None


def last_frozen_at(kind: ReleaseKind) -> datetime | None:
    """When figures of a kind were last counted, also those that were discarded: whoever counted has seen them."""
    kept = db.session.scalar(select(func.max(Release.frozen_at)).where(Release.kind == kind))
    logged = audit.last_moment("release.frozen", {"kind": kind.value})
    return max(filter(None, (kept, logged)), default=None)


def next_freeze_on(kind: ReleaseKind) -> date | None:
    """The first day figures of a kind may be counted again; None where they never were, or that day has come."""
    opens = rules.may_freeze_from(kind, last_frozen_at(kind))
    return clock.day_of(opens) if opens and opens > clock.now() else None


def find_draft(consultation_id: UUID) -> Release | None:
    """The unsigned release of a consultation, if one waits."""
    return db.session.scalar(
        _releases().where(Release.consultation_id == consultation_id, Release.signed_at.is_(None)).limit(1)
    )


def figures(release: Release, audience: Audience) -> SafeRelease:
    """What this audience may know; Unreadable if the stored figures are not the ones that were frozen."""
    return stored.from_json(json.loads(_checked_texts(release)[audience]))


def released_themes(release: Release) -> Sequence[ReleasedTheme]:
    """The themes a release counts, in a fixed order."""
    query = select(ReleasedTheme).where(ReleasedTheme.release_id == release.id)
    return db.session.scalars(query.order_by(ReleasedTheme.name, ReleasedTheme.theme_id)).all()


def theme_figure(theme: Theme, audience: Audience) -> Figure | None:
    """How many said it too, from the newest signed wave that counts this theme; None before there is one."""
    found = theme_figures([theme.id], audience).get(theme.id)
    return found.figure if found else None


def theme_figures(theme_ids: Collection[UUID], audience: Audience) -> dict[UUID, ThemeFigure]:
    """The same for several themes, with the statements of few: one for the themes, two for each release named."""
    rows = db.session.execute(
        select(ReleasedTheme, Release)
        .join(Release, Release.id == ReleasedTheme.release_id)
        .where(ReleasedTheme.theme_id.in_(theme_ids), Release.signed_at.is_not(None))
        .order_by(Release.signed_at.desc(), Release.id)
    )
    newest: dict[UUID, tuple[ReleasedTheme, Release]] = {}
    for part, release in rows:
        newest.setdefault(part.theme_id, (part, release))
    read = {release.id: figures(release, audience) for _, release in newest.values()}
    found = {}
    for theme_id, (part, release) in newest.items():
        if figure := _cell(read[release.id], part.name):
            found[theme_id] = ThemeFigure(theme_id, part.name, part.young_word, figure, release)
    return found


def theme_history(theme_id: UUID, audience: Audience, *, most: int) -> list[ThemeFigure]:
    """What each signed wave says of a theme, newest first, at most so many; of a corrected one the correction."""
    rows = db.session.execute(
        select(ReleasedTheme, Release)
        .join(Release, Release.id == ReleasedTheme.release_id)
        .where(ReleasedTheme.theme_id == theme_id, Release.signed_at.is_not(None))
        .order_by(Release.signed_at.desc(), Release.id)
        .options(joinedload(Release.frozen_by), joinedload(Release.signed_by))
    )
    newest: dict[UUID | None, tuple[ReleasedTheme, Release]] = {}
    for part, release in rows:
        newest.setdefault(release.consultation_id, (part, release))
    found = []
    for part, release in list(newest.values())[:most]:
        if figure := _cell(figures(release, audience), part.name):
            found.append(ThemeFigure(theme_id, part.name, part.young_word, figure, release))
    return found


def release_counts() -> dict[UUID, int]:
    """How many releases each consultation has, drafts included."""
    rows = db.session.execute(
        select(Release.consultation_id, func.count())
        .where(Release.consultation_id.is_not(None))
        .group_by(Release.consultation_id)
    )
    return {key: count for key, count in rows if key}


def signers(release: Release) -> Sequence[Account]:
    """Everybody who could be the second person, by name: a wait always says who can end it."""
    others = accounts.others_who_may(Permission.RELEASES_SIGN, but=release.frozen_by_id)
    return [one for one in others if rules.can_sign(release, one)]


def digest_of(texts: Mapping[Audience, str], themes: Mapping[UUID, tuple[str, str]]) -> str:
    """SHA-256 over everything a release says, to both audiences."""
    named = {str(key): list(words) for key, words in themes.items()}
    whole = {"figures": {key.value: text for key, text in texts.items()}, "themes": named}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _checked_texts(release: Release) -> dict[Audience, str]:
    rows = db.session.scalars(select(ReleasedFigures).where(ReleasedFigures.release_id == release.id)).all()
    texts = {row.audience: row.figures for row in rows}
    themes = {part.theme_id: (part.name, part.young_word) for part in released_themes(release)}
    if set(texts) != set(Audience) or digest_of(texts, themes) != release.digest:
        raise Unreadable("These figures are not the ones that were signed. Tell an administrator; do not use them.")
    return texts


def _answered(asked: Questionnaire) -> frozenset[str]:
    """The keys of what is asked beside age, home and part of the area."""
    return frozenset(question.key for question in asked.questions if not question.about)


def _cell(safe: SafeRelease, name: str) -> Figure | None:
    table = safe.table(THEMES_TABLE)
    if table is None:
        return None
    if table.withheld:
        return Figure(Showing.WITHHELD, table.base.threshold)
    return table.cells.get((name,))


def _releases() -> Select[Release]:
    return select(Release).options(
        joinedload(Release.consultation), joinedload(Release.frozen_by), joinedload(Release.signed_by)
    )
