"""Pages of evidence over waves that a thousand and a hundred thousand people answered: they read frozen rows alone.

Partners read them under a short menu; a participation officer's counts on every page what waits for a theme, up to as
many as a menu shows, and is held to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from portal.consultations import editions
from portal.core import db
from tests.bench.figures import Figure
from tests.bench.load import Visitor, cost
from tests.bench.place import READER_TOKEN, WORK_TOKEN, closed_wave, rows_in, sign_in_again
from tests.factories import evidence
from tests.support.server import Server

RUNS, VIEWS = 3, 25
FEW, MANY = 1_000, 100_000
PAGES = {
    "signed releases": "/work/evidence/",
    "a wave, with what changed": "/work/evidence/{release_id}",
    "the same, public edition": "/work/evidence/{release_id}?edition=public",
    "who was heard": "/work/evidence/{release_id}/coverage",
}
DESK = "a wave, under an officer’s menu"


def reading(server: Server, few: int = FEW, many: int = MANY) -> Iterator[Figure]:
    """Each page over a wave of `few` people, then over one of `many`, both beside a wave of a year before."""
    with rows_in(server):
        _year_before(few)
    small = _measured(server, _signed(server, few))
    for name, runs in _measured(server, _signed(server, many)).items():
        held = f"{name}, {many:,} submissions"
        yield Figure(held, runs, "ms CPU", f"at {few:,}", small[name], ratio_at_most=1.5, stretch=1.1)


def _measured(server: Server, release_id: UUID) -> dict[str, list[float]]:
    sign_in_again(server)
    wave = f"/work/evidence/{release_id}"
    reads = [(name, READER_TOKEN, path.format(release_id=release_id)) for name, path in PAGES.items()]
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name, token, path in [*reads, (DESK, WORK_TOKEN, wave)]:
            visitor = Visitor(server)
            visitor.cookies["work"] = token
            assert path != wave or b'id="changed"' in visitor.get(path)
            found.setdefault(name, []).append(cost(server, VIEWS, partial(visitor.get, path)))
            visitor.close()
    return found


def _year_before(number: int) -> None:
    before = closed_wave(number, "a-year-before")
    before.closes_at -= timedelta(days=365)
    before.opens_at -= timedelta(days=365)
    db.session.flush()
    editions.forget()
    evidence.make_signed(before)


def _signed(server: Server, number: int) -> UUID:
    """The release of a wave that so many answered."""
    with rows_in(server):
        release = evidence.make_signed(closed_wave(number, "read"))
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        return release.id
