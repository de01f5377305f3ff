"""The reports that can be taken away: summaries, the page of one corporate parent, a theme's thread, the scorecard."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import Account
from portal.core.access import Permission, Role
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.formats import Form
from portal.downloads.kinds import Facts, Kind, Made, no_words, register
from portal.entitlements import queries as entitlements
from portal.entitlements.side_by_side import side_by_side
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.evidence.rules import audience_for
from portal.provenance import queries as provenance
from portal.provenance.queries import Reader, Thread
from portal.reports import operations, queries, rules
from portal.reports.definitions import consultation, listening, organisation, scorecard, theme
from portal.themes import queries as themes
from portal.themes.models import Theme


def summary_facts(release: Release, edition: Audience) -> Facts:
    """Which summary; NotFound for releases that have none: verdicts are read beside their asks."""
    if release.consultation is None and release.kind is not ReleaseKind.LISTENING:
        raise NotFound
    return {"release": str(release.id), "edition": edition.value}


def _summary(facts: Facts, reader: Account, role: Role) -> Made:
    """From the signed release: nothing in it is counted now."""
    release, edition = evidence.get_signed(UUID(facts["release"])), Audience(facts["edition"])
    if release.consultation is not None:
        name = f"{release.consultation.slug} {release.consultation.wave} summary"
        return Made(consultation.build(release, edition), f"{name} {edition.value}")
    return Made(listening.build(release, edition), f"{release.title} {edition.value}")


def _note_summary(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    release = evidence.get_signed(UUID(facts["release"]))
    operations.note_summary(release, form=form.value, edition=Audience(facts["edition"]), by=reader, role=role)


def _organisation(facts: Facts, reader: Account, role: Role) -> Made:
    """One organisation as it stands now; a lead who moved to another has no claim to the old one's."""
    page = queries.organisation_page(_seen(facts, reader, role))
    return Made(organisation.build(page), f"{page.organisation.short_name} what we owe")


def _seen(facts: Facts, reader: Account, role: Role) -> UUID:
    organisation_id = UUID(facts["organisation"])
    if not rules.may_see(organisation_id, own=reader.organisation_id, role=role):
        raise NotFound
    return organisation_id


def _no_quote(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    _seen(facts, reader, role)
    return ()


def _note_organisation(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    operations.note_organisation_page(UUID(facts["organisation"]), form=form.value, by=reader, role=role)


def _thread(facts: Facts, role: Role) -> tuple[Theme, Thread]:
    found = themes.get_theme(UUID(facts["theme"]))
    return found, provenance.thread_of_theme(found, Reader(audience_for(role)))


def _theme(facts: Facts, reader: Account, role: Role) -> Made:
    found, thread = _thread(facts, role)
    return Made(theme.build(found, thread), f"{found.name} thread", thread.quotes)


def _words_of_theme(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    return _thread(facts, role)[1].quotes


def _note_theme(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    operations.note_theme(UUID(facts["theme"]), form=form.value, by=reader, role=role)


def _scorecard(facts: Facts, reader: Account, role: Role) -> Made:
    """Every promise as its page has it now."""
    rows = side_by_side(audience_for(role))
    return Made(scorecard.build(rows, entitlements.latest_release()), "promised measured experienced")


def _note_scorecard(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    operations.note_scorecard(form=form.value, by=reader, role=role)


SUMMARY = register(Kind("summary", Permission.SUMMARIES_DOWNLOAD, _summary, _note_summary, no_words))
ORGANISATION = register(
    Kind("organisation", Permission.SUMMARIES_DOWNLOAD, _organisation, _note_organisation, _no_quote)
)
THEME = register(Kind("theme", Permission.SUMMARIES_DOWNLOAD, _theme, _note_theme, _words_of_theme))
SCORECARD = register(Kind("scorecard", Permission.SUMMARIES_DOWNLOAD, _scorecard, _note_scorecard, no_words))
