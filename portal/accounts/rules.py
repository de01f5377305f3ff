"""What an email and a chosen name look like, how long a passphrase is, which roles are never left empty or end."""

from __future__ import annotations

import re
from datetime import timedelta

from portal.core.access import Role

SHORTEST_PASSWORD = 12
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NAME = re.compile(r"[^\s@](?:[^@\n\t]{1,38})[^\s@]")

#: Roles somebody must hold at all times, and what is said to whoever would take the last one away.
NEVER_WITHOUT = {
    Role.SAFEGUARDING_OFFICER: "Nobody else could read concerns then. Give the role to somebody first.",
    Role.ADMINISTRATOR: "Nobody else could look after accounts then. Give the role to somebody first.",
}

#: Roles that end by themselves, so long after a second person agreed to them.
LASTS = {Role.INSPECTOR: timedelta(days=14)}


def tidy(typed: str | None) -> str | None:
    """An email or a name as it is stored and compared: without blanks around it, in small letters; None for nothing."""
    return (typed or "").strip().lower() or None


def is_email(typed: str) -> bool:
    """Whether it has the shape of an email; whether it arrives, only sending one shows."""
    return _EMAIL.fullmatch(typed.strip()) is not None


def is_name(typed: str) -> bool:
    """A name to sign in with: 3 to 40 letters, and never shaped like an email."""
    return _NAME.fullmatch(typed.strip()) is not None
