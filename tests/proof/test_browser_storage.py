"""A phone that was handed over tells nothing: no storage of the browser, no cookie, no byte of its profile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.integration.hostile.conftest import SLUG
from tests.support import canary
from tests.support.browser import CHROMIUM, FLAGS, PHONE
from tests.support.proof import ProofFigure
from tests.support.server import Server

DUMP = """async () => {
  const said = [document.cookie, location.href, document.title, window.name, JSON.stringify(history.state)];
  for (const store of [localStorage, sessionStorage])
    for (let i = 0; i < store.length; i++) said.push(store.key(i), store.getItem(store.key(i)));
  for (const { name } of await indexedDB.databases()) said.push('indexeddb ' + name);
  for (const name of await caches.keys()) {
    said.push('cache ' + name);
    for (const request of await (await caches.open(name)).keys()) said.push('cached ' + request.url);
  }
  if (navigator.serviceWorker)
    for (const one of await navigator.serviceWorker.getRegistrations()) said.push('worker ' + one.scope);
  return said.filter(Boolean);
}"""
#: What a context that is not secure, or a page before the first, may lack.
LIFE = 16  # pages at most between the first question and the receipt


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser with a profile on disk, as on a shared phone."""
    folder = tmp_path / "profile"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": PHONE[0], "height": PHONE[1]},
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        yield context, folder
        context.close()


def test_the_phone_keeps_nothing_of_what_was_said(
    site: Callable[..., Server], profile: tuple[BrowserContext, Path], proof_figure: ProofFigure
) -> None:
    server = site()
    server.start()
    context, folder = profile
    page = context.new_page()
    phrase, danger, kept = canary.plant("phrase"), canary.plant("danger"), list[str]()
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    page.goto(f"{server.url}/say/{SLUG}/q/home")
    for _ in range(LIFE):
        if page.url.endswith("/check"):
            break
        _answer(page, phrase)
        kept += page.evaluate(DUMP)
    assert phrase in page.content(), "the look-over page shows what was said"
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/sent")
    code = page.locator("[data-copy]").get_attribute("data-copy") or ""
    assert len(code.split()) == 4
    kept += page.evaluate(DUMP)
    page.get_by_role("button", name="I have it").click()
    page.goto(f"{server.url}/not-safe")
    page.locator("textarea[name=words]").fill(f"{danger} happens at home")
    kept += page.evaluate(DUMP)
    page.locator("form:has(textarea[name=words]) button[type=submit]").first.click()
    page.wait_for_url("**/sent")
    kept += page.evaluate(DUMP)
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("**/away.html*")
    cookies = [cookie["name"] for cookie in context.cookies() if cookie["name"] in ("visit", "__Host-visit")]
    sought = [phrase, danger, code, code.replace(" ", "-"), code.replace(" ", "+"), code.replace(" ", "%20")]
    told = [line for line in [*kept, *addresses] if canary.found_in(line.encode(), sought)]
    proof_figure("browser: storage entries holding words or codes", len(told), "== 0")
    stores = sorted({line.split()[0] for line in kept if line.split()[0] in ("indexeddb", "cache", "cached", "worker")})
    proof_figure("browser: databases, caches and workers", len(stores), "== 0")
    proof_figure("browser: cookies of the visit after leaving", len(cookies), "== 0")
    for _ in range(5):
        page.go_back()
        seen = canary.found_in(page.content().encode(), sought)
        assert seen == [], f"Back shows {seen}"
    context.close()
    on_disk = canary.found_in_files(folder, sought)
    proof_figure("browser: files of the profile holding words or codes", len(on_disk), "== 0")


def _answer(page: Page, words: str) -> None:
    """Answer whatever stands on this page and go on."""
    if page.locator("textarea").count():
        page.locator("textarea").first.fill(f"I miss {words} a lot")
    elif page.url.endswith("/who"):
        page.locator("input[name=who][value=nobody]").check(force=True)
    elif page.locator("main input[type=radio]").count():
        page.locator("main input[type=radio]").first.check(force=True)
    elif page.locator("main input[type=checkbox]").count():
        page.locator("main input[type=checkbox]").first.check(force=True)
    page.get_by_role("button", name="Next").click()
    page.wait_for_load_state()
