"""Themes, and views under them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.access import Role
from portal.themes import operations
from portal.themes.models import Theme
from portal.themes.operations import Definition
from tests.factories import people


def make_theme(
    name: str = "", *, by: Account | None = None, organisation_id: UUID | None = None, others: Sequence[UUID] = ()
) -> Theme:
    """A theme in the codebook, by an officer of its own unless one is given."""
    name = name or f"Theme {uuid4().hex[:6]}"
    definition = Definition(
        name=name,
        young_word=f"{name.lower()}, we say",
        counts=f"Says something about {name}.",
        counts_not="Says it in passing.",
        organisation_ids=[one for one in (organisation_id, *others) if one],
    )
    return operations.create(definition, by=by or people.make_account(Role.PARTICIPATION_OFFICER))


def put_under(contribution: Contribution, *themes: Theme, by: Account | None = None) -> None:
    """Let a view stand under exactly these themes."""
    operations.place(contribution, under=themes, by=by or people.make_account(Role.PARTICIPATION_OFFICER))
