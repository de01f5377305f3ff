"""Leaving: nothing private stays in the history, in the browser's stores, on a page kept in memory, or in a cookie."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import copy_of
from tests.support.browser import CHROMIUM, FLAGS, Visitor, Watch
from tests.support.people import Someone

WRITTEN = "Nobody here asks before they go through my drawers"
#: Six pages only this phone may see, and something private on each.
PRIVATE = {
    "/thread": "What happened to what you said",
    "/thread/copy": "What I said, and what happened",
    "/thread/sharing": "Tick what is OK. Leave the rest empty.",
    "/thread/take-back": "Take back what you said",
    "/say/listen2us/q/one_thing": WRITTEN,
    "/say/listen2us/check": WRITTEN,
}
#: The heading of the board, which champions see.
BOARD = "Champions Board: asks and actions"
#: What may show in the history of a shared phone.
TITLES = {
    "Listen2Us",
    "Question 9",
    "Question 10",
    "About you",
    "About and privacy",
    "Accessibility",
    "Done",
    "Has it changed?",
    "Help",
    "Look it over",
    "My copy",
    "Page not found",
    "Sent",
    "Take it back",
    "Thank you",
    "What happened",
    "What was promised",
    "Who may use it",
    "You said, we did",
    "Your choice",
    "Your code",
}
PATHS = {
    "/",
    "/accessibility",
    "/code",
    "/done",
    "/not-safe",
    "/nowhere",
    "/privacy",
    "/promises",
    "/say/listen2us",
    "/say/listen2us/q/going_well",
    "/say/listen2us/q/one_thing",
    "/say/listen2us/check",
    "/say/listen2us/share",
    "/say/listen2us/who",
    "/sent",
    "/thread",
    "/thread/copy",
    "/thread/sharing",
    "/thread/take-back",
    "/you-said/",
}


class Weather(BaseHTTPRequestHandler):
    """Somewhere ordinary, at another address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><html lang=en><title>Weather</title><link rel=icon href=data:,><h1>Rain</h1>")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/weather"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[object]:
    server = copy_of(loaded_demo, tmp_path_factory.mktemp("left"), PORTAL_EXIT_URL=elsewhere)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def be_private(young: Someone, code: str) -> None:
    """Open a thread, write an answer, and look at six private pages."""
    young.open_code(code)
    young.go("/say/listen2us/q/one_thing")
    young.page.get_by_role("textbox").fill(WRITTEN)
    young.press("Next")
    for path, words in PRIVATE.items():
        young.go(path)
        assert words in young.page.content()


def shows_nothing(page: Page) -> None:
    """Whatever the browser has in front now, it is none of the private pages."""
    seen = in_front(page)
    assert [words for words in PRIVATE.values() if words in seen] == []


def in_front(page: Page, patience: int = 50) -> str:
    """What the page holds once it has settled; a way that was cut ends on the browser's own page, a moment later."""
    for _ in range(patience):
        with contextlib.suppress(Error):
            page.wait_for_load_state()
            return str(page.evaluate("document.documentElement.outerHTML"))
        page.wait_for_timeout(100)
    raise AssertionError("the page never settled")


def leave(young: Someone, elsewhere: str) -> None:
    young.page.get_by_role("button", name="Leave quickly").click()
    young.page.wait_for_url(elsewhere)
    assert young.page.title() == "Weather"


def walk_back(page: Page, steps: int = 5) -> None:
    for _ in range(steps):
        for way in (page.go_back, page.reload):
            try_to(way)
            shows_nothing(page)


def try_to(way: Callable[..., object]) -> None:
    """There may be nothing further back, or no network."""
    with contextlib.suppress(Error):
        way(timeout=3000)


def test_back_reload_and_the_old_cookie_show_nothing(site, elsewhere, demo_codes, visitor, script):
    young = Someone(visitor(script=script), site, script)
    be_private(young, demo_codes[0])
    cookies = young.visitor.context.cookies()
    leave(young, elsewhere)
    assert [cookie["name"] for cookie in young.visitor.context.cookies(site.url)] == []
    walk_back(young.page)

    young.visitor.context.set_offline(True)
    for way in (young.page.go_back, young.page.go_forward, young.page.reload):
        try_to(way)
        shows_nothing(young.page)
    young.visitor.context.set_offline(False)

    young.visitor.context.add_cookies(cookies)
    for path in PRIVATE:
        young.page.goto(site.url + path)
        shows_nothing(young.page)


