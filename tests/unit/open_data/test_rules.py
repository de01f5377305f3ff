"""Who may make which token."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.open_data import rules
from portal.open_data.models import Scope
from portal.partnership.models import Organisation

pytestmark = pytest.mark.unit
PARENT = Organisation(name="Council", short_name="C", statutory=True, schedule4="a local authority", position=1)
CHARITY = Organisation(name="Charity", short_name="Ch", statutory=False, schedule4=None, position=2)


@given(st.sets(st.sampled_from(Scope), min_size=1), st.sampled_from(Role), st.sampled_from([PARENT, CHARITY]))
def test_figures_for_partners_come_from_a_lead_of_a_corporate_parent_alone(scopes, role, organisation):
    may = rules.may_give(scopes, role, organisation)
    assert may <= (role in rules.MAKERS)
    if Scope.FIGURES_PARTNERS in scopes:
        assert may == (role is Role.CORPORATE_LEAD and organisation is PARENT)
    else:
        assert may == (role in {Role.ADMINISTRATOR, Role.CORPORATE_LEAD})


@given(st.sampled_from(Role), st.booleans())
def test_a_lead_makes_tokens_for_their_own_organisation_alone(role, same):
    own = uuid4()
    may = rules.may_make_for(role, own, own if same else uuid4())
    assert may == (role is Role.ADMINISTRATOR or (role is Role.CORPORATE_LEAD and same))


@given(st.sampled_from(Role), st.sampled_from([PARENT, CHARITY]))
def test_what_is_offered_may_be_given_together(role, organisation):
    offered = rules.offered(role, organisation)
    assert not offered or rules.may_give(offered, role, organisation)
    assert set(offered) == {one for one in Scope if rules.may_give({one}, role, organisation)}


@given(st.sets(st.sampled_from(Scope), min_size=1))
def test_only_that_scope_opens_the_edition_for_partners(scopes):
    assert (rules.audience_of(scopes) is Audience.PARTNERS) == (Scope.FIGURES_PARTNERS in scopes)


@given(st.text())
def test_nothing_but_a_token_looks_like_one(text):
    assert not rules.looks_like(text)
    assert not rules.looks_like(rules.PREFIX + "a" * 43 + text) or not text


def test_a_token_looks_like_one_and_lasts_a_year_at_most():
    assert rules.looks_like(rules.PREFIX + "aB3_-" * 8 + "xyz")
    assert rules.last_day(date(2026, 11, 1)) == date(2027, 11, 1)


def test_a_token_ends_with_the_way_in_of_whoever_made_it():
    organisation_id = uuid4()
    maker = SimpleNamespace(active=True, acting_roles=[Role.CORPORATE_LEAD], organisation_id=organisation_id)
    token = SimpleNamespace(
        created_by=maker,
        organisation_id=organisation_id,
        organisation=PARENT,
        opens=frozenset({Scope.FIGURES_PARTNERS}),
    )
    assert rules.still_opens(token)
    for changed in ({"active": False}, {"acting_roles": [Role.ADMINISTRATOR]}, {"organisation_id": uuid4()}):
        token.created_by = SimpleNamespace(**{**vars(maker), **changed})
        assert not rules.still_opens(token), changed
