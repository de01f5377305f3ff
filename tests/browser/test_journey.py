"""The loop, end to end, on a phone: a young person's words reach the board, and the answer comes back to them."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.support import tables
from tests.support.people import Someone

QUOTE = "Let us go to school in a plain car like everyone else"
PARAPHRASE = "Cars with no sign on them for the way to lessons"
WORDS = f"The minibus says which house we are from. {QUOTE}. My dog Biscuit thinks so too."
REPLY = "Thank you. We take this to the people who order the cars, and write here what they say."
BECAUSE = "Yes. Nobody should have to explain a minibus. We change the cars this month."
ACTION = "Use cars without a name on them for school runs"
CLAIM = "Every school run since Monday was in a plain car."
YOU_SAID = "School runs should not show everybody where we live"
WE_DID = "The cars have no name on them now. If you see one that has, tell us with your code."
TAKEN_BACK = "The person who said this has taken it back."
STATIONS = (
    "You sent it",
    "A person read it",
    "Others said it too",
    "“School”",
    "It went to the Champions Board",
    "Council said: yes",
    "Dumfries and Galloway Council says it is done",
    "Young people agree it is done",
    "We told everyone",
    "Has it really changed for you?",
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_words_reach_the_board_and_the_answer_comes_back(own_demo, visitor, script):
    young = Someone(visitor(script=script), own_demo, script)
    adult = Someone(visitor(script=script), own_demo, script)

    adult.become("participation_officer")
    waited = views_that_wait(adult)
    code = say_something(young)
    view = (views_that_wait(adult) - waited).pop()

    read_and_reply(adult, view)
    put_under_a_theme(adult)
    ask = quote_in_an_ask(adult, view)
    check_the_quote(adult)
    answer_and_act(adult)
    for champion in ("champion", "second_champion"):
        agree(adult, champion)
    adult.sees("Young people agree")
    tell_everyone(adult)
    public = see_it_told(young)

    see_the_organisation(adult)
    take_the_summary(adult)

    follow_the_thread(young, code)
    take_back_the_quote(young)
    adult.go(ask)
    adult.sees(TAKEN_BACK)
    adult.does_not_see(QUOTE)
    young.go(public)
    young.sees(TAKEN_BACK)
    young.does_not_see(QUOTE)


def say_something(young):
    """Answer some questions, skip the others, stay unknown, send, and note the code."""
    young.go("/")
    young.follow(re.compile("^Start Listen2Us"))
    young.follow("Start", young.page.locator("main"))
    total = int(re.search(r"of (\d+)", young.page.locator(".step").inner_text())[1])
    for _ in range(total):
        answer_or_skip(young)
    young.page.get_by_role("radio", name=re.compile("^No one knows who I am")).check()
    young.press("Next")
    expect(young.page.locator("main :checked")).to_have_count(0)
    for choice in ("The Champions Board can hear about this", "You can use some of my own words"):
        young.page.get_by_role("checkbox", name=re.compile(f"^{choice}")).check()
    young.press("Next")
    young.sees(WORDS)
    young.sees("No one knows who you are.")
    young.press("Send")
    words = young.page.locator(".code-words li").all_inner_texts()
    assert len(words) == 4
    young.page.reload()
    assert young.page.locator(".code-words li").all_inner_texts() == words
    young.press("I have it")
    young.sees("Your answers are gone from this phone")
    return " ".join(words)


def answer_or_skip(young):
    """A face, several things, a rung and one long text; everything else is skipped."""
    page = young.page
    asked = page.locator("h1").inner_text()
    if "where you live" in asked:
        page.get_by_role("radio", name="It’s okay").check()
    elif page.locator(".ladder").count():
        page.get_by_role("radio", name="7", exact=True).check()
    elif page.get_by_role("checkbox").count():
        page.get_by_role("checkbox").nth(0).check()
        page.get_by_role("checkbox").nth(2).check()
    elif "one thing you want us to change" in asked:
        page.get_by_role("textbox").fill(WORDS)
    else:
        return young.press("Skip this one")
    return young.press("Next")


def views_that_wait(adult):
    """The addresses of every view in the queue."""
    adult.turn_to("Views")
    found = set()
    while True:
        rows = adult.page.locator("tbody a")
        found |= {link.get_attribute("href") for link in rows.all()}
        if not adult.page.locator("a[rel=next]").count():
            return found
        adult.follow(re.compile("^Next$"))


def read_and_reply(adult, view):
    adult.go(view)
    adult.sees(WORDS)
    adult.sees("No name given")
    adult.page.get_by_role("radio", name="They ask for something").check()
    adult.press("Sort it")
    adult.sees("Sorted.")
    adult.page.get_by_label("Your reply").fill(REPLY)
    adult.press("Send the reply")
    adult.sees(REPLY)


def put_under_a_theme(adult):
    adult.follow("Put it under themes")
    adult.page.get_by_role("checkbox", name=re.compile("^School and learning")).check()
    adult.press("Save")


def quote_in_an_ask(adult, view):
    """The officer cuts the quote and says who answers by when; returns the ask's address."""
    adult.go(view)
    adult.follow("Quote from this in an ask")
    adult.page.get_by_label("In other words").fill(PARAPHRASE)
    adult.page.get_by_label("The part to quote").fill(QUOTE)
    for point in adult.page.locator("[name=looked]").all():
        point.check()
    adult.page.get_by_label("Who has to answer").select_option("Council: Head of Children and Families Social Work")
    adult.page.get_by_label("Answer by").fill(in_days(30))
    adult.page.get_by_label("When it goes to the board").fill(in_days(0))
    adult.page.get_by_label("Theme it comes from").select_option("School and learning")
    adult.press("Send it to be checked")
    adult.sees("The board does not see this yet.")
    return adult.page.url.removeprefix(adult.server.url)


