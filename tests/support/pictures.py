"""The two pictures of the README, taken from a fresh demonstration: `python -m tests.support.pictures`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from config import ROOT
from portal.demo import queries
from portal.serving import demonstration
from tests.support.browser import CHROMIUM, DESK, FLAGS, PHONE
from tests.support.people import become
from tests.support.server import Server, installation

IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes: a README is read on phones too


def main() -> None:
    """Load an invented partnership, start it, and look at it as a young person and as a member of the board."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = installation(Path(folder), PORTAL_DEMO="1")
        demonstration.prepare(server.settings)
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            take(life_line(browser, server), "life-line.png")
            take(board(browser, server), "board.png")
        finally:
            browser.close()
            server.stop()


def life_line(browser: Browser, server: Server) -> Locator:
    """What became of what somebody said, from the board down to their own say."""
    page = a_page(browser, PHONE)
    page.goto(f"{server.url}/code")
    page.get_by_label("Your four words").fill(queries.codes(server.settings.var_dir / queries.CODES_FILE)[1])
    page.get_by_role("button", name="Open it").click()
    page.add_style_tag(content=".top { position: static } .thread { margin-inline: -16px; padding: 16px }")
    return page.locator(".thread:visible").last


def board(browser: Browser, server: Server) -> Locator:
    """Every ask and action, who answers, by when, and how it stands."""
    page = a_page(browser, DESK)
    become(page, server, "board_member")
    page.goto(f"{server.url}/work/board")
    page.add_style_tag(content="html { block-size: 100vh; overflow: hidden }")
    return page.locator("html")


def a_page(browser: Browser, size: tuple[int, int]) -> Page:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="en-GB", bypass_csp=True, reduced_motion="reduce"
    ).new_page()


def take(part: Locator, name: str) -> None:
    part.screenshot(path=IMAGES / name, animations="disabled")
    weight = os.path.getsize(IMAGES / name)
    if weight > LARGEST:
        raise SystemExit(f"{name} weighs {weight} bytes, more than {LARGEST}")
    print(f"docs/images/{name}: {weight} bytes")


if __name__ == "__main__":
    main()
