from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.contributions.models import Words
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.safety import operations, queries
from portal.safety.models import ConcernState, Tier
from tests.factories import people, safety


@pytest.fixture
def concern(app):
    found = safety.make_concern()
    db.session.commit()
    return found


def again(concern):
    db.set_writing(True)
    return queries.find_concern(concern.contribution_id)


def reads():
    return db.session.scalars(select(AuditEvent).where(AuditEvent.action == "words.read")).all()


def test_the_queue_shows_no_word_of_it(signed_in, concern):
    page = signed_in(Role.SAFEGUARDING_OFFICER).get("/work/safety").text
    assert "I am not safe here" not in page
    assert "Waits" in page


def test_what_nobody_passed_on_stands_before_what_somebody_did(signed_in, concern):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    passed_on, opened = concern, safety.make_concern()
    for one in (passed_on, opened):
        operations.see(one, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.hand_over(passed_on, to_whom="Social work", how="phone", by=officer)
    unopened = safety.make_concern()
    db.session.commit()
    assert [line.concern.id for line in queries.concern_page(officer).rows] == [unopened.id, opened.id, passed_on.id]
    assert "Nobody else: the rota is empty" in signed_in(officer, Role.SAFEGUARDING_OFFICER).get("/work/safety").text


def test_each_opening_is_recorded(signed_in, concern):
    client = signed_in(Role.SAFEGUARDING_OFFICER)
    for _ in range(3):
        assert "I am not safe here" in client.get(f"/work/safety/{concern.id}").text
    assert len(reads()) == 3
    assert again(concern).state is ConcernState.SEEN
    assert again(concern).contribution.first_read_on == clock.today()


def test_hand_over_reference_and_closing(signed_in, concern):
    client = signed_in(Role.SAFEGUARDING_OFFICER)
    where = f"/work/safety/{concern.id}"
    client.get(where)
    client.post_form(f"{where}/hand-over", {"to_whom": "Social work", "how": "phone", "note": "rang twice"}, page=where)
    row = again(concern).hand_overs[0]
    (passed,) = queries.hand_overs_of(again(concern))
    assert (passed.to_whom, passed.how, passed.reference, passed.note) == ("Social work", "phone", "", "rang twice")
    assert b"Social work" not in row.to_whom_sealed
    client.post_form(f"/work/safety/hand-overs/{row.id}/confirm", {"reference": "SAP-1"}, page=where)
    assert again(concern).hand_overs[0].confirmed_at is not None
    client.post_form(f"{where}/close", {"told": "They know who will come"}, page=where)
    assert again(concern).state is ConcernState.CLOSED
    assert "They know who will come" in client.get(where).text


def test_a_hand_over_says_to_whom_and_keeps_what_was_typed(signed_in, concern):
    client = signed_in(Role.SAFEGUARDING_OFFICER)
    where = f"/work/safety/{concern.id}"
    client.get(where)
    answer = client.post_form(f"{where}/hand-over", {"note": "rang twice"}, page=where)
    assert "Say who has it now" in answer.text
    assert "rang twice" in answer.text


def test_nothing_is_closed_unseen(app, concern):
    with pytest.raises(RuleError):
        operations.close(again(concern), told="x", by=people.make_account(Role.SAFEGUARDING_OFFICER))


def test_the_next_person_is_told_after_thirty_and_sixty_staffed_minutes(app):
    safety.make_duty()
    concern = safety.make_concern()
    db.session.commit()
    for minutes, second, manager in ((29, False, False), (31, True, False), (61, True, True), (90, True, True)):
        with time_machine.travel(concern.received_at + timedelta(minutes=minutes), tick=False):
            operations.escalate()
            assert ((concern.second_told_at is not None), (concern.manager_told_at is not None)) == (second, manager)
    assert operations.escalate() == 0


def test_an_empty_rota_tells_nobody_and_loses_nothing(app, concern):
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert operations.escalate() == 0
        assert [one.id for one in queries.not_passed_on()] == [concern.id]


def test_a_reply_reaches_the_code(client, signed_in, app):
    from portal.contributions import codes

    key = codes.new_submission_key()
    concern = safety.make_concern(key=key)
    db.session.commit()
    officer = signed_in(Role.SAFEGUARDING_OFFICER)
    where = f"/work/safety/{concern.id}"
    officer.get(where)
    officer.post_form(f"{where}/reply", {"text": "We are on it."}, page=where)
    client.post_form("/code", {"code": codes.code_for(key)})
    page = client.get("/thread").text
    assert "We are on it." in page
    assert "Someone whose job is to keep you safe is on it" in page


def test_thirty_days_after_a_confirmed_hand_over_only_the_trace_stays(app, concern):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    mine = again(concern)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.hand_over(mine, to_whom="Social work", how="phone", reference="SAP-1", note="n", by=officer)
    operations.close(mine, told="told", by=officer)
    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        assert operations.forget_settled() == 0
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert operations.forget_settled() == 1
        assert operations.forget_settled() == 0
    assert db.session.scalars(select(Words)).all() == []
    assert (mine.told_sealed, mine.hand_overs[0].note_sealed) == (None, None)
    (passed,) = queries.hand_overs_of(mine)
    assert (passed.to_whom, passed.how, passed.reference, passed.note) == ("", "", "", "")
    assert (passed.row.by_id, mine.closed_by_id) == (officer.id, officer.id)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SAFEGUARDING_OFFICER])
