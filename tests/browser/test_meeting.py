"""Getting ready for a meeting on a small phone, passing it on, and taking that back."""

import pytest
from playwright.sync_api import expect

from tests.support.people import Someone

GOOD = "School is better since I have a quiet room."
OWN = "I want to choose who comes to my meeting."


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def reader(own_demo, visitor):
    return Someone(visitor(), own_demo)


def test_prepare_order_share_stop_and_say_how_it_went(young, reader):
    young.go("/")
    young.follow("Get ready for my meeting")
    young.page.get_by_label("My meeting about my plan").check()
    young.press("Start")
    young.page.get_by_role("textbox").fill(GOOD)
    young.press("Next")
    while "/prompt/" in young.page.url:
        young.press("Skip this one")
    young.sees(GOOD)

    young.follow("Add a point")
    young.page.get_by_label("What do you want to say?").fill(OWN)
    young.page.get_by_label("My advocate says it").check()
    young.press("Save")
    young.press("Up point 2")
    expect(young.page.locator(".points .said").first).to_have_text(OWN)

    young.follow("Keep it for later")
    young.press("Give me a code")
    code = " ".join(young.page.locator(".code-words li").all_inner_texts())
    young.press("I have it")

    young.follow("Pass it on")
    young.page.get_by_label("My advocate").check()
    young.press("Make a link")
    link, pin = young.page.locator("code").inner_text(), young.page.locator(".pin").inner_text()
    reader.page.goto(link)
    expect(reader.page.get_by_text(OWN)).to_have_count(0)
    reader.page.get_by_label("The PIN").fill(pin)
    reader.press("Open it")
    reader.sees(OWN)

    young.follow("I have both")
    young.press("Stop this link")
    reader.page.goto(link)
    reader.sees("This link opens nothing")

    young.go("/meeting/points")
    young.press("Put it away on this phone")
    young.go("/meeting/points")
    young.sees("Nothing is open here")
    young.open_code(code)
    young.sees(OWN)
    young.follow("My meeting is over")
    young.page.get_by_label("Some of it").first.check()
    young.page.get_by_label("A bit").check()
    young.press("Send")
    young.sees("Thank you")
