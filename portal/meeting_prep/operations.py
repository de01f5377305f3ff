"""Writing points down, putting them in order, passing them on and taking that back. Each act is counted, not logged."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from portal.audit import operations as audit
from portal.contributions import codes
from portal.core import clock, crypto, db, slow_hashes
from portal.core.errors import NotFound, RuleError
from portal.core.sessions import token_hash
from portal.meeting_prep import queries, rules
from portal.meeting_prep.models import (
    Age,
    Changed,
    MeetingKind,
    Point,
    Preparation,
    PreparationVisit,
    Reader,
    SaidBy,
    Share,
    TalkedAbout,
)

_ROUND_VISIT, _ROUND_END = 5, 60


@dataclass(frozen=True)
class NewShare:
    """A link and its PIN: the only moment at which either can be read."""

    share: Share
    token: str
    pin: str


def begin(kind: MeetingKind, age: Age | None, *, token: str) -> Preparation:
    """Begin one and open it on this phone; nothing else of the phone is kept."""
    preparation = Preparation(kind=kind, age=age, begun_week=clock.this_week(), ends_at=_end_of_visit())
    db.session.add(preparation)
    db.session.flush()
    open_on(preparation, token=token)
    audit.count_young_act("preparation.begun")
    return preparation


def open_on(preparation: Preparation, *, token: str) -> None:
    """Let this phone have it open, instead of what it had open before."""
    close_on(token)
    db.session.execute(
        insert(PreparationVisit).values(
            token_hash=token_hash(token), preparation_id=preparation.id, until=_end_of_opening()
        )
    )


def close_on(token: str) -> None:
    """Close it on this phone; one without a code is gone with that."""
    hashed = token_hash(token)
    opened = db.session.get(PreparationVisit, hashed)
    if opened is None:
        return
    without_code = Preparation.code_hash.is_(None)
    db.session.delete(opened)
    db.session.flush()
    db.session.execute(delete(Preparation).where(Preparation.id == opened.preparation_id, without_code))


def touch(preparation: Preparation, *, token: str) -> None:
    """Somebody is at it: keep it open a little longer."""
    if preparation.code_hash is None:
        preparation.ends_at = _end_of_visit()
    opened = db.session.get(PreparationVisit, token_hash(token))
    if opened is not None:
        opened.until = _end_of_opening()


def answer(preparation: Preparation, prompt: str, text: str) -> None:
    """Write down what somebody thinks about a prompt; nothing written takes the point away."""
    found = queries.answered(preparation).get(prompt)
    if found is None and text:
        add(preparation, text, prompt=prompt)
    elif found is not None and not text:
        remove(found)
    elif found is not None:
        crypto.seal(found, "text", text)
    db.session.flush()


def add(preparation: Preparation, text: str, *, prompt: str | None = None, said_by: SaidBy = SaidBy.ME) -> Point:
    """One more point, at the end."""
    last, count = db.session.execute(
        select(func.max(Point.position), func.count()).where(Point.preparation_id == preparation.id)
    ).one()
    if count >= rules.MOST_POINTS:
        raise RuleError("That is as many points as fit into one meeting. Change or take away one first.")
    point = Point(preparation_id=preparation.id, position=(last or 0) + 1, prompt=prompt, said_by=said_by)
    crypto.seal(point, "text", text)
    db.session.add(point)
    db.session.flush()
    return point


def change(point: Point, text: str, *, said_by: SaidBy) -> None:
    """Other words, or somebody else to say them."""
    crypto.seal(point, "text", text)
    point.said_by = said_by
    db.session.flush()


def remove(point: Point) -> None:
    """Take a point away for good."""
    db.session.delete(point)
    db.session.flush()


def move(preparation: Preparation, point: Point, *, by: int) -> None:
    """Move a point up (-1) or down (+1)."""
    rows = {one.id: one for one in db.session.scalars(select(Point).where(Point.preparation_id == preparation.id))}
    order = [one.id for one in queries.points(preparation)]
    for place, which in enumerate(rules.moved(order, point.id, by), start=1):
        rows[which].position = place
    db.session.flush()


def take_code(preparation: Preparation) -> str:
    """The four words that open it again, the same until "I have it"; from now on it is kept for a year."""
    if preparation.key_sealed is None:
        if preparation.code_hash is not None:
            raise RuleError("You have the code of this already. It cannot be shown again.")
        key = codes.new_submission_key()
        crypto.seal(preparation, "key", key)
        preparation.code_hash = codes.code_hash(codes.code_for(key))
        week = datetime.combine(preparation.begun_week, datetime.min.time(), tzinfo=clock.UK)
        preparation.ends_at = week + rules.KEPT
        db.session.flush()
        audit.count_young_act("preparation.kept")
    return queries.code_of(preparation)


def code_noted(preparation: Preparation) -> None:
    """They have it: it cannot be shown again."""
    preparation.key_sealed = None
    db.session.flush()


def share(preparation: Preparation, reader: Reader, *, days: int) -> NewShare:
    """A link with a PIN, both shown once. Whoever has both can read, and change nothing."""
    if days not in rules.SHARE_DAYS:
        raise RuleError("Choose from what is on this page.")
    if preparation.code_hash is None:
        raise RuleError("Take a code first. Without one your points are gone before anybody opens the link.")
    token, pin = secrets.token_urlsafe(16), f"{secrets.randbelow(1_000_000):06d}"
    new = Share(
        preparation_id=preparation.id,
        reader=reader,
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        pin_hash=slow_hashes.hashed(pin),
        ends_on=min(clock.today() + timedelta(days=days), clock.day_of(preparation.ends_at)),
    )
    db.session.add(new)
    db.session.flush()
    audit.count_young_act("preparation.shared")
    return NewShare(new, token, pin)


def stop(share: Share) -> None:
    """Take a link back: it opens nothing from the next request on."""
    share.stopped = True
    db.session.flush()
    audit.count_young_act("preparation.unshared")


def try_pin(share: Share, pin: str) -> bool:
    """Whether the PIN is right; a wrong one is counted, and too many end the link.

    One try at a time, on the link as it is by then: tries at the same moment all count.
    """
    try:
        db.hold(share)
    except NotFound:
        return False
    if not rules.is_live(share, clock.today()):
        return False
    right = slow_hashes.matches(share.pin_hash, pin)
    if right:
        share.opened_on = clock.today()
    else:
        share.misses += 1
    db.session.flush()
    return right


def tell(
    preparation: Preparation,
    talked_about: TalkedAbout,
    changed: Changed | None,
    points: Mapping[UUID, TalkedAbout | None],
) -> None:
    """How the meeting went: two taps, and more for each point where somebody wants to say it."""
    preparation.talked_about, preparation.changed = talked_about, changed
    preparation.told_week = preparation.told_week or clock.this_week()
    for point in db.session.scalars(select(Point).where(Point.preparation_id == preparation.id)):
        if point.id in points:
            point.talked_about = points[point.id]
    db.session.flush()
    audit.count_young_act("preparation.told")


def erase(preparation: Preparation) -> None:
    """Everything of it, for good; its code and its links open nothing any more."""
    db.session.delete(preparation)
    db.session.flush()
    audit.count_young_act("preparation.erased")


def forget_ended() -> int:
    """Delete preparations and openings whose time is up; how many preparations went."""
    now = clock.now()
    db.session.execute(delete(PreparationVisit).where(PreparationVisit.until <= now))
    gone = db.session.execute(delete(Preparation).where(Preparation.ends_at <= now).returning(Preparation.id))
    return len(gone.all())


def _end_of_visit() -> datetime:
    return clock.coarse(clock.now() + rules.IDLE, minutes=_ROUND_END)


def _end_of_opening() -> datetime:
    return clock.coarse(clock.now() + rules.OPEN, minutes=_ROUND_VISIT)