def test_nobody_else_comes_near(signed_in, concern, role):
    client = signed_in(role)
    for where in ("/work/safety", f"/work/safety/{concern.id}", "/work/safety/rota"):
        assert client.get(where).status_code == 404


def test_the_rota_is_kept_and_warns_when_it_is_empty(signed_in):
    client = signed_in(Role.SAFEGUARDING_OFFICER)
    assert "The rota is empty" in client.get("/work/safety/rota").text
    officer = people.make_account(Role.SAFEGUARDING_OFFICER, name="Night Owl")
    db.session.commit()
    duty = {"account": str(officer.id), "tier": "first", "weekday": "0", "starts": "09:00", "ends": "17:00"}
    client.post_form("/work/safety/rota", duty)
    assert "Night Owl" in client.get("/work/safety/rota").text
    wrong = client.post_form("/work/safety/rota", duty | {"ends": "08:00"})
    assert "A duty ends after it starts" in wrong.text
    row = queries.rota_rows()[0]
    client.post_form(f"/work/safety/rota/{row.id}/remove", page="/work/safety/rota")
    assert queries.rota_rows() == []


def test_only_the_rota_of_people_who_can_read_counts(app):
    duty = safety.make_duty(Tier.FIRST)
    assert queries.awake_now().awake
    duty.account.active = False
    db.session.flush()
    assert not queries.awake_now().awake


def closed(concern, officer):
    mine = again(concern)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.hand_over(mine, to_whom="Social work", how="phone", reference="SAP-1", by=officer)
    operations.close(mine, told="told", by=officer)
    db.session.commit()


def test_whoever_writes_again_is_first_in_line_again(client, app):
    from portal.contributions import codes

    key, officer = codes.new_submission_key(), people.make_account(Role.SAFEGUARDING_OFFICER)
    concern = safety.make_concern(key=key)
    db.session.commit()
    closed(concern, officer)
    assert queries.waiting_for(officer, Role.SAFEGUARDING_OFFICER) == 0
    client.post_form("/code", {"code": codes.code_for(key)})
    client.post_form("/thread/write", {"text": "he is back"}, page="/thread")
    assert queries.waiting_for(officer, Role.SAFEGUARDING_OFFICER) == 1
    assert again(concern).state is ConcernState.WAITING


def test_being_worried_again_opens_it_again_and_keeps_both_worries(app, concern):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    closed(concern, officer)
    operations.raise_concern(again(concern).contribution, worry="one", by=officer)
    operations.raise_concern(again(concern).contribution, worry="two", by=officer)
    assert again(concern).state is ConcernState.WAITING
    assert crypto.unseal(again(concern), "worry") == "one\n\ntwo"


def test_a_reader_can_keep_a_concern_from_whom_it_is_about(signed_in, app):
    from tests.factories import voices

    view = voices.make_contribution("Kim Hollow shouts").contribution
    subject = people.make_account(Role.SAFEGUARDING_OFFICER, name="Kim Hollow")
    db.session.commit()
    where = f"/work/views/{view.id}"
    sort = {"outcome": "worried", "wish": "not_asked", "worry": "w", "about_worker": "y", "worker_name": "hollow"}
    signed_in(Role.PARTICIPATION_OFFICER).post_form(f"{where}/sort", sort, page=where)
    found = queries.find_concern(view.id)
    assert signed_in(subject, Role.SAFEGUARDING_OFFICER).get(f"/work/safety/{found.id}").status_code == 404


