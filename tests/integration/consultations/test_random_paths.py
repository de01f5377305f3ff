"""Thirty questions with sections and routing, along random paths: no answer is lost or put in the wrong place."""

import random
from collections.abc import Mapping

from sqlalchemy import select

from portal.consultations import queries, routing
from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.kinds import kind_of
from portal.consultations.models import Answer, Kind, Submission
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.contributions.models import Words
from portal.core import crypto, db
from tests.factories.consultations import make_consultation
from tests.support.client import PageClient
from tests.support.proof import rounds

ABC = [NewOption(key=key, label=key.upper()) for key in "abcd"]
KINDS = (Kind.SINGLE, Kind.SEVERAL, Kind.LADDER, Kind.NUMBER, Kind.ORDER, Kind.TILES, Kind.SHORT, Kind.FACES3)


def thirty() -> list[NewSection]:
    """Three sections of ten: every fourth question hangs on the first of its section, the last section on the first."""
    sections = []
    for part in range(3):
        asked = [question(part, at) for at in range(10)]
        condition = Condition(Mode.ANY, (Comparison("q0_0", Operator.ANY_OF, ("a", "b")),)) if part == 2 else None
        sections.append(NewSection(key=f"part{part}", title=f"Part {part}", questions=asked, condition=condition))
    return sections


def question(part: int, at: int) -> NewQuestion:
    kind = Kind.SINGLE if at == 0 else KINDS[(part * 10 + at) % len(KINDS)]
    on = Condition(Mode.ALL, (Comparison(f"q{part}_0", Operator.NONE_OF, ("c",)),)) if at % 4 == 3 else None
    return NewQuestion(
        key=f"q{part}_{at}",
        kind=kind,
        prompt=f"Question {part} {at}?",
        low="Low",
        high="High",
        condition=on,
        options=ABC if kind in (Kind.SINGLE, Kind.SEVERAL, Kind.ORDER, Kind.TILES) else (),
    )


def typed(asked: Asked, chance: random.Random) -> dict[str, object]:
    """Something a person could put on this page."""
    keys = list(asked.by_choice)
    match asked.kind:
        case Kind.SEVERAL:
            return {"answer": chance.sample(keys, chance.randint(1, 3))}
        case Kind.LADDER | Kind.NUMBER:
            return {"answer": str(chance.randint(0, 10))}
        case Kind.ORDER:
            return {f"answer-{key}": str(at) for at, key in enumerate(chance.sample(keys, 3), 1)}
        case Kind.TILES:
            return {f"answer-{key}": str(chance.choice((0, 1, 2))) for key in keys}
        case Kind.SHORT:
            return {"answer": f"Words for {asked.key} {chance.random()}"}
    return {"answer": chance.choice(keys)}


def walk(client: PageClient, asked: Mapping[str, Asked], chance: random.Random) -> dict[str, dict[str, object]]:
    """Answer, skip and go back at random until nothing more is asked; what stood on each page when it was left."""
    left: dict[str, dict[str, object]] = {}
    at, backs = "/say/paths/q/q0_0", 4
    while "/q/" in at:
        key = at.rpartition("/")[2]
        draw = chance.random()
        if draw < 0.15:
            left.pop(key, None)
            at = client.post_form(at, {"skip": "1"}).location
            continue
        left[key] = typed(asked[key], chance)
        goes_back = backs > 0 and draw > 0.9 and key != "q0_0"
        backs -= goes_back
        at = client.post_form(at, left[key] | ({"go": "back"} if goes_back else {})).location
    return left


def as_given(asked: Asked, data: dict[str, object]) -> Given:
    """What a page means by what was typed, said without the code that is tried."""
    match asked.kind:
        case Kind.SEVERAL:
            return [str(one) for one in data["answer"]]
        case Kind.LADDER | Kind.NUMBER:
            return int(str(data["answer"]))
        case Kind.ORDER:
            return [key.removeprefix("answer-") for key in sorted(data, key=lambda key: int(str(data[key])))]
        case Kind.TILES:
            return {key.removeprefix("answer-"): str(value) for key, value in data.items()}
        case Kind.SHORT:
            return str(data["answer"])
    return [str(data["answer"])]


def rows(question: Asked, given: Given) -> set[tuple[object, ...]]:
    """The rows an answer comes to."""
    ids = {key: choice.id for key, choice in question.by_choice.items()}
    if question.kind is Kind.ORDER:
        return {(question.id, ids[key], None, rank, None) for rank, key in enumerate(given, 1)}
    if question.kind is Kind.TILES:
        return {(question.id, ids[key], int(place), None, None) for key, place in given.items()}
    if question.kind is Kind.LADDER:
        return {(question.id, None, given, None, None)}
    if question.kind is Kind.NUMBER:
        return {(question.id, None, None, None, given)}
    return {(question.id, ids[key], None, None, None) for key in given}


def test_no_answer_is_lost_or_misplaced_along_random_paths(app, client):
    wave = make_consultation(slug="paths", editions=[NewEdition(sections=thirty())])
    db.session.commit()
    edition = wave.main
    assert len(edition.questions) == 30
    wrong, before = [], set()
    for seed in range(rounds(20, 200)):
        visitor = PageClient(app, app.response_class)
        left = walk(visitor, edition.by_key, random.Random(seed))
        visitor.post_form("/say/paths/check")
        answers = {key: as_given(edition.by_key[key], data) for key, data in left.items()}
        sent = routing.sendable(edition, answers)
        new = set(db.session.scalars(select(Submission.contribution_id))) - before
        if not sent:
            continue
        assert len(new) == 1, seed
        before |= new
        found = select(Answer).where(Answer.contribution_id == next(iter(new)))
        stored = {(a.question_id, a.option_id, a.step, a.rank, a.number) for a in db.session.scalars(found)}
        wanted = {row for q, value in sent.items() if not kind_of(q).is_words for row in rows(q, value)}
        words = db.session.scalars(select(Words).where(Words.contribution_id == next(iter(new))))
        said = {(one.question_id, crypto.unseal(one, "text")) for one in words}
        meant = {(q.id, value) for q, value in sent.items() if kind_of(q).is_words}
        wrong += [seed] if stored != wanted or said != meant else []
    assert wrong == []
    assert len(queries.get_consultation("paths").frozen) == 1
