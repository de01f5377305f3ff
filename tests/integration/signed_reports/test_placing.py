"""Where evidence stands in an inspection pack: under what its tags say, nowhere else, and none of it is lost."""

from datetime import timedelta

import pytest

from portal.board import operations as board_operations
from portal.board.models import ActionState, AskAnswer
from portal.commitments.models import Duty
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.documents.document import Bullets, Paragraph, Table
from portal.evidence import queries as evidence
from portal.evidence.models import ReleaseKind
from portal.plans import operations as plan_operations
from portal.signed_reports import indicators, inspected, pieces, sources
from portal.signed_reports.gathering import Proof, Scope
from portal.signed_reports.kinds import KINDS
from tests.factories import board, commitments, measures, meetings, people, plans, themes

ALL = tuple(one.number for one in indicators.framework().indicators)


def gathered(*chosen):
    today = clock.today()
    scope = Scope(today - timedelta(days=300), today - timedelta(days=1), None, chosen or ALL)
    return {one.key: one for one in KINDS["inspection"].gather(scope, KINDS["inspection"].editions[0])}


def where(chapters, row, kind=Proof.ASK):
    """The chapters that name a row as evidence."""
    wanted = (kind, row.id)
    return {key for key, one in chapters.items() if wanted in {(piece.kind, piece.id) for piece in one.evidence}}


def said(chapter):
    texts = [part.text for part in chapter.parts if isinstance(part, Paragraph)]
    texts += [item for part in chapter.parts if isinstance(part, Bullets) for item in part.items]
    texts += [cell.text for part in chapter.parts if isinstance(part, Table) for row in part.lines() for cell in row]
    return "\n".join(texts)


def tagged_theme(name, *, uncrc=None, shanarri=None):
    theme = themes.make_theme(name)
    theme.uncrc, theme.shanarri = uncrc, shanarri
    return theme


@pytest.fixture
def work(app):
    """Things with one tag each, and things with none; all of a month ago."""
    with app.app_context():
        with clock.pretend(clock.now() - timedelta(days=30)):
            heard = tagged_theme("Being heard", uncrc="12")
            family = tagged_theme("Seeing family", uncrc="9")
            fair = tagged_theme("Being treated like others", uncrc="2")
            bare = tagged_theme("The weather")
            lead = people.make_account(Role.CORPORATE_LEAD)
            asks = {
                "heard": board.make_ask("Ask us before you decide", theme_id=heard.id),
                "family": board.make_ask("Let us see our sisters", theme_id=family.id),
                "fair": board.make_ask("The same bus fare for us", theme_id=fair.id),
                "bare": board.make_ask("Paint the hall", theme_id=bare.id),
                "duty": board.make_ask("Get better at it", duty=Duty.IMPROVE),
            }
            for one in asks.values():
                board_operations.answer(one, answer=AskAnswer.YES, because="From May", reason=None, by=lead)
            promise = commitments.make_commitment(duty=Duty.ALERT)
            rows = asks | {
                "promise": promise,
                "action": board.in_state(
                    board.make_action(ask=asks["family"], title="Buy tickets"), ActionState.AGREED
                ),
                "lonely": commitments.make_commitment("A warm coat", duty=Duty.ALERT),
                "own": board.make_action(ask=None, commitment=promise, title="Hire an advocate"),
                "measure": measures.make_measure(commitment=promise),
                "lone": measures.make_measure("Doors painted"),
            }
            rows["action"].settled_on = clock.today()
            for key in ("measure", "lone"):
                today = clock.today()
                measures.make_reading(
                    rows[key], starts_on=today - timedelta(days=100), ends_on=today - timedelta(days=10), approved=True
                )
        db.session.commit()
        yield rows


def test_an_ask_stands_where_the_right_of_its_theme_is_looked_for_and_nowhere_else(work):
    found = gathered()
    assert where(found, work["heard"]) == {"qi_5_4_claim", "qi_6_3_claim"}
    assert where(found, work["family"]) == {"qi_2_2_claim"}
    assert where(found, work["bare"]) == {"unplaced"}
    assert "Ask us before you decide" in said(found["qi_6_3_claim"])
    assert "Ask us before you decide" not in said(found["qi_2_2_claim"])


def test_an_action_stands_by_its_ask_and_a_promise_and_its_measure_by_their_duty(work):
    found = gathered()
    assert where(found, work["action"], Proof.ACTION) == {"qi_2_2_impact"}
    assert where(found, work["promise"], Proof.PROMISE) == {"qi_1_1_impact", "qi_6_4_impact", "qi_9_1_impact"}
    assert where(found, work["lonely"], Proof.PROMISE) == where(found, work["promise"], Proof.PROMISE)
    assert where(found, work["measure"], Proof.MEASURE) == {"qi_1_1_impact", "qi_5_1_impact", "qi_6_4_impact"}
    assert where(found, work["lone"], Proof.MEASURE) == {"unplaced"}


def test_what_an_indicator_looks_for_and_does_not_list_stands_apart_and_not_nowhere(work):
    """One indicator looks for this right, and lists no asks."""
    assert where(gathered(), work["fair"]) == {"unplaced"}
    assert where(gathered(), work["duty"]) == {"qi_6_2_claim"}


