"""How long a code takes to be refused says nothing about whether there is one."""

import statistics
import time
from collections.abc import Callable

from config import sqlite_library
from portal.core import db
from tests.factories import voices
from tests.support import canary
from tests.support.phone import Phone
from tests.support.proof import ProofFigure, rounds
from tests.support.server import Server

SAMPLES = rounds(60, 500)


def test_hit_and_miss_take_the_same_time(site: Callable[..., Server], proof_figure: ProofFigure) -> None:
    server = site(PORTAL_WORKERS="1", PORTAL_THREADS="1")
    with canary.inside(server.settings):
        code = voices.make_contribution().code
        db.session.commit()
    server.start()
    hits, misses = list[float](), list[float]()
    for number in range(SAMPLES):
        for typed, into in ((code, hits), (f"acorn acorn acorn {code.split()[0]}", misses))[:: 1 if number % 2 else -1]:
            _forget_misses(server)
            into.append(_try(server, typed))
    hit, miss = _typical(hits), _typical(misses)
    proof_figure("code: tries timed, hits and misses", len(hits) + len(misses), f">= {2 * SAMPLES}")
    # One slow hash is spent on each: less than ten milliseconds would mean that somebody found a way round it.
    proof_figure("code: a typical hit, ms", round(hit * 1000, 2), ">= 10")
    proof_figure("code: a typical miss, ms", round(miss * 1000, 2), ">= 10")
    proof_figure("code: hit and miss apart, per cent", round(abs(hit - miss) / miss * 100, 1), "<= 5")


def _typical(took: list[float]) -> float:
    """The median of the quicker half: what else the machine does only ever adds."""
    return statistics.median(sorted(took)[: len(took) // 2])


def _try(server: Server, typed: str) -> float:
    """Seconds until a code typed on a fresh phone is answered; the page is the same kind of page either way."""
    phone = Phone(server.url)
    form = phone.get("/code").page.form("code")
    began = time.perf_counter()
    reply = phone.post(form.action, form.filled(code=typed))
    took = time.perf_counter() - began
    assert reply.status in (200, 303), reply.status
    phone.hang_up()
    return took


def _forget_misses(server: Server) -> None:
    """Let every try be the first of somebody who never guessed."""
    connection = sqlite_library().connect(str(server.settings.var_dir / "limits.db"), timeout=5)
    connection.execute("CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, count INT, ends REAL) WITHOUT ROWID")
    connection.execute("DELETE FROM hits")
    connection.commit()
    connection.close()
