"""Packs as they may be shown now: each passage asks its owner's live choice, on every page and in every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.models import Ask, Wording
from portal.board.stories import AskText, passage
from portal.board.stories import allowed as quotable
from portal.contributions.models import Contribution, Purpose, Words
from portal.contributions.queries import allowing
from portal.core import crypto, db, parts
from portal.core.access import Permission
from portal.core.errors import NotFound, Unreadable
from portal.core.parts import Part
from portal.reading.queries import on_desk
from portal.themes.models import Coding
from portal.together.queries import not_quotable
from portal.training import rules
from portal.training.models import TrainingMaker, TrainingPack, TrainingPassage

#: As many passages to choose from as one page shows.
PER_PAGE = 25


@dataclass(frozen=True)
class Shown:
    """A passage as staff may read it; `own_words` where it is a checked quote."""

    id: UUID
    text: str
    own_words: bool


@dataclass(frozen=True)
class ShownPack:
    """A pack with what of it may be shown now, and how many passages may not (any more)."""

    pack: TrainingPack
    passages: tuple[Shown, ...]
    gone: int

    @property
    def questions(self) -> list[str]:
        """What to talk about."""
        return rules.lines(self.pack.questions)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that an owner may take back."""
        return tuple(one.text for one in self.passages)

    @property
    def version(self) -> str:
        """Exactly these words."""
        return rules.version(self.pack.title, self.questions, self.texts)


