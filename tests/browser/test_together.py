"""An advocate hands over the phone and stays locked out; an officer records a group."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from portal.accounts import passwords
from tests.support.people import Someone

PASSPHRASE = "otters swim at dusk"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def someone(request, own_demo, visitor):
    return Someone(visitor(script=request.param), own_demo, request.param)


@pytest.fixture
def shot(request, someone):
    """Keeps what is on the screen where SHOTS says."""

    def keep(name: str) -> None:
        folder = request.config.rootpath / "var" / "shots"
        if folder.is_dir():
            someone.page.screenshot(path=folder / f"{name}.png", full_page=True)

    return keep


def test_an_advocate_hands_over_the_phone(own_demo, someone, shot):
    with sqlite3.connect(own_demo.settings.var_dir / "portal.db") as connection:
        hashed = passwords.hashed(PASSPHRASE)
        connection.execute("UPDATE account SET password_hash = ? WHERE username = 'bracken'", (hashed,))
    someone.page.set_viewport_size(PHONE)
    someone.become("bracken:advocate")
    someone.follow("Answer together with a young person")
    shot("advocate-index")
    someone.page.get_by_label("Listen2Us").first.check()
    someone.press("Start, and lock my side")
    someone.sees("They can see what you write")
    someone.press("Start")
    someone.sees("Say who types")
    for label in ("Both, in turns", "At school", "My own words"):
        someone.page.get_by_label(label).check()
    shot("young-begin")
    someone.press("Start")
    someone.sees("You are writing together with an advocate. They can see this.")
    while "/q/" in someone.page.url or someone.page.url.endswith("/age"):
        words = someone.page.locator("main textarea")
        if words.count():
            words.first.fill("Let me keep my dog")
            shot("young-question")
            someone.press("Next")
        else:
            someone.page.get_by_role("button", name=re.compile("^Skip")).first.click()
    someone.press("Next")
    someone.press("Next")
    someone.sees("Tick this if you are the young person")
    shot("young-sharing")
    someone.page.get_by_label("I am the young person, and I chose this myself").check()
    someone.press("Next")
    someone.press("Send")
    someone.sees("This code is only for you")
    shot("young-code")
    someone.press("I have it")

    someone.go("/work/")
    someone.sees("Your side is locked")
    someone.does_not_see("Log out")
    shot("locked")
    someone.go("/work/commitments")
    someone.sees("Your side is locked")
    someone.page.get_by_label("Your passphrase").fill("something else")
    someone.press("Unlock")
    someone.sees("That is not your passphrase")
    someone.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    someone.press("Unlock")
    someone.sees("Together with young people")
    someone.go("/sent")
    expect(someone.page.locator(".code-words")).to_have_count(0)


def test_an_officer_records_a_group(someone, shot):
    someone.page.set_viewport_size(DESK)
    someone.become("rowan:participation_officer")
    someone.turn_to("Together")
    shot("officer-index")
    someone.follow("Record a group")
    someone.press("Keep it, and show the group’s code")
    someone.sees("Choose the day")
    someone.page.get_by_label("Day of the session").fill("2026-01-05")
    someone.page.get_by_label("Office or centre").check()
    someone.page.get_by_label("How many young people were there?").fill("8")
    someone.page.get_by_label("12 to 15").check()
    someone.page.get_by_label(re.compile("all said yes")).check()
    shot("group-record")
    someone.press("Keep it, and show the group’s code")
    someone.sees("The group’s code")
    shot("group-code")
    code = " ".join(someone.page.locator(".code-words li").all_inner_texts())
    someone.follow("Write down what they said")
    someone.page.get_by_label("One young person said").fill("This was only me")
    someone.press("Keep this voice")
    someone.sees("Their words are kept")
    someone.does_not_see("This was only me")
    someone.page.get_by_label("They agreed that").fill("No moves on a Friday")
    someone.page.get_by_label("How many agreed?").fill("9")
    someone.press("Keep this point")
    expect(someone.page.get_by_label("They agreed that")).to_have_value("No moves on a Friday")
    someone.page.get_by_label("How many agreed?").fill("7")
    someone.press("Keep this point")
    someone.sees("The point is kept")
    shot("group")

    someone.page.set_viewport_size(PHONE)
    someone.open_code(code)
    someone.follow("Take one voice out")
    someone.sees("This was only me")
    shot("young-voices")
    someone.press("Take this out", someone.page.locator("main form").first)
    someone.does_not_see("This was only me")
    someone.sees("No moves on a Friday")
