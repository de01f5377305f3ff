"""Measures: two people behind every number, nothing on a small base, and files that are looked at first."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.measures import operations, queries
from portal.measures.models import MeasureReading
from tests.factories import measures, people, place

FIRST = {"starts_on": "2025-01-01", "ends_on": "2025-03-31"}


@pytest.fixture
def measure(app):
    made = measures.make_measure()
    db.session.commit()
    return made


def number():
    return db.session.scalar(select(func.count()).select_from(MeasureReading))


def test_defining_and_changing(signed_in):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "No measure yet" in client.get("/work/measures").text
    filled = {
        "name": "Return talks",
        "numerator": "Talks held in time",
        "denominator": "Times somebody came back",
        "every": "quarter",
        "source": "Records",
        "direction": "up",
        "target": "80",
        "amber_within": "5",
        "post_id": str(place.post().id),
    }
    where = client.post_form("/work/measures/new", filled).location
    assert "Times somebody came back" in client.get(where).text
    assert "There is a measure with this name" in client.post_form("/work/measures/new", filled).text
    page = client.post_form("/work/measures/new", filled | {"name": "Other", "target": "101"}).text
    assert "from 0 to 100" in page and "Talks held in time" in page
    assert client.post_form(f"{where}/edit", filled | {"target": "70"}).status_code == 303
    assert "70%" in client.get(where).text


def test_a_second_person_approves_before_anybody_sees_it(signed_in, measure):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    one, lead = signed_in(officer, Role.PARTICIPATION_OFFICER), signed_in(Role.CORPORATE_LEAD)
    champion = signed_in(Role.CHAMPION)
    where = f"/work/measures/{measure.id}"
    entered = FIRST | {"numerator": "63", "denominator": "100"}
    assert one.post_form(f"{where}/readings", entered, page=where).status_code == 303
    assert "Somebody else has to approve it." in one.get(where).text
    assert "63" not in champion.get(where).text
    reading = db.session.scalars(select(MeasureReading)).one()
    approve = f"/work/measures/readings/{reading.id}/approve"
    assert one.post_form(approve, {}, page=where).status_code != 303
    assert lead.post_form(approve, {}, page=where).status_code == 303
    page = champion.get(where).text
    assert "63%" in page and "Red: far from the target" in page and "nothing to compare" in page


def test_what_is_wrong_is_said_and_nothing_is_lost(signed_in, measure):
    measures.make_reading(measure, approved=True)
    db.session.commit()
    client, where = signed_in(Role.PARTICIPATION_OFFICER), f"/work/measures/{measure.id}"
    send = {"starts_on": "2025-04-01", "ends_on": "2025-06-30", "numerator": "20", "denominator": "100"}

    def says(**changes):
        return client.post_form(f"{where}/readings", send | changes, page=where)

    assert "moved by 20 points" in says().text and 'value="2025-06-30"' in says().text
    assert "More are counted" in says(numerator="101").text
    assert "covers some of these days" in says(starts_on="2025-01-01", ends_on="2025-03-31").text
    assert "A period is missing" in says(starts_on="2025-07-01", ends_on="2025-09-30", numerator="60").text
    assert says(note="Counted anew since April").status_code == 303
    assert number() == 2


@pytest.mark.parametrize(("part", "whole"), [(10, 19), (3, 40), (39, 40)])
def test_small_numbers_are_not_shown(signed_in, measure, part, whole):
    measures.make_reading(measure, part, whole, approved=True)
    db.session.commit()
    page = signed_in(Role.CHAMPION).get(f"/work/measures/{measure.id}").text
    assert "Too few to show" in page and f"{100 * part // whole}%" not in page
    assert queries.series(measure, Audience.PUBLIC).light is None


def test_approved_readings_stay(measure):
    reading = measures.make_reading(measure, approved=True)
    second = people.make_account(Role.CORPORATE_LEAD)
    with pytest.raises(RuleError, match="stays on record"):
        operations.discard(reading, by=second)
    with pytest.raises(RuleError, match="approved already"):
        operations.approve(reading, by=second)
    other = measures.make_reading(measure, starts_on=date(2025, 4, 1), ends_on=date(2025, 6, 30))
    with pytest.raises(RuleError, match="second person"):
        operations.approve(other, by=other.entered_by)
    operations.discard(other, by=second)
    assert number() == 1


def test_lines_are_looked_at_first_and_entered_whole(signed_in, measure):
    client, where = signed_in(Role.PARTICIPATION_OFFICER), "/work/measures/lines"
    good = "Advocacy offered,2025-01-01,2025-03-31,60,100,\nAdvocacy offered,2025-04-01,2025-06-30,61,100,"
    bad = "\n".join(
        (
            good,
            "No such thing,2025-01-01,2025-03-31,1,2",
            "Advocacy offered,soon,later,x,y",
            "Advocacy offered,2025-04-01,2025-06-30,5,100",
        )
    )
    page = client.post_form(where, {"lines": bad}).text
    for words in ("There is no measure with this name.", "could not be read", "covers some of these days"):
        assert words in page
    assert "Enter them all" not in page and number() == 0
    assert client.post_form(where, {"lines": bad, "enter": ""}).status_code == 200 and number() == 0
    looked = client.post_form(where, {"lines": f"measure,first day,last day,counted,out of,note\n{good}"}).text
    assert "Enter them all" in looked and number() == 0
    assert client.post_form(where, {"lines": good, "enter": ""}).status_code == 303
    assert number() == 2


def test_what_waits_stands_on_the_home_of_who_may_approve_and_marked_first_in_the_list(signed_in, measure):
    first, counted = measures.make_measure("A first by name"), measures.make_measure("B counted")
    measures.make_reading(counted, approved=True)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    measures.make_reading(measure, by=officer)
    db.session.commit()
    own, lead = signed_in(officer, Role.PARTICIPATION_OFFICER), signed_in(Role.CORPORATE_LEAD)
    champion = signed_in(Role.CHAMPION)
    assert "reading waits for a second person" in lead.get("/work/").text
    assert "for a second person" not in own.get("/work/").text, "they entered it themselves"
    page, theirs = lead.get("/work/measures").text, champion.get("/work/measures").text
    assert "1 reading waits for a second person" in page and "waits for a second" not in theirs
    order = [f"/work/measures/{one.id}" for one in (measure, counted, first)]
    assert sorted(order, key=page.index) == order
    assert theirs.index(order[1]) < theirs.index(order[2]), "numbers first"
