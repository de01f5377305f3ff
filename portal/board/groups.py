"""Groups that said it too: each a line of its own, never added to people, its size told as partners may know it."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from portal.contributions.models import Contribution, Purpose
from portal.contributions.queries import allowing
from portal.core import db
from portal.disclosure.thresholds import Audience
from portal.reading.queries import on_desk
from portal.themes.models import Coding
from portal.together.models import GroupSession
from portal.together.rules import size_shown


def groups_under(theme_id: UUID) -> list[str]:
    """The groups under a theme that allow the board to hear of them, in words; the largest first."""
    query = (
        select(GroupSession.people)
        .join(Contribution, Contribution.id == GroupSession.contribution_id)
        .join(Coding, Coding.contribution_id == Contribution.id)
        .where(Coding.theme_id == theme_id, on_desk(), allowing(Purpose.BOARD))
    )
    figures = [size_shown(people, Audience.PARTNERS) for people in db.session.scalars(query)]
    shown = sorted((figure.shown or 0 for figure in figures), reverse=True)
    return [in_words(people) for people in shown]


def in_words(shown: int) -> str:
    """A group of a protected size; 0 where it may not be told."""
    if not shown:
        return str(_("a small group"))
    return str(_("a group of about %(people)s young people", people=shown))
