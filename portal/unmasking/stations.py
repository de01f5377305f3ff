"""That two people opened a name, as a station of its owner's life line."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.contributions.models import Contribution
from portal.core import clock
from portal.core.i18n import day
from portal.core.thread import Station
from portal.unmasking import labels, queries


def of_unmasking(contribution: Contribution) -> list[Station]:
    """One stop for each time, oldest first; none for whoever gave no name or gave it with their words."""
    if not queries.is_locked(contribution):
        return []
    return [
        Station(
            _("Two people agreed to look at your name"),
            "done",
            when=day(clock.day_of(one.decided_at)) if one.decided_at else "",
            detail=_("They did it %(why)s.", why=labels.TO_OWNER[one.reason])
            if one.opened_at
            else _("They wanted to, %(why)s. Nobody has looked.", why=labels.TO_OWNER[one.reason]),
        )
        for one in queries.told_to_owner(contribution)
    ]
