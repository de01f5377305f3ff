"""Finding what was said unasked and what came of it. An idea's words are opened here only, while its owner allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from portal.contributions import marks
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution, Matter, Purpose
from portal.contributions.queries import Said
from portal.core import clock, crypto, db
from portal.core.errors import NotFound
from portal.core.parts import Part, page
from portal.disclosure.thresholds import Audience
from portal.free_views import rules
from portal.free_views.models import Idea, IdeaSupport, Own, Sorting, ThanksGiven
from portal.free_views.rules import Supported
from portal.reading.queries import on_desk

PER_PAGE = 10
PER_STAFF_PAGE = 25


@dataclass(frozen=True)
class ShownIdea:
    """A published idea, opened, with its support as one audience may know it."""

    id: UUID
    text: str
    own: Own
    published_on: date
    support: Supported
    counted_week: date | None


@dataclass(frozen=True)
class Unasked:
    """Everything that was done with one unasked view, for its reader and its owner."""

    sorting: Sorting | None
    late: bool
    thanks: ThanksGiven | None
    may_thank: bool
    idea: Idea | None
    may_publish: bool


def what_came_of(contribution: Contribution) -> Unasked:
    """What was done with this view so far."""
    sorting = find_sorting(contribution.id)
    return Unasked(
        sorting=sorting,
        late=sorting is not None and sorting.done_on is None and sorting.due_on < clock.today(),
        thanks=find_thanks(contribution.id),
        may_thank=contributions.allows(contribution.id, Purpose.THANK),
        idea=find_idea(contribution.id),
        may_publish=contributions.allows(contribution.id, Purpose.PUBLISH),
    )


def find_sorting(contribution_id: UUID) -> Sorting | None:
    """Who sorts a problem by when, if an officer said so."""
    return db.session.scalar(select(Sorting).where(Sorting.contribution_id == contribution_id))


def find_thanks(contribution_id: UUID) -> ThanksGiven | None:
    """That thanks were passed on, if they were."""
    return db.session.scalar(select(ThanksGiven).where(ThanksGiven.contribution_id == contribution_id))


def find_idea(contribution_id: UUID) -> Idea | None:
    """The idea prepared or published from a view, whether or not it may be shown."""
    return db.session.scalar(select(Idea).where(Idea.contribution_id == contribution_id))


def get_prepared(idea_id: UUID) -> Idea:
    """An idea whose owner still allows it, published or not, or NotFound."""
    found = db.session.scalar(_joined().where(Idea.id == idea_id))
    if found is None:
        raise NotFound
    return found


def get_published(idea_id: UUID) -> Idea:
    """An idea anybody may see at this moment, or NotFound."""
    found = get_prepared(idea_id)
    if found.published_on is None:
        raise NotFound
    return found


def text_of(idea: Idea) -> str:
    """An idea's words, for whoever was let in by `get_prepared` or a list made here."""
    return crypto.unseal(idea, "text")


def shown(idea: Idea, audience: Audience) -> ShownIdea:
    """A published idea as one audience may see it."""
    if idea.published_on is None:
        raise NotFound
    return ShownIdea(
        idea.id, text_of(idea), idea.own, idea.published_on, rules.shown(idea.counted, audience), idea.counted_week
    )


def published(number: int) -> Part[ShownIdea]:
    """Ideas anybody may see, newest first; never in an order that tells how many support them."""
    wanted = _joined().where(Idea.published_on.is_not(None))
    found = page(wanted.order_by(Idea.published_on.desc(), Idea.id), number, PER_PAGE)
    return found.of(shown(idea, Audience.PUBLIC) for idea in found.rows)


def published_for_staff() -> list[ShownIdea]:
    """The newest public ideas as the partnership may know them."""
    query = _joined().where(Idea.published_on.is_not(None)).order_by(Idea.published_on.desc(), Idea.id)
    return [shown(idea, Audience.PARTNERS) for idea in db.session.scalars(query.limit(PER_STAFF_PAGE))]


def passages(contribution: Contribution) -> list[Said]:
    """What was said, opened, for a page that records its reading."""
    return contributions.passages_of(contribution.id)


def with_support() -> list[ShownIdea]:
    """Published ideas that enough codes support for the board to pick from, newest first."""
    query = _joined().where(Idea.published_on.is_not(None)).order_by(Idea.published_on.desc(), Idea.id)
    ideas = [idea for idea in db.session.scalars(query) if rules.reaches_board(idea.counted)]
    return [shown(idea, Audience.PARTNERS) for idea in ideas]


def waiting_to_be_checked() -> Sequence[Idea]:
    """Ideas that one person prepared and another has to look at."""
    return db.session.scalars(_joined().where(Idea.published_on.is_(None)).order_by(Idea.id)).all()


def to_publish() -> Sequence[Contribution]:
    """Ideas whose owners said yes to the page, and that nobody has prepared yet, the oldest first."""
    query = select(Contribution).where(
        _may_be_public(), Contribution.id.not_in(select(Idea.contribution_id)), Contribution.triaged_at.is_not(None)
    )
    return db.session.scalars(query.order_by(Contribution.received_week, Contribution.id).limit(PER_STAFF_PAGE)).all()


def supports(idea: Idea, contribution: Contribution) -> bool:
    """Whether the code of this thread supports an idea now."""
    return db.session.get(IdeaSupport, (idea.id, mark_of(idea, contribution))) is not None


def mark_of(idea: Idea, contribution: Contribution) -> str:
    """What stands for a thread's code under an idea."""
    return marks.mark_of("idea-support", idea.id, contribution)


def support_count(idea: Idea) -> int:
    """How many codes support an idea at this moment: for the weekly count only, never for a page."""
    query = select(func.count()).select_from(IdeaSupport).where(IdeaSupport.idea_id == idea.id)
    return db.session.scalar(query) or 0


def to_count(week: date) -> Sequence[Idea]:
    """Published ideas whose support was not counted in this week yet."""
    behind = Idea.counted_week.is_not(None) & (Idea.counted_week < week)
    return db.session.scalars(select(Idea).where(behind)).all()


def not_allowed_any_more() -> Sequence[Idea]:
    """Ideas whose owners took their yes back, or that are the desk's no longer."""
    kept = select(Contribution.id).where(_may_be_public())
    return db.session.scalars(select(Idea).where(Idea.contribution_id.not_in(kept))).all()


def all_ideas() -> Sequence[Idea]:
    """Every idea, for erasing a code's support."""
    return db.session.scalars(select(Idea)).all()


def _may_be_public() -> ColumnElement[bool]:
    return (Contribution.matter == Matter.IDEA) & on_desk() & contributions.allowing(Purpose.PUBLISH)


def _joined() -> Select[Idea]:
    return select(Idea).join(Contribution, Contribution.id == Idea.contribution_id).where(_may_be_public())
