"""What young people said in the demonstration, and what officers did with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from portal.accounts.models import Account
from portal.complaints.models import Wish
from portal.consultations import operations as consultations
from portal.consultations.kinds import kind_of
from portal.consultations.questionnaire import Asked, Questionnaire
from portal.contributions import codes
from portal.contributions import operations as contributions
from portal.contributions.drafts import Given
from portal.contributions.models import (
    Contribution,
    Identity,
    InWhoseWords,
    Matter,
    Purpose,
    TypedBy,
    Whereabouts,
)
from portal.contributions.operations import Assisted, Incoming
from portal.core import dates
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.demo import drawings
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.partnership import queries as partnership
from portal.reading import operations as reading
from portal.reading.models import Outcome
from portal.safety import operations as safety
from portal.safety import queries as safety_queries
from portal.safety.models import Concern
from portal.themes import operations as themes
from portal.themes.models import Theme

#: What officers of the demonstration answered where the file gives no reply of its own.
_THANKS = (
    "Thank you. We read every word, and it counts with what others said.",
    "We have read it. If something changes because of it, you see it here.",
    "Good to hear from you. It goes with what others told us about this.",
    "Thanks for taking the time. Come back with your code to see what happened.",
    "We hear you. It is on the list of what young people told us this time.",
)


class Voices:
    """Gives each voice its place on the timeline and remembers what became of it."""

    def __init__(self, waves: dict[str, Questionnaire], people: dict[str, Account], book: dict[str, Theme]) -> None:
        self.waves, self.people, self.book = waves, people, book
        self.given: dict[str, Contribution] = {}
        self.codes: dict[str, str] = {}
        self.records: dict[str, Record] = {voice["key"]: voice for voice in read("voices")["voices"]}

    def schedule(self, timeline: Timeline) -> None:
        """Every voice is given, and the closed wave is read, answered and put under themes."""
        holidays = partnership.holidays()
        for voice in self.records.values():
            monday = timeline.in_week(voice["weeks"], partial(self._give, voice))
            days = voice.get("reply_working_days", 4)
            handled_on = dates.add_working_days(monday + timedelta(days=6), days, holidays)
            if {"outcome", "reply", "themes"} & voice.keys():
                reader = self.people[voice.get("reply_by", "rowan")]
                timeline.at(timeline.moment(handled_on, 14), partial(self._handle, voice, reader))
            if voice.get("outcome") == Outcome.WORRIED:
                self._follow_worry(timeline, voice["key"], timeline.moment(handled_on, 14))

    def _follow_worry(self, timeline: Timeline, key: str, raised_at: datetime) -> None:
        """Safeguarding opens it within the hour, passes it on, and closes it two days later."""
        by = self.people["fern"]
        told = "Their worker rang them the same day. They know whom to ring and that we told the worker."

        def concern() -> Concern:
            found = safety_queries.find_concern(self.given[key].id)
            if found is None:
                raise NotFound
            return found

        def see() -> None:
            safety.see(concern(), by=by, role=Role.SAFEGUARDING_OFFICER)
            safety.hand_over(
                concern(), to_whom="Social work, single access point", how="phone", reference="SAP-DEMO", by=by
            )

        timeline.at(raised_at + timedelta(minutes=40), see)
        timeline.at(raised_at + timedelta(days=2), lambda: safety.close(concern(), told=told, by=by))

    def _give(self, voice: Record) -> None:
        wave = self.waves[voice["wave"]]
        key = codes.new_submission_key()
        incoming = Incoming(
            key=key,
            matter=Matter.ANSWERS,
            locale=voice.get("locale", "en"),
            identity=Identity(voice["identity"]),
            name=voice.get("name", ""),
            reach=voice.get("reach", ""),
            sharing=[Purpose(purpose) for purpose in voice["sharing"]],
            assisted=_assisted(voice["assisted"]) if "assisted" in voice else None,
        )
        received = consultations.submit(wave, _answers(wave, voice), incoming=incoming)
        self.given[voice["key"]] = received.contribution
        if voice.get("shows"):
            drawings.hang_on(received.contribution)
        if voice.get("show_code"):
            self.codes[voice["key"]] = received.code

    def _handle(self, voice: Record, reader: Account) -> None:
        contribution = self.given[voice["key"]]
        contributions.mark_read(contribution, by=reader, role=Role.PARTICIPATION_OFFICER)
        if "outcome" in voice:
            wish = Wish(voice.get("complaint_wish", Wish.NOT_ASKED.value))
            reading.triage(contribution, outcome=Outcome(voice["outcome"]), wish=wish, by=reader)
        if "outcome" in voice or "reply" in voice:
            reply = voice.get("reply") or _THANKS[int(voice["key"][1:]) % len(_THANKS)]
            contributions.reply(contribution, reply, by=reader)
        if voice.get("themes"):
            themes.place(contribution, under=[self.book[key] for key in voice["themes"]], by=reader)


def _assisted(how: Record) -> Assisted:
    return Assisted(
        helper=Role(how["helper"]),
        typed_by=TypedBy(how["typed_by"]),
        place=Whereabouts(how["place"]),
        whose_words=InWhoseWords(how["whose_words"]),
        confirmed=True,
    )


def _answers(wave: Questionnaire, voice: Record) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for question in wave.questions:
        value = voice.get(question.about.value) if question.about else voice["answers"].get(question.key)
        if value is not None:
            found[question.key] = _given(question, value)
    return found


def _given(question: Asked, value: Given) -> Given:
    """What the file says; a place is named in words there, and stored under its id."""
    if not isinstance(value, str):
        return _offered(question, value)
    if not question.choices:
        return value
    keys = [choice.key for choice in question.choices if value in (choice.key, _slug(choice.label))]
    return _offered(question, keys)


def _offered(question: Asked, given: Given) -> Given:
    if not kind_of(question).chosen(question, given):
        raise ValueError(f"{question.key} offers no {given}")
    return given


def _slug(label: object) -> str:
    return str(label).lower().replace(" and ", "_").replace(" ", "_")
