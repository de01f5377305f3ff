"""The audit beside what was written without it: a reader with another solver, and plain counting of every way."""

import random
from dataclasses import replace
from itertools import product

import pytest

from portal.disclosure.audit import audit, reckon
from portal.disclosure.draft import Draft
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.names import cell_name, named_figures
from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, Labels, RawRelease, RawTable
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import NARRATIVE_BELOW, Audience, Size, Subject, size_of
from tests.support.proof import ProofFigure, rounds
from tests.unit.disclosure.attacker import Attacker
from tests.unit.disclosure.waves import people, release

Found = dict[tuple[str, ...], tuple[int | None, int | None]]


def nameless(raw: RawRelease) -> RawRelease:
    """Without the counts of threads without a name, which the other reader does not look at."""
    return replace(raw, anonymous=None, tables=tuple(replace(table, anonymous=None) for table in raw.tables))


def hidden_once(seed: int) -> SafeRelease:
    """A release in which only small counts are hidden and nothing for their sake: much can be found out."""
    number, audience = 20 + seed * 53 % 400, list(Audience)[seed % 2]
    raw = nameless(release(people(number, seed, (seed % 9) / 9)))
    return Draft(raw, audience, size_of(raw.people)).release()


def by_audit(safe: SafeRelease) -> Found:
    """Without what intervals find first: that is compared by itself."""
    return {(*one.name[:2], *one.name[3:]): (one.low, one.high) for one in audit([safe]) if one.name[2] != "others"}


def by_attacker(safe: SafeRelease) -> Found:
    attacker = Attacker()
    attacker.read(safe)
    return {secret.name: (least, most) for secret, least, most in attacker.proven()}


@pytest.mark.proof
def test_another_reader_with_another_solver_finds_the_same(proof_figure: ProofFigure) -> None:
    """Everything the audit finds is found, to the same bounds or closer; and where it finds nothing, nothing is."""
    found = missed = 0
    for seed in range(rounds(24, 600)):
        safe = hidden_once(seed)
        ours, theirs = by_audit(safe), by_attacker(safe)
        found += len(theirs)
        missed += bool(theirs) and not ours
        for name, (low, high) in ours.items():
            least, most = theirs[name]
            assert least is not None and low <= least, name
            assert most is not None and most <= high, name
    proof_figure("hidden counts another reader narrows in releases hidden once", found, f">= {rounds(50, 1000)}")
    proof_figure("releases it narrows and the audit does not", missed, "== 0")


@pytest.mark.proof
def test_another_reader_with_another_solver_narrows_no_protected_figure(proof_figure: ProofFigure) -> None:
    tried = proven = 0
    for seed in range(rounds(10, 300)):
        raw = nameless(release(people(20 + seed * 61 % 500, seed, (seed % 10) / 10)))
        attacker = Attacker()
        attacker.read(protect(raw, list(Audience)[seed % 2]))
        tried += len(attacker.secrets)
        proven += len(list(attacker.proven()))
    proof_figure("hidden figures of single releases tried by another solver", tried, f">= {rounds(100, 3000)}")
    proof_figure("of these narrowed", proven, "== 0")


HOMES, HEARD = ("Foster", "Kin", "House"), Dimension("heard", "Heard", ("Yes", "No", "Unsure"))


def homes(rows: int) -> Dimension:
    return Dimension("home", "Home", HOMES[:rows])


def count(shown: int) -> Figure:
    return Figure(Showing.COUNT, 5, shown)


def crossed(rows: tuple[Figure, ...], columns: tuple[Figure, ...], cells: tuple[Figure, ...], base: int) -> SafeRelease:
    """Two questions that everybody answered, and one across the other."""
    home = homes(len(rows))
    one = SafeTable(
        "home", "Home", Subject.ANSWERS, (home,), count(base), _cells(home.categories, rows), everybody=True
    )
    two = SafeTable("heard", "Heard", Subject.ANSWERS, (HEARD,), count(base), _cells(HEARD.categories, columns))
    both = SafeTable(
        key="x",
        title="X",
        subject=Subject.ANSWERS,
        dimensions=(home, HEARD),
        base=count(base),
        cells=dict(zip(product(home.categories, HEARD.categories), cells, strict=True)),
        rows=dict(zip(home.categories, rows, strict=True)),
        margins=("home", "heard"),
        everybody=True,
    )
    return SafeRelease("wave", "Wave", Audience.PARTNERS, Size.FULL, count(base), tables=(one, two, both))


def _cells(categories: tuple[str, ...], figures: tuple[Figure, ...]) -> dict[tuple[str, ...], Figure]:
    return {(category,): figure for category, figure in zip(categories, figures, strict=True)}


