"""How the audit names each quantity: the release, the table, then what it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.disclosure.figures import Figure
from portal.disclosure.ledger import Name
from portal.disclosure.safe import SafeRelease, SafeTable


def people_name(release: str) -> Name:
    return (release, "", "people")


def anonymous_name(release: str, table: SafeTable | None = None) -> Name:
    """Threads without a name: of the release, or of a table that is not about everybody in it."""
    return (release, "" if table is None or table.everybody else table.key, "anonymous")


def base_name(release: str, table: str) -> Name:
    return (release, table, "base")


def cell_name(release: str, table: str, labels: Sequence[str]) -> Name:
    return (release, table, "cell", *labels)


def others_name(release: str, table: str, labels: Sequence[str]) -> Name:
    """Those who could choose several answers and did not choose this one."""
    return (release, table, "others", *labels)


def row_name(release: str, table: str, row: str, same_as: str | None) -> Name:
    """A row that counts the very people of a one-way cell is that cell, under its name."""
    return cell_name(release, same_as, (row,)) if same_as else (release, table, "row", row)


def rows_owner(table: SafeTable) -> str | None:
    return table.margins[0] if table.margins else None


def named_figures(release: SafeRelease) -> Iterable[tuple[Name, Figure]]:
    """Every cell, row and count of threads without a name under its name, in reading order."""
    if release.anonymous:
        yield anonymous_name(release.key), release.anonymous
    for table in release.tables:
        for labels, figure in table.cells.items():
            yield cell_name(release.key, table.key, labels), figure
        for row, figure in (table.rows or {}).items():
            yield row_name(release.key, table.key, row, rows_owner(table)), figure
        if table.anonymous and not table.everybody:
            yield anonymous_name(release.key, table), table.anonymous
