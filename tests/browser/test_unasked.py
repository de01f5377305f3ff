"""An idea from a small phone: sent, published by two people, supported by another code, seen by the first."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import DESK
from tests.support.people import Someone

IDEA = "A bus pass for the whole summer"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def friend(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def officer(own_demo, visitor):
    return Someone(visitor(size=DESK), own_demo)


def test_an_idea_is_sent_published_supported_and_seen(young, friend, officer, demo_codes):
    young.go("/")
    young.follow("Say something")
    young.follow("I have an idea")
    young.press("Next")
    young.sees("Write your idea, or go back.")
    young.page.get_by_label("What is your idea?").fill(IDEA)
    young.press("Next")
    name = young.page.get_by_label("Your name", exact=True)
    expect(name).to_be_hidden()
    young.page.get_by_label("Only the team knows my name").check()
    expect(name).to_be_visible()
    young.page.get_by_label("No one knows who I am").check()
    expect(name).to_be_hidden()
    young.press("Next")
    young.page.get_by_label("You can put my idea on the ideas page").check()
    young.press("Next")
    young.sees(IDEA)
    young.press("Send")
    code = " ".join(young.page.locator(".code-words li").all_inner_texts())
    young.press("I have it")

    officer.become("participation_officer")
    officer.turn_to("Views")
    officer.follow("An idea")
    officer.follow(re.compile("^Week of"), officer.page.get_by_role("row").filter(has_text="An idea").last)
    officer.page.get_by_label("They ask for something").check()
    officer.press("Sort it")
    officer.follow("Get it ready for the ideas page")
    officer.page.get_by_label("Theirs, as they stand").check()
    officer.press("Save for a second person")
    where = officer.page.url.removeprefix(officer.server.url)
    officer.sees("Somebody else has to check them.")
    officer.become("second_officer")
    officer.go(where)
    for box in officer.page.get_by_role("checkbox").all():
        box.check()
    officer.press("Put it on the page")
    officer.sees("This idea is public")

    friend.go("/ideas")
    friend.follow(re.compile("^Read and support it"), friend.page.locator("li").filter(has_text=IDEA))
    friend.page.get_by_label("Your code").fill("one two three four")
    friend.press("Support this idea")
    friend.sees("Those words don’t open anything")
    friend.page.get_by_label("Your code").fill(demo_codes[0])
    friend.press("Support this idea")
    friend.sees("Your code supports this idea now")

    young.open_code(code)
    young.sees("Your idea is on the ideas page")
    young.sees("We show how many codes support it from 10 on.")
    young.follow("Change who may use what you said")
    young.page.get_by_label("You can put my idea on the ideas page").uncheck()
    young.press("Save")
    friend.go("/ideas")
    expect(friend.page.locator("body")).not_to_contain_text(IDEA)
