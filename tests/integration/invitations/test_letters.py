"""Officers make letters once, call them back, remind, and note whom there is to ask."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.contributions import codes
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.invitations import operations, queries
from portal.invitations.models import EligibleTotal, Group, InvitationBatch, InvitationCode
from portal.invitations.rules import Bands
from tests.factories import consultations, evidence, people
from tests.factories.invitations import FOSTER, make_letters, make_outreach, make_total

NOTHING = {"age_band": "", "home": "", "locality": "", "responsible": "", "lives_in": ""}
LINE = "12|12_15|foster|||"


@pytest.fixture
def wave(app):
    found = consultations.make_consultation(slug="autumn")
    db.session.commit()
    return found


@pytest.fixture
def officer(signed_in, wave):
    return signed_in(Role.PARTICIPATION_OFFICER)


def make(officer, wave, lines=(LINE,), key=None):
    data = {"line": list(lines), "key": key or codes.new_submission_key()}
    page = f"/work/invitations/{wave.id}/letters"
    return officer.post_form(f"/work/invitations/{wave.id}/make", data, page=page)


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_letters_and_mail_merge_come_as_one_file_and_every_code_in_it_works(officer, wave, app):
    answer = make(officer, wave)
    assert answer.mimetype == "application/zip" and "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        pdf, merge = file.read("letters.pdf"), file.read("mail-merge.csv").decode("utf-8-sig")
    assert pdf.startswith(b"%PDF") and b"/StructTreeRoot" in pdf and len(re.findall(rb"/Type ?/Page\b", pdf)) in (0, 12)
    head, *rows = list(csv.reader(io.StringIO(merge)))
    assert head[:3] == ["Letter", "Code", "Link"] and [row[0] for row in rows] == [str(n) for n in range(1, 13)]
    assert {tuple(row[3:]) for row in rows} == {
        ("12 to 15", "With a foster family", "Not said", "Not said", "Not said")
    }
    assert all(queries.find_code(row[1]) for row in rows)
    assert rows[0][2].endswith(f"/invited/{rows[0][1]}")
    acts = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert list(acts)[-2:] == ["letters.made", "letters.downloaded"]


def test_no_code_is_stored_or_logged_in_clear(wave):
    made = make_letters(wave)
    plain = {letter.code.replace("-", "") for letter in made.letters}
    for code in db.session.scalars(select(InvitationCode)):
        assert not any(code.code_hash in one or one in code.code_hash for one in plain)
    facts = "".join(db.session.scalars(select(AuditEvent.facts)))
    assert not any(letter.code in facts for letter in made.letters)


def test_the_same_press_twice_makes_one_batch_and_says_what_to_do(officer, wave):
    key = codes.new_submission_key()
    make(officer, wave, key=key)
    again = make(officer, wave, key=key)
    assert "were made already" in again.text and "call the batch back" in again.text
    assert number_of(InvitationBatch) == 1 and number_of(InvitationCode) == 12


def test_what_is_left_out_and_why_is_shown_before_anything_is_made(officer, wave):
    lines = [LINE, "4|16_17|house||ours|here"]
    page = officer.post_form(
        f"/work/invitations/{wave.id}/letters", NOTHING | {"line": lines, "how_many": "3", "age_band": "18_25"}
    )
    assert "Where fewer than 10 people share them" in page.text
    assert "18 to 25 (3 people): left out is age" in page.text
    assert "Make 19 letters" in page.text and number_of(InvitationBatch) == 0


def test_what_is_printed_is_what_was_shown(wave):
    made = make_letters(wave, {FOSTER: 12, Bands(age_band="16_17", home="house"): 4})
    said = [letter.bands for letter in made.letters]
    assert said.count(FOSTER) == 12 and said.count(Bands()) == 4
    kept = [queries.bands_of(code) for code in db.session.scalars(select(InvitationCode))]
    assert sorted(kept) == sorted(said)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12",
        "x|12_15||||",
        "0|12_15||||",
        "501|12_15||||",
        "12|99||||",
        "12|||nowhere||",
        "12|12_15||||||",
        "²|||||",
    ],
)
def test_lines_that_no_page_sent_get_nothing(officer, wave, line):
    assert make(officer, wave, [line]).status_code == 404
    assert number_of(InvitationBatch) == 0


def test_a_line_can_be_taken_away_and_a_wrong_number_is_said(officer, wave):
    address = f"/work/invitations/{wave.id}/letters"
    assert "With a foster family" in officer.post_form(address, {"line": [LINE]}).text
    gone = officer.post_form(address, {"line": [LINE], "remove": "0"})
    assert "Begin with one group" in gone.text
    wrong = officer.post_form(address, NOTHING | {"line": [LINE], "how_many": "many"})
    assert "Type a number, in digits." in wrong.text and "many" in wrong.text and LINE in wrong.text


def test_too_many_or_too_late_is_refused(wave):
    with pytest.raises(RuleError, match="At most 500"):
        make_letters(wave, {FOSTER: 501})
    with clock.pretend(wave.closes_at), pytest.raises(RuleError, match="closed"):
        make_letters(wave)


def test_posters_are_pdfs_in_both_sizes(officer, wave):
    for paper in ("a4", "a3"):
        answer = officer.get(f"/work/invitations/{wave.id}/poster-{paper}")
        assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert officer.get(f"/work/invitations/{wave.id}/poster-a5").status_code == 404


def test_not_started_is_as_of_monday_and_hides_few(wave):
    made = make_letters(wave, {FOSTER: 30})
    rows = {code.letter: code for code in db.session.scalars(select(InvitationCode))}
    assert queries.not_started(made.batch).text == "all but fewer than 5"
    for number in range(1, 11):
        operations.spend(rows[number])
    assert queries.not_started(made.batch).text == "all but fewer than 5", "this week is not over"
    with clock.pretend(clock.now() + timedelta(days=7)):
        assert queries.not_started(made.batch).text == "20"
    for number in range(11, 28):
        operations.spend(rows[number])
    with clock.pretend(clock.now() + timedelta(days=7)):
        assert queries.not_started(made.batch).text == "fewer than 5"


def test_reminders_come_once_and_single_out_none_of_few(signed_in, wave):
    other = Bands(age_band="16_17", home="house")
    made = make_letters(wave, {FOSTER: 12, other: 12})
    rows = {code.letter: code for code in db.session.scalars(select(InvitationCode))}
    of = {bands: [one.number for one in made.letters if one.bands == bands] for bands in (FOSTER, other)}
    for number in (*of[FOSTER][:6], *of[other][:2]):
        operations.spend(rows[number])
    db.session.commit()
    with clock.pretend(clock.now() + timedelta(days=7)):
        officer = signed_in(Role.PARTICIPATION_OFFICER)
        answer = officer.post_form(f"/work/invitations/batches/{made.batch.id}/reminders")
        listed = [int(line) for line in answer.data.decode("utf-8-sig").split()[1:]]
        assert sorted(listed) == sorted([*of[FOSTER][6:], *of[other]])
        again = officer.post_form(f"/work/invitations/batches/{made.batch.id}/reminders")
        assert again.status_code >= 400 and "taken already" in again.text
        assert "The list was taken on" in officer.get(f"/work/invitations/batches/{made.batch.id}/reminders").text


def test_a_second_start_at_the_same_moment_loses(wave):
    make_letters(wave)
    code = db.session.scalars(select(InvitationCode)).first()
    assert operations.spend(code) and not operations.spend(code)


def test_totals_are_corrected_by_a_newer_one_and_the_old_ones_stay(officer, wave):
    for number in (290, 300):
        answer = officer.post_form(
            "/work/invitations/totals",
            {"group": "all:", "how_many": str(number), "as_of": "2026-03-31", "source": "The yearly return"},
        )
        assert answer.location == "/work/invitations/totals"
    assert [one.number for one in queries.totals().values()] == [300]
    assert number_of(EligibleTotal) == 2
    page = officer.get("/work/invitations/totals").text
    assert "300" in page and "Older numbers" in page and "290" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"how_many": ""}, "as a number"),
        ({"how_many": "-1"}, "from 1 to"),
        ({"as_of": "2126-01-01"}, "still to come"),
        ({"source": " "}, "where the number is from"),
        ({"group": "home:castle"}, "choice"),
    ],
)
def test_a_total_that_makes_no_sense_says_why_and_keeps_what_was_typed(officer, changed, said):
    typed = {"group": "all:", "how_many": "310", "as_of": "2026-03-31", "source": "The yearly return"} | changed
    page = officer.post_form("/work/invitations/totals", typed)
    assert said in page.text and number_of(EligibleTotal) == 0
    assert typed["source"].strip() in page.text


def test_what_was_tried_is_listed(officer):
    foster = {"group": "home:foster", "tried_on": "2026-03-02", "what": "Tea at the carers’ meeting"}
    organisation = str(make_outreach(Group.ALL, "").organisation_id)
    db.session.commit()
    assert officer.post_form("/work/invitations/outreach", foster | {"organisation": organisation}).status_code == 303
    assert "Tea at the carers’ meeting" in officer.get("/work/invitations/outreach").text


def test_coverage_says_whom_we_did_not_hear_and_shows_no_hidden_count(signed_in, app):
    closed, _ids = evidence.make_closed_wave(60, slug="before")
    release = evidence.make_signed(closed)
    make_total(Group.ALL, "", 300)
    make_total(Group.AGE_BAND, "12_15", 40)
    make_total(Group.HOME, "foster", 400)
    make_total(Group.HOME, "house", 12)
    make_outreach(Group.HOME, "house", "Pizza night at the house")
    db.session.commit()
    for role in (Role.BOARD_MEMBER, Role.CHAMPION):
        page = signed_in(role).get(f"/work/evidence/{release.id}/coverage").text
        assert "We heard few of those who live with a foster family" in page
        assert "Pizza night at the house" in page
        assert "fewer than 20" in page and ">12<" not in page, "a small total is not shown"
        assert "Not asked" in page and "An invented return" in page


def test_coverage_of_what_is_no_wave_or_not_signed_is_not_there(signed_in, app):
    closed, _ids = evidence.make_closed_wave(60, slug="before")
    draft = evidence.operations.freeze_wave(closed, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    assert signed_in(Role.PARTICIPATION_OFFICER).get(f"/work/evidence/{draft.id}/coverage").status_code == 404


def test_coverage_of_a_tiny_wave_says_nothing_in_figures(signed_in, app):
    closed, _ids = evidence.make_closed_wave(12, slug="tiny")
    release = evidence.make_signed(closed)
    make_total(Group.ALL, "", 300)
    make_total(Group.AGE_BAND, "12_15", 90)
    db.session.commit()
    page = signed_in(Role.BOARD_MEMBER).get(f"/work/evidence/{release.id}/coverage").text
    assert (
        "not shown" in page
        and "Can’t be said" in page
        and "%" not in re.sub(r"<[^>]+>", "", page.split("<main")[1].split("How to read")[0])
    )
