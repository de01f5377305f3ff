"""Codes kept together on a small phone: made, filled, opened from, and closed again."""

import pytest
from playwright.sync_api import expect

from tests.support.people import Someone

NAME, PASSPHRASE = "Red Squirrel", "purple kettle dances"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def code(own_demo, visitor):
    """The code of something just said."""
    somebody = Someone(visitor(), own_demo)
    somebody.go("/not-safe")
    somebody.page.get_by_role("textbox").first.fill("I want to see my sister")
    somebody.press("Send it now")
    return " ".join(somebody.page.locator(".code-words li").all_inner_texts())


def test_make_fill_open_and_close(young, code):
    young.go("/code")
    young.follow("I keep several codes together")
    young.follow("Keep my codes together")
    young.page.get_by_label("Choose a name").fill(NAME)
    young.page.get_by_label("Choose a passphrase").fill("short")
    young.press("Make it")
    expect(young.page.get_by_label("Choose a name")).to_have_value(NAME)
    young.page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    young.press("Make it")
    young.sees("No codes yet")

    young.page.get_by_label("The four words").fill(code)
    young.press("Keep it")
    young.sees("Something you told us")
    young.press("Open it")
    young.sees("What happened to what you said")

    young.go("/my-codes/")
    young.sees("Something you told us")
    for page in ("passphrase", "throw-away"):
        young.go(f"/my-codes/{page}")
    young.go("/my-codes/")
    young.press("Close my codes on this phone")
    young.go("/my-codes/")
    young.sees("Open my codes")
    young.page.get_by_label("The name you chose").fill(NAME)
    young.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    young.press("Open")
    young.sees("Something you told us")
