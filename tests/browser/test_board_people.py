"""The board as two people live it on a phone: a care leaver prepares, votes and disputes; a councillor unblocks."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE
from tests.support.people import Someone

#: A care leaver who sits on the board as a young champion; and a councillor.
CARE_LEAVER, COUNCILLOR, LEAD = "magpie:champion", "solway:board_member", "heather:corporate_lead"
NEEDS = "A lift from the station, and a break in the middle"
WHY_NOT = "My brother’s house still says there is no room for family time."


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def leaver(request, own_demo, visitor):
    return Someone(visitor(size=PHONE, script=request.param), own_demo, request.param)


def on_first_screen(locator) -> bool:
    """Whether all of it is in sight without scrolling."""
    box = locator.bounding_box()
    assert box is not None
    assert locator.page.evaluate("scrollY") == 0
    return box["y"] >= 0 and box["y"] + box["height"] <= PHONE[1]


def test_a_care_leaver_prepares_votes_and_disputes_a_done(leaver, own_demo, visitor):
    leaver.become(CARE_LEAVER)
    prepare(leaver)
    vote(leaver)
    action = dispute(leaver)

    lead = Someone(visitor(size=PHONE), own_demo)
    lead.become(LEAD)
    lead.go(action)
    lead.sees("Young people say not yet")
    lead.sees(WHY_NOT)
    for unseen in ("Magpie", "Young people agree"):  # the bar of the demonstration names everybody
        expect(lead.page.locator("main section").filter(has_text=re.compile(unseen))).to_have_count(0)
    expect(lead.page.get_by_role("link", name="Say that it is done")).to_be_visible()


def prepare(leaver):
    """What is talked about stands on the first screen; they say that they come and what they need."""
    leaver.turn_to("Meetings")
    leaver.follow(re.compile("^Champions Board"), leaver.page.locator("main"))
    assert on_first_screen(leaver.page.get_by_role("heading", name="Agenda"))
    expect(leaver.page.locator("main ol.plain h3").first).to_be_visible()
    leaver.follow("Say if you come, and what you need")
    leaver.page.get_by_label("Yes, I am coming").check()
    leaver.page.get_by_label("How do you get there and home?").fill(NEEDS)
    leaver.press("Save")
    leaver.sees("You said: Coming")


def vote(leaver):
    """Dots on what matters to them; too many lose nothing."""
    leaver.follow(re.compile("(Place|Move) my dots"))
    boxes = leaver.page.locator("main input[type=number], main input[inputmode=numeric]")
    for at in range(boxes.count()):
        boxes.nth(at).fill("0")
    boxes.nth(1).fill("9")
    leaver.press("Place my dots")
    leaver.sees("That is more dots than you have")
    expect(boxes.nth(1)).to_have_value("9")
    boxes.nth(1).fill("3")
    leaver.press("Place my dots")
    leaver.sees("You placed 3 of 3.")


def dispute(leaver):
    """They are asked on their home page, and one "not yet" is enough; returns the action's address."""
    leaver.turn_to("Home")
    leaver.follow(re.compile("."), leaver.page.locator("main table").first)
    action = leaver.page.url.removeprefix(leaver.server.url)
    leaver.sees("Claimed done")
    leaver.follow("Say if it really happened")
    leaver.page.get_by_label("Because").fill(WHY_NOT)
    leaver.press("This is my answer")
    leaver.sees("Choose yes, partly or not yet.")
    expect(leaver.page.get_by_label("Because")).to_have_value(WHY_NOT)
    leaver.page.get_by_role("radio", name="Not yet").check()
    leaver.press("This is my answer")
    leaver.sees("Young people say not yet")
    return action


class Taps:
    """A finger that counts."""

    def __init__(self, someone: Someone) -> None:
        self.someone, self.number = someone, 0

    def on(self, link) -> None:
        """Tap what is in sight at once."""
        assert on_first_screen(link)
        with self.someone.page.expect_navigation():
            link.tap()
        self.number += 1
        self.someone.look()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_councillor_sees_in_three_taps_what_is_stuck_and_who_can_unblock_it(demo, visitor, script):
    councillor = Someone(visitor(size=PHONE, script=script), demo, script)
    councillor.become(COUNCILLOR)
    main, taps = councillor.page.locator("main"), Taps(councillor)

    taps.on(main.get_by_role("link", name=re.compile("stuck or late")))
    expect(main.get_by_role("heading", level=1)).to_have_text("Stuck and late")
    taps.on(main.locator("tbody th a").first)
    taps.on(main.get_by_role("link", name="Who can unblock it"))
    assert taps.number == 3

    answer = main.locator("h1 + p")
    assert on_first_screen(answer)
    post, organisation, contact = answer.inner_text().splitlines()[:3]
    assert post
    assert organisation
    assert re.search(r".+: \S+@\S+", contact), contact
    expect(answer.locator("a[href^='mailto:']").first).to_be_visible()
    assert on_first_screen(main.get_by_role("link", name="Back to Stuck and late"))
    expect(main.get_by_role("link", name=re.compile("^Take it up to"))).to_be_visible()
    councillor.follow("Back to Stuck and late")
    councillor.follow(re.compile("^Take it up"), main)
    councillor.sees("Back to Stuck and late")
    expect(main.get_by_label("Why should it go up now?")).to_be_visible()
