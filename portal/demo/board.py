"""Asks, answers, actions, champions' says and what was told, in the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.accounts.models import Account
from portal.board import operations as board
from portal.board import rules, working
from portal.board.models import Action, ActionState, Ask, AskAnswer, Milestone, Rated, ReasonClass, Say, Step, Wording
from portal.board.operations import Terms
from portal.commitments import operations as commitments
from portal.commitments.models import Commitment, Duty
from portal.commitments.operations import Promise
from portal.contributions import queries as contributions
from portal.contributions.models import Words
from portal.core import clock
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.demo import measured
from portal.demo.files import Record, read, starter_commitments
from portal.demo.planned import PlanHistory
from portal.demo.timeline import Timeline
from portal.demo.voices import Voices
from portal.entitlements import operations as entitlements
from portal.escalation import operations as escalation
from portal.evidence import operations as evidence
from portal.evidence.models import Release
from portal.feedback import operations as feedback
from portal.feedback import queries as feedback_queries
from portal.feedback.models import Feedback, Told
from portal.partnership import queries as partnership
from portal.partnership.models import Post

Under = Ask | Commitment
#: How long the ladder has been swept, once a week; the worker does it each hour.
_WEEKS_ON_LADDER = 12


@dataclass(frozen=True)
class HistoryStep:
    """A step somebody took on an action on a day before or after loading."""

    days: int
    step: Step
    text: str
    by: Account


class BoardHistory:
    """Gives each ask, action and story its days on the timeline."""

    def __init__(self, voices: Voices, people: dict[str, Account], timeline: Timeline) -> None:
        self.voices, self.people, self.timeline = voices, people, timeline
        self.posts = {(post.organisation.short_name, post.title): post for post in partnership.posts()}
        self.asks: dict[str, Ask] = {}
        self.actions: dict[str, Action] = {}
        self.stories: dict[str, Feedback] = {}
        self.promises: dict[str, Commitment] = {}

    def schedule(self) -> None:
        """Promises first, then asks with their answers and actions, then what was told."""
        progress = {one["action"]: one for one in read("board")["commitment_progress"]}
        for position, promise in enumerate(starter_commitments(), start=1):
            self._promise(promise, position, progress)
        self.timeline.on_day(-1, lambda: measured.define_all(self.promises, self.posts, self.people), hour=9)
        PlanHistory(self.people, self.actions, self.timeline).schedule()
        for ask in read("board")["asks"]:
            self._ask(ask)
        for story in read("told")["told"]:
            self._story(story)
        for weeks in range(_WEEKS_ON_LADDER, -1, -1):
            self.timeline.on_day(-7 * weeks, escalation.sweep, hour=7)
        released: list[Release] = []
        freeze, sign = self.people["rowan"], self.people["iona"]
        self.timeline.on_day(-3, lambda: released.append(feedback.freeze_verdicts(by=freeze)), hour=9)
        self.timeline.on_day(-2, lambda: evidence.sign(released[0], by=sign), hour=9)
        felt: list[Release] = []
        self.timeline.on_day(-4, lambda: measured.say_what_reached_them(self.promises), hour=9)
        self.timeline.on_day(-3, lambda: felt.append(entitlements.freeze(by=freeze)), hour=10)
        self.timeline.on_day(-2, lambda: evidence.sign(felt[0], by=sign), hour=11)
        self.timeline.on_day(-2, feedback.ask_champions_again, hour=10)

    def _promise(self, record: Record, position: int, progress: dict[str, Record]) -> None:
        post = self._post(record)
        promise = Promise(
            name=record["name"],
            what=record["what"],
            who_for=record["who_for"],
            how_to_get=record["how_to_get"],
            organisation_id=post.organisation_id,
            post_id=post.id,
            duty=Duty(record["duty"]),
            source=record["source"],
        )
        kept: dict[str, Commitment] = {}

        def adopt() -> None:
            kept["it"] = self.promises[record["key"]] = commitments.adopt(promise, by=None, position=position)
            measured.write_rules(kept["it"], record)

        def check() -> None:
            checked = replace(promise, last_checked_on=clock.today())
            commitments.revise(kept["it"], checked, by=self.people["rowan"])

        first = min([action["starts_days"] for action in record.get("actions", ())], default=0)
        adopted = min(first, 0) - 1
        self.timeline.on_day(adopted, adopt)
        self.timeline.on_day(max(adopted + 1, (record["last_checked"] - self.timeline.today).days), check)
        for action in record.get("actions", ()):
            self._action(action | progress.get(action["key"], {}), lambda: kept["it"])

    def _ask(self, record: Record) -> None:
        key, by = record["key"], self.people[record["created_by"]]

        def create() -> None:
            terms = self._terms(record)
            if record["wording"] == Wording.QUOTE:
                words = self._words(record["voice"], record["question"])
                self.asks[key] = board.quote(words, record["excerpt"], terms=terms, by=by)
            else:
                self.asks[key] = board.ask(record["text"], wording=Wording(record["wording"]), terms=terms, by=by)

        self.timeline.on_day(record["created_days"], create)
        if "confirmed_by" in record:
            champion = self.people[record["confirmed_by"]]
            days = record["created_days"] + 2
            self.timeline.on_day(days, lambda: board.confirm(self.asks[key], by=champion), hour=18)
        if "checked_by" in record:
            checker = self.people[record["checked_by"]]
            self.timeline.on_day(
                record["checked_days"], lambda: board.check(self.asks[key], looked=rules.CHECKLIST, by=checker)
            )
        if "answer" in record:
            self.timeline.on_day(record["answered_days"], lambda: self._answer(record))
        for action in record.get("actions", ()):
            self._action(action, lambda: self.asks[key])
        for who, rated in record.get("ratings", {}).items():
            self._rating(key, Rated(rated), self.people[who], days=record["answered_days"] + 4)

    def _rating(self, key: str, rated: Rated, champion: Account, *, days: int) -> None:
        self.timeline.on_day(days, lambda: working.rate(self.asks[key], rated, by=champion), hour=18)

    def _milestone(self, action: str, record: Record, by: Account) -> None:
        steps: list[Milestone] = []

        def add() -> None:
            due_on = self._day(record["days"])
            steps.append(working.add_milestone(self.actions[action], title=record["title"], due_on=due_on, by=by))

        self.timeline.on_day(record["days"] - 20, add, hour=14)
        if record.get("reached"):
            self.timeline.on_day(record["days"], lambda: working.reach_milestone(steps[0], by=by), hour=15)

    def _answer(self, record: Record) -> None:
        board.answer(
            self.asks[record["key"]],
            answer=AskAnswer(record["answer"]),
            because=record["because"],
            reason=ReasonClass(record["reason"]) if "reason" in record else None,
            by=self.people[record["answered_by"]],
        )

    def _action(self, record: Record, under: Callable[[], Under]) -> None:
        key = record["key"]

        def add() -> None:
            parent = under()
            self.actions[key] = board.add_action(
                title=record["title"],
                post_id=self._post(record).id,
                starts_on=self._day(record["starts_days"]),
                due_on=self._day(record["due_days"]),
                ask=parent if isinstance(parent, Ask) else None,
                commitment=parent if isinstance(parent, Commitment) else None,
                by=self.people["rowan"],
            )

        self.timeline.on_day(record["starts_days"], add, hour=12)
        for step in self._steps(record):
            self._step(key, step)
        for milestone in record.get("milestones", ()):
            self._milestone(key, milestone, self._lead(record["organisation"]))
        for say in record.get("says", ()):
            self._say(key, say)
        if record.get("round", 0) > 1:
            again = min(note["days"] for note in record["notes"] if note["days"] > record["claimed_days"])
            reason = next(note["text"] for note in record["notes"] if note["days"] == again)
            self.timeline.on_day(again, lambda: board.ask_again(self.actions[key], because=reason), hour=16)

    def _steps(self, record: Record) -> list[HistoryStep]:
        lead = self._lead(record["organisation"])
        found = []
        if record["state"] != ActionState.PLANNED:
            found.append(HistoryStep(record["starts_days"], Step.STARTED, "", lead))
        for note in record.get("notes", ()):
            asked_again = record.get("round", 0) > 1 and note["days"] > record["claimed_days"]
            if not asked_again:
                found.append(HistoryStep(note["days"], Step.NOTE, note["text"], self.people[note["by"]]))
        if "stuck_on" in record:
            found.append(HistoryStep(max(n["days"] for n in record["notes"]), Step.STUCK, record["stuck_on"], lead))
        if "claim" in record:
            by = self.people[record["claimed_by"]]
            found.append(HistoryStep(record["claimed_days"], Step.CLAIMED, record["claim"], by))
        return found

    def _step(self, key: str, step: HistoryStep) -> None:
        self.timeline.on_day(
            step.days, lambda: board.take_step(self.actions[key], step.step, text=step.text, by=step.by), hour=13
        )

    def _say(self, key: str, record: Record) -> None:
        who, said = self.people[record["who"]], Say(record["say"])
        self.timeline.on_day(
            record["days"],
            lambda: board.say(self.actions[key], said, because=record.get("because", ""), by=who),
            hour=18,
        )

    def _story(self, record: Record) -> None:
        key = record["key"]

        def draft() -> None:
            self.stories[key] = feedback.draft(
                self.asks[record["ask"]],
                told=Told(record["told"]),
                you_said=record["you_said"],
                answer=record["answer"],
                by=self.people[record["drafted_by"]],
            )

        self.timeline.on_day(record["drafted_days"], draft, hour=10)
        if "published_by" in record:
            by = self.people[record["published_by"]]
            days = record["published_days"]
            self.timeline.on_day(
                days,
                lambda: feedback.publish(self.stories[key], shown=feedback_queries.version(self.stories[key]), by=by),
                hour=10,
            )
            self.timeline.on_day(days + 1, lambda: self._verdicts(record), hour=17)

    def _verdicts(self, record: Record) -> None:
        """Holders of codes under the ask's theme say whether it changed anything; shown codes stay free to answer."""
        ask = self.asks[record["ask"]]
        theme = next(one["theme"] for one in read("board")["asks"] if one["key"] == record["ask"])
        holders = [
            self.voices.given[voice_key]
            for voice_key, voice in self.voices.records.items()
            if theme in voice.get("themes", ()) and not voice.get("show_code") and voice_key in self.voices.given
        ]
        says = [Say(say) for say, count in record.get("verdicts", {}).items() for _ in range(count)]
        for contribution, say in zip(holders, says, strict=False):
            feedback.give_verdict(contribution, ask, say)
        rated = [Rated(one) for one, count in record.get("ratings", {}).items() for _ in range(count)]
        for contribution, one in zip(holders, rated, strict=False):
            feedback.rate_reply(contribution, ask, one)

    def _words(self, voice: str, question: str) -> Words:
        asked = next(q for q in self.voices.waves["closed"].questions if q.key == question)
        for words in contributions.words_of(self.voices.given[voice].id):
            if words.question_id == asked.id:
                return words
        raise NotFound

    def _lead(self, organisation: str) -> Account:
        """Whoever answers for the organisation in the demonstration; an officer where nobody is invented."""
        for account in self.people.values():
            leads = Role.CORPORATE_LEAD in account.acting_roles
            if leads and account.organisation.short_name == organisation:
                return account
        return self.people["rowan"]

    def _terms(self, record: Record) -> Terms:
        theme = self.voices.book[record["theme"]]
        return Terms(
            post_id=self._post(record).id,
            due_on=self._day(record["due_days"]),
            to_board_on=self._day(record["to_board_days"]),
            summary=record.get("summary", ""),
            theme_id=theme.id,
            duty=Duty(record["duty"]),
        )

    def _post(self, record: Record) -> Post:
        return self.posts[(record["organisation"], record["post"])]

    def _day(self, days: int) -> date:
        return self.timeline.today + timedelta(days=days)