def test_a_page_kept_in_memory_asks_the_server_again(site, browser, elsewhere, demo_codes):
    """The tests' usual browser keeps no left pages; this one does, as people's do."""
    keeping = browser.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = keeping.new_context()
    young = Someone(Visitor(context, context.new_page(), Watch()), site)
    be_private(young, demo_codes[0])
    leave(young, elsewhere)
    walk_back(young.page)

    young.open_code(demo_codes[0])
    other = context.new_page()
    other.goto(site.url)
    other.get_by_role("button", name="Leave quickly").click()
    other.wait_for_url(elsewhere)
    assert PRIVATE["/thread"] in young.page.content()
    with young.page.expect_navigation():
        young.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    shows_nothing(young.page)
    keeping.close()


def test_the_sheet_to_print_is_wiped_when_the_browser_brings_it_back(site, elsewhere, demo_codes, visitor):
    young = Someone(visitor(), site)
    young.open_code(demo_codes[0])
    young.go("/thread/copy")
    other = young.visitor.context.new_page()
    other.goto(site.url)
    other.get_by_role("button", name="Leave quickly").click()
    other.wait_for_url(elsewhere)
    assert PRIVATE["/thread/copy"] in young.page.content()
    with young.page.expect_navigation():
        young.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    shows_nothing(young.page)


def test_a_champion_leaves_the_working_side_for_real(site, elsewhere, visitor, script):
    young = Someone(visitor(script=script), site, script)
    young.become("champion")
    cookies = young.visitor.context.cookies()
    young.go("/work/board")
    young.sees(BOARD)
    leave(young, elsewhere)
    assert [cookie["name"] for cookie in young.visitor.context.cookies(site.url)] == []
    try_to(young.page.go_back)
    assert BOARD not in in_front(young.page)
    young.visitor.context.add_cookies(cookies)
    young.page.goto(f"{site.url}/work/board")
    assert "/work/sign-in" in young.page.url


def test_shift_three_times_is_the_button(site, elsewhere, demo_codes, visitor):
    young = Someone(visitor(), site)
    young.open_code(demo_codes[0])
    for key in ("Shift", "Shift", "a", "Shift"):  # somebody typing
        young.page.keyboard.press(key)
    assert young.page.url.endswith("/thread")
    for _ in range(3):
        young.page.keyboard.press("Shift")
    young.page.wait_for_url(elsewhere)
    young.page.goto(f"{site.url}/thread")
    shows_nothing(young.page)


def test_history_and_stores_tell_nothing(own_demo, demo_codes, visitor):
    """The whole way through: titles and paths from a list, one cookie that is no words, and empty stores."""
    young = Someone(visitor(), own_demo)
    for path in (
        "/",
        "/privacy",
        "/accessibility",
        "/promises",
        "/you-said",
        "/not-safe",
        "/nowhere",
        "/say/listen2us",
    ):
        young.go(path)
    be_private(young, demo_codes[0])
    for path in ("/say/listen2us/who", "/say/listen2us/share", "/say/listen2us/check"):
        young.go(path)
    young.press("Send")
    stores = """async () => [
        localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
        (await navigator.serviceWorker.getRegistrations()).length, window.name.length, document.cookie.length]"""
    assert young.page.evaluate(stores) == [0] * 7
    (cookie,) = young.visitor.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    words = young.page.locator(".code-words li").all_inner_texts()
    young.press("I have it")
    assert {title for _, title in young.been} <= TITLES
    assert {path for path, _ in young.been} <= PATHS
    told = [WRITTEN.split()[-1], *(mark.join(words) for mark in (" ", "+", "-", "%20"))]
    assert [part for part in told if part in str(young.visitor.watch.visited)] == []
