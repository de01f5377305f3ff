"""Who sees which release, and the two pages of two people."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.core import db
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.evidence import operations, queries, reading
from tests.factories import consultations as asked
from tests.factories import evidence, people
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
READERS = [
    Role.CHAMPION,
    Role.BOARD_MEMBER,
    Role.CORPORATE_LEAD,
    Role.PARTICIPATION_OFFICER,
    Role.SAFEGUARDING_OFFICER,
]


def test_an_officer_freezes_and_another_signs(signed_in: SignIn) -> None:
    wave, ids = evidence.make_closed_wave(60)
    officer = people.make_account(Role.PARTICIPATION_OFFICER, name="Olive Officer")
    codebook.put_under(db.session.get_one(evidence.Contribution, ids[0]), codebook.make_theme("Sleepovers"), by=officer)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    page = client.get(f"/work/evidence/freeze/{wave.id}")
    assert "60 people who said yes" in page.text
    assert "59 views of this wave stand under no theme yet" in page.text
    answer = client.post_form(f"/work/evidence/freeze/{wave.id}")
    assert answer.status_code == 303
    draft = queries.drafts()[0]
    own = client.get(f"/work/evidence/{draft.id}")
    assert "Not signed" in own.text
    assert f"/work/evidence/{draft.id}/sign" not in own.text
    assert "somebody else signs" in client.get(f"/work/evidence/{draft.id}/sign").text
    sign, discard = f"/work/evidence/{draft.id}/sign", f"/work/evidence/{draft.id}/discard"
    refused = client.post_form(sign, {"looked": "y"}, page=discard)
    assert refused.status_code == 409

    other = signed_in(Role.SAFEGUARDING_OFFICER)
    unticked = other.post_form(sign)
    assert "tick the box" in unticked.text
    assert other.post_form(sign, {"looked": "y"}).status_code == 303
    db.session.expire_all()
    assert queries.get_signed(draft.id).signed_by_id != officer.id


@pytest.mark.parametrize("role", READERS)
def test_signed_releases_are_read_in_the_edition_of_the_role(signed_in: SignIn, role: Role) -> None:
    wave, _ = evidence.make_closed_wave(60)
    release = evidence.make_signed(wave)
    page = signed_in(role).get(f"/work/evidence/{release.id}")
    assert page.status_code == 200
    audience = Audience.PUBLIC if role is Role.CHAMPION else Audience.PARTNERS
    figures = queries.figures(release, audience)
    for table in reading.tables(figures):
        for row in table.rows:
            assert all(text in page.text.replace("&#39;", "'") for text in row)
    assert ("edition for partners" in page.text) == (role is not Role.CHAMPION)


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.BOARD_MEMBER])
def test_drafts_stay_in_the_team(signed_in: SignIn, role: Role) -> None:
    wave, _ = evidence.make_closed_wave(60)
    draft = operations.freeze_wave(wave, by=people.make_account(Role.PARTICIPATION_OFFICER))
    client = signed_in(role)
    assert client.get(f"/work/evidence/{draft.id}").status_code == 404
    assert "Waiting for a second person" not in client.get("/work/evidence/").text
    for path in (f"{draft.id}/sign", f"{draft.id}/discard", "freeze", f"freeze/{wave.id}"):
        assert client.get(f"/work/evidence/{path}").status_code == 404


def test_an_administrator_reads_no_release(signed_in: SignIn) -> None:
    assert signed_in(Role.ADMINISTRATOR).get("/work/evidence/").status_code == 404


def test_an_open_wave_has_no_page_to_freeze_it(signed_in: SignIn) -> None:
    wave = asked.make_consultation()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.get(f"/work/evidence/freeze/{wave.id}").status_code == 404
    assert "is open until" in client.get("/work/evidence/freeze").text


def test_a_small_wave_is_words_only(signed_in: SignIn) -> None:
    wave, _ = evidence.make_closed_wave(12)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "No number leaves the team" in client.get(f"/work/evidence/freeze/{wave.id}").text
    release = evidence.make_signed(wave)
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get(f"/work/evidence/{release.id}")
    assert "Fewer than 20 people took part" in page.text
    assert "<table" not in page.text


def test_an_unsigned_release_can_be_discarded(signed_in: SignIn) -> None:
    wave, _ = evidence.make_closed_wave(25)
    draft = operations.freeze_wave(wave, by=people.make_account(Role.PARTICIPATION_OFFICER))
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.post_form(f"/work/evidence/{draft.id}/discard").status_code == 303
    assert not queries.drafts()


def test_the_preview_does_not_tell_three_people_from_two(signed_in: SignIn) -> None:
    """Whoever may open two of three views would learn that one about somebody who works here was kept from them."""
    pages = []
    for number in (2, 3):
        wave, _ = evidence.make_closed_wave(number)
        wave.title, wave.wave = "The same name", "one"
        db.session.commit()
        page = signed_in(Role.PARTICIPATION_OFFICER).get(f"/work/evidence/freeze/{wave.id}").text
        pages.append(page.split("Who is counted")[1].split("Questions")[0])
    assert pages[0] == pages[1]
    assert "fewer than 5" in pages[0]
