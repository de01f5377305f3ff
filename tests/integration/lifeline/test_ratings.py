"""Code holders call an answer real or waffle: by code alone, the latest counts, and figures only when signed."""

import pytest
from sqlalchemy import select

from portal.board.models import CodeRating, Rated
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.evidence import operations as evidence
from portal.feedback import operations, queries
from portal.lifeline import operations as lifeline
from tests.factories import answers, people, voices


@pytest.fixture
def theme(app):
    return answers.make_theme("Family")


@pytest.fixture
def ask(theme):
    return answers.make_ask(theme)


@pytest.fixture
def mine(theme, ask):
    received = voices.make_contribution("I never see my wee brother")
    answers.put_under(theme, received.contribution)
    db.session.commit()
    return received


@pytest.fixture
def opened(client, mine):
    client.post_form("/code", {"code": mine.code})
    return client


def stored():
    db.session.expire_all()
    return [one.rated for one in db.session.scalars(select(CodeRating))]


def rate(ask, rated, count):
    for _ in range(count):
        operations.rate_reply(voices.make_contribution().contribution, ask, rated)


def sign(release):
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()


def test_it_is_said_on_the_life_line_and_the_latest_counts(opened, ask):
    address = f"/thread/rate/{ask.id}"
    assert "What do you make of their answer?" in opened.get("/thread").text
    assert opened.post_form(address, {"rated": "real"}, page="/thread").location.endswith(f"#rated-{ask.id}")
    assert opened.post_form(address, {"rated": "waffle"}).status_code == 303
    assert stored() == [Rated.WAFFLE]
    page = opened.get("/thread").text
    assert "What you make of their answer: Waffle." in page and "You don’t have to say" not in page
    assert "Every plan will say when." in opened.get(address).text
    assert "What you make of their answer: Waffle." in opened.get("/thread/copy").text


def test_a_choice_that_is_none_is_asked_for_again_and_stores_nothing(opened, ask):
    for chosen in ({}, {"rated": "superb"}):
        again = opened.post_form(f"/thread/rate/{ask.id}", chosen)
        assert again.status_code == 200 and "Every plan will say when." in again.text
    assert stored() == []


def test_only_answered_asks_of_ones_own_life_line_are_rated(opened, theme):
    waiting, strange = answers.make_ask(theme, answer=None), answers.make_ask()
    db.session.commit()
    for ask in (waiting, strange):
        assert opened.get(f"/thread/rate/{ask.id}").status_code == 404
        assert opened.post_form(f"/thread/rate/{ask.id}", {"rated": "real"}, page="/thread").status_code == 404
        assert f"/thread/rate/{ask.id}" not in opened.get("/thread").text
    assert stored() == []


def test_nothing_leads_from_a_rating_to_a_thread_or_to_another_rating(app, theme, ask, mine):
    other = answers.make_ask(theme)
    for one in (ask, other):
        operations.rate_reply(mine.contribution, one, Rated.REAL)
    rows = db.session.scalars(select(CodeRating)).all()
    assert {column.name for column in CodeRating.__table__.columns} == {"ask_id", "mark", "rated"}
    assert len({row.mark for row in rows}) == 2
    assert mine.contribution.code_hash not in {row.mark for row in rows}


def test_it_goes_when_the_view_is_taken_back_and_others_stay(app, ask, mine):
    operations.rate_reply(mine.contribution, ask, Rated.WAFFLE)
    rate(ask, Rated.REAL, 1)
    lifeline.take_back(mine.contribution)
    assert stored() == [Rated.REAL]
    assert queries.ratings_of(mine.contribution, [ask.id]) == {}


def test_figures_leave_the_team_only_frozen_signed_and_protected(signed_in, ask):
    rate(ask, Rated.WAFFLE, 23)
    rate(ask, Rated.REAL, 3)
    release = operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    assert queries.released_for([ask.id], Audience.PARTNERS)[ask.id].replies is None
    sign(release)
    table = queries.released_for([ask.id], Audience.PARTNERS)[ask.id].replies
    shown = {figure.shown for figure in (*table.cells.values(), table.base)}
    assert not {3, 23, 26} & shown
    member = signed_in(Role.BOARD_MEMBER)
    for path in (f"/work/board/asks/{ask.id}", "/work/board/memory"):
        page = member.get(path).text
        assert "Is the answer real, or waffle?" in page and "fewer than" in page, path
    lead = signed_in(Role.CORPORATE_LEAD).get("/work/reports/organisation").text
    assert "Waffle: all but fewer than 5" in lead and "A real answer: fewer than 5" in lead
    assert "Is the answer real, or waffle?" in member.get(f"/work/evidence/{release.id}").text


def test_what_most_codes_call_waffle_is_counted_for_the_partner(signed_in, ask):
    rate(ask, Rated.WAFFLE, 30)
    rate(ask, Rated.REAL, 10)
    member = signed_in(Role.BOARD_MEMBER)
    assert "most codes call waffle" not in member.get("/work/board/partners").text
    db.set_writing(True)
    sign(operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER)))
    assert "most codes call waffle: 1 of 1 with figures" in member.get("/work/board/partners").text


@pytest.mark.parametrize("codes", [1, 4, 19])
def test_a_few_ratings_show_no_number_anywhere(signed_in, ask, codes):
    rate(ask, Rated.WAFFLE, codes)
    sign(operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER)))
    member = signed_in(Role.BOARD_MEMBER)
    assert "Is the answer real, or waffle?" not in member.get(f"/work/board/asks/{ask.id}").text
    assert "most codes call waffle" not in member.get("/work/board/partners").text
    assert queries.released_for([ask.id], Audience.PARTNERS)[ask.id].replies is None


def test_ratings_are_something_to_count_and_without_any_there_is_nothing(app, ask):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    assert not queries.verdicts_to_count()
    with pytest.raises(RuleError):
        operations.freeze_verdicts(by=officer)
    rate(ask, Rated.REAL, 1)
    assert queries.verdicts_to_count()
    operations.freeze_verdicts(by=officer)
    assert not queries.verdicts_to_count()


def test_the_day_is_not_told_by_the_count_of_acts(opened, ask):
    from portal.audit.models import DailyCount

    opened.post_form(f"/thread/rate/{ask.id}", {"rated": "real"}, page="/thread")
    days = db.session.scalars(select(DailyCount.day).where(DailyCount.action == "answer.rated")).all()
    assert days == [clock.this_week()]
