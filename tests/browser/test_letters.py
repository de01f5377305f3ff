"""An officer makes letters and takes them away; a young person starts with a code on a small phone, and only once."""

import csv
import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from tests.support.browser import DESK
from tests.support.people import Someone

WORDS = "Ask us before the plan changes."


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def officer(own_demo, visitor):
    someone = Someone(visitor(size=DESK), own_demo)
    someone.become("participation_officer")
    return someone


@pytest.fixture
def phone(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def other_phone(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


def add(officer, number, **bands):
    officer.page.get_by_label("How many people").fill(number)
    for label, value in bands.items():
        officer.page.get_by_label(label.replace("_", " ")).select_option(label=value)
    officer.press("Add this line")


def make_letters(officer):
    """Fourteen letters, three of them with everything left out."""
    officer.turn_to("Who is asked")
    officer.follow(re.compile("really like"), officer.page.locator("main table"))
    officer.follow("Make letters")
    add(officer, "11", Age="12 to 15", Kind_of_home="With a foster family")
    add(officer, "3", Age="16 or 17", Kind_of_home="In a children’s house")
    officer.sees("Where fewer than 10 people share them")
    with officer.page.expect_download() as arriving:
        officer.page.get_by_role("button", name="Make 14 letters").click()
    with zipfile.ZipFile(io.BytesIO(arriving.value.path().read_bytes())) as file:
        pages = PdfReader(io.BytesIO(file.read("letters.pdf")))
        rows = list(csv.DictReader(io.StringIO(file.read("mail-merge.csv").decode("utf-8-sig"))))
    return pages, rows


def test_letters_are_made_started_once_and_sent(officer, phone, other_phone):
    pages, rows = make_letters(officer)
    assert len(pages.pages) == len(rows) == 14
    row = next(one for one in rows if one["Age"] == "12 to 15")
    text = pages.pages[int(row["Letter"]) - 1].extract_text()
    assert row["Code"] in text and "The code tells us: age, kind of home" in text
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]

    phone.go(row["Link"].removeprefix("http://127.0.0.1:8000").removeprefix(phone.server.url))
    phone.sees("Press Start to see what it is about")
    phone.press("Start")
    phone.sees("your age group, your kind of home")
    phone.does_not_see("They don’t know who you are")
    phone.follow("Start")
    while "/q/" in phone.page.url:
        box = phone.page.get_by_role("textbox")
        if box.count() and box.first.evaluate("e => e.tagName") == "TEXTAREA":
            box.first.fill(WORDS)
            phone.press("Next")
        else:
            phone.press("Skip this one")
        phone.does_not_see("How old are you?")
    phone.sees("I give no name")
    phone.press("Next")
    phone.press("Next")
    phone.sees("We don’t know your name")
    phone.does_not_see("No one knows who you are")
    phone.press("Send")
    phone.sees("This is your code")

    other_phone.go("/invited")
    other_phone.page.get_by_label("The code on your letter").fill(row["Code"].lower())
    other_phone.press("Start")
    other_phone.sees("This code was used already")
    other_phone.follow("Start without the code")
    other_phone.sees("They don’t know who you are unless you tell them")
