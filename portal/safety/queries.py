"""Who is awake, what waits, and who may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.consultations import queries as consultations
from portal.contributions import attachments
from portal.contributions import queries as contributions
from portal.contributions.attachments import Shown
from portal.contributions.models import Identity
from portal.contributions.queries import Said, Talk
from portal.core import clock, crypto, db
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound
from portal.core.parts import Part, page
from portal.partnership import queries as partnership
from portal.safety import barring, rota
from portal.safety.barring import ABLE
from portal.safety.models import Concern, ConcernState, HandOver, RotaDuty, Tier
from portal.safety.rota import Awake, Duty
from portal.safety.rules import MANAGER_AFTER, SECOND_AFTER

#: States in which the clocks run: nobody whose job it is has it yet.
RUNNING = (ConcernState.WAITING, ConcernState.SEEN)
#: How long the words of a concern stay here after it was closed, and after its hand-over was confirmed (docs/data.md).
STUB_KEPT = timedelta(days=30)
#: ... and at most, where a hand-over never got its reference.
UNCONFIRMED_KEPT = timedelta(days=365)
PER_PAGE = 25
#: Where it is kept that a tier was told.
_MARKS: Mapping[Tier, InstrumentedAttribute[datetime | None]] = MappingProxyType(
    {Tier.SECOND: Concern.second_told_at, Tier.MANAGER: Concern.manager_told_at}
)


def duties() -> Sequence[Duty]:
    """The weekly rota of people who can sign in and may open a concern."""
    columns = (
        RotaDuty.account_id,
        RotaDuty.tier,
        RotaDuty.weekday,
        RotaDuty.starts,
        RotaDuty.ends,
        RotaDuty.works_holidays,
    )
    query = select(*columns).join(Account, Account.id == RotaDuty.account_id).where(ABLE)
    return [Duty(*row) for row in db.session.execute(query.order_by(RotaDuty.weekday, RotaDuty.starts, RotaDuty.id))]


def awake_now() -> Awake:
    """Whether somebody reads at this moment, until when, or from when on."""
    return awake_at(clock.now())


def awake_at(moment: datetime) -> Awake:
    """The same for any moment."""
    return rota.awake_at(duties(), partnership.holidays(), moment)


def holidays() -> frozenset[date]:
    """Days on which only those who said so are awake."""
    return partnership.holidays()


def find_concern(contribution_id: UUID) -> Concern | None:
    """The concern about a view, if there is one; for code that shows no words of it."""
    return db.session.scalar(select(Concern).where(Concern.contribution_id == contribution_id))


def not_passed_on() -> Sequence[Concern]:
    """Concerns nobody has handed over or closed, whether or not somebody opened them, the oldest first."""
    query = select(Concern).where(Concern.state.in_(RUNNING))
    return db.session.scalars(query.order_by(Concern.received_at, Concern.id)).all()


def rings_for(account: Account) -> Sequence[Concern]:
    """What one person's phone may ring for: of the concerns they may know of, those nobody opened, and those not
    passed on in time that are now theirs as the second person or the manager."""
    tiers = barring.door().tiers.get(account.id, frozenset())
    query = select(Concern).where(barring.visible(account), (Concern.state == ConcernState.WAITING) | _told(tiers))
    return db.session.scalars(query.order_by(Concern.received_at, Concern.id)).all()


def rings_for_all() -> Sequence[Concern]:
    """What a phone may ring for that anybody may hold: nothing that is or may be about somebody who works here."""
    late = Concern.state.in_(RUNNING) & Concern.second_told_at.is_not(None)
    wanted = Concern.about_worker.is_(False) & ((Concern.state == ConcernState.WAITING) | late)
    return db.session.scalars(select(Concern).where(wanted).order_by(Concern.received_at, Concern.id)).all()


def told_count(account: Account, role: Role | None, tier: Tier) -> int:
    """How many concerns were not passed on in time and are now this person's, as the second person or the manager."""
    tiers = barring.door().tiers.get(account.id, frozenset())
    if tier not in tiers or not permits(role, Permission.SAFETY_HANDLE):
        return 0
    query = select(func.count()).select_from(Concern).where(barring.visible(account), _told({tier}))
    return db.session.scalar(query) or 0


