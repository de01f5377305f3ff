"""From a printed twin to a pile typed by two people, and what becomes of it."""

import io
import threading
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.consultations import editions
from portal.consultations.models import Kind, Submission
from portal.consultations.planned import NewOption, NewQuestion
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution, Identity, Route, Whereabouts
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.paper import operations, queries, twin
from portal.paper.models import DonePaper, Typing
from portal.paper.rules import Paper
from portal.safety import operations as safety
from portal.safety.models import Concern, ConcernState
from tests.factories import consultations, people

OPTIONS = [NewOption(key=f"o{place}", label=f"Thing {place}") for place in range(4)]


def officer():
    return people.make_account(Role.PARTICIPATION_OFFICER)


def every_kind_there_is():
    """One of each, with a condition and help."""
    own = (Kind.SINGLE, Kind.SEVERAL, Kind.ORDER, Kind.TILES)
    asked = []
    for number, kind in enumerate(Kind, start=1):
        ends = {"low": "Low end", "high": "High end"} if kind in (Kind.LADDER, Kind.TILES) else {}
        options = OPTIONS if kind in own else []
        texts = {"prompt": f"Prompt {number}", "help": "This page tells something."}
        asked.append(NewQuestion(key=f"key-{kind.value}", kind=kind, options=options, **texts, **ends))
    return asked


def make_pile(wave=None, by=None):
    wave = wave or consultations.make_consultation()
    return operations.begin_pile(
        wave, wave.main.id, place=Whereabouts.SCHOOL, came_on=clock.today(), by=by or officer()
    )


def views():
    return db.session.scalar(select(func.count()).select_from(Submission))


def test_the_twin_holds_every_question_under_its_id_and_is_tagged(app):
    wave = consultations.make_consultation(questions=every_kind_there_is())
    content = twin.render(wave, wave.main, language="en_GB")
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    for question in wave.main.questions:
        assert question.prompt in text and question.key in text
        assert all(choice.label in text for choice in question.choices)
    assert "Q1" in text and twin.paper_id(wave, wave.main) in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "DRAFT" not in text


def test_a_draft_is_marked_as_one_and_routing_stands_in_words(signed_in):
    drafted = consultations.make_draft()
    db.session.commit()
    asked = editions.with_drafts(drafted.id)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    path = f"/work/paper/print/{drafted.id}/{asked.editions[0].id}"
    got = client.post_form(path, {}, page="/work/paper/")
    assert got.headers["Content-Type"] == "application/pdf"
    assert "DRAFT" in PdfReader(io.BytesIO(got.data)).pages[0].extract_text()


def test_two_people_typing_the_same_make_one_view(app):
    pile, paper = make_pile(), Paper({"home": ["good"], "change": "More time"}, purposes=frozenset({"board"}))
    assert operations.type_in(pile, 1, paper, by=officer()) is None
    assert views() == 0
    received = operations.type_in(pile, 1, paper, by=officer())
    made = received.contribution
    assert (views(), made.route, made.identity) == (1, Route.PAPER, Identity.NOBODY)
    assert made.received_at is None, "nobody's hour is kept"
    assert [one.text for one in contributions.passages_of(made.id)] == ["More time"]
    assert [choice.purpose.value for choice in made.choices] == ["board"]
    assert db.session.scalar(select(func.count()).select_from(Typing)) == 0
    with pytest.raises(RuleError):
        operations.type_in(pile, 1, paper, by=officer())


def test_nobody_is_their_own_second_person(app):
    pile, by = make_pile(), officer()
    operations.type_in(pile, 1, Paper({"hope": 3}), by=by)
    with pytest.raises(RuleError):
        operations.type_in(pile, 1, Paper({"hope": 3}), by=by)


def test_differences_are_settled_with_the_paper_in_hand(app):
    pile, one, two = make_pile(), officer(), officer()
    operations.type_in(pile, 1, Paper({"home": ["good"], "hope": 3}, purposes=frozenset({"board", "quote"})), by=one)
    second = Paper({"home": ["bad"], "hope": 3, "change": "Time"}, purposes=frozenset({"board"}))
    assert operations.type_in(pile, 1, second, by=two) is None
    with pytest.raises(RuleError):
        operations.settle(pile, 1, {"home": 2}, by=two)
    with pytest.raises(NotFound):
        operations.settle(pile, 1, {"home": 2, "change": 0}, by=officer())
    made = operations.settle(pile, 1, {"home": 2, "change": 0}, by=two).contribution
    assert contributions.passages_of(made.id) == []
    assert [choice.purpose.value for choice in made.choices] == ["board"], "a yes counts where both saw it"
    assert views() == 1


