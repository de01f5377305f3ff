"""Two taps after the meeting."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, db
from portal.meeting_prep import queries
from portal.meeting_prep.models import Changed, MeetingKind, Preparation, TalkedAbout


@pytest.fixture
def ready(client):
    client.post_form("/meeting", {"kind": "review"})
    client.post_form("/meeting/points/new", {"text": "More time outside"})
    return client


def told(kind=MeetingKind.REVIEW):
    db.session.remove()
    week = clock.this_week()
    return queries.told(kind, week, week + timedelta(days=7))


def test_two_taps_are_enough_and_count_once_however_often_they_change(ready):
    assert "Thank you" in ready.post_form("/meeting/after", {"talked_about": "yes", "changed": "too_soon"}).text
    ready.post_form("/meeting/after", {"talked_about": "partly", "changed": "a_bit"})
    assert told() == ({TalkedAbout.PARTLY: 1}, {Changed.A_BIT: 1})
    assert told(MeetingKind.HEARING) == ({}, {})


def test_one_tap_is_missing_in_words_and_the_other_is_kept(ready):
    page = ready.post_form("/meeting/after", {"changed": "no"}).text
    assert "Choose yes, some of it, or no" in page
    assert 'value="no" checked' in page


def test_each_point_may_have_its_own(ready):
    point = queries.points(db.session.scalars(sa.select(Preparation)).one())[0]
    ready.post_form("/meeting/after", {"talked_about": "no", f"point-{point.id}": "no"})
    db.session.remove()
    assert queries.points(db.session.scalars(sa.select(Preparation)).one())[0].talked_about is TalkedAbout.NO


def test_what_was_told_in_another_week_is_not_counted(ready):
    ready.post_form("/meeting/after", {"talked_about": "yes"})
    db.session.remove()
    assert queries.told(MeetingKind.REVIEW, date(2020, 1, 6), clock.this_week()) == ({}, {})
