"""What is erased when its time is up, what never is while somebody owes something, and what a wrong clock can do."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal.accounts import operations as accounts
from portal.accounts.models import FORGOTTEN, Account, AccountRole, RecoveryCode
from portal.audit import operations as audit
from portal.audit import queries as log
from portal.audit.models import AuditEvent, DailyCount
from portal.board import shaping
from portal.board.models import ActionState, AskAnswer, Step
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Words
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.feedback.models import Told
from portal.lifeline import operations, retention, watch
from portal.lifeline.models import ErasureWatch
from portal.safety import operations as safety
from tests.factories import answers, board, people, voices

TWO_YEARS, LONG_AFTER = timedelta(days=740), timedelta(days=1200)


def make_settled(words="old words"):
    """A view that was read, sorted and answered."""
    view = voices.make_contribution(words).contribution
    view.triaged_at, view.answered, view.waits = clock.now(), True, False
    db.session.flush()
    return view


def believe():
    """As if the sweep had run every hour until now."""
    db.session.flush()
    db.session.execute(update(ErasureWatch).values(believed_at=clock.now(), believed_sequence=log.last_sequence()))
    db.session.expire_all()


@pytest.fixture(autouse=True)
def first_run(app):
    assert operations.forget_old_views() == 0


@pytest.fixture
def later():
    """`with later(days)`: that much later, on a machine whose clock went all the way."""

    def travel(by):
        traveller = time_machine.travel(clock.now() + by, tick=False)

        class Later:
            def __enter__(self):
                traveller.start()
                believe()

            def __exit__(self, *_):
                traveller.stop()

        return Later()

    return travel


def texts():
    return db.session.scalar(select(func.count()).select_from(Words))


def test_views_are_kept_two_years_and_then_erased(later):
    old = make_settled()
    with later(timedelta(days=720)):
        assert operations.forget_old_views() == 0
    with later(TWO_YEARS):
        assert operations.forget_old_views() == 1
        assert operations.forget_old_views() == 0
    assert texts() == 0
    assert old.withdrawn_on is not None


def test_who_still_waits_for_an_answer_is_kept(later):
    view = make_settled()
    contributions.write_back(view, "Is anybody there?")
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0
        view.triaged_at, view.answered, view.waits = clock.now(), True, False
        db.session.flush()
        assert operations.forget_old_views() == 1


def test_a_view_behind_an_open_concern_is_kept(later):
    view = make_settled()
    safety.raise_concern(view, worry="Worried", by=people.make_account(Role.SAFEGUARDING_OFFICER))
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0


@pytest.mark.parametrize("answer", [None, AskAnswer.YES, AskAnswer.NO])
def test_an_ask_keeps_its_views_until_a_year_after_its_answer(later, answer):
    theme, view = answers.make_theme(), make_settled()
    answers.put_under(theme, view)
    with later(timedelta(days=600)):
        answers.make_ask(theme, answer=answer)
    with later(timedelta(days=900)):
        assert operations.forget_old_views() == 0
    with later(timedelta(days=600 + 366)):
        assert operations.forget_old_views() == (0 if answer is None else 1)


def test_an_ask_answered_with_another_keeps_its_views_as_long_as_that_one_does(later):
    theme, view = answers.make_theme(), make_settled()
    answers.put_under(theme, view)
    officer, lead = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.CORPORATE_LEAD)
    with later(timedelta(days=600)):
        whole, one = answers.make_ask(answer=None), answers.make_ask(theme, answer=None)
        shaping.join(one, whole, because="The same", by=officer)
    with later(timedelta(days=900)):
        assert operations.forget_old_views() == 0, "nobody has answered it"
        board.operations.answer(whole, answer=AskAnswer.YES, because="Done", reason=None, by=lead)
    with later(timedelta(days=900 + 364)):
        assert operations.forget_old_views() == 0
    with later(timedelta(days=900 + 366)):
        assert operations.forget_old_views() == 1


def test_an_action_that_goes_on_keeps_its_views_and_one_settled_a_year_ago_does_not(later):
    theme, view = answers.make_theme(), make_settled()
    answers.put_under(theme, view)
    action = answers.make_claimed_action(answers.make_ask(theme))
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0
        board.in_state(action, ActionState.AGREED).settled_on = clock.today() - timedelta(days=364)
        db.session.flush()
        assert operations.forget_old_views() == 0
        action.settled_on = clock.today() - timedelta(days=365)
        db.session.flush()
        assert operations.forget_old_views() == 1


def test_an_action_that_stopped_counts_from_that_day(later):
    theme, view = answers.make_theme(), make_settled()
    answers.put_under(theme, view)
    lead = people.make_account(Role.CORPORATE_LEAD)
    action = board.make_action(ask=answers.make_ask(theme))
    with later(timedelta(days=700)):
        board.operations.take_step(action, Step.STOPPED, text="No money", by=lead)
    with later(timedelta(days=1000)):
        assert operations.forget_old_views() == 0
    with later(timedelta(days=1070)):
        assert operations.forget_old_views() == 1


def test_what_is_still_to_be_told_or_was_told_this_year_keeps_its_views(later):
    theme, view = answers.make_theme(), make_settled()
    answers.put_under(theme, view)
    ask = answers.make_ask(theme, answer=AskAnswer.NO)
    with later(timedelta(days=700)):
        story = answers.make_feedback(ask, published=False, told=Told.CANNOT)
        assert story.published_at is None
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0
        story.published_at, story.published_by_id = clock.now(), people.make_account(Role.BOARD_MEMBER).id
        db.session.flush()
        assert operations.forget_old_views() == 0
    with later(LONG_AFTER + timedelta(days=366)):
        assert operations.forget_old_views() == 1


def test_whoever_is_quoted_keeps_the_code_to_say_stop_with(later):
    view = board.make_quotable()
    view.triaged_at, view.answered, view.waits = clock.now(), True, False
    ask = board.make_quote(view)
    lead = people.make_account(Role.CORPORATE_LEAD)
    board.operations.answer(ask, answer=AskAnswer.YES, because="Done", reason=None, by=lead)
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0
        contributions.change_sharing(view, given=[])
        assert board.operations.forget_withdrawn_quotes() == 1
        assert operations.forget_old_views() == 1


def test_an_unanswered_ask_in_somebodys_words_keeps_them_though_the_quote_is_gone(later):
    view = board.make_quotable()
    view.triaged_at, view.answered, view.waits = clock.now(), True, False
    board.make_quote(view)
    contributions.change_sharing(view, given=[])
    board.operations.forget_withdrawn_quotes()
    with later(LONG_AFTER):
        assert operations.forget_old_views() == 0


def test_a_whole_wave_falls_due_at_once_and_goes_in_batches(later, monkeypatch):
    monkeypatch.setattr(retention.due, "__defaults__", (40,))
    for _ in range(100):
        make_settled()
    with later(TWO_YEARS):
        assert [operations.forget_old_views() for _ in range(4)] == [40, 40, 20, 0]
    assert texts() == 0


def test_a_clock_set_forward_erases_nothing():
    make_settled()
    with time_machine.travel(clock.now() + TWO_YEARS, tick=False):
        assert operations.forget_old_views() == 0
        audit.record("sign-in", by=None)  # people work on, and the log notes the wrong time too
        assert operations.forget_old_views() == 0
        assert watch.is_stopped()
    assert operations.forget_old_views() == operations.forget_old_log() == operations.forget_closed_accounts() == 0
    assert watch.is_stopped(), "put right or not, people have to look"
    assert texts() == 1


def test_a_worker_that_stood_still_is_no_jump_while_people_worked(later):
    make_settled()
    with later(timedelta(days=720)):
        pass
    for days in range(720, 740, 5):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            audit.record("sign-in", by=None)
    with time_machine.travel(clock.now() + TWO_YEARS, tick=False):
        assert operations.forget_old_views() == 1


def test_a_clock_set_back_stops_it_too():
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        assert operations.forget_old_log() == 0
        assert watch.is_stopped()


def test_two_different_people_say_that_the_clock_is_right(signed_in):
    make_settled()
    fixed = clock.now() + TWO_YEARS
    with time_machine.travel(fixed, tick=False):
        operations.forget_old_views()
        db.session.commit()
        keeper, officer = signed_in(Role.ADMINISTRATOR), signed_in(Role.SAFEGUARDING_OFFICER)
        assert "erasing has stopped" in keeper.get("/work/").text
        assert "erasing has stopped" not in signed_in(Role.PARTICIPATION_OFFICER).get("/work/").text
        assert "Threads due by this clock" in keeper.get("/work/erasing/").text
        assert officer.post_form("/work/erasing/go-on", page="/work/erasing/").status_code == 409
        assert keeper.post_form("/work/erasing/ask", page="/work/erasing/").status_code == 303
        assert "Another administrator or safeguarding officer" in keeper.get("/work/erasing/").text
        assert keeper.post_form("/work/erasing/go-on", page="/work/erasing/").status_code == 409
        assert officer.post_form("/work/erasing/ask", page="/work/erasing/").status_code == 409
        assert "has said that it is right" in officer.get("/work/erasing/").text
        db.set_writing(True)
        assert operations.forget_old_views() == 0
        db.session.commit()
        assert officer.post_form("/work/erasing/go-on", page="/work/erasing/").status_code == 303
        assert "Erasing goes on" in officer.get("/work/erasing/").text
        assert "erasing has stopped" not in keeper.get("/work/").text
        db.set_writing(True)
        assert operations.forget_old_views() == 1
        acts = select(AuditEvent.action).where(AuditEvent.action.startswith("erasing")).order_by(AuditEvent.sequence)
        assert db.session.scalars(acts).all() == ["erasing.stopped", "erasing.asked", "erasing.resumed"]


def test_nobody_agrees_with_themselves():
    someone = people.make_account(Role.ADMINISTRATOR)
    with pytest.raises(RuleError):
        watch.ask_to_go_on(by=someone)
    db.session.scalars(select(ErasureWatch)).one().stopped_at = clock.now()
    db.session.flush()
    watch.ask_to_go_on(by=someone)
    with pytest.raises(RuleError):
        watch.go_on(by=someone)


def test_the_log_is_cut_after_seven_years_and_its_chain_stays_whole(later):
    for number in range(5):
        audit.record(f"act.{number}", by=None)
    audit.count_young_act("thread.opened")
    old_head = log.head()
    with later(timedelta(days=7 * 365 - 30)):
        assert operations.forget_old_log() == 0
        audit.record("act.later", by=None)
    with later(timedelta(days=7 * 365 + 10)):
        assert operations.forget_old_log() == 5 + 1
        assert operations.forget_old_log() == 0
        assert log.verify(expected_head=old_head).whole
        assert db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all() == [
            "act.later",
            "log.shortened",
        ]
        audit.record("act.after", by=None)
        assert log.verify().whole
    with later(timedelta(days=14 * 365 + 10)):
        assert operations.forget_old_log() == 1
        assert log.verify().whole
    assert db.session.scalars(select(DailyCount)).all() == []


def test_a_beginning_cut_off_by_hand_shows(later):
    for number in range(5):
        audit.record(f"act.{number}", by=None)
    db.session.execute(AuditEvent.__table__.delete().where(AuditEvent.sequence <= 2))
    assert not log.verify().whole
    with later(timedelta(days=7 * 365 + 10)):
        audit.record("act.now", by=None)
        operations.forget_old_log()
        assert log.verify().whole, "what is left is a chain of its own"
        db.session.execute(AuditEvent.__table__.delete().where(AuditEvent.action == "act.now"))
        assert not log.verify().whole


def test_who_held_an_account_is_forgotten_a_year_after_it_was_closed(later):
    keeper = people.make_account(Role.ADMINISTRATOR)
    gone = people.make_account(Role.PARTICIPATION_OFFICER, name="Somebody Who Left")
    other = people.make_account(Role.PARTICIPATION_OFFICER, name="Still Here")
    db.session.add(RecoveryCode(account_id=gone.id, code_hash="x"))
    view = make_settled()
    contributions.reply(view, "Hello", by=gone)
    accounts.close_account(gone, by=keeper)
    with later(timedelta(days=360)):
        assert operations.forget_closed_accounts() == 0
    with later(timedelta(days=366)):
        assert operations.forget_closed_accounts() == 1
        assert operations.forget_closed_accounts() == 0
    db.session.expire_all()
    found = db.session.get(Account, gone.id)
    assert (found.name, found.password_hash, found.totp_secret_sealed) == (FORGOTTEN, None, None)
    assert "left" not in found.username
    assert db.session.scalars(select(AccountRole).where(AccountRole.account_id == gone.id)).all() == []
    assert db.session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == gone.id)).all() == []
    assert other.name == "Still Here"
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 1
