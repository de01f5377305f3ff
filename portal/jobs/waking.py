"""Calling the worker out of turn. Nothing depends on it: what a lost call was about, the next minute's sweep finds."""

from __future__ import annotations

import logging

from config import Settings


class _Installed:
    on = False


def init(settings: Settings) -> None:
    """Tests have no worker to call."""
    _Installed.on = not settings.testing


def wake(sweep: str) -> None:
    """Have the worker run a sweep (`portal.<slice>.jobs.<name>`) within a second or so. Commit before."""
    if not _Installed.on:
        return
    try:
        from portal.jobs import worker

        worker.run_now(sweep)
    except Exception:  # a full disk, a busy queue: the file is made a little later
        logging.getLogger("portal").exception("wake", extra={"portal": {"event": "wake.failed"}})
