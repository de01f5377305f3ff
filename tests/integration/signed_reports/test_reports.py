"""A report from draft to publication: who may do what, what is bound, what is said when something is wrong."""

import re
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from portal.board import operations as board_operations
from portal.board.models import ActionState, AskAnswer
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError, Unreadable
from portal.documents.formats import Form
from portal.downloads import operations as downloads
from portal.downloads.building import build_due
from portal.downloads.models import Download
from portal.signed_reports import building, operations, queries
from portal.signed_reports.files import REPORT
from portal.signed_reports.gathering import Proof
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, ReportSection, ReportState, SignedReport
from tests.factories import board, people, place, signed_reports, voices

OFFICER, SAFETY, LEAD = Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD
LIST = "/work/signed-reports"


def this_quarter():
    """Days that hold this moment: the report is begun as if they were over."""
    today = clock.today()
    return date(today.year, 1, 1), today


@pytest.fixture
def draft(app):
    """A draft whose days hold what happens in this test."""

    def make(kind: str = "quarterly", **changes) -> SignedReport:
        first, last = this_quarter()
        by = changes.pop("by", None) or people.make_account(OFFICER)
        with clock.pretend(clock.now() + (date(last.year + 1, 1, 1) - last)):
            frame = operations.Frame(kind=KINDS[kind], title="The quarter", first_day=first, last_day=last)
            report = operations.begin(frame, by=by)
        db.session.commit()
        return report

    return make


def section(report: SignedReport, key: str, edition: Edition = Edition.FULL) -> ReportSection:
    return next(one for one in report.sections if one.key == key and one.edition is edition)


def shown_on(page: str) -> str:
    """The version a page says it shows."""
    return re.search(r'name="shown" value="(\w+)"', page).group(1)


def said(report: SignedReport, edition: Edition = Edition.FULL) -> str:
    """Everything one edition says, as one text."""
    return repr(building.document(report, edition))


def test_from_an_empty_list_to_what_everybody_reads(signed_in, client):
    writer, checker, signer = signed_in(OFFICER), signed_in(SAFETY), signed_in(LEAD)
    assert "No report is published yet" in signed_in(Role.WORKER).get(LIST).text
    assert "Nothing here yet" in client.get("/reports").text
    page = writer.get(LIST).text
    assert "Nothing is being written" in page and "Quarterly summary" in page
    wrong = writer.post_form(
        f"{LIST}/new/quarterly", {"title": "Ours", "first_day": "2026-06-30", "last_day": "2026-04-01"}
    )
    assert "The last day has to come after the first" in wrong.text and 'value="Ours"' in wrong.text
    dates = {"title": "Summer", "first_day": "2026-04-01", "last_day": "2026-06-30"}
    where = writer.post_form(f"{LIST}/new/quarterly", dates).location
    page = writer.get(where).text
    first = re.search(r'href="([^"]+/sections/[^"]+)"', page).group(1)
    assert writer.post_form(first, {"words": "A **busy** quarter. {nope}", "turn": "0"}).status_code == 303
    assert "do not exist: nope" in checker.get(where).text
    assert checker.post_form(f"{where}/check", {}, page=LIST).status_code == 409
    looked = writer.post_form(first, {"words": "A **busy** quarter with 12 meetings.", "turn": "1", "look": "1"})
    assert "Numbers typed by hand, not bound to a figure: 12" in looked.text and "with 12 meetings.</p>" in looked.text
    assert writer.post_form(first, {"words": "A **busy** quarter with 12 meetings.", "turn": "1"}).status_code == 303
    read = {"shown": queries.version_of(queries.get(UUID(where.rpartition("/")[2]))), "looked_at_numbers": "y"}
    assert writer.post_form(f"{where}/check", read, page=where).status_code == 409
    assert "I compared each number" in checker.get(where).text
    assert checker.post_form(f"{where}/check", {"shown": read["shown"]}, page=where).status_code == 409
    stale = read | {"shown": "what somebody read before"}
    assert "It was changed since you opened it" in checker.post_form(f"{where}/check", stale, page=where).text
    assert checker.post_form(f"{where}/check", read, page=where).status_code == 303
    assert "Only a draft can be changed" in writer.post_form(first, {"words": "Late", "turn": "2"}, page=where).text
    assert (
        "Say as what you sign"
        in signer.get(signer.post_form(f"{where}/sign", {"signed_as": " "}, page=where).location).text
    )
    assert (
        signer.post_form(
            f"{where}/sign",
            {"signed_as": "Chief Social Work Officer", "shown": shown_on(signer.get(where).text)},
            page=where,
        ).status_code
        == 303
    )
    assert "Summer" not in client.get("/reports").text
    assert writer.post_form(f"{where}/publish", {}, page=where).status_code == 303
    assert "Summer" in client.get("/reports").text
    public = where.removeprefix("/work/signed-reports")
    assert client.get(f"/reports{public}").status_code == 404, "the group's own edition is not for everybody"
    easy = client.get(f"/reports{public}/easy").text
    assert "Chief Social Work Officer" in easy and "What you said" in easy
    assert "Correct it by a new report" in writer.get(where).text
    assert "A busy quarter with 12 meetings." in signed_in(Role.INSPECTOR).get(f"{where}/read/full").text


