"""Asks put together, taken apart, split and asked once more; the words of everybody stay."""

from datetime import timedelta

import pytest

from portal.board import operations, overview, queries, related, shaping, stories
from portal.board.models import AskAnswer, ReasonClass, Wording
from portal.board.overview import Show, Wanted
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, people


def officer():
    return people.make_account(Role.PARTICIPATION_OFFICER)


def test_joined_asks_are_answered_together_and_stand_alone_again(app):
    one, two = board.make_ask("See my brother"), board.make_ask("See my sister")
    shaping.join(one, two, because="Both are about family time", by=officer())
    lead = people.make_account(Role.CORPORATE_LEAD)
    with pytest.raises(RuleError):
        operations.answer(one, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    operations.answer(two, answer=AskAnswer.YES, because="Every week.", reason=None, by=lead)
    told = stories.stories([one])[0]
    assert (told.text.text, told.because) == ("See my brother", "Every week.")
    member = people.make_account(Role.BOARD_MEMBER)
    rows = overview.page(Wanted(), 1, account=member, role=Role.BOARD_MEMBER).rows
    assert [row.text for row in rows] == ["See my sister"]
    shaping.part(one, by=officer())
    assert stories.stories([one])[0].answer is None
    assert len(related.joinings_of(one)) == 1, "that they were together is not forgotten"


def test_only_what_nothing_happened_to_is_joined_and_never_in_a_chain(app):
    one, two, three = (board.make_ask(f"Ask {number}") for number in range(3))
    shaping.join(one, two, because="Same", by=officer())
    for ask, into in ((two, three), (three, one), (three, three), (one, three)):
        with pytest.raises(RuleError):
            shaping.join(ask, into, because="Same", by=officer())
    other = board.make_ask("Elsewhere", organisation="NHS")
    with pytest.raises(RuleError):
        shaping.join(three, other, because="Same", by=officer())


def test_a_part_keeps_young_peoples_words_where_it_is_theirs(app):
    ask = board.make_ask("Let us see our brothers. Pay the bus fare.")
    champion = people.make_account(Role.CHAMPION)
    operations.confirm(ask, by=champion)
    theirs = shaping.split(ask, "Pay the bus fare.", terms=board.terms(), by=officer())
    anew = shaping.split(ask, "Money for buses", terms=board.terms(), by=officer())
    assert (theirs.wording, theirs.confirmed_by_id) == (Wording.WRITTEN, None)
    assert (anew.wording, anew.part_of_id) == (Wording.PARAPHRASE, ask.id)
    assert ask.text == "Let us see our brothers. Pay the bus fare."


def test_a_no_can_be_asked_again_once_by_a_champion(signed_in):
    ask = board.make_ask("Free buses")
    lead = people.make_account(Role.CORPORATE_LEAD)
    operations.answer(ask, answer=AskAnswer.NO, because="No money.", reason=ReasonClass.MONEY, by=lead)
    client = signed_in(Role.CHAMPION)
    path = f"/work/board/asks/{ask.id}/once-more"
    assert "Ask again" in client.get(f"/work/board/asks/{ask.id}").text
    assert client.post_form(path, {"text": "Then free buses for school"}).status_code == 303
    made = related.asked_once_more(board.again(ask))
    assert (made.due_on, made.wording) == (clock.today() + timedelta(days=28), Wording.WRITTEN)
    page = client.get(path).text
    assert "cannot be asked again" in page
    assert "cannot be asked again" in client.post_form(path, {"text": "And again"}).text


@pytest.mark.parametrize("answer", [None, AskAnswer.YES])
def test_a_yes_or_no_answer_yet_is_not_asked_again(app, answer):
    ask = board.make_ask("Free buses")
    if answer:
        lead = people.make_account(Role.CORPORATE_LEAD)
        operations.answer(ask, answer=answer, because="Yes.", reason=None, by=lead)
    with pytest.raises(RuleError):
        shaping.ask_once_more(ask, "Again", by=people.make_account(Role.CHAMPION))


def test_the_pages_of_an_officer(signed_in):
    one, two = board.make_ask("See my brother"), board.make_ask("See my sister")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    path = f"/work/board/asks/{one.id}"
    assert "See my sister" in client.get(f"{path}/join").text
    kept = client.post_form(f"{path}/join", {"because": "They are the same", "into_id": ""})
    assert "They are the same" in kept.text and "Choose an ask" in kept.text
    assert client.post_form(f"{path}/join", {"because": "Same", "into_id": str(two.id)}).status_code == 303
    assert "answered together with another" in client.get(path).text
    assert "See my brother" in client.get(f"/work/board/asks/{two.id}").text
    assert client.post_form(f"{path}/part", {}, page=path).status_code == 303
    db.session.expire_all()
    assert queries.joined_into(board.again(one)) is None


def test_changed_since_the_last_meeting(app):
    old = board.make_ask("Old")
    old.created_at = clock.now() - timedelta(days=40)
    old.to_board_on = clock.today() - timedelta(days=10)
    board.make_ask("New", to_board_on=None)
    db.session.flush()
    member = people.make_account(Role.BOARD_MEMBER)

    def changed():
        rows = overview.page(Wanted(Show.CHANGED), 1, account=member, role=Role.BOARD_MEMBER).rows
        return {row.text for row in rows}

    assert changed() == {"New"}
    board.make_claim(board.make_action(ask=old))
    assert changed() == {"New", "Old"}


def test_what_is_late_is_not_put_where_nobody_waits_for_it(app):
    answered, later, sooner = (board.make_ask(f"Number {number}") for number in range(3))
    late = board.make_ask("Nobody answered this for months")
    late.due_on = clock.today() - timedelta(days=100)
    sooner.due_on = late.due_on
    answered.due_on = late.due_on
    lead = people.make_account(Role.CORPORATE_LEAD)
    operations.answer(answered, answer=AskAnswer.YES, because="Yes", reason=None, by=lead)
    db.session.flush()
    assert [one.id for one in related.asks_to_join(late)] == [sooner.id]
    with pytest.raises(RuleError):
        shaping.join(late, later, because="The same", by=people.make_account(Role.PARTICIPATION_OFFICER))


def test_half_a_sentence_waits_for_a_champion_of_its_own(app):
    champion, by = board.make_champions(1)[0], people.make_account(Role.PARTICIPATION_OFFICER)
    whole = board.make_ask("We never want workers to talk about us in front of our friends", by=by)
    whole.confirmed_by_id, whole.confirmed_at = champion.id, clock.now()
    db.session.flush()
    part = shaping.split(whole, "talk about us in front of our friends", terms=board.terms(), by=by)
    assert part.confirmed_at is None
