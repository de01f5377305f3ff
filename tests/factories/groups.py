"""Groups of young people, and views written together with an adult."""

from portal.accounts.models import Account
from portal.contributions import codes
from portal.contributions.models import AgeBand, InWhoseWords, TypedBy, Whereabouts
from portal.contributions.operations import Assisted
from portal.core import clock, db
from portal.core.access import Role
from portal.together import operations
from portal.together.models import GroupSession, Told
from portal.together.operations import Evening
from tests.factories import people


def evening(**changes: object) -> Evening:
    """An evening of eight who all said yes."""
    usual: dict[str, object] = {
        "key": codes.new_submission_key(),
        "held_on": clock.today(),
        "place": Whereabouts.OFFICE,
        "people": 8,
        "bands": [AgeBand.FROM_12],
        "told": Told.ALL_AGREED,
        "photos": False,
    }
    return Evening(**{**usual, **changes})  # a test names what it changes


def make_group(*, by: Account | None = None, **changes: object) -> GroupSession:
    """A group, recorded."""
    by = by or people.make_account(Role.PARTICIPATION_OFFICER)
    received = operations.begin_session(evening(**changes), by=by, role=Role.PARTICIPATION_OFFICER, locale="en")
    return db.session.get_one(GroupSession, received.contribution.id)


def assisted(**changes: object) -> Assisted:
    """An advocate typed, in an office, the young person's own words; they chose themselves."""
    usual: dict[str, object] = {
        "helper": Role.ADVOCATE,
        "typed_by": TypedBy.ADULT,
        "place": Whereabouts.OFFICE,
        "whose_words": InWhoseWords.OWN,
        "confirmed": True,
    }
    return Assisted(**{**usual, **changes})  # a test names what it changes
