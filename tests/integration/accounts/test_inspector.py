"""An inspector: for fourteen days after a second person agreed, to read alone, with their name on everything."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from portal.accounts import operations, queries
from portal.accounts.models import AccountRole
from portal.accounts.queries import ChangeKind
from portal.accounts.rules import LASTS
from portal.audit import queries as audit
from portal.core import clock, db
from portal.core.access import ANYONE, HOLDER, ROLE_PERMISSIONS, SIGNED_IN, Permission, Role, access_of
from portal.core.errors import RuleError
from portal.documents.formats import Form
from portal.downloads import operations as downloads
from portal.downloads.models import DownloadState, DownloadWhy
from portal.signed_reports.files import REPORT
from tests.factories import board, meetings, people, place, signed_reports

DAYS = LASTS[Role.INSPECTOR]


@pytest.fixture
def admin(app):
    return people.make_account(Role.ADMINISTRATOR, name="Annan")


@pytest.fixture
def second(app):
    return people.make_account(Role.SAFEGUARDING_OFFICER, name="Fern")


@pytest.fixture
def inspector(app, admin, second):
    """Agreed this very moment."""
    account = people.make_account(name="Iona Inspector", email="iona@example.org", organisation="NHS")
    operations.approve_role(operations.grant_role(account, Role.INSPECTOR, by=admin), by=second)
    db.session.commit()
    return account


def ids(accounts):
    return [one.id for one in accounts]


def later(account, **away):
    """The moment access ends, and a little before or after it."""
    return queries.end_of(account, Role.INSPECTOR) + timedelta(**away)


def test_time_runs_from_the_second_persons_yes_and_never_longer_than_fourteen_days(app, admin, second):
    account = people.make_account(email="iona@example.org")
    held = operations.grant_role(account, Role.INSPECTOR, by=admin)
    assert held.ends_at is None
    agreed = clock.now() + timedelta(days=3)
    with time_machine.travel(agreed, tick=False):
        operations.approve_role(held, by=second)
        assert held.ends_at == clock.now() + timedelta(days=14)
    opened = operations.open_account(
        name="N",
        email="n@example.org",
        organisation_id=place.organisation().id,
        roles=[Role.INSPECTOR, Role.WORKER],
        by=None,
        approved=True,
    )
    assert opened.acting_roles == [Role.WORKER], "nobody skips the second person"


@pytest.mark.parametrize("values", [{"ends_at": None}, {"role": Role.WORKER}, {"approved": False}])
def test_the_database_itself_knows_no_inspector_without_an_end_and_no_end_without_an_inspector(inspector, values):
    with pytest.raises(IntegrityError):
        db.session.execute(AccountRole.__table__.update().values(**values))
    db.session.rollback()


def test_access_ends_at_the_minute_and_then_reads_like_no_role(signed_in, inspector):
    with time_machine.travel(later(inspector, seconds=-2), tick=False):
        client = signed_in(inspector, Role.INSPECTOR)
        assert client.get("/work/board").status_code == 200
        assert queries.get_account(inspector.id).acting_roles == [Role.INSPECTOR]
        assert inspector.id in ids(queries.holders(Permission.BOARD_READ))
    with time_machine.travel(later(inspector), tick=False):
        gone = client.get("/work/board")
        assert gone.status_code == 303 and "/work/sign-in" in gone.location
        found = queries.get_account(inspector.id)
        assert found.acting_roles == [] and queries.end_of(found, Role.INSPECTOR) is None
        assert inspector.id not in ids(queries.holders(Permission.BOARD_READ))
        assert inspector.id not in ids(queries.active_accounts(Role.INSPECTOR))
        fresh = signed_in(inspector, Role.INSPECTOR)
        assert fresh.get("/work/").status_code == 303
        assert operations.end_over() == 1 and operations.end_over() == 0
        db.session.commit()
    assert queries.get_account(inspector.id).roles == []
    said = [event.action for event in audit.events_about("account", inspector.id)]
    assert said == ["role.granted", "role.approved", "role.ended"]


def test_both_see_when_it_ends(signed_in, inspector, admin):
    client = signed_in(inspector, Role.INSPECTOR)
    home = client.get("/work/").text
    assert "Your access ends by itself on" in home and "for 14 days at the most" in home
    assert "Then it ends by itself" in client.get("/work/account").text
    keeper = signed_in(admin, Role.ADMINISTRATOR)
    assert re.search(r"Inspector <span class=\"small\">until \d+ \w+, \d\d:\d\d", keeper.get("/work/people").text)
    with time_machine.travel(later(inspector, minutes=1), tick=False):
        keeper = signed_in(admin, Role.ADMINISTRATOR)
        assert "is over" in keeper.get("/work/people").text
        page = f"/work/people/{inspector.id}"
        assert "is over" in keeper.get(page).text and "Ask for more time" not in keeper.get(page).text
        assert keeper.post_form(page, {"role": "inspector"}).status_code == 303, "given anew, it waits again"
        db.session.expire_all()
        assert not queries.get_account(inspector.id).roles[0].approved


def test_more_time_needs_a_second_person_again(signed_in, inspector, admin, second):
    held = inspector.roles[0]
    page = f"/work/people/{inspector.id}"
    ends = held.ends_at
    with time_machine.travel(ends - timedelta(days=1), tick=False):
        keeper = signed_in(admin, Role.ADMINISTRATOR)
        assert keeper.post_form(f"/work/people/roles/{held.id}/longer", page=page).status_code == 303
        shown = keeper.get(page).text
        assert "A second person has to agree: Fern" in shown and "Ask for more time" not in shown
        held = queries.get_role(held.id)
        assert held.ends_at == ends, "asking alone gives nothing"
        assert [change.kind for change in queries.waiting_changes()] == [ChangeKind.LONGER]
        for one in (admin, inspector):
            with pytest.raises(RuleError, match="second person"):
                operations.agree_longer(held, by=one)
        with pytest.raises(RuleError, match="asked for this already"):
            operations.ask_longer(held, by=admin)
        other = signed_in(second, Role.SAFEGUARDING_OFFICER)
        waiting = "/work/people/waiting"
        assert "Keeps the role: Inspector, for 14 more days from your yes" in other.get(waiting).text
        assert other.post_form(f"{waiting}/longer/{held.id}/agree", page=waiting).status_code == 303
        held = queries.get_role(held.id)
        assert held.ends_at == clock.now() + DAYS and held.longer_asked_by_id is None
    said = [event.action for event in audit.events_about("account", inspector.id)]
    assert said[-2:] == ["role.longer-asked", "role.longer-agreed"]


def test_what_was_asked_for_before_the_end_is_worth_nothing_after_it(inspector, admin, second):
    held = inspector.roles[0]
    operations.ask_longer(held, by=admin)
    with time_machine.travel(later(inspector), tick=False):
        assert queries.waiting_changes() == []
        for act in (operations.agree_longer, operations.refuse_longer):
            with pytest.raises(RuleError, match="has ended"):
                act(held, by=second)
        with pytest.raises(RuleError, match="has ended"):
            operations.ask_longer(held, by=admin)


def test_a_no_leaves_the_end_where_it_was(inspector, admin, second):
    held = inspector.roles[0]
    ends = held.ends_at
    operations.ask_longer(held, by=admin)
    operations.refuse_longer(held, by=second)
    assert held.ends_at == ends and queries.waiting_changes() == []
    with pytest.raises(RuleError, match="does not end"):
        operations.ask_longer(admin.roles[0], by=admin)


def test_a_file_asked_for_before_the_end_is_not_handed_over_after_it(signed_in, inspector):
    report = signed_reports.make_published()
    facts = {"report": str(report.id), "edition": "full"}
    with time_machine.travel(later(inspector, minutes=-1), tick=False):
        row = downloads.ask(
            REPORT, facts, form=Form.CSV, title="T", language="en_GB", by=inspector, role=Role.INSPECTOR
        )
        downloads.claim(row.id)
        downloads.keep(row.id, row.attempts, b"a file", name="t", words=REPORT.words(facts, inspector, Role.INSPECTOR))
        db.session.commit()
        assert downloads.take(row).content == b"a file"
        client = signed_in(inspector, Role.INSPECTOR)
    with time_machine.travel(later(inspector, minutes=1), tick=False):
        assert client.post(f"/work/files/{row.id}/take").status_code in (303, 400)
        with pytest.raises(RuleError, match="not there any more"):
            downloads.take(row)
        assert row.state is DownloadState.EXPIRED and row.why is DownloadWhy.REFUSED and row.content_sealed is None


def test_every_page_names_its_reader(signed_in, inspector):
    report = signed_reports.make_published()
    client = signed_in(inspector, Role.INSPECTOR)
    mark = re.compile(r'<p class="watermark"><bdi>For inspection only: Iona Inspector, [^<]+, \d+ \w+, \d\d:\d\d</bdi>')
    pages = [
        "/work/",
        "/work/board",
        "/work/evidence/",
        "/work/log/days",
        f"/work/signed-reports/{report.id}/read/full",
    ]
    for page in [*pages, "/work/nowhere", "/work/views"]:
        assert mark.search(client.get(page).text), page
    assert "watermark" not in signed_in(Role.CORPORATE_LEAD).get("/work/board").text


def test_every_file_names_its_reader_and_what_it_is_for(app, signed_in, inspector):
    client = signed_in(inspector, Role.INSPECTOR)
    content = client.post_form("/work/board/memory/file/csv", page="/work/board/memory").text
    assert "For inspection only. For Iona Inspector (" in content
    other = signed_in(Role.CORPORATE_LEAD).post_form("/work/board/memory/file/csv", page="/work/board/memory").text
    assert "inspection" not in other


def test_names_without_addresses_and_no_proof_that_cannot_be_marked(signed_in, inspector):
    lead = people.make_account(Role.CORPORATE_LEAD, name="Lena Lead")
    ask = board.make_ask()
    reader, page = signed_in(inspector, Role.INSPECTOR), f"/work/ladder/ask/{ask.id}"
    assert "Lena Lead" in reader.get(page).text and "mailto:" not in reader.get(page).text
    assert f"mailto:{lead.email}" in signed_in(lead, Role.CORPORATE_LEAD).get(page).text
    assert reader.get(f"/work/board/evidence/{uuid4()}").status_code == 404


def test_of_meetings_an_inspector_reads_agreed_minutes_alone(signed_in, inspector):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    agreed, held = meetings.make_agreed("Pets", by=officer), meetings.make_held("Buses", by=officer)
    ahead = meetings.make_meeting(by=officer)
    client = signed_in(inspector, Role.INSPECTOR)
    assert client.get(f"/work/meetings/{agreed.id}/minutes").status_code == 200
    page = client.get("/work/meetings/").text
    assert str(agreed.id) in page and str(held.id) not in page and str(ahead.id) not in page
    for one in (held, ahead):
        assert client.get(f"/work/meetings/{one.id}").status_code == 404
    assert client.get(f"/work/meetings/{held.id}/minutes").status_code == 404


def test_the_log_tells_names_of_acts_by_day_and_nothing_else(signed_in, inspector):
    signed_reports.make_published()
    page = signed_in(inspector, Role.INSPECTOR).get("/work/log/days").text.partition("<h1>")[2]
    done = re.search(r"<b>Signed reports</b>: ([^<]*)</li>", page)
    assert done and {"written", "signed"} <= set(done[1].split(", "))
    assert done[1].split(", ").count("written") == 1, "each once, so that no number is told"
    for account in queries.everybody():
        assert account.name not in page
    assert signed_in(Role.ADMINISTRATOR).get("/work/log/days").status_code == 404
    assert signed_in(inspector, Role.INSPECTOR).get("/work/log/").status_code == 404


#: What an inspector may send: signing out, their own way in, and files to take away.
MAY_SEND = frozenset(
    {
        "accounts_staff.account",
        "accounts_staff.enrol",
        "accounts_staff.role",
        "board_staff.file",
        "downloads_staff.again",
        "downloads_staff.take",
        "meetings_staff.download",
        "memory_staff.file",
        "reports_staff.download",
        "reports_staff.download_partner",
        "reports_staff.download_scorecard",
        "reports_staff.download_theme",
        "signed_reports_staff.download",
        "together_staff.unlock",
    }
)


def test_an_inspector_can_write_nothing(app, signed_in, inspector):
    """Whatever takes something and is open to them is in the list above; every other door is shut in their face."""
    client, held, shut = signed_in(inspector, Role.INSPECTOR), ROLE_PERMISSIONS[Role.INSPECTOR], 0
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/work/account").text).group(1)
    for rule in app.url_map.iter_rules():
        mark = access_of(app.view_functions[rule.endpoint])
        if "POST" not in (rule.methods or ()) or mark in (None, ANYONE, HOLDER):
            continue
        if mark == SIGNED_IN or Permission(mark) in held:
            assert rule.endpoint in MAY_SEND, rule.endpoint
            continue
        with app.test_request_context():
            url = url_for(rule.endpoint, **{name: _any(rule._converters[name]) for name in rule.arguments})
        assert client.post(url, data={"csrf_token": token}).status_code == 404, rule.endpoint
        shut += 1
    assert shut > 100


def _any(converter):
    """Something of the right shape."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return uuid4() if isinstance(converter, UUIDConverter) else 1 if isinstance(converter, IntegerConverter) else "x"
