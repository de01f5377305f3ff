"""Loading the invented partnership, once, by replaying its past through the real operations."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from portal.accounts import operations as accounts
from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import operations as asking
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.consultations.starter import LEAVING_CARE, LISTEN2US, load_questionnaire, questionnaire
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.demo.asked import Asked
from portal.demo.board import BoardHistory
from portal.demo.boards import Boards
from portal.demo.coded import Coded
from portal.demo.concerns import Concerns
from portal.demo.earlier import Earlier
from portal.demo.files import people, read
from portal.demo.groups import Groups
from portal.demo.inspected import Inspected
from portal.demo.meetings import Meetings
from portal.demo.names import Names
from portal.demo.programs import Programs
from portal.demo.reported import Reported
from portal.demo.taught import Taught
from portal.demo.timeline import Timeline
from portal.demo.unasked import Unasked
from portal.demo.voices import Voices
from portal.evidence import operations as evidence
from portal.partnership import queries as partnership
from portal.partnership import starter
from portal.safety import operations as safety
from portal.safety.models import Tier
from portal.themes import operations as themes
from portal.themes.models import Theme
from portal.themes.operations import Definition

SEED = 2015
_SET_UP_WEEKS_AGO, _OPENED_WEEKS_AGO, _CLOSED_WEEKS_AGO = 40, 25, 15
_FROZEN_DAYS = 5
_DAYS_OUT = Path(__file__).with_name("content") / "days_out.toml"


def load_once(codes_file: Path) -> bool:
    """Load the demonstration into an empty database; False if anything is there already.

    The codes of two invented threads, of points for a meeting and of two letters are written to `codes_file`, since the
    database holds only their hashes.
    """
    if db.session.scalar(select(func.count()).select_from(Contribution)):
        return False
    timeline = Timeline(seed=SEED)
    with _at_set_up(timeline):
        starter.load()
        opened = _open_accounts()
    with audit.acting({opened[one["username"]].id: one["roles"][0] for one in people()}):
        voices, meetings, asked = _replay(timeline, opened)
    kept = {"threads": list(voices.codes.values()), "meetings": [meetings.code], "letters": asked.codes}
    codes_file.write_text(json.dumps(kept), encoding="utf-8")
    db.session.commit()
    return True


def _at_set_up(timeline: Timeline) -> AbstractContextManager[None]:
    return clock.pretend(timeline.loaded_at - timedelta(weeks=_SET_UP_WEEKS_AGO))


def _replay(timeline: Timeline, opened: dict[str, Account]) -> tuple[Voices, Meetings, Asked]:
    """Everything that happened from the first plan to today, each act in the first role of whoever did it."""
    with _at_set_up(timeline):
        waves = _plan_waves(timeline)
        _fill_rota(opened)
        book = _codebook(opened["rowan"])
    voices = Voices(waves, opened, book)
    voices.schedule(timeline)
    Earlier(opened, waves["closed"]).schedule(timeline)
    _schedule_release(timeline, waves["closed"], opened)
    history = BoardHistory(voices, opened, timeline)
    history.schedule()
    Concerns(opened, waves["open"]).schedule(timeline)
    Unasked(opened, voices).schedule(timeline)
    Groups(opened, book).schedule(timeline)
    Coded(opened, voices, book).schedule(timeline)
    Names(opened, voices).schedule(timeline)
    Taught(opened, voices).schedule(timeline)
    Programs(opened).schedule(timeline)
    Boards(opened, timeline, history.asks).schedule()
    meetings = Meetings(opened)
    meetings.schedule(timeline)
    asked = Asked(opened, waves["open"])
    asked.schedule(timeline)
    Reported(opened, timeline).schedule()
    Inspected(opened, timeline).schedule()
    timeline.replay()
    return voices, meetings, asked


def _open_accounts() -> dict[str, Account]:
    """Invented people; none has a password, the demonstration's own bar signs them in."""
    organisations = {one.short_name: one for one in partnership.organisations()}
    posts = {(one.organisation.short_name, one.title): one for one in partnership.posts()}
    teams = {(one.organisation.short_name, one.name): one for one in partnership.teams()}
    opened = {}
    for person in people():
        where = person["organisation"]
        opened[person["username"]] = accounts.open_account(
            username=person["username"],
            email=f"{person['username']}@demo.invalid" if person["roles"] != [Role.CHAMPION.value] else None,
            name=person["name"],
            organisation_id=organisations[where].id,
            post_id=posts[(where, person["post"])].id if "post" in person else None,
            team_id=teams[(where, person["team"])].id if "team" in person else None,
            roles=[Role(role) for role in person["roles"]],
            by=None,
            approved=True,
        )
    for account in opened.values():
        db.session.refresh(account)
    return opened


