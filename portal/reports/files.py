"""The reports that can be taken away: summaries of signed releases, and the page of one corporate parent."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import Account
from portal.core.access import Permission, Role
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.formats import Form
from portal.downloads.kinds import Facts, Kind, Made, no_words, register
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.reports import operations, queries
from portal.reports.definitions import consultation, listening, organisation


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
    """The reader's own organisation, as it stands now; somebody who moved to another has no claim to the old one's."""
    if facts["organisation"] != str(reader.organisation_id):
        raise NotFound
    page = queries.organisation_page(reader.organisation_id)
    return Made(organisation.build(page), f"{page.organisation.short_name} what we owe")


def _own(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    if facts["organisation"] != str(reader.organisation_id):
        raise NotFound
    return ()


def _note_organisation(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    operations.note_organisation_page(UUID(facts["organisation"]), form=form.value, by=reader, role=role)


SUMMARY = register(Kind("summary", Permission.SUMMARIES_DOWNLOAD, _summary, _note_summary, no_words))
ORGANISATION = register(Kind("organisation", Permission.ORGANISATION_PAGE, _organisation, _note_organisation, _own))
