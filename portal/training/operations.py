"""Making a pack: begun by one person, told in other words first, approved by another who made no part of it."""

from __future__ import annotations

from collections.abc import Collection

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import rules as board_rules
from portal.board.models import Ask
from portal.board.stories import passage as passage_of
from portal.contributions import rules as contribution_rules
from portal.contributions.models import Words
from portal.contributions.operations import hold_other_words
from portal.core import clock, crypto, db
from portal.core.errors import RuleError
from portal.themes import rarity
from portal.training import queries, rules
from portal.training.models import TrainingMaker, TrainingPack, TrainingPassage


def begin(title: str, questions: str, *, by: Account) -> TrainingPack:
    """An empty pack with what to talk about."""
    hold_other_words(title, questions)
    made = TrainingPack(title=title, questions=questions, begun_at=clock.now(), begun_by_id=by.id)
    db.session.add(made)
    db.session.flush()
    _made("training.begun", made, by)
    return made


def revise(pack: TrainingPack, title: str, questions: str, *, by: Account) -> None:
    """Another title, other questions; whoever approves reads it anew."""
    _hold_open(pack)
    hold_other_words(title, questions)
    pack.title, pack.questions = title, questions
    db.session.flush()
    _made("training.revised", pack, by)


def tell(
    pack: TrainingPack, words: Words, told: str, *, looked: Collection[str], rare_seen: bool, by: Account
) -> TrainingPassage:
    """Put a passage in, told in other words. What is flagged as rare in these is looked at and ticked, or left out."""
    _hold_open(pack)
    queries.get_allowed(words.id)
    if not board_rules.is_checked(looked):
        raise RuleError("Look for every point on the list before you put this in.")
    if rarity.flags_in(told) and not rare_seen:
        raise RuleError("Something in these words may point at somebody. Leave it out, or tick that you looked.")
    if contribution_rules.repeats(passage_of(words), told):
        raise RuleError("This repeats what they said. Say it in other words.")
    hold_other_words(told)
    row = TrainingPassage(pack_id=pack.id, words_id=words.id, at=clock.now(), by_id=by.id)
    crypto.seal(row, "told", told)
    return _add(row, pack, "training.told", by)


def quote(pack: TrainingPack, ask: Ask, *, by: Account) -> TrainingPassage:
    """Put a quote in that two people checked for the board, if its owner allows teaching with it as well."""
    _hold_open(pack)
    if ask.words_id is None or not queries.is_usable_quote(ask):
        raise RuleError("The person who said this does not allow it (any more).")
    row = TrainingPassage(pack_id=pack.id, words_id=ask.words_id, ask_id=ask.id, at=clock.now(), by_id=by.id)
    return _add(row, pack, "training.quoted", by)


def take_out(passage: TrainingPassage, pack: TrainingPack, *, by: Account) -> None:
    """Leave a passage out of a pack that is not approved yet."""
    _hold_open(pack)
    db.session.delete(passage)
    db.session.flush()
    _made("training.taken_out", pack, by)


def approve(pack: TrainingPack, *, shown: str, looked: Collection[str], by: Account) -> None:
    """A second person read all of it. `shown` is the version they read: what changed since has to be read first."""
    _hold_open(pack)
    now = queries.shown(pack)
    if shown != now.version:
        raise RuleError("This was changed while you were reading it. Read it again before you approve it.")
    if not board_rules.is_checked(looked):
        raise RuleError("Look for every point on the list before staff see this.")
    if not rules.may_approve(by=by.id, makers=queries.makers(pack), approved=False, shown=len(now.passages)):
        raise RuleError("A second person who made no part of it approves it, once there is something in it.")
    pack.approved_at, pack.approved_by_id = clock.now(), by.id
    db.session.flush()
    _record("training.approved", pack, by)


def forget_not_allowed() -> int:
    """Delete what is told of views whose owners allow it no longer; how many passages."""
    gone = queries.not_allowed()
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    return len(gone)


def note_taken(pack: TrainingPack, *, form: str, by: Account, role: str) -> None:
    """A pack was taken away as a file."""
    audit.record("training.downloaded", by=by.id, role=role, subject=("training", pack.id), facts={"form": form})


def _add(row: TrainingPassage, pack: TrainingPack, action: str, by: Account) -> TrainingPassage:
    if row.words_id in {one.words_id for one in queries.rows_of(pack)}:
        raise RuleError("This passage is in the pack already.")
    db.session.add(row)
    db.session.flush()
    _made(action, pack, by)
    return row


def _hold_open(pack: TrainingPack) -> None:
    db.hold(pack)
    if pack.approved_at is not None:
        raise RuleError("This pack was approved. It changes no more; begin another.")


def _made(action: str, pack: TrainingPack, by: Account) -> None:
    """Record it, and keep that this person made a part: they never approve the pack."""
    if by.id not in queries.makers(pack):
        db.session.add(TrainingMaker(pack_id=pack.id, account_id=by.id))
        db.session.flush()
    _record(action, pack, by)


def _record(action: str, pack: TrainingPack, by: Account) -> None:
    audit.record(action, by=by.id, subject=("training", pack.id))