def check_the_quote(adult):
    """A second officer looks at every point before the board sees the words."""
    adult.become("corporate_lead")
    adult.turn_to("Champions Board")
    adult.does_not_see(QUOTE)
    adult.become("second_officer")
    adult.turn_to("Champions Board")
    adult.follow(re.compile("^A quote for .* Council"))
    adult.sees(QUOTE)
    for point in adult.page.locator("main [type=checkbox]").all():
        point.check()
    adult.press("The board may see these words")


def answer_and_act(adult):
    """The council answers, does something, and claims that it is done."""
    adult.become("corporate_lead")
    adult.follow(re.compile(QUOTE), adult.page.locator("main"))
    adult.follow("Answer young people")
    adult.page.get_by_role("radio", name="Yes").check()
    adult.page.get_by_label("Because").fill(BECAUSE)
    adult.press("Give this answer")
    adult.sees(BECAUSE)
    adult.follow("Add an action")
    adult.page.get_by_label("What will be done").fill(ACTION)
    adult.page.get_by_label("Who does it").select_option("Council: Head of Children and Families Social Work")
    adult.page.get_by_label("Done by").fill(in_days(20))
    adult.press("Add it")
    adult.press("Work on it began")
    adult.sees("Under way")
    adult.follow("Say that it is done")
    adult.page.get_by_label("What was done?").fill(CLAIM)
    adult.press("Say that it is done")
    adult.sees("Claimed done")


def agree(adult, champion):
    """One young champion is asked on their home page, and says yes."""
    adult.become(champion)
    adult.follow(re.compile(QUOTE), adult.page.locator("main"))
    adult.follow("Say if it really happened")
    adult.sees(CLAIM)
    adult.page.get_by_role("radio", name="Yes, it really happened").check()
    adult.press("This is my answer")


def tell_everyone(adult):
    """One officer writes what came of it, another publishes it."""
    adult.become("participation_officer")
    adult.turn_to("You said, we did")
    adult.follow(re.compile(QUOTE))
    adult.page.get_by_label("You said").fill(YOU_SAID)
    adult.page.get_by_role("radio", name="We did").check()
    adult.page.get_by_label("What you want to tell them").fill(WE_DID)
    adult.press("Save for a second person")
    adult.sees("A second person publishes this")
    adult.become("second_officer")
    adult.turn_to("You said, we did")
    adult.follow(YOU_SAID)
    adult.press("Publish it")
    adult.sees("Published.")


def see_it_told(young):
    """Anybody can read it; returns the story's address."""
    young.go("/you-said")
    young.follow(re.compile(f"^See how it went.*{YOU_SAID}"))
    young.sees(WE_DID)
    young.sees(QUOTE)
    young.sees("Young people agree it is done")
    return young.page.url.removeprefix(young.server.url)


def see_the_organisation(adult):
    """Whoever answers for the council finds on one page what it was asked, what it said and what it did."""
    adult.become("corporate_lead")
    adult.turn_to("My organisation")
    for said in (QUOTE, ACTION):
        adult.sees(said)


def take_the_summary(adult):
    """Three files of the newest summary arrive on the phone; each can be opened and holds figures."""
    adult.become("participation_officer")
    adult.turn_to("Reports")
    files = {}
    for form in ("PDF", "Excel", "CSV"):
        files[form] = adult.have_file(f"Download {form}").path().read_bytes()
    captions = tables.captions_of(files["CSV"])
    found = {form: tables.said_in(form, content, captions) for form, content in files.items()}
    assert len(found["CSV"]) > 30
    assert found["Excel"] == found["CSV"] == found["PDF"]


def follow_the_thread(young, code):
    """Every stage stands on the life line, in the order it happened; then they judge it. Older steps are a tap away."""
    young.open_code(code.upper())
    for folded in young.page.locator("details:has(.thread) > summary").all():
        folded.click()
    life_line = " ".join(young.page.locator(".thread").all_inner_texts())
    passed = [life_line.find(station) for station in STATIONS]
    assert -1 not in passed, life_line
    assert passed == sorted(passed), life_line
    young.sees(REPLY)
    young.sees(BECAUSE)
    young.sees(CLAIM)
    young.sees(WE_DID)
    young.press("Partly")
    young.sees("You said: Partly.")


def take_back_the_quote(young):
    young.follow("Change who may use what you said")
    young.page.get_by_role("checkbox", name=re.compile("^You can use some of my own words")).uncheck()
    young.press("Save")
    young.sees(TAKEN_BACK)


def in_days(number):
    return (clock.today() + timedelta(days=number)).isoformat()
