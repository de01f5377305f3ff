"""Forms in and out by an officer: a dry run first, everything that is lost said, all of it or nothing."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.consultations import editions
from portal.consultations.models import Consultation, State
from portal.consultations.xlsform import writing
from portal.core import clock, db
from portal.core.access import Role
from tests.factories import consultations

IN = "/work/consultations/form"


@pytest.fixture
def wave(app):
    made = consultations.make_consultation(questions=consultations.with_files())
    db.session.commit()
    return made


@pytest.fixture
def officer(signed_in, app):
    return signed_in(Role.PARTICIPATION_OFFICER)


@pytest.fixture
def form(wave):
    """The file an export gives."""
    plan = writing.planned(editions.with_drafts(wave.id).main)
    return writing.write(plan, title="From afar", form_id="x", version="1").content


def put(client, content=None, **fields):
    token = client.get(IN).text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, **fields}
    if content is not None:
        data["file"] = (io.BytesIO(content), "form.xlsx")
    return client.post(IN, data=data, content_type="multipart/form-data")


def plan(**changes):
    today = clock.today()
    days = {"opens_on": 3, "closes_on": 30, "report_back_on": 60}
    return {
        "title": "From afar",
        "wave": "Spring 2031",
        **{name: (today + timedelta(days=number)).isoformat() for name, number in days.items()},
        **changes,
    }


def carried(page):
    return page.text.split('name="carried"')[1].split('value="')[1].split('"')[0]


def stored():
    db.session.rollback()
    return db.session.scalars(sa.select(Consultation).order_by(Consultation.title)).all()


def test_out_says_what_others_show_otherwise_and_the_download_is_in_the_log(officer, wave):
    address = f"/work/consultations/editions/{wave.main.id}/form"
    assert "Download the form" in officer.get(address).text
    file = officer.post_form(address)
    assert file.data.startswith(b"PK")
    assert file.headers["Content-Disposition"].endswith('.xlsx"')
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "edition.form_downloaded")) == 1


def test_a_dry_run_stores_nothing_and_the_second_press_all_of_it(officer, wave, form):
    page = put(officer, form, go="look")
    assert "How is life where you live just now?" in page.text
    assert len(stored()) == 1
    made = put(officer, go="make", carried=carried(page), **plan())
    assert made.status_code == 303
    (copy,) = [one for one in stored() if one.title == "From afar"]
    assert copy.state is State.DRAFT
    before, after = (editions.with_drafts(one.id).main for one in (wave, copy))
    assert writing.planned(after).sections == writing.planned(before).sections


def test_what_is_not_filled_in_keeps_the_file_and_stores_nothing(officer, wave, form):
    page = put(officer, form, go="look")
    again = put(officer, go="make", carried=carried(page), **plan(wave="", closes_on="1999-01-01"))
    assert "Say which wave it is" in again.text
    assert carried(again) == carried(page)
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Choose a file first"), (b"not a spreadsheet", "cannot be made"), (b"x" * 400_000, "too big")],
)
def test_what_is_no_form_says_why(officer, wave, content, said):
    assert said in put(officer, content, go="look").text
    assert len(stored()) == 1


def test_a_file_changed_on_the_way_is_read_anew(officer, wave):
    assert "Choose a file first" in put(officer, go="make", carried="no base64!", **plan()).text
    assert "cannot be made" in put(officer, go="make", carried="AAAA", **plan()).text
    assert len(stored()) == 1


def test_what_is_left_behind_has_to_be_looked_at(officer, wave, form):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(form))
    book["survey"].append(["geopoint", "where_am_i", "Where are you?"])
    out = io.BytesIO()
    book.save(out)
    page = put(officer, out.getvalue(), go="look")
    assert "What would be left behind" in page.text
    assert "tick this" in put(officer, go="make", carried=carried(page), **plan()).text
    assert len(stored()) == 1
    assert put(officer, go="make", carried=carried(page), sure="y", **plan()).status_code == 303


def test_nobody_else_gets_there(signed_in, wave):
    for role in (Role.CHAMPION, Role.ADMINISTRATOR, Role.CORPORATE_LEAD):
        assert signed_in(role).get(IN).status_code == 404
