"""What code holders say, lent to the pages of the board, which lies below and cannot ask for it itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _

from portal.accounts.login import my_role
from portal.board.models import Ask
from portal.board.stories import ask_text
from portal.core import db
from portal.core.i18n import day
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.rules import audience_for
from portal.feedback import queries


@dataclass(frozen=True)
class CodeHolders:
    """Released figures of one ask, as far as whoever looks may know them, or why there are none."""

    rows: tuple[tuple[str, str], ...]
    note: str


def init_app(app: Flask) -> None:
    """Give templates `code_holders_say(ask_id)` and `words_of_ask(ask_id)`."""
    app.jinja_env.globals["code_holders_say"] = code_holders_say
    app.jinja_env.globals["words_of_ask"] = words_of_ask


def words_of_ask(ask_id: UUID) -> str:
    """An ask's words as they may be shown now, for the heading of its figures; never a part of what is frozen."""
    ask = db.session.get(Ask, ask_id)
    return ask_text(ask).text if ask else ""


def code_holders_say(ask_id: UUID | None) -> CodeHolders | None:
    """What the people whose words led to an ask say of it; None where there is no ask."""
    if ask_id is None:
        return None
    release = evidence.latest_verdicts()
    table = queries.released_verdicts(ask_id, audience_for(my_role()))
    if release is None or release.signed_at is None or table is None:
        return CodeHolders((), _("No released figures yet. They are counted once a quarter."))
    said = reading.table_reading(table)
    if said.withheld:
        return CodeHolders((), said.finding)
    since = _("Counted and signed on %(date)s; small numbers are hidden.", date=day(release.signed_at.date()))
    return CodeHolders(tuple((bar.label, bar.text) for bar in said.bars), since)
