"""Who decides that something is done, as rules."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board import rules
from portal.board.models import ActionState, AskAnswer, Rated, ReasonClass, Say, Step
from portal.board.rules import Said

TODAY = date(2026, 6, 12)
NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in range(6)]
#: Whom each of them works for: two organisations of two, and two people with nobody of theirs beside them.
HOMES = dict(zip(PEOPLE, (UUID(int=100 + body) for body in (0, 0, 1, 1, 2, 3)), strict=True))
NO_CLAIM = rules.Claim(frozenset(), frozenset())


def says(*answers: Say, round_: int = 1) -> list[Said]:
    return [Said(uuid4(), round_, say) for say in answers]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([], ActionState.CLAIMED),
        ([Say.YES], ActionState.CLAIMED),
        ([Say.PARTLY], ActionState.CLAIMED),
        ([Say.NOT_YET], ActionState.DISPUTED),
        ([Say.YES, Say.YES], ActionState.AGREED),
        ([Say.YES, Say.YES, Say.YES], ActionState.AGREED),
        ([Say.YES, Say.PARTLY], ActionState.PARTLY),
        ([Say.PARTLY, Say.PARTLY], ActionState.PARTLY),
        ([Say.YES, Say.YES, Say.YES, Say.NOT_YET], ActionState.DISPUTED),
        ([Say.PARTLY, Say.NOT_YET], ActionState.DISPUTED),
    ],
)
def test_verdict(answers, verdict):
    assert rules.verdict_of(says(*answers), 1) is verdict


def test_one_champion_counts_once():
    one = uuid4()
    assert rules.verdict_of([Said(one, 1, Say.YES), Said(one, 1, Say.YES)], 1) is ActionState.CLAIMED


def test_an_earlier_round_says_nothing_about_this_one():
    earlier = says(Say.YES, Say.YES, Say.NOT_YET, round_=1)
    assert rules.verdict_of(earlier, 2) is ActionState.CLAIMED


@given(
    st.lists(
        st.builds(Said, st.sampled_from(PEOPLE), st.integers(0, 3), st.sampled_from(Say)),
        unique_by=lambda said: (said.account_id, said.round),
    ),
    st.integers(0, 3),
    st.randoms(),
)
def test_the_verdict_depends_on_this_rounds_answers_and_nothing_else(all_said, number, random):
    verdict = rules.verdict_of(all_said, number)
    mine = [said.say for said in all_said if said.round == number]
    shuffled = list(all_said)
    random.shuffle(shuffled)
    assert rules.verdict_of(shuffled, number) is verdict
    assert (verdict is ActionState.DISPUTED) == (Say.NOT_YET in mine)
    if verdict is ActionState.AGREED:
        assert len(mine) >= 2 and set(mine) == {Say.YES}
    if len(mine) < 2 and Say.NOT_YET not in mine:
        assert verdict is ActionState.CLAIMED


class Life:
    """An action as the operations move it, in memory."""

    def __init__(self) -> None:
        self.state, self.round, self.said, self.claimants = ActionState.PLANNED, 0, [], set()
        self.owes = HOMES[PEOPLE[0]]

    @property
    def claim(self) -> rules.Claim:
        return rules.Claim(frozenset(self.claimants), frozenset({self.owes} | {HOMES[one] for one in self.claimants}))

    def do(self, act: tuple[object, ...]) -> None:
        match act:
            case ("step", Step() as step, who):
                if rules.may_step(self.state, step):
                    self.state = rules.LEADS_TO.get(step, self.state)
                    if step is Step.CLAIMED:
                        self.round += 1
                        self.claimants.add(who)
            case ("say", who, say):
                said_at = (
                    NOW - timedelta(days=1)
                    if any((s.account_id, s.round) == (who, self.round) for s in self.said)
                    else None
                )
                if rules.may_say(
                    self.state,
                    account_id=who,
                    organisation_id=HOMES[who],
                    claim=self.claim,
                    said_at=said_at,
                    now=NOW,
                ):
                    assert who not in self.claimants and HOMES[who] not in self.claim.organisations
                    self.said.append(Said(who, self.round, say))
                    self.state = rules.verdict_of(self.said, self.round)
            case ("again",):
                if rules.may_ask_again(self.state):
                    self.state, self.round = ActionState.CLAIMED, self.round + 1


ACTS = st.one_of(
    st.tuples(
        st.just("step"),
        st.sampled_from([step for step in Step if step is not Step.ASKED_AGAIN]),
        st.sampled_from(PEOPLE),
    ),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.sampled_from(Say)),
    st.tuples(st.just("again")),
)


@given(st.lists(ACTS, max_size=40))
def test_no_way_leads_to_agreed_without_two_champions_who_never_claimed_it(acts):
    life = Life()
    for act in acts:
        before = life.state
        life.do(act)
        now = [said for said in life.said if said.round == life.round]
        if life.state is ActionState.AGREED:
            assert len({said.account_id for said in now}) >= 2
            assert all(said.say is Say.YES for said in now)
        if life.state is ActionState.AGREED and before is not ActionState.AGREED:
            assert act[0] == "say"
        if life.state in rules.ASKED:
            assert life.round >= 1
            assert (life.state is ActionState.DISPUTED) == any(said.say is Say.NOT_YET for said in now)
        if before is ActionState.STOPPED:
            assert life.state is ActionState.STOPPED
    for said in life.said:
        assert said.round >= 1


def test_whoever_claimed_it_never_answers():
    me, mine = uuid4(), uuid4()
    claim = rules.Claim(frozenset({me}), frozenset())
    assert not rules.may_say(
        ActionState.CLAIMED, account_id=me, organisation_id=mine, claim=claim, said_at=None, now=NOW
    )


def test_nobody_answers_for_the_body_that_claims_it():
    claim = rules.Claim(frozenset({uuid4()}), frozenset({UUID(int=7)}))
    for home, may in ((UUID(int=7), False), (UUID(int=8), True)):
        said = rules.may_say(
            ActionState.CLAIMED, account_id=uuid4(), organisation_id=home, claim=claim, said_at=None, now=NOW
        )
        assert said is may


@given(st.lists(st.sampled_from(Say), max_size=6))
def test_silence_never_agrees_and_one_not_yet_is_enough(answers):
    verdict = rules.verdict_of(says(*answers), 1)
    if len(answers) < rules.ENOUGH:
        assert verdict in (ActionState.CLAIMED, ActionState.DISPUTED)
    assert (verdict is ActionState.DISPUTED) == (Say.NOT_YET in answers)
    assert (verdict is ActionState.AGREED) == (len(answers) >= 2 and set(answers) == {Say.YES})


@pytest.mark.parametrize("state", [s for s in ActionState if s not in rules.ASKED])
def test_nobody_answers_before_it_is_claimed_or_after_it_stopped(state):
    assert not rules.may_say(state, account_id=uuid4(), organisation_id=uuid4(), claim=NO_CLAIM, said_at=None, now=NOW)


@pytest.mark.parametrize(("minutes", "may"), [(0, True), (30, True), (31, False), (-1, False)])
def test_a_slip_can_be_put_right_for_half_an_hour(minutes, may):
    assert rules.may_correct(NOW - timedelta(minutes=minutes), NOW) is may


@pytest.mark.parametrize(
    ("due_on", "state", "late"),
    [
        (TODAY - timedelta(days=1), ActionState.UNDER_WAY, True),
        (TODAY - timedelta(days=1), ActionState.STUCK, True),
        (TODAY - timedelta(days=1), ActionState.DISPUTED, True),
        (TODAY, ActionState.PLANNED, False),
        (TODAY - timedelta(days=1), ActionState.CLAIMED, False),
        (TODAY - timedelta(days=1), ActionState.AGREED, False),
        (TODAY - timedelta(days=1), ActionState.STOPPED, False),
    ],
)
def test_late(due_on, state, late):
    assert rules.is_late(due_on, state, TODAY) is late


def test_days_late():
    assert rules.days_late(TODAY - timedelta(days=9), TODAY) == 9
    assert rules.days_late(TODAY + timedelta(days=9), TODAY) == 0


@pytest.mark.parametrize(
    ("answer", "because", "reason", "whole"),
    [
        (AskAnswer.YES, "We will.", None, True),
        (AskAnswer.YES, " ", None, False),
        (AskAnswer.NO, "We may not.", None, False),
        (AskAnswer.NO, "We may not.", ReasonClass.LAW, True),
        (AskAnswer.PARTLY, "Half of it.", None, False),
    ],
)
def test_an_answer_says_why(answer, because, reason, whole):
    assert rules.answer_is_whole(answer, because, reason) is whole


SAID = "I do not want to move. Ask me first, not after."


@pytest.mark.parametrize(
    ("excerpt", "may"),
    [
        ("Ask me first", True),
        ("Ask me first, not after.", True),
        (SAID, True),
        ("Ask me  first", False),
        ("ask me first", False),
        ("sk me first", False),
        ("Ask me fir", False),
        ("Ask me first, always.", False),
        (" Ask me first", False),
        ("move.", False),
        ("", False),
    ],
)
def test_a_quote_is_cut_out_never_changed(excerpt, may):
    assert rules.is_excerpt(excerpt, SAID) is may


@given(st.text(), st.text())
def test_an_excerpt_always_stands_in_the_passage(excerpt, passage):
    if rules.is_excerpt(excerpt, passage):
        assert excerpt in passage


def test_the_second_person_goes_through_every_point():
    assert rules.is_checked(rules.CHECKLIST)
    for point in rules.CHECKLIST:
        assert not rules.is_checked(set(rules.CHECKLIST) - {point})


@given(st.integers(0, 30), st.integers(0, 30))
def test_how_champions_rated_is_told_only_of_enough(real, waffle):
    said = rules.leaning({Rated.REAL: real, Rated.WAFFLE: waffle}, real + waffle)
    assert (said is None) == (real + waffle < 6)
    assert said is not rules.Leaning.WAFFLE or waffle >= real + 2
    assert said is not rules.Leaning.REAL or real >= waffle + 2


@given(st.integers(6, 30), st.integers(0, 30))
def test_who_stands_alone_does_not_learn_what_each_of_the_others_said(raters, waffle):
    """Whatever most say, it could be said as well with one more on the other side."""
    waffle = min(waffle, raters)
    said = rules.leaning({Rated.REAL: raters - waffle, Rated.WAFFLE: waffle}, raters)
    alike = [w for w in range(raters + 1) if rules.leaning({Rated.REAL: raters - w, Rated.WAFFLE: w}, raters) is said]
    assert said is rules.Leaning.DIVIDED or len(alike) >= 3
    assert min(waffle, raters - waffle) >= 2 or {1, 2} <= {min(w, raters - w) for w in alike}
