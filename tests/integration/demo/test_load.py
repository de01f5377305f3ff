from dataclasses import replace

import pytest
from sqlalchemy import func, select

from config import UnsafeSettings
from portal.accounts import operations as accounts
from portal.audit import queries as audit
from portal.consultations import queries as consultations
from portal.contributions import codes
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution, Identity, Words
from portal.core import clock, db
from portal.core.access import Role
from portal.demo import operations, queries
from portal.disclosure.thresholds import Audience
from portal.entitlements.side_by_side import widest_gaps
from portal.evidence import coverage
from portal.evidence import queries as evidence
from portal.evidence.coverage import Heard
from portal.evidence.models import ReleaseKind
from portal.feedback import queries as feedback
from portal.invitations import labels
from portal.invitations import queries as letters
from portal.measures import queries as measures
from portal.partnership import queries as partnership


@pytest.fixture(scope="module")
def loaded(the_app, tmp_path_factory):
    from tests.conftest import _empty

    _empty()
    codes = tmp_path_factory.mktemp("demo") / "codes.json"
    with the_app.app_context():
        assert operations.load_once(codes)
        assert not operations.load_once(codes)
    return codes


def test_the_demonstration_is_whole(loaded, the_app):
    count = db.session.scalar(select(func.count()).select_from(Contribution))
    assert count >= 150
    assert audit.verify().whole
    assert evidence.latest_verdicts() is not None
    assert len(feedback.published().rows) == 3
    named = db.session.scalar(
        select(func.count()).select_from(Contribution).where(Contribution.identity != Identity.NOBODY)
    )
    assert 0 < named < 30
    assert db.session.scalar(select(func.count()).select_from(Words)) > 150
    for code in queries.codes(loaded):
        assert contributions.find_by_code_hash(codes.code_hash(code)) is not None
    (meeting,) = queries.meeting_codes(loaded)
    assert meeting in queries.sign_ins(loaded)
    phone = the_app.test_client()
    assert phone.post_form("/code", {"code": meeting}).location == "/meeting/points"
    assert "Please don’t all write while I talk" in phone.get("/meeting/points").text
    reviews, hearings = sorted(evidence.signed_releases(ReleaseKind.LISTENING), key=lambda one: one.title)[::-1]
    assert evidence.figures(reviews, Audience.PUBLIC).people is not None
    assert evidence.figures(hearings, Audience.PARTNERS).people is None
    page = the_app.test_client().get("/").text
    assert "Start" in page


def test_letters_went_out_and_it_says_whom_we_did_not_hear(loaded, the_app):
    nothing, said = queries.letter_codes(loaded)
    for code, told in ((nothing, "It tells us nothing about you"), (said, "your age group, your kind of home")):
        phone = the_app.test_client()
        assert phone.post_form(f"/invited/{code}", {"code": code}).location == "/say/listen2us"
        assert told in phone.get("/say/listen2us").text
    (wave,) = [one for one in evidence.signed_releases(ReleaseKind.WAVE) if one.consultation.slug == "listen2us-before"]
    asked = consultations.get_consultation("listen2us-before")
    groups = labels.groups(letters.localities())
    lines = coverage.lines(evidence.figures(wave, Audience.PARTNERS), asked, letters.totals(), groups)
    assert {line.heard for line in lines} >= {Heard.FEW, Heard.SOME}
    assert letters.outreach()


def test_nothing_in_it_happened_after_it_was_loaded(loaded):
    from portal.audit.models import AuditEvent

    times = db.session.scalars(select(AuditEvent.at).order_by(AuditEvent.sequence)).all()
    assert list(times) == sorted(times)
    assert times[-1] <= clock.now()


def test_the_bar_switches_only_to_invented_people(loaded, the_app):
    client = the_app.test_client()
    assert client.post("/demo", data={"person": "phone"}).location == "/"
    moved = client.post("/demo", data={"person": "rowan:participation_officer"}, follow_redirects=True)
    assert "Rowan (demo)" in moved.text
    assert client.post("/work/demo/take-over", data={"person": "rowan:administrator"}).status_code == 404
    assert client.post("/work/demo/take-over", data={"person": "nobody:champion"}).status_code == 404
    real = accounts.open_account(
        name="Real",
        username="real",
        email="real@example.org",
        organisation_id=partnership.organisations()[0].id,
        roles=[Role.ADMINISTRATOR],
        by=None,
        approved=True,
    )
    db.session.commit()
    assert client.post("/work/demo/take-over", data={"person": f"{real.username}:administrator"}).status_code == 404


def test_the_sign_in_page_of_the_demonstration_offers_everybody_by_role(loaded, the_app):
    page = the_app.test_client().get("/work/sign-in").text
    for role, value in (("Participation officer", "rowan:participation_officer"), ("Young champion", "otter:champion")):
        assert f"<h3>{role}</h3>" in page
        assert f'value="{value}"' in page
    assert 'value="phone"' not in page.split("be somebody invented")[1]


def test_every_act_of_staff_carries_the_role_they_acted_in(loaded):
    from portal.audit.models import AuditEvent

    acts = db.session.execute(select(AuditEvent.action, AuditEvent.actor_role).where(AuditEvent.actor_id.is_not(None)))
    found = acts.all()
    assert len(found) > 300
    assert [action for action, role in found if not role] == []


def test_a_demonstration_over_a_real_partnership_does_not_start(loaded, settings):
    from portal import create_app

    real = partnership.partnership()
    real.invented = False
    db.session.commit()
    engine = db.session.get_bind()
    try:
        with pytest.raises(UnsafeSettings, match="not invented"):
            create_app(settings)
    finally:
        db.session.get_bind().dispose()
        db.bind(engine)
        partnership.partnership().invented = True
        db.session.commit()


def test_without_the_demonstration_there_is_no_bar(settings, loaded, opened):
    app = opened(replace(settings, demo=False))
    assert "demo.switch" not in app.view_functions
    assert app.test_client().get("/demo", base_url="http://127.0.0.1:8000").status_code == 404


def test_concerns_come_as_their_file_says_and_complaints_stand_in_the_register(loaded):
    from portal.complaints.models import Complaint, Wish
    from portal.safety.models import Concern, RaisedBy

    concerns = db.session.scalars(select(Concern)).all()
    by_reader = [one for one in concerns if one.raised_by is RaisedBy.READER]
    assert len(by_reader) >= 3
    assert all(one.raised_by_id for one in by_reader)
    assert sum(one.worry_sealed is not None for one in by_reader) >= 2
    rows = db.session.scalars(select(Complaint)).all()
    assert [row for row in rows if row.wish is Wish.YES and row.closed_at is None and row.due_on]
    kept_from_a_team = {one.contribution_id for one in concerns if any(row.team_id for row in one.barred)}
    assert [row for row in rows if row.wish is Wish.ASKED and row.contribution_id in kept_from_a_team]


def test_promise_and_experience_stand_side_by_side(loaded):
    assert widest_gaps()[0].commitment.name == "Someone on your side"
    assert len(measures.measures()) >= 20