def _plan_waves(timeline: Timeline) -> dict[str, Questionnaire]:
    monday = clock.week_of(timeline.today)

    def wave(slug: str, name: str, opened: int, closes: int, path: Path = LISTEN2US) -> Questionnaire:
        opens_on, closes_on = monday - timedelta(weeks=opened), monday + timedelta(weeks=closes)
        load_questionnaire(
            path,
            slug=slug,
            wave=name,
            opens_at=timeline.moment(opens_on, 9),
            closes_at=timeline.moment(closes_on, 17),
            report_back_on=closes_on + timedelta(weeks=6),
        )
        return consultations.get_consultation(slug)

    asking.draft(
        questionnaire(
            LEAVING_CARE,
            slug="leaving-care",
            wave=f"{monday:%B %Y}",
            opens_at=timeline.moment(monday + timedelta(weeks=3), 9),
            closes_at=timeline.moment(monday + timedelta(weeks=9), 17),
            report_back_on=monday + timedelta(weeks=15),
        ),
        by=None,
    )
    before = f"{monday - timedelta(weeks=_OPENED_WEEKS_AGO):%B %Y}"
    return {
        "closed": wave("listen2us-before", before, _OPENED_WEEKS_AGO, -_CLOSED_WEEKS_AGO),
        "open": wave("listen2us", f"{monday:%B %Y}", 5, 5),
        "days out": wave("days-out", f"{monday:%B %Y}", 2, 7, _DAYS_OUT),
    }


def _fill_rota(opened: dict[str, Account]) -> None:
    for duty in read("people")["rota"]:
        for weekday in duty["weekdays"]:
            safety.add_duty(
                account=opened[duty["person"]],
                tier=Tier(duty["tier"]),
                weekday=weekday,
                starts=time.fromisoformat(duty["starts"]),
                ends=time.fromisoformat(duty["ends"]),
                works_holidays=duty["works_holidays"],
                by=opened["rowan"],
            )


def _codebook(by: Account) -> dict[str, Theme]:
    owners = {one.short_name: one.id for one in partnership.organisations()}
    return {
        theme["key"]: themes.create(
            Definition(
                name=theme["name"],
                young_word=theme["young_word"],
                counts=theme["counts"],
                counts_not=theme["counts_not"],
                shanarri=theme["shanarri"],
                uncrc=theme["uncrc"],
                organisation_ids=[owners[one] for one in theme["owners"]],
            ),
            by=by,
        )
        for theme in read("themes")["themes"]
    }


def _schedule_release(timeline: Timeline, wave: Questionnaire, opened: dict[str, Account]) -> None:
    """Frozen by one officer once everything of the closed wave was read, signed by another the day after."""
    kept = {}

    def freeze() -> None:
        kept["release"] = evidence.freeze_wave(wave, by=opened["rowan"])

    days = -7 * _CLOSED_WEEKS_AGO + _FROZEN_DAYS
    timeline.on_day(days, freeze, hour=9)
    timeline.on_day(days + 1, lambda: evidence.sign(kept["release"], by=opened["iona"]), hour=9)
