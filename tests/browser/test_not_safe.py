"""Telling us somebody is not safe: one tap away, nothing asked, first in line, hidden from whom it is about."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.people import Someone

CALLED = "I am not safe"
WORDS = "He comes into my room when nobody is there and takes my phone."
WORKER, NICKNAME = "Galloway from nights", "Sam from nights"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def adult(own_demo, visitor):
    return Someone(visitor(), own_demo)


def concerns(adult, who):
    """The addresses in somebody's safety queue, in its order."""
    adult.become(who)
    adult.turn_to("Safety")
    return [link.get_attribute("href") for link in adult.page.locator("tbody a").all()]


def test_it_is_one_tap_from_every_page(young, demo_codes):
    young.open_code(demo_codes[1])
    for path in (
        "/",
        "/say/listen2us",
        "/say/listen2us/q/home",
        "/say/listen2us/q/one_thing",
        "/thread",
        "/thread/sharing",
        "/you-said",
    ):
        young.go(path)
        expect(young.page.get_by_role("link", name=CALLED).first).to_be_in_viewport()
        young.follow(CALLED)
        assert young.page.url.endswith("/not-safe"), path
        expect(young.page.locator("a[href='tel:999']").first).to_be_visible()


def test_a_blank_message_is_enough_and_comes_first(young, adult):
    before = concerns(adult, "safeguarding_officer")
    young.go("/")
    young.follow(CALLED)
    young.press("Send it now")
    young.sees("We have what you sent")
    expect(young.page.locator("a[href='tel:999']")).to_be_visible()
    code = " ".join(young.page.locator(".code-words li").all_inner_texts())
    young.press("I have it")

    queue = concerns(adult, "safeguarding_officer")
    (new,) = set(queue) - set(before)
    adult.go(new)
    adult.sees("They wrote nothing. Pressing “not safe” is enough.")
    adult.page.get_by_label("Your reply").fill("We are here. Tell us when we can ring.")
    adult.press("Send")

    young.open_code(code)
    young.sees("Someone whose job is to keep you safe is on it")
    young.sees("We are here. Tell us when we can ring.")


def tell_about_a_worker(young, *, team, name):
    young.go("/not-safe")
    young.page.get_by_label("What is happening?").fill(WORDS)
    young.page.get_by_role("radio", name="Yes").check()
    young.page.get_by_label("Which team are they in?").select_option(team)
    young.page.get_by_label("Their name, if you know it").fill(name)
    young.press("Send it now")
    young.sees("We have what you sent")


def sees_nothing_of(adult, concern, who):
    adult.become(who)
    adult.go(concern)
    adult.does_not_see(WORDS)
    for name in (WORKER, NICKNAME):
        adult.does_not_see(name)


def test_whoever_it_is_about_never_sees_it(young, adult):
    of_their_team, of_another = "galloway:safeguarding_officer", "safeguarding_officer"
    before = concerns(adult, of_another)
    tell_about_a_worker(young, team="Council: Children’s Houses", name=WORKER)

    (new,) = set(concerns(adult, of_another)) - set(before)
    assert new not in concerns(adult, of_their_team)
    for who in (of_their_team, "participation_officer"):
        sees_nothing_of(adult, new, who)
    adult.become(of_another)
    adult.go(new)
    adult.sees(WORDS)
    adult.sees(WORKER)
    expect(adult.page.locator(".note.danger")).to_contain_text(re.compile("They and their team cannot see it"))


def test_a_name_that_fits_nobody_is_for_the_manager_alone(young, adult):
    manager, others = "galloway:safeguarding_officer", ("safeguarding_officer", "lomond:safeguarding_officer")
    before = concerns(adult, manager)
    tell_about_a_worker(young, team="I don’t know", name=NICKNAME)

    (new,) = set(concerns(adult, manager)) - set(before)
    adult.go(new)
    adult.sees(WORDS)
    for who in others:
        assert new not in concerns(adult, who)
        sees_nothing_of(adult, new, who)
