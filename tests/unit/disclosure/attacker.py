"""A reader who tries, written apart from the audit: other variables, other sums, another solver.

Where the audit names quantities and the sums between them, this reader lays out the finest cells they can tell apart:
for each question everybody in the release by what they answered, "left out" being an answer too, and for each pair of
questions asked together everybody by both. Every figure is then a sum of such cells within its bounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure.figures import Figure, Showing
from portal.disclosure.safe import SafeRelease, SafeTable
from tests.support.glpk import FREE, Model

NONE = "(none)"
Terms = dict[str, int]


@dataclass(frozen=True)
class Secret:
    """A hidden number: what it is called, the cells it is the sum of, and the threshold it is hidden by."""

    name: tuple[str, ...]
    terms: Terms
    threshold: int


class Attacker:
    """Reads releases one after another; `proven` then tells what it found out."""

    def __init__(self) -> None:
        self.model = Model()
        self.secrets: dict[tuple[str, ...], Secret] = {}
        self.told: set[tuple[str, ...]] = set()

    def read(self, release: SafeRelease) -> None:
        """What one release says of everybody in it."""
        if release.people is None or release.people.shown is None:
            return
        people = {f"{release.key} people": 1}
        self._within(people, release.people, people)
        one_way = {table.dimensions[0].key: table for table in release.tables if not table.two_way}
        for table in release.tables:
            if table.two_way:
                self._crossed(release, table, [one_way[dimension.key] for dimension in table.dimensions])
            else:
                self._one_way(release, table)

    def nested(self, inner: SafeRelease, outer: SafeRelease, keys: Sequence[str] | None = None) -> None:
        """Believe that everybody in one release is in the other, and answered the same."""
        known = self.model.names
        for name in known:
            key, _, rest = name.partition(" ")
            shared = keys is None or rest == "people" or rest.split("|")[0] in keys
            if key == inner.key and shared and f"{outer.key} {rest}" in known:
                self.model.row({f"{outer.key} {rest}": 1, name: -1}, 0)

    def is_possible(self) -> bool:
        return self.model.extreme({}, largest=False) is not None

    def proven(self) -> Iterator[tuple[Secret, int | None, int | None]]:
        """Every hidden number that cannot be anything from nobody to just below its threshold."""
        secrets = [secret for secret in self.secrets.values() if secret.name not in self.told]
        reached: dict[bool, set[tuple[str, ...]]] = {False: set(), True: set()}
        for secret in secrets:
            ends = [self._end(secret, secrets, reached, largest=largest) for largest in (False, True)]
            least, most = ends
            if least is None or least > 0 or most is None or most < secret.threshold - 1:
                yield secret, least, most

    def _end(
        self, secret: Secret, secrets: Sequence[Secret], reached: dict[bool, set[tuple[str, ...]]], *, largest: bool
    ) -> int | None:
        """One end of what it can be; a way found for one secret speaks for all that are at their end in it."""
        if secret.name in reached[largest]:
            return secret.threshold - 1 if largest else 0
        found = self.model.extreme(secret.terms, largest=largest)
        for other in secrets if self.model.values else ():
            value = sum(self.model.values[name] * factor for name, factor in other.terms.items())
            if value <= 0:
                reached[False].add(other.name)
            if value >= other.threshold - 1:
                reached[True].add(other.name)
        return found

    def _one_way(self, release: SafeRelease, table: SafeTable) -> None:
        base: Terms = {}
        chosen: Terms = {}
        for group in _groups(table):
            answers = [*group, "(others)"] if table.multiple else list(group)
            cells = [_cell(release, table, group, answer) for answer in (*answers, NONE)]
            self._equal(dict.fromkeys(cells, 1), {f"{release.key} people": 1})
            base = base or dict.fromkeys(cells[:-1], 1)
            self._equal(dict.fromkeys(cells[:-1], 1), base)
            chosen[cells[0]] = 1
            if table.everybody:
                self.model.row({cells[-1]: 1}, 0, 0)
        self._within(base, table.base, {f"{release.key} people": 1})
        if table.each_chose:
            self.model.row(_minus(chosen, base), 0)
        for (label,), figure in table.cells.items():
            group = (label,) if table.multiple else table.dimensions[0].categories
            self._note((release.key, table.key, label), {_cell(release, table, group, label): 1}, figure, base)

    def _crossed(self, release: SafeRelease, table: SafeTable, margins: Sequence[SafeTable]) -> None:
        rows, columns = margins
        bases: dict[str, Terms] = {}
        chosen: dict[str, Terms] = {row: {} for row in rows.dimensions[0].categories}
        for group in _groups(columns):
            at = self._both(release, table, rows, columns, group)
            for row in chosen:
                here = {cell: 1 for (label, answer), cell in at.items() if label == row and answer != NONE}
                self._equal(here, bases.setdefault(row, here))
                if columns.multiple:
                    chosen[row][at[row, group[0]]] = 1
            for (row, answer), figure in table.cells.items():
                if answer in group:
                    self._note((release.key, table.key, row, answer), {at[row, answer]: 1}, figure, bases[row])
        whole = {name: 1 for base in bases.values() for name in base}
        self._within(whole, table.base, {f"{release.key} people": 1})
        for row in chosen if table.each_chose else ():
            self.model.row(_minus(chosen[row], bases[row]), 0)
        owner = (table.margins[0],) if table.margins[0] else (table.key,)
        for row, figure in (table.rows or {}).items():
            self._note((release.key, *owner, row), bases[row], figure, whole)

    def _both(
        self, release: SafeRelease, table: SafeTable, rows: SafeTable, columns: SafeTable, group: tuple[str, ...]
    ) -> dict[tuple[str, str], str]:
        """Everybody in the release by what they said to both questions."""
        row_answers = (*rows.dimensions[0].categories, NONE)
        answers = [*group, "(others)", NONE] if columns.multiple else [*group, NONE]
        at = {
            (row, answer): f"{release.key} {table.key}|{'/'.join(group)}|{row}|{answer}"
            for row in row_answers
            for answer in answers
        }
        for row in row_answers:
            self._equal({at[row, a]: 1 for a in answers}, {_cell(release, rows, row_answers[:-1], row): 1})
        for answer in answers:
            self._equal({at[row, answer]: 1 for row in row_answers}, {_cell(release, columns, group, answer): 1})
        if table.margins[0] or table.everybody:
            self.model.row({at[row, NONE]: 1 for row in row_answers[:-1]}, 0, 0)
        if table.margins[1] or table.everybody:
            self.model.row({at[NONE, answer]: 1 for answer in answers[:-1]}, 0, 0)
        return at

    def _note(self, name: tuple[str, ...], terms: Terms, figure: Figure, whole: Terms) -> None:
        self._within(terms, figure, whole)
        if figure.showing in (Showing.FEWER, Showing.WITHHELD):
            known = self.secrets.get(name)
            threshold = min(figure.threshold, known.threshold if known else FREE)
            self.secrets[name] = Secret(name, terms, threshold)
        else:
            self.told.add(name)

    def _within(self, terms: Terms, figure: Figure, whole: Terms) -> None:
        if figure.shown is not None:
            self.model.row(terms, max(figure.shown - 2, figure.threshold), figure.shown + 2)
        elif figure.showing is Showing.FEWER:
            self.model.row(terms, 0, figure.threshold - 1)
        elif figure.showing is Showing.REST:
            self.model.row(terms, figure.threshold)
            self.model.row(_minus(whole, terms), 0, figure.threshold - 1)
        else:
            self.model.row(terms, 0)

    def _equal(self, some: Terms, others: Terms) -> None:
        self.model.row(_minus(some, others), 0, 0)


def _groups(table: SafeTable) -> list[tuple[str, ...]]:
    """Answers of which each person gave one: all together, or each for itself where several could be chosen."""
    answers = table.dimensions[0].categories
    return [(answer,) for answer in answers] if table.multiple else [answers]


def _minus(some: Terms, others: Terms) -> Terms:
    return {name: some.get(name, 0) - others.get(name, 0) for name in {**some, **others}}


def _cell(release: SafeRelease, table: SafeTable, group: Sequence[str], answer: str) -> str:
    return f"{release.key} {table.key}|{'/'.join(group)}|{answer}"
