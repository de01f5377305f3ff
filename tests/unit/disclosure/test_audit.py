"""The audit finds what a careful reader would find."""

from dataclasses import replace

from portal.disclosure.audit import audit
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.names import cell_name
from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, Labels
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience, Size, Subject
from tests.unit.disclosure.waves import people, release

HOME = Dimension("home", "Home", ("Foster", "Kin", "House"))
HEARD = Dimension("heard", "Heard", ("Yes", "Sometimes", "No"))
FEWER, WITHHELD = Figure(Showing.FEWER, 5), Figure(Showing.WITHHELD, 5)


def count(shown: int) -> Figure:
    return Figure(Showing.COUNT, 5, shown)


def one_way(base: int, *figures: Figure, multiple: bool = False) -> SafeTable:
    cells = {(label,): figure for label, figure in zip(HEARD.categories, figures, strict=True)}
    return SafeTable("heard", "Heard", Subject.ANSWERS, (HEARD,), count(base), cells, multiple)


def safe(*tables: SafeTable, people: int = 200) -> SafeRelease:
    return SafeRelease("wave", "Wave", Audience.PARTNERS, Size.FULL, count(people), tables=tables)


def narrowed(*releases: SafeRelease) -> dict[tuple[str, ...], tuple[int, int]]:
    return {found.name: (found.low, found.high) for found in audit(releases)}


def test_a_figure_that_could_be_anything_small_is_left_alone() -> None:
    assert audit([safe(one_way(30, count(20), count(5), FEWER))]) == []


def test_total_minus_parts_is_found() -> None:
    found = narrowed(safe(one_way(30, count(15), count(5), FEWER)))
    assert found == {cell_name("wave", "heard", ["No"]): (4, 4)}
    found = narrowed(safe(one_way(30, count(25), count(10), FEWER)))
    assert found == {cell_name("wave", "heard", ["No"]): (0, 1)}


def test_several_hidden_figures_that_can_only_be_full_are_found() -> None:
    found = narrowed(safe(one_way(25, *[Figure(Showing.FEWER, 10)] * 3)))
    assert set(found.values()) == {(5, 9)}
    assert len(found) == 3


def test_figures_withheld_without_a_reason_hide_more() -> None:
    assert audit([safe(one_way(30, WITHHELD, count(5), WITHHELD))]) == []
    assert audit([safe(one_way(30, count(15), count(5), WITHHELD))]) != []


def test_several_choices_do_not_add_up_so_nothing_is_found() -> None:
    assert audit([safe(one_way(30, count(15), count(5), FEWER, multiple=True))]) == []


def crossed(margins: tuple[str | None, str | None]) -> SafeTable:
    cells: dict[Labels, Figure] = {
        (home, heard): figure
        for home, row in zip(
            HOME.categories,
            ([count(30), count(20), count(10)], [count(30), count(20), count(10)], [count(10), count(10), FEWER]),
            strict=True,
        )
        for heard, figure in zip(HEARD.categories, row, strict=True)
    }
    rows = {"Foster": count(60), "Kin": count(60), "House": count(25)}
    return SafeTable("x", "X", Subject.ANSWERS, (HOME, HEARD), count(145), cells, rows=rows, margins=margins)


def test_a_one_way_table_gives_away_a_column_of_a_two_way_table() -> None:
    """No total stands under the columns, but the one-way table of the same people has it."""
    beside = one_way(145, count(70), count(50), count(30))
    assert audit([safe(crossed((None, None)), people=400)]) == []
    found = narrowed(safe(crossed((None, "heard")), beside, people=400))
    assert found[cell_name("wave", "x", ["House", "No"])] == (4, 4)
    assert cell_name("wave", "x", ["House", "No"]) not in narrowed(safe(crossed((None, None)), beside, people=400))


def test_readers_of_two_audiences_are_taken_to_compare() -> None:
    shown = safe(one_way(30, count(15), count(5), WITHHELD))
    other = replace(safe(one_way(30, WITHHELD, WITHHELD, FEWER)), audience=Audience.PUBLIC)
    assert narrowed(other) == {}
    assert cell_name("wave", "heard", ["No"]) in narrowed(shown, other)


def test_two_waves_are_not_mixed_up() -> None:
    one, other = safe(one_way(30, count(20), count(5), FEWER)), safe(one_way(60, count(20), count(5), WITHHELD))
    assert len(audit([one, replace(other, key="spring")])) == len(audit([replace(other, key="spring")]))


def test_what_gives_a_figure_away_is_named() -> None:
    found = audit([safe(one_way(30, count(15), count(5), FEWER))])[0]
    assert found.because.total == ("wave", "heard", "base")
    assert found.threshold == 5


def test_the_audit_is_quick_enough_for_a_large_release() -> None:
    assert audit([protect(release(people(2000, 1, 0.8)), Audience.PUBLIC)]) == []
