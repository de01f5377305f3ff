"""Reading consultations: what can change at any moment is read anew each time, an edition once for each of its stamps.

An edition's stamp is a new random value with every change, so a process cannot serve an old one, and one that was read
inside a transaction that then failed is never found again.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.orm import selectinload

from portal.consultations import conditions
from portal.consultations.models import About, Consultation, EditionState, Question, Section, State
from portal.consultations.models import Edition as EditionRow
from portal.consultations.questionnaire import Asked, Choice, Edition, Part, Questionnaire
from portal.contributions.models import Identity
from portal.core import db

#: So many editions a process keeps in mind: a few kilobytes each.
KEPT = 64

_TEXTS = ("prompt", "help", "why", "low", "high", "needed_because")
_TAGS = ("shanarri", "uncrc", "section_58", "promise")
_OWN = ("id", "slug", "title", "wave", "intro", "can_change", "decides", "known_already", "asks_whom", "minutes")
_WHEN = ("state", "opens_at", "closes_at", "report_back_on", "reported_on", "moved_because")
_COLUMNS = (
    *(getattr(Consultation, name) for name in (*_OWN, *_WHEN, "two_way", "identities")),
    EditionRow.id.label("edition_id"),
    EditionRow.stamp,
    EditionRow.state.label("edition_state"),
    EditionRow.frozen_week,
)
_kept: OrderedDict[tuple[UUID, UUID], Edition] = OrderedDict()

_Found = tuple[UUID, UUID, EditionState, date | None]


def launched(*where: ColumnElement[bool]) -> tuple[Questionnaire, ...]:
    """Every launched consultation for which this holds, the newest first: one statement, and one for new editions."""
    return _read(Consultation.state == State.LAUNCHED, EditionRow.state != EditionState.DRAFT, *where)


def with_drafts(consultation_id: UUID) -> Questionnaire | None:
    """One consultation for those who work on it: launched or not, with the editions that are being worked on."""
    found = _read(Consultation.id == consultation_id)
    return found[0] if found else None


def forget() -> None:
    """Keep no edition in mind."""
    _kept.clear()


def _read(*where: ColumnElement[bool]) -> tuple[Questionnaire, ...]:
    query = select(*_COLUMNS).join(EditionRow, EditionRow.consultation_id == Consultation.id).where(*where)
    rows = db.session.execute(query.order_by(Consultation.opens_at.desc(), Consultation.id)).mappings().all()
    editions = _editions((row["edition_id"], row["stamp"]) for row in rows)
    whole: defaultdict[UUID, list[_Found]] = defaultdict(list)
    for row in rows:
        whole[row["id"]].append((row["edition_id"], row["stamp"], row["edition_state"], row["frozen_week"]))
    firsts = {row["id"]: row for row in reversed(rows)}
    return tuple(_questionnaire(firsts[key], found, editions) for key, found in whole.items())


def _questionnaire(row: RowMapping, found: Sequence[_Found], editions: Mapping[UUID, Edition]) -> Questionnaire:
    ours = (editions[one[0]] for one in found)
    fields = {name: row[name] for name in (*_OWN, *_WHEN)}
    return Questionnaire(
        **fields,
        two_way=tuple((key, About(band)) for key, band in row["two_way"]),
        identities=tuple(Identity(one) for one in row["identities"]),
        editions=tuple(sorted(ours, key=lambda one: (one.audience.value, one.number))),
        states=MappingProxyType({one[0]: one[2] for one in found}),
        frozen=frozenset(one[0] for one in found if one[3] is not None),
    )


def _editions(wanted: Iterable[tuple[UUID, UUID]]) -> dict[UUID, Edition]:
    """Editions by id: those kept in mind, and the missing ones read together."""
    pairs = set(wanted)
    found = {pair[0]: _kept[pair] for pair in pairs if pair in _kept}
    missing = [pair[0] for pair in pairs if pair[0] not in found]
    for edition in _load(missing) if missing else ():
        _kept[(edition.id, edition.stamp)] = found[edition.id] = edition
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return found


def _load(ids: Sequence[UUID]) -> list[Edition]:
    parts = selectinload(EditionRow.sections)
    query = select(EditionRow).where(EditionRow.id.in_(ids))
    options = (parts.selectinload(Section.questions).selectinload(Question.options), selectinload(EditionRow.wordings))
    rows = db.session.scalars(query.options(*options).execution_options(populate_existing=True)).all()
    return [_edition(row) for row in rows]


def _edition(row: EditionRow) -> Edition:
    questions: list[Asked] = []
    for section in row.sections:
        part = Part(section.key, section.title, section.intro, conditions.from_json(section.condition))
        questions += [_asked(one, len(questions) + place, part) for place, one in enumerate(section.questions, start=1)]
    wordings: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in row.wordings:
        wordings[one.locale][one.slot] = one.text
    return Edition(row.id, row.stamp, row.audience, row.number, tuple(questions), MappingProxyType(wordings))


def _asked(row: Question, number: int, part: Part) -> Asked:
    return Asked(
        id=row.id,
        number=number,
        key=row.key,
        kind=row.kind,
        section=part,
        about=row.about,
        settings=MappingProxyType(dict(row.settings)),
        condition=conditions.from_json(row.condition),
        bank_id=row.bank_id,
        choices=tuple(Choice(one.id, one.key, one.label, one.face) for one in row.options),
        **{name: getattr(row, name) for name in (*_TEXTS, *_TAGS)},
    )
