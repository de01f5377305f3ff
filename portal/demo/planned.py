"""The demonstration's plan: begun with what has to get better, published once it has objectives."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.models import Account
from portal.board.models import Action
from portal.commitments.models import Duty
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.measures import queries as measures
from portal.plans import operations
from portal.plans.models import ImprovementArea, Plan
from portal.plans.operations import Aim, Frame


class PlanHistory:
    """Gives the plan and each statement its day on the timeline."""

    def __init__(self, people: dict[str, Account], actions: dict[str, Action], timeline: Timeline) -> None:
        self.people, self.actions, self.timeline = people, actions, timeline
        self.record = read("plan")
        self.plans: list[Plan] = []
        self.areas: dict[str, ImprovementArea] = {}

    def schedule(self) -> None:
        """The areas first, then where they stood; objectives once there are actions and measures to tie to them."""
        said = [(area["title"], one) for area in self.record["areas"] for one in area["statements"]]
        self.timeline.on_day(min(one["days"] for _, one in said) - 1, self._begin)
        for title, one in said:
            self._statement(title, one)
        self.timeline.on_day(-3, self._publish, hour=10)

    def _begin(self) -> None:
        today, record = self.timeline.today, self.record
        frame = Frame(
            title=record["title"],
            organisation_id=None,
            starts_on=today + timedelta(days=record["begins"]),
            ends_on=today + timedelta(days=record["ends"]),
        )
        by = self.people[record["by"]]
        plan = operations.begin(frame, by=by)
        self.plans.append(plan)
        for area in record["areas"]:
            self.areas[area["title"]] = operations.add_area(plan, area["title"], area["source"], by=by)

    def _statement(self, title: str, record: Record) -> None:
        self.timeline.on_day(
            record["days"],
            lambda: operations.state(
                self.areas[title], record["text"], record["evidence"], by=self.people[record["by"]]
            ),
        )

    def _publish(self) -> None:
        by = self.people[self.record["by"]]
        for record in self.record["objectives"]:
            shown = [one for one in measures.measures() if one.name in record["measures"]]
            aim = Aim(title=record["title"], why=record["why"], duty=Duty(record["duty"]), measures=shown)
            objective = operations.aim(self.plans[0], aim, by=by)
            for key in record["actions"]:
                operations.tie(self.actions[key], [objective], by=by)
            for title in record.get("answers", ()):
                operations.answer_area(self.areas[title], objective, by=by)
        operations.publish(self.plans[0], by=self.people[self.record["published_by"]])
