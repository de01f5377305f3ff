"""The file of a wave in every form: each cell and each sentence of its page, with what stands beside the figures."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.comparisons import operations as comparisons
from portal.consultations.models import Consultation
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.documents.document import Document
from portal.documents.formats import FORMATS, Form
from portal.evidence import queries
from portal.evidence.models import Release
from portal.invitations import operations as invitations
from portal.invitations.models import Group
from portal.reports.definitions import consultation
from tests.factories import consultations as asked
from tests.factories import evidence, people, waves
from tests.factories import themes as codebook
from tests.support import tables
from tests.unit.documents import read_back

SignIn = Callable[..., FlaskClient]


def counted_wave(name: str, weeks_ago: int, *, seed: int, themed: bool = False) -> Release:
    """A wave that people answered so long ago, counted, with a theme young people call something else."""
    row = waves.make_wave(name, weeks_ago)
    ids = evidence.make_answers(asked.queries.get_consultation(row.id), 146, seed=seed)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    if themed:
        theme = codebook.make_theme("Sleepovers", by=officer)
        for one in ids[:40]:
            codebook.put_under(db.session.get_one(evidence.Contribution, one), theme, by=officer)
    release = evidence.make_signed(db.session.get_one(Consultation, row.id), by=officer)
    db.session.commit()
    return release


@pytest.fixture
def release(app: object) -> Release:
    """The second of two waves, with a published total and a figure of another survey."""
    counted_wave("May 2024", 60, seed=1)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    as_of = clock.today() - timedelta(weeks=90)
    for group, key, number in ((Group.ALL, "", 400), (Group.HOME, "foster", 1300)):
        invitations.note_total(group, key, number, as_of=as_of, source="A register", by=officer)
    comparisons.add_figures(
        [waves.outside_figure(base=1250, retrieved_on=clock.today() - timedelta(days=40))], by=officer
    )
    return counted_wave("May 2025", 8, seed=2, themed=True)


def document(release: Release, edition: Audience = Audience.PARTNERS) -> Document:
    return consultation.build(queries.get_signed(release.id), edition)


def on(page: str) -> tables.Said:
    captions = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<caption[^>]*>(.*?)</caption>", page, re.DOTALL)]
    return tables.said_by(zip(captions, read_back.from_html(page.encode(), []), strict=True))


@pytest.mark.parametrize("edition", list(Audience))
def test_each_form_has_every_cell_of_the_page(
    app: object, signed_in: SignIn, release: Release, edition: Audience
) -> None:
    client = signed_in(Role.BOARD_MEMBER)
    address, query = f"/work/evidence/{release.id}", f"?edition={edition.value}"
    shown = on(client.get(address + query).text)
    coverage = on(client.get(f"{address}/coverage{query}").text)
    shown |= {key: text for key, text in coverage.items() if key[0] == "Groupbygroup"}
    assert any("Since" in caption for caption, _, _ in shown) and any("(“sleepovers" in row for _, row, _ in shown)
    with app.test_request_context("/work/"):
        built = document(release, edition)
        files = {form: FORMATS[form].render(built) for form in Form}
    captions = [table.caption for table in built.tables]
    assert captions == tables.captions_of(files[Form.CSV])
    groups = [text for (caption, _, _), text in shown.items() if "(bywhere" in caption]
    assert any("%)" in text for text in groups), "shares, each of its own group"
    for form, content in files.items():
        found = tables.said_in(tables.NAMES[form], content, captions)
        assert {key: found.get(key) for key in shown} == shown, form
        others = {caption for caption, _, _ in found} - {caption for caption, _, _ in shown}
        assert others == {tables.squeezed(f"{waves.HOME} Elsewhere")}, form


def test_each_form_says_who_was_heard_what_changed_and_how_that_was_worked_out(
    app: object, signed_in: SignIn, release: Release
) -> None:
    page = signed_in(Role.BOARD_MEMBER).get(f"/work/evidence/{release.id}").text
    lists = [page.split(f'id="{one}"')[1].split("<ul>")[1].split("</ul>")[0] for one in ("heard", "changed")]
    said = [one for each in lists for one in re.findall(r"<li>(.*?)</li>", each)]
    assert any("young people who could have answered" in one for one in said)
    said += [
        "How many there are: A register, as of",
        "Newcombe’s interval for the difference of two shares (1998, method 10), at 99%",
        "all but fewer than 5, or than 10",
        "most, over 90% · few, under 10%",
        "Held against “",
        "Questions compared:",
        "https://example.org/a",
        "A survey, A publisher, 2024; Everybody of 12 to 17",
        "These figures never change.",
    ]
    with app.test_request_context("/work/"):
        built = document(release)
        for form in Form:
            words = tables.words_in(tables.NAMES[form], FORMATS[form].render(built))
            assert not [one for one in said if tables.squeezed(one) not in words], form


def test_a_clear_change_stands_with_its_range_in_every_form(app: object) -> None:
    waves.make_release(waves.make_wave("May 2024", 60), waves.BEFORE)
    release = waves.make_release(waves.make_wave("May 2025", 8), waves.NOW)
    with app.test_request_context("/work/"):
        built = document(release)
        captions = [table.caption for table in built.tables]
        for form in Form:
            content = FORMATS[form].render(built)
            found = tables.said_in(tables.NAMES[form], content, captions)
            key = tables.squeezed(f"{waves.HOME} Since May 2024"), "Good"
            assert found[*key, "Change"] == tables.squeezed("clear rise, by 28 to 67 points")
            assert (found[*key, tables.squeezed("May 2024")], found[*key, "Thistime"]) == ("25%", "75%")
            said = tables.squeezed(f"{waves.HOME} “Good”: clear rise, by 28 to 67 points.")
            assert said in tables.words_in(tables.NAMES[form], content)


def test_the_first_wave_tells_no_change_and_explains_none(app: object) -> None:
    release = waves.make_release(waves.make_wave("May 2025", 8), waves.NOW)
    with app.test_request_context("/work/"):
        words = tables.words_in("CSV", FORMATS[Form.CSV].render(document(release)))
    assert "Since" not in words and "Newcombe" not in words and "clearrise" not in words


def test_a_spreadsheet_keeps_the_number_of_a_group_and_says_its_share_beside_it(app: object, release: Release) -> None:
    with app.test_request_context("/work/"):
        built = document(release)
        (wanted,) = (n for n, table in enumerate(built.tables) if table.key == "question:home×band:home")
        for form, read in (("Excel", tables.in_workbook), ("ODS", tables.in_ods)):
            head, *rows = read(FORMATS[{"Excel": Form.XLSX, "ODS": Form.ODS}[form]].render(built))[wanted]
            assert head[1::2][:2] == ["Good", "It’s okay"] and head[2] == "Good (as shown)", form
            numbers = [(row[1], row[2]) for row in rows if row[1].isdigit()]
            assert numbers and all(shown.startswith(f"{number} (") for number, shown in numbers), form
