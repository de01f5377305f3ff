"""Afterwards, with the code, on a small phone: put it right, keep a copy, see who looked, take it back."""

import pytest

from tests.support.people import Someone

WRONG, RIGHT = "I want to see my sister", "I want to see my sister every week"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def young(own_demo, visitor, script):
    return Someone(visitor(script=script), own_demo, script)


@pytest.fixture
def code(own_demo, visitor):
    """The code of something just said."""
    somebody = Someone(visitor(), own_demo)
    somebody.go("/not-safe")
    somebody.page.get_by_role("textbox").first.fill(WRONG)
    somebody.press("Send it now")
    return " ".join(somebody.page.locator(".code-words li").all_inner_texts())


def test_put_right_keep_a_copy_see_who_looked_and_take_back(young, code):
    young.open_code(code)
    young.page.get_by_text("What you said", exact=True).click()
    young.sees("No one has read this yet, so you can still change it.")
    young.follow("Change it")
    young.page.get_by_role("textbox").fill(RIGHT)
    young.press("Save")
    young.page.get_by_text("What you said", exact=True).click()
    young.sees(RIGHT)

    young.follow("A copy to print or keep")
    young.page.get_by_label("A file to keep").check()
    with young.page.expect_download() as coming:
        young.page.get_by_role("main").get_by_role("button", name="Get my copy").click()
    assert coming.value.suggested_filename == "copy.txt"
    assert RIGHT in coming.value.path().read_text()
    young.page.get_by_label("A page to print").check()
    young.press("Get my copy")
    young.sees(RIGHT)

    young.go("/thread/looked")
    young.sees("No one has opened it yet.")
    young.go("/thread")
    young.follow("Take back what you said")
    young.sees("What we can’t undo")
    young.press("Yes, take it back")
    young.sees("You have taken it back")
    young.open_code(code)
    young.sees("don’t open anything")
