"""The kinds of report: what each says of an empty partnership, and what belongs where once there is something."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.board import operations as board_operations
from portal.board import shaping
from portal.board.models import Action, ActionState, Ask, AskAnswer, ReasonClass, Say, Step
from portal.commitments.models import Commitment, Duty
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.documents.document import Note, Table
from portal.evidence.models import Release
from portal.feedback import queries as feedback
from portal.feedback.models import Feedback
from portal.measures.models import Measure
from portal.meetings import operations as meeting_operations
from portal.meetings import recording
from portal.meetings.models import Decision, ItemSource
from portal.meetings.suggesting import Suggestion
from portal.plans.models import ImprovementArea, Objective, Plan
from portal.reports.definitions.parts import date_text
from portal.signed_reports import building, operations, planned, queries, showing, sources, tagged
from portal.signed_reports.gathering import Chapter, Proof, Scope
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, SignedReport
from portal.signed_reports.tags import Cluster, Foundation
from portal.themes.models import Theme
from tests.factories import board, commitments, measures, meetings, people, place, plans, themes, waves

NEW = ("section61", "childrens_rights", "promise", "annual_story")
ROWS = {
    Proof.RELEASE: Release,
    Proof.THEME: Theme,
    Proof.ASK: Ask,
    Proof.ACTION: Action,
    Proof.PROMISE: Commitment,
    Proof.MEASURE: Measure,
    Proof.PLAN: Plan,
    Proof.OBJECTIVE: Objective,
    Proof.AREA: ImprovementArea,
    Proof.DECISION: Decision,
    Proof.TOLD: Feedback,
}


@pytest.fixture(autouse=True)
def spoken(app) -> Iterator[None]:
    """Reports are gathered in a language."""
    with app.app_context():
        yield


def days(organisation: str = "") -> Scope:
    """Up to yesterday, of one partner or of all."""
    own = place.organisation(organisation).id if organisation else None
    return Scope(clock.today() - timedelta(days=300), clock.today() - timedelta(days=1), own)


def chosen() -> Scope:
    """The same days with everything in that its writers may choose."""
    keys = tuple(one.key for one in KINDS["inspection"].choices())
    return Scope(days().first_day, days().last_day, chosen=keys)


@contextmanager
def last_month() -> Iterator[None]:
    with clock.pretend(clock.now() - timedelta(days=30)):
        yield


def chapters(kind: str, scope: Scope | None = None, edition: Edition = Edition.FULL) -> dict[str, Chapter]:
    return {one.key: one for one in KINDS[kind].gather(scope or days(), edition)}


def said(chapter: Chapter) -> str:
    """Everything a chapter shows, as words."""
    found = [str(getattr(part, "text", "")) for part in chapter.parts]
    found += [item for part in chapter.parts for item in getattr(part, "items", ())]
    for part in chapter.parts:
        if isinstance(part, Table):
            found += [part.caption, *(cell.text for row in part.lines() for cell in row)]
    return "\n".join(found)


def begun(kind: str, organisation: str = "") -> SignedReport:
    scope = days(organisation)
    frame = operations.Frame(
        kind=KINDS[kind],
        title="A report",
        first_day=scope.first_day,
        last_day=scope.last_day,
        organisation_id=scope.organisation_id,
    )
    made = operations.begin(frame, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    return made


@pytest.fixture
def work(app) -> dict[str, Ask | Action | Commitment | Measure]:
    """An ask and a promise under a duty, actions of each kind, and what the other partner does."""
    with last_month():
        theme = themes.make_theme("Seeing family")
        theme.uncrc = "9"
        promise = commitments.make_commitment(duty=Duty.PROMOTE)
        ask = board.make_ask("Let us see our sisters", duty=Duty.ACCESS, theme_id=theme.id)
        other = board.make_ask("A nurse who stays", organisation="NHS", duty=Duty.ACCESS)
        untagged = board.make_ask("Paint the hall")
        rows = {
            "promise": promise,
            "ask": ask,
            "other": other,
            "untagged": untagged,
            "agreed": board.in_state(board.make_action(ask=ask, title="Ask before family time"), ActionState.AGREED),
            "claimed": board.make_claim(board.make_action(ask=ask, title="Write it in each plan", duty=Duty.IMPROVE)),
            "kept": board.make_action(ask=None, commitment=promise, title="Hire an advocate"),
            "theirs": board.make_action(ask=other, organisation="NHS", title="Nurses get a contract"),
            "measure": measures.make_measure(commitment=promise),
        }
        today = clock.today()
        rows["agreed"].settled_on = today
        measures.make_reading(
            rows["measure"],
            starts_on=today - timedelta(days=100),
            ends_on=today - timedelta(days=10),
            approved=True,
        )
    db.session.commit()
    return rows


@pytest.mark.parametrize(("kind", "edition"), [(kind.key, one) for kind in KINDS.values() for one in kind.editions])
def test_an_empty_partnership_gives_a_report_to_read(app, signed_in, kind, edition):
    report = begun(kind)
    made = building.document(report, edition)
    assert len(made.parts) > 8
    page = signed_in(Role.PARTICIPATION_OFFICER).get(f"/work/signed-reports/{report.id}/read/{edition.value}")
    assert page.status_code == 200 and "A report" in page.text


def test_missing_evidence_is_printed_as_missing(app):
    report = begun("section61")
    notes = [part for part in building.document(report, Edition.FULL).parts if isinstance(part, Note)]
    missing = [part for part in notes if part.title == "Missing"]
    assert len(missing) == 6 + 6, "six duties; plan, planning, together, progress, said, next"
    section = next(one for one in report.sections if one.key == "duty_a")
    operations.write(section, "We are alert.", turn=0, by=report.begun_by)
    about = next(one for one in report.sections if one.key == "how" and one.edition is Edition.FULL)
    operations.write(about, "This is for young people first.", turn=0, by=report.begun_by)
    assert queries.wrong_with(report).uncited == 1, "what tells of the report itself needs no evidence"
    words = [getattr(part, "text", "") for part in building.document(report, Edition.FULL).parts]
    assert words[words.index("We are alert.") + 1] == "Evidence: missing."


def test_duties_hold_what_is_theirs_and_claims_stand_apart(work):
    found = chapters("section61")
    assert [key for key in found if key.startswith("duty_")] == [f"duty_{one.value}" for one in Duty]
    access, improve, promote = found["duty_e"], found["duty_f"], found["duty_c"]
    assert "Let us see our sisters" in said(access) and "A nurse who stays" in said(access)
    assert access.figures["asks_e"] == "2" and access.figures["actions_agreed_e"] == "1"
    assert access.figures["actions_claimed_e"] == "0", "an action’s own duty goes before its ask’s"
    assert improve.figures["actions_claimed_f"] == "1" and "Write it in each plan" in said(improve)
    assert "Hire an advocate" in said(promote) and "60%" in said(promote), "what keeps a promise goes by its duty"
    assert promote.figures["promises_c"] == "1" and promote.figures["measures_c"] == "1"
    assert found["duty_a"].is_bare and not access.is_bare
    assert "Paint the hall" in said(found["no_duty"]) and "1 asks and 0 actions" in said(found["how"])
    captions = [part.caption for part in access.parts if isinstance(part, Table)]
    assert captions.index("Done, and young people agree") < captions.index("Planned, under way, stuck or stopped")


@pytest.mark.parametrize("kind", ["section61", "childrens_rights"])
def test_one_organisation_has_nothing_of_another(work, kind):
    own = "\n".join(said(one) for one in KINDS[kind].gather(days("Council"), Edition.FULL))
    assert "Let us see our sisters" in own
    assert "A nurse who stays" not in own and "Nurses get a contract" not in own and "NHS" not in own
    theirs = "\n".join(said(one) for one in KINDS[kind].gather(days("NHS"), Edition.EASY))
    assert "A nurse who stays" in theirs and "sisters" not in theirs and "Council" not in theirs


@pytest.mark.parametrize("kind", KINDS)
def test_each_code_of_evidence_is_a_row(work, kind):
    with last_month():
        plan = plans.make_plan(published=True)
        plans.make_objective(plan, action=work["agreed"], measure=work["measure"])
        plans.make_area(plan)
        meetings.make_dealt(work["ask"])
    report = begun(kind)
    found = queries.evidence_of(report)
    assert found, kind
    for piece in found:
        assert db.session.get(ROWS[piece.kind], piece.id) is not None, piece
        assert piece.label and "\n" not in piece.label
    section = report.sections[0]
    operations.write(section, f"So it was [{found[0].code}].", turn=section.turn, by=report.begun_by)
    assert not queries.wrong_with(report).unknown_evidence


@pytest.mark.parametrize("kind", KINDS)
def test_no_young_person_s_own_words_are_copied(app, kind):
    with last_month():
        board.make_quote()
    report = begun(kind)
    kept = " ".join(one.frozen + one.evidence + one.figures for one in report.sections)
    assert board.EXCERPT not in kept
    assert any(board.EXCERPT in str(building.document(report, edition).parts) for edition in KINDS[kind].editions)


def test_progress_is_told_by_objective(work):
    with last_month():
        plan = plans.make_plan(published=True)
        plans.make_objective(plan, title="Family first", action=work["agreed"], measure=work["measure"])
        operations_plan = plans.make_plan("Only theirs", organisation=place.organisation("NHS"), published=True)
    aimed = planned.objectives(days(), [plan], Audience.PUBLIC)[-1]
    assert (len(aimed.actions), aimed.agreed, aimed.claimed) == (1, 1, 0)
    found = chapters("section61")
    assert "Family first" in said(found["progress"]) and "Ask before family time" in said(found["progress"])
    assert "No action serves these objectives:" in said(found["progress"])
    assert "Only theirs" in said(found["whose"])
    assert operations_plan.title not in said(chapters("section61", days("Council"))["whose"])


def test_a_report_of_one_organisation_says_that_nothing_of_its_own_serves_an_objective(work):
    with last_month():
        plans.make_objective(plans.make_plan(published=True), title="Family first", action=work["agreed"])
    db.session.commit()
    all_, theirs = (said(chapters("section61", scope)["progress"]) for scope in (days(), days("NHS")))
    assert "No action of ours serves these objectives:" in theirs and "No reading of ours" in theirs
    assert "No action serves these objectives:" not in theirs and "No reading yet" not in theirs
    assert "No action of ours" not in all_ and "No reading yet" in all_
    columns = [
        [one.label for part in chapters("section61", scope)["progress"].parts[:1] for one in part.columns]
        for scope in (days(), days("NHS"))
    ]
    assert columns[0][2] == "Actions" and columns[0][-1] == "What is measured"
    assert columns[1][2] == "Our actions" and columns[1][-1] == "What we measure"


def test_working_together_is_told_as_it_stood(work):
    board.make_action(ask=work["ask"], organisation="NHS", title="Nurses drive us")
    db.session.flush()
    db.session.expire(work["ask"], ["actions"])
    assert planned.joint_asks(days()) == [], "who acts was only added today"
    assert [one.id for one in planned.joint_asks(Scope(days().first_day, clock.today()))] == [work["ask"].id]


def test_what_was_joined_after_the_days_is_told_as_an_ask_of_its_own(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    lead = people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    with on(60):
        later, parted, whole = (board.make_ask(one) for one in ("Joined today", "Parted today", "Asked first"))
        shaping.join(parted, whole, because="The same", by=officer)
    shaping.part(parted, by=officer)
    shaping.join(later, whole, because="The same", by=officer)
    board_operations.answer(whole, answer=AskAnswer.YES, because="From May.", reason=None, by=lead)
    db.session.commit()
    then, now = days(), Scope(days().first_day, clock.today())
    for find in (
        sources.asked,
        sources.concerned,
        lambda scope: sources.of_ids(scope, {later.id, parted.id, whole.id}),
    ):
        assert sorted(one.text.text for one in find(then)) == ["Asked first", "Joined today"]
        assert sorted(one.text.text for one in find(now)) == ["Asked first", "Parted today"]
    assert [[one.text.text for one in sources.answered(scope)] for scope in (then, now)] == [[], ["Asked first"]]


def test_a_plan_published_after_the_days_is_none_of_theirs(app):
    with last_month():
        plans.make_plan("In time", published=True)
    plans.make_plan("Too late", published=True)
    db.session.commit()
    assert [one.title for one in planned.plans(days())] == ["In time"]
    assert len(planned.plans(Scope(days().first_day, clock.today()))) == 2


def test_what_people_say_of_an_answer_is_told_where_it_is_answered(work, monkeypatch):
    counted = SimpleNamespace(verdicts=object())
    monkeypatch.setattr(feedback, "released_for", lambda ids, audience: dict.fromkeys(ids, counted))
    lead = people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    board_operations.answer(work["ask"], answer=AskAnswer.YES, because="From May.", reason=None, by=lead)
    db.session.commit()
    now = sources.asked(Scope(days().first_day, clock.today()))
    assert [one.id for one in showing.rated(now, Audience.PUBLIC)] == [work["ask"].id]
    assert showing.rated(sources.asked(days()), Audience.PUBLIC) == [], "nobody had answered by the end of the days"


def test_working_together_is_what_several_have_a_part_in(work):
    assert chapters("section61")["together"].is_bare
    with last_month():
        board.make_action(ask=work["ask"], organisation="NHS", title="Nurses drive us")
    db.session.flush()
    db.session.expire(work["ask"], ["actions"])
    for scope in (days(), days("Council"), days("NHS")):
        found = chapters("section61", scope)["together"]
        assert "Let us see our sisters" in said(found) and found.figures["joint_asks"] == "1"
    neither = Scope(days().first_day, days().last_day, place.champions_group().id)
    assert planned.joint_asks(neither) == []


def test_noes_stand_with_their_reason(app):
    with last_month():
        ask = board.make_ask("A dog in each house")
        ask.answer, ask.reason = AskAnswer.NO, ReasonClass.MONEY
        ask.because, ask.answered_at = "The vet costs too much.", clock.now()
    db.session.flush()
    for kind, key in (("section61", "not_done"), ("childrens_rights", "not_done"), ("annual_story", "no")):
        found = chapters(kind)[key]
        assert found.figures["noes"] == "1"
        assert "There is no money for it now" in said(found) and "The vet costs too much." in said(found)
        assert "The vet costs too much." in said(chapters(kind, edition=Edition.EASY)["not_yet"])


def test_what_happened_after_the_days_is_not_told_as_if_it_had_happened_in_them(app):
    today, champions = clock.today(), board.make_champions(2)
    lead = people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    with last_month():
        ask = board.make_ask("Let us keep our pets", due_on=today - timedelta(days=9))
        claimed = board.make_claim(board.make_action(ask=ask, title="Pets may stay"))
        owed = board.make_action(ask=ask, title="Ask each house", due_on=today - timedelta(days=9))
    for one in champions:
        board_operations.say(claimed, Say.YES, by=one)
    board_operations.take_step(owed, Step.CLAIMED, text="All were asked", by=lead)
    board_operations.answer(ask, answer=AskAnswer.YES, because="They may stay.", reason=None, by=lead)
    board.make_action(ask=ask, title="Thought of today")
    db.session.commit()
    then, now = chapters("quarterly"), chapters("quarterly", Scope(days().first_day, today))
    assert then["done"].figures == {"actions_agreed": "0", "actions_claimed": "1"}
    assert now["done"].figures == {"actions_agreed": "1", "actions_claimed": "1"}
    assert "Late: was due on" in said(then["asked"]) and "They may stay." in said(now["asked"])
    assert then["not_done"].figures["late_asks"] == then["not_done"].figures["late_actions"] == "1"
    assert now["not_done"].figures["late_asks"] == now["not_done"].figures["late_actions"] == "0"
    assert "Ask each house" in said(then["next"]) and "Thought of today" not in said(then["next"])
    assert "Thought of today" in said(now["next"]) and "Ask each house" not in said(now["next"])
    assert "Let us keep our pets" in said(chapters("annual_story")["next"])


def on(days_ago: int) -> AbstractContextManager[None]:
    return clock.pretend(clock.now() - timedelta(days=days_ago))


def recent() -> Scope:
    """The last twenty days."""
    return Scope(clock.today() - timedelta(days=20), clock.today() - timedelta(days=1))


def test_a_not_yet_of_the_days_is_told_whenever_it_was_claimed(app):
    with on(60):
        claimed = board.make_claim(board.make_action(title="Pets may stay"))
        plans.make_objective(plans.make_plan(published=True), title="At home", action=claimed)
    with on(10):
        board_operations.say(claimed, Say.NOT_YET, by=board.make_champions(1)[0])
    db.session.commit()
    story, quarter = chapters("annual_story", recent()), chapters("quarterly", recent())
    assert story["disputed"].figures == {"actions_claimed": "1"} and "Pets may stay" in said(story["disputed"])
    assert quarter["done"].figures == {"actions_agreed": "0", "actions_claimed": "1"}
    assert said(chapters("section61", recent())["progress"]).count("Pets may stay") == 1, "it moved for its objective"
    before = Scope(clock.today() - timedelta(days=50), clock.today() - timedelta(days=30))
    assert sources.actions(before, *tagged.CLAIMED) == (), "nothing moved in those days"


def test_what_is_stuck_at_the_end_of_the_days_is_told_whenever_it_got_stuck(app):
    lead, due_on = people.make_account(Role.CORPORATE_LEAD, name="Lead Person"), clock.today() + timedelta(days=9)
    with on(60):
        stuck, stopped = (board.make_action(title=one, due_on=due_on) for one in ("A bus at night", "A tram"))
        board_operations.take_step(stuck, Step.STUCK, text="The bus firm", by=lead)
        board_operations.take_step(stopped, Step.STOPPED, text="No rails", by=lead)
    with on(10):
        board_operations.take_step(board.make_action(title="A dog"), Step.STUCK, text="The vet", by=lead)
    board_operations.take_step(stuck, Step.STARTED, by=lead)
    db.session.commit()
    for kind in ("quarterly", "section61"):
        found = said(chapters(kind, recent())["not_done"])
        assert "A bus at night" in found and "A dog" in found and "A tram" not in found
    assert "A bus at night" not in said(chapters("quarterly", Scope(days().first_day, clock.today()))["not_done"])


def test_what_young_people_agree_to_is_done_once(app):
    champions = board.make_champions(3)
    with on(60):
        claimed = board.make_claim(board.make_action(title="Pets may stay"))
        for one in champions[:2]:
            board_operations.say(claimed, Say.YES, by=one)
    with on(10):
        board_operations.say(claimed, Say.YES, by=champions[2])
    db.session.commit()
    before = Scope(clock.today() - timedelta(days=100), clock.today() - timedelta(days=30))
    assert [len(sources.actions(scope, ActionState.AGREED)) for scope in (before, recent())] == [1, 0]
    assert sources.worked_on(recent()) == ()


@pytest.mark.parametrize(("kind", "edition"), [(kind.key, one) for kind in KINDS.values() for one in kind.editions])
def test_each_edition_says_as_at_which_day_it_is_told(app, kind, edition):
    report = begun(kind)
    first = next(one for one in report.sections if one.edition is edition)
    day = date_text(days().last_day)
    wanted = f"how things were on {day}" if edition is Edition.EASY else f"as they stood at the end of {day}"
    assert wanted in first.frozen


def test_rights_come_from_themes_and_what_has_none_is_named(work):
    found = chapters("childrens_rights")
    assert "rights_family" in found and "rights_health" not in found
    assert "Let us see our sisters" in said(found["rights_family"])
    assert "Paint the hall" in said(found["untold"]) and "A nurse who stays" in said(found["untold"])
    sorted_work = tagged.by_cluster(tagged.whole(days(), Audience.PUBLIC))
    assert {one for one in Cluster if not sorted_work[one].is_empty} == {Cluster.FAMILY}


def test_foundations_go_by_rights_and_nothing_is_left_out(work):
    found = chapters("promise")
    assert list(found)[2:7] == ["voice", "family", "care", "people", "scaffolding"]
    assert "Let us see our sisters" in said(found["family"]) and found["care"].is_bare
    for name in ("Paint the hall", "A nurse who stays", "Hire an advocate", "Advocacy offered"):
        assert name in said(found["unsorted"]), name
    work["agreed"].commitment_id = work["promise"].id
    db.session.flush()
    found = chapters("promise")
    assert "Advocacy offered" in said(found["family"]) and "Advocacy offered" not in said(found["unsorted"])
    whole = tagged.whole(days(), Audience.PUBLIC)
    sorted_asks = [one.id for each in tagged.by_foundation(whole).values() for one in each.asks]
    assert sorted(sorted_asks) == sorted(one.id for one in whole.asks)
    assert set(tagged.by_foundation(whole)) == {*Foundation, None}


def test_asks_stand_in_the_order_the_board_talked_about_them(app):
    with last_month():
        first, second = board.make_ask("Asked first"), board.make_ask("Talked about first")
        meetings.make_dealt(second)
    db.session.commit()
    found = sources.in_board_order(days(), sources.asked(days()))
    assert [one.id for one in found] == [second.id, first.id]
    rows = next(part for part in chapters("annual_story")["asked"].parts if isinstance(part, Table))
    assert [row[0].text for row in rows.lines()] == ["Talked about first", "Asked first"]


def test_on_one_agenda_the_order_used_counts_not_the_order_it_was_put_together_in(app):
    with last_month():
        first, second = board.make_ask("Put there first"), board.make_ask("Wanted most")
        chair = people.make_account(Role.BOARD_MEMBER, organisation_id=place.champions_group().id, post_id=None)
        meeting = meetings.make_meeting(chair=chair)
        meeting_operations.open_agenda(meeting, by=meeting.arranger)
        for one in (first, second):
            suggestion = Suggestion(ItemSource.ASK, one.id, "", "It came up")
            meeting_operations.take(meeting, suggestion, by=meeting.arranger)
        meeting_operations.open_vote(meeting, by=meeting.arranger)
        meetings.place(meeting, people.make_account(Role.CHAMPION), 0, 3)
        meeting_operations.close_vote(meeting, by=meeting.arranger)
        meetings.write_all(meeting)
        recording.hold(meeting, champions=4, adults=6, by=meeting.arranger)
        meetings.agree(meeting)
    db.session.commit()
    assert [one.id for one in sources.in_board_order(days(), sources.asked(days()))] == [second.id, first.id]


def test_what_everybody_may_read_never_shows_what_partners_alone_may_know(app, monkeypatch):
    """Seven who answered are a number for partners and none for everybody; the kinds ask for the public figure."""
    asked: list[Audience] = []
    for module, name in ((sources, "waves"), (sources, "measured"), (sources, "promises"), (feedback, "released_for")):
        original = getattr(module, name)

        def spied(first, audience, _original=original):
            asked.append(audience)
            return _original(first, audience)

        monkeypatch.setattr(module, name, spied)
    for kind in KINDS.values():
        for edition in kind.public_editions:
            asked.clear()
            kind.gather(days(), edition)
            assert asked and set(asked) == {Audience.PUBLIC}, (kind.key, edition)
            assert kind.audience_of(edition) is Audience.PUBLIC


@pytest.mark.parametrize("kind", ["quarterly", "section61", "childrens_rights", "inspection"])
def test_a_wave_is_told_with_what_changed_since_the_one_before(app, kind):
    with last_month():
        before = waves.make_release(waves.make_wave("May 2024", 60), waves.BEFORE)
        waves.make_release(waves.make_wave("May 2025", 8), waves.NOW)
    found = KINDS[kind].gather(chosen(), Edition.FULL)
    everything = "\n".join(said(one) for one in found)
    assert "Since May 2024: “Good”: clear rise, by 28 to 67 points" in everything
    assert "Since May 2024: no clear change." in everything
    held = [piece.id for one in found for piece in one.evidence if piece.kind is Proof.RELEASE]
    assert before.id in held, "the wave it is held against is evidence too"
    assert "Since May 2025" not in everything and "Not asked in" not in everything
    if Edition.EASY in KINDS[kind].editions:
        easy = said(next(one for one in KINDS[kind].gather(chosen(), Edition.EASY) if one.key == "you_said"))
        assert "More of you said “Good” than in May 2024." in easy
        assert "Fewer of you said “It’s okay” than in May 2024." in easy and "points" not in easy


def test_a_corrected_wave_is_told_once_where_it_was_signed_first_with_its_newest_figures(app):
    with on(60):
        wave = waves.make_wave("May 2025", 8)
        waves.make_release(wave, waves.BEFORE)
    with on(30):
        other = waves.make_release(waves.make_wave("May 2024", 60), waves.BEFORE)
    with on(10):
        corrected = waves.make_release(wave, waves.NOW)
    before = Scope(clock.today() - timedelta(days=100), clock.today() - timedelta(days=25))
    found = [[one.release.id for one in sources.waves(scope, Audience.PUBLIC)] for scope in (before, recent())]
    assert found == [[corrected.id, other.id], []]


@pytest.mark.parametrize("kind", ["section61", "promise"])
def test_a_number_for_partners_is_words_for_everybody(app, kind):
    measure = measures.make_measure(commitment=commitments.make_commitment())
    starts_on = clock.today() - timedelta(days=100)
    measures.make_reading(measure, 7, 60, starts_on=starts_on, ends_on=starts_on + timedelta(days=90), approved=True)
    assert sources.measured(days(), Audience.PARTNERS)[0].points[0].percent == 12
    shown = "\n".join(said(one) for one in chapters(kind).values())
    assert "too few to show" in shown and "12%" not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_chapters_give_a_figure_the_same_name(work, kind):
    for edition in KINDS[kind].editions:
        names = [name for one in KINDS[kind].gather(days(), edition) for name in one.figures]
        assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_a_long_list_is_cut_and_says_so(app):
    with last_month():
        for number in range(45):
            board.make_ask(f"Ask number {number}", duty=Duty.ALERT)
    found = chapters("section61")["duty_a"]
    table = next(part for part in found.parts if isinstance(part, Table))
    assert len(list(table.lines())) == 40 and "The first 40 of 45" in table.note
    assert len(found.evidence) == 45 and found.figures["asks_a"] == "45"


def test_only_kinds_of_one_organisation_take_one(signed_in):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    for kind in KINDS.values():
        assert ("Whose report it is" in officer.get(f"/work/signed-reports/new/{kind.key}").text) is kind.of_one
