"""How things stood on an earlier day is what was shown on that day, whatever happened since."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.board import history, operations, owing, rules, shaping
from portal.board.models import Action, ActionState, Ask, AskAnswer, Say, Step
from portal.board.stories import ActionLine, action_lines, stories_as_at
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, people

DAYS = 40
AT = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


def told(line: ActionLine) -> ActionLine:
    """Without the words of the claim: of earlier ones none are kept."""
    return replace(line, claim=None, round=0)


def one_act(dice: random.Random, action: Action, champions: list, lead) -> None:
    """Something that may happen to an action, by a die; what is not allowed does not happen."""
    try:
        if dice.random() < 0.4:
            say = dice.choice([Say.YES, Say.YES, Say.PARTLY, Say.NOT_YET])
            operations.say(action, say, by=dice.choice(champions))
        elif dice.random() < 0.2:
            operations.ask_again(action, because="Most codes say not yet")
        else:
            steps = rules.STEPS[action.state]
            end = {Step.STOPPED} & steps if dice.random() < 0.15 else set()
            step = dice.choice(sorted(end or steps - {Step.STOPPED}) or [Step.NOTE])
            operations.take_step(action, step, text="Words", by=lead)
    except RuleError:
        pass


@pytest.mark.parametrize("seed", range(8))
def test_an_action_is_told_as_it_was_shown_at_the_end_of_each_day(app, seed):
    dice, shown = random.Random(seed), {}
    with app.app_context():
        with clock.pretend(AT):
            action = board.make_action(due_on=clock.today() + timedelta(days=12))
            champions, lead = board.make_champions(3), people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
            db.session.commit()
        for day in range(1, DAYS):
            with clock.pretend(AT + timedelta(days=day)):
                if dice.random() < 0.6:
                    one_act(dice, action, champions, lead)
                    db.session.commit()
                shown[clock.today()] = told(action_lines([action])[0])
        if seed % 2 and Step.NOTE in rules.STEPS[action.state]:
            with clock.pretend(AT + timedelta(days=DAYS)):
                operations.take_step(action, Step.NOTE, text="It is over", by=lead)
        found = {day: told(history.lines_as_at([action], day)[0]) for day in shown}
        assert found == shown
        assert len({line.state for line in shown.values()}) > 1, "something happened"
        assert history.lines_as_at([action], clock.local(AT).date() - timedelta(days=1)) == (), "not there yet"


def test_what_was_stopped_is_settled_at_that_moment_and_not_once_it_goes_on():
    """Nothing follows a stop today, so only the rule itself shows it."""
    stopped, later = [(AT, Step.STOPPED)], (AT + timedelta(days=1), Step.STARTED)
    assert history.replayed(stopped, []) == history.Then(ActionState.STOPPED, None, AT)
    assert history.replayed([*stopped, later], []).settled_at is None


def test_the_clock_of_a_day_is_the_one_in_scotland():
    assert history.end_of(date(2026, 7, 1)).isoformat() == "2026-07-01T23:00:00+00:00"
    assert history.end_of(date(2026, 1, 1)).isoformat() == "2026-01-02T00:00:00+00:00"


def waiting(condition) -> list[str]:
    return sorted(one.text or "" for one in db.session.scalars(select(Ask).where(condition)))


def test_asks_wait_and_are_late_as_they_were(app):
    seen: dict[date, tuple[list[str], list[str]]] = {}
    lead = people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    made: dict[str, Ask] = {}

    def happens(day: int) -> None:
        due = clock.today() + timedelta(days=5)
        if day == 1:
            made["first"], made["second"] = (board.make_ask(one, due_on=due, by=officer) for one in ("First", "Second"))
            board.make_quote(checked=False, by=officer).due_on = due
        if day == 4:
            shaping.join(made["second"], made["first"], because="The same", by=officer)
        if day == 9:
            operations.answer(made["first"], answer=AskAnswer.YES, because="From May.", reason=None, by=lead)
        if day == 12:
            shaping.part(made["second"], by=officer)

    for day in range(16):
        with clock.pretend(AT + timedelta(days=day)):
            happens(day)
            db.session.commit()
            today = clock.today()
            seen[today] = waiting(owing.owed()), waiting(owing.late_asks(today))
    for day, (owed, late) in seen.items():
        assert (waiting(history.waiting_as_at(day)), waiting(history.late_as_at(day))) == (owed, late), day
    assert len({str(one) for one in seen.values()}) > 4
    early, after = (clock.local(AT + timedelta(days=one)).date() for one in (8, 9))
    assert stories_as_at([made["first"]], early)[0].answer is None and stories_as_at([made["first"]], early)[0].late
    assert stories_as_at([made["first"]], after)[0].answer is AskAnswer.YES


def test_a_state_nobody_took_a_step_to_stays_as_it_is(app):
    with clock.pretend(AT):
        action = board.in_state(board.make_action(), ActionState.AGREED)
        db.session.commit()
    assert history.lines_as_at([action], clock.local(AT).date())[0].state is ActionState.AGREED
