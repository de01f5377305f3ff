"""The coding desk without a mouse: sentences, themes, the box to type in, the next view; and never while typing."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import DESK
from tests.support.people import Someone

VIEWS = 5


@pytest.fixture
def coder(own_demo, visitor):
    someone = Someone(visitor(size=DESK), own_demo)
    someone.become("participation_officer")
    someone.turn_to("Themes")
    someone.follow(re.compile("^Code|[Cc]ode views"), someone.page.locator("main"))
    someone.follow(re.compile("view.*To code first"), someone.page.locator("main"))
    return someone


class Keys:
    """A keyboard that counts what it is asked for."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def enter(self):
        with self.page.expect_navigation():
            self.press("Enter")


def ticked(page, name):
    return [box.get_attribute("value") for box in page.locator(f'input[name="{name}"]:checked').all()]


def has_focus(page, selector):
    return page.evaluate("one => document.activeElement.matches(one)", selector)


def test_a_view_is_coded_by_a_few_keys_and_the_next_one_stands_there(coder):
    page, keys = coder.page, Keys(coder.page)
    done = {page.url}
    for _ in range(VIEWS):
        before = page.locator("main [role=progressbar], main progress").first.evaluate(
            "one => one.parentElement.innerText"
        )
        keys.pressed = 0
        assert has_focus(page, "[data-codes] input[type=checkbox]"), "reading begins where the keys work"
        first_sentence = page.locator('input[name="sentences"]').first
        if first_sentence.count():
            keys.press("Space")
            assert ticked(page, "sentences") == [first_sentence.get_attribute("value")]
        keys.press("1")
        assert len(ticked(page, "themes")) == 1
        keys.enter()
        coder.look()
        assert keys.pressed <= 3
        assert page.url not in done, "each view comes once"
        done.add(page.url)
        after = page.locator("main [role=progressbar], main progress").first.evaluate(
            "one => one.parentElement.innerText"
        )
        assert after != before, "it says how far one has come"


def test_arrows_walk_the_boxes_and_the_slash_leads_to_the_box_to_type_in(coder):
    page, keys = coder.page, Keys(coder.page)
    boxes = page.locator("[data-codes] input[type=checkbox]")
    keys.press("ArrowDown")
    assert boxes.nth(1).evaluate("one => one === document.activeElement")
    keys.press("ArrowUp", "ArrowUp")
    assert boxes.nth(0).evaluate("one => one === document.activeElement"), "the first stays the first"
    keys.press("/")
    assert has_focus(page, "[data-codes] input[list]")
    page.keyboard.type("1/2 being asked")
    assert page.locator("[data-codes] input[list]").input_value() == "1/2 being asked", (
        "keys are letters while one types"
    )
    assert ticked(page, "themes") == []


def test_a_name_typed_wrongly_loses_nothing(coder):
    page, keys = coder.page, Keys(coder.page)
    keys.press("Space", "2", "/")
    page.keyboard.type("no such theme at all")
    keys.enter()
    expect(page.locator(".error-summary")).to_be_focused()
    assert len(ticked(page, "sentences")) == 1 and len(ticked(page, "themes")) == 1
    assert page.locator("[data-codes] input[list]").input_value() == "no such theme at all"
    coder.look()


def test_the_second_coder_starts_with_a_clean_sheet(coder, own_demo, visitor):
    """What one coder found is not on the second one's page."""
    page, keys = coder.page, Keys(coder.page)
    keys.press("Space", "1")
    here = page.url
    keys.enter()
    second = Someone(visitor(size=DESK), own_demo)
    second.become("second_officer")
    second.page.goto(here.replace("as=first", "as=second"))
    assert ticked(second.page, "themes") == [] and ticked(second.page, "sentences") == []
    assert second.page.locator('input[name="earlier"]').count() == 0
    Keys(second.page).press("2")
    assert len(ticked(second.page, "themes")) == 1
