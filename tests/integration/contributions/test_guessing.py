"""Nobody finds out what young people wrote by trying: refusals are few, counted, and in the log without the words."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.contributions import guessing
from portal.core import clock, db
from portal.core.access import Role
from portal.plans.models import Plan
from portal.word_list.models import AvoidedWord
from tests.factories import people, voices

SECRET = "My wee sister forgets my voice every time and nobody rings me back"
#: Each is another text that repeats the same words.
GUESSES = [f"{SECRET} {number}" for number in range(guessing.MOST)]
DAYS = {"starts_on": "2026-04-01", "ends_on": "2029-03-31"}
NEW, WORDS = "/work/plan/new", "/work/words/new"
LIMIT = "Nothing can be checked for you now"
REFUSED = "somebody’s own words from a view"


def refusals():
    db.session.remove()
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "own_words.refused").order_by(AuditEvent.sequence)
    )
    return [(one.actor_id, one.actor_role, one.facts) for one in events]


@pytest.fixture
def officer(signed_in):
    voices.make_contribution(SECRET)
    account = people.make_account(Role.PARTICIPATION_OFFICER)
    client = signed_in(account, Role.PARTICIPATION_OFFICER)
    client.account_id = account.id
    return client


def guess(client, title=SECRET):
    return client.post_form(NEW, DAYS | {"title": title, "organisation_id": ""})


def test_after_a_few_refusals_neither_yes_nor_no_is_told_until_two_hours_later(officer, signed_in):
    for title in GUESSES:
        page = guess(officer, title).text
        assert REFUSED in page and LIMIT not in page
    for title in (SECRET, "Something nobody ever wrote to us"):
        page = guess(officer, title)
        assert LIMIT in page.text and REFUSED not in page.text
        assert title in page.text, "what was typed is lost"
    assert db.session.scalar(select(Plan)) is None
    assert guess(signed_in(Role.PARTICIPATION_OFFICER), "Another plan").status_code == 303, "others are not slowed"
    with clock.pretend(clock.now() + timedelta(hours=1)):
        again = signed_in(db.session.get(Account, officer.account_id), Role.PARTICIPATION_OFFICER)
        assert LIMIT in guess(again, "Our plan").text, "a full hour wipes no slate clean"
    with clock.pretend(clock.now() + timedelta(hours=2)):
        again = signed_in(db.session.get(Account, officer.account_id), Role.PARTICIPATION_OFFICER)
        assert guess(again, "Our plan").status_code == 303


def test_each_refusal_is_in_the_log_without_the_words(officer):
    for title in (*GUESSES, SECRET, SECRET, "Anything", "More"):
        guess(officer, title)
    told = refusals()
    assert len(told) == guessing.MOST + 1
    assert {(who, role) for who, role, _ in told} == {(officer.account_id, "participation_officer")}
    assert [json.loads(facts)["compared"] for _, _, facts in told] == [True] * guessing.MOST + [False]
    assert not any("sister" in facts for _, _, facts in told)


def test_what_is_refused_by_an_error_page_is_counted_too(officer):
    meeting = "/work/words/new"
    for title in GUESSES:
        guess(officer, title)
    page = officer.post_form(meeting, {"forms": "contact", "say": "family time", "because": SECRET}).text
    assert LIMIT in page and SECRET in page


@pytest.mark.parametrize("field", ["forms", "say", "because"])
def test_a_word_for_the_list_is_nobodys_own_words(officer, field):
    typed = {"forms": "contact", "say": "family time", "because": "It is cold."}
    page = officer.post_form(WORDS, typed | {field: SECRET}).text
    assert REFUSED in page and SECRET in page
    assert db.session.scalar(select(AvoidedWord)) is None
    assert officer.post_form(WORDS, typed).status_code == 303


def test_the_same_text_counts_once_and_is_in_the_log_once(officer):
    for _ in range(guessing.MOST + 2):
        page = guess(officer).text
        assert REFUSED in page and LIMIT not in page
    assert len(refusals()) == 1
    assert guess(officer, "Something nobody ever wrote to us").status_code == 303
