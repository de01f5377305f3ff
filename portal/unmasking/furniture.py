"""Whether a name is locked and what whoever reads may do about it, lent to the reading desk, which lies below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from portal.accounts.login import me
from portal.contributions.models import Contribution
from portal.unmasking import labels, queries
from portal.unmasking.models import Unmasking
from portal.unmasking.rules import State


@dataclass(frozen=True)
class Lock:
    """The lock on a name: one's own request while it goes on, and those that are over."""

    mine: Unmasking | None
    is_open: bool
    before: Sequence[Unmasking]


def init_app(app: Flask) -> None:
    """Give templates `lock_on(contribution)` and the words of its states."""
    app.jinja_env.globals["lock_on"] = lock_on
    app.jinja_env.globals["lock_words"] = {"state": labels.STATES, "reason": labels.REASONS}
    app.jinja_env.globals["lock_state"] = queries.state_of


def lock_on(contribution: Contribution) -> Lock | None:
    """For a view whose name takes two people; None for every other."""
    if not queries.is_locked(contribution):
        return None
    mine = queries.mine(contribution, me())
    before = [one for one in queries.asked_of(contribution) if one is not mine]
    return Lock(mine, mine is not None and queries.state_of(mine) is State.OPEN, before)
