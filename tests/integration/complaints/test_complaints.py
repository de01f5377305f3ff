from datetime import date, datetime, timedelta

import pytest
import time_machine

from portal.audit import queries as audit
from portal.audit.models import DailyCount
from portal.complaints import operations, queries, rules
from portal.complaints.models import Complaint, Finding, Stage, Wish
from portal.contributions import queries as contributions
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.reading import operations as reading
from portal.reading.models import Outcome
from portal.safety import operations as safety
from portal.safety.operations import About
from tests.factories import people, place, voices

#: A Tuesday, so that five working days end on a Tuesday.
TUESDAY = datetime(2026, 3, 3, 11, 0, tzinfo=clock.UK)


@pytest.fixture
def reader(app):
    return people.make_account(Role.PARTICIPATION_OFFICER, name="Rowan Reader")


def asked(reader):
    received = voices.make_contribution("They lost my bike")
    reading.triage(
        received.contribution, outcome=Outcome.COMPLAINT, wish=Wish.ASKED, question="Is it a complaint?", by=reader
    )
    db.session.commit()
    return received


def made(reader=None):
    received = voices.make_contribution("They lost my bike")
    return operations.say_yes(received.contribution)


def again(row):
    db.set_writing(True)
    return db.session.get(Complaint, row.id, populate_existing=True)


def test_the_life_line_asks_with_buttons_and_says_first_that_the_time_is_kept(client, reader):
    client.post_form("/code", {"code": asked(reader).code})
    page = client.get("/thread").text
    assert page.index("we keep the day and time") < page.index('value="yes"')
    more = client.get("/thread/complaint").text
    for said in ("5 working days", "0800 377 7330", "Care Inspectorate", "we keep the day and time"):
        assert said in more


def test_a_yes_keeps_the_moment_and_is_due_in_five_working_days(client, reader):
    with time_machine.travel(TUESDAY, tick=False):
        received = asked(reader)
        assert received.contribution.received_at is None
        client.post_form("/code", {"code": received.code})
        answer = client.post_form("/thread/complaint", {"wish": "yes"}, page="/thread")
        assert answer.location == "/thread#complaint"
        row = queries.find(received.contribution.id)
        row = again(row)
        assert (row.wish, row.stage, row.due_on) == (Wish.YES, Stage.ONE, date(2026, 3, 10))
        assert row.received_at == clock.now()
        thread = row.contribution
        assert (thread.keeps_time, thread.received_at) == (True, clock.now())
        assert "You get an answer by" in client.get("/thread").text
        client.post_form("/thread/complaint", {"wish": "yes"}, page="/thread")
        client.post_form("/thread/complaint", {"wish": "no"}, page="/thread/complaint")
        assert queries.find(received.contribution.id).wish is Wish.YES
        assert db.session.get(DailyCount, (clock.today(), "complaint.made")).count == 1


def test_a_no_keeps_no_time_and_can_be_changed(client, reader):
    received = asked(reader)
    client.post_form("/code", {"code": received.code})
    client.post_form("/thread/complaint", {"wish": "no"}, page="/thread")
    row = queries.find(received.contribution.id)
    row = again(row)
    assert (row.wish, row.received_at, row.due_on) == (Wish.NO, None, None)
    assert contributions.get_contribution(received.contribution.id).received_at is None
    assert "You said it is not a complaint" in client.get("/thread").text
    client.post_form("/thread/complaint", {"wish": "yes"}, page="/thread/complaint")
    row = again(row)
    assert row.wish is Wish.YES


def test_an_empty_answer_asks_again(client, reader):
    client.post_form("/code", {"code": asked(reader).code})
    assert "Choose one." in client.post_form("/thread/complaint", {}, page="/thread/complaint").text


def test_nobody_is_asked_who_was_not_to_be_asked(client):
    received = voices.make_contribution()
    db.session.commit()
    client.post_form("/code", {"code": received.code})
    assert client.get("/thread/complaint").status_code == 404
    assert "complaint" not in client.get("/thread").text


def test_a_reader_records_a_yes_in_the_words_without_giving_the_thread_a_time(reader):
    view = voices.make_contribution("I want this to be a complaint").contribution
    reading.triage(view, outcome=Outcome.COMPLAINT, wish=Wish.YES, by=reader)
    assert queries.find(view.id).received_at is not None
    assert (view.keeps_time, view.received_at) == (False, None)


