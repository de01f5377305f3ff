from datetime import timedelta

import pytest

from portal.board.models import ActionState, Say
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.evidence import operations as evidence
from portal.feedback import operations, queries
from tests.factories import answers, people, voices


def give(ask, say, count):
    for _ in range(count):
        operations.give_verdict(voices.make_contribution().contribution, ask, say)


def test_changing_ones_mind_replaces_a_verdict(app):
    ask, mine = answers.make_ask(), voices.make_contribution().contribution
    operations.give_verdict(mine, ask, Say.YES)
    operations.give_verdict(mine, ask, Say.NOT_YET)
    assert queries.verdicts_of(mine.id) == {ask.id: Say.NOT_YET}
    assert queries.verdict_people() == 1


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
