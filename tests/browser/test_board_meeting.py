"""A whole meeting: from an empty agenda over young people's dots to minutes, pack, and what everybody reads."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from portal.core import clock
from tests.support.people import Someone

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
OFFICER, OTTER, WREN = "rowan:participation_officer", "otter:champion", "wren:champion"
#: Whoever chairs has no side in what the council says is done: nothing of the meeting is hidden from them.
MAGPIE, CHAIR = "magpie:champion", "clyde:corporate_lead"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def someone(request, own_demo, visitor):
    return Someone(visitor(script=request.param), own_demo, request.param)


@pytest.fixture
def at_desk(someone):
    def sit(who: str, where: str) -> None:
        someone.page.set_viewport_size(DESK)
        someone.become(who)
        someone.go(where)

    return sit


@pytest.fixture
def on_phone(someone):
    def hold(who: str, where: str) -> None:
        someone.page.set_viewport_size(PHONE)
        someone.become(who)
        someone.go(where)

    return hold


def plan(someone):
    """A board meeting that goes on all day today."""
    page = someone.page
    someone.turn_to("Meetings")
    someone.follow("Plan a meeting")
    someone.press("Save the meeting")
    someone.sees("Choose which meeting it is")
    page.get_by_label("Champions Board", exact=True).check()
    page.get_by_label("Day", exact=True).fill(clock.today().isoformat())
    page.get_by_label("Starts at").fill("00:01")
    page.get_by_label("Ends at").fill("23:58")
    page.get_by_label("Where").fill("Village hall")
    page.get_by_label("How to join").fill("The side door has a ramp.")
    page.get_by_label("Who chairs").select_option(label="Clyde (demo)")
    someone.press("Save the meeting")
    someone.sees("The meeting is planned")
    return urlsplit(page.url).path


def agenda(someone):
    someone.press("Open the agenda")
    someone.follow("What the evidence puts forward")
    someone.sees("Why now:")
    taken = someone.page.locator("main li.card h2").first.inner_text()
    someone.page.get_by_role("button", name="Take it").first.click()
    someone.sees("It is on the agenda")
    someone.page.get_by_role("button", name="Leave it").first.click()
    someone.sees("Left for this meeting")
    someone.follow("Champions Board", someone.page.locator("main"))
    for point in ("Free buses for us", "A quiet room"):
        someone.follow("Add a point of our own")
        someone.page.get_by_label("What should we talk about?").fill(point)
        someone.press("Put it on the agenda")
    someone.press("Let young people place their dots")
    return taken


def place_dots(someone, **counts: str):
    """As many dots as are written beside each item."""
    someone.follow(re.compile("(Place|Move) my dots"))
    for label, count in counts.items():
        someone.page.get_by_label(label.replace("_", " ")).fill(count)
    someone.press("Place my dots")


def test_a_meeting_from_agenda_to_what_was_told(someone, at_desk, on_phone, own_demo, tmp_path):
    page = someone.page
    page.set_viewport_size(DESK)
    someone.become(OFFICER)
    meeting = plan(someone)
    taken = agenda(someone)

    someone.follow("Give the officers’ order")
    numbers = page.locator("main fieldset input")
    for at in range(numbers.count()):
        numbers.nth(at).fill(str(at + 1))
    someone.press("Keep the officers’ order")

    on_phone(OTTER, meeting)
    someone.sees("Now it is your turn")
    place_dots(someone, A_quiet_room="4")
    someone.sees("That is more dots than you have")
    expect(page.get_by_label("A quiet room")).to_have_value("4")
    page.get_by_label("A quiet room").fill("3")
    someone.press("Place my dots")
    someone.sees("You placed 3 of 3.")
    someone.does_not_see("Dots: 3")
    someone.follow("Say if you come, and what you need")
    page.get_by_label("Yes, I am coming").check()
    page.get_by_label("How do you get there and home?").fill("A taxi home")
    someone.press("Save")
    someone.sees("You said: Coming")

    on_phone(WREN, meeting)
    someone.does_not_see("A taxi home")
    place_dots(someone, A_quiet_room="1", Free_buses_for_us="2")
    someone.follow(re.compile("about me or my job.*Free buses for us"))
    someone.press("Yes: hide it from me")
    someone.does_not_see("Free buses for us")

    at_desk(OFFICER, meeting)
    someone.follow("What people need")
    someone.sees("A taxi home")
    someone.press("It is arranged for Otter (demo)")
    someone.go(meeting)
    someone.follow("Close the vote and set the agenda")
    someone.sees("Some young people placed dots.")
    someone.press("Close the vote and set the agenda")
    expect(page.locator("main ol.plain h3").first).to_contain_text("A quiet room")
    someone.does_not_see("Dots: 4")
    someone.sees("Few young people placed dots")
    someone.sees("An explanation is owed")
    someone.follow("Explain the difference")
    someone.press("Keep this order")
    someone.sees("Say why the order is not the one")
    page.get_by_label("Why is the order not").fill("Adults began with what is late.")
    someone.press("Keep this order")

    write_it_down(someone, taken)
    someone.press("Make a pack of it as it stands")
    someone.follow("The meeting is over")
    page.get_by_label("How many young people were there?").fill("3")
    page.get_by_label("How many adults were there?").fill("5")
    someone.press("The meeting is over")

    read_the_pack(someone, on_phone, meeting, tmp_path)
    for who in (OTTER, MAGPIE, CHAIR):
        on_phone(who, f"{meeting}/minutes")
        someone.sees("Adults began with what is late.")
        someone.press("Yes, this is what was said and decided")
    someone.sees("The minutes are agreed")

    someone.go("/board")
    page.get_by_role("link", name=re.compile("Meeting on")).first.click()
    someone.look()
    someone.sees("A quiet room is kept free at every meeting.")
    someone.does_not_see("Otter")


def write_it_down(someone, taken):
    """Minutes under every item, and a decision."""
    page = someone.page
    for title in ("A quiet room", "Free buses for us", taken):
        someone.follow(re.compile(f"Write what is said.*{re.escape(title)}"))
        box = page.get_by_label("What was said?")
        if someone.script:  # what is typed is kept by itself
            box.press_sequentially("We talked")
            expect(page.locator("main form > [role=status]")).to_have_text("Kept just now.")
            page.reload()
            expect(box).to_have_value("We talked")
        box.fill("We talked about it. Everybody had a say.")
        someone.press("Keep it")
        someone.sees("Kept.")
    someone.follow(re.compile("Add a decision.*A quiet room"))
    page.get_by_label("What was decided?").fill("A quiet room is kept free at every meeting.")
    page.get_by_label("Why?").fill("Some of us need a break.")
    page.get_by_label("Who does it").select_option(index=1)
    page.get_by_label("When do we look at it again?").fill((clock.today() + timedelta(days=90)).isoformat())
    someone.press("Keep the decision")
    someone.sees("It comes back on the day you chose")


def read_the_pack(someone, on_phone, meeting, folder: Path):
    """On a phone, and as one file without signal; what is hidden from Wren is in neither."""
    for who, sees in ((OTTER, True), (WREN, False)):
        on_phone(who, meeting)
        someone.follow(re.compile("young people’s edition"))
        someone.sees("A quiet room")
        assert ("Free buses for us" in someone.page.locator("main").inner_text()) is sees
        file = folder / f"{sees}.html"
        someone.have_file("Keep it on this phone").save_as(file)
        assert ("Free buses for us" in file.read_text(encoding="utf-8")) is sees
        assert not re.search(r"<script|src=|href=|https?:", file.read_text(encoding="utf-8"))


def test_a_calendar_of_ones_own(someone, own_demo):
    someone.become(OTTER)
    someone.turn_to("Meetings")
    someone.follow("Show meetings and due days in my calendar")
    someone.press("Make an address")
    address = someone.page.locator("main code").inner_text()
    feed = someone.visitor.context.request.get(address)
    titles = [str(one["SUMMARY"]) for one in Calendar.from_ical(feed.body()).walk("VEVENT")]
    assert set(titles) == {"Meeting"}
    assert not any("hall" in line for line in feed.text().splitlines())
    someone.press("End the address")
    assert someone.visitor.context.request.get(address).status == 404
