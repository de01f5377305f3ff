"""The background worker: it finds due rows and does what they ask; a job killed half-way is found again."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from huey.consumer import Consumer

from config import Settings
from portal import SLICES, create_app


def register_sweeps() -> None:
    """Import every slice's sweeps, which puts them on the worker's clock."""
    for name in SLICES:
        if find_spec(f"portal.{name}.jobs"):
            import_module(f"portal.{name}.jobs")


def work(settings: Settings) -> None:
    """Work until TERM or INT, finishing the job in hand."""
    app = create_app(settings)
    with app.app_context():
        from portal.jobs.worker import huey, use

        use(app.app_context)
        register_sweeps()
    # One thread: jobs share the database's single writer anyway, and only one process may own the clock.
    Consumer(huey, workers=1, periodic=True, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=25).run()
