"""Setting up the partnership on the terminal, before anybody can sign in."""

from __future__ import annotations

from portal.core import db
from portal.partnership import help_lines, queries, starter


def load(*, name: str) -> str:
    """Load the starter partnership as a real one; where one is there, only the coming holidays are added."""
    was_there = queries.find_partnership() is not None
    starter.load(name=name)
    db.session.commit()
    here, until = queries.partnership().name, max(queries.holidays()).year
    if was_there:
        return f"{here} is there already and stays as it is. Holidays are on record until {until}."
    waiting = sum(not line.verified for line in help_lines.every_line())
    return (
        f"{here} is set up, with holidays until {until}. {waiting} help lines wait for a check and are shown to"
        " nobody: docs/runbooks/administrator-checklist.md"
    )
