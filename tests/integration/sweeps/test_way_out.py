"""Every page a young person may have in front of them has both ways out, whichever face it wears."""

import re

import pytest

from portal.core.sessions import is_working
from tests.integration.sweeps.policy import CHAMPION, DOORS
from tests.integration.sweeps.test_access import address, rules_of
from tests.integration.sweeps.world import HOLDER, VISITOR, World

LEAVE = re.compile(r'<form action="(/leave|/work/leave)" method="post" data-exit="[^"]+"><button')
NOT_SAFE = '<a href="/not-safe">I am not safe</a>'
#: The way out itself, which says nothing; and the page the second way leads to.
NO_LEAVE, IS_NOT_SAFE = {"arrive.go"}, {"safety.start"}


def missing(world: World, who: str, *, working: bool) -> tuple[list[str], int]:
    """Pages of one side, as somebody sees them, that lack a way out; and how many were looked at."""
    client, lacking, seen = world.client(who), [], 0
    for rule in rules_of(world.app, "GET"):
        path = address(world, rule)
        if is_working(path) is not working or rule.endpoint in ("static", *NO_LEAVE):
            continue
        page = client.get(path)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        seen += 1
        found = LEAVE.search(page.text)
        if found is None or (found.group(1) == "/work/leave") is not working:
            lacking.append(f"{path}: leave quickly")
        if NOT_SAFE not in page.text and rule.endpoint not in IS_NOT_SAFE:
            lacking.append(f"{path}: not safe")
    return lacking, seen


@pytest.mark.parametrize("who", [VISITOR, HOLDER])
def test_every_young_page_has_both(world: World, who: str) -> None:
    lacking, seen = missing(world, who, working=False)
    assert lacking == []
    assert seen >= (15 if who == HOLDER else 10)


def test_every_page_a_champion_works_on_has_both(world: World) -> None:
    lacking, seen = missing(world, CHAMPION, working=True)
    assert lacking == []
    assert seen >= sum(CHAMPION in who for door, who in DOORS.items() if "_staff." in door) // 2


def test_grown_ups_have_no_such_bar(world: World) -> None:
    assert not LEAVE.search(world.client("officer").get("/work/").text)


def test_leaving_on_either_side_ends_both_visits(world: World) -> None:
    for path in ("/leave", "/work/leave"):
        client = world.client(HOLDER)
        client.sign_in(world.accounts[CHAMPION], None)
        cookies = {name: client.get_cookie(name, domain="127.0.0.1").value for name in ("visit", "work")}
        assert client.get("/thread").status_code == client.get("/work/account").status_code == 200
        left = client.post(path)
        assert (left.status_code, left.location) == (303, "/go")
        assert {line.split("=")[0] for line in left.headers.getlist("Set-Cookie")} == {"left", "visit", "work"}
        for name, value in cookies.items():
            client.set_cookie(name, value, domain="127.0.0.1")
        assert client.get("/thread").location == "/code"
        assert "/work/sign-in" in client.get("/work/account").location
