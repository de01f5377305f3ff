"""What code holders say, lent to the pages of the board, which lies below and cannot ask for it itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _

from portal.accounts.login import my_role
from portal.board.models import Ask
from portal.board.stories import ask_text
from portal.core import clock, db
from portal.core.i18n import day
from portal.disclosure.safe import SafeTable
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.rules import audience_for
from portal.feedback import queries, rules


@dataclass(frozen=True)
class CodeHolders:
    """Released figures of one ask, as far as whoever looks may know them, or why there are none."""

    rows: tuple[tuple[str, str], ...]
    note: str
    replies: tuple[tuple[str, str], ...] = ()


@dataclass
class Rated:
    """Of how many answers of one organisation figures tell what most codes make of them, and how many mostly waffle."""

    rated: int = 0
    waffle: int = 0


def init_app(app: Flask) -> None:
    """Give templates `code_holders_say(ask_id)`, `words_of_ask(ask_id)` and `codes_rate()`."""
    app.jinja_env.globals["codes_rate"] = codes_rate
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
    found = queries.released_for([ask_id], audience_for(my_role()))[ask_id]
    replies = _bars(found.replies)
    if release is None or release.signed_at is None:
        return CodeHolders((), _("No released figures yet. They are counted once a quarter."))
    rows = _bars(found.verdicts)
    if not rows and not replies:  # the same for nobody, for a few and for an ask that is not counted
        return CodeHolders((), _("Nobody with a code has said yet, or too few to show."))
    since = _("Counted and signed on %(date)s; small numbers are hidden.", date=day(clock.day_of(release.signed_at)))
    return CodeHolders(rows, since, replies)


def codes_rate() -> dict[UUID, Rated]:
    """What signed figures show of how codes rate each organisation's answers, by organisation; others have no row."""
    found: defaultdict[UUID, Rated] = defaultdict(Rated)
    for organisation_id, table in queries.released_replies(audience_for(my_role())):
        if (waffle := rules.most_say_waffle(table)) is not None:
            found[organisation_id].rated += 1
            found[organisation_id].waffle += waffle
    return dict(found)


def _bars(table: SafeTable | None) -> tuple[tuple[str, str], ...]:
    """A table's figures in words, none where it has none to show."""
    if table is None or (said := reading.table_reading(table)).withheld:
        return ()
    return tuple((bar.label, bar.text) for bar in said.bars)
