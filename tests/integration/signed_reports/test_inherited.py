"""Each way a tag travels (docs/adr/0037): the source alone carries it, and what belongs to the source has it too."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portal.board import operations as board_operations
from portal.board.models import ActionState, Ask, AskAnswer
from portal.commitments.models import Duty
from portal.consultations import queries as consultation_queries
from portal.consultations.planned import NewOption, NewQuestion
from portal.core import clock, db
from portal.core.access import Role
from portal.feedback import operations as feedback_operations
from portal.feedback import queries as feedback_queries
from portal.feedback.models import Told
from portal.meetings import queries as meeting_queries
from portal.plans import operations as plan_operations
from portal.plans.operations import Aim
from portal.signed_reports import inspected, tags
from portal.signed_reports.gathering import Scope
from portal.themes.models import Theme
from tests.factories import board, commitments, consultations, measures, meetings, people, plans, themes, waves

FAMILY = {"uncrc": "9", "shanarri": "Nurtured"}
RIGHT = tags.read(**FAMILY)
PROMISED = Duty.IMPROVE


def theme() -> Theme:
    made = themes.make_theme("Seeing family")
    made.uncrc, made.shanarri = FAMILY["uncrc"], FAMILY["shanarri"]
    return made


def ask(**changes) -> Ask:
    made = board.make_ask("Let us see our sisters", **changes)
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(made, answer=AskAnswer.YES, because="From May", reason=None, by=lead)
    return made


def ask_of_theme() -> Ask:
    return ask(theme_id=theme().id)


def measure(**changes) -> UUID:
    made, today = measures.make_measure(**changes), clock.today()
    measures.make_reading(
        made, starts_on=today - timedelta(days=100), ends_on=today - timedelta(days=10), approved=True
    )
    return made.id


def served() -> tuple[UUID, UUID]:
    """An objective that an action under an ask of the theme serves, and the measure that shows it."""
    shown_by = db.session.get_one(measures.Measure, measure())
    action = board.make_action(ask=ask_of_theme())
    aim = plans.make_objective(plans.make_plan(published=True), action=action, measure=shown_by)
    return aim.id, shown_by.id


def objective(duty: Duty) -> tuple[UUID, UUID]:
    """An objective with a duty of its own, and the measure that shows it."""
    shown_by = db.session.get_one(measures.Measure, measure())
    wanted = Aim(title="Nobody loses touch", why="It is lonely.", duty=duty, measures=[shown_by])
    return plan_operations.aim(plans.make_plan(published=True), wanted, by=None).id, shown_by.id


def decided(about) -> UUID:
    with clock.pretend(clock.now() + timedelta(days=1)):
        meeting = meetings.make_dealt(about)
    return meeting_queries.decisions_of([meeting.id])[0].id


def told() -> UUID:
    wanted = ask_of_theme()
    board.in_state(board.make_action(ask=wanted), ActionState.AGREED)
    writer, second = (people.make_account(Role.PARTICIPATION_OFFICER) for _ in range(2))
    story = feedback_operations.draft(
        wanted, told=Told.DID, you_said="We miss our sisters", answer="You see them", by=writer
    )
    feedback_operations.publish(story, shown=feedback_queries.version(story), by=second)
    return story.id


def question(**tagged: str) -> UUID:
    options = [NewOption(key="enough", label="Enough"), NewOption(key="more", label="I want more")]
    asked = NewQuestion(key="family", kind=consultations.Kind.SINGLE, prompt="Enough time?", options=options, **tagged)
    wave = waves.make_wave("Spring", 4, [asked])
    waves.make_release(wave, {"family": {"Enough": 60, "I want more": 60}})
    return consultation_queries.get_consultation(wave.id).by_key["family"].id


def counted_theme() -> UUID:
    made = board.make_counted_theme()
    made.uncrc, made.shanarri = FAMILY["uncrc"], FAMILY["shanarri"]
    return made.id


def duty(one: Duty) -> tags.Tags:
    return tags.read(duty=one)


def with_promised(others: tags.Tags) -> tags.Tags:
    """What a promise carries beside its own duty, which every promise has."""
    return duty(PROMISED).with_those_of([others])


def action_of(**changes) -> UUID:
    return board.make_action(**changes).id


def promise_kept_by(**changes) -> UUID:
    promise = commitments.make_commitment(duty=PROMISED)
    board.make_action(commitment=promise, **changes)
    return promise.id


def measure_of_promise_kept_by(**changes) -> UUID:
    promise = commitments.make_commitment(duty=PROMISED)
    board.make_action(commitment=promise, **changes)
    return measure(commitment=promise)


A, B = Duty.ALERT, Duty.ASSESS
EDGES: dict[str, tuple[Callable[[], UUID], tags.Tags]] = {
    "ask: its duty": (lambda: ask(duty=A).id, duty(A)),
    "ask: its theme": (lambda: ask_of_theme().id, RIGHT),
    "action: its duty": (lambda: action_of(ask=ask(), duty=A), duty(A)),
    "action: its own duty before its ask's": (lambda: action_of(ask=ask(duty=B), duty=A), duty(A)),
    "action: its ask's duty": (lambda: action_of(ask=ask(duty=A)), duty(A)),
    "action: its ask's theme": (lambda: action_of(ask=ask_of_theme()), RIGHT),
    "action: its promise's duty": (lambda: action_of(commitment=commitments.make_commitment(duty=A)), duty(A)),
    "promise: its duty": (lambda: commitments.make_commitment(duty=A).id, duty(A)),
    "promise: its action's duty": (lambda: promise_kept_by(duty=A), with_promised(duty(A))),
    "promise: its action's ask's theme": (lambda: promise_kept_by(ask=ask_of_theme()), with_promised(RIGHT)),
    "objective: its duty": (lambda: objective(A)[0], duty(A)),
    "objective: its action's": (lambda: served()[0], RIGHT),
    "measure: its promise's duty": (lambda: measure(commitment=commitments.make_commitment(duty=A)), duty(A)),
    "measure: its promise's action's": (lambda: measure_of_promise_kept_by(ask=ask_of_theme()), with_promised(RIGHT)),
    "measure: its objective's duty": (lambda: objective(A)[1], duty(A)),
    "measure: its objective's action's": (lambda: served()[1], RIGHT),
    "decision: of an ask": (lambda: decided(ask_of_theme()), RIGHT),
    "decision: of an action": (lambda: decided(board.make_action(ask=ask_of_theme())), RIGHT),
    "decision: of a theme": (lambda: decided(theme()), RIGHT),
    "decision: of a promise": (lambda: decided(commitments.make_commitment(duty=A)), duty(A)),
    "story: its ask's": (told, RIGHT),
    "theme: its own": (counted_theme, RIGHT),
    "question: its duty": (lambda: question(section_58="a"), duty(A)),
    "question: its right and wellbeing": (lambda: question(**FAMILY), RIGHT),
    "question: its foundation": (lambda: question(promise="Voice"), tags.read(promise="Voice")),
}


@pytest.mark.parametrize("edge", EDGES)
def test_a_tag_travels_from_its_source(app, edge):
    make, wanted = EDGES[edge]
    with app.app_context():
        with clock.pretend(clock.now() - timedelta(days=30)):
            row = make()
        db.session.commit()
        today = clock.today()
        held = inspected.Held(Scope(today - timedelta(days=300), today - timedelta(days=1)))
        assert held.tags[row] == wanted
