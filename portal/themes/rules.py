"""What may happen to a theme, and to the views under it."""

from __future__ import annotations

from portal.contributions.models import Contribution
from portal.contributions.rules import is_evidence
from portal.themes.models import Theme


def can_code(contribution: Contribution) -> bool:
    """Only what was said as evidence: a call for help is no figure, and nothing that was taken back is."""
    return is_evidence(contribution.matter) and contribution.withdrawn_on is None


def is_open(theme: Theme) -> bool:
    """Whether views may still be put under it."""
    return theme.retired_at is None
