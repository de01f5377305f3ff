"""What holds for every release, whatever the people said."""

import ast
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import disclosure
from portal.disclosure.audit import audit
from portal.disclosure.figures import End, Figure, Showing
from portal.disclosure.names import named_figures
from portal.disclosure.protect import protect
from portal.disclosure.raw import RawRelease, RawTable
from portal.disclosure.safe import SafeRelease
from portal.disclosure.stored import canonical
from portal.disclosure.thresholds import Audience, Size, threshold
from portal.disclosure.words import NO_FIGURES, NO_GROUPS, NOT_SHOWN, UNITS, Say, rules
from tests.support.proof import rounds
from tests.unit.disclosure.waves import Person, crowds, people, release, wave_of

audiences = st.sampled_from(Audience)
waves = settings(max_examples=rounds(60, 3000), deadline=None)


def figures_of(safe: SafeRelease) -> list[Figure]:
    found = [figure for table in safe.tables for figure in table.figures]
    found += [line.figure for line in safe.lines]
    return found + [figure for figure in (safe.people, safe.anonymous) if figure]


@pytest.mark.proof
@waves
@given(crowds(), audiences)
def test_no_small_number_is_ever_shown(crowd: list[Person], audience: Audience) -> None:
    raw = release(crowd)
    safe = protect(raw, audience)
    for table in safe.tables:
        least = threshold(audience, table.subject)
        for figure in table.figures:
            assert figure.shown is None or (figure.shown >= least and figure.shown % 5 == 0)
            assert str(figure.shown) not in map(str, range(least))


@pytest.mark.proof
@waves
@given(crowds(), audiences)
def test_every_hidden_figure_could_still_be_nobody_or_one_below_the_threshold(
    crowd: list[Person], audience: Audience
) -> None:
    assert audit([protect(release(crowd), audience)]) == []


def test_the_tables_shown_do_not_tell_forty_nine_people_from_fifty() -> None:
    for audience in Audience:
        one, other = (protect(release(people(number, 1, 0.2)), audience) for number in (49, 50))
        assert (one.size, one.people) == (other.size, other.people)


@waves
@given(crowds(), audiences)
def test_every_figure_is_true(crowd: list[Person], audience: Audience) -> None:
    raw = release(crowd)
    safe = protect(raw, audience)
    for table in raw.tables:
        shown = safe.table(table.key)
        if shown is None or shown.withheld:
            continue
        for labels, figure in shown.cells.items():
            assert figure.low <= table.count(labels) <= figure.high
        for row, figure in (shown.rows or {}).items():
            assert figure.low <= table.row_people()[row] <= figure.high
        assert shown.base.low <= table.base <= shown.base.high


@given(crowds(st.integers(0, 19)), audiences)
def test_below_twenty_people_nothing_is_shown(crowd: list[Person], audience: Audience) -> None:
    safe = protect(release(crowd), audience)
    assert safe.size is Size.NARRATIVE
    assert figures_of(safe) == [] and not safe.tables and not safe.lines
    assert rules(safe) == (NO_FIGURES,)


@given(crowds(st.integers(20, 49)), audiences)
def test_below_fifty_people_nothing_is_crossed(crowd: list[Person], audience: Audience) -> None:
    safe = protect(release(crowd), audience)
    assert safe.size is Size.ONE_WAY and NO_GROUPS in rules(safe)
    assert safe.tables and not any(table.two_way for table in safe.tables)


@given(crowds(st.integers(53, 400)), audiences)
def test_from_fifty_people_for_sure_the_registered_tables_are_all_there(
    crowd: list[Person], audience: Audience
) -> None:
    raw = release(crowd)
    safe = protect(raw, audience)
    assert [table.key for table in safe.tables] == [table.key for table in raw.tables]


@waves
@given(crowds(st.integers(20, 2000)), audiences)
def test_a_small_count_is_hidden_the_same_way_as_nobody(crowd: list[Person], audience: Audience) -> None:
    raw = release(crowd)
    safe = protect(raw, audience)
    for table in raw.tables:
        shown = safe.table(table.key)
        if shown is None or shown.withheld:
            continue
        least = threshold(audience, table.subject)
        small = {shown.cells[labels] for labels in table.labels if table.count(labels) < least}
        assert len(small) <= 1 and not any(figure.percent for figure in small)


@waves
@given(crowds(st.integers(20, 2000)), audiences)
def test_shares_need_a_base_of_twenty_and_shun_the_ends(crowd: list[Person], audience: Audience) -> None:
    raw = release(crowd)
    safe = protect(raw, audience)
    for table in raw.tables:
        shown = safe.table(table.key)
        for labels, figure in (shown.cells if shown else {}).items():
            base = table.row_people()[labels[0]] if table.two_way else table.base
            assert figure.percent is None or base >= 20
            assert not isinstance(figure.percent, int) or 10 <= figure.percent <= 90


