"""Every promise as a file: promised, measured, experienced, the same as on the page, and nothing small."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.audit.models import AuditEvent
from portal.core import db
from portal.core.access import Role
from portal.entitlements import operations
from portal.entitlements.models import Got
from portal.evidence import operations as evidence
from tests.factories import board, commitments, measures, people, voices
from tests.support.files import figures_in, files_in, made

SignIn = Callable[..., FlaskClient]
PAGE, URL = "/work/experienced", "/work/reports/scorecard/download"


def take(client: FlaskClient, form: str = "csv") -> bytes:
    return made(client, client.post_form(URL, {"form": form}, page=PAGE)).data


def fill(**counts: int) -> None:
    """One promise with an action, a measure, and so many answers in a signed release; one with nothing."""
    promise = commitments.make_commitment("Someone on your side")
    commitments.make_commitment("Living with family " + "at home" * 30)
    board.make_claim(board.make_action(commitment=promise, ask=None, title="Hire three advocates"))
    measures.make_reading(measures.make_measure(commitment=promise), approved=True)
    measures.make_reading(measures.make_measure("Not approved yet", commitment=promise))
    measures.make_reading(measures.make_measure("Very few", commitment=promise), 3, 9, approved=True)
    for got, number in counts.items():
        for _ in range(number):
            operations.answer({promise.id: Got(got)}, voices.make_contribution("Tell me").contribution)
    if counts:
        release = operations.freeze(by=people.make_account(Role.PARTICIPATION_OFFICER))
        evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    db.session.commit()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.CORPORATE_LEAD, Role.PARTICIPATION_OFFICER])
def test_the_file_says_what_the_page_says(signed_in: SignIn, role: Role) -> None:
    fill(yes=12, partly=12, no=26)
    client = signed_in(role)
    content, page = take(client), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(PAGE).text))
    found = figures_in(content)
    own = "Someone on your side"
    assert found["Every promise", own, "Officers say"] == "Claimed done, not agreed yet"
    assert found["Every promise", own, "Gap"] == "Wide gap" and "Wide gap" in page
    assert found["Measured", own, "Share, in per cent"] in ("60%", "too few to show")
    rows = str(files_in(content))
    assert "60%" in rows and "60%" in page and "too few to show" in rows and "Not approved yet" not in rows
    for answer, column in (("Got it", "I got it"), ("Partly", "Partly"), ("No", "No")):
        text = found["Young people say", own, column]
        assert f"{answer}: {text}" in page, answer
    other = next(row for table, row, column in found if table == "Young people say" and row != own)
    assert found["Young people say", other, "No"] == "Too few answers to show."
    assert not re.search(r"\b(12|26)\b", rows.replace("2026", "")), "no exact count"


def test_small_answers_stay_hidden(signed_in: SignIn) -> None:
    fill(yes=2, no=9)
    rows = str(files_in(take(signed_in(Role.BOARD_MEMBER))))
    assert "Too few answers to say" in rows and "Too few answers to show." in rows


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "ods", "html"])
def test_it_is_made_in_every_form_also_with_no_promise(signed_in: SignIn, form: str) -> None:
    client = signed_in(Role.BOARD_MEMBER)
    assert take(client, form)
    assert "Promised, measured and experienced as a file" not in client.get(PAGE).text, "a page without a promise"


def test_taking_it_is_noted_and_the_buttons_stand_where_promises_do(signed_in: SignIn) -> None:
    fill()
    client = signed_in(Role.BOARD_MEMBER)
    take(client)
    noted = db.session.query(AuditEvent).filter(AuditEvent.action == "scorecard.downloaded").all()
    assert len(noted) == 1
    for page in (PAGE, "/work/commitments", "/work/reports/"):
        assert URL in client.get(page).text, page


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.WORKER, Role.ADVOCATE])
def test_who_may_not_take_figures_away_has_no_button_and_no_file(signed_in: SignIn, role: Role) -> None:
    fill()
    client = signed_in(role)
    for page in (PAGE, "/work/commitments"):
        assert URL not in client.get(page).text
    assert client.post_form(URL, {"form": "csv"}, page="/work/words").status_code in (400, 404)


def test_an_unknown_form_is_not_found(signed_in: SignIn) -> None:
    client = signed_in(Role.BOARD_MEMBER)
    assert client.post_form(URL, {"form": "exe"}, page="/work/reports/").status_code == 404
