"""The worker's clock: periodic sweeps, each in a transaction of its own. Messages are signed, state is in the rows."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from huey import SqliteHuey, crontab
from huey.serializer import SignedSerializer

from config import Settings
from portal.core import crypto, db, log

_settings = Settings.from_env()

#: Its own file, never the portal's database: the queue may be lost without losing anything.
huey = SqliteHuey(
    "portal",
    filename=str(_settings.var_dir / "jobs.db"),
    fsync=True,
    utc=True,
    serializer=SignedSerializer(secret=crypto.keys().derive("jobs").hex()),
)

Sweep = Callable[[], int]
Around = Callable[[], AbstractContextManager[object]]
_sweeps: dict[str, Sweep] = {}
MINUTELY, HOURLY, NIGHTLY = ("*", "*"), ("7", "*"), ("20", "3")


_around: list[Around] = [nullcontext]


def use(around: Around) -> None:
    """What each sweep runs inside: the worker's application, whose languages and settings its texts need."""
    _around[:] = [around]


def periodic(when: tuple[str, str]) -> Callable[[Sweep], Sweep]:
    """Run a sweep at minute and hour `when` (UTC). It finds what is due by itself and may be killed at any point."""

    def register(sweep: Sweep) -> Sweep:
        minute, hour = when
        name = f"{sweep.__module__}.{sweep.__name__}"
        _sweeps[name] = sweep

        @huey.periodic_task(crontab(minute=minute, hour=hour), name=name)
        def task() -> None:
            run(name, sweep)

        return sweep

    return register


@huey.task(name="portal.jobs.worker.run_now")
def run_now(name: str) -> None:
    """Run a sweep out of turn; called from a page, it only leaves the message."""
    if name in _sweeps:
        run(name, _sweeps[name])


def run(name: str, sweep: Sweep) -> int:
    """One sweep, committed if it ends well; a failure is logged by kind and tried again next time."""
    started = time.perf_counter()
    try:
        with _around[0]():
            done = sweep()
        db.session.commit()
    except Exception:
        db.session.rollback()
        logging.getLogger("portal").exception("sweep", extra={"portal": {"event": f"sweep.failed:{name}"}})
        return 0
    finally:
        db.session.remove()
    if done:
        log.event(f"sweep:{name}", ms=round((time.perf_counter() - started) * 1000), count=done)
    return done
