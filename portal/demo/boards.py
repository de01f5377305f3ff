"""An invented board that met and was minuted, and the next one with its vote open, in the demonstration."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from portal.accounts.models import Account
from portal.board.models import Ask
from portal.core.access import Role
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.meetings import agreeing, operations, queries, recording
from portal.meetings.models import Coming, ItemSource, Meeting, MeetingType
from portal.meetings.operations import Plan
from portal.meetings.recording import Decided
from portal.meetings.suggesting import Suggestion
from portal.partnership import queries as partnership

_PLANNED_DAYS, _OPENED_DAYS, _VOTE_DAYS = 30, 14, 7
_YES = (("wren", Role.CHAMPION), ("magpie", Role.CHAMPION), ("otter", Role.CHAMPION))


class Boards:
    """Schedules both. Otter chaired the first one; the next is chaired by a member of the board."""

    def __init__(self, people: dict[str, Account], timeline: Timeline, asks: dict[str, Ask]) -> None:
        self.people, self.timeline, self.content, self.asks = people, timeline, read("meetings"), asks
        self.posts = {(one.organisation.short_name, one.title): one.id for one in partnership.posts()}
        self.kept: dict[str, Meeting] = {}

    def schedule(self) -> None:
        """Planned, opened, voted on, held and agreed, each on its day."""
        day = self.content["before"]["days"]
        on = self.timeline.on_day
        on(day - _PLANNED_DAYS, partial(self._plan, "before", "otter"))
        on(day - _OPENED_DAYS, partial(self._open, "before"))
        on(day - _VOTE_DAYS, partial(self._vote, "before"))
        on(day - 1, self._set)
        on(day, self._hold, hour=20)
        on(day + 7, self._agree, hour=17)
        on(-6, partial(self._plan, "next", "solway"))
        on(-5, partial(self._open, "next"))
        on(-1, partial(self._vote, "next"), hour=10)
        on(-1, self._answer, hour=16)

    def _plan(self, which: str, chair: str) -> None:
        day = self.timeline.today + timedelta(days=self.content[which]["days"])
        board = self._made(MeetingType.BOARD, day=day, hours=(17, 19), chair=chair)
        self.kept[which] = board
        if which == "next":
            before = day - timedelta(days=7)
            self._made(MeetingType.PRE_MEETING, day=before, hours=(16, 17), chair="otter", leads_to=board)

    def _made(
        self, kind: MeetingType, *, day: date, hours: tuple[int, int], chair: str, leads_to: Meeting | None = None
    ) -> Meeting:
        starts, ends = (self.timeline.moment(day, hour) for hour in hours)
        plan = Plan(
            kind=kind,
            starts_at=starts,
            ends_at=ends,
            place=self.content["place"],
            how_to_join=self.content["how_to_join"],
            dots=3,
            arranger_id=self._officer.id,
            chair_id=self.people[chair].id,
            leads_to_id=leads_to.id if leads_to else None,
        )
        return operations.plan(plan, by=self._officer)

    @property
    def _officer(self) -> Account:
        return self.people["rowan"]

    def _open(self, which: str) -> None:
        operations.open_agenda(self.kept[which], by=self._officer)
        for point in self.content[which]["points"]:
            operations.add_point(self.kept[which], point, by=self.people["otter"])
        if about := self.content[which].get("ask"):
            suggested = Suggestion(ItemSource.ASK, self.asks[about["key"]].id, "", about["reason"])
            operations.take(self.kept[which], suggested, by=self._officer)

    def _vote(self, which: str) -> None:
        operations.open_vote(self.kept[which], by=self._officer)

    def _set(self) -> None:
        meeting = self.kept["before"]
        first, second, *_ = [one.id for one in queries.items_of(meeting)]
        for name, given in (("otter", {first: 2, second: 1}), ("wren", {first: 3})):
            operations.place_dots(meeting, given, by=self.people[name], hidden=frozenset())
        operations.close_vote(meeting, by=self._officer)

    def _hold(self) -> None:
        meeting, content = self.kept["before"], self.content["before"]
        items = queries.items_of(meeting)
        for item, said in zip(items, [*content["said"], content["ask"]["said"]], strict=True):
            recording.write_minutes(item, said, by=self._officer)
        for item, record in ((items[0], content["decision"]), (items[-1], content["ask"])):
            recording.decide(item, self._decided(record), by=self._officer)
        recording.hold(meeting, champions=5, adults=7, by=self._officer)

    def _decided(self, record: Record) -> Decided:
        return Decided(
            what=record["what"],
            why=record["why"],
            post_id=self.posts[(record["organisation"], record["post"])],
            review_on=self.timeline.today + timedelta(days=record["review_days"]),
        )

    def _agree(self) -> None:
        meeting = self.kept["before"]
        digest = agreeing.minutes_digest(meeting)
        for name, role in _YES:
            recording.agree(meeting, digest, by=self.people[name], role=role)

    def _answer(self) -> None:
        """One champion says that she comes, and what she needs."""
        meeting = self.kept["next"]
        operations.answer(meeting, Coming.YES, access="Breaks, please", travel="A taxi home", by=self.people["wren"])
