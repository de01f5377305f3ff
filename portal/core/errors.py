"""What may go wrong in the domain, each with words fit to show a person."""

from __future__ import annotations


class PortalError(Exception):
    """Carries a message in plain words; never anything a person typed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(PortalError):
    """It is not there, or not for you: the two look the same."""


class RuleError(PortalError):
    """The rules do not allow this step now (409)."""


class Repeats(RuleError):
    """What was typed repeats what a young person wrote to us; forms say so beside the words."""


class Busy(PortalError):
    """The store cannot take it at this moment; nothing was written (503)."""


class Unreadable(PortalError):
    """A sealed text was changed, moved to another row, or its key is gone."""
