from dataclasses import replace
from datetime import timedelta

import pytest

from portal.board import operations as board_operations
from portal.board import related, shaping, working
from portal.board.models import ActionState, AskAnswer, Rated, Say
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.evidence import operations as evidence
from portal.evidence import queries as evidence_queries
from portal.feedback import counting, operations, queries
from tests.factories import answers, board, people, voices


def give(ask, say, count):
    for _ in range(count):
        operations.give_verdict(voices.make_contribution().contribution, ask, say)


def test_changing_ones_mind_replaces_a_verdict(app):
    ask, mine = answers.make_ask(), voices.make_contribution().contribution
    operations.give_verdict(mine, ask, Say.YES)
    operations.give_verdict(mine, ask, Say.NOT_YET)
    assert queries.verdicts_of(mine.id) == {ask.id: Say.NOT_YET}
    assert counting.verdict_people() == 1


def test_verdicts_leave_the_team_only_frozen_signed_and_protected(app):
    ask = answers.make_ask()
    give(ask, Say.YES, 3)
    give(ask, Say.NOT_YET, 24)
    officer, second = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.SAFEGUARDING_OFFICER)
    release = operations.freeze_verdicts(by=officer)
    assert queries.released_verdicts(ask.id, Audience.PARTNERS) is None
    evidence.sign(release, by=second)
    table = queries.released_verdicts(ask.id, Audience.PARTNERS)
    shown = [figure.shown for figure in table.cells.values()]
    assert 3 not in shown
    assert 24 not in shown


def test_a_handful_of_verdicts_shows_no_number(app):
    ask = answers.make_ask()
    give(ask, Say.NOT_YET, 6)
    release = operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    assert release.signed_at is not None, "there is something that could show"
    assert queries.released_verdicts(ask.id, Audience.PARTNERS) is None


def freeze_and_sign():
    release = operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))


def test_when_most_say_not_yet_the_champions_are_asked_again_once_it_is_signed(app):
    ask = answers.make_ask()
    action = answers.make_claimed_action(ask)
    give(ask, Say.NOT_YET, 45)
    give(ask, Say.PARTLY, 15)
    give(ask, Say.YES, 15)
    release = operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    assert operations.ask_champions_again() == 0
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    assert operations.ask_champions_again() == 1
    assert (action.state, action.round) == (ActionState.CLAIMED, 2)
    assert operations.ask_champions_again() == 0


def test_a_handful_of_verdicts_asks_nobody_anything(app):
    ask = answers.make_ask()
    action = answers.make_claimed_action(ask)
    give(ask, Say.NOT_YET, 5)
    freeze_and_sign()
    assert operations.ask_champions_again() == 0
    assert action.round == 1


def test_when_half_say_not_yet_nothing_is_asked_again(app):
    ask = answers.make_ask()
    action = answers.make_claimed_action(ask)
    give(ask, Say.NOT_YET, 20)
    give(ask, Say.YES, 20)
    freeze_and_sign()
    assert operations.ask_champions_again() == 0
    assert action.round == 1


def test_one_changed_mind_between_two_releases_shows_no_flip(app):
    ask, mine = answers.make_ask(), voices.make_contribution().contribution
    give(ask, Say.YES, 25)
    give(ask, Say.NOT_YET, 4)
    operations.give_verdict(mine, ask, Say.NOT_YET)
    with clock.pretend(clock.now() - timedelta(days=92)):
        freeze_and_sign()
    operations.give_verdict(mine, ask, Say.YES)
    freeze_and_sign()
    table = queries.released_verdicts(ask.id, Audience.PARTNERS)
    assert table is not None
    assert all(figure.shown is None for figure in table.cells.values())


def test_two_counts_of_verdicts_lie_a_quarter_apart(signed_in):
    ask = answers.make_ask()
    give(ask, Say.YES, 25)
    with clock.pretend(clock.now() - timedelta(days=90)):
        freeze_and_sign()
    give(ask, Say.NOT_YET, 1)
    with pytest.raises(RuleError):
        operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "They can be counted again from" in client.get("/work/you-said/").text
    assert "count of code holders’ answers is due" not in client.get("/work/").text
    with clock.pretend(clock.now() + timedelta(days=2)):
        assert queries.verdicts_to_count()
        freeze_and_sign()
        assert not queries.verdicts_to_count()


def test_officers_are_reminded_once_there_is_something_to_count(signed_in):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "count of code holders’ answers is due" not in client.get("/work/").text
    give(answers.make_ask(), Say.YES, 1)
    db.session.commit()
    assert "count of code holders’ answers is due" in client.get("/work/").text
    assert "count of code holders’ answers is due" not in signed_in(Role.BOARD_MEMBER).get("/work/").text


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.CORPORATE_LEAD])
def test_released_answers_of_code_holders_stand_where_champions_decide(signed_in, role):
    ask = answers.make_ask()
    action = answers.make_claimed_action(ask)
    pages = [f"/work/board/asks/{ask.id}", f"/work/board/actions/{action.id}"]
    pages += [f"/work/board/actions/{action.id}/say"] if role is Role.CHAMPION else []
    give(ask, Say.NOT_YET, 24)
    give(ask, Say.YES, 13)
    give(ask, Say.PARTLY, 14)
    client = signed_in(role)
    for page in pages:
        assert "No released figures yet" in client.get(page).text
    freeze_and_sign()
    db.session.commit()
    for page in pages:
        text = client.get(page).text
        assert "What people with a code say" in text
        assert "25 (" in text
        assert ">24<" not in text and ">13<" not in text


def test_without_a_verdict_there_is_nothing_to_freeze(app):
    with pytest.raises(RuleError):
        operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER))


