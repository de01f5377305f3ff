import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from config import ROOT
from portal.accounts import invitations
from portal.accounts.models import WorkSession
from portal.contributions import operations as contributions
from portal.contributions import visits
from portal.contributions.models import Contribution, YoungVisit
from portal.contributions.visits import PendingCode, Visit
from portal.core import clock, db, limits
from portal.core.access import Role
from portal.core.log import AllowList
from portal.downloads.models import Download, DownloadState
from portal.jobs import waking
from tests.factories import people, voices
from tests.factories.downloads import make_download


@pytest.fixture
def jobs(the_app, settings, monkeypatch):
    """The worker's sweeps, as the worker itself imports them, with their queue in the test's own folder."""
    monkeypatch.setenv("PORTAL_VAR", str(settings.var_dir))
    from portal.jobs import worker
    from portal.serving.worker import register_sweeps

    register_sweeps()
    return worker


def test_every_sweep_is_on_the_workers_clock(jobs, app):
    registered = {task.name for task in jobs.huey._registry.periodic_tasks}
    written = {
        f"portal.{path.parent.name}.jobs.{name}"
        for path in (ROOT / "portal").glob("*/jobs.py")
        for name in re.findall(r"^@periodic\(\w+\)\ndef (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(written) >= 12
    assert registered >= written


def test_a_sweep_that_fails_is_undone_logged_by_kind_and_tried_again(jobs, app, caplog):
    def fails():
        voices.make_contribution("a canary phrase")
        raise ValueError("a canary phrase")

    assert jobs.run("test.fails", fails) == 0
    assert db.session.scalars(select(Contribution)).all() == []
    said = " ".join(AllowList().format(record) for record in caplog.records)
    assert "sweep.failed" in said
    assert "canary" not in said


def test_visits_that_ended_are_forgotten(jobs, app):
    visits.save_visit("t" * 43, Visit(pending=PendingCode("k", "consultation")))
    db.session.commit()
    assert visits.sweep_ended() == 0
    with time_machine.travel(clock.now() + timedelta(hours=4), tick=False):
        assert visits.sweep_ended() == 1
    assert db.session.scalars(select(YoungVisit)).all() == []


def test_working_visits_that_ended_are_forgotten(jobs, signed_in):
    from portal.accounts.jobs import forget_ended_sessions

    signed_in(Role.CHAMPION)
    assert forget_ended_sessions() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert forget_ended_sessions() == 1
    assert db.session.scalars(select(WorkSession)).all() == []


def test_links_whose_week_is_over_are_forgotten(jobs, app):
    from portal.accounts.jobs import forget_expired_links

    invitations.send_link(people.make_account(Role.WORKER), by=people.make_account(Role.ADMINISTRATOR))
    assert forget_expired_links() == 0
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert forget_expired_links() == 1


def test_counts_of_hours_gone_by_are_forgotten(app):
    store = limits.counters()
    store.add("somebody", 60)
    assert store.sweep() == 0
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert store.sweep() == 1


def test_a_withdrawn_quote_is_wiped_by_the_sweep(app):
    from portal.board import operations as board
    from portal.board.operations import Terms
    from portal.contributions import queries
    from portal.contributions.models import Purpose
    from tests.factories import board as factory
    from tests.factories import place

    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    said = voices.make_contribution("Let me phone my sister when I want", sharing=[Purpose.QUOTE]).contribution
    terms = Terms(post_id=place.post().id, due_on=clock.today())
    first = factory.first_look()
    words = queries.words_of(said.id)[0]
    ask = board.quote(words, "phone my sister when I want", first=first, terms=terms, by=officer)
    assert board.forget_withdrawn_quotes() == 0
    db.session.refresh(said)
    contributions.change_sharing(said, given=[])
    assert board.forget_withdrawn_quotes() == 1
    assert ask.quote_sealed is None


def test_a_page_calls_the_worker_and_a_lost_call_harms_nobody(jobs, app, monkeypatch, caplog):
    called = []
    monkeypatch.setattr(waking._Installed, "on", False)
    waking.wake("portal.downloads.jobs.build")  # tests have no worker
    monkeypatch.setattr(waking._Installed, "on", True)
    monkeypatch.setattr(jobs, "run_now", called.append)
    waking.wake("portal.downloads.jobs.build")
    assert called == ["portal.downloads.jobs.build"]

    def is_full(name):
        raise OSError(name)

    monkeypatch.setattr(jobs, "run_now", is_full)
    waking.wake("portal.downloads.jobs.build")
    assert "wake.failed" in " ".join(AllowList().format(record) for record in caplog.records)


def test_a_call_runs_the_sweep_it_names_inside_the_workers_application(jobs, app):
    row = make_download()
    jobs.use(app.app_context)
    try:
        jobs.run_now.call_local("portal.nobody.jobs.nothing")
        assert db.session.get_one(Download, row.id).state is DownloadState.WAITING
        jobs.run_now.call_local("portal.downloads.jobs.build")
    finally:
        jobs.use(nullcontext)
    assert db.session.get_one(Download, row.id).state is DownloadState.READY
