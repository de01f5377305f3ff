"""A wave of the year before, brought in and released, so that the one after it has something to be held against."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from portal.accounts.models import Account
from portal.comparisons import operations as comparisons
from portal.comparisons.operations import Wave
from portal.comparisons.rules import Read
from portal.consultations.models import Consultation
from portal.consultations.questionnaire import Questionnaire
from portal.contributions.drafts import Given
from portal.core import db
from portal.demo.files import read
from portal.demo.timeline import Timeline
from portal.evidence import operations as evidence


class Earlier:
    """Schedules it: brought in and frozen by one officer, signed by another the day after."""

    def __init__(self, people: dict[str, Account], like: Questionnaire) -> None:
        self.people, self.like, self.record = people, like, read("earlier")

    def schedule(self, timeline: Timeline) -> None:
        """Before anybody answered the wave after it."""
        kept = {}
        days = -7 * self.record["brought_in_weeks_ago"]

        def bring_in() -> None:
            closed_on = timeline.today - timedelta(weeks=self.record["weeks_ago"])
            wave = Wave(f"{closed_on:%B %Y}", closed_on, self.record["source"], self.record["method"])
            like = db.session.get_one(Consultation, self.like.id)
            made = comparisons.import_wave(like, wave, Read(people=self._rows()), by=self.people["rowan"])
            kept["release"] = evidence.freeze_wave(made.consultation, by=self.people["rowan"])

        timeline.on_day(days, bring_in)
        timeline.on_day(days + 1, lambda: evidence.sign(kept["release"], by=self.people["iona"]))

    def _rows(self) -> list[dict[str, Given]]:
        """As many people as the file says, each answer chosen by as many as it says."""
        dice, number = Random(1), self.record["people"]
        rows: list[dict[str, Given]] = [{} for _ in range(number)]
        for question, chosen in self.record["answers"].items():
            given = [[answer] for answer, times in chosen.items() for _ in range(times)]
            for row, answer in zip(dice.sample(rows, len(given)), given, strict=True):
                row[question] = answer
        return rows
