"""What the board lends to the pages of the promises, which lie below it and cannot ask it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask_login import current_user

from portal.board import marks, promises
from portal.board.marks import Mark
from portal.board.queries import works_for
from portal.board.stories import ActionLine
from portal.commitments.models import Commitment
from portal.core import clock
from portal.core.parts import Part


@dataclass(frozen=True)
class Kept:
    """The actions that keep one promise, or the first of them, and whether whoever looks may add another."""

    actions: Part[tuple[ActionLine, tuple[Mark, ...]]]
    can_add: bool


def init_app(app: Flask) -> None:
    """Give templates `actions_keeping(commitments)`."""
    app.jinja_env.globals["actions_keeping"] = actions_keeping


def actions_keeping(commitments: list[Commitment], page: int | None = None) -> dict[UUID, Kept]:
    """The first actions under each of these promises; with a page number, that page of all actions of the one."""
    if page is None:
        under = promises.first_actions([one.id for one in commitments])
    else:
        under = {one.id: promises.actions_page(one.id, page) for one in commitments}
    today = clock.today()
    return {
        one.id: Kept(
            under[one.id].of((line, marks.marks_of_action(line, today)) for line in under[one.id].rows),
            current_user.is_authenticated and works_for(one.organisation_id, current_user.account, current_user.role),
        )
        for one in commitments
    }
