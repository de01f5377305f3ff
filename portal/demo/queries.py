"""Who can be switched to, and what the terminal says about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from portal.accounts import queries as accounts
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Role
from portal.core.errors import NotFound
from portal.demo.files import people
from portal.partnership import queries as partnership

CODES_FILE = "demonstration-words.json"
PHONE = "phone"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody the bar offers; `url_value` is what its button sends."""

    label: str
    url_value: str
    does: str = ""
    group: str | None = None


def bar() -> tuple[DemoPerson, ...]:
    """Everybody, a young person's phone first; people with two roles stand once for each."""
    found = [DemoPerson("A young person’s phone", PHONE)]
    for person in people():
        for role in person["roles"]:
            several = f" as {role.replace('_', ' ')}" if len(person["roles"]) > 1 else ""
            label = f"{person['name'].removesuffix(' (demo)')}, {role.replace('_', ' ')}"
            name = person["name"].removesuffix(" (demo)") + several if several else label
            group = str(ROLE_LABELS[Role(role)])
            found.append(DemoPerson(name, f"{person['username']}:{role}", person["does"], group))
    return tuple(found)


def find_switch(value: str) -> tuple[Account, Role]:
    """Whom a button of the bar stands for, or NotFound: only the invented people of an invented partnership."""
    username, _, role = value.partition(":")
    invented = username in {person["username"] for person in people()} and partnership.partnership().invented
    account = accounts.find_account(username) if invented else None
    if account is None or role not in set(Role) or Role(role) not in account.acting_roles:
        raise NotFound
    return account, Role(role)


def codes(codes_file: Path) -> list[str]:
    """The word codes of the invented threads whose life line can be opened."""
    return _kept(codes_file, "threads")


def meeting_codes(codes_file: Path) -> list[str]:
    """The word code of the points prepared for a meeting."""
    return _kept(codes_file, "meetings")


def letter_codes(codes_file: Path) -> list[str]:
    """Codes of letters nobody has started: one whose bands were all left out, one that says age and home."""
    return _kept(codes_file, "letters")


def _kept(codes_file: Path, what: str) -> list[str]:
    if not codes_file.exists():
        return []
    found: dict[str, list[str]] = json.loads(codes_file.read_text(encoding="utf-8"))
    return found.get(what, [])


def sign_ins(codes_file: Path) -> str:
    """What `make run` prints."""
    lines = ["Everyone here is invented. Switch person with the bar at the top of every page:"]
    lines += [f"  {person.label}: {person.does}" if person.does else f"  {person.label}" for person in bar()]
    lines += ["See what happened to what an invented young person said, with one of these codes:"]
    lines += [f"  {code}" for code in codes(codes_file)]
    lines += ["See what another has ready to say at a Hearing, with this code in the same place:"]
    lines += [f"  {code}" for code in meeting_codes(codes_file)]
    lines += ["Answer as somebody who got a letter, at /invited, with one of these codes; each works once:"]
    lines += [f"  {code}" for code in letter_codes(codes_file)]
    return "\n".join(lines)


def serves_real_partnership() -> bool:
    """Whether the database holds a partnership that was not invented; one without tables holds none."""
    with db.reading():
        try:
            found = partnership.find_partnership()
        except DBAPIError:
            return False
        finally:
            db.session.remove()
            db.session.get_bind().engine.dispose()  # asked before the server forks: no handle may be carried across
    return found is not None and not found.invented
