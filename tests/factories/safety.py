"""Concerns, and people who are awake."""

from datetime import time

from portal.contributions import codes
from portal.core import db
from portal.core.access import Role
from portal.safety import operations, queries
from portal.safety.models import Concern, RotaDuty, Tier
from portal.safety.operations import Report
from tests.factories import people


def make_concern(words: str = "I am not safe here", **changes: object) -> Concern:
    """A concern a young person sent now."""
    values: dict[str, object] = {"key": codes.new_submission_key(), "locale": "en", "asked": "What?", "words": words}
    received = operations.report(Report(**(values | changes)))
    found = queries.find_concern(received.contribution.id)
    assert found is not None
    return found


def make_duty(tier: Tier = Tier.FIRST, **changes: object) -> RotaDuty:
    """Somebody awake all day, every day of the week; returns Monday's row."""
    account = changes.pop("account", None) or people.make_account(Role.SAFEGUARDING_OFFICER)
    by = people.make_account(Role.SAFEGUARDING_OFFICER, active=False)
    rows = []
    for weekday in range(7):
        values = {"weekday": weekday, "starts": time(0, 0), "ends": time(23, 59), "works_holidays": True} | changes
        rows.append(operations.add_duty(account=account, tier=tier, by=by, **values))
    db.session.flush()
    return rows[0]
