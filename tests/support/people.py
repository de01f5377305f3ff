"""Being somebody in a browser, through the demonstration's own bar, and acting as people act: by the words they see."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Download, Locator, Page, expect

from tests.support.browser import Visitor
from tests.support.server import Server

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

#: One of each role, as the bar's buttons name them.
EVERYBODY = {
    "participation_officer": "rowan:participation_officer",
    "second_officer": "iona:participation_officer",
    "safeguarding_officer": "fern:safeguarding_officer",
    "corporate_lead": "heather:corporate_lead",
    "health_lead": "thistle:corporate_lead",
    "board_member": "solway:board_member",
    "champion": "otter:champion",
    "second_champion": "wren:champion",
    "administrator": "annan:administrator",
}
ONE_OF_EACH_ROLE = (
    "participation_officer",
    "safeguarding_officer",
    "corporate_lead",
    "board_member",
    "champion",
    "administrator",
)


def become(page: Page, server: Server, who: str) -> None:
    """Switch to somebody and land on their home."""
    page.goto(f"{server.url}/demo")
    page.locator(f'button[name="person"][value="{EVERYBODY.get(who, who)}"]').first.click()
    page.wait_for_url(f"{server.url}/work/")


def kind_of(address: str) -> str:
    """The path with a star for each id: pages of one kind look alike."""
    return UUID.sub("*", urlsplit(address).path)


@dataclass
class Someone:
    """A person with a phone or at a desk, and what is looked at on every page they come to."""

    visitor: Visitor
    server: Server
    script: bool = True
    seen: set[str] = field(default_factory=set)
    been: list[tuple[str, str]] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """What they have in front of them."""
        return self.visitor.page

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.server.url + path)
        self.look()

    def follow(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Tap a link."""
        self._tap((within or self.page.locator("body")).get_by_role("link", name=text).first)

    def have_file(self, button: str | re.Pattern[str]) -> Download:
        """Ask for a file, wait until the worker made it, and save it. The page one came from is opened again."""
        self.server.have_worker()
        came_from = self.page.url
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()
        save = self.page.get_by_role("button", name="Save the file")
        expect(save).to_be_visible(timeout=60_000)  # the page loads itself again, whatever looks at it
        self.look()
        with self.page.expect_download() as coming:
            save.click()
        self.page.goto(came_from)
        return coming.value

    def press(self, text: str, within: Locator | None = None) -> None:
        """Tap a button."""
        self._tap((within or self.page.locator("main")).get_by_role("button", name=text, exact=True))

    def _tap(self, target: Locator) -> None:
        with self.page.expect_navigation() as coming:
            target.click()
        answer = coming.value
        assert answer is None or answer.status < 500, f"{answer.url} broke"
        self.look()

    def turn_to(self, area: str) -> None:
        """Through the menu, which is folded on a phone."""
        folded = self.page.locator("details.menu:not([open]) > summary")
        if folded.is_visible():
            folded.click()
        menu = self.page.get_by_role("navigation", name="Main")
        more = menu.locator("details:not([open]) > summary")
        if more.count() and not menu.get_by_role("link", name=re.compile(f"^{area}")).first.is_visible():
            more.click()
        self.follow(re.compile(f"^{area}"), menu)

    def open_code(self, code: str) -> None:
        """Type the four words."""
        self.go("/code")
        self.page.get_by_label("Your four words").fill(code)
        self.press("Open it")

    def become(self, who: str) -> None:
        """Switch to somebody, on their home page."""
        become(self.page, self.server, who)
        self.look()

    def look(self) -> None:
        """Nothing runs off the side; and with script, axe has nothing to say of any kind of page."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 1, f"{self.page.url} scrolls sideways"
        kind = kind_of(self.page.url)
        self.been.append((kind, self.page.title()))
        if self.script and kind not in self.seen:
            self.seen.add(kind)
            assert self.visitor.axe() == []

    def sees(self, text: str) -> None:
        """The page says it."""
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        """The page, its header and its footer do not say it."""
        expect(self.page.locator("body")).not_to_contain_text(text)
