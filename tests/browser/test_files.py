"""A picture and a voice note from a small phone: looked at, listened to, taken away, sent, and opened by an officer."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import media
from tests.support.browser import DESK
from tests.support.people import Someone, become

PAGE = "/say/days-out/q/"
VIEW = re.compile(r"/work/views/[0-9a-f-]{36}$")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


def choose(young, name, content, kind):
    young.page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": kind, "buffer": content})


def tap(young, text):
    """A button that leads nowhere."""
    young.page.get_by_role("button", name=text, exact=True).click()


def test_show_tell_send_and_be_seen(young, visitor, own_demo, script):
    young.go(f"{PAGE}show")
    choose(young, "notes.pdf", b"%PDF-1.4", "application/pdf")
    young.press("Add it")
    young.sees("We can’t take that")
    choose(young, "IMG_1.jpg", media.picture((600, 400)), "image/jpeg")
    young.press("Add it")
    choose(young, "IMG_2.png", media.picture((300, 400), kind="PNG"), "image/png")
    young.press("Next")
    assert young.page.url.endswith("/tell"), "a file that was chosen is kept by Next too"

    if script:
        tap(young, "Record")
        expect(young.page.get_by_role("status")).to_have_text("0:02", timeout=20_000)
        tap(young, "Pause")
        tap(young, "Go on")
        young.press("Stop and keep it")
    else:
        expect(young.page.get_by_role("button", name="Record")).to_have_count(0)
        choose(young, "note.wav", media.sound(2), "audio/wav")
        young.press("Add it")
    expect(young.page.locator("audio")).to_have_count(1)
    if script:
        assert listened(young.page) > 0.5
    young.press("Take it away")
    expect(young.page.locator("audio")).to_have_count(0)
    choose(young, "note.wav", media.sound(2), "audio/wav")
    young.press("Next")

    young.go("/say/days-out/check")
    young.sees("2 pictures")
    young.sees("A voice note")
    young.press("Send")
    code = " ".join(young.page.locator(".code-words li").all_inner_texts())
    young.press("I have it")
    young.open_code(code)
    young.page.get_by_text("What you said", exact=True).click()
    expect(young.page.locator("img.shown")).to_have_count(2)

    officer = Someone(visitor(size=DESK), own_demo)
    become(officer.page, own_demo, "participation_officer")
    find(officer, 2)
    assert officer.page.evaluate("document.querySelector('img.shown').naturalWidth") == 600
    officer.follow("Describe it in words")
    officer.page.get_by_label("What is on it, in words").fill("A green field")
    officer.press("Save")
    officer.sees("In words: A green field")


def find(officer, pictures):
    """Go through what waits until the view with so many pictures is open."""
    for number in (2, 1):  # what came last is due last
        officer.page.goto(f"{officer.server.url}/work/views?page={number}")
        links = officer.page.locator("main table a, main ul a, main li a, main th a").all()
        for address in reversed([link.get_attribute("href") for link in links]):
            if not VIEW.search(address or ""):
                continue
            officer.page.goto(officer.server.url + address)
            if officer.page.locator("img.shown").count() == pictures:
                return
    raise AssertionError("no view has so many pictures")


def listened(page):
    """How many seconds the phone finds in the voice note."""
    return page.evaluate(
        "() => new Promise((done) => { const a = document.querySelector('audio');"
        " a.addEventListener('loadedmetadata', () => done(a.duration)); a.addEventListener('error', () => done(-1));"
        " a.preload = 'metadata'; a.load(); })"
    )
