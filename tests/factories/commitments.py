"""Promises."""

from datetime import date

from portal.commitments import operations
from portal.commitments.models import Commitment, Duty, EligibilityRule
from portal.commitments.operations import Promise
from portal.commitments.rules import Conditions
from tests.factories import place


def make_commitment(
    name: str = "Someone on your side", *, organisation: str = "Council", **changes: object
) -> Commitment:
    """A promise one partner answers for."""
    values: dict[str, object] = {
        "name": name,
        "what": "An advocate who works for you and nobody else.",
        "who_for": "Everyone in care and everyone who has moved on.",
        "how_to_get": "Ask any adult you trust.",
        "organisation_id": place.organisation(organisation).id,
        "post_id": place.post(organisation).id,
        "duty": Duty.PROMOTE,
        "source": "Progress review, May 2015",
    }
    return operations.adopt(Promise(**(values | changes)), by=None)


def make_rule(commitment: Commitment, **changes: object) -> EligibilityRule:
    """Somebody a promise is for; everybody since 2015, unless told otherwise."""
    asked = Conditions(**({"from_on": date(2015, 4, 1)} | changes))
    return operations.add_rule(commitment, asked, source="2014 Act, section 57", by=None)
