"""A plan: what is claimed stands apart from what is agreed, statements stay, and a draft is nobody's outside."""

from datetime import timedelta

import pytest

from portal.board import operations as board_operations
from portal.board.models import Say
from portal.commitments.models import Duty
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.plans import operations, queries, rules
from tests.factories import board, measures, people, plans, voices

DAYS = {"starts_on": "2026-04-01", "ends_on": "2029-03-31"}


def test_writing_a_plan_until_everybody_reads_it(signed_in, client):
    writer = people.make_account(Role.PARTICIPATION_OFFICER)
    officer, lead = signed_in(writer, Role.PARTICIPATION_OFFICER), signed_in(Role.CORPORATE_LEAD)
    assert "No plan yet" in officer.get("/work/plan").text
    assert "No plan is published yet" in client.get("/plan").text
    wrong = officer.post_form("/work/plan/new", {"title": "Plan", "starts_on": "2029-04-01", "ends_on": "2026-04-01"})
    assert "The last day has to come after the first." in wrong.text and 'value="Plan"' in wrong.text
    where = officer.post_form("/work/plan/new", DAYS | {"title": "Our plan", "organisation_id": " \n"}).location
    assert "No objective yet" in officer.get(where).text
    assert lead.post_form(f"{where}/publish", {}, page="/work/plan").status_code != 303
    measure = measures.make_measure()
    db.session.commit()
    filled = {
        "title": "Nobody leaves home too early",
        "why": "It is lonely.",
        "duty": "b",
        "measured_by": [str(measure.id)] * 2,
    }
    assert officer.post_form(f"{where}/objectives/new", filled).status_code == 303
    page = officer.get(where).text
    assert "Nobody leaves home too early" in page and "Nothing is being done for this yet." in page
    assert "Advocacy offered" in page and "Draft" in page
    assert "Our plan" not in client.get("/plan").text
    assert "A second person has to publish it." in page
    assert officer.post_form(f"{where}/publish", {}, page=where).status_code != 303
    assert lead.post_form(f"{where}/publish", {}, page=where).status_code == 303
    assert "Nobody leaves home too early" in client.get("/plan").text


def test_an_action_is_tied_from_its_own_page(signed_in):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    action = board.make_action()
    made = plans.make_objective(plans.make_plan(published=True))
    db.session.commit()
    own, here = f"/work/board/actions/{action.id}", f"/work/plan/actions/{action.id}"
    where, chosen = f"/work/plan/{made.plan_id}", {"serves": [str(made.id)] * 2}
    assert here in officer.get(own).text
    assert officer.post_form(here, chosen).status_code == 303
    assert "checked" in officer.get(here).text
    assert "Write family time into every plan" in officer.get(where).text
    assert officer.post_form(here, {"serves": []}).status_code == 303
    assert "Write family time into every plan" not in officer.get(where).text
    assert signed_in(Role.CHAMPION).get(here).status_code == 404


def test_claimed_is_not_agreed_and_moved_is_counted(app):
    plan = plans.make_plan(published=True)
    late = board.make_action(due_on=clock.today() - timedelta(days=3))
    claimed = board.make_action()
    with clock.pretend(clock.now() + timedelta(days=2)):
        board.make_claim(claimed)
    made = plans.make_objective(plan)
    for one in (late, claimed):
        operations.tie(one, [made], by=None)

    def of_it():
        return queries.steps(plan, Audience.PUBLIC)[-1].progress

    assert of_it() == rules.Progress(actions=2, claimed=1, agreed=0, late=1, moved=1)
    for champion in board.make_champions():
        board_operations.say(claimed, Say.YES, by=champion)
    assert (of_it().claimed, of_it().agreed) == (0, 1)


def test_an_action_for_words_nobody_checked_stays_off_the_page(app):
    hidden = board.make_action(ask=board.make_quote())
    hidden.ask.checked_at = None  # put right since, and to be looked at again
    plan = plans.make_plan(published=True)
    plans.make_objective(plan, action=hidden)
    assert all(step.actions.rows == () and step.progress.actions == 0 for step in queries.steps(plan, Audience.PUBLIC))