def test_drafts_are_for_those_who_write_check_and_sign(signed_in, client, draft):
    report = draft()
    for role in (Role.CHAMPION, Role.BOARD_MEMBER, Role.WORKER, Role.INSPECTOR, LEAD):
        assert signed_in(role).get(f"{LIST}/{report.id}").status_code == 404
        assert signed_in(role).get(f"{LIST}/{report.id}/read/full").status_code == 404
    assert client.get(f"/reports/{report.id}/easy").status_code == 404
    assert "Nobody has signed this" in signed_in(SAFETY).get(f"{LIST}/{report.id}/read/full").text
    assert "The quarter" not in signed_in(LEAD).get(LIST).text
    assert signed_in(OFFICER).get(f"{LIST}/{report.id}/read/none").status_code == 404
    assert signed_in(OFFICER).get(f"{LIST}/new/none").status_code == 404


def test_three_people_read_it(draft):
    writer, other, lead = people.make_account(OFFICER, LEAD), people.make_account(OFFICER), people.make_account(LEAD)
    report = draft(by=writer)
    operations.write(report.sections[0], "Words", turn=0, by=other)
    for one in (writer, other):
        with pytest.raises(RuleError, match="second person"):
            operations.check(report, shown=queries.version_of(report), by=one, looked_at_numbers=True)
    checker = people.make_account(SAFETY, LEAD)
    operations.check(report, shown=queries.version_of(report), by=checker, looked_at_numbers=False)
    for one in (writer, other, checker):
        with pytest.raises(RuleError, match="Another person has to sign"):
            operations.sign(report, "Chief", shown=queries.version_of(report), by=one)
    operations.sign(report, "Chief", shown=queries.version_of(report), by=lead)
    with pytest.raises(RuleError):
        operations.send_back(report, "Too late", by=lead)
    with pytest.raises(RuleError):
        operations.gather_again(report, by=writer)


def test_champions_read_what_everybody_may_know(signed_in):
    """Figures for partners are for partners' staff: champions know one another."""
    quarterly, pack = signed_reports.make_published(), signed_reports.make_published("inspection")
    champion, member = signed_in(Role.CHAMPION), signed_in(Role.BOARD_MEMBER)
    page = champion.get(f"{LIST}/{quarterly.id}").text
    assert "Read: Easy read" in page and "Read: Full report" not in page
    assert champion.get(f"{LIST}/{quarterly.id}/read/full").status_code == 404
    assert champion.get(f"{LIST}/{quarterly.id}/read/easy").status_code == 200
    assert champion.get(f"{LIST}/{pack.id}").status_code == 404
    assert str(pack.id) not in champion.get(LIST).text
    assert str(pack.id) in member.get(LIST).text
    assert member.get(f"{LIST}/{quarterly.id}/read/full").status_code == 200


