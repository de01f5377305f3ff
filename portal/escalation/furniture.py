"""Where an ask or an action stands on the ladder, lent to the pages of the board, which lies below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from portal.accounts.login import me
from portal.board.models import Action, Ask
from portal.core.access import Permission
from portal.core.guard import may
from portal.escalation import labels, queries, rules
from portal.escalation.models import Rise
from portal.partnership.models import GovernanceLevel


@dataclass(frozen=True)
class OnLadder:
    """Where it stands, where it stood, and what whoever looks may do about it."""

    now: Rise | None
    before: Sequence[Rise]
    above: GovernanceLevel | None
    can_raise: bool
    can_bring_down: bool


def init_app(app: Flask) -> None:
    """Give templates `on_ladder(subject)` and the words of the ladder."""
    app.jinja_env.globals["on_ladder"] = on_ladder
    app.jinja_env.globals["ladder_words"] = {"why": labels.WHYS, "ending": labels.ENDINGS}


def on_ladder(subject: Ask | Action) -> OnLadder:
    """For one ask or action."""
    history = queries.history_of(subject)
    now = next((one for one in history if one.ended_at is None), None)
    above = rules.next_above(now.level_id if now else None, queries.rungs())
    moves = may(Permission.LADDER_MOVE)
    return OnLadder(
        now=now,
        before=[one for one in history if one is not now],
        above=queries.level(above.level_id) if above else None,
        can_raise=moves and above is not None and queries.is_open(subject),
        can_bring_down=moves and now is not None and not queries.is_owed_by(subject, me()),
    )