def _told(tiers: Collection[Tier]) -> ColumnElement[bool]:
    marks = [column.is_not(None) for tier, column in _MARKS.items() if tier in tiers]
    return Concern.state.in_(RUNNING) & or_(false(), *marks)


def manager_duties() -> int:
    """How many duties the manager tier has in a week."""
    return sum(duty.tier is Tier.MANAGER for duty in duties())


def awake_for(contribution_id: UUID) -> Awake:
    """Who is awake among those who may read what this person sent: the truth for their receipt."""
    concern = find_concern(contribution_id)
    if concern is None:
        return awake_now()
    return rota.awake_at(duties_for(concern), holidays(), clock.now())


def duties_for(concern: Concern) -> Sequence[Duty]:
    """The rota as far as it counts for one concern: people who may not read it are not awake for it."""
    if not concern.about_worker:
        return duties()
    able = barring.readers_of(concern)
    return [duty for duty in duties() if duty.account_id in able]


def get_concern(concern_id: UUID, account: Account) -> Concern:
    """A concern this officer may see, or NotFound."""
    found = db.session.scalar(select(Concern).where(Concern.id == concern_id, barring.visible(account)))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Case:
    """What a concern is about, opened for whoever may open it."""

    name: str
    reach: str
    passages: Sequence[Said]
    attachments: Sequence[Shown]
    answers: Sequence[tuple[str, str]]
    talk: Sequence[Talk]


def open_case(concern: Concern, account: Account) -> Case:
    """Everything somebody said in the thread of a concern; the view function records that it was read.

    A locked name takes two people: whoever was worried by a view does not open it by looking at their own worry.
    """
    thread, person = concern.contribution_id, concern.contribution.person
    if concern.contribution.identity is Identity.TEAM and concern.raised_by_id == account.id:
        person = None
    return Case(
        name=crypto.unseal(person, "name") if person else "",
        reach=crypto.unseal(person, "reach") if person else "",
        passages=contributions.passages_of(thread),
        attachments=attachments.attachments_of(thread),
        answers=[(q.prompt, ", ".join(said)) for q, said in consultations.answers_of(thread) if said],
        talk=contributions.talk_of(thread),
    )


@dataclass(frozen=True)
class PassedOn:
    """A hand-over, opened; all empty once it was forgotten."""

    row: HandOver
    to_whom: str
    how: str
    reference: str
    note: str


def hand_overs_of(concern: Concern) -> list[PassedOn]:
    """To whom a concern was passed on, opened."""
    fields = ("to_whom", "how", "reference", "note")
    return [PassedOn(row, *(crypto.unseal(row, field) for field in fields)) for row in concern.hand_overs]


def get_hand_over(hand_over_id: UUID, account: Account) -> HandOver:
    """A hand-over of a concern this officer may see, or NotFound."""
    found = db.get(HandOver, hand_over_id)
    get_concern(found.concern_id, account)
    return found


def waiting_for(account: Account, role: Role | None) -> int:
    """How many concerns are not passed on or closed, opened or not, of those this officer may know of."""
    return _count_in(RUNNING, account, role)


def unopened_for(account: Account, role: Role | None) -> int:
    """How many of these nobody has opened."""
    return _count_in((ConcernState.WAITING,), account, role)


def _count_in(states: Collection[ConcernState], account: Account, role: Role | None) -> int:
    if not permits(role, Permission.SAFETY_HANDLE):
        return 0
    query = select(func.count()).select_from(Concern).where(Concern.state.in_(states), barring.visible(account))
    return db.session.scalar(query) or 0


def get_duty(duty_id: UUID) -> RotaDuty:
    """One row of the rota, or NotFound."""
    return db.get(RotaDuty, duty_id)


