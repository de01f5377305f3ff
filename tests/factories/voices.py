"""Views, as they arrive."""

from portal.contributions import codes, operations
from portal.contributions.models import Identity, Matter
from portal.contributions.operations import Incoming, Passage, Received


def make_contribution(text: str = "I want to see my wee brother more.", **changes: object) -> Received:
    """One contribution received now, by default without a name, in answer to a consultation."""
    values: dict[str, object] = {
        "key": codes.new_submission_key(),
        "matter": Matter.ANSWERS,
        "locale": "en",
        "passages": [Passage(asked="Is there anything you want to change?", text=text)] if text else [],
        "identity": Identity.NOBODY,
    }
    return operations.receive(Incoming(**(values | changes)))
