"""Ideas: as they arrive, with a yes to their page; prepared by one person, published by another."""

from portal.accounts.models import Account
from portal.contributions.models import Contribution, Matter, Purpose
from portal.core.access import Role
from portal.free_views import operations
from portal.free_views.models import Idea, Own
from portal.free_views.rules import CHECKLIST
from tests.factories import people, voices


def make_view(text: str = "Let us choose the colour of our room", **changes: object) -> Contribution:
    """An idea whose owner lets it be published."""
    values = {"matter": Matter.IDEA, "sharing": [Purpose.PUBLISH]}
    return voices.make_contribution(text, **(values | changes)).contribution


def make_idea(view: Contribution | None = None, *, by: Account | None = None, publish: bool = True) -> Idea:
    """An idea in its owner's words, on its page unless told otherwise."""
    by = by or people.make_account(Role.PARTICIPATION_OFFICER)
    made = operations.prepare(view or make_view(), own=Own.THEIRS, by=by)
    if publish:
        operations.publish(made, looked=CHECKLIST, by=people.make_account(Role.PARTICIPATION_OFFICER))
    return made


def make_supported(idea: Idea, codes: int) -> None:
    """So many codes of others support it, as of the last count."""
    for number in range(codes):
        operations.support(idea, voices.make_contribution(f"Something else {number}").contribution)
    idea.counted = codes
