from datetime import timedelta

import time_machine
from sqlalchemy import select

from portal.core import clock, db
from portal.core.access import Role
from portal.partnership import help_lines, queries
from portal.partnership.models import HelpLine


def the_line():
    db.set_writing(True)
    return db.session.scalars(select(HelpLine).where(HelpLine.name == "Childline")).one()


def shown():
    return [line.name for line in queries.help_lines()]


def test_a_changed_number_is_hidden_until_somebody_checks_it(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    where = f"/work/help-lines/{the_line().id}"
    client.post_form(where, {"phone": "0800 1112", "text_number": "", "when_open": "Any time"})
    assert "Childline" not in shown()
    client.post_form(where, {"check": "1", "source": "rang it"})
    assert "Childline" in shown()
    assert the_line().checked_by == "Ada Tester"


def test_a_check_says_how(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post_form(f"/work/help-lines/{the_line().id}", {"check": "1", "source": " "})
    assert "Say how you checked it" in answer.text


def test_a_line_has_a_number_and_only_digits(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    where = f"/work/help-lines/{the_line().id}"
    assert "Give a phone" in client.post_form(where, {"phone": " ", "text_number": "", "when_open": "now"}).text
    answer = client.post_form(where, {"phone": "ring me", "when_open": "now"})
    assert "Use digits" in answer.text
    assert "ring me" in answer.text


def test_half_a_year_later_a_number_is_due_a_check(app):
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert help_lines.is_due_a_check(the_line())
        assert help_lines.due_count() == 2


def test_a_wrong_number_can_be_hidden_at_once(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    where = f"/work/help-lines/{the_line().id}"
    client.post_form(f"{where}/hide", page=where)
    assert shown() == ["Police, fire, ambulance"]


def test_only_administrators_come_here(signed_in):
    assert signed_in(Role.PARTICIPATION_OFFICER).get("/work/help-lines/").status_code == 404
