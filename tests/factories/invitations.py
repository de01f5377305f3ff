"""Letters, totals and what was tried."""

from datetime import timedelta

from portal.accounts.models import Account
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.core import clock
from portal.core.access import Role
from portal.invitations import operations
from portal.invitations.models import EligibleTotal, Group, Outreach
from portal.invitations.operations import Made
from portal.invitations.rules import Bands
from portal.partnership import queries as partnership
from tests.factories import people

FOSTER = Bands(age_band="12_15", home="foster")


def make_letters(
    wave: Questionnaire, asked: dict[Bands, int] | None = None, *, key: str = "", by: Account | None = None
) -> Made:
    """Twelve letters for 12 to 15 in foster families, unless told otherwise."""
    return operations.make(
        wave,
        asked or {FOSTER: 12},
        key=key or codes.new_submission_key(),
        by=by or people.make_account(Role.PARTICIPATION_OFFICER),
    )


def make_total(group: Group, key: str, number: int, *, by: Account | None = None) -> EligibleTotal:
    """A total as of a month ago."""
    return operations.note_total(
        group,
        key,
        number,
        as_of=clock.today() - timedelta(days=30),
        source="An invented return",
        by=by or people.make_account(Role.PARTICIPATION_OFFICER),
    )


def make_outreach(group: Group, key: str, what: str = "Pizza night", *, by: Account | None = None) -> Outreach:
    """Something the first partner tried last week."""
    return operations.note_outreach(
        group,
        key,
        what,
        tried_on=clock.today() - timedelta(days=7),
        organisation_id=partnership.organisations()[0].id,
        by=by or people.make_account(Role.PARTICIPATION_OFFICER),
    )
