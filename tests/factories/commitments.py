"""Promises."""

from portal.commitments import operations
from portal.commitments.models import Commitment, Duty
from portal.commitments.operations import Promise
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
    return operations.adopt(Promise(**(values | changes)), by=None)  # type: ignore[arg-type]
