"""The question bank: a question worded and tagged once, asked again and again, comparable wherever it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations.kinds import KINDS
from portal.consultations.models import BankQuestion
from portal.consultations.planned import NewOption, NewQuestion
from portal.core import db
from portal.core.errors import RuleError

_SAME = (
    *("key", "kind", "prompt", "help", "why", "low", "high"),
    *("shanarri", "uncrc", "section_58", "promise"),
)


def keep(new: NewQuestion, *, by: Account | None) -> BankQuestion:
    """Keep a question to be asked again. Its key is its name in every consultation it is placed in."""
    if db.session.scalar(select(BankQuestion.id).where(BankQuestion.key == new.key)) is not None:
        raise RuleError(_("The question bank has a question with this key already."))
    usual = KINDS[new.kind].usual_options() if new.kind in KINDS else ()
    options = new.options or [NewOption(key=key, label=label, face=face) for key, label, face in usual]
    own: dict[str, Any] = {name: getattr(new, name) for name in _SAME}
    row = BankQuestion(**own, settings=dict(new.settings), options=[_plain(one) for one in options])
    db.session.add(row)
    db.session.flush()
    audit.record("bank.kept", by=by.id if by else None, subject=("bank_question", row.id))
    return row


def placed(row: BankQuestion) -> NewQuestion:
    """The question as it is asked in a consultation, with its tie to the bank."""
    own: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    options = [NewOption(**one) for one in row.options]
    return NewQuestion(**own, settings=dict(row.settings), options=options, bank_id=row.id)


def questions() -> Sequence[BankQuestion]:
    """Everything in the bank, by key."""
    return db.session.scalars(select(BankQuestion).order_by(BankQuestion.key)).all()


def search(words: str, *, shanarri: str = "", promise: str = "") -> list[BankQuestion]:
    """Those with all of these words in them, and with these tags; in any order of the words, in any case."""
    wanted = words.casefold().split()
    return [
        one
        for one in questions()
        if (not shanarri or one.shanarri == shanarri)
        and (not promise or one.promise == promise)
        and all(word in f"{one.key} {one.prompt} {one.help or ''} {one.why or ''}".casefold() for word in wanted)
    ]


def _plain(option: NewOption) -> dict[str, str]:
    return {name: value for name, value in vars(option).items() if value is not None}
