"""How large a group is told to be, outside the team."""

from __future__ import annotations

from portal.disclosure.figures import Figure, plain
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.together.models import FEWEST, MOST


def size_shown(people: int, audience: Audience) -> Figure:
    """A group's size as this audience may know it: rounded, and hidden where the group is small."""
    return plain(people, threshold(audience, Subject.ANSWERS))


def is_group(people: int) -> bool:
    """Whether so many are a group, and not more than fit into an evening."""
    return FEWEST <= people <= MOST


def can_agree(agreed: int, people: int) -> bool:
    """Whether so many of the group can have agreed."""
    return 1 <= agreed <= people
