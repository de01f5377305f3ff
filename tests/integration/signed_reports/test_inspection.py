"""The inspection pack: claim, evidence, impact, what young people say; for those who read releases and nobody else."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.documents.formats import FORMATS, Form
from portal.downloads.building import marked
from portal.signed_reports import building, indicators, inspected, operations, queries
from portal.signed_reports.gathering import Scope
from portal.signed_reports.kinds import KINDS, inspection
from portal.signed_reports.models import Edition
from portal.signed_reports.tags import NONE
from portal.themes.labels import SHANARRI
from tests.factories import board, people, plans, signed_reports
from tests.support import tables

OFFICER, SAFETY, LEAD = Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD
LIST = "/work/signed-reports"
#: The chapters that every pack ends with.
LAST = ("heard", "unplaced", "next")


@pytest.fixture
def pack(app):
    """A pack whose days hold what happens in this test."""

    def make(*chosen: str, by=None):
        today = clock.today()
        with clock.pretend(clock.now() + timedelta(days=1)):
            frame = operations.Frame(
                kind=inspection.KIND,
                title="For the inspection",
                first_day=today - timedelta(days=200),
                last_day=today,
                chosen=chosen or ("6.3",),
            )
            report = operations.begin(frame, by=by or people.make_account(OFFICER))
        db.session.commit()
        return report

    return make


def keys(report):
    return [one.key for one in report.sections]


def said(report):
    return repr(building.document(report, Edition.FULL))


def test_all_twenty_two_indicators_are_there_and_say_that_nobody_checked_them(app):
    known = indicators.framework()
    assert len(known.indicators) == len({one.number for one in known.indicators}) == 22
    assert {one.number for one in known.indicators if one.usual} == {"2.1", "5.4", "6.3", "6.4", "9.2"}
    assert "not been held against" in known.check and known.address.startswith("https://www.careinspectorate.com/")
    with app.app_context():
        lists = set(inspected.Held(Scope(date(2025, 4, 1), date(2026, 3, 31))).shelves)
    for one in known.indicators:
        assert set(one.lists) <= lists and len(set(one.lists)) == len(one.lists), one.number
        assert one.tags != NONE and one.shows and one.changed and one.says, one.number
        assert one.tags.wellbeing <= set(SHANARRI), one.number


def test_each_chosen_indicator_and_each_area_has_its_claim_before_its_impact(pack):
    officer = people.make_account(OFFICER)
    plan = plans.make_plan(published=True)
    area, bare = plans.make_area(plan), plans.make_area(plan, "Brothers and sisters live apart")
    plans.make_statement(area, by=officer, said="Half as long as before")
    plans.make_area(plans.make_plan("A draft"), "Nobody may read this yet")
    report = pack("9.2", "2.1")
    first, second = f"area_{area.id.hex[:8]}", f"area_{bare.id.hex[:8]}"
    pairs = [f"{key}_{half}" for key in ("qi_2_1", "qi_9_2", first, second) for half in ("claim", "impact")]
    assert keys(report) == ["about", *pairs, *LAST]
    text = said(report)
    assert "Half as long as before" in text and "Case records of two years" in text
    assert "Where this comes from: An inspection, 2015" in text
    assert "Nobody may read this yet" not in text
    assert "have not been held against the published framework" in text
    assert f"area-{area.id.hex[:8]}" in text and f"area-{bare.id.hex[:8]}" not in text


def test_where_there_is_no_evidence_it_says_so_and_words_without_any_are_followed_by_that(pack):
    report = pack("6.4")
    assert said(report).count("No evidence on record is tied to this.") == 3
    claim = next(one for one in report.sections if one.key == "qi_6_4_claim")
    operations.write(claim, "We look at our figures each month.", turn=0, by=report.begun_by)
    assert "Evidence: missing." in said(report)


def test_asks_stand_as_evidence_under_their_sign_and_taken_back_words_go(pack):
    quote = board.make_quote(checked=True)
    report = pack("6.3")
    claim = next(one for one in report.sections if one.key == "qi_6_3_claim")
    code = f"ask-{quote.id.hex[:8]}"
    assert code in {piece.code for piece in queries.evidence_of(report)}
    operations.write(claim, f"We ask and are asked. [{code}]", turn=0, by=report.begun_by)
    text = said(report)
    assert "Evidence: missing." not in text and code in text


def test_every_form_of_a_pack_can_be_made_and_names_its_inspector(app, pack):
    officer = people.make_account(OFFICER)
    plan = plans.make_plan(published=True)
    plans.make_statement(plans.make_area(plan), by=officer)
    board.make_ask()
    report = pack("2.1", "5.4", "6.3", "6.4", "9.2")
    inspector = people.make_account(Role.INSPECTOR)
    with app.app_context():
        document = marked(building.document(report, Edition.FULL), inspector, Role.INSPECTOR, clock.now())
        assert "For inspection only. For Ada Tester" in document.footer
        for form in Form:
            said = tables.words_in(tables.NAMES[form], FORMATS[form].render(document))
            assert tables.squeezed("Half as long as before") in said, form
            if form is not Form.DOCX:  # in the footer of its pages, beside its words
                assert tables.squeezed("For inspection only. For Ada Tester") in said, form


def test_a_pack_has_one_edition_and_is_never_for_everybody(signed_in, client):
    report = signed_reports.make_published("inspection")
    assert {one.edition for one in report.sections} == {Edition.FULL}
    assert report.title not in client.get("/reports").text
    for edition in ("", "/full", "/easy"):
        assert client.get(f"/reports/{report.id}{edition}", follow_redirects=True).status_code == 404
    reader = signed_in(Role.INSPECTOR)
    assert report.title in reader.get(LIST).text
    page = reader.get(f"{LIST}/{report.id}").text
    assert "Full report" in page and "Easy read" not in page and "Download PDF" in page
    assert "How to read this pack" in reader.get(f"{LIST}/{report.id}/read/full").text
    assert reader.get(f"{LIST}/{report.id}/read/easy").status_code == 404
    signed = signed_reports.make_signed("inspection")
    assert "For those who read signed figures." in signed_in(LEAD).get(f"{LIST}/{signed.id}").text


def test_officers_choose_what_goes_in_and_lose_no_word_by_it(signed_in):
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    page = client.get(f"{LIST}/new/inspection").text
    assert page.count("checked") == 5 and "6.3 Participation of children" in page
    days = {"title": "Pack", "first_day": "2025-04-01", "last_day": "2026-03-31", "organisation_id": ""}
    nothing = client.post_form(f"{LIST}/new/inspection", days)
    assert "Choose at least one." in nothing.text and 'value="Pack"' in nothing.text
    where = client.post_form(f"{LIST}/new/inspection", {**days, "chosen": ["1.1", "6.3"]}).location
    report = queries.get(UUID(where.rsplit("/", 1)[1]))
    assert keys(report) == ["about", "qi_1_1_claim", "qi_1_1_impact", "qi_6_3_claim", "qi_6_3_impact", *LAST]
    written = next(one for one in report.sections if one.key == "qi_1_1_claim")
    operations.write(written, "Safer than before.", turn=0, by=report.begun_by)
    db.session.commit()
    assert "Choose what goes in" in client.get(where).text
    assert "Choose at least one" in client.post_form(f"{where}/chapters", {}).text
    assert client.post_form(f"{where}/chapters", {"chosen": ["9.2"]}).status_code == 303
    report = queries.get(report.id)
    assert set(keys(report)) == {"about", "qi_1_1_claim", "qi_9_2_claim", "qi_9_2_impact", *LAST}
    assert "Safer than before." in said(report)
    quarterly = signed_reports.make_draft(by=report.begun_by)
    assert client.get(f"{LIST}/{quarterly.id}/chapters").status_code == 404
    checked = signed_reports.make_checked("inspection")
    assert client.get(f"{LIST}/{checked.id}/chapters").status_code == 404
    with pytest.raises(RuleError, match="Only a draft"):
        operations.choose(queries.get(checked.id), ("9.2",), by=people.make_account(OFFICER))


def test_a_correction_has_the_same_chapters(app):
    report = signed_reports.make_published("inspection")
    fresh = operations.correct(report, "A number was wrong", by=report.begun_by)
    assert keys(fresh) == keys(report) and fresh.chosen == report.chosen


def test_a_pack_about_nothing_is_refused(app):
    frame = operations.Frame(
        kind=KINDS["inspection"], title="T", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31), chosen=("none",)
    )
    with pytest.raises(RuleError, match="at least one"):
        operations.begin(frame, by=people.make_account(OFFICER))
