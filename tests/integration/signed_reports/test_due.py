"""When the next report is due, whose it is, who is told of it, and who reads theirs before it is signed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.core import clock, db
from portal.core.access import Role
from portal.signed_reports import due, operations, queries
from portal.signed_reports.kinds import KINDS
from tests.factories import people, place, signed_reports

CLOCKED = [one.key for one in KINDS.values() if one.every_years]


@pytest.fixture
def published(app) -> Callable[..., None]:
    """Publish a report about a year up to this day, of one partner or of all."""

    def publish(last_day: date, organisation: str = "", kind: str = "section61") -> None:
        own = place.organisation(organisation).id if organisation else None
        days = (last_day - timedelta(days=364), last_day)
        with app.app_context():
            signed_reports.publish(signed_reports.make_draft(kind, days=days, organisation_id=own))

    return publish


def ago(years: int, days: int = 0) -> date:
    """A last day of which the next report, three years later, is due in so many days from today."""
    today = clock.today() + timedelta(days=days)
    return today.replace(year=today.year - years, day=min(today.day, 28))


def shown(kind: str = "section61") -> list[tuple[str | None, bool, bool]]:
    return [
        (one.organisation.short_name if one.organisation else None, one.others, one.last is not None)
        for one in due.clocks()
        if one.kind.key == kind
    ]


def test_before_anything_is_published_there_is_one_clock_for_each_kind(app):
    assert sorted(CLOCKED) == sorted(one.kind.key for one in due.clocks())
    assert shown() == [(None, False, False)] and due.near(place.organisation().id) == []


def test_a_joint_report_stands_for_everybody_and_an_own_one_for_itself(published):
    published(date(2022, 3, 31))
    assert shown() == [(None, False, True)]
    published(date(2023, 3, 31), "NHS")
    assert shown() == [(None, True, True), ("NHS", False, True)]
    published(date(2023, 3, 31), "Council")
    assert shown() == [("Council", False, True), ("NHS", False, True)]
    published(date(2024, 3, 31))
    assert shown() == [(None, False, True)], "a newer one of all of them counts for each"


def test_only_what_is_published_moves_the_clock(app):
    with app.app_context():
        signed_reports.make_draft("section61", days=(date(2022, 4, 1), date(2025, 3, 31)))
    assert shown() == [(None, False, False)]


@pytest.mark.parametrize(("days", "near"), [(200, False), (150, True), (-40, True)])
def test_near_is_half_a_year(published, days, near):
    published(ago(3, days))
    assert bool(due.near(place.organisation().id)) is near


def test_an_organisation_is_told_of_its_own(published):
    published(ago(3, 100), "NHS")
    assert [one.kind.key for one in due.near(place.organisation("NHS").id)] == ["section61"]
    assert due.near(place.organisation("Council").id) == [], "nothing of theirs is on record"
    published(ago(3, 60), kind="childrens_rights")
    assert [one.kind.key for one in due.near(place.organisation("NHS").id)] == ["childrens_rights", "section61"]
    assert [one.kind.key for one in due.near(place.organisation("Council").id)] == ["childrens_rights"]


def test_whoever_signs_sees_it_at_home_and_on_the_page(signed_in, published):
    published(ago(3, -40))
    lead, officer = signed_in(Role.CORPORATE_LEAD), signed_in(Role.PARTICIPATION_OFFICER)
    page = lead.get("/work/").text
    assert "report was due by" in page and "Corporate parenting report (section 61)" in page
    assert "days ago" in lead.get("/work/signed-reports").text
    assert "report was due by" not in officer.get("/work/").text


def test_whose_clock_it_is_stands_beside_it(signed_in, published):
    published(date(2025, 3, 31), "NHS")
    page = signed_in(Role.CORPORATE_LEAD).get("/work/signed-reports").text
    assert "Corporate parenting report (section 61), NHS Testshire: the last one tells" in page
    assert "Corporate parenting report (section 61), everybody else: none is published here yet" in page


def test_young_champions_read_the_story_of_the_year_before_it_is_signed(app, signed_in):
    champion, worker = signed_in(Role.CHAMPION), signed_in(Role.WORKER)
    with app.app_context():
        draft_id = signed_reports.make_draft("annual_story", title="Our year").id
        other_id = signed_reports.make_checked("quarterly").id
    where = f"/work/signed-reports/{draft_id}"
    assert champion.get(where).status_code == 404, "not while it is written"
    db.session.remove()
    db.set_writing(True)
    operations.check(
        queries.get(draft_id),
        shown=queries.version_of(queries.get(draft_id)),
        by=people.make_account(Role.SAFEGUARDING_OFFICER),
        looked_at_numbers=True,
    )
    db.session.commit()
    index = champion.get("/work/signed-reports").text
    assert "Our year" in index and 'href="/work/reports"' not in index, "no link to where they may not go"
    assert "report in your name to read before it is signed" in champion.get("/work/").text
    assert "Young champions can read this now" in champion.get(where).text
    assert champion.get(f"{where}/read/easy").status_code == 200
    assert worker.get(where).status_code == 404 and "Our year" not in worker.get("/work/signed-reports").text
    assert champion.get(f"/work/signed-reports/{other_id}").status_code == 404
