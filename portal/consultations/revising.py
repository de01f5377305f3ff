"""Changing what is asked after people began to answer: never in place, always as the next version of an edition."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import checks, editions
from portal.consultations.models import (
    Audience,
    Consultation,
    Edition,
    EditionState,
    Option,
    Question,
    Section,
    State,
    Wording,
)
from portal.core import clock, db
from portal.core.errors import RuleError

_LINKS = frozenset({"id", "edition_id", "section_id", "question_id"})


def may_change(edition: Edition) -> bool:
    """Whether it can still be changed in place: nobody has answered it, and nobody may be in the middle of it."""
    asked = edition.consultation.state is State.LAUNCHED and edition.state is not EditionState.DRAFT
    return edition.frozen_week is None and not (asked and edition.consultation.opens_at <= clock.now())


def changed(edition: Edition) -> None:
    """Say that something in it changed, so that every process reads it anew. RuleError if it must not change."""
    if not may_change(edition):
        raise RuleError(_("Somebody may be answering this already. Make the next version instead."))
    edition.stamp = uuid4()
    db.session.flush()


def next_version(edition: Edition, *, by: Account) -> Edition:
    """A copy to work on, with the same keys, so that its answers count together with those to this one."""
    last = select(func.max(Edition.number)).where(
        Edition.consultation_id == edition.consultation_id, Edition.audience == edition.audience
    )
    copy = Edition(
        consultation_id=edition.consultation_id,
        audience=edition.audience,
        number=(db.session.scalar(last) or 0) + 1,
        state=EditionState.DRAFT,
        stamp=uuid4(),
    )
    copy.sections = [_copy_section(section, copy) for section in edition.sections]
    copy.wordings = [Wording(**_own(one)) for one in edition.wordings]
    db.session.add(copy)
    db.session.flush()
    audit.record("edition.begun", by=by.id, subject=("edition", copy.id), facts={"number": copy.number})
    return copy


def copied(edition: Edition, into: Consultation, *, audience: Audience, number: int = 1) -> Edition:
    """The same questions under the same keys in another consultation, or for another audience; a draft, not stored."""
    copy = Edition(audience=audience, number=number, state=EditionState.DRAFT, stamp=uuid4())
    copy.sections = [_copy_section(section, copy) for section in edition.sections]
    copy.wordings = [Wording(**_own(one)) for one in edition.wordings]
    into.editions.append(copy)
    db.session.flush()
    return copy


def put_in_use(edition: Edition, *, by: Account) -> None:
    """Whoever starts from now on gets this version; who began in the one before finishes there."""
    asked = editions.with_drafts(edition.consultation_id)
    this = asked.edition(edition.id) if asked else None
    if asked is None or this is None or edition.state is not EditionState.DRAFT:
        raise RuleError(_("This version is in use already, or was."))
    found = checks.problems(this) + checks.disagreements([this], asked.main)
    if found:
        raise RuleError(found[0].text)
    for other in _current(edition):
        other.state = EditionState.RETIRED
    db.session.flush()
    edition.state = EditionState.CURRENT
    db.session.flush()
    audit.record("edition.in_use", by=by.id, subject=("edition", edition.id), facts={"number": edition.number})


def _current(edition: Edition) -> list[Edition]:
    query = select(Edition).where(
        Edition.consultation_id == edition.consultation_id,
        Edition.audience == edition.audience,
        Edition.state == EditionState.CURRENT,
    )
    return list(db.session.scalars(query))


def _copy_section(section: Section, into: Edition) -> Section:
    copy = Section(**_own(section))
    copy.questions = [_copy_question(question, into) for question in section.questions]
    return copy


def _copy_question(question: Question, into: Edition) -> Question:
    copy = Question(**_own(question), edition_id=into.id)
    copy.options = [Option(**_own(option)) for option in question.options]
    return copy


def _own(row: Section | Question | Option | Wording) -> dict[str, object]:
    """Everything a row says itself, without where it stands."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in _LINKS}
