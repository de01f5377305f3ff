"""Noting who took figures away with them."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.evidence.models import Release


def note_summary(release: Release, *, form: str, edition: Audience, by: Account, role: Role | None) -> None:
    """A summary was made for somebody: who, of which release, as what."""
    audit.record(
        "summary.downloaded",
        by=by.id,
        role=role.value if role else None,
        subject=("release", release.id),
        facts={"form": form, "edition": edition.value},
    )


def note_organisation_page(organisation_id: UUID, *, form: str, by: Account, role: Role | None) -> None:
    """An organisation's page was taken away as a file."""
    audit.record(
        "organisation.downloaded",
        by=by.id,
        role=role.value if role else None,
        subject=("organisation", organisation_id),
        facts={"form": form},
    )


def note_theme(theme_id: UUID, *, form: str, by: Account, role: Role | None) -> None:
    """The thread of a theme was taken away as a file."""
    audit.record(
        "thread.downloaded",
        by=by.id,
        role=role.value if role else None,
        subject=("theme", theme_id),
        facts={"form": form},
    )


def note_scorecard(*, form: str, by: Account, role: Role | None) -> None:
    """Every promise beside its measures and what young people say was taken away as a file."""
    audit.record("scorecard.downloaded", by=by.id, role=role.value if role else None, facts={"form": form})
