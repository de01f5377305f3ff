"""Letters that went out for the open wave, how many young people there are, and what was tried to reach them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

from portal.accounts.models import Account
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.core import clock
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.invitations import operations, queries
from portal.invitations.models import Group
from portal.invitations.operations import Made
from portal.invitations.rules import Band, Bands
from portal.partnership import queries as partnership

_LETTERS_WEEKS_AGO, _TOTALS_WEEKS_AGO = 4, 26


class Asked:
    """Schedules them; `codes` are of letters nobody has started yet."""

    def __init__(self, opened: dict[str, Account], wave: Questionnaire) -> None:
        self.people = opened
        self.wave = wave
        self.codes: list[str] = []
        self._left: list[str] = []

    def schedule(self, timeline: Timeline) -> None:
        """Totals first, outreach as it was tried, then the letters and week by week who began."""
        for record in read("asked")["totals"]:
            for later, number in enumerate(record["numbers"]):
                timeline.on_day(later - 7 * _TOTALS_WEEKS_AGO, partial(self._note_total, record, number))
        for record in read("asked")["tried"]:
            timeline.on_day(-7 * record["weeks_ago"], partial(self._note_tried, record))
        timeline.in_week(_LETTERS_WEEKS_AGO, self._make)
        started = Counter[int]()
        for record in read("asked")["letters"]:
            started.update(dict(enumerate(record["started"])))
        for week, number in started.items():
            for _one in range(number):
                timeline.in_week(_LETTERS_WEEKS_AGO - 1 - week, self._start)

    def _make(self) -> None:
        asked = {_bands(record): int(record["number"]) for record in read("asked")["letters"]}
        made = operations.make(self.wave, asked, key=codes.new_submission_key(), by=self.people["rowan"])
        operations.note_download(made.batch, by=self.people["rowan"])
        self._left, self.codes = _in_order(made), [_saying_nothing(made), _first_unstarted(made)]

    def _start(self) -> None:
        code = queries.find_code(self._left.pop(0))
        if code is not None:
            operations.spend(code)

    def _note_total(self, record: Record, number: int) -> None:
        operations.note_total(
            Group(record["group"]),
            record["key"],
            number,
            as_of=clock.week_of(clock.today()) - timedelta(weeks=8),
            source="Invented for this demonstration",
            by=self.people["rowan"],
        )

    def _note_tried(self, record: Record) -> None:
        organisations = {one.short_name: one.id for one in partnership.organisations()}
        operations.note_outreach(
            Group(record["group"]),
            record["key"],
            record["what"],
            tried_on=clock.today(),
            organisation_id=organisations[record["organisation"]],
            by=self.people["rowan"],
        )


def _bands(record: Record) -> Bands:
    return Bands(**{band.value: record[band.value] for band in Band if band.value in record})


def _in_order(made: Made) -> list[str]:
    """The codes in the order they are started: by kind, as many of each as the file says."""
    found = []
    for record in read("asked")["letters"]:
        of_kind = [letter.code for letter in made.letters if letter.bands == _bands(record)]
        found += of_kind[: sum(record["started"])]
    return found


def _saying_nothing(made: Made) -> str:
    return next(one.code for one in made.letters if not one.bands.said)


def _first_unstarted(made: Made) -> str:
    started = _in_order(made)
    said = _bands(read("asked")["letters"][0])
    return next(one.code for one in made.letters if one.bands == said and one.code not in started)