def test_what_should_have_been_skipped_is_dropped_and_counted(app):
    from tests.integration.sweeps.world import WHEN_GOOD

    asked = consultations.every_kind()[:1]
    asked.append(NewQuestion(key="why", kind=Kind.LADDER, prompt="How good?", low="A", high="B", condition=WHEN_GOOD))
    pile = make_pile(consultations.make_consultation(questions=asked))
    for by in (officer(), officer()):
        operations.type_in(pile, 1, Paper({"home": ["bad"], "why": 9}), by=by)
    assert db.session.get(DonePaper, (pile.id, 1)).dropped == 1


def test_not_safe_goes_to_safeguarding_before_anybody_types_it_again(app):
    operations.type_in(make_pile(), 1, Paper({}, not_safe=True), by=officer())
    assert db.session.scalar(select(func.count()).select_from(Concern)) == 1


def test_a_closed_consultation_takes_no_papers(app):
    pile = make_pile()
    paper = Paper({"hope": 3})
    operations.type_in(pile, 1, paper, by=officer())
    with clock.pretend(clock.now() + timedelta(days=60)):
        with pytest.raises(RuleError):
            operations.type_in(pile, 1, paper, by=officer())
        db.session.rollback()


def test_what_nobody_finished_is_forgotten(app):
    pile = make_pile()
    operations.type_in(pile, 1, Paper({"hope": 3}), by=officer())
    with clock.pretend(clock.now() + timedelta(days=30)):
        assert operations.forget_unfinished() == 0
    with clock.pretend(clock.now() + timedelta(days=31)):
        assert operations.forget_unfinished() == 1


def test_two_seconds_at_once_make_one_view(app):
    pile, paper, seconds = make_pile(), Paper({"hope": 3}), [officer(), officer()]
    operations.type_in(pile, 1, paper, by=officer())
    ids, pile_id = [one.id for one in seconds], pile.id
    db.session.commit()
    db.session.remove()

    def second(account_id):
        with app.app_context():
            try:
                operations.type_in(queries.get_pile(pile_id), 1, paper, by=db.session.get(Account, account_id))
                db.session.commit()
            except Exception:
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=second, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 1


def test_typing_on_the_page_keeps_what_was_typed_and_goes_on(signed_in):
    wave = consultations.make_consultation()
    one, two = officer(), officer()
    pile = make_pile(wave, one)
    first = signed_in(one, Role.PARTICIPATION_OFFICER)
    path = f"/work/paper/{pile.id}/1"
    names = {question.key: f"q{question.number}" for question in wave.main.questions}
    typed = {names["home"]: "9", names["change"]: "More time with my wee brother"}
    wrong = first.post_form(path, typed)
    assert "No such number" in wrong.text and "wee brother" in wrong.text
    good = typed | {names["home"]: "1", names["family"]: "x", "wants_code": "y", "purposes": ["board"]}
    assert first.post_form(path, good).location.endswith("/2")
    assert "typed once" in first.get(f"/work/paper/{pile.id}").text.lower()
    other = signed_in(two, Role.PARTICIPATION_OFFICER)
    page = other.get(path).text
    assert "The second time" in page and "wee brother" not in page, "the second person sees nothing of the first"
    differs = other.post_form(path, good | {names["hope"]: "7"})
    assert differs.location.endswith("/settle")
    assert "Look at the paper" in other.post_form(f"{path}/settle", {}).text
    done = other.post_form(f"{path}/settle", {"d_0": "2"})
    assert "Four words for paper 1" in done.text
    assert "Done" in other.get(f"/work/paper/{pile.id}").text


def test_with_nothing_open_the_page_says_so(signed_in):
    assert "Nothing is open" in signed_in(Role.PARTICIPATION_OFFICER).get("/work/paper/").text


