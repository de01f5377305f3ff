"""Who can unblock something: the post that owes it, whom it waits for, and the rung asked to help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board.models import Action, Ask
from portal.core.access import Permission
from portal.escalation import queries, rules
from portal.escalation.models import Rise
from portal.partnership import queries as partnership
from portal.partnership.models import GovernanceLevel, Organisation


@dataclass(frozen=True)
class Contact:
    """A named adult and how to write to them."""

    name: str
    email: str


@dataclass(frozen=True)
class Body:
    """An organisation that can move something, the post that does it where one is named, and whom to write to."""

    organisation: str
    post: str | None
    people: tuple[Contact, ...]


@dataclass(frozen=True)
class Unblocking:
    """All of them. `officers` pass a message on where an organisation has nobody to write to."""

    owes: Body
    waits_for: str | None
    named: tuple[Body, ...]
    stands: Rise | None
    above: GovernanceLevel | None
    officers: tuple[Contact, ...]


class Directory:
    """The adults whose work it is to answer the board or to move things on, read once for a page; nobody else's
    address is anybody's to read here."""

    def __init__(self) -> None:
        self._answer = _ids(Permission.ASKS_ANSWER)
        moves = self._answer | _ids(Permission.ACTIONS_UPDATE)
        everybody, arrange = accounts.reachable(), _ids(Permission.MEETINGS_ARRANGE)
        self._all = [one for one in everybody if one.id in moves]
        self.officers = _contacts(one for one in everybody if one.id in arrange)

    def body(self, organisation: Organisation, post_id: UUID | None = None, post: str | None = None) -> Body:
        """Whoever holds the post; where nobody does, whoever answers for the organisation."""
        own = [one for one in self._all if one.organisation_id == organisation.id]
        found = [one for one in own if post_id is not None and one.post_id == post_id]
        return Body(organisation.name, post, _contacts(found or [one for one in own if one.id in self._answer]))

    def owing(self, subject: Ask | Action) -> Body:
        """The post that owes it."""
        return self.body(subject.organisation, subject.post_id, subject.post.title)


def unblocking(subject: Ask | Action) -> Unblocking:
    """For one ask or action."""
    directory, standing = Directory(), queries.standing_of(subject)
    waits_for = subject.stuck_on if isinstance(subject, Action) else None
    above = rules.next_above(standing.level_id if standing else None, queries.rungs())
    others = _named_in(waits_for or "", partnership.organisations(), but={subject.organisation_id})
    return Unblocking(
        owes=directory.owing(subject),
        waits_for=waits_for,
        named=tuple(directory.body(one) for one in others),
        stands=standing,
        above=queries.level(above.level_id) if above else None,
        officers=directory.officers,
    )


def _named_in(text: str, bodies: Sequence[Organisation], *, but: Collection[UUID]) -> list[Organisation]:
    return [one for one in bodies if one.id not in but and rules.names(text, (one.name, one.short_name))]


def _ids(permission: Permission) -> frozenset[UUID]:
    return frozenset(one.id for one in accounts.holders(permission))


def _contacts(people: Iterable[Account]) -> tuple[Contact, ...]:
    return tuple(Contact(one.name, one.email) for one in people if one.email)