def rota_rows() -> Sequence[RotaDuty]:
    """The weekly pattern, Monday first."""
    return db.session.scalars(select(RotaDuty).order_by(RotaDuty.weekday, RotaDuty.starts, RotaDuty.id)).all()


@dataclass(frozen=True)
class TierTold:
    """A tier whose time has come: which, when, who that is now among those who may open it, and whether it was told.

    `told` is False from the minute it is due until the machine's next round has told it.
    """

    tier: Tier
    at: datetime
    names: Sequence[str]
    told: bool = True


@dataclass(frozen=True)
class ConcernLine:
    """A concern in the queue, without a word of it; `next_at`, still to come, is when the tier after `told` is told."""

    concern: Concern
    told: Sequence[TierTold]
    next_tier: Tier | None
    next_at: datetime | None
    minutes: int

    @property
    def mark(self) -> str:
        """Four signs to name it by; random, like the id they come from."""
        return self.concern.id.hex[:4].upper()


def concern_page(account: Account, number: int = 1, *, closed: bool = False) -> Part[ConcernLine]:
    """The concerns this officer may know of: unopened first, then those not passed on, the oldest first in each."""
    shut = Concern.state == ConcernState.CLOSED
    wanted = barring.visible(account) & (shut if closed else ~shut)
    step = case((Concern.state == ConcernState.WAITING, 0), (Concern.state == ConcernState.SEEN, 1), else_=2)
    order = (Concern.closed_at.desc(),) if closed else (step, Concern.received_at)
    query = select(Concern).where(wanted).options(joinedload(Concern.seen_by)).order_by(*order, Concern.id)
    found = page(query, number, PER_PAGE)
    return found.of(_lines(found.rows))


def line_of(concern: Concern) -> ConcernLine:
    """One concern as the queue shows it, for its own page."""
    return _lines([concern])[0]


def _lines(found: Sequence[Concern]) -> list[ConcernLine]:
    kept, days, now = duties(), holidays(), clock.now()
    names = {one.id: one.name for one in accounts.active_accounts(Role.SAFEGUARDING_OFFICER)}
    return [_line(concern, kept, days, now, names) for concern in found]


def _line(
    concern: Concern, kept: Sequence[Duty], days: frozenset[date], now: datetime, names: Mapping[UUID, str]
) -> ConcernLine:
    runs = concern.state in RUNNING
    kept = duties_for(concern) if runs and concern.about_worker else kept
    told, coming = [], None
    for (tier, column), minutes in zip(_MARKS.items(), (SECOND_AFTER, MANAGER_AFTER), strict=True):
        marked = getattr(concern, column.key)
        if marked is None and not (runs and coming is None):
            continue
        at = marked or rota.staffed_minutes(kept, days, concern.received_at, minutes)
        if at is None or at > now:
            coming = tier, at
        else:
            theirs = {duty.account_id for duty in kept if duty.tier is tier}
            who = sorted(names[one] for one in theirs if one in names)
            told.append(TierTold(tier, at, who, told=marked is not None))
    age = int((now - concern.received_at).total_seconds() // 60)
    next_tier, next_at = coming or (None, None)
    return ConcernLine(concern, told, next_tier, next_at, age)


def settled_before(now: datetime) -> Sequence[Concern]:
    """Closed concerns whose words have had their time: 30 days, longer while a hand-over waits for its reference."""
    unconfirmed = exists().where(HandOver.concern_id == Concern.id, HandOver.confirmed_at.is_(None))
    fresh = exists().where(HandOver.concern_id == Concern.id, HandOver.confirmed_at > now - STUB_KEPT)
    query = select(Concern).where(
        Concern.state == ConcernState.CLOSED,
        Concern.forgotten_on.is_(None),
        or_(
            (Concern.closed_at <= now - STUB_KEPT) & ~unconfirmed & ~fresh,
            Concern.closed_at <= now - UNCONFIRMED_KEPT,
        ),
    )
    return db.session.scalars(query.order_by(Concern.id)).all()