def test_taking_it_back_leaves_safeguarding_what_it_needs(client, app):
    from portal.contributions.models import Identity
    from tests.factories import voices

    received = voices.make_contribution("help", identity=Identity.NAMED, name="Sam")
    operations.raise_concern(received.contribution, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    client.post_form("/code", {"code": received.code})
    client.post_form("/thread/take-back")
    db.set_writing(True)
    found = queries.find_concern(received.contribution.id)
    assert crypto.unseal(found.contribution.person, "name") == "Sam"
    assert db.session.scalars(select(Words)).all() != []


def test_nobody_puts_themselves_on_the_managers_duty_and_the_last_one_stays(app):
    from datetime import time

    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    duty = {"weekday": 0, "starts": time(3), "ends": time(4), "works_holidays": False}
    with pytest.raises(RuleError):
        operations.add_duty(account=officer, tier=Tier.MANAGER, by=officer, **duty)
    other = people.make_account(Role.SAFEGUARDING_OFFICER)
    row = operations.add_duty(account=officer, tier=Tier.MANAGER, by=other, **duty)
    with pytest.raises(RuleError):
        operations.remove_duty(row, by=other)


def test_nothing_is_forgotten_while_a_hand_over_waits_for_its_reference(app, concern):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    mine = again(concern)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.hand_over(mine, to_whom="Social work", how="phone", reference="SAP-1", by=officer)
    operations.hand_over(mine, to_whom="Police", how="phone", by=officer)
    operations.close(mine, told="told", by=officer)
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        assert operations.forget_settled() == 0
    with time_machine.travel(clock.now() + timedelta(days=366), tick=False):
        assert operations.forget_settled() == 1


def test_closed_without_a_hand_over_the_words_go_after_thirty_days_too(signed_in, concern):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    mine = again(concern)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.close(mine, told="It was about a lost bus pass", by=officer)
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert operations.forget_settled() == 1
        db.session.commit()
        page = signed_in(Role.SAFEGUARDING_OFFICER).get(f"/work/safety/{concern.id}").text
    assert "were erased" in page
    assert "lost bus pass" not in page
    assert db.session.scalars(select(Words)).all() == []


def test_a_readers_worry_does_not_shorten_the_life_of_a_view(app):
    from portal.contributions.models import HomeType, Identity
    from tests.factories import voices

    changes = {"identity": Identity.NAMED, "name": "Sam", "home_type": HomeType.FOSTER}
    view = voices.make_contribution("I want a dog", **changes).contribution
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    mine = operations.raise_concern(view, worry="sounds low", by=officer)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.close(mine, told="spoke to them", by=officer)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert operations.forget_settled() == 1
    assert mine.worry_sealed is None
    assert len(db.session.scalars(select(Words)).all()) == 1
    assert crypto.unseal(view.person, "name") == "Sam"
    assert view.home_type is HomeType.FOSTER


def test_what_was_taken_back_meanwhile_goes_with_the_concern(client, app):
    from portal.contributions.models import HomeType, Identity
    from tests.factories import voices

    changes = {"identity": Identity.NAMED, "name": "Sam", "home_type": HomeType.FOSTER}
    received = voices.make_contribution("help", **changes)
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    mine = operations.raise_concern(received.contribution, by=officer)
    operations.see(mine, by=officer, role=Role.SAFEGUARDING_OFFICER)
    operations.close(mine, told="x", by=officer)
    db.session.commit()
    client.post_form("/code", {"code": received.code})
    client.post_form("/thread/take-back")
    db.set_writing(True)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert operations.forget_settled() == 1
    thread = queries.find_concern(received.contribution.id).contribution
    assert (thread.home_type, crypto.unseal(thread.person, "name")) == (None, "–")
    assert db.session.scalars(select(Words)).all() == []


def test_opened_and_left_lying_it_still_goes_to_the_next_person_and_the_manager(signed_in):
    first, second, manager = (
        people.make_account(Role.SAFEGUARDING_OFFICER, name=name) for name in ("Fern A", "Skye B", "Lomond C")
    )
    for account, tier in ((first, Tier.FIRST), (second, Tier.SECOND), (manager, Tier.MANAGER)):
        safety.make_duty(tier, account=account)
    concern = safety.make_concern()
    operations.see(concern, by=first, role=Role.SAFEGUARDING_OFFICER)
    db.session.commit()
    for minutes, marks in ((31, 1), (61, 1)):
        with time_machine.travel(concern.received_at + timedelta(minutes=minutes), tick=False):
            db.set_writing(True)
            assert operations.escalate() == marks
            db.session.commit()
    with time_machine.travel(concern.received_at + timedelta(minutes=62), tick=False):
        assert "as the second person" in signed_in(second, Role.SAFEGUARDING_OFFICER).get("/work/").text
        assert "as the manager" in signed_in(manager, Role.SAFEGUARDING_OFFICER).get("/work/").text
        desk = signed_in(first, Role.SAFEGUARDING_OFFICER)
        assert "yours" not in desk.get("/work/").text
        queue = desk.get("/work/safety").text
        assert "Skye B" in queue
        assert "Lomond C" in queue
        db.set_writing(True)
        operations.hand_over(again(concern), to_whom="Social work", how="phone", by=first)
        db.session.commit()
        assert "as the manager" not in signed_in(manager, Role.SAFEGUARDING_OFFICER).get("/work/").text
    with time_machine.travel(concern.received_at + timedelta(hours=5), tick=False):
        assert operations.escalate() == 0


def test_a_time_that_is_past_is_never_told_as_one_to_come(signed_in):
    first, second, manager = (
        people.make_account(Role.SAFEGUARDING_OFFICER, name=name) for name in ("Fern A", "Skye B", "Lomond C")
    )
    for account, tier in ((first, Tier.FIRST), (second, Tier.SECOND), (manager, Tier.MANAGER)):
        safety.make_duty(tier, account=account)
    concern = safety.make_concern()
    db.session.commit()
    for minutes, due, told, ahead in ((29, 0, 0, "manager"), (34, 1, 0, "next"), (35, 0, 1, "next"), (61, 1, 1, "")):
        with time_machine.travel(concern.received_at + timedelta(minutes=minutes), tick=False):
            line = queries.line_of(queries.find_concern(concern.contribution_id))
            assert line.next_at is None or line.next_at > clock.now()
            queue = signed_in(first, Role.SAFEGUARDING_OFFICER).get("/work/safety").text
            assert (queue.count("Due to be told"), queue.count("Told 2")) == (due, told)
            assert ("Next: Manager" in queue) == (ahead == "next")
            if minutes == 34:
                db.set_writing(True)
                assert operations.escalate() == 1
                db.session.commit()


def test_opening_a_concern_does_not_take_it_out_of_the_count(signed_in):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    opened, _ = safety.make_concern(), safety.make_concern()
    operations.see(opened, by=officer, role=Role.SAFEGUARDING_OFFICER)
    db.session.commit()
    desk = signed_in(officer, Role.SAFEGUARDING_OFFICER)
    assert "concerns not passed on, 1 not opened" in desk.get("/work/").text
    assert queries.waiting_for(officer, Role.SAFEGUARDING_OFFICER) == 2
    db.set_writing(True)
    operations.hand_over(again(opened), to_whom="Social work", how="phone", by=officer)
    db.session.commit()
    assert queries.waiting_for(officer, Role.SAFEGUARDING_OFFICER) == 1


def test_recording_a_hand_over_is_open_until_there_is_one(signed_in, concern):
    desk = signed_in(Role.SAFEGUARDING_OFFICER)
    before = desk.get(f"/work/safety/{concern.id}").text
    assert '<details class="more" open><summary>Record a hand-over' in before
    assert 'href="#hand-over"' in before
    form = {"to_whom": "Social work", "how": "phone"}
    desk.post_form(f"/work/safety/{concern.id}/hand-over", form, page=f"/work/safety/{concern.id}")
    after = desk.get(f"/work/safety/{concern.id}").text
    assert '<details class="more"><summary>Record a hand-over' in after
    assert 'href="#hand-over"' not in after


def test_both_lists_of_the_queue_have_pages(signed_in):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    for number in range(2 * (queries.PER_PAGE + 1)):
        concern = safety.make_concern()
        if number % 2:
            operations.see(concern, by=officer, role=Role.SAFEGUARDING_OFFICER)
            operations.close(concern, told="x", by=officer)
    db.session.commit()
    client = signed_in(officer, Role.SAFEGUARDING_OFFICER)
    seen = set()
    for page in ("page=1&closed=1", "page=2&closed=2", "page=99&closed=x"):
        text = client.get(f"/work/safety?{page}").text
        seen |= {link for link in text.split('"') if link.startswith("/work/safety/") and len(link) > 40}
    assert len(seen) == 2 * (queries.PER_PAGE + 1)
