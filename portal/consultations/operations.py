"""Putting a consultation in place, launching it, and storing what somebody answered, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import update

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import checks, editions, routing, rules
from portal.consultations.checks import Problem
from portal.consultations.kinds import KINDS, kind_of
from portal.consultations.models import (
    About,
    Answer,
    Consultation,
    Edition,
    EditionState,
    Option,
    Question,
    Section,
    State,
    Submission,
    Wording,
)
from portal.consultations.planned import NewConsultation, NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.questionnaire import Asked, Questionnaire
from portal.consultations.questionnaire import Edition as AskedEdition
from portal.contributions import attachments
from portal.contributions import operations as contributions
from portal.contributions.drafts import LIVES_IN, RESPONSIBLE, Given
from portal.contributions.models import AgeBand, HomeType, Identity, LivesIn, Responsible
from portal.contributions.operations import Incoming, Passage, Received
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.disclosure.thresholds import TWO_WAY_AT_MOST

B = TypeVar("B", bound=StrEnum)

_NO_BANDS: Mapping[str, str] = {}


def draft(new: NewConsultation, *, by: Account | None) -> Consultation:
    """Store a consultation to work on: nobody is asked before it is launched."""
    own = {name: value for name, value in vars(new).items() if name not in ("editions", "questions")}
    own |= {"two_way": [[key, band.value] for key, band in new.two_way], "identities": list(map(str, new.identities))}
    consultation = Consultation(**own, state=State.DRAFT)
    consultation.editions = [_edition(one) for one in new.all_editions()]
    db.session.add(consultation)
    db.session.flush()
    questions = sum(len(section.questions) for one in new.all_editions() for section in one.sections)
    audit.record(
        "consultation.planned",
        by=by.id if by else None,
        subject=("consultation", consultation.id),
        facts={"questions": questions},
    )
    return consultation


def plan(new: NewConsultation, *, by: Account | None) -> Consultation:
    """Store a whole consultation and launch it; when it opens is a matter of its time."""
    consultation = draft(new, by=by)
    launch(consultation, by=by)
    return consultation


def launch(consultation: Consultation, *, by: Account | None) -> None:
    """From its opening on people are asked. RuleError with the first thing that is not right yet."""
    found = problems(consultation)
    if found:
        raise RuleError(": ".join(filter(None, (found[0].where, found[0].text))))
    consultation.state = State.LAUNCHED
    for edition in consultation.editions:
        if edition.state is EditionState.DRAFT:
            edition.state = EditionState.CURRENT
    db.session.flush()
    by_id = by.id if by else None
    audit.record("consultation.launched", by=by_id, subject=("consultation", consultation.id))


def problems(consultation: Consultation) -> list[Problem]:
    """Everything that stands in the way of launching it, as it is stored now."""
    db.session.flush()
    asked = editions.with_drafts(consultation.id)
    if asked is None:
        return [Problem("", _("It asks nothing yet."))]
    gate = ("title", "intro", "can_change", "decides", "known_already")
    missing = [name for name in gate if not getattr(asked, name)]
    found = [Problem("", _("Write what stands before the first question.")) for _name in missing]
    if Identity.NOBODY not in asked.identities:
        found.append(Problem("", _("Nobody may be made to give a name.")))
    found += [problem for edition in asked.editions for problem in checks.problems(edition)]
    found += checks.disagreements(asked.editions, asked.main)
    return found + _table_problems(asked)


def offer_identities(consultation: Consultation, identities: Sequence[Identity], *, by: Account) -> None:
    """Change how people may be known. Once launched, nobody can be made to tell more than they were told before."""
    before = [Identity(one) for one in consultation.identities]
    if consultation.state is State.LAUNCHED and not rules.keeps_anonymity(before, identities):
        raise RuleError(_("People were promised more than that. After the launch it can only get safer to answer."))
    consultation.identities = [one.value for one in identities]
    db.session.flush()
    offered = " ".join(consultation.identities)
    subject = ("consultation", consultation.id)
    audit.record("consultation.identities", by=by.id, subject=subject, facts={"offered": offered})


def submit(
    consultation: Questionnaire,
    answers: Mapping[str, Given],
    *,
    incoming: Incoming,
    edition: AskedEdition | None = None,
    bands: Mapping[str, str] = _NO_BANDS,
) -> Received:
    """Store a sending of this consultation once: the same key again finds the first and adds nothing.

    `incoming` brings everything but what the answers say; `answers` maps a question's key to what was given. Only
    answers whose pages are on the way are sent. `bands` were known before anything was asked.
    """
    if incoming.identity not in consultation.identities:
        raise RuleError(_("You can’t be known that way here. Choose another."))
    edition = edition or consultation.main
    given = routing.sendable(edition, answers, bands)
    whole = replace(
        incoming,
        passages=[
            Passage(asked=q.prompt, text=value, question_id=q.id)
            for q, value in given.items()
            if kind_of(q).is_words and isinstance(value, str)
        ],
        **bands_of(given, bands),
    )
    with db.session.begin_nested():
        received = contributions.receive(whole)
        if received.first:
            _freeze(consultation, edition)
            store_answers(consultation, edition, given, received.contribution.id)
            for question, value in given.items():
                if names := kind_of(question).names(value):
                    attachments.hand_in(received.contribution.id, names, asked=question.prompt)
    return received


def _freeze(consultation: Questionnaire, edition: AskedEdition) -> None:
    """The first answer freezes an edition; every later one finds it so."""
    if edition.id not in consultation.frozen:
        first = update(Edition).where(Edition.id == edition.id, Edition.frozen_week.is_(None))
        db.session.execute(first.values(frozen_week=clock.this_week()))


def bands_of(given: Mapping[Asked, Given], known: Mapping[str, str] = _NO_BANDS) -> dict[str, Any]:
    """What answers, and what was `known` before, say of the person: columns of a contribution."""
    said = dict(known) | {q.about.value: key for q, value in given.items() if q.about and (key := _key_of(q, value))}
    place = said.get(About.LOCALITY)
    return {
        "age_band": _band(AgeBand, said.get(About.AGE_BAND)),
        "home_type": _band(HomeType, said.get(About.HOME)),
        "locality_id": UUID(place) if place else None,
        "responsible": _band(Responsible, known.get(RESPONSIBLE)),
        "lives_in": _band(LivesIn, known.get(LIVES_IN)),
    }


def store_answers(
    consultation: Questionnaire, edition: AskedEdition, given: Mapping[Asked, Given], contribution_id: UUID
) -> None:
    """The rows of one person's answers; bands stand with the person."""
    db.session.add(Submission(contribution_id=contribution_id, consultation_id=consultation.id, edition_id=edition.id))
    for question, value in given.items():
        for row in kind_of(question).chosen(question, value) if question.about is None else ():
            option_id = question.by_choice[row.option].id if row.option else None
            numbers = {"step": row.step, "rank": row.rank, "number": row.number}
            answer = Answer(contribution_id=contribution_id, question_id=question.id, option_id=option_id, **numbers)
            db.session.add(answer)
    db.session.flush()


