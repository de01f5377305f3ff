"""Freezing a closed wave with its disclosure audit, and building its summary in each form."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from flask import Flask

from portal.core import db
from portal.core.access import Role
from portal.disclosure.links import Overlap
from portal.disclosure.raw import RawRelease
from portal.disclosure.thresholds import Audience
from portal.documents.formats import FORMATS, Format
from portal.evidence import operations
from portal.evidence.jointly import Earlier, protect_editions
from portal.evidence.models import Release
from portal.reports.definitions import consultation
from tests.bench.figures import Figure
from tests.bench.place import closed_wave
from tests.factories import people
from tests.unit.disclosure import waves

RUNS = 3


def seconds(do: Callable[[], object]) -> float:
    """How long it takes, by the clock on the wall."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def auditing(cells: int = 128) -> Iterator[Figure]:
    """Processor time of protecting one release of 300 people, alone and beside four releases of nearly the same."""
    crowd, before = waves.people(300, 7, 0.5), list[Earlier]()
    raws = [_wide(waves.release(crowd[2 * number :], "wave"), cells) for number in range(5)]
    for number, raw in enumerate(raws, start=1):
        runs = []
        for _ in range(RUNS if number in (1, 5) else 1):
            began = time.process_time()
            editions = protect_editions(raw, before, family="wave")
            runs.append(time.process_time() - began)
        before.insert(0, Earlier(editions, "wave", Overlap.CORRECTION))
        if number in (1, 5):
            name = f"protecting {sum(len(table.labels) for table in raw.tables)} cells, {number} releases read together"
            yield Figure(name, runs, "s processor", at_most=5)


def _wide(raw: RawRelease, cells: int) -> RawRelease:
    """With more questions of eleven answers, until there are so many cells."""
    tables = list(raw.tables)
    ladder = next(table for table in tables if table.key == waves.LADDER.key)
    while sum(len(table.labels) for table in tables) < cells:
        key = f"ladder {len(tables)}"
        tables.append(replace(ladder, key=key, dimensions=(replace(waves.LADDER, key=key),)))
    return replace(raw, tables=tuple(tables))


def freezing(app: Flask, sizes: tuple[int, ...] = (1_000, 10_000)) -> Iterator[Figure]:
    """For each size: three freezes, then three builds of each form from the signed release."""
    few: dict[str, list[float]] = {}
    for size in sizes:
        release, runs = _frozen(size)
        limit = 5.0 if size == 1_000 else None
        yield Figure(f"freezing a release of {size:,} people, audit included", runs, "s", at_most=limit, stretch=1)
        yield from _summaries(app, release, size, few)


def _rendered(kind: Format, release: Release) -> bytes:
    return kind.render(consultation.build(release, Audience.PARTNERS))


def _frozen(size: int) -> tuple[Release, list[float]]:
    """A signed release of so many people, and how long each of the freezes before it took."""
    wave = closed_wave(size)
    officer, second = (people.make_account(role) for role in (Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER))
    db.session.commit()
    releases: list[Release] = []
    runs = []
    for _ in range(RUNS):
        if releases:
            operations.discard(releases.pop(), by=officer)
            db.session.commit()
        runs.append(seconds(lambda: releases.append(operations.freeze_wave(wave, by=officer))))
        db.session.commit()
    operations.sign(releases[0], by=second)
    db.session.commit()
    return releases[0], runs


def _summaries(app: Flask, release: Release, size: int, few: dict[str, list[float]]) -> Iterator[Figure]:
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        for form, kind in FORMATS.items():
            build = partial(_rendered, kind, release)
            build()
            runs = [seconds(build) for _ in range(RUNS)]
            name = f"summary as {form} of {size:,} submissions, figures frozen"
            if form in few:
                yield Figure(name, runs, "s", "at 1,000", few[form], at_most=1, stretch=0.3)
            else:
                few[form] = runs
                yield Figure(name, runs, "s", at_most=1, stretch=0.3)
