"""When figures may be frozen and signed, and for whom they are meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from portal.accounts.models import Account
from portal.consultations import rules as consultations
from portal.core.access import Role
from portal.disclosure.links import Overlap
from portal.disclosure.thresholds import Audience
from portal.evidence.models import Release, ReleaseKind

#: How long after the last count, signed or discarded, the next one of its kind may be frozen. Verdicts go on coming, so
#: two counts of them close together would differ by single answers; a wave is closed, and its corrections are held
#: against it. How meetings listen is counted once for each quarter (`listening`).
APART: Mapping[ReleaseKind, timedelta] = MappingProxyType(
    {
        ReleaseKind.VERDICTS: timedelta(days=91),
        ReleaseKind.EXPERIENCES: timedelta(days=91),
        ReleaseKind.WAVE: timedelta(0),
        ReleaseKind.LISTENING: timedelta(0),
    }
)


def may_freeze_from(kind: ReleaseKind, last_frozen_at: datetime | None) -> datetime | None:
    """From when on the next release of this kind may be frozen; None where nothing came before it."""
    return last_frozen_at + APART[kind] if last_frozen_at else None


def overlap_of(kind: ReleaseKind) -> Overlap:
    """How a release relates to the one before it that counts the same: a closed wave is corrected, the rest grow."""
    return Overlap.CORRECTION if kind is ReleaseKind.WAVE else Overlap.GROWTH


def is_closed(closes_at: datetime, now: datetime) -> bool:
    """Only a wave that nobody can answer any more is counted, so that no number moves with one person."""
    return consultations.is_settled(closes_at, now)


def is_same_asking(now: Collection[str], before: Collection[str]) -> bool:
    """Whether an earlier wave asked half of the questions of this one or more, by their keys; else it was about
    something else, such as a short one in between."""
    return bool(now) and 2 * len(set(now) & set(before)) >= len(set(now))


def is_signed(release: Release) -> bool:
    """Whether it may be shown outside the team."""
    return release.signed_at is not None


#: Figures about what organisations answered and promised: who answers for one is no judge of them.
RATES_ORGANISATIONS = frozenset({ReleaseKind.VERDICTS, ReleaseKind.EXPERIENCES})


def can_sign(release: Release, account: Account) -> bool:
    """A second person, and only once. Two roles of one person are one person, and no lead signs what rates leads."""
    return not is_signed(release) and release.frozen_by_id != account.id and not _is_rated(release, account)


def may_look(release: Release, account: Account) -> bool:
    """Whether unsigned figures are shown, to somebody who freezes or signs at all: to who froze them or may sign."""
    return release.frozen_by_id == account.id or can_sign(release, account)


def _is_rated(release: Release, account: Account) -> bool:
    return release.kind in RATES_ORGANISATIONS and Role.CORPORATE_LEAD in account.acting_roles


def audience_for(role: Role | None) -> Audience:
    """Champions know one another, so their pages carry what anybody may know; partners' staff see a little more."""
    return Audience.PUBLIC if role in (None, Role.CHAMPION) else Audience.PARTNERS