def test_one_organisations_report_is_signed_by_its_own_people(signed_in):
    report = signed_reports.make_checked()
    report.organisation_id = place.organisation("NHS").id
    db.session.commit()
    own = people.make_account(LEAD, organisation="NHS")
    other, theirs = signed_in(LEAD), signed_in(own, LEAD)
    where = f"{LIST}/{report.id}"
    assert other.get(where).status_code == 404
    assert other.post_form(f"{where}/sign", {"signed_as": "Chief"}, page=LIST).status_code == 404
    assert (
        theirs.post_form(
            f"{where}/sign", {"signed_as": "Chief", "shown": shown_on(theirs.get(where).text)}, page=where
        ).status_code
        == 303
    )


def test_sent_back_it_is_a_draft_that_says_why(draft):
    report = draft()
    checker, lead = people.make_account(SAFETY), people.make_account(LEAD)
    operations.check(report, shown=queries.version_of(report), by=checker, looked_at_numbers=False)
    operations.send_back(report, "Say who does it", by=lead)
    assert report.state is ReportState.DRAFT and report.sent_back_because == "Say who does it"
    operations.check(report, shown=queries.version_of(report), by=checker, looked_at_numbers=False)
    assert report.sent_back_because is None


def test_of_two_writers_none_loses_a_word(signed_in, draft):
    report = draft()
    one, other = signed_in(OFFICER), signed_in(OFFICER)
    where = f"{LIST}/{report.id}/sections/{report.sections[0].id}"
    assert one.post_form(where, {"words": "What one wrote", "turn": "0"}).status_code == 303
    page = other.post_form(where, {"words": "What the other wrote", "turn": "0"})
    assert "Somebody else changed this section" in page.text
    assert "What one wrote" in page.text and "What the other wrote" in page.text
    turn = re.search(r'name="turn" value="(\d+)"', page.text).group(1)
    assert other.post_form(where, {"words": "Both", "turn": turn}).status_code == 303
    long = other.post_form(where, {"words": "x" * 10_001, "turn": "2"})
    assert "1 letters too long" in long.text and "x" * 10_001 in long.text


def test_words_of_a_view_are_not_repeated(signed_in, draft):
    voices.make_contribution("My social worker changed four times in two years and nobody asked me.")
    db.session.commit()
    report = draft()
    where = f"{LIST}/{report.id}/sections/{report.sections[0].id}"
    typed = {"words": "My social worker changed four times in two years and nobody asked me.", "turn": "0"}
    page = signed_in(OFFICER).post_form(where, typed)
    assert page.status_code == 200 and "somebody’s own words" in page.text


def test_figures_follow_what_happened_and_are_bound_once_gathered(draft):
    lead = people.make_account(LEAD)
    ask = board.make_ask()
    report = draft()
    assert '"asks_new": "1"' in section(report, "asked").figures
    assert "Let us see our brothers" in said(report)
    code = next(piece.code for piece in queries.evidence_of(report) if piece.kind is Proof.ASK)
    assert code == f"ask-{ask.id.hex[:8]}"
    board_operations.answer(ask, answer=AskAnswer.YES, because="From May", reason=None, by=lead)
    assert "From May" not in said(report), "a draft says what was gathered"
    operations.gather_again(report, by=people.make_account(OFFICER))
    assert "From May" in said(report)
    assert '"answers_yes": "1"' in section(report, "answered").figures


