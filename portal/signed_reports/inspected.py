"""What an inspection pack draws on: lists of evidence, each read once, and which of their rows carry which tags."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from uuid import UUID

from flask_babel import gettext as _

from portal.board.stories import ActionLine, AskStory
from portal.consultations.questionnaire import Asked
from portal.evidence import queries as evidence
from portal.feedback.queries import Story
from portal.meetings.models import Decision
from portal.plans.models import Plan
from portal.signed_reports import pieces, placed, planned, showing, sources, tables, tagged, tags
from portal.signed_reports.gathering import Scope
from portal.signed_reports.indicators import Indicator
from portal.signed_reports.pieces import AUDIENCE, Shelf
from portal.signed_reports.planned import Aimed
from portal.signed_reports.tagged import Work
from portal.signed_reports.tags import NONE, Tags

#: What says something of what the lists before it hold: nothing of its own to place.
_OF_OTHERS = ("verdicts", "reached", "listened")


class Held:
    """What the days hold, each asked for once however many indicators show it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def work(self) -> Work:
        """What was asked, done, promised and measured."""
        return tagged.whole(self.scope, AUDIENCE)

    @cached_property
    def waves(self) -> list[sources.Wave]:
        """The signed waves."""
        return sources.waves(self.scope, AUDIENCE)

    @cached_property
    def plans(self) -> Sequence[Plan]:
        """The published plans."""
        return planned.plans(self.scope)

    @cached_property
    def aimed(self) -> list[Aimed]:
        """Their objectives."""
        return planned.objectives(self.scope, self.plans, AUDIENCE)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """What was told back."""
        return sources.told(self.scope)

    @cached_property
    def late_asks(self) -> Sequence[AskStory]:
        """What should have been answered."""
        return sources.late_asks(self.scope)

    @cached_property
    def late_actions(self) -> Sequence[ActionLine]:
        """What should have been done."""
        return sources.late_actions(self.scope)

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """What the board's meetings decided."""
        return sources.decisions(self.scope)

    @cached_property
    def shelves(self) -> Mapping[str, Shelf]:
        """Every list by its name in `indicators.toml`, in the order they are shown."""
        return {**_asked(self), **_done(self), **_reached(self), **_heard(self)}

    @cached_property
    def tags(self) -> Mapping[UUID, Tags]:
        """What each row of each list carries."""
        aimed = (line for one in self.aimed for line in one.actions)
        lines = {one.id: one for one in [*self.work.actions, *self.late_actions, *aimed]}
        asks = {one.id for one in [*self.work.asks, *self.late_asks]}
        board = placed.of_board(asks, lines.values())
        promises = placed.of_promises(self.work.promises, lines.values(), board)
        objectives = placed.of_objectives(self.aimed, board)
        return {
            **board.asks,
            **board.actions,
            **promises,
            **objectives,
            **placed.of_measures(self.work.measures, promises, self.aimed, objectives),
            **placed.of_decisions(self.decisions, board, promises),
            **placed.of_stories(self.stories, board),
            **placed.of_themes(self.shelves["themes"].ids),
            **{one.id: _of_question(one) for one in pieces.questions(self.waves)},
        }

    def under(self, one: Indicator, name: str) -> frozenset[UUID]:
        """The rows of a list that carry any tag of an indicator."""
        shelf = self.shelves[name]
        return frozenset(key for key in shelf.ids if shelf.always or self.tags.get(key, NONE).meets(one.tags))

    def shown(self, chosen: Iterable[Indicator]) -> frozenset[UUID]:
        """Every row that stands under one of these indicators, in a list of its own."""
        own = ((one, name) for one in chosen for name in one.lists if name not in _OF_OTHERS)
        return frozenset(key for one, name in own for key in self.under(one, name))

    def unplaced(self, under: Collection[UUID]) -> dict[str, Collection[UUID]]:
        """By list, the rows that are not among those that stand somewhere; each in the first list that has it."""
        seen, found = set(under), dict[str, Collection[UUID]]()
        for name, shelf in self.shelves.items():
            rest = [key for key in shelf.ids if key not in seen]
            if rest and name not in _OF_OTHERS:
                found[name] = rest
                seen.update(rest)
        return found

    def of_objective(self, objective_id: UUID) -> Aimed | None:
        """An objective with what is done for it, if a plan of these days has it."""
        return next((one for one in self.aimed if one.objective.id == objective_id), None)


def _asked(held: Held) -> dict[str, Shelf]:
    return {
        "asked": pieces.of_asks(_("What young people asked for, and the answers"), held.work.asks),
        "late_asks": pieces.of_asks(_("Answers that are late"), held.late_asks),
    }


def _done(held: Held) -> dict[str, Shelf]:
    work = held.work
    return {
        "agreed": pieces.of_actions(_("Done, and young people agree"), work.agreed),
        "claimed": pieces.of_actions(_("Claimed done, and young people do not agree, or not yet"), work.claimed),
        "late_actions": pieces.of_actions(_("Actions that are late"), held.late_actions),
        "under_way": pieces.of_actions(_("Planned, under way, stuck or stopped"), work.under_way),
        "decided": pieces.shelf(
            _("Decisions with agreed minutes"),
            held.decisions,
            lambda one: one.id,
            showing.decisions_table,
            showing.decision_evidence,
        ),
        "objectives": pieces.shelf(
            _("Objectives of the plan"),
            held.aimed,
            lambda one: one.objective.id,
            lambda key, label, rows: tables.objectives_table(key, rows, held.scope),
            tables.objective_evidence,
        ),
        "told": pieces.shelf(
            _("What was told back"), held.stories, lambda one: one.id, pieces.told, showing.story_evidence
        ),
    }


def _reached(held: Held) -> dict[str, Shelf]:
    return {
        "promised": pieces.shelf(
            _("Promised, measured, experienced"),
            held.work.promises,
            lambda one: one.commitment.id,
            showing.promises_table,
            showing.promise_evidence,
        ),
        "measured": pieces.shelf(
            _("What is measured"),
            held.work.measures,
            lambda one: one.measure.id,
            lambda key, label, rows: tables.measures_table(key, rows),
            tables.measure_evidence,
        ),
    }


def _heard(held: Held) -> dict[str, Shelf]:
    themes = {one.theme_id for wave in held.waves for one in evidence.released_themes(wave.release)}
    answered = [one for one in held.work.asks if one.answer is not None]
    listening = sources.listening(held.scope)
    said = [one for one in held.work.promises if one.said is not None]
    return {
        "themes": Shelf(pieces.themes_label(), sorted(themes), partial(pieces.by_theme, held.waves)),
        "answers": Shelf(
            _("What young people answered to questions"),
            [one.id for one in pieces.questions(held.waves)],
            partial(pieces.answers, held.waves),
        ),
        "verdicts": Shelf(
            pieces.verdicts_label(),
            [one.id for one in answered],
            lambda key, only: pieces.verdicts(key, [one for one in answered if one.id in only]),
        ),
        "reached": Shelf(
            _("Whether promises reached young people"),
            [one.commitment.id for one in said],
            lambda key, only: pieces.felt(key, [one for one in said if one.commitment.id in only]),
        ),
        "listened": Shelf(
            _("What young people say after their own meetings"),
            [one.id for one in listening],
            lambda key, only: pieces.listened(listening),
            always=True,
        ),
    }


def _of_question(asked: Asked) -> Tags:
    return tags.read(duty=asked.section_58, uncrc=asked.uncrc, shanarri=asked.shanarri, promise=asked.promise)
