"""An evening of an invented group, recorded by an officer and put under a theme."""

from __future__ import annotations

from functools import partial

from portal.accounts.models import Account
from portal.contributions import codes
from portal.contributions import operations as contributions
from portal.contributions.models import AgeBand, Whereabouts
from portal.core import clock, db
from portal.core.access import Role
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.themes import operations as themes
from portal.themes.models import Theme
from portal.together import operations
from portal.together.models import GroupSession, Told
from portal.together.operations import Evening

_DAYS_AGO = -9


class Groups:
    """Schedules what happened to them."""

    def __init__(self, opened: dict[str, Account], book: dict[str, Theme]) -> None:
        self.people, self.book = opened, book

    def schedule(self, timeline: Timeline) -> None:
        """Recorded in the evening, read on the next day."""
        for record in read("groups")["groups"]:
            timeline.on_day(_DAYS_AGO, partial(self._record, record), hour=19)

    def _record(self, record: Record) -> None:
        by = self.people[record["by"]]
        evening = Evening(
            key=codes.new_submission_key(),
            held_on=clock.today(),
            place=Whereabouts(record["place"]),
            people=record["people"],
            bands=[AgeBand(band) for band in record["bands"]],
            told=Told(record["told"]),
            photos=record["photos"],
        )
        received = operations.begin_session(evening, by=by, role=Role(by.roles[0].role), locale="en")
        group = db.session.get_one(GroupSession, received.contribution.id)
        for voice in record["voices"]:
            operations.add_voice(group, voice["text"], quotable=voice["quotable"], by=by)
        for point in record["points"]:
            operations.add_point(group, point["text"], agreed=point["agreed"], by=by)
        reader = self.people["rowan"]
        contributions.mark_read(group.contribution, by=reader, role=Role.PARTICIPATION_OFFICER)
        themes.place(group.contribution, under=[self.book[key] for key in record["themes"]], by=reader)
