"""Waves at chosen times, and signed releases of them as if they had been counted so."""

from collections.abc import Mapping
from datetime import timedelta

from portal.consultations import editions
from portal.consultations.models import Consultation
from portal.consultations.planned import NewQuestion
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Subject
from portal.evidence import operations
from portal.evidence.models import Release, ReleaseKind
from tests.factories import consultations as asked
from tests.factories import people

Answers = Mapping[str, Mapping[str, int]]
HOME = "How is life where you live just now?"
BEFORE = {"home": {"Good": 30, "It’s okay": 60, "Not good": 30}, "family": {"Enough": 60, "I want more": 60}}
NOW = {"home": {"Good": 90, "It’s okay": 15, "Not good": 15}, "family": {"Enough": 62, "I want more": 58}}


def outside_figure(**changes: object) -> dict[str, object]:
    """What another survey found for one answer of these waves."""
    values: dict[str, object] = {
        "question_key": "home",
        "answer": "Good",
        "survey": "A survey",
        "publisher": "A publisher",
        "year": 2024,
        "population": "Everybody of 12 to 17",
        "share": 61,
        "base": None,
        "address": "https://example.org/a",
        "retrieved_on": clock.today(),
    }
    return values | changes


def make_wave(name: str, weeks_ago: int, questions: list[NewQuestion] | None = None) -> Consultation:
    """A wave of four weeks that closed so long ago."""
    others = {"questions": questions} if questions else {}
    made = asked.make_consultation(slug=name.lower().replace(" ", "-"), **others)
    row = db.session.get_one(Consultation, made.id)
    row.wave = name
    row.closes_at = clock.now() - timedelta(weeks=weeks_ago)
    row.opens_at = row.closes_at - timedelta(weeks=4)
    db.session.flush()
    editions.forget()
    return row


def make_release(
    wave: Consultation, answers: Answers, prompts: Mapping[str, str] | None = None, *, signed: bool = True
) -> Release:
    """Figures of a wave as if they had been counted so, signed by a second person."""
    questions = {one.key: one.prompt for one in asked.queries.get_consultation(wave.id).questions} | dict(prompts or {})
    tables = [
        RawTable(
            key=f"question:{key}",
            title=questions[key],
            subject=Subject.ANSWERS,
            dimensions=(Dimension(f"question:{key}", questions[key], tuple(cells)),),
            cells={(label,): count for label, count in cells.items()},
            base=sum(cells.values()),
        )
        for key, cells in answers.items()
    ]
    raw = RawRelease(wave.slug, wave.title, max(table.base for table in tables), tuple(tables))
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    release = operations.freeze(
        ReleaseKind.WAVE, f"{wave.title} ({wave.wave})", raw, by=officer, consultation_id=wave.id
    )
    if signed:
        operations.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()
    return release
