"""How things stood on an earlier day is what was shown on that day, whatever happened since."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.board import history, operations, owing, rules, shaping
from portal.board.models import Action, ActionState, Ask, AskAnswer, Say, Step
from portal.board.stories import ActionLine, action_lines
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, people

DAYS = 40
AT = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


def told(line: ActionLine) -> ActionLine:
    """Without the words of the claim, of earlier ones none are kept; and without what only a line as at a day says."""
    return replace(line, claim=None, round=0, moved_on=None)


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
    told = {day: history.stories_as_at([made["first"]], day)[0] for day in (early, after)}
    assert told[early].answer is None and told[early].late
    assert told[after].answer is AskAnswer.YES


def test_a_story_has_what_was_done_and_the_ask_that_answered_for_it_at_the_end_of_the_day(app):
    lead, officer = (
        people.make_account(Role.CORPORATE_LEAD, name="Lead Person"),
        people.make_account(Role.ADMINISTRATOR),
    )
    with clock.pretend(AT):
        first, second = (board.make_ask(one) for one in ("First", "Second"))
        action = board.make_action(ask=first, title="Ask each house")
    with clock.pretend(AT + timedelta(days=2)):
        shaping.join(second, first, because="The same", by=officer)
        operations.take_step(action, Step.STARTED, by=lead)
        db.session.commit()
    with clock.pretend(AT + timedelta(days=4)):
        operations.take_step(action, Step.CLAIMED, text="All were asked", by=lead)
        board.make_action(ask=first, title="Thought of later")
        shaping.part(second, by=officer)
        db.session.commit()
    days = [clock.local(AT + timedelta(days=day)).date() for day in (0, 2, 4)]
    db.session.expire_all()
    told = [history.stories_as_at([first, second], day) for day in days]
    lines = [[[(line.title, line.state) for line in story.actions] for story in each] for each in told]
    started, later = ("Ask each house", ActionState.UNDER_WAY), ("Thought of later", ActionState.PLANNED)
    assert lines[0] == [[("Ask each house", ActionState.PLANNED)], []]
    assert lines[1] == [[started], [started]], "it was answered together with the first"
    assert sorted(lines[2][0]) == sorted([("Ask each house", ActionState.CLAIMED), later]) and lines[2][1] == []
    own = [waiting(history.joined_as_at(day)) for day in days]
    assert own == [[], ["Second"], []]


def test_a_state_nobody_took_a_step_to_stays_as_it_is(app):
    with clock.pretend(AT):
        action = board.in_state(board.make_action(), ActionState.AGREED)
        db.session.commit()
    assert history.lines_as_at([action], clock.local(AT).date())[0].state is ActionState.AGREED


def test_what_is_agreed_keeps_the_first_day_while_young_people_agree(app):
    first, second, third = board.make_champions(3)
    days = [clock.local(AT + timedelta(days=day)).date() for day in range(6)]
    with clock.pretend(AT):
        action = board.make_claim()
    for day, say, by in ((1, Say.YES, first), (2, Say.YES, second), (4, Say.YES, third)):
        with clock.pretend(AT + timedelta(days=day)):
            operations.say(action, say, by=by)
            db.session.commit()
    assert action.settled_on == days[2]
    assert [history.lines_as_at([action], day)[0].settled_on for day in days] == [None, None, *[days[2]] * 4]
    yes, no = (rules.Said(one.id, 1, say) for one, say in ((second, Say.YES), (third, Say.NOT_YET)))
    begun = [(AT, Step.CLAIMED)], [(AT, replace(yes, account_id=first.id)), (AT + timedelta(days=1), yes)]
    taken_back = (AT + timedelta(days=2), no), (AT + timedelta(days=3), replace(no, say=Say.YES))
    assert history.replayed(begun[0], [*begun[1], *taken_back]).settled_at == AT + timedelta(days=3)


def test_a_line_says_on_which_day_it_last_moved(app):
    with clock.pretend(AT):
        action, lead = board.make_claim(), people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    for day, act in (
        (2, lambda: operations.say(action, Say.NOT_YET, by=board.make_champions(1)[0])),
        (4, lambda: operations.take_step(action, Step.NOTE, text="We look at it", by=lead)),
        (6, lambda: operations.take_step(action, Step.CLAIMED, text="Now it is", by=lead)),
    ):
        with clock.pretend(AT + timedelta(days=day)):
            act()
            db.session.commit()
    days = [clock.local(AT + timedelta(days=day)).date() for day in range(8)]
    moved = [history.lines_as_at([action], day)[0].moved_on for day in days]
    assert moved == [days[0]] * 2 + [days[2]] * 4 + [days[6]] * 2, "a note moves nothing"
