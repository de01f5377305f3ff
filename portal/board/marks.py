"""A state in a word, the same wherever an ask or an action is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.board import labels, rules
from portal.board.models import AskAnswer, Milestone
from portal.board.stories import ActionLine, AskStory
from portal.core.i18n import day


@dataclass(frozen=True)
class Mark:
    """A state in a word, and how it is drawn."""

    label: str
    kind: str


def marks_of(story: AskStory, today: date) -> tuple[Mark, ...]:
    """An ask's state as the board sees it: what is late first, then how far it has come."""
    if not story.text.checked:
        return (Mark(labels.not_checked_yet(), "hidden"),)
    if story.answer is None:
        late = Mark(labels.late(story.due_on, today), "late")
        return (late,) if story.late else (Mark(labels.no_answer_yet(), "planned"),)
    if not story.actions:
        kind = "stopped" if story.answer is AskAnswer.NO else "planned"
        return (Mark(str(labels.ANSWERED[story.answer]), kind),)
    word = rules.standing([line.state for line in story.actions])
    state = Mark(str(labels.STANDINGS[word]), labels.STANDING_KINDS[word])
    late_on = [line.due_on for line in story.actions if line.late]
    if len(late_on) > 1:
        return Mark(labels.several_late(len(late_on), min(late_on), today), "late"), state
    return _with_lateness(state, late_on[0] if late_on else None, today)


def marks_of_action(line: ActionLine, today: date) -> tuple[Mark, ...]:
    """The same for one action."""
    return _with_lateness(Mark(line.state_label, line.state_kind), line.due_on if line.late else None, today)


def mark_of_milestone(step: Milestone, today: date) -> Mark:
    """Whether a step on the way is reached, is to come, or was missed."""
    if step.done_on:
        return Mark(str(_("Reached on %(day)s", day=day(step.done_on))), "agreed")
    if step.due_on < today:
        return Mark(str(_("Not reached, was due %(day)s", day=day(step.due_on))), "late")
    return Mark(str(_("By %(day)s", day=day(step.due_on))), "planned")


def _with_lateness(state: Mark, late_on: date | None, today: date) -> tuple[Mark, ...]:
    return (Mark(labels.late(late_on, today), "late"), state) if late_on else (state,)