def test_late_ones_stand_first_and_say_so(signed_in, reader):
    with time_machine.travel(TUESDAY - timedelta(days=20), tick=False):
        old = made()
    with time_machine.travel(TUESDAY, tick=False):
        new = made()
        db.session.commit()
        lines = queries.register(reader, Role.PARTICIPATION_OFFICER).rows
        assert [(line.complaint.id, line.late) for line in lines] == [(old.id, True), (new.id, False)]
        page = signed_in(reader, Role.PARTICIPATION_OFFICER).get("/work/complaints").text
    assert "Late" in page
    assert "bike" not in page


def test_an_answer_reaches_the_thread_and_what_was_learnt_is_sealed(signed_in, client, reader):
    received = voices.make_contribution("They lost my bike")
    row = operations.say_yes(received.contribution)
    db.session.commit()
    desk, where = signed_in(reader, Role.PARTICIPATION_OFFICER), f"/work/complaints/{row.id}"
    empty = desk.post_form(f"{where}/close", {"learning": "we list bikes now"}, page=where).text
    assert "Write the answer they get" in empty
    assert "we list bikes now" in empty
    told = {"finding": "upheld", "answer": "You were right. We are sorry.", "learning": "we list bikes now"}
    desk.post_form(f"{where}/close", told, page=where)
    row = again(row)
    assert b"sorry" not in row.outcome_sealed
    assert b"bikes" not in row.learning_sealed
    assert "we list bikes now" in desk.get(where).text
    assert "They were right" in desk.get("/work/complaints?show=closed").text
    client.post_form("/code", {"code": received.code})
    page = client.get("/thread").text
    assert "You were right. We are sorry." in page
    assert "It was answered on" in page
    assert audit.verify().whole


def test_the_second_stage_has_twenty_days_and_opens_it_again(signed_in, reader):
    with time_machine.travel(TUESDAY, tick=False):
        row = made()
        operations.close(row, finding=Finding.NOT_UPHELD, answer="No", by=reader)
        db.session.commit()
        where = f"/work/complaints/{row.id}"
        signed_in(reader, Role.PARTICIPATION_OFFICER).post_form(f"{where}/further", page=where)
        row = again(row)
    assert (row.stage, row.due_on, row.closed_at) == (Stage.TWO, date(2026, 3, 31), None)
    with pytest.raises(RuleError):
        operations.take_further(row, by=reader)


def test_holidays_are_no_working_days():
    assert rules.due_on(Stage.ONE, date(2026, 4, 1), {date(2026, 4, 3), date(2026, 4, 6)}) == date(2026, 4, 10)


def test_one_about_somebody_here_leaves_the_desk_for_safeguarding_who_may_open_it(signed_in, reader):
    row = made()
    subject = people.make_account(Role.SAFEGUARDING_OFFICER, name="Kim Hollow", team_id=place.team().id)
    other = people.make_account(Role.SAFEGUARDING_OFFICER, name="Bo Field")
    safety.raise_concern(row.contribution, about=About(name="Hollow"), by=reader)
    db.session.commit()
    seen = {
        who: signed_in(account, role).get(f"/work/complaints/{row.id}").status_code
        for who, account, role in (
            ("reader", reader, Role.PARTICIPATION_OFFICER),
            ("subject", subject, Role.SAFEGUARDING_OFFICER),
            ("other", other, Role.SAFEGUARDING_OFFICER),
        )
    }
    assert seen == {"reader": 404, "subject": 404, "other": 200}


def test_taking_it_back_erases_what_was_written_about_it(client, reader):
    received = voices.make_contribution("They lost my bike")
    row = operations.say_yes(received.contribution)
    operations.close(row, finding=Finding.UPHELD, answer="Sorry about the bike", learning="bikes", by=reader)
    db.session.commit()
    client.post_form("/code", {"code": received.code})
    client.post_form("/thread/take-back")
    row = again(row)
    assert (row.outcome_sealed, row.learning_sealed, row.finding) == (None, None, Finding.UPHELD)
    assert queries.register(reader, Role.PARTICIPATION_OFFICER, closed=True).rows == ()


def test_whoever_waits_too_long_is_told_that_it_is_late_and_where_else_to_go(client, reader):
    with time_machine.travel(TUESDAY, tick=False):
        received = voices.make_contribution("They lost my bike")
        operations.say_yes(received.contribution)
        db.session.commit()
    for days, late in ((7, False), (8, True)):
        with time_machine.travel(TUESDAY + timedelta(days=days), tick=False):
            client.post_form("/code", {"code": received.code})
            assert ("Our answer is late" in client.get("/thread").text) is late
