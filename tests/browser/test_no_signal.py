"""No signal, on a phone: answers wait sealed, go by themselves, once; leaving quickly clears them; and listening."""

import contextlib
import json
import re
import shutil
import sqlite3

import pytest
from playwright.sync_api import Error

from portal.core import crypto, envelopes
from portal.core.keys import load_keys
from tests.support.browser import CHROMIUM, FLAGS, PHONE

WRITTEN = "Zebrafinch under the ninth staircase"
STORES = """async () => [
    (await indexedDB.databases()).length, (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length, localStorage.length, sessionStorage.length]"""
#: What the browser says of a request that found no network: on purpose, here.
NO_NETWORK = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE|FAILED|ABORTED)")
WAVE = "/say/listen2us"


def count_received(server):
    with contextlib.closing(sqlite3.connect(server.settings.database_url.removeprefix("sqlite:///"))) as base:
        return base.execute("SELECT count(*) FROM contribution").fetchone()[0]


def turn_on(page, server):
    """From the first question, as somebody would."""
    page.goto(f"{server.url}{WAVE}/q/home")
    page.get_by_role("link", name="No signal where you go?").click()
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("It is on.").wait_for()
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/q/home")
    page.get_by_text("Everything you said so far is sent to us.").wait_for()


def next_page(page):
    here = page.url
    if page.get_by_role("textbox").count() == 1:
        page.get_by_role("textbox").fill(WRITTEN)
    page.get_by_role("button", name="Next").click()
    page.wait_for_function("here => location.href !== here", arg=here)
    page.wait_for_load_state()


def go_to_the_end(page):
    for _ in range(30):
        if page.url.endswith("/check"):
            return
        next_page(page)
    raise AssertionError("the last page never came")


def press_send(page):
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/no-signal*")
    page.get_by_text("You pressed Send. It is saved on this phone").wait_for()


def code_shown(page):
    page.wait_for_url("**/sent", timeout=20_000)
    assert len(page.locator(".code-words li").all_inner_texts()) == 4


@pytest.fixture
def phone(visitor):
    """A phone that may lose its signal: requests that fail for want of a network are no fault of the page."""
    one = visitor(size=PHONE)
    yield one
    one.watch.errors[:] = [error for error in one.watch.errors if not NO_NETWORK.search(error)]


def test_answers_wait_sealed_and_go_once_by_themselves(own_demo, phone):
    page, before = phone.page, count_received(own_demo)
    page.goto(f"{own_demo.url}{WAVE}/no-signal")
    assert page.evaluate(STORES) == [0] * 5
    assert phone.axe() + phone.axe("dark") == []
    turn_on(page, own_demo)
    next_page(page)
    phone.context.set_offline(True)
    next_page(page)
    page.get_by_text("Saved on this phone: 1. Sent: 1.").wait_for()
    assert phone.axe() == []
    go_to_the_end(page)
    press_send(page)
    kept = page.evaluate(
        """async () => {
            const end = (asked) => new Promise((ok) => { asked.onsuccess = () => ok(asked.result); });
            const base = await end(indexedDB.open("pocket"));
            const all = (what) => end(base.transaction("box").objectStore("box")[what]());
            const found = [await all("getAllKeys"), await all("getAll")];
            base.close();
            return found.map((list) => list.map((one) => one instanceof Uint8Array ? "sealed" : one));
        }"""
    )
    assert set(kept[1][:-1]) == {"sealed"}
    assert set(kept[1][-1]) == {"pass", "turn", "arrived", "sent"}
    assert count_received(own_demo) == before
    phone.context.set_offline(False)
    code_shown(page)
    assert count_received(own_demo) == before + 1
    assert page.evaluate(STORES) == [0] * 5


def test_a_server_that_was_killed_and_half_of_it_come_before(own_demo, phone):
    page, before = phone.page, count_received(own_demo)
    turn_on(page, own_demo)
    own_demo.kill()
    go_to_the_end(page)
    press_send(page)
    own_demo.start()
    lost = []

    def lose(route):
        """The server gets it, and its answer never arrives."""
        if len(lost) in (3, 5, 8):
            route.fetch()
            route.abort()
        else:
            route.continue_()
        lost.append(1)

    phone.context.route("**/packets", lose)
    page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(4):
        page.wait_for_timeout(1000)
        if "/sent" in page.url:
            break
        with contextlib.suppress(Error):  # it went on to the next page just then
            page.evaluate("dispatchEvent(new Event('online'))")
    code_shown(page)
    assert len(lost) > 8
    assert count_received(own_demo) == before + 1


