"""Themes, and views under them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.access import Role
from portal.themes import coding, operations
from portal.themes.coding import Found
from portal.themes.models import CodedView, Theme
from portal.themes.operations import Definition
from tests.factories import people


def make_theme(
    name: str = "", *, by: Account | None = None, organisation_id: UUID | None = None, others: Sequence[UUID] = ()
) -> Theme:
    """A theme in the codebook, by an officer of its own unless one is given."""
    owners = [one for one in (organisation_id, *others) if one]
    made = definition(name or f"Theme {uuid4().hex[:6]}", owners)
    return operations.create(made, by=by or people.make_account(Role.PARTICIPATION_OFFICER))


def definition(name: str, organisation_ids: Sequence[UUID] = ()) -> Definition:
    """What a theme of this name is."""
    return Definition(
        name=name,
        young_word=f"{name.lower()}, we say",
        counts=f"Says something about {name}.",
        counts_not="Says it in passing.",
        organisation_ids=organisation_ids,
    )


def put_under(contribution: Contribution, *themes: Theme, by: Account | None = None) -> None:
    """Let a view stand under exactly these themes."""
    operations.place(contribution, under=themes, by=by or people.make_account(Role.PARTICIPATION_OFFICER))


def code_view(contribution: Contribution, *themes: Theme, by: Account | None = None) -> CodedView:
    """One coder's own coding of a whole view, done."""
    coder = by or people.make_account(Role.PARTICIPATION_OFFICER)
    return coding.save(contribution, [Found(theme.id) for theme in themes], done=True, by=coder)