def test_gathering_again_keeps_words_and_what_is_published_never_moves(draft):
    report = draft()
    operations.write(section(report, "asked"), "They asked for {asks_new} things.", turn=0, by=report.begun_by)
    assert "They asked for 0 things." in said(report)
    board.make_ask()
    operations.gather_again(report, by=report.begun_by)
    assert "They asked for 1 things." in said(report)
    operations.check(report, shown=queries.version_of(report), by=people.make_account(SAFETY), looked_at_numbers=False)
    operations.sign(report, "Chief", shown=queries.version_of(report), by=people.make_account(LEAD))
    operations.publish(report, role=Role.PARTICIPATION_OFFICER, by=report.begun_by)
    before = said(report)
    board.make_ask("Another one")
    assert said(report) == before


def test_what_was_changed_past_the_application_is_not_shown(signed_in):
    report = signed_reports.make_published()
    forged = sa.update(ReportSection.__table__).where(ReportSection.__table__.c.id == report.sections[0].id)
    report.sections[0].words = "Forged"
    with pytest.raises(RuleError, match="never changes"):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(RuleError, match="never changes"):
        db.session.execute(sa.update(ReportSection).values(words="Forged"))
    db.session.rollback()
    db.session.connection().execute(forged.values(words="Forged"))
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(Unreadable):
        queries.read(queries.get(report.id), Edition.FULL)
    page = signed_in(OFFICER).get(f"{LIST}/{report.id}/read/full")
    assert page.status_code >= 400 and "Forged" not in page.text


def test_words_taken_back_vanish_from_page_and_file(app, draft):
    owner_id = board.make_quote().words.contribution_id
    report = draft()
    assert board.EXCERPT in said(report)
    assert board.EXCERPT not in section(report, "asked").frozen, "never copied"
    reader = report.begun_by
    facts = {"report": str(report.id), "edition": "full"}
    row = downloads.ask(REPORT, facts, form=Form.HTML, title="It", language="en_GB", by=reader, role=OFFICER)
    db.session.commit()
    report_id, row_id = report.id, row.id
    with app.app_context():
        assert build_due() == 1
    owner = db.session.get_one(Contribution, owner_id)
    contributions.change_sharing(owner, given=[])
    db.session.commit()
    assert board.EXCERPT not in said(queries.get(report_id))
    with pytest.raises(RuleError):
        downloads.take(db.session.get_one(Download, row_id))


def test_whoever_chose_what_goes_in_has_written_on_it(draft):
    report, chooser = draft("inspection"), people.make_account(OFFICER)
    operations.choose(report, queries.chosen_in(report)[:1], by=chooser)
    with pytest.raises(RuleError, match="second person"):
        operations.check(report, shown=queries.version_of(report), by=chooser, looked_at_numbers=True)


def test_another_organisation_does_not_publish_it(signed_in):
    report = signed_reports.make_signed()
    report_id = report.id
    own = place.organisation("NHS").id
    table = SignedReport.__table__
    db.session.connection().execute(sa.update(table).where(table.c.id == report_id).values(organisation_id=own))
    db.session.commit()
    where = f"{LIST}/{report_id}"
    assert signed_in(LEAD).post_form(f"{where}/publish", {}, page=LIST).status_code == 409
    assert "Publish it" not in signed_in(LEAD).get(where).text
    assert signed_in(OFFICER).post_form(f"{where}/publish", {}, page=LIST).status_code == 303


def test_who_signed_as_what_is_sealed_too(app):
    report = signed_reports.make_published()
    table = SignedReport.__table__
    forged = sa.update(table).where(table.c.id == report.id).values(signed_as="Somebody else")
    db.session.connection().execute(forged)
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(Unreadable):
        queries.read(queries.get(report.id), Edition.FULL)


def test_whoever_wrote_the_first_report_does_not_check_its_correction(app):
    other = people.make_account(OFFICER)
    report = signed_reports.make_published()
    fresh = operations.correct(report, "A number was read wrongly", by=other)
    with pytest.raises(RuleError, match="second person"):
        operations.check(fresh, shown=queries.version_of(fresh), by=report.begun_by, looked_at_numbers=True)


