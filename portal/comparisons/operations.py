"""Bringing in an earlier wave or figures of another survey: all of it or nothing, and taking it out again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.comparisons import queries, rules
from portal.comparisons.models import ImportedWave, OutsideFigure
from portal.comparisons.rules import Read
from portal.consultations import bringing_in, building, editions
from portal.consultations.models import Consultation, EditionState, State, Submission
from portal.consultations.planned import NewConsultation
from portal.contributions.models import Contribution, Route
from portal.core import clock, crypto, db
from portal.core.errors import RuleError


@dataclass(frozen=True)
class Wave:
    """What an imported wave is called, when it closed, who asked, and how."""

    name: str
    closed_on: date
    source: str
    method: str


def digest_of(read: Read) -> str:
    """What stands for rows, in whatever order they come; keyed, so that nobody finds out by it what one says."""
    rows = sorted(json.dumps(one, sort_keys=True) for one in read.people)
    return crypto.pseudonym("imported-wave", "\n".join(rows))


def import_wave(like: Consultation, wave: Wave, read: Read, *, by: Account, replacing: bool = False) -> ImportedWave:
    """Make a closed wave of rows that were read, asking what `like` asks, under the same keys. RuleError if any is bad.

    Nobody reads, answers or follows these rows: they hold no words, and their codes are nobody's. They are counted in
    a release like every other wave, by people who said yes to being counted where they were asked. The same rows are
    refused a second time, or take the place of the first (`replacing`).
    """
    if not read.is_good or not read.people:
        raise RuleError("Nothing is brought in while something is wrong.")
    if wave.closed_on >= clock.today():
        raise RuleError("An earlier wave has closed already.")
    digest = digest_of(read)
    for same in queries.same_waves(digest):
        if not replacing:
            raise RuleError("These rows were brought in already. Say that they replace what was brought in before.")
        take_out(same, by=by)
    made = building.copy_of(like, _planned(like, wave), by=by)
    made.state = State.LAUNCHED
    for edition in made.editions:
        edition.state = EditionState.CURRENT
    db.session.flush()
    editions.forget()
    bringing_in.bring_in(made, read.people)
    row = ImportedWave(
        consultation_id=made.id,
        source=wave.source,
        method=wave.method,
        people=len(read.people),
        digest=digest,
        by_id=by.id,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("wave.imported", by=by.id, subject=("consultation", made.id), facts={"people": row.people})
    return row


def take_out(wave: ImportedWave, *, by: Account) -> None:
    """Take a whole imported wave out again, while no figures of it are frozen."""
    if queries.is_released(wave):
        raise RuleError("Figures of this wave are frozen. It stays, and a correction is a new release.")
    made = wave.consultation
    audit.record("wave.taken_out", by=by.id, subject=("consultation", made.id), facts={"people": wave.people})
    people = select(Submission.contribution_id).where(Submission.consultation_id == made.id)
    ids = db.session.scalars(
        select(Contribution.id).where(Contribution.id.in_(people), Contribution.route == Route.IMPORTED)
    ).all()
    db.session.delete(wave)
    db.session.flush()
    bringing_in.forget(ids)
    db.session.delete(made)
    db.session.flush()
    editions.forget()


def add_figures(figures: Sequence[Mapping[str, Any]], *, by: Account, replacing: bool = False) -> int:
    """Keep figures of other surveys; how many. What is there already is refused, or replaced if `replacing`."""
    for same in queries.same_figures(figures):
        if not replacing:
            raise RuleError("Some of these are here already. Say that they replace what was brought in before.")
        remove_figure(same, by=by)
    rows = [OutsideFigure(**{name: one[name] for name in rules.FIGURE_COLUMNS}, by_id=by.id) for one in figures]
    db.session.add_all(rows)
    db.session.flush()
    audit.record("figures.added", by=by.id, facts={"rows": len(rows)})
    return len(rows)


def remove_figure(figure: OutsideFigure, *, by: Account) -> None:
    """Take one away; the audit keeps that it was."""
    audit.record("figures.removed", by=by.id, subject=("outside_figure", figure.id))
    db.session.execute(delete(OutsideFigure).where(OutsideFigure.id == figure.id))


def _planned(like: Consultation, wave: Wave) -> NewConsultation:
    closes = datetime.combine(wave.closed_on, time(17), clock.UK)
    return NewConsultation(
        slug=building.slug_for(like.title, wave.name),
        title=like.title,
        wave=wave.name,
        intro=like.intro,
        can_change=like.can_change,
        decides=like.decides,
        known_already=like.known_already,
        minutes=like.minutes,
        opens_at=closes - timedelta(days=28),
        closes_at=closes,
        report_back_on=wave.closed_on,
    )
