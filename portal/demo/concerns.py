"""Concerns and complaints of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from portal.accounts.models import Account
from portal.complaints import operations as complaints
from portal.complaints import queries as complaint_queries
from portal.complaints.models import Complaint, Finding, Wish
from portal.consultations import operations as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Identity, Matter
from portal.contributions.operations import Incoming
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.partnership import queries as partnership
from portal.reading import operations as reading
from portal.reading.models import Outcome
from portal.safety import operations as safety
from portal.safety import queries
from portal.safety.models import Concern, RaisedBy
from portal.safety.operations import About, Report

_ASKED = "What is happening?"
_KEPT_FROM_TEAM = "A complaint about people of their house, nobody in danger: kept from that team."


class Concerns:
    """Gives each concern and complaint its hour on the timeline."""

    def __init__(self, people: dict[str, Account], wave: Questionnaire) -> None:
        self.people, self.wave = people, wave
        self.teams = {team.name: team.id for team in partnership.teams()}
        self.threads: dict[str, Contribution] = {}

    def schedule(self, timeline: Timeline) -> None:
        """Hours before loading; what followed is counted in minutes from then."""
        for case in read("safety")["cases"]:
            came = timeline.loaded_at - timedelta(hours=case["hours_ago"])
            timeline.at(came, partial(self._raise, case))
            self._follow(timeline, case, came)
        for complaint in read("safety")["complaints"]:
            came = timeline.loaded_at - timedelta(hours=complaint["hours_ago"])
            timeline.at(came, partial(self._complain, complaint))
            sorted_at = timeline.loaded_at - timedelta(hours=complaint["triaged_hours_ago"])
            timeline.at(sorted_at, partial(self._sort, complaint))
            if "first_answer" in complaint:
                self._answered(timeline, complaint)
            if complaint["about_worker"]:
                aside = sorted_at + timedelta(minutes=20)
                timeline.at(aside, partial(self._set_aside, complaint))

    def _raise(self, case: Record) -> None:
        if RaisedBy(case["raised_by"]) is RaisedBy.READER:
            thread, reader = self._answer(case), self.people[case["reader"]]
            contributions.mark_read(thread, by=reader, role=Role.PARTICIPATION_OFFICER)
            reading.triage(thread, outcome=Outcome.WORRIED, worry=case["worry"], about=self._about(case), by=reader)
        else:
            thread = self._report(case)
        self.threads[case["key"]] = thread

    def _report(self, case: Record) -> Contribution:
        about = self._about(case)
        report = Report(
            key=codes.new_submission_key(),
            locale=case.get("locale", "en"),
            asked=_ASKED,
            words=case["words"],
            name=case.get("name", ""),
            where=case.get("where", ""),
            reach=case.get("reach", ""),
            about_worker=about is not None,
            team_id=about.team_id if about else None,
        )
        return safety.report(report).contribution

    def _about(self, record: Record) -> About | None:
        return About(team_id=self.teams[record["barred_team"]]) if record["about_worker"] else None

    def _answer(self, record: Record) -> Contribution:
        """Said in answer to a question, as most things are."""
        incoming = Incoming(
            key=codes.new_submission_key(),
            matter=Matter.ANSWERS,
            locale=record.get("locale", "en"),
            identity=Identity(record["identity"]),
            name=record.get("name", ""),
            reach=record.get("reach", ""),
        )
        return consultations.submit(self.wave, {"one_thing": record["words"]}, incoming=incoming).contribution

    def _follow(self, timeline: Timeline, case: Record, came: datetime) -> None:
        key = case["key"]
        if "seen_by" in case:
            by = self.people[case["seen_by"]]
            role = Role.SAFEGUARDING_OFFICER
            seen = came + timedelta(minutes=case["seen_minutes"])
            timeline.at(seen, lambda: safety.see(self._concern(key), by=by, role=role))
        if "hand_over" in case:
            given = case["hand_over"]
            who = self.people[given["by"]]
            passed = came + timedelta(minutes=given["minutes"])
            words = {name: given[name] for name in ("to_whom", "how", "reference", "note")}
            timeline.at(passed, lambda: safety.hand_over(self._concern(key), by=who, **words))
        if "closed_minutes" in case:
            closer = self.people[case["seen_by"]]
            shut = came + timedelta(minutes=case["closed_minutes"])
            told = "They know that social work has it and who will see them."
            timeline.at(shut, lambda: safety.close(self._concern(key), told=told, by=closer))

    def _concern(self, key: str) -> Concern:
        found = queries.find_concern(self.threads[key].id)
        if found is None:
            raise NotFound
        return found

    def _complain(self, complaint: Record) -> None:
        self.threads[complaint["key"]] = self._answer(complaint)

    def _sort(self, complaint: Record) -> None:
        by, thread = self.people[complaint["triaged_by"]], self.threads[complaint["key"]]
        contributions.mark_read(thread, by=by, role=Role.PARTICIPATION_OFFICER)
        reading.triage(thread, outcome=Outcome.COMPLAINT, wish=Wish(complaint["wish"]), by=by)
        contributions.reply(thread, complaint["reply"], by=by)
        about = self._about(complaint)
        if about is not None:
            safety.raise_concern(thread, worry=_KEPT_FROM_TEAM, about=about, by=by)

    def _answered(self, timeline: Timeline, complaint: Record) -> None:
        """Answered at the first stage, and taken to the second by whoever was not content."""
        first = complaint["first_answer"]
        by, hour = self.people[first["by"]], timedelta(hours=1)
        said = {"finding": Finding(first["finding"]), "answer": first["text"], "learning": first["learning"]}
        answered, further = (timeline.loaded_at - first[key] * hour for key in ("hours_ago", "further_hours_ago"))
        timeline.at(answered, lambda: complaints.close(self._complaint(complaint), **said, by=by))
        timeline.at(further, lambda: complaints.take_further(self._complaint(complaint), by=by))

    def _complaint(self, complaint: Record) -> Complaint:
        found = complaint_queries.find(self.threads[complaint["key"]].id)
        if found is None:
            raise NotFound
        return found

    def _set_aside(self, complaint: Record) -> None:
        """Safeguarding finds nobody in danger; the complaint stays theirs, away from the team it is about."""
        concern = self._concern(complaint["key"])
        safety.see(concern, by=self.people["fern"], role=Role.SAFEGUARDING_OFFICER)
        safety.close(concern, told=_KEPT_FROM_TEAM, by=self.people["fern"])
