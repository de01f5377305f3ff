"""Sending what waits, each minute, and forgetting what was sent."""

from __future__ import annotations

from config import Settings
from portal.jobs.worker import MINUTELY, NIGHTLY, periodic
from portal.outbox import operations
from portal.outbox.channels import channel_of
from portal.outbox.delivering import deliver


@periodic(MINUTELY)
def send() -> int:
    """First what a killed sender left behind, then what is due."""
    return deliver(channel_of(Settings.from_env()))


@periodic(NIGHTLY)
def forget_sent() -> int:
    """What was sent a week ago says nothing any more."""
    return operations.forget()
