"""Going up and coming down: by the days, by hand, and on pages for whoever may see them."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts import queries as accounts
from portal.audit.models import AuditEvent
from portal.board import operations as board_operations
from portal.board import shaping
from portal.board.models import AskAnswer, Say, Step
from portal.core import clock, db
from portal.core.access import Permission, Role, permits
from portal.core.errors import RuleError
from portal.escalation import operations, queries
from portal.escalation.models import Ending, Rise, Why
from portal.partnership.models import GovernanceLevel
from tests.factories import board, people, place

NAMES = ("Champions Board", "Corporate Parenting Group", "Chief Officers’ Group")


@pytest.fixture(autouse=True)
def levels(app):
    first = GovernanceLevel(position=1, name="Where words come in", purpose="To listen.")
    rows = [GovernanceLevel(position=at, name=name, purpose="To unblock.") for at, name in enumerate(NAMES, start=2)]
    db.session.add_all([first, *rows])
    db.session.commit()
    return rows


def later(days):
    return clock.pretend(datetime.combine(clock.today() + timedelta(days=days), time(9), clock.UK))


def places(subject):
    return [(one.level.name, one.why, one.ending) for one in reversed(queries.history_of(subject))]


def test_a_late_ask_goes_up_rung_by_rung_and_leaves_when_it_is_answered(app):
    ask = board.make_ask(due_on=clock.today())
    assert operations.sweep() == 0
    for days, changed in ((1, 1), (2, 0), (28, 1), (30, 0), (400, 1)):
        with later(days):
            assert operations.sweep() == changed, days
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.answer(ask, answer=AskAnswer.YES, because="Yes.", reason=None, by=lead)
    with later(401):
        assert operations.sweep() == 1
        assert operations.sweep() == 0
    assert places(ask) == [
        (NAMES[0], Why.LATE, Ending.HIGHER),
        (NAMES[1], Why.LATE, Ending.HIGHER),
        (NAMES[2], Why.LATE, Ending.MOVED),
    ]
    acts = list(
        db.session.scalars(
            select(AuditEvent.action).where(AuditEvent.action.like("escalation%")).order_by(AuditEvent.sequence)
        )
    )
    assert acts == ["escalation.rose"] * 3 + ["escalation.left"]


def test_a_stuck_action_goes_up_and_leaves_when_it_moves(app):
    action = board.make_action(due_on=clock.today() + timedelta(days=300))
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.take_step(action, Step.STUCK, text="The other partner", by=lead)
    with later(14):
        assert operations.sweep() == 1
        board_operations.take_step(action, Step.STARTED, by=lead)
        assert operations.sweep() == 1
    assert places(action) == [(NAMES[0], Why.STUCK, Ending.MOVED)]


def test_what_waits_to_go_up_stands_on_the_page_with_its_day(signed_in):
    due = clock.today() + timedelta(days=300)
    action, ask = board.make_action(due_on=due), board.make_ask("Paint the house", due_on=clock.today())
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.take_step(action, Step.STUCK, text="The other partner", by=lead)
    with later(1):
        operations.sweep()
        waiting = queries.not_yet_up()
        assert [(one.subject, one.goes_up_on) for one in waiting.rows] == [
            (action, clock.today() + timedelta(days=13))
        ], "the ask is on the ladder already"
        officer = people.make_account(Role.PARTICIPATION_OFFICER, organisation="NHS")
        day = clock.today() + timedelta(days=20)
        operations.bring_down(ask, outcome="They will paint it", look_again_on=day, by=officer)
        rows = queries.not_yet_up().rows
        assert [(one.text, one.goes_up_on) for one in rows][1:] == [("Paint the house", day)]
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get("/work/ladder").text
    assert "Stuck or late, not long enough to go up yet: 1" in page
    assert f'href="/work/board/actions/{action.id}"' in page and "Goes up on" in page


def test_a_claim_leaves_the_ladder_and_a_dispute_brings_it_back(app):
    action = board.make_action(due_on=clock.today())
    with later(30):
        operations.sweep()
        board.make_claim(action)
        operations.sweep()
    with later(31):
        board_operations.say(action, Say.NOT_YET, by=people.make_account(Role.CHAMPION))
        operations.sweep()
    assert places(action) == [(NAMES[1], Why.LATE, Ending.MOVED), (NAMES[1], Why.LATE, None)]


def test_raised_by_hand_it_waits_for_no_day_and_brought_down_it_rests(app):
    ask = board.make_ask(due_on=clock.today() + timedelta(days=30))
    champion = people.make_account(Role.CHAMPION)
    operations.raise_higher(ask, because="It is winter soon", by=champion)
    assert operations.sweep() == 0, "it is not late, and stays where it was put"
    again = clock.today() + timedelta(days=40)
    operations.bring_down(ask, outcome="They answer next week", look_again_on=again, by=champion)
    with later(39):
        assert operations.sweep() == 0
    with later(40):
        assert operations.sweep() == 1
    assert places(ask) == [(NAMES[0], Why.RAISED, Ending.BROUGHT_DOWN), (NAMES[0], Why.LATE, None)]


def test_nobody_lets_the_same_thing_rest_twice_running(app):
    ask = board.make_ask(due_on=clock.today())
    first, second = people.make_account(Role.CHAMPION), people.make_account(Role.CHAMPION)

    def rest(by):
        look_again = clock.today() + timedelta(days=5)
        operations.bring_down(ask, outcome="We wait", look_again_on=look_again, by=by)

    with later(1):
        operations.sweep()
        rest(first)
    with later(7):
        operations.sweep()
        with pytest.raises(RuleError, match="last time"):
            rest(first)
        operations.raise_higher(ask, because="So that I may", by=first)
        with pytest.raises(RuleError, match="last time"):
            rest(first)
        rest(second)
    with later(13):
        operations.sweep()
        rest(first)
    with later(30):
        operations.sweep()
        assert queries.standing_of(ask).level.name == NAMES[1]
        rest(first)
    with later(36):
        operations.sweep()
        with pytest.raises(RuleError, match="last time"):
            rest(first)


def test_the_page_says_that_somebody_else_decides_now(signed_in):
    ask = board.make_ask(due_on=clock.today())
    first, second = people.make_account(Role.CHAMPION), people.make_account(Role.CHAMPION)
    operations.raise_higher(ask, because="Winter", by=second)
    operations.bring_down(ask, outcome="We wait", look_again_on=clock.today() + timedelta(days=5), by=first)
    operations.raise_higher(ask, because="Winter", by=second)
    down, told = f"/work/ladder/ask/{ask.id}/down", "You let this rest last time"
    one, other = signed_in(first, Role.CHAMPION), signed_in(second, Role.CHAMPION)
    assert told in one.get(down).text and told not in other.get(down).text
    typed = {"outcome": "We wait again", "look_again_on": (clock.today() + timedelta(days=5)).isoformat()}
    refused = one.post_form(down, typed, page=f"/work/ladder/ask/{ask.id}/raise").text
    assert told in refused and "We wait again" in refused
    assert other.post_form(down, typed).status_code == 303


def test_whoever_owes_it_does_not_take_it_down(app):
    ask = board.make_ask(due_on=clock.today())
    with later(1):
        operations.sweep()
    member = people.make_account(Role.BOARD_MEMBER)
    assert member.organisation_id == ask.organisation_id
    with pytest.raises(RuleError):
        operations.bring_down(ask, outcome="Fine", look_again_on=clock.today() + timedelta(days=3), by=member)


def test_an_ask_answered_with_another_is_not_on_the_ladder_itself(app):
    ask, into = board.make_ask("One", due_on=clock.today()), board.make_ask("Two", due_on=clock.today())
    with later(1):
        assert operations.sweep() == 2
        shaping.join(ask, into, because="The same", by=people.make_account(Role.PARTICIPATION_OFFICER))
        assert operations.sweep() == 1
    assert places(ask) == [(NAMES[0], Why.LATE, Ending.MOVED)]


def test_no_ask_stands_on_two_rungs(app, levels):
    ask = board.make_ask()
    rises = [Rise(ask_id=ask.id, level_id=one.id, why=Why.LATE, began_at=clock.now()) for one in levels[:2]]
    db.session.add_all(rises)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_days_of_the_rungs_can_be_set_and_have_to_rise(app, levels):
    keeper = people.make_account(Role.ADMINISTRATOR)
    ids = [one.id for one in levels]
    operations.set_days([(ids[0], 5, 5), (ids[1], 10, 10), (ids[2], 20, 20)], by=keeper)
    assert [(rung.late_days, rung.stuck_days) for rung in queries.rungs()] == [(5, 5), (10, 10), (20, 20)]
    for wrong in ([(ids[0], 5, 5), (ids[1], 5, 10), (ids[2], 20, 20)], [(ids[1], 1, 1), (ids[0], 2, 2)]):
        with pytest.raises(RuleError):
            operations.set_days(wrong, by=keeper)


def test_a_councillor_sees_what_is_stuck_and_who_can_unblock_it_in_three_taps(signed_in):
    action = board.make_action(title="Beds for brothers", due_on=clock.today() + timedelta(days=300))
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.take_step(action, Step.STUCK, text="Housing has no house", by=lead)
    with later(20):
        operations.sweep()
        db.session.commit()
    client = signed_in(Role.BOARD_MEMBER)
    assert "/work/ladder" in client.get("/work/").text
    page = client.get("/work/ladder").text
    assert all(text in page for text in ("Beds for brothers", "Housing has no house", NAMES[0]))
    assert "On the ladder" in client.get(f"/work/board/actions/{action.id}").text


def test_who_can_unblock_it_is_a_post_an_organisation_and_somebody_to_write_to(signed_in):
    action = board.make_action(title="Beds for brothers", due_on=clock.today() + timedelta(days=300))
    lead, nurse = people.make_account(Role.CORPORATE_LEAD), people.make_account(Role.CORPORATE_LEAD)
    nurse.organisation_id, nurse.name = place.organisation("NHS").id, "Nurse Nettle"
    champion = people.make_account(Role.CHAMPION)
    champion.email = "young@example.org"
    board_operations.take_step(action, Step.STUCK, text="NHS has to say who pays", by=lead)
    with later(20):
        operations.sweep()
        db.session.commit()
    path = f"/work/ladder/action/{action.id}"
    page = signed_in(Role.BOARD_MEMBER).get(path).text
    for part in (action.post.title, action.organisation.name, lead.email, nurse.email, NAMES[0], "Take it up to"):
        assert part in page, part
    assert "young@example.org" not in page, "nobody writes to a young person from here"
    assert path in signed_in(Role.BOARD_MEMBER).get("/work/ladder").text
    assert "Take it up to" not in signed_in(lead, Role.CORPORATE_LEAD).get(path).text, "whoever owes it does not"


def test_where_nobody_of_theirs_signs_in_an_officer_passes_it_on(signed_in):
    ask = board.make_ask(organisation="NHS")
    people.make_account(Role.PARTICIPATION_OFFICER)
    page = signed_in(Role.CHAMPION).get(f"/work/ladder/ask/{ask.id}").text
    assert "Nobody of theirs signs in here yet" in page
    assert any(one.email in page for one in accounts.holders(Permission.MEETINGS_ARRANGE))


@pytest.mark.parametrize("role", [role for role in Role if permits(role, Permission.BOARD_READ)])
def test_an_empty_ladder_says_so_to_everybody_at_the_board(signed_in, role):
    assert "Nothing is stuck" in signed_in(role).get("/work/ladder").text


def test_pages_to_raise_and_to_bring_down_keep_what_was_typed(signed_in):
    ask = board.make_ask(due_on=clock.today() + timedelta(days=30))
    client = signed_in(Role.CHAMPION)
    path = f"/work/ladder/ask/{ask.id}"
    assert "Say why it should not wait" in client.post_form(f"{path}/raise", {"because": ""}).text
    assert client.post_form(f"{path}/raise", {"because": "Winter is near"}).status_code == 303
    page = client.get(f"/work/board/asks/{ask.id}").text
    assert "Winter is near" in page
    wrong = client.post_form(f"{path}/down", {"outcome": "A plan by May", "look_again_on": "2020-01-01"})
    assert "A plan by May" in wrong.text and "Choose a day after today" in wrong.text
    day = (clock.today() + timedelta(days=9)).isoformat()
    assert client.post_form(f"{path}/down", {"outcome": "A plan by May", "look_again_on": day}).status_code == 303
    assert "A plan by May" in client.get(f"/work/board/asks/{ask.id}").text


def test_anyone_can_read_the_rules(client):
    page = client.get("/when-nothing-happens").text
    assert all(name in page for name in NAMES)
    assert "Where words come in" not in page, "young people owe nobody anything"
    assert "when it is 28 days late" in page


def test_an_administrator_sets_the_days_on_a_page(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    days = {f"{what}_{at}": str((at + 1) * 7) for what in ("late", "stuck") for at in range(3)}
    assert "wait longer" in client.post_form("/work/ladder/days", days | {"late_2": "3"}).text
    assert client.post_form("/work/ladder/days", days).status_code == 303
    assert "when it is 21 days late" in client.get("/when-nothing-happens").text


def test_only_whoever_answers_or_moves_things_on_can_be_written_to(signed_in):
    ask = board.make_ask(organisation="NHS")
    others = (Role.WORKER, Role.SAFEGUARDING_OFFICER, Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVOCATE)
    strangers = [people.make_account(role, name=f"Stranger {role.value}", organisation="NHS") for role in others]
    for one in strangers:
        one.post_id = ask.post_id
    people.make_account(Role.PARTICIPATION_OFFICER)
    young = people.make_account(Role.PARTICIPATION_OFFICER, Role.CHAMPION, name="Young Officer")
    young.email = "young@example.org"
    db.session.commit()
    page = signed_in(Role.CHAMPION).get(f"/work/ladder/ask/{ask.id}").text
    assert not [one.name for one in strangers if one.email in page]
    assert "young@example.org" not in page
    assert "Nobody of theirs signs in here yet" in page
    lead = people.make_account(Role.CORPORATE_LEAD, organisation="NHS")
    db.session.commit()
    assert lead.email in signed_in(Role.CHAMPION).get(f"/work/ladder/ask/{ask.id}").text