@pytest.mark.parametrize("chosen", [ALL, ("6.3",), ("2.2", "9.1")], ids=["all", "one", "two"])
def test_every_row_stands_somewhere_or_is_counted_under_an_indicator_that_is_not_here(work, chosen):
    found, whole = gathered(*chosen), gathered()
    elsewhere = said(found["unplaced"])
    for key, kind in (
        *((key, Proof.ASK) for key in ("heard", "family", "fair", "bare", "duty")),
        ("promise", Proof.PROMISE),
        ("action", Proof.ACTION),
        ("own", Proof.ACTION),
        ("measure", Proof.MEASURE),
        ("lone", Proof.MEASURE),
    ):
        missing = not where(found, work[key], kind) - {"next"}
        if not missing:
            continue
        others = [one for one in indicators.framework().indicators if one.number not in chosen]
        names = [
            one.title for one in others if where(whole, work[key], kind) & {f"{one.key}_claim", f"{one.key}_impact"}
        ]
        assert names and all(name in elsewhere for name in names), key


def test_the_pack_says_by_which_tags_it_looked_and_which_lists_are_empty(work):
    claim = gathered("6.3")["qi_6_3_claim"]
    text = said(claim)
    assert "Placed here by these tags" in text and "article 12: being heard" in text and "Voice" in text
    assert "Nothing on record is placed here of these:" in text and "Decisions with agreed minutes" in text
    bare = gathered("4.1")
    assert "No evidence held that is placed here." in said(bare["qi_4_1_claim"]) and bare["qi_4_1_claim"].is_bare
    assert claim.figures["qi_6_3_asked"] == "1" and bare["qi_4_1_claim"].figures["qi_4_1_asked"] == "0"


def test_a_decision_stands_by_the_point_it_was_about(work):
    with clock.pretend(clock.now() - timedelta(days=20)):
        meetings.make_dealt(work["heard"], what="Everybody is asked first")
        meetings.make_agreed("Tea or coffee")
    db.session.commit()
    found = gathered()
    assert "Everybody is asked first" in said(found["qi_6_3_claim"])
    assert "Everybody is asked first" not in said(found["unplaced"])


def test_an_area_shows_what_is_done_for_the_objective_that_answers_it(work):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with clock.pretend(clock.now() - timedelta(days=20)):
        plan = plans.make_plan(published=True)
    aim = plans.make_objective(plan, title="Nobody loses touch", action=work["action"], measure=work["measure"])
    tied, loose = plans.make_area(plan, "Families drift apart"), plans.make_area(plan, "Nothing moves")
    plan_operations.answer_area(tied, aim, by=officer)
    db.session.commit()
    found = gathered("6.3")
    claim, impact = (found[f"area_{tied.id.hex[:8]}_{half}"] for half in ("claim", "impact"))
    assert "The objective that answers it: Nobody loses touch" in said(claim)
    assert {piece.kind for piece in claim.evidence} == {Proof.OBJECTIVE}
    assert {piece.id for piece in impact.evidence} == {work["action"].id, work["measure"].id}
    assert "Buy tickets" in said(impact)
    bare = found[f"area_{loose.id.hex[:8]}_claim"]
    assert bare.is_bare and "No objective of the plan answers it" in said(bare)
    with pytest.raises(RuleError, match="another plan"):
        plan_operations.answer_area(loose, plans.make_objective(plans.make_plan("Another")), by=officer)


def test_an_area_is_tied_from_its_own_page(signed_in):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    plan = plans.make_plan(published=True)
    aim, area = plans.make_objective(plan, title="Nobody loses touch"), plans.make_area(plan)
    foreign = plans.make_objective(plans.make_plan("Another"), title="Not of this plan")
    db.session.commit()
    other, chosen = {"objective_id": str(foreign.id)}, {"objective_id": str(aim.id)}
    page, form = f"/work/plan/areas/{area.id}", f"/work/plan/areas/{area.id}/objective"
    assert "No objective of the plan answers this yet" in officer.get(page).text and form in officer.get(page).text
    assert "Not of this plan" not in officer.get(form).text
    assert officer.post_form(form, other).status_code == 200
    assert officer.post_form(form, chosen).status_code == 303
    assert "Nobody loses touch" in officer.get(page).text and "selected" in officer.get(form).text
    assert officer.post_form(form, {"objective_id": ""}).status_code == 303
    assert "No objective of the plan answers this yet" in officer.get(page).text


def test_themes_are_counted_and_not_the_waves_that_tell_of_them(app):
    with clock.pretend(clock.now() - timedelta(days=20)):
        counted = board.make_counted_theme()
        told = evidence.signed_releases(ReleaseKind.WAVE)
    scope = Scope(clock.today() - timedelta(days=90), clock.today())
    found = sources.waves(scope, pieces.AUDIENCE)
    assert [one.release.id for one in found] == [one.id for one in told]
    assert pieces.by_theme([*found, *found], "k", {counted.id}).count == 1
    other = themes.make_theme("Counted in no wave")
    assert pieces.by_theme(found, "k", {other.id}).count == 0


def test_a_pack_asks_for_each_list_once(work, monkeypatch):
    asked: list[str] = []

    def spied(name):
        original = getattr(sources, name)
        monkeypatch.setattr(sources, name, lambda scope: asked.append(name) or original(scope))

    for name in ("late_asks", "late_actions", "decisions"):
        spied(name)
    held = inspected.Held(Scope(clock.today() - timedelta(days=300), clock.today()))
    assert held.tags and held.shelves and held.shown(indicators.framework().indicators)
    assert sorted(asked) == ["decisions", "late_actions", "late_asks"]
