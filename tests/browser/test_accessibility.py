"""axe on every page each person can reach by links, light and dark, phone and desk; no complaint from the browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.browser import DESK, PHONE, Visitor
from tests.support.people import ONE_OF_EACH_ROLE, Someone, become, kind_of

NOT_PAGES = re.compile(r"^/static/|\.(pdf|csv|xlsx|zip|txt)$|^/demo|/poster-a[34]$|/files?/[0-9a-f-]{36}$")
MOST_KINDS = 200


def links(page: Page, origin: str) -> Iterator[str]:
    for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
        if href.startswith(origin):
            yield href.removeprefix(origin).split("#")[0]


def crawl(visitor: Visitor, origin: str, start: str, *, at_desk: set[str]) -> list[str]:
    """Visit one page of each kind that links lead to under `start`, once; returns what axe found.

    On a phone in both schemes, and with its folded parts open where it has any; then, without loading it again, at a
    desk, unless the kind stands in `at_desk` by then. The menus are opened where the crawl starts.
    """
    found, queue = [], [start]
    kinds: set[str] = set()
    while queue:
        path = queue.pop(0)
        kind = kind_of(path)
        if kind in kinds or NOT_PAGES.search(path) or not path.startswith(start):
            continue
        kinds.add(kind)
        assert len(kinds) < MOST_KINDS, "a crawl without end: what is a kind of page?"
        answer = visitor.page.goto(origin + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, f"{path} answers {answer.status}"
        found += [*spills(visitor.page), *visitor.axe("light"), *visitor.axe("dark")]
        with visitor.unfolded() as more:
            found += [*spills(visitor.page), *visitor.axe("light")] if more or path == start else []
        if kind not in at_desk:
            at_desk.add(kind)
            with visitor.at(DESK):
                found += [*spills(visitor.page), *visitor.axe("light")]
        queue += links(visitor.page, origin)
    return found


def spills(page: Page) -> list[str]:
    """How the page runs off the side: as it is, on the narrowest phone, with letters twice as large."""
    found = ["as it is"] if not fits(page) else []
    if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        page.set_viewport_size({"width": 320, "height": 640})
        found += ["at 320 pixels"] if not fits(page) else []
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found += ["with large letters"] if not fits(page) else []
        page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"{page.url} scrolls sideways {how}" for how in found]


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide <= 1


@pytest.fixture(scope="module")
def at_desk() -> set[str]:
    """Kinds of working pages that were looked at in a wide window; everybody's home is their own."""
    return set()


@pytest.mark.parametrize("who", ONE_OF_EACH_ROLE)
def test_working_pages(demo, visitor, at_desk, who):
    someone = visitor()
    become(someone.page, demo, who)
    at_desk.discard("/work/")
    assert crawl(someone, demo.url, "/work/", at_desk=at_desk) == []


def test_young_pages(demo, visitor):
    assert crawl(visitor(), demo.url, "/", at_desk=set()) == []


def test_a_life_line(demo, demo_codes, visitor):
    someone = visitor()
    Someone(someone, demo).open_code(demo_codes[0])
    assert crawl(someone, demo.url, "/thread", at_desk=set()) == []


def test_points_for_a_meeting_and_whoever_they_are_shared_with(demo, meeting_code, visitor):
    someone, reader = visitor(), visitor()
    Someone(someone, demo).open_code(meeting_code)
    assert crawl(someone, demo.url, "/meeting", at_desk=set()) == []
    someone.page.goto(f"{demo.url}/meeting/share")
    someone.page.get_by_label("My advocate").check()
    someone.page.get_by_role("button", name="Make a link").click()
    link, pin = someone.page.locator("code").inner_text(), someone.page.locator(".pin").inner_text()
    assert [*someone.axe("light"), *someone.axe("dark")] == []
    reader.page.goto(link)
    assert [*reader.axe("light"), *reader.axe("dark")] == []
    reader.page.get_by_label("The PIN").fill(pin)
    reader.page.get_by_role("button", name="Open it").click()
    reader.page.get_by_text("What a young person wants to say").wait_for()
    assert [*reader.axe("light"), *reader.axe("dark")] == []
    assert spills(reader.page) == []
