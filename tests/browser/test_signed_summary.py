"""An officer signs in and writes the quarterly summary; two others check and sign it; all read its easy twin."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.support.browser import DESK, PHONE
from tests.support.people import Someone

PASSPHRASE = "four quiet lanterns on the harbour"


def sign_in_for_the_first_time(officer, administrator, second):
    """With a link from the administrator that a second person agrees to. The demonstration asks for no second step."""
    administrator.become("administrator")
    administrator.turn_to("People")
    administrator.follow(re.compile("Rowan"), administrator.page.locator("main"))
    administrator.follow("Make a new link")
    administrator.press("Make the link")
    officer.page.goto(administrator.page.locator("main code").inner_text())
    for box in officer.page.locator("main input[type=password]").all():
        box.fill(PASSPHRASE)
    officer.press("Choose it")
    second.go("/work/")
    second.follow(re.compile("change to people to agree to"))
    second.press("Agree")
    officer.go("/work/sign-in")
    officer.page.get_by_label("Email or name").fill("rowan@demo.invalid")
    officer.page.get_by_label("Passphrase").fill(PASSPHRASE)
    officer.press("Sign in")
    officer.sees("What needs you now")


def section(someone, title, edition="Full report"):
    """The page of one section, from the report's own page."""
    table = someone.page.locator("table", has=someone.page.locator("caption", has_text=edition))
    someone.follow(title, table)


def write(someone, words):
    someone.page.get_by_label("Your words").fill(words)
    someone.press("Keep it")
    someone.sees("Kept.")
    with someone.page.expect_navigation():
        someone.page.locator("main a").first.click()
    someone.look()


def test_from_signing_in_to_a_signed_quarterly_summary(own_demo, visitor):
    officer, checker = Someone(visitor(size=DESK), own_demo), Someone(visitor(size=PHONE), own_demo)
    checker.become("safeguarding_officer")
    sign_in_for_the_first_time(officer, Someone(visitor(size=DESK), own_demo), checker)
    officer.turn_to("Signed reports")
    officer.follow("Begin: Quarterly summary")
    officer.page.get_by_label("Title").fill("What happened last quarter")
    officer.press("Gather the figures and begin")
    section(officer, "In short")
    officer.page.get_by_label("Your words").fill("Young people asked for {asks_new} new things and 3 were easy. {nope}")
    officer.press("Look at it first")
    officer.sees("do not exist: nope")
    officer.sees("Numbers typed by hand, not bound to a figure: 3")
    write(officer, "Young people asked for {asks_new} new things, and 3 were easy.")
    section(officer, "What we did", "Easy read")
    write(officer, "We changed some things. You said they are better.")
    where = officer.page.url.removeprefix(own_demo.url)

    checker.go(where)
    checker.page.get_by_label("I compared each number").check()
    checker.press("I have checked it")
    checker.sees("Now somebody has to sign it")

    signer = Someone(visitor(size=PHONE), own_demo)
    signer.become("corporate_lead")
    signer.turn_to("Signed reports")
    signer.follow("What happened last quarter")
    signer.page.get_by_label("As what you sign").fill("Chief Social Work Officer")
    signer.press("Sign: I answer for this report")
    signer.sees("not a letter of it changes")

    officer.go(where)
    officer.press("Publish it")
    officer.sees("Published")
    file = PdfReader(io.BytesIO(officer.have_file("Download PDF").path().read_bytes()))
    printed = " ".join(" ".join(page.extract_text().split()) for page in file.pages)
    assert "Signed by Heather" in printed and "Chief Social Work Officer" in printed
    assert "{asks_new}" not in printed

    young = Someone(visitor(size=PHONE), own_demo)
    young.go("/you-said")
    young.follow("Reports adults have written")
    young.follow(re.compile(r"^Easy read\W+What happened last quarter"))
    expect(young.page.get_by_text("We changed some things.")).to_be_visible()
    assert young.page.get_by_text("Full report").count() == 0
