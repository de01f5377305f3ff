import re

import pytest

from portal.contributions import codes, visits
from portal.contributions.models import Matter
from portal.contributions.visits import PendingCode, Visit
from portal.core import db
from tests.factories.voices import make_contribution

TOKEN = "t" * 43


def keep(*matters):
    """Submissions whose codes are still to be noted, the last one on top."""
    visit = Visit()
    for matter in matters:
        key = codes.new_submission_key()
        make_contribution(key=key, matter=matter, keeps_time=matter is Matter.NOT_SAFE)
        visit.show_code(PendingCode(key, matter.value))
    visits.save_visit(TOKEN, visit)
    db.session.commit()
    return visit


@pytest.fixture
def phone(client):
    client.set_cookie("visit", TOKEN, domain="127.0.0.1")
    return client


def words(page):
    return re.findall(r"<li>([a-z]+)</li>", page)[:4]


def test_the_words_are_those_of_the_submission(phone):
    visit = keep(Matter.ANSWERS)
    page = phone.get("/sent").text
    assert words(page) == codes.code_for(visit.pending.key).split()
    assert "You get an answer by" in page
    assert "Monday to Friday, 9 to 5" in page
    assert visit.pending.key not in page


def test_after_not_safe_help_comes_before_the_code(phone):
    keep(Matter.NOT_SAFE)
    page = phone.get("/sent").text
    assert page.index("tel:999") < page.index("code-words")
    assert "Thank you" not in page


def test_noting_an_earlier_code_twice_does_not_end_a_later_one(phone):
    keep(Matter.ANSWERS, Matter.NOT_SAFE)
    first = phone.get("/sent").text
    which = re.search(r'name="which" value="([^"]+)"', first).group(1)
    assert phone.post_form("/sent", {"which": which}).location == "/sent"
    second = phone.get("/sent").text
    assert words(second) != words(first)
    assert phone.post_form("/sent", {"which": which}).location == "/sent"
    assert words(phone.get("/sent").text) == words(second)


def test_noting_it_ends_the_visit_and_its_cookie(phone):
    keep(Matter.ANSWERS)
    which = re.search(r'name="which" value="([^"]+)"', phone.get("/sent").text).group(1)
    noted = phone.post_form("/sent", {"which": which})
    assert noted.location == "/done"
    assert "visit=;" in noted.headers["Set-Cookie"]
    assert "no code to show" in phone.get("/sent").text
    assert phone.get("/done").status_code == 200


@pytest.mark.parametrize("which", ["", "0" * 16, "\x00", "x" * 5000])
def test_another_name_notes_nothing(phone, which):
    visit = keep(Matter.ANSWERS)
    assert phone.post_form("/sent", {"which": which}).location == "/sent"
    assert words(phone.get("/sent").text) == codes.code_for(visit.pending.key).split()


def test_a_visit_without_a_code_says_so_kindly(client):
    page = client.get("/sent").text
    assert "no code to show here" in page
    assert 'href="/code"' in page


def test_noting_without_a_token_is_refused(phone):
    keep(Matter.ANSWERS)
    assert phone.post("/sent", data={"which": "x"}).status_code == 400
    assert len(words(phone.get("/sent").text)) == 4
