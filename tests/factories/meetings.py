"""Meetings in each state, through the real operations."""

from datetime import timedelta
from uuid import UUID

from portal.accounts.models import Account
from portal.board.models import Action, Ask
from portal.commitments.models import Commitment
from portal.core import clock, db
from portal.core.access import Role
from portal.meetings import agreeing, operations, queries, recording
from portal.meetings.models import AgendaItem, Decision, ItemSource, Meeting, MeetingState, MeetingType
from portal.meetings.operations import Plan
from portal.meetings.recording import Decided
from portal.meetings.suggesting import Suggestion
from portal.themes.models import Theme
from tests.factories import people
from tests.factories import place as place_factory

About = Ask | Action | Theme | Commitment
SOURCES = {Ask: ItemSource.ASK, Action: ItemSource.ACTION, Theme: ItemSource.THEME, Commitment: ItemSource.PROMISE}


def make_meeting(
    *, by: Account | None = None, kind: MeetingType = MeetingType.BOARD, chair: Account | None = None, **changes: object
) -> Meeting:
    """A meeting that began five minutes ago, so that every step of it can be taken now."""
    officer = by or people.make_account(Role.PARTICIPATION_OFFICER)
    values: dict[str, object] = {
        "kind": kind,
        "starts_at": clock.now() - timedelta(minutes=5),
        "ends_at": clock.now() + timedelta(hours=2),
        "place": "Village hall",
        "how_to_join": "Ring the bell at the side door",
        "dots": 3,
        "arranger_id": officer.id,
        "chair_id": chair.id if chair else None,
    }
    return operations.plan(Plan(**(values | changes)), by=officer)


def with_points(meeting: Meeting, *points: str, by: Account | None = None) -> list[AgendaItem]:
    """Open its agenda and put points on it, in order."""
    author = by or db.session.get_one(Account, meeting.arranger_id)
    if meeting.state is MeetingState.PLANNED:
        operations.open_agenda(meeting, by=author)
    return [operations.add_point(meeting, point, by=author) for point in points]


def make_voting(*points: str, **changes: object) -> Meeting:
    """A meeting whose dots are being placed."""
    meeting = make_meeting(**changes)
    with_points(meeting, *(points or ("Buses", "Paint", "Pets")))
    operations.open_vote(meeting, by=meeting.arranger)
    return meeting


def place(meeting: Meeting, champion: Account, *counts: int) -> None:
    """One champion's dots, in the order of the agenda."""
    given: dict[UUID, int] = dict(zip([one.id for one in queries.items_of(meeting)], counts, strict=False))
    operations.place_dots(meeting, given, by=champion, hidden=frozenset())


def make_set(*points: str, **changes: object) -> Meeting:
    """A meeting with its agenda set."""
    meeting = make_voting(*points, **changes)
    operations.close_vote(meeting, by=meeting.arranger)
    return meeting


def write_all(meeting: Meeting, text: str = "We talked about it.") -> None:
    """Minutes under every item."""
    for item in queries.items_of(meeting):
        recording.write_minutes(item, text, by=meeting.arranger)


def decide(item: AgendaItem, *, days: int = 30, what: str = "Buses are free for us.") -> Decision:
    """A decision under an item that comes back so many days after today."""
    decided = Decided(what=what, why="We need them.", post_id=post(), review_on=clock.today() + timedelta(days=days))
    return recording.decide(item, decided, by=item.meeting.arranger)


def post() -> UUID:
    """The council's post."""
    return place_factory.post().id


def make_held(*points: str, **changes: object) -> Meeting:
    """A meeting that took place, with minutes and one decision."""
    changes = {"chair": people.make_account(Role.BOARD_MEMBER, name="Chair Person")} | changes
    meeting = make_set(*points, **changes)
    write_all(meeting)
    decide(queries.items_of(meeting)[0])
    recording.hold(meeting, champions=4, adults=6, by=meeting.arranger)
    return meeting


def agree(meeting: Meeting) -> Meeting:
    """Its minutes agreed, by two champions and whoever chaired it."""
    digest = agreeing.minutes_digest(meeting)
    for number in range(2):
        champion = people.make_account(Role.CHAMPION, name=f"Yes {number}")
        recording.agree(meeting, digest, by=champion, role=Role.CHAMPION)
    recording.agree(meeting, digest, by=db.session.get_one(Account, meeting.chair_id), role=Role.BOARD_MEMBER)
    return meeting


def make_dealt(about: About, *, agreed: bool = True, what: str = "Buses are free", **changes: object) -> Meeting:
    """A meeting that talked about one thing on the board and decided `what`; nothing where that is empty."""
    nobody_judged = {"organisation_id": place_factory.champions_group().id, "post_id": None}
    chair = people.make_account(Role.BOARD_MEMBER, name="Chair Person", **nobody_judged)
    meeting = make_meeting(**{"chair": chair, **changes})
    operations.open_agenda(meeting, by=meeting.arranger)
    item = operations.take(meeting, Suggestion(SOURCES[type(about)], about.id, "", "It came up"), by=meeting.arranger)
    operations.open_vote(meeting, by=meeting.arranger)
    operations.close_vote(meeting, by=meeting.arranger)
    write_all(meeting)
    if what:
        decide(item, what=what)
    recording.hold(meeting, champions=4, adults=6, by=meeting.arranger)
    return agree(meeting) if agreed else meeting


def make_agreed(*points: str, **changes: object) -> Meeting:
    """A meeting whose minutes are agreed."""
    chair = people.make_account(Role.BOARD_MEMBER, name="Chair Person")
    return agree(make_held(*points, chair=chair, **changes))
