"""An age version stays with its draft: looked over, asleep, taken up again, or gone while its page was open."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.consultations.models import Audience, Kind
from portal.consultations.planned import NewEdition, NewQuestion, NewSection
from portal.core import db
from tests.factories.consultations import make_consultation

NOON = datetime(2026, 6, 3, 12, 1, tzinfo=UTC)
WORDS = "zebrafinch under the ninth staircase"


def version(audience, *keys):
    asked = [NewQuestion(key=key, kind=Kind.LONG, prompt=f"{key} for {audience}?") for key in keys]
    return NewEdition(audience=audience, sections=[NewSection(key="all", questions=asked)])


@pytest.fixture
def young_one(client):
    """Somebody under 12 who answered what only the version for their age asks."""
    with time_machine.travel(NOON, tick=False):
        versions = [version(Audience.FROM_8, "core", "play", "end"), version(Audience.FROM_12, "core", "end")]
        make_consultation(slug="ages", editions=versions)
        db.session.commit()
        client.post_form("/say/ages/age", {"age": "under_12"})
        client.post_form("/say/ages/q/play", {"answer": WORDS})
        yield client


def later(**ahead):
    return time_machine.travel(NOON + timedelta(**ahead), tick=False)


def send_slowly(client, **ahead):
    """Fill in a page that was opened at noon, so much later."""
    token = re.search(r'csrf_token" value="([^"]+)', client.get("/say/ages/q/play").text).group(1)
    with later(**ahead):
        return client.post("/say/ages/q/play", data={"csrf_token": token, "answer": "written slowly"})


def test_the_age_stands_on_the_look_over_page_and_can_be_changed_there(young_one):
    page = young_one.get("/say/ages/check").text
    assert "Under 12" in page and 'href="/say/ages/age?check=1"' in page
    changed = young_one.post_form("/say/ages/age?check=1", {"age": "12_15"})
    assert changed.location == "/say/ages/check"
    page = young_one.get("/say/ages/check").text
    assert "12 to 15" in page and WORDS not in page, "what this version does not ask is not sent"
    young_one.post_form("/say/ages/age?check=1", {"age": "under_12"})
    assert WORDS in young_one.get("/say/ages/check").text, "and nothing was lost by looking"


def test_carrying_on_leads_to_the_next_page_of_the_same_version(young_one):
    with later(minutes=30):
        assert young_one.get("/say/ages/age").location == "/say/ages"
        which = re.search(r'name="which" value="([^"]+)"', young_one.get("/say/ages").text).group(1)
        mine = {"which": which, "whose": "mine"}
        assert young_one.post_form("/say/ages/whose", mine, page="/say/ages").location == "/say/ages/q/end"
        assert "end for 8_11?" in young_one.get("/say/ages/q/end").text


@pytest.mark.parametrize("ahead", [{"minutes": 30}, {"hours": 2, "minutes": 50}])
def test_what_was_written_slowly_on_a_page_of_one_version_is_kept(young_one, ahead):
    answered = send_slowly(young_one, **ahead)
    assert (answered.status_code, answered.location) == (303, "/say/ages/q/end")


def test_whose_draft_is_of_another_version_finds_no_such_page(young_one):
    young_one.post_form("/say/ages/age", {"age": "12_15"})
    assert young_one.get("/say/ages/q/play").status_code == 404
