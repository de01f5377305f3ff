"""An officer builds thirty questions with sections and routing through the pages."""

import re
from collections.abc import Iterator

import pytest

from portal.core import clock
from tests.support.browser import DESK
from tests.support.people import Someone

QUESTIONS = 30


@pytest.fixture
def officer(own_demo, visitor) -> Iterator[Someone]:
    someone = Someone(visitor(size=DESK), own_demo)
    someone.become("participation_officer")
    yield someone
    assert someone.visitor.watch.complaints() == []


def add(officer: Someone, number: int) -> None:
    """One question: every third a choice, every third a ladder, every third words."""
    page = officer.page
    page.get_by_role("link", name=re.compile("^Add a question")).last.click()
    page.get_by_label("Question", exact=True).fill(f"Question {number}")
    page.get_by_label("How it is answered").select_option(("long", "single", "ladder")[number % 3])
    officer.press("Next")
    if number % 3 == 1:
        page.get_by_label("Answers, one on each line").fill("Yes\nNo\nNot sure")
    elif number % 3 == 2:
        page.get_by_label("Words at the lower end").fill("Not at all")
        page.get_by_label("Words at the upper end").fill("A lot")
    officer.press("Save")


def test_thirty_questions_with_sections_and_routing_built_tried_and_launched(officer):
    page, today = officer.page, clock.today()
    officer.turn_to("Consultations")
    officer.follow("Make a new one")
    page.get_by_label("Title").fill("Getting around")
    page.get_by_label("Wave").fill("Trial")
    page.get_by_label("Opens on").fill(str(today.replace(day=1, month=1)))
    page.get_by_label("Closes on").fill(str(today.replace(year=today.year + 1, month=6, day=1)))
    page.get_by_label("People hear back by").fill(str(today.replace(year=today.year + 1, month=9, day=1)))
    officer.press("Begin")
    at = page.url
    officer.follow("Change the plan")
    for label in ("What it is about", "What can change, and what cannot", "Who decides", "What is already known"):
        page.get_by_label(label).fill("In plain words.")
    officer.press("Save")
    officer.follow("Everybody, version 1")
    for number in range(1, QUESTIONS + 1):
        if number in (11, 21):
            officer.follow("Add a section")
            page.get_by_label("Title").fill(f"Part {number}")
            officer.press("Save")
        add(officer, number)
    edition = page.url.partition("#")[0]
    for number, on in ((5, "Question 1"), (20, "Question 4")):
        page.get_by_role("link", name=re.compile(rf"^When it is shown\W+Question {number}\W*$")).click()
        page.get_by_label("The answer to").select_option(label=on)
        officer.press("Next")
        page.get_by_label("No", exact=True).check()
        officer.press("Add")
        officer.sees(f"“{on}” is “No”")
        officer.follow("All questions")
    officer.follow("Map of all paths")
    officer.sees("if “Question 1” is “No”")
    page.goto(f"{edition}/preview")
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="Start").click()
    frame.get_by_label("Yes", exact=True).check()
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("heading", name="Question 2").wait_for()
    page.goto(f"{at}/launch")
    officer.sees("Nothing. Every question, condition and version is in order.")
    page.get_by_label(re.compile("^I looked at")).check()
    officer.press("Launch it")
    officer.sees("Open")
    page.goto(page.url.partition("/work")[0] + "/say/getting-around-trial")
    page.get_by_role("link", name="Start").click()
    page.get_by_role("heading", name="Question 1").wait_for()
