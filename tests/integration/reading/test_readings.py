import re
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.rules import most_within
from portal.contributions import operations
from portal.core import clock, db
from portal.core.access import Permission, Role, permits
from portal.reading import queries
from portal.safety import operations as concerns
from portal.safety.models import Tier
from tests.factories import people, safety, voices

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.UK)
HOUR = timedelta(hours=1)


def read(account, times, minutes=1):
    view = voices.make_contribution("Biscuit is my dog").contribution
    for number in range(times):
        with time_machine.travel(MONDAY + timedelta(minutes=number * minutes), tick=False):
            operations.mark_read(view, by=account, role=Role.PARTICIPATION_OFFICER)
    db.session.commit()
    return view


def test_readings_are_counted_by_day_and_person_and_many_at_once_stand_out(signed_in):
    quick, slow = (people.make_account(Role.PARTICIPATION_OFFICER, name=name) for name in ("Quick One", "Slow One"))
    view = read(quick, 31)
    read(slow, 31, minutes=3)
    with time_machine.travel(MONDAY + timedelta(hours=5), tick=False):
        found = {line.who: (line.number, line.most_in_an_hour, line.many) for line in queries.reading_lines()}
        assert found == {"Quick One": (31, 31, True), "Slow One": (31, 20, False)}
        page = signed_in(Role.SAFEGUARDING_OFFICER).get("/work/readings").text
    assert page.count("Many at once") == 1
    assert "Quick One" in page
    for told in ("Biscuit", str(view.id), view.id.hex[:4].upper()):
        assert told not in page


def test_it_looks_thirty_days_back(app):
    read(people.make_account(Role.PARTICIPATION_OFFICER), 1)
    for days, lines in ((29, 1), (30, 0)):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            assert len(queries.reading_lines()) == lines


@pytest.mark.parametrize("role", list(Role))
def test_who_may_look_are_those_who_can_ask_why(signed_in, role):
    assert permits(role, Permission.READINGS_REVIEW) == (role in (Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD))
    assert (signed_in(role).get("/work/readings").status_code == 200) == permits(role, Permission.READINGS_REVIEW)


def test_officers_do_not_learn_of_a_concern_about_one_of_them_from_its_reader(signed_in):
    manager = people.make_account(Role.SAFEGUARDING_OFFICER, name="Zoltan Manager")
    safety.make_duty(Tier.MANAGER, account=manager)
    for about_worker in (True, True, False):
        concern = safety.make_concern(about_worker=about_worker, worker_name="Morag" if about_worker else "")
        concerns.see(concern, by=manager, role=Role.SAFEGUARDING_OFFICER)
    db.session.commit()
    assert [(line.who, line.number) for line in queries.reading_lines()] == [("Zoltan Manager", 3)]
    seen = {}
    for role in (Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD):
        page = signed_in(role).get("/work/readings").text
        (row,) = re.findall(r"<tr.*?</tr>", page.split("<tbody")[1], re.S)
        seen[role] = re.findall(r"<td[^>]*><div>(\d+)<", row)
        assert ("stand here only for corporate parent leads" in page) == (role is Role.SAFEGUARDING_OFFICER)
    assert seen == {Role.SAFEGUARDING_OFFICER: ["1", "1"], Role.CORPORATE_LEAD: ["3", "3"]}


@given(st.lists(st.integers(0, 600), max_size=60))
def test_the_most_in_an_hour_is_the_most_of_any_hour(minutes):
    times = sorted(MONDAY + timedelta(minutes=minute) for minute in minutes)
    by_hand = max((sum(start <= at < start + HOUR for at in times) for start in times), default=0)
    assert most_within(times, HOUR) == by_hand
