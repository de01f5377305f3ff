"""Building a consultation, piece by piece. Every change in an edition goes through `revising.changed`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import bank, operations, revising, rules
from portal.consultations.conditions import Condition
from portal.consultations.kinds import KINDS
from portal.consultations.models import (
    Audience,
    BankQuestion,
    Consultation,
    Edition,
    EditionState,
    Kind,
    Option,
    Question,
    Section,
    State,
    Wording,
)
from portal.consultations.planned import NewConsultation, NewOption, NewQuestion
from portal.contributions.models import Identity
from portal.core import clock, db
from portal.core.errors import RuleError

Placed = TypeVar("Placed", Section, Question, Option)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What stands before the first question, and when it is open: moments aware."""

    title: str
    wave: str
    intro: str
    can_change: str
    decides: str
    known_already: str
    asks_whom: str
    minutes: int
    opens_at: datetime
    closes_at: datetime
    report_back_on: date


@dataclass(frozen=True, kw_only=True)
class Worded:
    """The words of a question; `labels` are its answers in order."""

    prompt: str
    help: str | None = None
    why: str | None = None
    low: str | None = None
    high: str | None = None
    needed_because: str | None = None
    labels: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    shanarri: str | None = None
    uncrc: str | None = None
    section_58: str | None = None
    promise: str | None = None


