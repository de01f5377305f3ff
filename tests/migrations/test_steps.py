"""Every step goes up and down with rows present, on both databases, and the models say nothing the steps do not."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from config import Settings
from portal.board import operations as board_operations
from portal.board import shaping, working
from portal.board.models import Level, Rated, Wording
from portal.board.operations import Terms
from portal.commitments.models import Care, Duty
from portal.comparisons import operations as comparisons
from portal.comparisons.operations import Wave
from portal.comparisons.rules import Read, figure_of
from portal.complaints import operations as complaints
from portal.consultations.models import Consultation
from portal.contributions.models import Identity, LivesIn, Matter, Purpose, Responsible, Whereabouts
from portal.contributions.operations import hold_other_words
from portal.core import clock, crypto, db, keys, migrate
from portal.core.access import Role
from portal.entitlements import operations as entitlements
from portal.entitlements.models import Got
from portal.escalation import operations as escalation
from portal.evidence import listening
from portal.feedback import operations as feedback
from portal.free_views import operations as free_views
from portal.invitations.models import Group
from portal.meeting_prep import operations as preparations
from portal.meeting_prep.models import MeetingKind
from portal.meetings import feeds, packs
from portal.meetings import operations as meeting_operations
from portal.meetings.models import Coming
from portal.outbox import operations as outbox
from portal.paper import operations as paper
from portal.paper.rules import Paper
from portal.partnership.models import GovernanceLevel
from portal.reading import translations
from portal.reminders import operations as reminders
from portal.reminders.models import Often
from portal.safety import operations as safety_operations
from portal.themes import coding
from portal.themes import operations as theme_operations
from portal.themes.coding import Found
from portal.together import operations as group_operations
from portal.unmasking import operations as unmasking
from portal.unmasking.models import Reason
from portal.word_list import operations as word_list
from portal.word_list.models import Turn
from tests.factories import (
    answers,
    board,
    commitments,
    consultations,
    downloads,
    groups,
    ideas,
    invitations,
    measures,
    meetings,
    people,
    place,
    plans,
    programs,
    safety,
    signed_reports,
    themes,
    training,
    voices,
)
from tests.integration.sweeps.world import FIGURE


@pytest.fixture
def fresh(empty_database_url, tmp_path):
    keys.create_keys(tmp_path / "keys")
    settings = Settings(database_url=empty_database_url, var_dir=tmp_path, keys_dir=tmp_path / "keys", testing=True)
    crypto.use_keys(keys.load_keys(settings.keys_dir))
    yield settings
    db.session.remove()


def tables(settings):
    engine = db.create_engine(settings)
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_models_and_steps_say_the_same(fresh):
    migrate.upgrade(fresh)
    migrate.check(fresh)


def test_every_step_goes_up_down_and_up_again(fresh):
    migrate.upgrade(fresh)
    there = tables(fresh)
    migrate.downgrade(fresh, "base")
    assert tables(fresh) <= {"alembic_version"}
    migrate.upgrade(fresh)
    assert tables(fresh) == there


def test_steps_go_down_with_rows_present(fresh):
    migrate.upgrade(fresh)
    engine = db.create_engine(fresh)
    db.bind(engine)
    place.make_partnership()
    theme = answers.make_theme()
    answers.put_under(theme, voices.make_contribution().contribution)
    ask = answers.make_ask(theme)
    action = answers.make_claimed_action(ask)
    answers.make_feedback(ask)
    safety.make_concern(about_worker=True, team_id=place.team().id)
    safety.make_duty()
    complaints.say_yes(voices.make_contribution().contribution)
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    complaints.take_further(complaints.say_yes(voices.make_contribution().contribution), by=officer)
    passed_on = safety.make_concern()
    safety_operations.see(passed_on, by=officer, role=Role.SAFEGUARDING_OFFICER)
    safety_operations.hand_over(passed_on, to_whom="Social work", how="phone", reference="SAP-1", by=officer)
    people.make_account(Role.CHAMPION)
    meeting = meetings.make_held("Buses", by=officer)
    packs.freeze(meeting, by=officer)
    agreed = meetings.make_agreed("Pets", by=officer)
    voting = meetings.make_voting("Paint", by=officer, leads_to_id=agreed.id)
    meetings.place(voting, people.make_account(Role.CHAMPION), 2)
    meeting_operations.answer(voting, Coming.YES, access="A ramp", by=officer)
    meeting_operations.say_conflict(voting.items[0], by=officer)
    feeds.make(officer)
    group = groups.make_group()
    group_operations.add_voice(group, "Ask us", quotable=True, by=officer)
    voices.make_contribution(assisted=groups.assisted())
    preparations.take_code(preparations.begin(MeetingKind.REVIEW, None, token="t"))
    listening.freeze_quarter(by=officer)
    invitations.make_letters(consultations.make_consultation(), by=officer)
    invitations.make_total(Group.HOME, "foster", 90, by=officer)
    invitations.make_outreach(Group.ALL, "", by=officer)
    lettered = voices.make_contribution().contribution
    lettered.responsible, lettered.lives_in = Responsible.OURS, LivesIn.ELSEWHERE
    idea = ideas.make_idea()
    ideas.make_supported(idea, 5)
    terms = Terms(post_id=place.post().id, due_on=clock.today())
    board_operations.ask("Paint for rooms", wording=Wording.PARAPHRASE, terms=terms, by=officer, idea=idea)
    thanks = voices.make_contribution(matter=Matter.THANKS, sharing=[Purpose.THANK]).contribution
    free_views.give_thanks(thanks, by=officer)
    problem = voices.make_contribution(matter=Matter.PROBLEM).contribution
    free_views.plan_sorting(problem, post_id=place.post().id, due_on=clock.today(), by=officer)
    _worked_on(ask, action, theme, officer)
    _coded(theme, officer)
    training.tell(training.make_pack(by=officer), by=officer)
    outbox.put(officer, once="one", subject="A reminder", body="1 thing is late.")
    downloads.make_download(ready=True)
    signed_reports.make_published()
    signed_reports.make_published("inspection")
    signed_reports.make_remark(signed_reports.make_checked("annual_story"))
    people.make_account(Role.INSPECTOR)
    reminders.choose(officer, Often.WEEKLY)
    programs.make_token()
    comparisons.add_figures([figure_of(FIGURE, {"home": ("Good",)})[0]], by=officer)
    before = Wave("Then", clock.today() - timedelta(days=400), "The council", "On paper")
    like = db.session.get(Consultation, consultations.make_consultation().id)
    comparisons.import_wave(like, before, Read(people=[{"hope": 3}]), by=officer)
    word_list.check_with(hold_other_words)  # as the application does when it starts
    word = word_list.propose("placement", say="home", because="It is", by=officer)
    word_list.decide(word, Turn.CONFIRM, by=people.make_account(Role.CHAMPION))
    promise = commitments.make_commitment()
    commitments.make_rule(promise, care=Care.LEFT, left_at_least=16, age_to=25)
    measure = measures.make_measure(commitment=promise)
    measures.make_reading(measure, approved=True)
    plan = plans.make_plan(published=True)
    plans.make_objective(plan, measure=measure, action=action)
    plans.make_statement(plans.make_area(plan), by=officer)
    entitlements.answer({promise.id: Got.PARTLY}, lettered)
    entitlements.freeze(by=officer)
    feedback.rate_reply(lettered, ask, Rated.WAFFLE)
    feedback.freeze_verdicts(by=officer)
    wave = consultations.make_consultation()
    pile = paper.begin_pile(wave, wave.main.id, place=Whereabouts.HOME, came_on=clock.today(), by=officer)
    paper.type_in(pile, 1, Paper({"hope": 3}), by=officer)
    known = voices.make_contribution(identity=Identity.TEAM, name="Sam").contribution
    asked = unmasking.ask(known, reason=Reason.SORT, because="The roof", by=officer)
    unmasking.agree(asked, keep_days=7, keep_because="Not safe", by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    db.session.remove()
    engine.dispose()
    migrate.downgrade(fresh, "base")
    migrate.upgrade(fresh)
    migrate.check(fresh)


def _coded(theme, officer):
    """A theme that was split and worded anew, a view two people coded differently, a translation, and a quote."""
    part = theme_operations.split(theme, themes.definition("Part"), why="Two things", by=officer)
    theme_operations.change(part, themes.definition("Another name"), why="Clearer", by=officer)
    view = voices.make_contribution("Nie chcę. Nigdy.").contribution
    passage = Found(theme.id, view.words[0].id, 0, 5)
    coding.save(view, [passage], done=True, by=officer)
    themes.code_view(view, part)
    coding.settle(view, under=[theme], because="Not clear", by=officer)
    translations.translate(view.words[0], "I do not want to. Never.", language="Polish", by=officer)
    board.make_quote()


def _worked_on(ask, action, theme, officer):
    """Steps, evidence, a rating, an ask that was asked again and split, two joined, and one on the ladder."""
    working.add_milestone(action, title="Half", due_on=action.due_on, by=officer)
    working.add_proof(action, working.NewProof("Page", "https://example.org"), by=officer)
    working.rate(ask, Rated.REAL, by=people.make_account(Role.CHAMPION))
    one, two = (answers.make_ask(theme, answer=None) for _ in range(2))
    one.again_of_id = one.part_of_id = one.echo_of_id = ask.id
    action.duty, action.level = Duty.ACCESS, Level.POLICY
    shaping.join(one, two, because="The same", by=officer)
    first, level = (GovernanceLevel(position=at, name=f"Rung {at}", purpose="To decide") for at in (1, 2))
    db.session.add_all([first, level])
    db.session.flush()
    escalation.raise_higher(two, because="Now", by=officer)
    escalation.set_days([(level.id, 3, 4)], by=officer)


def test_a_step_that_fails_leaves_nothing_behind(fresh, monkeypatch):
    from alembic import op

    made = op.create_table

    def fail_late(name, *args, **kwargs):
        if name == "verdict":
            raise RuntimeError("planted")
        return made(name, *args, **kwargs)

    monkeypatch.setattr(op, "create_table", fail_late)
    with pytest.raises(RuntimeError, match="planted"):
        migrate.upgrade(fresh)
    assert tables(fresh) <= {"alembic_version"}
    monkeypatch.undo()
    migrate.upgrade(fresh)
    assert "verdict" in tables(fresh)


def test_what_was_answered_before_editions_is_in_one_edition_after_and_back_again(fresh):
    """Rows of the older shape: faces, a ladder answered twice (which that shape allowed), and a sending."""
    migrate.upgrade(fresh, "0007")
    ids = {name: uuid4().hex for name in ("consultation", "faces", "ladder", "good", "sad", "thread", "a", "b", "c")}
    with connected(fresh) as connection:
        for statement in _OLD_ROWS:
            connection.execute(sa.text(statement.format(**{key: f"'{value}'" for key, value in ids.items()})))
    migrate.upgrade(fresh, "0008")
    with connected(fresh) as connection:
        one = connection.execute(sa.text("SELECT audience, number, state, frozen_week FROM edition")).one()
        assert (one.audience, one.number, one.state, str(one.frozen_week)) == ("all", 1, "current", "2026-03-02")
        kinds = connection.execute(sa.text("SELECT key, kind FROM question ORDER BY key")).all()
        assert [tuple(row) for row in kinds] == [("home", "faces3"), ("hope", "ladder")]
        assert connection.execute(sa.text("SELECT count(*) FROM answer")).scalar() == 2, "one step of the two is kept"
        assert connection.execute(sa.text("SELECT count(*) FROM submission s JOIN edition e ON e.id = s.edition_id"))
    migrate.downgrade(fresh, "0007")
    with connected(fresh) as connection:
        kinds = connection.execute(sa.text("SELECT key, kind, position FROM question ORDER BY position")).all()
        assert [tuple(row) for row in kinds] == [("home", "faces", 1), ("hope", "ladder", 2)]
        assert connection.execute(sa.text("SELECT count(*) FROM answer WHERE option_id IS NOT NULL")).scalar() == 1
        assert connection.execute(sa.text("SELECT count(*) FROM submission")).scalar() == 1
    migrate.upgrade(fresh)
    migrate.check(fresh)


@contextmanager
def connected(settings):
    engine = db.create_engine(settings)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


_OLD_ROWS = (
    """INSERT INTO consultation (id, slug, title, wave, intro, can_change, decides, known_already, minutes, opens_at,
        closes_at, report_back_on) VALUES ({consultation}, 'old', 'Old', 'w', 'i', 'c', 'd', 'k', 5,
        '2026-03-01 09:00:00+00:00', '2026-04-01 09:00:00+00:00', '2026-05-01')""",
    """INSERT INTO question (id, consultation_id, key, position, kind, prompt)
        VALUES ({faces}, {consultation}, 'home', 1, 'faces', 'How?')""",
    """INSERT INTO question (id, consultation_id, key, position, kind, prompt, low, high)
        VALUES ({ladder}, {consultation}, 'hope', 2, 'ladder', 'Hope?', 'Low', 'High')""",
    "INSERT INTO option (id, question_id, position, key, label) VALUES ({good}, {faces}, 1, 'good', 'Good')",
    "INSERT INTO option (id, question_id, position, key, label) VALUES ({sad}, {faces}, 2, 'sad', 'Sad')",
    """INSERT INTO contribution (id, matter, route, identity, received_week, keeps_time, reply_due_on, locale,
        priority_rank, submission_hash, code_hash, answered, waits) VALUES ({thread}, 'answers', 'own_phone', 'nobody',
        '2026-03-02', false, '2026-03-20', 'en', 2, 'h', 'c', false, true)""",
    "INSERT INTO submission (contribution_id, consultation_id) VALUES ({thread}, {consultation})",
    "INSERT INTO answer (id, contribution_id, question_id, option_id) VALUES ({a}, {thread}, {faces}, {good})",
    "INSERT INTO answer (id, contribution_id, question_id, step) VALUES ({b}, {thread}, {ladder}, 3)",
    "INSERT INTO answer (id, contribution_id, question_id, step) VALUES ({c}, {thread}, {ladder}, 8)",
)
