"""A real browser for journeys: phone or desk, with or without script, and a watch on what must not happen."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PHONE, DESK = (360, 740), (1280, 800)
LOCAL = {"127.0.0.1", "localhost", "::1"}
#: Every rule axe has for WCAG 2.2 A and AA, and its best practices.
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

#: Only what is wrong leaves the page: all that axe looked at takes longer to hand over than to find.
AXE_RUN = """async options => (await axe.run(options)).violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 200)}`))"""


#: Open what is folded, menus too; how many of them stand in the page itself. Then as it was.
UNFOLD = """() => {
    const folded = [...document.querySelectorAll("details:not([open])")]
    folded.forEach(one => { one.open = true; one.dataset.unfolded = "" })
    return folded.filter(one => one.closest("main")).length
}"""
FOLD = """() => document.querySelectorAll("details[data-unfolded]").forEach(one => {
    one.open = false
    delete one.dataset.unfolded
})"""


@dataclass
class Watch:
    """What a browser complained about or asked of other machines while somebody used the site."""

    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context from its first request."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def complaints(self) -> list[str]:
        """All of it, in one list that a test expects to be empty."""
        return self.violations + self.errors + [f"asked another machine: {url}" for url in self.foreign]

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
            self.foreign.append(request.url)
        if request.is_navigation_request():
            self.visited.add(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)
        elif not self._is_answer_with_status(message):
            self.errors.append(f"{message.text} {message.location['url']}")

    def _is_answer_with_status(self, message: ConsoleMessage) -> bool:
        """A page that answers 404 or 409 on purpose is not an error of the page."""
        return message.text.startswith("Failed to load resource") and message.location["url"] in self.visited


@dataclass
class Visitor:
    """Somebody with a browser of their own: `page` to act on, `watch` for what went wrong."""

    context: BrowserContext
    page: Page
    watch: Watch

    def axe(self, scheme: Literal["light", "dark"] = "light") -> list[str]:
        """What axe finds on the page as it is now; needs a visitor with script. Dark changes colours only."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(AXE_RUN, AXE_OPTIONS if scheme == "light" else AXE_COLOURS)
        return [f"{self.page.url} {scheme} {one}" for one in found]

    @contextlib.contextmanager
    def unfolded(self) -> Iterator[bool]:
        """The same page with every folded part open for a while; whether there was one beside the menus."""
        opened: int = self.page.evaluate(UNFOLD)
        try:
            yield opened > 0
        finally:
            self.page.evaluate(FOLD)

    @contextlib.contextmanager
    def at(self, size: tuple[int, int]) -> Iterator[None]:
        """The same page, not loaded again, in a window of another size for a while."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        try:
            yield
        finally:
            if before:
                self.page.set_viewport_size(before)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.fail(f"no Chromium at {CHROMIUM}: `make test` installs it, or set CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visitor(size=DESK, script=False, scheme="dark")` opens a fresh browser that must end without complaint."""
    opened: list[Visitor] = []

    def open_one(
        *,
        size: tuple[int, int] = PHONE,
        script: bool = True,
        scheme: Literal["light", "dark"] = "light",
        locale: str = "en-GB",
        forced_colours: bool = False,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            is_mobile=size[0] < 640,
            has_touch=size[0] < 640,
            java_script_enabled=script,
            color_scheme=scheme,
            forced_colors="active" if forced_colours else "none",
            locale=locale,
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        watch = Watch()
        watch.over(context)
        opened.append(Visitor(context, context.new_page(), watch))
        return opened[-1]

    yield open_one
    complaints = [complaint for one in opened for complaint in one.watch.complaints()]
    for one in opened:
        one.context.close()
    assert complaints == [], complaints