def key_for(words: str, taken: Collection[str]) -> str:
    """A short key out of words, in small letters, digits and `_`, unlike every one that is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or "q"
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


def slug_for(title: str, wave: str) -> str:
    """An address nobody has yet."""
    taken = set(db.session.scalars(select(Consultation.slug)))
    return key_for(f"{title[:30]} {wave[:20]}", {one.replace("-", "_") for one in taken}).replace("_", "-")


def begin(new: NewConsultation, *, by: Account) -> Consultation:
    """A draft, with a section to put questions in where it brings none."""
    return operations.draft(new, by=by)


def copy_of(earlier: Consultation, new: NewConsultation, *, by: Account) -> Consultation:
    """The next wave: the newest questions of each audience under the same keys, so that answers stay comparable."""
    copy = operations.draft(new, by=by)
    copy.editions.clear()
    db.session.flush()
    for edition in newest(earlier):
        revising.copied(edition, copy, audience=edition.audience)
    copy.two_way, copy.identities = list(earlier.two_way), list(earlier.identities)
    db.session.flush()
    return copy


def newest(consultation: Consultation) -> list[Edition]:
    """What would be asked now: for each audience the edition in use, or else the newest."""
    found: dict[Audience, Edition] = {}
    for edition in sorted(consultation.editions, key=lambda one: (one.state is EditionState.CURRENT, one.number)):
        found[edition.audience] = edition
    return list(found.values())


def change_plan(consultation: Consultation, plan: Plan, *, by: Account) -> None:
    """Change what stands before the first question. RuleError once launched, or where the times are not in order."""
    if consultation.state is not State.DRAFT:
        raise RuleError(_("It has been launched. People were told this, so it stays as it is."))
    in_order(plan.opens_at, plan.closes_at, plan.report_back_on)
    for name, value in vars(plan).items():
        setattr(consultation, name, value)
    _note(consultation, "consultation.changed", by)


def in_order(opens_at: datetime, closes_at: datetime, report_back_on: date) -> None:
    """RuleError unless it opens, then closes, then people hear back."""
    if not opens_at < closes_at or report_back_on <= clock.day_of(closes_at):
        raise RuleError(_("It opens first, then it closes, then people hear back. Put the times in that order."))


def launch(consultation: Consultation, *, looked: bool, by: Account) -> None:
    """Launch it. RuleError unless somebody looked at how much the same people were asked lately, and all is right."""
    if consultation.state is not State.DRAFT:
        raise RuleError(_("It has been launched already."))
    if not looked:
        raise RuleError(_("Look at what these young people were asked lately, and tick that you did."))
    if consultation.closes_at <= clock.now() or consultation.report_back_on <= clock.today():
        raise RuleError(_("Its closing or the day people hear back has gone by. Change the plan first."))
    operations.launch(consultation, by=by)


def move_closing(consultation: Consultation, closes_at: datetime, *, because: str, by: Account) -> None:
    """Close earlier or later, with a reason people can read. Who began in time may still finish."""
    now = clock.now()
    if consultation.state is not State.LAUNCHED or consultation.closes_at <= now:
        raise RuleError(_("Only what is launched and not closed yet can close at another time."))
    if closes_at < now or closes_at <= consultation.opens_at:
        raise RuleError(_("It cannot close before now, or before it opens."))
    if clock.day_of(closes_at) >= consultation.report_back_on:
        raise RuleError(_("It must close before the day people hear back."))
    later = closes_at > consultation.closes_at
    consultation.closes_at, consultation.moved_because = closes_at, because
    _note(consultation, "consultation.extended" if later else "consultation.closed_early", by)


def report_back(consultation: Consultation, *, by: Account) -> None:
    """Say that people were told what came of it. RuleError before it closed, or a second time."""
    if consultation.state is not State.LAUNCHED or consultation.closes_at > clock.now():
        raise RuleError(_("People can hear back once it has closed."))
    if consultation.reported_on is not None:
        raise RuleError(_("This was said already."))
    consultation.reported_on = clock.today()
    _note(consultation, "consultation.reported", by)


def asked_lately(consultation: Consultation) -> list[Consultation]:
    """What was open in the last twelve months, or is, for some of the same ages; the newest first."""
    since = clock.now() - rules.LATELY
    query = select(Consultation).where(
        Consultation.state == State.LAUNCHED, Consultation.closes_at >= since, Consultation.id != consultation.id
    )
    ours = {one.audience for one in consultation.editions}
    found = db.session.scalars(query.order_by(Consultation.opens_at.desc()))
    return [one for one in found if rules.audiences_meet(ours, {edition.audience for edition in one.editions})]


def every_consultation() -> Sequence[Consultation]:
    """All of them, drafts too, the one that opens last on top."""
    return db.session.scalars(select(Consultation).order_by(Consultation.opens_at.desc(), Consultation.slug)).all()


def add_edition(source: Edition, audience: Audience, *, by: Account) -> Edition:
    """A version for another audience, to be worded for it. RuleError where there is one already."""
    consultation = source.consultation
    if any(one.audience is audience for one in consultation.editions):
        raise RuleError(_("There is a version for this age already."))
    made = revising.copied(source, consultation, audience=audience)
    _said(made, "edition.begun", by)
    return made


def add_section(edition: Edition, *, title: str, intro: str, by: Account) -> Section:
    """A section at the end."""
    revising.changed(edition)
    key = key_for(title or "part", {one.key for one in edition.sections})
    made = Section(key=key, position=len(edition.sections) + 1, title=title, intro=intro, condition=None)
    made.edition_id = edition.id
    edition.sections.append(made)
    _said(edition, "edition.changed", by)
    return made


def change_section(section: Section, *, title: str, intro: str, by: Account) -> None:
    """Word it anew."""
    revising.changed(section.edition)
    section.title, section.intro = title, intro
    _said(section.edition, "edition.changed", by)


def move_section(section: Section, *, up: bool, by: Account) -> None:
    """One place up or down; at the end nothing happens."""
    revising.changed(section.edition)
    _swap(list(section.edition.sections), section, up=up)
    _said(section.edition, "edition.changed", by)


def remove_section(section: Section, *, by: Account) -> None:
    """Take a section out with its questions. RuleError for the last one."""
    edition = section.edition
    if len(edition.sections) == 1:
        raise RuleError(_("This is the only section. Questions need one to stand in."))
    revising.changed(edition)
    edition.sections.remove(section)
    _said(edition, "edition.changed", by)


def add_question(section: Section, kind: Kind, prompt: str, *, by: Account) -> Question:
    """A question at the end of a section, with the usual answers of its kind."""
    ends = "" if KINDS[kind].has_ends else None
    new = NewQuestion(key=key_for(prompt, _keys(section.edition)), kind=kind, prompt=prompt, low=ends, high=ends)
    return _placed(section, new, by)


def place_from_bank(section: Section, row: BankQuestion, *, by: Account) -> Question:
    """A question of the bank at the end of a section, under its own key. RuleError if it is there already."""
    if row.key in {question.key for one in section.edition.sections for question in one.questions}:
        raise RuleError(_("This question is here already."))
    return _placed(section, bank.placed(row), by)


def keep_in_bank(question: Question, *, by: Account) -> None:
    """Keep a question to be asked again. RuleError if the bank has its key."""
    own = ("key", "kind", "prompt", "help", "why", "low", "high", "shanarri", "uncrc", "section_58", "promise")
    options = [NewOption(key=one.key, label=one.label, face=one.face) for one in question.options]
    words = {name: getattr(question, name) for name in own}
    row = bank.keep(NewQuestion(**words, settings=dict(question.settings), options=options), by=by)
    if revising.may_change(question.section.edition):
        question.bank_id = row.id
        revising.changed(question.section.edition)


def duplicate(question: Question, *, by: Account) -> Question:
    """The same question again, right below, under a key of its own."""
    section = question.section
    words = Worded(
        **{name: getattr(question, name) for name in vars(Worded(prompt="")) if name not in ("labels", "settings")}
    )
    new = NewQuestion(
        key=key_for(question.key, _keys(section.edition)),
        kind=question.kind,
        options=[NewOption(key=one.key, label=one.label, face=one.face) for one in question.options],
        settings=dict(question.settings),
        **{name: value for name, value in vars(words).items() if name not in ("labels", "settings")},
    )
    made = _placed(section, new, by)
    rows = [one for one in section.questions if one is not made]
    rows.insert(rows.index(question) + 1, made)
    _number(rows)
    db.session.flush()
    return made


def change_question(question: Question, words: Worded, *, by: Account) -> None:
    """Word it anew. An answer whose words stay keeps its key; a reworded line is the same answer."""
    revising.changed(question.section.edition)
    for name, value in vars(words).items():
        if name not in ("labels", "settings"):
            setattr(question, name, value)
    question.settings = dict(words.settings)
    _relabel(question, list(words.labels))
    _said(question.section.edition, "edition.changed", by)


def move_question(question: Question, *, up: bool, by: Account) -> None:
    """One place up or down; over the edge of a section into the next one."""
    section = question.section
    revising.changed(section.edition)
    rows, sections = list(section.questions), list(section.edition.sections)
    at, place = rows.index(question), sections.index(section)
    if 0 <= at + (-1 if up else 1) < len(rows):
        _swap(rows, question, up=up)
    elif 0 <= place + (-1 if up else 1) < len(sections):
        other = sections[place + (-1 if up else 1)]
        theirs = list(other.questions)
        theirs.insert(len(theirs) if up else 0, question)
        question.section = other
        _number(theirs)
        _number([one for one in rows if one is not question])
    _said(section.edition, "edition.changed", by)
    db.session.expire(section.edition)


def remove_question(question: Question, *, by: Account) -> None:
    """Take it out; conditions that looked back to it are then listed as problems."""
    edition, section = question.section.edition, question.section
    revising.changed(edition)
    section.questions.remove(question)
    _number(list(section.questions))
    _said(edition, "edition.changed", by)


def set_condition(row: Question | Section, condition: Condition | None, *, by: Account) -> None:
    """When a question or a section is shown; None: always."""
    edition = row.section.edition if isinstance(row, Question) else row.edition
    revising.changed(edition)
    row.condition = condition.as_json() if condition else None
    _said(edition, "edition.changed", by)


def translate(edition: Edition, locale: str, texts: Mapping[str, str], *, by: Account) -> None:
    """Wordings by slot in a language; an empty one is taken out and the base language shown instead."""
    revising.changed(edition)
    there = {one.slot: one for one in edition.wordings if one.locale == locale}
    for slot, words in texts.items():
        if not words and slot in there:
            edition.wordings.remove(there[slot])
        elif words and slot in there:
            there[slot].text = words
        elif words:
            edition.wordings.append(Wording(locale=locale, slot=slot, text=words))
    _said(edition, "edition.translated", by)


def slots(edition: Edition) -> dict[str, str]:
    """Everything there is to translate, by slot, in the order people meet it."""
    found: dict[str, str | None] = {}
    for section in edition.sections:
        found |= {f"s.{section.key}.title": section.title, f"s.{section.key}.intro": section.intro}
        for question in section.questions:
            own = f"q.{question.key}."
            found |= {own + name: getattr(question, name) for name in ("prompt", "help", "low", "high")}
            found |= {own + name: question.settings.get(name) for name in ("unit", "unit_one")}
            found |= {f"o.{question.key}.{one.key}.label": one.label for one in question.options}
            found |= {own + name: getattr(question, name) for name in ("needed_because", "why")}
    return {slot: words for slot, words in found.items() if words}


def offered(consultation: Consultation, names: Sequence[Identity], *, by: Account) -> None:
    """Change how people may be known; after the launch only towards safer."""
    if Identity.NOBODY not in names:
        raise RuleError(_("Nobody may be made to give a name."))
    operations.offer_identities(consultation, names, by=by)


def _placed(section: Section, new: NewQuestion, by: Account) -> Question:
    edition = section.edition
    revising.changed(edition)
    made = operations.question_row(new, edition.id, len(section.questions) + 1)
    section.questions.append(made)
    _said(edition, "edition.changed", by)
    return made


def _relabel(question: Question, labels: list[str]) -> None:
    before = list(question.options)
    by_label = {one.label: one for one in before}
    lost = [one for one in before if one.label not in labels]
    new = [label for label in labels if label not in by_label]
    reworded = dict(zip(new, lost, strict=True)) if len(new) == len(lost) else {}
    taken, kept = {one.key for one in before}, []
    for label in dict.fromkeys(labels):
        row = by_label.get(label) or reworded.get(label)
        if row is None:
            key = key_for(label, taken)
            taken.add(key)
            row = Option(key=key, face=None, label=label, position=0)
        row.label = label
        kept.append(row)
    question.options = kept
    _number(kept)


def _keys(edition: Edition) -> set[str]:
    """Keys of every edition of the consultation: the same key is the same question."""
    return {
        question.key
        for one in edition.consultation.editions
        for section in one.sections
        for question in section.questions
    }


def _swap(rows: list[Placed], row: Placed, *, up: bool) -> None:
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    _number(rows)


def _number(rows: Sequence[Placed]) -> None:
    for place, row in enumerate(rows, start=1):
        row.position = place


def _said(edition: Edition, action: str, by: Account) -> None:
    db.session.flush()
    audit.record(action, by=by.id, subject=("edition", edition.id))


def _note(consultation: Consultation, action: str, by: Account) -> None:
    db.session.flush()
    audit.record(action, by=by.id, subject=("consultation", consultation.id))