@settings(max_examples=25, deadline=None)
@given(crowds(), audiences, st.randoms(use_true_random=False))
def test_the_same_counts_give_the_same_bytes(crowd: list[Person], audience: Audience, rnd: random.Random) -> None:
    again = list(crowd)
    rnd.shuffle(again)
    assert canonical(protect(release(crowd), audience)) == canonical(protect(release(again), audience))


def test_a_yes_and_no_table_tells_nobody_from_everybody() -> None:
    """Whatever the rounding: 95 of 98 and 98 of 98 read the same, but for the total."""
    for yes, no in ((98, 0), (97, 1), (95, 3), (94, 4)):
        table = protect(wave_of([yes, no], among=120), Audience.PARTNERS).tables[0]
        assert [figure.text for figure in table.cells.values()] == ["all but fewer than 5", "fewer than 5"]
        assert [figure.percent for figure in table.cells.values()] == [End.MOST, None]


def test_a_lone_hidden_figure_takes_its_neighbours_with_it_when_the_total_would_tell() -> None:
    """28 people, 17 and 7: shown as 30, 15 and 5 they leave 4 at least; nothing then says which of them is small."""
    table = protect(wave_of([17, 7, 4], among=120), Audience.PARTNERS).tables[0]
    assert [figure.showing for figure in table.cells.values()] == [Showing.WITHHELD] * 3
    assert NOT_SHOWN in rules(protect(wave_of([17, 7, 4], among=120), Audience.PARTNERS))
    table = protect(wave_of([17, 8, 3], among=120), Audience.PARTNERS).tables[0]
    assert [figure.text for figure in table.cells.values()] == ["15", "10", "fewer than 5"]


def test_a_table_about_a_few_people_looks_like_one_about_nobody() -> None:
    few, nobody = (protect(wave_of(c, among=60), Audience.PARTNERS).tables[0] for c in ([2, 1, 1], [0, 0, 0]))
    assert few == nobody
    assert few.withheld and not few.cells and few.base.text == "not shown"


@waves
@given(crowds(st.integers(53, 600)), audiences)
def test_one_number_has_one_figure_in_every_table(crowd: list[Person], audience: Audience) -> None:
    """A row of a two-way table is the cell of the one-way table where both count the same people."""
    seen: dict[tuple[str, ...], Figure] = {}
    for name, figure in named_figures(protect(release(crowd), audience)):
        assert seen.setdefault(name, figure) == figure, name


def test_lines_of_groups_and_codes_stand_alone() -> None:
    safe = protect(release(people(300, 5, 0.3)), Audience.PARTNERS)
    assert safe.people and safe.people.text == "300"
    assert [(line.unit.value, line.figure.text, line.figure.percent) for line in safe.lines] == [
        ("groups", "5", None),
        ("codes", "40", None),
    ]
    assert UNITS in rules(safe)


def test_threads_without_a_name_are_a_line_of_their_own_inside_the_people() -> None:
    raw = RawRelease("r", "R", 60, anonymous=58)
    safe = protect(raw, Audience.PARTNERS)
    assert safe.people and safe.people.text == "60"
    assert safe.anonymous and safe.anonymous.text == "all but fewer than 5"


def test_the_rules_beside_figures_name_each_way_of_hiding_once() -> None:
    notes = rules(protect(release(people(120, 11, 0.7)), Audience.PUBLIC))
    assert len(notes) == len(set(notes))
    assert sum(note.say is Say.FEWER for note in notes) == 1


def test_disclosure_is_pure() -> None:
    """Nothing that reads a clock, a file, a network or chance; beyond the standard library the solver, in one place."""
    standard = {
        "__future__",
        "collections",
        "dataclasses",
        "enum",
        "functools",
        "itertools",
        "math",
        "statistics",
        "json",
        "types",
        "typing",
    }
    for path in Path(str(disclosure.__file__)).parent.glob("*.py"):
        allowed = standard | ({"highspy", "numpy"} if path.name == "solver.py" else set())
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("portal.disclosure") or name.split(".")[0] in allowed, (path.name, name)
    assert standard <= sys.stdlib_module_names | {"__future__"}


def test_a_table_without_answers_is_withheld_and_harms_no_other() -> None:
    raw = release(people(90, 2, 0.2))
    empty = RawTable("none", "Not asked", raw.tables[0].subject, (wave_of([0, 0]).tables[0].dimensions[0],), {}, 0)
    with_it = RawRelease(raw.key, raw.title, raw.people, (*raw.tables, empty), raw.anonymous, raw.lines)
    before, after = protect(raw, Audience.PARTNERS), protect(with_it, Audience.PARTNERS)
    assert after.tables[:-1] == before.tables and after.tables[-1].withheld
