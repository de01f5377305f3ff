import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.contributions import codes, drafts
from portal.contributions.models import YoungVisit
from portal.core import clock, db
from portal.core.access import Role
from portal.core.i18n import day
from portal.lifeline import retention
from portal.partnership import queries as partnership
from portal.partnership import site
from portal.partnership.models import HelpLine, Partnership
from portal.safety import queries as safety_queries
from portal.safety.models import RotaDuty, Tier
from tests.factories import people
from tests.factories.consultations import make_consultation


def test_one_big_way_to_start_what_is_open(client):
    make_consultation(slug="autumn")
    db.session.commit()
    page = client.get("/").text
    assert "Start Listen2Us – about 5 minutes" in page
    assert 'href="/say/autumn"' in page


def test_two_open_consultations_are_told_apart(client):
    make_consultation(slug="a", title="Homes", closes_in=3)
    make_consultation(slug="b", title="School", closes_in=9)
    db.session.commit()
    page = client.get("/").text
    assert page.index("Start Homes") < page.index("Start School")


def test_what_is_not_built_has_no_card(client):
    page = client.get("/").text
    assert "Say something else" not in page
    for path in ("/code", "/you-said", "/not-safe", "/privacy", "/accessibility"):
        assert f'href="{path}"' in page


def test_when_nothing_is_open_it_says_what_happens_and_where_to_go(client):
    make_consultation(slug="old", opened=60, closes_in=-3)
    make_consultation(slug="soon", opened=-9)
    db.session.commit()
    page = client.get("/").text
    assert "No questions are open just now" in page
    assert "Listen2Us closed on" in page and "By " in page
    assert "The next questions open on" in page


def test_before_there_was_ever_a_consultation_it_is_no_dead_end(client):
    page = client.get("/").text
    assert "No questions are open just now" in page
    assert 'href="/not-safe"' in page


def test_verified_numbers_can_be_tapped(client):
    page = client.get("/").text
    assert 'href="tel:999"' in page and 'href="tel:08001111"' in page


def test_an_empty_rota_means_nobody(client):
    assert "Nobody here is on duty" in client.get("/").text


def test_somebody_on_duty_now_is_said(client):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    for weekday in range(7):
        db.session.add(_duty(officer, weekday, "00:00", "23:59"))
    db.session.commit()
    assert "Somebody is here and reads" in client.get("/").text


def _duty(account, day, starts, ends):
    from datetime import time

    return RotaDuty(
        account_id=account.id,
        tier=Tier.FIRST,
        weekday=day,
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
        works_holidays=True,
    )


def test_a_rota_for_later_says_when(client, monkeypatch):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    tomorrow = clock.local(clock.now() + timedelta(days=1))
    db.session.add(_duty(officer, tomorrow.weekday(), "09:00", "17:00"))
    db.session.commit()
    assert re.search(r"The next time is \d+ [A-Z][a-z]+( \d{4})?, 09:00", client.get("/").text)


def test_a_code_not_yet_noted_is_offered_from_the_first_page(client):
    wave = make_consultation(slug="autumn")
    db.session.commit()
    client.post_form("/say/autumn/q/home", {"answer": wave.questions[0].choices[0].key})
    assert "Carry on with Listen2Us" in client.get("/").text
    client.post_form("/say/autumn/check")
    page = client.get("/").text
    assert "See your code" in page and 'href="/sent"' in page
    assert not set(re.findall(r"<li>([a-z]+)</li>", page)) & set(codes.word_list())


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility", "/sent", "/done"])
def test_looking_leaves_nothing_on_either_side(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert db.session.scalar(select(func.count()).select_from(YoungVisit)) == 0
    assert response.headers["Cache-Control"] == "no-store"


def test_the_privacy_page_says_who_reads_when_and_where_it_ends(client):
    page = client.get("/privacy").text
    for words in (
        "Monday to Friday, 9 to 5",
        "people whose job is to keep you safe",
        "No one knows who I am",
        "Only the team knows my name",
        "My name goes with what I say",
        "Information Commissioner",
        "2 hours",
    ):
        assert words in page
    assert "anonymous" not in page.lower()


def test_the_first_page_says_who_reads_and_where_it_ends_before_anything_can_be_tapped(client):
    page = client.get("/").text
    before = page[: page.index("I have a code")]
    for words in (
        "A person in our team reads it: Monday to Friday, 9 to 5.",
        "Nobody else reads your words unless you say yes.",
        "we have to tell people who can keep them safe",
    ):
        assert words in before


def test_each_number_says_when_it_was_last_checked(client):
    lines = partnership.help_lines()
    days = {day(line.checked_on) for line in lines if line.always_open}
    assert days
    page = client.get("/").text
    if len(days) == 1:
        assert page.count(f"We checked these numbers on {days.pop()}.") == 1
        assert "We checked this number on" not in page
    else:
        assert all(f"We checked this number on {checked}." in page for checked in days)


def test_names_of_the_place_come_from_its_record(client):
    db.session.execute(update(Partnership).values(board_name="Big Table", voice_name="HearUs"))
    db.session.commit()
    site.forget()
    assert "The Big Table can hear about this" in client.get("/privacy").text


def test_leaving_works_without_a_visit_a_token_or_a_cookie(client):
    left = client.post("/leave")
    assert (left.status_code, left.location) == (303, "/go")
    assert 'content="0;url=http://127.0.0.1:8000/elsewhere"' in client.get("/go").text
    assert client.get("/leave").status_code == 405


def test_the_privacy_page_gives_each_duration_as_the_sweeps_have_it(client):
    page = client.get("/privacy").text
    kept = (
        ("What you said and our answers", retention.KEPT.days // 365, "year"),
        ("until", retention.KEPT_AFTER_ACTION.days // 365, "year"),
        ("Answers you started and did not send", drafts.IDLE // timedelta(hours=1), "hour"),
        ("“I am not safe”", safety_queries.STUB_KEPT.days, "day"),
        ("Who read it", retention.LOG_KEPT.days // 365, "year"),
    )
    for what, number, unit in kept:
        assert re.search(rf"{what}:? {number} {unit}s?\b", page), what
    assert "six years" not in page


def test_one_door_for_every_code_and_numbers_before_the_questions(client):
    make_consultation(slug="autumn")
    db.session.commit()
    page = client.get("/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count('href="/code"') == 1 and "/invited" not in main and "/carry-on" not in main
    places = [main.index(words) for words in ('href="/tell"', 'href="/code"', 'href="tel:999"', 'href="/say/autumn"')]
    assert places == sorted(places)


def test_with_no_number_on_record_the_first_page_still_says_what_to_ring(client):
    db.session.execute(update(HelpLine).values(verified=False))
    db.session.commit()
    assert "If you are in danger, ring 999." in client.get("/").text


def test_the_door_to_saying_something_knows_what_was_begun_here(client):
    make_consultation(slug="autumn", title="Homes")
    db.session.commit()
    client.post_form("/tell/idea", {"idea": "A bus pass"})
    page = client.get("/tell").text
    assert "Carry on: I have an idea" in page and 'href="/say/autumn"' in page
    assert "A bus pass" not in page
