"""The days of a report are days in Scotland: half past midnight on 1 April is still March on the clock of UTC."""

from datetime import date, datetime

from portal.core import clock
from portal.signed_reports import sources
from portal.signed_reports.gathering import Scope
from tests.factories import board

JUST_AFTER_MIDNIGHT = datetime.fromisoformat("2026-03-31T23:30:00+00:00")
JANUARY_TO_MARCH = Scope(date(2026, 1, 1), date(2026, 3, 31))
APRIL_TO_JUNE = Scope(date(2026, 4, 1), date(2026, 6, 30))


def test_the_first_and_the_last_moment_are_midnights_in_scotland():
    first, last = (one.isoformat() for one in sources.moments(APRIL_TO_JUNE))
    assert (first, last) == ("2026-03-31T23:00:00+00:00", "2026-06-30T23:00:00+00:00")
    assert sources.moments(JANUARY_TO_MARCH)[1] == sources.moments(APRIL_TO_JUNE)[0]


def test_what_was_asked_just_after_midnight_is_of_the_new_quarter(app):
    with app.app_context():
        with clock.pretend(JUST_AFTER_MIDNIGHT):
            asked = board.make_ask("Ask us first")
        assert [one.id for one in sources.asked(APRIL_TO_JUNE)] == [asked.id]
        assert sources.asked(JANUARY_TO_MARCH) == ()