def _table_problems(asked: Questionnaire) -> list[Problem]:
    if len(asked.two_way) > TWO_WAY_AT_MOST:
        return [Problem("", _("At most %(number)s tables by group may ever be shown.", number=TWO_WAY_AT_MOST))]
    bands = {question.about for question in asked.questions}
    return [
        Problem(key, _("A table by group is made of a question with one kind of answer, and a group that is asked."))
        for key, band in asked.two_way
        if band not in bands or key not in asked.by_key or not _has_one_table(asked.by_key[key])
    ]


def _has_one_table(question: Asked) -> bool:
    return question.about is None and len(kind_of(question).countables(question)) == 1


def _key_of(question: Asked, value: Given) -> str | None:
    rows = kind_of(question).chosen(question, value)
    return rows[0].option if rows else None


def _band(kind: type[B], key: str | None) -> B | None:
    return kind(key) if key else None


def _edition(new: NewEdition) -> Edition:
    edition = Edition(audience=new.audience, number=1, state=EditionState.DRAFT, stamp=uuid4())
    edition.sections = [_section(one, edition.id, place) for place, one in enumerate(new.sections, start=1)]
    texts = [(locale, slot, text) for locale, slots in new.wordings.items() for slot, text in slots.items()]
    edition.wordings = [Wording(locale=locale, slot=slot, text=text) for locale, slot, text in texts]
    return edition


def _section(new: NewSection, edition_id: UUID, position: int) -> Section:
    condition = new.condition.as_json() if new.condition else None
    section = Section(key=new.key, position=position, title=new.title, intro=new.intro, condition=condition)
    section.questions = [question_row(one, edition_id, place) for place, one in enumerate(new.questions, start=1)]
    return section


def question_row(new: NewQuestion, edition_id: UUID, position: int) -> Question:
    """A question as a row of an edition, with the usual options of its kind where it brings none."""
    own = {name: value for name, value in vars(new).items() if name not in ("options", "condition", "settings")}
    condition = new.condition.as_json() if new.condition else None
    question = Question(
        edition_id=edition_id, position=position, condition=condition, settings=dict(new.settings), **own
    )
    usual = KINDS[new.kind].usual_options()
    options = new.options or [NewOption(key=key, label=label, face=face) for key, label, face in usual]
    question.options = [Option(position=place, **vars(one)) for place, one in enumerate(options, start=1)]
    return question