def tables_of(release):
    return {table.key: table for table in evidence_queries.figures(release, Audience.PARTNERS).tables}


def test_an_ask_nobody_judged_or_rated_is_listed_like_one_that_a_few_did(app):
    many, few, none = answers.make_ask(), answers.make_ask(), answers.make_ask()
    answers.make_ask(answer=None)
    give(many, Say.YES, 30)
    give(few, Say.NOT_YET, 1)
    operations.rate_reply(voices.make_contribution().contribution, few, Rated.WAFFLE)
    found = tables_of(operations.freeze_verdicts(by=people.make_account(Role.PARTICIPATION_OFFICER)))
    asks = (many, few, none)
    assert set(found) == {key(ask.id) for ask in asks for key in (queries.verdict_table, queries.reply_table)}
    for key in (queries.verdict_table, queries.reply_table):
        assert replace(found[key(few.id)], key="", dimensions=()) == replace(found[key(none.id)], key="", dimensions=())


def test_pages_say_the_same_of_nobody_of_a_few_and_of_what_is_not_counted(signed_in):
    many, few, none = answers.make_ask(), answers.make_ask(), answers.make_ask()
    give(many, Say.YES, 30)
    give(few, Say.NOT_YET, 1)
    freeze_and_sign()
    later = answers.make_ask()
    db.session.commit()
    client = signed_in(Role.BOARD_MEMBER)
    for ask in (few, none, later):
        assert "Nobody with a code has said yet, or too few to show." in client.get(f"/work/board/asks/{ask.id}").text


def test_discarding_figures_does_not_open_a_new_count(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    give(answers.make_ask(), Say.YES, 25)
    with clock.pretend(clock.now() - timedelta(days=90)):
        evidence.discard(operations.freeze_verdicts(by=officer), by=officer)
    assert not queries.verdicts_to_count()
    with pytest.raises(RuleError, match="A quarter has to pass"):
        operations.freeze_verdicts(by=officer)
    with clock.pretend(clock.now() + timedelta(days=2)):
        operations.freeze_verdicts(by=officer)


def test_unsigned_figures_are_for_who_froze_them_and_who_may_sign(signed_in):
    give(answers.make_ask(), Say.YES, 25)
    officer, lead = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.CORPORATE_LEAD)
    release = operations.freeze_verdicts(by=officer)
    with pytest.raises(RuleError, match="answer for an organisation"):
        evidence.sign(release, by=lead)
    db.session.commit()
    assert lead not in evidence_queries.signers(release)
    path = f"/work/evidence/{release.id}"
    rated = signed_in(lead, Role.CORPORATE_LEAD)
    assert [rated.get(one).status_code for one in (path, f"{path}/sign")] == [404, 404]
    assert release.title not in rated.get("/work/evidence/").text
    assert signed_in(officer, Role.PARTICIPATION_OFFICER).get(path).status_code == 200
    second = signed_in(Role.SAFEGUARDING_OFFICER)
    assert [second.get(one).status_code for one in (path, f"{path}/sign")] == [200, 200]


def test_what_few_said_at_first_is_shown_once_many_have(app):
    other, ask = answers.make_ask(), answers.make_ask()
    give(other, Say.YES, 40)
    rate(ask, Rated.WAFFLE, 2)
    with clock.pretend(clock.now() - timedelta(days=184)):
        freeze_and_sign()
    assert queries.released_for([ask.id], Audience.PARTNERS)[ask.id].replies.withheld
    rate(ask, Rated.WAFFLE, 30)
    rate(ask, Rated.REAL, 12)
    shown = []
    for days in (92, 0):
        with clock.pretend(clock.now() - timedelta(days=days)):
            freeze_and_sign()
        shown.append(not queries.released_for([ask.id], Audience.PARTNERS)[ask.id].replies.withheld)
    assert any(shown)


def test_what_is_answered_together_is_rated_together_and_once(app):
    one, whole = board.make_ask("See my brother"), board.make_ask("See my sister")
    shaping.join(one, whole, because="Same", by=people.make_account(Role.PARTICIPATION_OFFICER))
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(whole, answer=AskAnswer.YES, because="Every week.", reason=None, by=lead)
    mine = voices.make_contribution().contribution
    operations.rate_reply(mine, one, Rated.WAFFLE)
    operations.rate_reply(mine, whole, Rated.REAL)
    assert counting.raw_ratings() == {whole.id: {Rated.REAL: 1}}
    assert queries.ratings_of(mine, [one.id, whole.id]) == {one.id: Rated.REAL, whole.id: Rated.REAL}
    assert counting.answered_ids() == [whole.id]
    assert set(counting.judged_ids()) == {one.id, whole.id}


def test_ratings_go_when_the_answer_they_are_about_is_corrected(app):
    ask, lead = board.make_ask(), people.make_account(Role.CORPORATE_LEAD)
    other = answers.make_ask()
    board_operations.answer(ask, answer=AskAnswer.YES, because="We will think.", reason=None, by=lead)
    working.rate(ask, Rated.WAFFLE, by=people.make_account(Role.CHAMPION))
    rate(ask, Rated.WAFFLE, 2)
    rate(other, Rated.REAL, 1)
    board_operations.answer(ask, answer=AskAnswer.YES, because="We start in May.", reason=None, by=lead)
    assert related.ratings_of(ask) == {Rated.REAL: 0, Rated.WAFFLE: 0}
    assert counting.raw_ratings() == {other.id: {Rated.REAL: 1}}


def rate(ask, rated, count):
    for _ in range(count):
        operations.rate_reply(voices.make_contribution().contribution, ask, rated)
