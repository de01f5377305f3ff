"""The feed of what was told back: it says what the page says, the moment it is asked."""

import feedparser
from sqlalchemy import delete

from portal.board.models import ActionState
from portal.core import clock, db
from portal.feedback.models import Feedback, Told
from portal.open_data import atom, queries
from portal.partnership import queries as partnership
from tests.factories import answers

FEED = "/you-said/feed.atom"


def feed(client):
    response = client.get(FEED)
    assert response.status_code == 200
    assert response.mimetype == atom.MEDIA_TYPE
    read = feedparser.parse(response.data)
    assert not read.bozo
    return read


def test_the_page_leads_readers_to_the_feed_and_the_feed_to_its_pages(client):
    story = answers.make_feedback(answers.make_ask())
    db.session.commit()
    page = client.get("/you-said/").text
    assert f'<link rel="alternate" type="{atom.MEDIA_TYPE}" title="You said, we did" href="{FEED}">' in page
    read = feed(client)
    (one,) = read.entries
    assert one.title == "Not yet: We hardly see them"
    assert one.content[0].value == "We are on it"
    assert one.author == "Testshire Council"
    assert one.id == story.id.urn
    assert one.link == f"http://127.0.0.1:8000/you-said/{story.id}"
    assert read.feed.author == "Test partnership"
    for address in (one.link, *(link.href for link in read.feed.links)):
        assert client.get(address.replace("http://127.0.0.1:8000", "")).status_code == 200


def test_ids_and_bytes_stay_the_same(client):
    answers.make_feedback(answers.make_ask())
    db.session.commit()
    assert client.get(FEED).data == client.get(FEED).data
    assert feed(client).feed.id == partnership.partnership().id.urn


def test_drafts_are_not_in_it_and_a_feed_with_nothing_stands(client):
    answers.make_feedback(answers.make_ask(), published=False)
    db.session.commit()
    assert feed(client).entries == []


def test_no_word_of_a_quote_or_an_ask_is_in_it(client):
    answers.make_feedback(answers.make_ask())
    db.session.commit()
    assert "Let us see our brothers and sisters" not in client.get(FEED).text


def test_a_story_that_is_gone_is_gone_at_the_next_look_also_for_who_has_the_last_one(client):
    first, second = (answers.make_feedback(answers.make_ask()) for _ in range(2))
    db.session.commit()
    before = client.get(FEED)
    assert before.headers["Cache-Control"] == "no-cache"
    assert "Last-Modified" not in before.headers
    same = client.get(FEED, headers={"If-None-Match": before.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    db.session.execute(delete(Feedback).where(Feedback.id == first.id))
    db.session.commit()
    dated = client.get(FEED, headers={"If-Modified-Since": "Wed, 01 Jan 2098 00:00:00 GMT"})
    assert dated.status_code == 200
    after = client.get(FEED, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert [one.id for one in feedparser.parse(after.data).entries] == [second.id.urn]


def test_how_it_ended_changes_with_what_young_people_say(client):
    ask = answers.make_ask()
    action = answers.make_claimed_action(ask)
    answers.make_feedback(ask, told=Told.DID)
    db.session.commit()
    (one,) = feed(client).entries
    assert one.title.startswith("They say it is done; young people have not agreed yet: ")
    action = db.session.merge(action)
    action.state, action.settled_on = ActionState.AGREED, clock.today()
    db.session.commit()
    (one,) = feed(client).entries
    assert one.title.startswith("We did: ")
    assert one.updated >= one.published


def test_the_newest_come_first_and_no_more_than_so_many(client, monkeypatch):
    monkeypatch.setattr(queries, "IN_FEED", 2)
    stories = [answers.make_feedback(answers.make_ask()) for _ in range(3)]
    db.session.commit()
    newest = sorted(stories, key=lambda one: one.published_at, reverse=True)[:2]
    assert [one.id for one in feed(client).entries] == [one.id.urn for one in newest]


def test_it_begins_no_visit_and_is_served_to_other_pages_of_no_one(client):
    response = client.get(FEED)
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers
