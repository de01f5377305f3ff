"""Summaries as files: the same figures in each, nothing that runs, everything noted."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from portal.audit import queries as audit
from portal.consultations.models import Kind
from portal.consultations.planned import NewOption, NewQuestion
from portal.core import db
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.evidence import operations, queries
from portal.evidence.models import Release
from portal.evidence.page import page_of
from tests.factories import consultations as asked
from tests.factories import evidence, people
from tests.factories import themes as codebook
from tests.support.files import figures_in, files_in, made

SignIn = Callable[..., FlaskClient]
Figures = dict[tuple[str, str, str], str]
HOSTILE = [
    '=HYPERLINK("http://127.0.0.1/","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=1+1",
    '#read("/etc/hostname")',
    "*bold* _not_ $x$ <b>& \\ ] ] #",
]


def get_file(client: FlaskClient, release: Release, form: str, edition: str = "partners") -> TestResponse:
    """Post the button, like a person."""
    url = f"/work/reports/{release.id}/download"
    asked = client.post_form(url, {"form": form, "edition": edition}, page="/work/reports/")
    return made(client, asked) if asked.status_code == 303 else asked


def words_of_csv(content: bytes) -> list[str]:
    return [cell for rows in files_in(content).values() for row in rows for cell in row if cell]


def words_of_xlsx(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def figures_of_xlsx(content: bytes) -> Figures:
    found: Figures = {}
    for sheet in load_workbook(io.BytesIO(content)).worksheets[1:]:
        rows = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        head = next(place for place, row in enumerate(rows) if all(row) and len(row) > 1)
        for row in rows[head + 1 :]:
            for label, value in zip(rows[head][1:], row[1:], strict=True):
                found[str(rows[0][0]), str(row[0]), str(label)] = "" if value is None else str(value)
    return found


def words_of_pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Without anything a line break or a guard quote may change."""
    return re.sub(r"[\s'\u00ad\u2010\u200b-]+", "", text)


@pytest.fixture
def release(app: object) -> Release:
    wave, ids = evidence.make_closed_wave(146)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    heard, rare = codebook.make_theme("Sleepovers", by=officer), codebook.make_theme("A lift home", by=officer)
    for place, one in enumerate(ids[:40]):
        view = db.session.get_one(evidence.Contribution, one)
        codebook.put_under(view, heard, *([rare] if place < 6 else []), by=officer)
    return evidence.make_signed(wave, by=officer)


@pytest.mark.parametrize("edition", list(Audience))
def test_every_format_carries_the_same_figures(signed_in: SignIn, release: Release, edition: Audience) -> None:
    client = signed_in(Role.BOARD_MEMBER)
    files = {form: get_file(client, release, form, edition).data for form in ("csv", "xlsx", "pdf")}
    in_csv, in_xlsx = figures_in(files["csv"]), figures_of_xlsx(files["xlsx"])
    in_pdf = squeezed(words_of_pdf(files["pdf"]))
    assert in_csv == {key: text for key, text in in_xlsx.items() if not key[2].endswith(" (as shown)")} | {
        (title, row, column.removesuffix(" (as shown)")): text
        for (title, row, column), text in in_xlsx.items()
        if column.endswith(" (as shown)")
    }
    signed = queries.get_signed(release.id)
    shown = [said for chapter in page_of(signed, queries.figures(signed, edition)).chapters for said in chapter.tables]
    assert len(shown) > 5
    for said in shown:
        assert squeezed(said.title) in in_pdf
        assert squeezed(said.finding) in in_pdf
        for group in said.groups:
            for one, column in zip(group.bars, said.head[1:], strict=True):
                assert in_csv[said.title, group.label, column] == one.text
        for one in () if said.withheld else said.bars:
            assert in_csv[said.title, one.label, "People"] == one.count
            assert in_csv[said.title, one.label, "Share"] == one.share
            assert squeezed(one.label + one.count + one.share) in in_pdf, one


def test_no_small_number_and_no_exact_number_is_in_a_file(signed_in: SignIn, release: Release) -> None:
    client = signed_in(Role.CORPORATE_LEAD)
    for form, read in (("csv", words_of_csv), ("xlsx", words_of_xlsx)):
        for cell in read(get_file(client, release, form).data):
            for number in re.findall(r"^(\d+)(?: \(.*\))?$", cell):
                assert int(number) % 5 == 0 and int(number) >= 5, cell


