"""What invented young people said without being asked, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portal.accounts.models import Account
from portal.complaints.models import Wish
from portal.contributions import codes
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Matter, Purpose
from portal.contributions.operations import Incoming, Passage
from portal.core.access import Role
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.demo.voices import Voices
from portal.free_views import operations, queries
from portal.free_views.kinds import BY_SLUG
from portal.free_views.models import Own
from portal.free_views.rules import CHECKLIST
from portal.partnership import queries as partnership
from portal.reading import operations as reading
from portal.reading.models import Outcome

_OUTCOMES = {Matter.IDEA: Outcome.ASK, Matter.GOOD_NEWS: Outcome.GOOD_NEWS, Matter.THANKS: Outcome.GOOD_NEWS}
_CHECKED_AFTER, _SUPPORTED_AFTER = timedelta(days=1), timedelta(days=3)


class Unasked:
    """Gives each of them its place on the timeline; ideas are supported with the codes of `voices`."""

    def __init__(self, people: dict[str, Account], voices: Voices) -> None:
        self.people, self.voices = people, voices
        self.given: dict[str, Contribution] = {}

    def schedule(self, timeline: Timeline) -> None:
        """Told, read and answered; ideas checked by a second person, supported, and counted on the last Monday."""
        for record in read("unasked")["told"]:
            timeline.in_week(record["weeks"], partial(self._tell, record))
            if "handled_days" not in record:
                continue
            day = timeline.today + timedelta(days=record["handled_days"])
            timeline.at(timeline.moment(day, 14), partial(self._handle, record, timeline))
            if record.get("supported_by"):
                timeline.at(timeline.moment(day + _CHECKED_AFTER, 10), partial(self._publish, record))
                timeline.at(timeline.moment(day + _SUPPORTED_AFTER, 18), partial(self._support, record))
        monday = timeline.today - timedelta(days=timeline.today.weekday())
        timeline.at(timeline.moment(monday, 1), operations.count_support)

    def _tell(self, record: Record) -> None:
        kind = BY_SLUG[record["kind"]]
        said = record["words"]
        incoming = Incoming(
            key=codes.new_submission_key(),
            matter=kind.matter,
            locale="en",
            passages=[Passage(asked=str(one.prompt), text=said[one.key]) for one in kind.asked if one.key in said],
            sharing=[Purpose(purpose) for purpose in record["sharing"]],
        )
        received = operations.send(incoming, Wish(record.get("wish", Wish.NOT_ASKED.value)))
        self.given[record["key"]] = received.contribution

    def _handle(self, record: Record, timeline: Timeline) -> None:
        view, by = self.given[record["key"]], self.people["rowan"]
        contributions.mark_read(view, by=by, role=Role.PARTICIPATION_OFFICER)
        reading.triage(view, outcome=_OUTCOMES.get(view.matter, Outcome.SAFE), by=by)
        contributions.reply(view, record["reply"], by=by)
        if view.matter is Matter.THANKS:
            operations.give_thanks(view, by=by)
        if "due_days" in record:
            due_on = timeline.today + timedelta(days=record["due_days"])
            operations.plan_sorting(view, post_id=partnership.posts()[0].id, due_on=due_on, by=by)
        if "own" in record:
            operations.prepare(view, own=Own(record["own"]), text=record.get("published", ""), by=by)

    def _publish(self, record: Record) -> None:
        idea = queries.find_idea(self.given[record["key"]].id)
        if idea is not None:
            operations.publish(idea, looked=CHECKLIST, by=self.people["iona"])

    def _support(self, record: Record) -> None:
        idea = queries.find_idea(self.given[record["key"]].id)
        if idea is not None:
            for voice in list(self.voices.given.values())[: record["supported_by"]]:
                operations.support(idea, voice)
