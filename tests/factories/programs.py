"""Tokens for programs."""

from collections.abc import Collection
from datetime import timedelta

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Role
from portal.open_data import operations
from portal.open_data.models import ApiToken, Scope
from tests.factories import people


def make_token(
    *scopes: Scope, by: Account | None = None, role: Role = Role.CORPORATE_LEAD, days: int = 90
) -> tuple[ApiToken, str]:
    """A token of the maker's organisation, with every scope a lead may give unless told otherwise; and its text."""
    by = by or people.make_account(role)
    given: Collection[Scope] = scopes or tuple(Scope)
    last_day = clock.today() + timedelta(days=days)
    return operations.make(
        "Performance system", organisation=by.organisation, scopes=given, last_day=last_day, by=by, role=role
    )
