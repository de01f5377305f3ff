"""Coding a view or passages of it, by several people who do not see each other's coding, and settling differences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.models import Contribution
from portal.contributions.operations import hold_other_words
from portal.contributions.queries import words_of
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError
from portal.themes import desk, queries, rules
from portal.themes.models import CodedView, CodingMark, SettledCoding, Theme
from portal.themes.operations import place


@dataclass(frozen=True)
class Found:
    """A theme in a whole view, or in a passage: from one character of the opened text to before another."""

    theme_id: UUID
    words_id: UUID | None = None
    starts: int | None = None
    ends: int | None = None


def found_in(mark: CodingMark) -> Found:
    """What a kept mark says."""
    return Found(mark.theme_id, mark.words_id, mark.starts, mark.ends)


def save(contribution: Contribution, found: Collection[Found], *, done: bool, by: Account) -> CodedView:
    """Keep exactly this as one person's coding of a view; other people's is left as it is.

    Once it is `done` and nobody differs, the view stands under these themes; where coders differ it stays where it
    was until that is settled. Coding that was done stays done when it is put right. RuleError where the view cannot
    be coded, where it was settled, or where a passage or a theme is none.
    """
    _hold_codable(contribution)
    if desk.find_settled(contribution.id) is not None:
        raise RuleError("The coders have settled this view. What they agreed on stays.")
    row = desk.find_coded(contribution.id, by.id) or CodedView(
        contribution_id=contribution.id, by_id=by.id, begun_at=clock.now()
    )
    before = {found_in(mark) for mark in row.marks}
    _hold_passages(contribution, found)
    _hold_open({one.theme_id for one in found} - {one.theme_id for one in before})
    row.marks = [mark for mark in row.marks if found_in(mark) in found]
    row.marks += [CodingMark(**vars(one)) for one in sorted(set(found) - before, key=str)]
    row.done_at = clock.now() if done else row.done_at
    db.session.add(row)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"themes": len({one.theme_id for one in found}), "done": row.done_at is not None}
    audit.record("view.coded-by-one", by=by.id, subject=("contribution", contribution.id), facts=facts)
    if row.done_at is not None:
        _stand_where_all_agree(contribution, by=by)
    return row


def settle(contribution: Contribution, *, under: Sequence[Theme], because: str, by: Account) -> SettledCoding:
    """What the coders agreed on in the end. Their own codings stay, so that agreement is counted on them."""
    _hold_codable(contribution)
    if not desk.differs(contribution.id):
        raise RuleError("There is no difference to settle here.")
    if desk.find_settled(contribution.id) is not None:
        raise RuleError("Somebody settled this already.")
    hold_other_words(because)
    place(contribution, under=under, by=by)
    row = SettledCoding(contribution_id=contribution.id, by_id=by.id, at=clock.now(), because=because)
    db.session.add(row)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"themes": len(under)}
    audit.record("coding.settled", by=by.id, subject=("contribution", contribution.id), facts=facts)
    return row


def open_again(contribution: Contribution, *, by: Account) -> None:
    """Take back that a difference is settled: somebody coded it anew, or it was settled too soon."""
    gone = delete(SettledCoding).where(SettledCoding.contribution_id == contribution.id)
    if not db.session.execute(gone.returning(SettledCoding.contribution_id)).all():
        raise RuleError("This is not settled.")
    audit.record("coding.opened-again", by=by.id, subject=("contribution", contribution.id))


def _stand_where_all_agree(contribution: Contribution, *, by: Account) -> None:
    sets = set(desk.codings_of(contribution.id).values())
    if len(sets) == 1:
        place(contribution, under=queries.themes_by_id(sets.pop()), by=by)


def _hold_codable(contribution: Contribution) -> None:
    """One coder at a time is done with a view, so that two who differ never pass each other unseen."""
    turn = select(Contribution).where(Contribution.id == contribution.id).with_for_update()
    held = db.session.scalar(turn.execution_options(populate_existing=True))
    if held is None:
        raise NotFound
    if not rules.can_code(held):
        raise RuleError("This view cannot be put under a theme.")


def _hold_passages(contribution: Contribution, found: Collection[Found]) -> None:
    wanted = {one.words_id for one in found if one.words_id}
    lengths = {one.id: len(crypto.unseal(one, "text")) for one in words_of(contribution.id) if one.id in wanted}
    for one in found:
        if one.words_id is None:
            continue
        if one.starts is None or one.ends is None or not 0 <= one.starts < one.ends <= lengths.get(one.words_id, 0):
            raise RuleError("This passage does not stand in the view.")


def _hold_open(theme_ids: Collection[UUID]) -> None:
    offered = {theme.id for theme in queries.open_themes()}
    if not offered.issuperset(theme_ids):
        raise RuleError("One of these themes was retired. Choose another.")
