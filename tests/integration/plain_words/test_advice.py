"""Advice comes before words go out, once; it never stands in the way."""

import pytest

from portal.contributions import queries as threads
from portal.core import db
from portal.core.access import Role
from portal.safety import operations as safety
from tests.factories import people, voices

LISTED = "We will ask about a placement near your siblings."


@pytest.fixture
def desk(app, signed_in):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    db.session.commit()
    return signed_in(officer, Role.PARTICIPATION_OFFICER)


@pytest.fixture
def view(app):
    contribution = voices.make_contribution("I miss him").contribution
    db.session.commit()
    return contribution


def said(view):
    return [line.text for line in threads.talk_of(view.id)]


def test_a_reply_with_listed_words_brings_advice_first_and_nothing_is_lost(desk, view):
    address = f"/work/views/{view.id}/reply"
    answer = desk.post_form(address, {"text": LISTED}, page=f"/work/views/{view.id}")
    assert answer.status_code == 200
    assert "brothers and sisters" in answer.text
    assert LISTED in answer.text
    assert said(view) == []
    sent = desk.post_form(address, {"text": LISTED, "anyway": "y"}, page=f"/work/views/{view.id}")
    assert sent.status_code == 303
    assert said(view) == [LISTED]


def test_a_changed_reply_goes_out_at_once(desk, view):
    answer = desk.post_form(
        f"/work/views/{view.id}/reply", {"text": "We will ask about your brothers."}, page=f"/work/views/{view.id}"
    )
    assert answer.status_code == 303
    assert said(view) == ["We will ask about your brothers."]


def test_hard_sentences_are_shown_with_the_age_they_ask_for(desk, view):
    hard = "Notwithstanding organisational interdependencies, accommodation opportunities necessitate " * 2
    answer = desk.post_form(f"/work/views/{view.id}/reply", {"text": hard}, page=f"/work/views/{view.id}")
    assert "You need to be about 18" in answer.text
    assert "Hardest to read" in answer.text


def test_a_reply_of_safeguarding_never_waits_for_advice(app, signed_in):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    guard = people.make_account(Role.SAFEGUARDING_OFFICER)
    contribution = voices.make_contribution("He hit me").contribution
    concern = safety.raise_concern(contribution, worry="", by=officer)
    db.session.commit()
    client, page = signed_in(guard, Role.SAFEGUARDING_OFFICER), f"/work/safety/{concern.id}"
    assert client.post_form(f"{page}/reply", {"text": LISTED}, page=page).status_code == 303
    assert said(contribution) == [LISTED]


def test_nor_does_the_desks_where_somebody_may_not_be_safe_or_it_is_in_another_language(desk, view):
    page = f"/work/views/{view.id}"
    view.locale = "pl"
    db.session.commit()
    assert desk.post_form(f"{page}/reply", {"text": LISTED}, page=page).status_code == 303
    view.locale = "en_GB"
    safety.raise_concern(view, worry="He sounds frightened", by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    assert desk.post_form(f"{page}/reply", {"text": LISTED}, page=page).status_code == 303
    assert said(view) == [LISTED, LISTED]