def test_leaving_quickly_without_signal_leaves_nothing(own_demo, phone):
    page = phone.page
    turn_on(page, own_demo)
    next_page(page)
    phone.context.set_offline(True)
    next_page(page)
    page.get_by_role("button", name="Leave quickly").click()
    page.get_by_text("The rest ends by itself within a day.").wait_for()
    assert page.evaluate("location.pathname") == "/"
    assert page.title() == ""
    assert page.evaluate(STORES) == [0] * 5
    phone.context.set_offline(False)
    page.goto(f"{own_demo.url}{WAVE}")
    assert page.get_by_text("Carry on with the answers").count() == 0
    page.get_by_role("link", name="Start").wait_for()
    assert "left" not in {cookie["name"] for cookie in phone.context.cookies()}


def test_turning_it_off_clears_the_phone(own_demo, phone):
    page = phone.page
    turn_on(page, own_demo)
    page.goto(f"{own_demo.url}{WAVE}/no-signal")
    page.get_by_role("button", name="Turn it off").click()
    page.get_by_role("button", name="Turn it on").wait_for()
    assert page.evaluate(STORES) == [0] * 5


def test_what_a_page_seals_this_server_opens(own_demo, phone):
    """The page's own module against the server's own function."""
    from config import ROOT

    crypto.use_keys(load_keys(own_demo.settings.keys_dir))
    source = (ROOT / "static/build/js/pocket.js").read_text().replace("export ", "")
    page = phone.page
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # a script's page names no icon
    page.goto(f"{own_demo.url}/static/js/worker.js")  # no policy of ours stands in the way of a test's own script
    said = {"pass": "p", "turn": 1, "step": "q-home", "fields": [["answer", WRITTEN + " é 😀 " + "x" * 2000]]}
    sealed = page.evaluate(
        f"async ([said, key]) => {{ {source}; return [...await seal(said, key)]; }}", [said, envelopes.public_key()]
    )
    assert json.loads(envelopes.open_envelope(bytes(sealed))) == said
    assert (len(sealed) - 67 - 12 - 16) % 512 == 0


@pytest.mark.parametrize("ends", ["closed", "left"])
def test_no_word_is_on_the_disk_of_the_phone(own_demo, browser, tmp_path, ends):
    """Everything a browser wrote into its profile, while it waits and after it was left."""
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=FLAGS, viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    page = context.pages[0]
    turn_on(page, own_demo)
    context.set_offline(True)
    go_to_the_end(page)
    if ends == "left":
        page.get_by_role("button", name="Leave quickly").click()
        page.get_by_text("The rest ends by itself").wait_for()
    else:
        press_send(page)
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert len(files) > 20
    told = [WRITTEN.encode(), WRITTEN.encode("utf-16-le"), WRITTEN.replace(" ", "+").encode(), b"ninth staircase"]
    assert [path.name for path in files if any(part in path.read_bytes() for part in told)] == []
    shutil.rmtree(profile)


VOICES = """
    const said = [];
    window.said = said;
    const fake = { speaking: false, voices: %s,
        getVoices() { return this.voices; },
        cancel() { said.push("stop"); },
        speak(one) { said.push([one.text, one.voice.name]); } };
    Object.defineProperty(window, "speechSynthesis", { value: fake });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
OWN = '[{name: "far", lang: "en-GB", localService: false}, {name: "near", lang: "en_GB", localService: true}]'


def test_a_question_is_read_by_a_voice_of_the_phone_without_its_buttons(own_demo, phone):
    page = phone.page
    page.add_init_script(VOICES % OWN)
    page.goto(f"{own_demo.url}{WAVE}/q/home")
    listen = page.get_by_role("button", name="Listen")
    listen.click()
    said = page.evaluate("said.filter((one) => one !== 'stop')")
    assert {name for _, name in said} == {"near"}
    told = " ".join(text for text, _ in said)
    assert "Question 1" in told
    assert not re.search(r"\b(Next|Skip|Back|Keep it|Listen|No signal)\b", told)
    assert listen.get_attribute("aria-pressed") == "true"
    listen.click()
    assert page.evaluate("said.at(-1)") == "stop"
    assert phone.axe() == []


def test_where_no_voice_speaks_the_language_nothing_is_offered(own_demo, phone):
    page = phone.page
    page.add_init_script(VOICES % '[{name: "near", lang: "pl-PL", localService: true}]')
    page.goto(f"{own_demo.url}{WAVE}/q/home")
    page.get_by_role("button", name="Next").wait_for()
    assert page.get_by_role("button", name="Listen").count() == 0
