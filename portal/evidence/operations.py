"""Freezing figures and signing them: two people, and nothing changes after the second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import queries as consultations
from portal.consultations.counts import TwoWayCounts
from portal.consultations.models import Consultation
from portal.consultations.questionnaire import Questionnaire
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.disclosure import stored
from portal.disclosure.raw import RawRelease
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience
from portal.evidence import immutable, queries, rules
from portal.evidence.jointly import Earlier, GivesAway, protect_editions
from portal.evidence.models import Release, ReleasedFigures, ReleasedTheme, ReleaseKind
from portal.evidence.wave import CountedTheme, raw_release
from portal.themes import queries as themes
from portal.together import queries as together

#: So many earlier releases a new one is kept safe beside, its own kin first: whoever kept them sees them all.
BESIDE = 4


def freeze_wave(consultation: Consultation | Questionnaire, *, by: Account) -> Release:
    """Count a closed wave once, protect the counts for each audience, and keep only those. Waits to be signed."""
    if not rules.is_closed(consultation.closes_at, clock.now()):
        raise RuleError("This wave is still open. Freeze it once nobody can answer any more.")
    if queries.find_draft(consultation.id) is not None:
        raise RuleError("A release of this wave waits to be signed. Sign it or discard it first.")
    counted = count_themes(consultation.id)
    asked = consultations.get_consultation(consultation.id)
    raw = raw_release(
        key=consultation.slug,
        title=consultation.title,
        counts=consultations.wave_counts(consultation.id),
        two_way=_two_way(asked),
        themes=counted,
        ends=consultations.ends_of(asked),
        groups=together.groups_of(consultation.id),
    )
    title = f"{consultation.title} ({consultation.wave})"
    return freeze(ReleaseKind.WAVE, title, raw, by=by, consultation_id=consultation.id, themes=counted)


def freeze(
    kind: ReleaseKind,
    title: str,
    raw: RawRelease,
    *,
    by: Account,
    consultation_id: UUID | None = None,
    themes: Collection[CountedTheme] = (),
) -> Release:
    """Protect exact counts for every audience and keep the result, unsigned; the counts themselves are not kept."""
    texts = {
        audience: stored.canonical(safe).decode() for audience, safe in _editions(kind, raw, consultation_id).items()
    }
    named = {theme.theme_id: (theme.name, theme.young_word) for theme in themes}
    release = Release(
        kind=kind,
        consultation_id=consultation_id,
        title=title,
        frozen_at=clock.now(),
        frozen_by_id=by.id,
        digest=queries.digest_of(texts, named),
    )
    db.session.add(release)
    db.session.flush()
    for audience, figures in texts.items():
        db.session.add(ReleasedFigures(release_id=release.id, audience=audience, figures=figures))
    for theme_id, (name, word) in named.items():
        db.session.add(ReleasedTheme(release_id=release.id, theme_id=theme_id, name=name, young_word=word))
    db.session.flush()
    audit.record(
        "release.frozen",
        by=by.id,
        subject=("release", release.id),
        facts={"kind": kind.value, "digest": release.digest},
    )
    return release


def sign(release: Release, *, by: Account) -> None:
    """A second person has looked at the figures. From now on they may be shown, and never change."""
    if rules.is_signed(release):
        raise RuleError("This release is signed already.")
    if release.frozen_by_id == by.id:
        raise RuleError("You froze these figures. A second person has to sign them.")
    if not rules.can_sign(release, by):
        raise RuleError("You answer for an organisation. Somebody who does not has to sign these figures.")
    queries.figures(release, Audience.PARTNERS)
    release.signed_at = clock.now()
    release.signed_by_id = by.id
    db.session.flush()
    audit.record("release.signed", by=by.id, subject=("release", release.id), facts={"digest": release.digest})


def discard(release: Release, *, by: Account) -> None:
    """Throw an unsigned release away, for example because views were themed wrongly; the audit keeps that it was."""
    if immutable.was_signed(release):
        raise RuleError("A signed release never changes. Make a new one that corrects it.")
    for part in (ReleasedFigures, ReleasedTheme):
        for row in db.session.scalars(select(part).where(part.release_id == release.id)):
            db.session.delete(row)
    db.session.flush()
    db.session.delete(release)
    db.session.flush()
    audit.record("release.discarded", by=by.id, subject=("release", release.id), facts={"digest": release.digest})


def count_themes(consultation_id: UUID) -> list[CountedTheme]:
    """Every theme of the codebook with its people, by name: an order by size would tell what the sizes hide.

    A theme nobody was put under stands there as well: being listed must not prove that somebody said it.
    """
    people = themes.theme_people(consultation_id)
    listed = {theme.id: theme for theme in (*themes.open_themes(), *themes.themes_by_id(people))}
    found = [CountedTheme(one.id, one.name, one.young_word, people.get(one.id, 0)) for one in listed.values()]
    return sorted(found, key=lambda theme: theme.name.lower())


def _editions(kind: ReleaseKind, raw: RawRelease, consultation_id: UUID | None) -> dict[Audience, SafeRelease]:
    """Safe beside the releases that are out already and may count the same people."""
    beside: Sequence[Release] = ()
    if kind is not ReleaseKind.LISTENING:  # counts meetings, and no meeting is in two of its quarters
        beside = queries.signed_beside(kind, consultation_id, BESIDE)
    before = [
        Earlier(
            {audience: queries.figures(old, audience) for audience in Audience},
            _family(old.kind, old.consultation_id),
            rules.overlap_of(old.kind),
        )
        for old in beside
    ]
    try:
        return protect_editions(raw, before, family=_family(kind, consultation_id), overlap=rules.overlap_of(kind))
    except GivesAway as problem:
        raise RuleError(
            "Beside the earlier release these figures would tell about single people. The earlier one stays."
        ) from problem


def _family(kind: ReleaseKind, consultation_id: UUID | None) -> str:
    """Releases that count the same answers again: those of one wave, or all of a kind that is no wave."""
    return f"{kind.value}:{consultation_id}"


def _two_way(consultation: Questionnaire) -> Sequence[TwoWayCounts]:
    """The tables by group that were chosen before anybody answered. There is no builder of free tables: whoever can
    choose filters can subtract one from another."""
    asked = {question.about for question in consultation.questions}
    return [
        consultations.count_two_way(consultation.id, key, band)
        for key, band in consultation.two_way
        if key in consultation.by_key and band in asked
    ]