def test_a_file_says_who_took_it_and_is_handed_over_safely(signed_in: SignIn, release: Release) -> None:
    account = people.make_account(Role.BOARD_MEMBER, name="Bo Board")
    client = signed_in(account, Role.BOARD_MEMBER)
    endings = {"csv": "zip", "xlsx": "xlsx", "pdf": "pdf", "docx": "docx", "ods": "ods", "html": "html"}
    for form, ending in endings.items():
        response = get_file(client, release, form, "public")
        assert response.status_code == 200
        disposition = response.headers["Content-Disposition"]
        assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{ending}"', disposition)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert "For Bo Board (Council), made on" in " ".join(words_of_csv(get_file(client, release, "csv").data))
    noted = [event for event in audit.events_about("release", release.id) if event.action == "summary.downloaded"]
    assert len(noted) == 7
    assert {event.actor_id for event in noted} == {account.id}
    assert noted[0].facts == '{"edition": "public", "form": "csv"}'


def test_a_demonstration_says_so_in_every_file(signed_in: SignIn, release: Release) -> None:
    client = signed_in(Role.BOARD_MEMBER)
    for form, read in (("csv", words_of_csv), ("xlsx", words_of_xlsx), ("pdf", words_of_pdf)):
        text = "".join(read(get_file(client, release, form).data))
        assert squeezed("Everybody and everything here is made up.") in squeezed(text), form


def test_hostile_words_stay_words(signed_in: SignIn) -> None:
    options = [NewOption(key=f"k{place}", label=label) for place, label in enumerate(HOSTILE)]
    question = NewQuestion(key="home", kind=Kind.SINGLE, prompt="=cmd|' /C calc'!A0", options=options)
    wave = asked.make_consultation(title="=1+1 @danger", wave="+Autumn", intro="=2", questions=[question])
    evidence.make_answers(wave, 160)
    release = evidence.make_signed(evidence.close(wave))
    client = signed_in(Role.BOARD_MEMBER)
    for cell in words_of_csv(get_file(client, release, "csv").data):
        assert not re.match(r"[\s]*[=+\-@＝＋－＠\t\r\x00]", cell), cell
    content = get_file(client, release, "xlsx").data
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    text = words_of_pdf(get_file(client, release, "pdf").data)
    assert squeezed("*bold* _not_ $x$ <b>&") in squeezed(text)
    assert squeezed('#read("/etc/hostname")') in squeezed(text)
    page = client.get(f"/work/evidence/{release.id}").text
    assert "&lt;b&gt;&amp;" in page


def test_a_small_wave_is_told_without_figures(signed_in: SignIn) -> None:
    wave, _ = evidence.make_closed_wave(12)
    release = evidence.make_signed(wave)
    client = signed_in(Role.BOARD_MEMBER)
    for form, read in (("csv", words_of_csv), ("xlsx", words_of_xlsx)):
        text = " ".join(read(get_file(client, release, form).data))
        assert "Fewer than 20 people took part" in text
    assert "Fewer than 20 people took part" in re.sub(r"\s+", " ", words_of_pdf(get_file(client, release, "pdf").data))


def test_the_pdf_is_tagged_and_titled(signed_in: SignIn, release: Release) -> None:
    reader = PdfReader(io.BytesIO(get_file(signed_in(Role.BOARD_MEMBER), release, "pdf").data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title


def test_only_signed_releases_are_offered(signed_in: SignIn) -> None:
    wave, _ = evidence.make_closed_wave(60)
    draft = operations.freeze_wave(wave, by=people.make_account(Role.PARTICIPATION_OFFICER))
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "Nothing to download yet" in client.get("/work/reports/").text
    url = f"/work/reports/{draft.id}/download"
    refused = client.post_form(url, {"form": "csv", "edition": "partners"}, page="/work/evidence/freeze")
    assert refused.status_code in (400, 404)
    assert not [event for event in audit.events_about("release", draft.id) if event.action == "summary.downloaded"]


@pytest.mark.parametrize(("form", "edition"), [("exe", "partners"), ("pdf", "raw"), ("", ""), ("pdf", "")])
def test_unknown_files_are_not_found(signed_in: SignIn, release: Release, form: str, edition: str) -> None:
    assert get_file(signed_in(Role.BOARD_MEMBER), release, form, edition).status_code == 404


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.ADMINISTRATOR])
def test_who_may_not_download_finds_nothing(signed_in: SignIn, release: Release, role: Role) -> None:
    client = signed_in(role)
    assert client.get("/work/reports/").status_code == 404
    url = f"/work/reports/{release.id}/download"
    answer = client.post_form(url, {"form": "csv", "edition": "public"}, page="/work/sign-in")
    assert answer.status_code in (400, 404)