FEWER = Figure(Showing.FEWER, 5)


def every_way(safe: SafeRelease) -> dict[Labels, tuple[int, int]]:
    """The least and most of each hidden cell of the crossed table, by counting every table there could be."""
    table = safe.tables[2]
    options = [range(figure.low, figure.high + 1) for figure in table.cells.values()]
    seen: dict[Labels, set[int]] = {labels: set() for labels in table.labels}
    for values in product(*options):
        at = dict(zip(table.labels, values, strict=True))
        if _fits(safe, at):
            for labels, value in at.items():
                seen[labels].add(value)
    return {labels: (min(values), max(values)) for labels, values in seen.items()}


def _fits(safe: SafeRelease, at: dict[Labels, int]) -> bool:
    rows, columns, both = safe.tables
    whole = sum(at.values())
    sums = [(both.base, whole)]
    for axis, margin in enumerate((rows, columns)):
        for (category,), figure in margin.cells.items():
            sums.append((figure, sum(value for labels, value in at.items() if labels[axis] == category)))
    return whole >= NARRATIVE_BELOW and all(figure.low <= value <= figure.high for figure, value in sums)


def test_every_way_counted_one_by_one_leaves_what_the_audit_says() -> None:
    """Small tables, all of them hidden at random: the exact answer, with no program and no intervals."""
    dice = random.Random(3)
    narrow = 0
    for _ in range(rounds(12, 60)):
        exact = [dice.choice((0, 1, 2, 3, 4, 5, 6, 8, 12)) for _ in range(5)]
        exact.append(max(5, 20 - sum(exact)))
        safe = shown(exact)
        found = {name[3:]: (one.low, one.high) for one in audit([safe]) for name in [one.name] if name[1] == "x"}
        for labels, (least, most) in every_way(safe).items():
            if safe.tables[2].cells[labels].showing is not Showing.FEWER:
                continue
            if least > 0 or most < 4:
                narrow += 1
                assert found, (exact, labels)
            if labels in found:
                assert found[labels][0] <= least and most <= found[labels][1], (exact, labels)
                assert least > 0 or most < 4
    assert narrow


def shown(exact: list[int]) -> SafeRelease:
    def figure(value: int) -> Figure:
        return FEWER if value < 5 else count(max(5, (value + 2) // 5 * 5))

    rows = tuple(figure(sum(exact[at : at + 3])) for at in range(0, len(exact), 3))
    columns = tuple(figure(sum(exact[at::3])) for at in range(3))
    return crossed(rows, columns, tuple(map(figure, exact)), (sum(exact) + 2) // 5 * 5)


#: Three homes by three answers: what is hidden are a 3 and a 4.
OVERLOOKED = [6, 12, 3, 5, 5, 7, 6, 4, 5]


def test_what_intervals_overlook_in_a_two_way_table_the_program_finds() -> None:
    """Seven figures, three rows, three columns: no sum alone narrows the two hidden ones, all together prove that
    neither is nobody. Intervals were the whole audit once; they find nothing here.
    """
    safe = shown(OVERLOOKED)
    hidden = [cell_name("wave", "x", labels) for labels in (("Foster", "Unsure"), ("House", "No"))]
    assert [name for name, figure in named_figures(safe) if figure.hidden] == hidden
    ledger = reckon([safe])
    assert [(ledger.low[name], ledger.high[name]) for name in hidden] == [(0, 4), (0, 4)]
    assert [(one.name, one.low, one.high) for one in audit([safe])] == [(name, 1, 4) for name in hidden]
    assert [every_way(safe)[name[3:]] for name in hidden] == [(1, 4), (1, 4)]
    assert by_attacker(safe) == {("wave", "x", *name[3:]): (1, 4) for name in hidden}


def test_what_gives_it_away_is_hidden_too() -> None:
    """The same counts, protected: what the program finds costs the neighbours."""
    at = dict(zip(product(HOMES, HEARD.categories), OVERLOOKED, strict=True))
    tables = []
    for axis, dimension in enumerate((homes(3), HEARD)):
        sums = {(c,): sum(n for labels, n in at.items() if labels[axis] == c) for c in dimension.categories}
        tables.append(RawTable(dimension.key, dimension.label, Subject.ANSWERS, (dimension,), sums, 53))
    tables.append(RawTable("x", "X", Subject.ANSWERS, (homes(3), HEARD), at, 53))
    safe = protect(RawRelease("wave", "Wave", 53, tuple(tables)), Audience.PARTNERS)
    assert [figure.text for figure in safe.tables[2].cells.values()].count("not shown") > 2
    assert by_attacker(safe) == {}
