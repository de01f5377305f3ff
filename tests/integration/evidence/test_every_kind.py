"""Every kind of question that can be counted, from rows of answers to a signed release, across age versions."""

import random
from collections import Counter

import pytest
from flask import Flask

from portal.consultations import operations as asking
from portal.consultations.kinds import KINDS, kind_of
from portal.consultations.models import About, Audience
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.contributions import codes
from portal.contributions.models import Identity, Matter, Purpose
from portal.contributions.operations import Incoming
from portal.core.access import Role
from portal.disclosure import thresholds
from portal.evidence import operations, queries
from tests.factories import consultations as asked
from tests.factories import evidence, people

PEOPLE = 48
#: Partners see figures rounded to fives at the most.
ROUNDED_TO = 5
THINGS = [NewOption(key=key, label=label) for key, label in (("a", "Apple"), ("b", "Banana"))]
HOMES = [NewOption(key="foster", label="Foster family"), NewOption(key="house", label="Children’s house")]


def question(kind: object, words: str) -> NewQuestion:
    """One of this kind, with the usual options where it brings some."""
    own = KINDS[kind]
    things = THINGS if own.fewest_options and not own.usual_options() else []
    return NewQuestion(
        key=f"q_{own.kind.value}",
        kind=own.kind,
        prompt=f"{own.kind.value}, {words}?",
        options=things,
        help="Some words.",
        low="Low",
        high="High",
        settings={"min": 0, "max": 9},
    )


def version(audience: Audience) -> NewEdition:
    whole = [question(kind, audience.value) for kind in KINDS]
    home = NewQuestion(key="home", kind=whole[5].kind, about=About.HOME, prompt="Where do you live?", options=HOMES)
    return NewEdition(audience=audience, sections=[NewSection(key="all", questions=[*whole, home])])


def expected(wave: asked.Questionnaire, sent: list[dict[str, object]]) -> dict[str, Counter[str]]:
    """People by category, from what they said and not from what was stored."""
    found: dict[str, Counter[str]] = {}
    for one in wave.questions:
        for countable in kind_of(one).countables(one) if one.about is None else ():
            words = dict(countable.values)
            table = found.setdefault(f"question:{countable.key}", Counter())
            for given in sent:
                rows = kind_of(one).chosen(one, given.get(one.key))
                table.update({words[value] for row in rows if (value := countable.category(row)) is not None})
    return found


def test_a_release_counts_every_kind_across_age_versions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    officer, dice, sent = people.make_account(Role.PARTICIPATION_OFFICER), random.Random(3), []
    wave = asked.make_consultation(editions=[version(Audience.FROM_8), version(Audience.FROM_12)])
    for number in range(PEOPLE):
        edition = wave.current[number % 2]
        given = {one.key: evidence.invent(one, dice) for one in edition.questions if kind_of(one).asks}
        incoming = Incoming(
            key=codes.new_submission_key(),
            matter=Matter.ANSWERS,
            locale="en",
            identity=Identity.NOBODY,
            name="",
            sharing=[Purpose.BOARD],
        )
        asking.submit(wave, given, incoming=incoming, edition=edition)
        sent.append(given)
    release = operations.freeze_wave(evidence.close(wave), by=officer)
    wanted = expected(wave, sent)
    assert {f"question:q_{kind.value}" for kind, own in KINDS.items() if own.asks and not own.is_words} <= {
        key.split(".")[0] for key in wanted
    }
    figures = queries.figures(release, thresholds.Audience.PARTNERS)
    assert wanted.keys() <= {table.key for table in figures.tables}
    shown = 0
    for key, people_in in wanted.items():
        table = figures.table(key)
        assert table is not None
        for (label,), figure in table.cells.items():
            exact = people_in[label.split(" (")[0]]
            if figure.shown is not None:
                shown += 1
                assert abs(figure.shown - exact) < ROUNDED_TO, (key, label)
    assert shown > len(wanted)
