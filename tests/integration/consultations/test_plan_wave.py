"""Planning a wave on the terminal."""

from datetime import date

import pytest

from portal.consultations import cli, queries
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.partnership.models import Locality

DAYS = {"opens": date(2027, 1, 11), "closes": date(2027, 2, 21), "report_back": date(2027, 4, 5)}


@pytest.fixture
def places(app):
    names = ("Nithsdale", "Annandale and Eskdale", "Wigtownshire", "Stewartry")
    db.session.add_all(Locality(name=name, position=at) for at, name in enumerate(names, start=10))
    db.session.commit()


def plan(**changes):
    return cli.plan_wave(**{"slug": "listen2us-spring", "wave": "Spring 2027"} | DAYS | changes)


def test_it_opens_at_nine_and_closes_at_five_here(places):
    assert "13 questions" in plan()
    wave = queries.get_consultation("listen2us-spring")
    assert (wave.wave, wave.report_back_on) == ("Spring 2027", DAYS["report_back"])
    assert f"{clock.local(wave.opens_at):%d %H:%M}" == "11 09:00"
    assert f"{clock.local(wave.closes_at):%d %H:%M}" == "21 17:00"


def test_a_planned_wave_is_never_changed(places):
    plan()
    with pytest.raises(RuleError, match="stays as it is"):
        plan(closes=date(2027, 3, 1))


@pytest.mark.parametrize("slug", ["Spring", "a", "spring 27", "../spring", "spring_27"])
def test_an_address_is_plain(places, slug):
    with pytest.raises(RuleError, match="small letters"):
        plan(slug=slug)


@pytest.mark.parametrize("changes", [{"closes": date(2027, 1, 11)}, {"report_back": date(2027, 2, 1)}])
def test_days_come_in_order(places, changes):
    with pytest.raises(RuleError, match="not in that order"):
        plan(**changes)
