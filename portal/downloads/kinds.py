"""Which documents can be taken away. Slices above register theirs; this one knows no other slice's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portal.accounts.models import Account
from portal.core.access import Permission, Role
from portal.core.errors import NotFound
from portal.documents.document import Document
from portal.documents.formats import Form

#: Which document of a kind: short codes and ids, never a sentence.
Facts = Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """A document, and what its file is called. `words` are those their owners may take back at any time."""

    document: Document
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of document. All its functions ask for the same as its page does, and raise NotFound as it does.

    `make` builds it for one reader in one role; `note` writes into the log that they took it; `words` gives again what
    `Made.words` were, as its reader may see them now.
    """

    key: str
    permission: Permission
    make: Callable[[Facts, Account, Role], Made]
    note: Callable[[Facts, Form, Account, Role], None]
    words: Callable[[Facts, Account, Role], Iterable[str]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Offer a kind; a key is taken once."""
    if kind.key in _kinds:
        raise ValueError(f"two kinds of download are called {kind.key}")
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> Kind:
    """The kind with this key, or NotFound: a version of the portal that had it may have asked."""
    if key not in _kinds:
        raise NotFound
    return _kinds[key]


def no_words(facts: Facts, account: Account, role: Role) -> Iterable[str]:
    """For documents that hold nothing anybody could take back."""
    return ()
