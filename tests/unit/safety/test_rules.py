from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.safety import rules
from portal.safety.models import ConcernState, Tier
from portal.safety.names import _AROUND, Likeness, _words, likeness
from portal.safety.rules import Colleague

TEAM = uuid4()
SAM = Colleague(uuid4(), "Samantha Brown", TEAM)
LEE = Colleague(uuid4(), "Lee Green", None)


@pytest.mark.parametrize(
    ("state", "to", "may"),
    [
        (ConcernState.WAITING, ConcernState.SEEN, True),
        (ConcernState.WAITING, ConcernState.CLOSED, False),
        (ConcernState.WAITING, ConcernState.HANDED_OVER, False),
        (ConcernState.SEEN, ConcernState.HANDED_OVER, True),
        (ConcernState.SEEN, ConcernState.CLOSED, True),
        (ConcernState.HANDED_OVER, ConcernState.HANDED_OVER, True),
        (ConcernState.HANDED_OVER, ConcernState.SEEN, False),
        (ConcernState.CLOSED, ConcernState.SEEN, False),
        (ConcernState.CLOSED, ConcernState.WAITING, True),
        (ConcernState.SEEN, ConcernState.WAITING, True),
    ],
)
def test_how_a_concern_may_move(state, to, may):
    assert rules.may_move(state, to) is may


def barred(name="", *, about_worker=True, teams=(), people=(SAM, LEE)):
    return rules.bar(people, about_worker=about_worker, teams=teams, name=name)


def somebody(name, team=None):
    return Colleague(uuid4(), name, team)


def test_a_name_bars_the_person_and_their_team():
    found = barred("mr BROWN")
    assert (found.accounts, found.teams, found.narrow) == ({SAM.id}, {TEAM}, False)


def test_a_name_is_the_same_with_and_without_accents():
    sian = somebody("Siân Ó Briain")
    assert barred("sian", people=[sian]).accounts == {sian.id}
    assert barred(SAM.name.upper()).accounts == {SAM.id}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jo", "Jo Ross"),
        ("jo frae the hoose", "Joanne Ross"),
        ("Fi", "Fiona Grant"),
        ("big Rab", "Robert Muir"),
        ("wullie", "William Kerr"),
        ("Shaun", "Sean Fox"),
        ("Mairi", "Mhairi Boyd"),
        ("her name is Kirsty", "Christine Baird"),
        ("Oneil", "Pat O’Neil"),
    ],
)
def test_short_names_and_short_forms_are_the_person(typed, name):
    one = somebody(name)
    found = barred(typed, people=[one, LEE])
    assert found.accounts == {one.id}
    assert not found.narrow


@pytest.mark.parametrize(
    ("typed", "name"), [("Morrag", "Morag Boyd"), ("Braun", "Ada Brauns"), ("Fergusson", "K Ferguson")]
)
def test_a_near_spelling_is_barred_and_because_nobody_is_sure_it_is_narrow_too(typed, name):
    one = somebody(name)
    found = barred(typed, people=[one, LEE])
    assert found.accounts == {one.id}
    assert found.narrow


def test_a_team_bars_the_team():
    found = barred(teams={TEAM})
    assert found.teams == {TEAM}
    assert not found.narrow


@pytest.mark.parametrize("typed", ["Shuggie", "Sarah and Shuggie", "Brown\nShuggie"])
def test_a_name_that_fits_nobody_narrows_it_even_with_a_team(typed):
    assert barred(typed, teams={TEAM}, people=[SAM, LEE, somebody("Sarah Bell")]).narrow


@pytest.mark.parametrize("typed", ["", "  ", "don't know", "my social worker", "?!"])
def test_saying_that_it_is_not_known_names_nobody(typed):
    assert barred(typed).narrow
    assert not barred(typed, teams={TEAM}).narrow


def test_nothing_is_barred_where_it_is_about_nobody_here():
    assert barred("Brown", about_worker=False) == rules.Barred(frozenset(), frozenset(), narrow=False)


def test_of_the_managers_nobody_sees_it_whose_name_is_a_little_like_it():
    shona, other = somebody("Shona Fox"), somebody("Rowan Hill")
    found = barred("Shonie", people=[shona, other])
    assert found.narrow
    assert not rules.may_see(shona, [Tier.MANAGER], found, has_manager=True)
    assert rules.may_see(other, [Tier.MANAGER], found, has_manager=True)


NAMES = st.sampled_from(
    ["Jo Ross", "Sean Fox", "Iona Grant", "Siân Ó Briain", "Mo Ali", "Li Wu", "An Nguyen", "Will Bell"]
)


@given(NAMES, st.data())
def test_whoever_is_named_in_full_or_by_one_name_never_sees_it(name, data):
    part = data.draw(st.sampled_from([name, name.upper(), *(word for word in name.split() if len(word) > 1)]))
    around = data.draw(st.sampled_from(["{}", "my worker {}", "{} from the house", "it was {} again"]))
    one = somebody(name)
    found = barred(around.format(part), teams={TEAM} if data.draw(st.booleans()) else (), people=[one, SAM, LEE])
    for has_manager in (True, False):
        assert not rules.may_see(one, [Tier.MANAGER], found, has_manager=has_manager)


@given(NAMES, st.data())
def test_whoever_is_named_with_one_letter_wrong_never_sees_it(name, data):
    """A slip in a name of four letters and more: dropped, doubled or another letter."""
    word = max(name.split(), key=len)
    assume(len(word) > 3)
    place = data.draw(st.integers(1, len(word) - 1))
    slip = data.draw(st.sampled_from(["", word[place] * 2, "e"]))
    one = somebody(name)
    found = barred(word[:place] + slip + word[place + 1 :], teams={TEAM}, people=[one, SAM])
    assert not rules.may_see(one, [Tier.MANAGER], found, has_manager=True)
    assert not rules.may_see(one, [Tier.FIRST], found, has_manager=True)


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_typed_it_is_kept_from_whom_it_bars(name, has_team):
    found = barred(name, teams={TEAM} if has_team else ())
    for one in (SAM, LEE):
        if one.id in found.accounts or one.team_id in found.teams:
            assert not rules.may_see(one, [Tier.MANAGER], found, has_manager=True)


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_names_are_as_alike_one_way_as_the_other(one, other):
    assert (likeness(one, other) >= Likeness.NEAR) == (likeness(other, one) >= Likeness.NEAR) or set(
        _words(one) + _words(other)
    ) & _AROUND


def test_a_narrow_concern_is_for_the_manager_and_for_any_officer_where_there_is_none():
    narrow = rules.Barred(frozenset(), frozenset(), narrow=True)
    assert rules.may_see(LEE, [Tier.MANAGER], narrow, has_manager=True)
    assert not rules.may_see(LEE, [Tier.FIRST], narrow, has_manager=True)
    assert rules.may_see(LEE, [Tier.FIRST], narrow, has_manager=False)