def test_whoever_sees_the_tick_first_raises_it_once(app):
    pile = make_pile()

    def raised():
        return db.session.scalar(select(func.count()).select_from(Concern))

    operations.type_in(pile, 1, Paper({"hope": 3}), by=officer())
    operations.type_in(pile, 1, Paper({"hope": 3}, not_safe=True), by=officer())
    assert raised() == 1
    operations.type_in(pile, 2, Paper({"hope": 3}, not_safe=True), by=officer())
    operations.type_in(pile, 2, Paper({"hope": 3}, not_safe=True), by=officer())
    assert raised() == 2


def test_a_code_takes_the_tick_of_both(app):
    pile, second = make_pile(), officer()
    operations.type_in(pile, 1, Paper({"hope": 3}), by=officer())
    assert operations.type_in(pile, 1, Paper({"hope": 3}, wants_code=True), by=second) is None
    with pytest.raises(RuleError):  # the first of the two did not see it
        operations.type_in(pile, 1, Paper({"hope": 3}, wants_code=True), by=officer())
    operations.settle(pile, 1, {}, by=second)


def concerns():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Concern))


def test_a_tick_at_not_safe_warns_at_once_though_the_rest_does_not_fit(signed_in):
    wave = consultations.make_consultation()
    pile = make_pile(wave)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    names = {question.key: f"q{question.number}" for question in wave.main.questions}
    wrong = {names["home"]: "9", "not_safe": "y"}
    page = client.post_form(f"/work/paper/{pile.id}/1", wrong).text
    assert "No such number" in page and "Safeguarding has been told" in page
    assert concerns() == 1
    client.post_form(f"/work/paper/{pile.id}/1", wrong)
    assert concerns() == 1, "one paper is one concern"
    assert client.post_form(f"/work/paper/{pile.id}/1", wrong | {names["home"]: "1"}).status_code == 303
    assert concerns() == 1
    assert client.post_form(f"/work/paper/{pile.id}/2", wrong).status_code == 200
    assert concerns() == 2, "another paper is another concern"


def test_a_tick_on_a_paper_that_takes_no_more_typing_still_warns(signed_in):
    wave = consultations.make_consultation()
    pile = make_pile(wave)
    operations.type_in(pile, 1, Paper({"hope": 3}), by=officer())
    names = {question.key: f"q{question.number}" for question in wave.main.questions}
    db.session.commit()
    with clock.pretend(clock.now() + timedelta(days=60)):
        late = signed_in(Role.PARTICIPATION_OFFICER)
        assert "closed" in late.post_form(f"/work/paper/{pile.id}/1", {names["hope"]: "3", "not_safe": "y"}).text
    assert concerns() == 1


def test_a_concern_that_was_dealt_with_waits_again_when_the_paper_is_typed_anew(app):
    pile, by = make_pile(), officer()
    operations.type_in(pile, 1, Paper({}, not_safe=True), by=by)
    concern = db.session.scalars(select(Concern)).one()
    concern.state = ConcernState.HANDED_OVER
    safety.close(concern, told="It was a slip of the pen.", by=people.make_account(Role.SAFEGUARDING_OFFICER))
    operations.put_aside(pile, 1, by=by)
    operations.type_in(pile, 1, Paper({}, not_safe=True), by=by)
    assert db.session.scalars(select(Concern)).one().state is ConcernState.WAITING


def test_nobody_throws_away_what_the_other_typed(app):
    pile, one, two = make_pile(), officer(), officer()
    operations.type_in(pile, 1, Paper({"hope": 3}), by=one)
    operations.type_in(pile, 1, Paper({"hope": 4}), by=two)
    with pytest.raises(NotFound):
        operations.put_aside(pile, 1, by=officer())
    operations.put_aside(pile, 1, by=one)
    [left] = queries.typings(pile, 1)
    assert (left.by_id, left.turn, queries.paper_of(left).answers) == (two.id, 1, {"hope": 4})
    with pytest.raises(RuleError):
        operations.type_in(pile, 1, Paper({"hope": 4}), by=two)
    assert operations.type_in(pile, 1, Paper({"hope": 4}), by=one) is not None