def test_words_of_a_chapter_that_is_gone_stay_at_the_end_without_its_figures(draft):
    report = draft("inspection")
    kept = next(one for one in report.sections if one.key.endswith("_claim"))
    operations.write(kept, "We are good at this.", turn=0, by=report.begun_by)
    others = tuple(one for one in queries.chosen_in(report) if one != kept.title.split(" ")[0])
    operations.choose(report, others, by=report.begun_by)
    last = max(report.sections, key=lambda one: one.position)
    assert last is kept
    assert last.frozen == "[]" and last.figures == "{}" and last.words == "We are good at this."


def test_what_is_stuck_is_not_called_nothing(draft):
    action = board.make_action()
    board.in_state(action, ActionState.STUCK)
    found = section(draft(), "not_done")
    assert action.title in found.frozen and "nothing is late or stuck" not in found.frozen


def test_a_correction_stands_beside_what_it_corrects(signed_in, client):
    report = signed_reports.make_published()
    officer = signed_in(OFFICER)
    where = f"{LIST}/{report.id}"
    assert "Say what was wrong" in officer.post_form(f"{where}/correct", {"because": ""}).text
    made = officer.post_form(f"{where}/correct", {"because": "A number was read wrongly"}).location
    assert "A number was read wrongly" in officer.get(made).text
    fresh = queries.get(UUID(made.rpartition("/")[2]))
    assert section(fresh, "short").words == "It was a busy quarter."
    operations.check(fresh, shown=queries.version_of(fresh), by=people.make_account(SAFETY), looked_at_numbers=False)
    operations.sign(fresh, "Chief", shown=queries.version_of(fresh), by=people.make_account(LEAD))
    operations.publish(fresh, role=Role.PARTICIPATION_OFFICER, by=fresh.begun_by)
    fresh_id, report_id = fresh.id, fresh.corrects_id
    db.session.commit()
    assert officer.post_form(f"{where}/correct", {"because": "Again"}, page=where).status_code == 409
    fresh, report = queries.get(fresh_id), queries.get(report_id)
    assert "A newer report corrects this one" in client.get(f"/reports/{report.id}/easy").text
    assert "A number was read wrongly" in client.get(f"/reports/{fresh.id}/easy").text


def test_a_draft_is_thrown_away_only_when_asked_and_a_signed_one_never(signed_in, draft):
    report = draft()
    officer = signed_in(OFFICER)
    where = f"{LIST}/{report.id}"
    assert "gone then" in officer.get(f"{where}/discard").text
    assert officer.post_form(f"{where}/discard").status_code == 303
    assert officer.get(where).status_code == 404
    kept = signed_reports.make_signed()
    with pytest.raises(RuleError):
        operations.discard(kept, by=kept.begun_by)
    assert officer.get(f"{LIST}/{kept.id}/discard").status_code == 404


def test_every_kind_is_gathered_from_nothing(draft):
    for key, kind in KINDS.items():
        report = draft(key)
        for edition in kind.editions:
            assert said(report, edition).count("Heading(") > 3, (key, edition)


def test_a_sign_leads_to_what_it_names(signed_in, draft):
    ask, action = board.make_ask(), board.make_action()
    report = draft()
    found = {piece.kind: piece.code for piece in queries.evidence_of(report) if piece.id in (ask.id, action.id)}
    officer = signed_in(OFFICER)
    page = officer.get(f"{LIST}/{report.id}/read/full").text
    assert f'href="{LIST}/evidence?sign={found[Proof.ASK]}"' in page
    went = officer.get(f"{LIST}/evidence?sign={found[Proof.ASK]}")
    assert went.status_code == 302 and went.location == f"/work/board/asks/{ask.id}"
    assert (
        officer.get(f"{LIST}/evidence?sign=action-{action.id.hex[:8]}").location == f"/work/board/actions/{action.id}"
    )
    for nothing in ("ask-00000000", "ask", "film-3f9a2c71", "ask-zzzzzzzz", "", "ask-3f9a2c71' or 1=1"):
        assert officer.get(f"{LIST}/evidence", query_string={"sign": nothing}).status_code == 404
