from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from portal.consultations import queries as consultations
from portal.consultations.models import About, Consultation, Kind
from portal.consultations.starter import LISTEN2US, load_questionnaire
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.partnership import queries, starter
from portal.partnership.models import (
    HelpLine,
    LocalHoliday,
    Locality,
    Organisation,
    Partnership,
    Post,
    Team,
)


@pytest.fixture
def bare(app):
    for table in (Team, Post, Organisation, Locality, HelpLine, Partnership):
        db.session.execute(delete(table))
    db.session.commit()


def counts():
    tables = (Partnership, Organisation, Post, Team, Locality, HelpLine, LocalHoliday)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def listen2us(slug="listen2us-1"):
    now = clock.now()
    return load_questionnaire(
        LISTEN2US,
        slug=slug,
        wave="Autumn",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        report_back_on=clock.today() + timedelta(days=60),
    )


def test_loading_twice_is_loading_once(bare):
    starter.load()
    first = counts()
    starter.load()
    assert counts() == first
    assert first[0] == 1


def test_what_was_edited_stays_edited(bare):
    starter.load()
    queries.partnership().reading_hours = "Tuesdays"
    db.session.flush()
    starter.load()
    assert queries.partnership().reading_hours == "Tuesdays"


def test_every_corporate_parent_of_schedule_4_is_there(bare):
    starter.load()
    statutory = [one for one in queries.organisations() if one.statutory]
    assert len(statutory) == 24
    assert all(one.schedule4 for one in statutory)


def test_only_checked_numbers_are_shown(bare):
    starter.load()
    shown = queries.help_lines()
    assert shown[0].phone == "999"
    assert all(line.verified and line.checked_on and line.checked_by for line in shown)
    assert len(shown) < counts()[5]


def test_holidays_are_there_for_this_year_and_the_next_two(bare):
    starter.load()
    year = clock.today().year
    assert {day.year for day in queries.holidays()} == {year, year + 1, year + 2}


def test_the_questionnaire_asks_in_order_and_knows_the_places(bare):
    starter.load()
    wave = consultations.get_consultation(listen2us().id)
    assert [q.kind for q in wave.questions[:6]].count(Kind.LADDER) == 1
    assert [q.about for q in wave.questions[-3:]] == [About.AGE_BAND, About.HOME, About.LOCALITY]
    assert [c.key for c in wave.questions[-1].choices] == [str(place.id) for place in queries.localities()]
    assert all(q.shanarri and q.uncrc for q in wave.questions if q.about is None)


def test_the_same_wave_is_planned_once(bare):
    starter.load()
    assert listen2us().id == listen2us().id
    listen2us("listen2us-2")
    assert db.session.scalar(select(func.count()).select_from(Consultation)) == 2


def test_a_place_nobody_knows_is_refused(app):
    with pytest.raises(RuleError, match="Nithsdale"):
        listen2us()