@dataclass(frozen=True)
class ToTell:
    """A passage that may be used, without a word of it."""

    words_id: UUID
    contribution_id: UUID
    week: date
    asked: str

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart, as in the list of views."""
        return self.contribution_id.hex[:4].upper()


def allowed() -> Select[UUID]:
    """Passages whose owners allow teaching at this moment, and which the desk may know of; no voice of a group that
    may not be quoted."""
    query = select(Words.id).join(Contribution, Contribution.id == Words.contribution_id)
    return query.where(on_desk(), allowing(Purpose.TRAINING), Words.id.not_in(not_quotable()))


def get_pack(pack_id: UUID) -> TrainingPack:
    """One pack, approved or not, or NotFound."""
    return db.get(TrainingPack, pack_id)


def get_open(pack_id: UUID) -> TrainingPack:
    """One that is still being made, or NotFound."""
    found = get_pack(pack_id)
    if found.approved_at is not None:
        raise NotFound
    return found


def get_approved(pack_id: UUID) -> TrainingPack:
    """One that a second person approved, or NotFound."""
    found = get_pack(pack_id)
    if found.approved_at is None:
        raise NotFound
    return found


def get_passage(passage_id: UUID, pack: TrainingPack) -> TrainingPassage:
    """A passage of this pack, or NotFound."""
    found = db.get(TrainingPassage, passage_id)
    if found.pack_id != pack.id:
        raise NotFound
    return found


def get_allowed(words_id: UUID) -> Words:
    """A passage whose owner allows teaching now, or NotFound."""
    found = db.session.scalar(select(Words).where(Words.id == words_id, Words.id.in_(allowed())))
    if found is None:
        raise NotFound
    return found


def said(words: Words) -> str:
    """What somebody said, for the page on which it is told in other words."""
    return passage(words)


def packs(*, approved: bool) -> Sequence[TrainingPack]:
    """Approved packs, the newest first; or those that wait, the oldest first."""
    query = select(TrainingPack).options(joinedload(TrainingPack.begun_by), joinedload(TrainingPack.approved_by))
    if approved:
        query = query.where(TrainingPack.approved_at.is_not(None)).order_by(TrainingPack.approved_at.desc())
    else:
        query = query.where(TrainingPack.approved_at.is_(None)).order_by(TrainingPack.begun_at)
    return db.session.scalars(query.order_by(TrainingPack.id)).all()


def shown(pack: TrainingPack) -> ShownPack:
    """What of a pack may be shown at this moment."""
    rows = rows_of(pack)
    ids = [row.words_id for row in rows]
    may = set(db.session.scalars(allowed().where(Words.id.in_(ids)))) if ids else set()
    quotes = board.ask_texts([row.ask for row in rows if row.ask])
    found = [_shown(row, quotes) for row in rows if row.words_id in may]
    passages = tuple(one for one in found if one)
    return ShownPack(pack, passages, gone=len(rows) - len(passages))


def rows_of(pack: TrainingPack) -> Sequence[TrainingPassage]:
    """Everything that was put in, in that order, whether it may be shown or not."""
    of_pack = select(TrainingPassage).where(TrainingPassage.pack_id == pack.id)
    return db.session.scalars(of_pack.order_by(TrainingPassage.at, TrainingPassage.id)).all()


def _shown(row: TrainingPassage, quotes: dict[UUID, AskText]) -> Shown | None:
    if row.ask_id is not None:
        text = quotes[row.ask_id]
        whole = text.kind is Wording.QUOTE and text.checked and not text.gone
        return Shown(row.id, text.text, own_words=True) if whole else None
    try:
        return Shown(row.id, crypto.unseal(row, "told"), own_words=False)
    except Unreadable:
        return None


def to_tell(pack: TrainingPack, number: int, theme_id: UUID | None = None) -> Part[ToTell]:
    """Passages that may be used and are not in this pack yet, the oldest week first; of one theme, those of views
    under it."""
    inside = select(TrainingPassage.words_id).where(TrainingPassage.pack_id == pack.id)
    query = select(Words).where(Words.id.in_(allowed()), Words.id.not_in(inside))
    query = query.join(Contribution, Contribution.id == Words.contribution_id)
    if theme_id is not None:
        query = query.where(Contribution.id.in_(select(Coding.contribution_id).where(Coding.theme_id == theme_id)))
    found = parts.page(query.order_by(Contribution.received_week, Words.id), number, PER_PAGE)
    weeks = select(Contribution.id, Contribution.received_week)
    ids = [one.contribution_id for one in found.rows]
    known = dict(db.session.execute(weeks.where(Contribution.id.in_(ids)).order_by(Contribution.id)).all())
    return found.of(ToTell(one.id, one.contribution_id, known[one.contribution_id], one.asked) for one in found.rows)


def quotes_for(pack: TrainingPack) -> list[tuple[Ask, AskText]]:
    """Checked quotes whose owners allow both quoting and teaching, and that are not in this pack yet; newest first."""
    inside = select(TrainingPassage.words_id).where(TrainingPassage.pack_id == pack.id)
    query = select(Ask).where(_usable_quote(), Ask.words_id.not_in(inside)).order_by(Ask.checked_at.desc(), Ask.id)
    found = db.session.scalars(query.limit(PER_PAGE)).all()
    texts = board.ask_texts(found)
    return [(one, texts[one.id]) for one in found if not texts[one.id].gone]


def is_usable_quote(ask: Ask) -> bool:
    """Whether this checked quote may be used for teaching now."""
    return db.session.scalar(select(Ask.id).where(Ask.id == ask.id, _usable_quote())) is not None


def _usable_quote() -> ColumnElement[bool]:
    checked = (Ask.wording == Wording.QUOTE) & Ask.checked_at.is_not(None) & Ask.quote_gone.is_(False)
    return checked & Ask.words_id.in_(quotable()) & Ask.words_id.in_(allowed())


def makers(pack: TrainingPack) -> frozenset[UUID]:
    """Everybody who ever made a part of it, also one replaced or taken out since."""
    rows = select(TrainingMaker.account_id).where(TrainingMaker.pack_id == pack.id)
    return frozenset(db.session.scalars(rows.order_by(TrainingMaker.account_id)))


def who_can_approve(pack: TrainingPack) -> tuple[str, ...]:
    """The names of those who may be the second person."""
    others = accounts.others_who_may(Permission.QUOTES_CHECK, but=pack.begun_by_id)
    made = makers(pack)
    return tuple(one.name for one in others if one.id not in made)


def not_allowed() -> Sequence[TrainingPassage]:
    """Passages in packs whose owners allow it no longer, or whose quote is gone."""
    gone = TrainingPassage.words_id.not_in(allowed())
    unquoted = TrainingPassage.ask_id.is_not(None) & TrainingPassage.ask_id.not_in(
        select(Ask.id).where(_usable_quote())
    )
    return db.session.scalars(select(TrainingPassage).where(gone | unquoted).order_by(TrainingPassage.id)).all()


def waiting_for(account: Account) -> int:
    """How many packs with something in them this person could approve."""
    inside = select(TrainingPassage.pack_id)
    own = select(TrainingMaker.pack_id).where(TrainingMaker.account_id == account.id)
    query = select(func.count()).select_from(TrainingPack).where(TrainingPack.approved_at.is_(None))
    query = query.where(TrainingPack.begun_by_id != account.id, TrainingPack.id.in_(inside))
    return db.session.scalar(query.where(TrainingPack.id.not_in(own))) or 0
