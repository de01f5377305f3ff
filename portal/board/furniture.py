"""What the board lends to the pages of the promises, which lie below it and cannot ask it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask_login import current_user

from portal.board import marks, queries
from portal.board.marks import Mark
from portal.board.stories import ActionLine
from portal.commitments.models import Commitment
from portal.core import clock


@dataclass(frozen=True)
class Kept:
    """The actions that keep one promise, and whether whoever looks may add another."""

    actions: list[tuple[ActionLine, tuple[Mark, ...]]]
    can_add: bool


def init_app(app: Flask) -> None:
    """Give templates `actions_keeping(commitments)`."""
    app.jinja_env.globals["actions_keeping"] = actions_keeping


def actions_keeping(commitments: list[Commitment]) -> dict[UUID, Kept]:
    """The actions under each of these promises, with one question to the database."""
    under = queries.actions_under([one.id for one in commitments])
    today = clock.today()
    return {
        one.id: Kept(
            [(line, marks.marks_of_action(line, today)) for line in under[one.id]],
            current_user.is_authenticated
            and queries.works_for(one.organisation_id, current_user.account, current_user.role),
        )
        for one in commitments
    }