def test_statements_stay_and_say_how_it_is_known(signed_in, client):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    area = plans.make_area(plans.make_plan(published=True))
    db.session.commit()
    here = f"/work/plan/areas/{area.id}"
    assert "Nobody has said yet where this stands" in officer.get(here).text
    missing = officer.post_form(here, {"said": "It is better"}, page=here)
    assert "Say how you know." in missing.text and "It is better" in missing.text
    for said in ("It is better", "It is worse"):
        assert officer.post_form(here, {"said": said, "evidence": "Case records"}, page=here).status_code == 303
    page = officer.get(here).text
    assert "It is better" in page and "It is worse" in page
    public = client.get("/plan").text
    assert "Permanence takes too long" in public and "Case records" in public
    assert "Say where it stands" not in signed_in(Role.CHAMPION).get(here).text


def test_somebodys_own_words_are_refused_and_kept_in_the_form(signed_in):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    own = "I moved nine times in two years and nobody asked me where I wanted to go"
    voices.make_contribution(own)
    plan = plans.make_plan()
    db.session.commit()
    where = f"/work/plan/{plan.id}"
    page = officer.post_form(f"{where}/objectives/new", {"title": "Moves", "why": own}).text
    assert "somebody’s own words" in page and own in page
    assert "No objective yet" in officer.get(where).text


def test_what_was_published_is_answered_for(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    plan = plans.make_plan(published=True)
    with pytest.raises(RuleError):
        operations.drop_objective(plan.objectives[0], by=officer)
    with pytest.raises(RuleError):
        operations.publish(plan, by=officer)
    draft = plans.make_plan()
    operations.drop_objective(plans.make_objective(draft), by=officer)
    db.session.expire_all()
    assert draft.objectives == []


def test_one_organisations_duty_is_said(signed_in):
    plan = plans.make_plan()
    operations.aim(plan, operations.Aim(title="Chances", why="Fair.", duty=Duty.OPPORTUNITIES), by=None)
    db.session.commit()
    assert "(d) Give chances to join in" in signed_in(Role.CHAMPION).get(f"/work/plan/{plan.id}").text


def test_a_new_objective_comes_last_where_another_went(app):
    plan, by = plans.make_plan(), people.make_account(Role.PARTICIPATION_OFFICER)
    made = [plans.make_objective(plan, title=title) for title in ("One", "Two", "Three")]
    operations.drop_objective(made[0], by=by)
    db.session.expire_all()
    assert plans.make_objective(plan, title="Four").position > made[2].position


@pytest.mark.parametrize("role", [Role.WORKER, Role.ADVOCATE, Role.INSPECTOR])
def test_a_draft_and_its_areas_are_not_there_for_who_does_not_work_for_the_board(signed_in, role):
    draft, public = plans.make_plan(title="Quokka draft"), plans.make_plan(title="Plan for all", published=True)
    writer = people.make_account(Role.PARTICIPATION_OFFICER)
    hidden, open_to_all = (operations.add_area(one, "Sleep", "Report", by=writer) for one in (draft, public))
    db.session.commit()
    theirs, own = signed_in(role), signed_in(Role.BOARD_MEMBER)
    paths = (f"/work/plan/{draft.id}", f"/work/plan/areas/{hidden.id}")
    assert [theirs.get(path).status_code for path in paths] == [404, 404]
    assert [own.get(path).status_code for path in paths] == [200, 200]
    assert "Quokka" not in theirs.get("/work/plan").text and "Plan for all" in theirs.get("/work/plan").text
    assert "Quokka" in own.get("/work/plan").text
    assert theirs.get(f"/work/plan/areas/{open_to_all.id}").status_code == 200


def test_what_the_figure_counts_as_late_says_so_in_its_row(signed_in, client):
    action = board.make_action(ask=board.make_ask())
    plan = plans.make_plan(published=True)
    plans.make_objective(plan, action=action)
    action.due_on = clock.today() - timedelta(days=2)
    db.session.commit()
    for page in (signed_in(Role.BOARD_MEMBER).get(f"/work/plan/{plan.id}").text, client.get("/plan").text):
        assert "Late: 1." in page and "2 days late" in page
