"""Opening on this phone what a word code opens, under a fresh cookie."""

from __future__ import annotations

from flask import url_for

from portal.audit import operations as audit
from portal.contributions import queries as contributions
from portal.contributions import young
from portal.core.sessions import current_visit
from portal.meeting_prep import operations as preparations
from portal.meeting_prep import queries as meeting_prep


def open_by_hash(code_hash: str) -> str | None:
    """The page to go to, a thread's or that of points for a meeting, or None if the code opens nothing.

    A cookie copied before is worth nothing afterwards. The view commits.
    """
    if points := meeting_prep.find_by_code_hash(code_hash):
        young.save_as_new()
        preparations.open_on(points, token=current_visit().token)
        return url_for("meeting_prep.points")
    found = contributions.find_by_code_hash(code_hash)
    if found is None or found.withdrawn_on is not None:
        return None
    young.current().thread = found.id
    young.save_as_new()
    audit.count_young_act("thread.opened")
    return url_for("lifeline.thread")
