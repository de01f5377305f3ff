"""What a careful reader can work out: whole numbers within bounds, tied to one another by sums."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.disclosure.figures import UNBOUNDED

Name = tuple[str, ...]
ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` counts exactly the people of `parts`, each once."""

    total: Name
    parts: tuple[Name, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        return (*self.parts, self.total)


@dataclass(slots=True)
class Ledger:
    """Bounds and sums, and interval arithmetic over them.

    `settle` is exact where the sums form a tree (`is_exact`); elsewhere it is a quick first pass for `program`.
    """

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    because: dict[Name, Sum] = field(default_factory=dict)
    settled: bool = False

    def know(self, name: Name, low: int = 0, high: int = UNBOUNDED) -> Name:
        """Add what one figure says; what is known already still holds."""
        self.low[name] = max(low, self.low.get(name, 0))
        self.high[name] = min(high, self.high.get(name, UNBOUNDED))
        self.settled = False
        return name

    def tie(self, total: Name, parts: list[Name]) -> None:
        """Add a sum; a name nothing is known of may be any whole number."""
        for name in (total, *parts):
            self.know(name)
        self.sums.append(Sum(total, tuple(parts)))

    def copy(self) -> Ledger:
        """One to go on with that leaves this one as it is."""
        return Ledger(dict(self.low), dict(self.high), list(self.sums), dict(self.because), self.settled)

    def settle(self) -> None:
        """Draw every conclusion until nothing changes; stopping early is sound, since each only tightens."""
        for _ in range(ROUNDS):
            if not any([self._use(line) for line in self.sums]):
                self.settled = True
                return

    @property
    def is_consistent(self) -> bool:
        """Whether nothing is known to be both above and below the same number."""
        return all(low <= self.high[name] for name, low in self.low.items())

    @property
    def is_exact(self) -> bool:
        """Whether the settled bounds are all there is to know.

        So it is where the sums form a forest: bounds consistency on a constraint graph without cycles leaves no
        value that is in no solution (Freuder, "A sufficient condition for backtrack-free search", J. ACM 29, 1982).
        """
        leader: dict[Name, Name] = {}

        def find(name: Name) -> Name:
            while (above := leader.setdefault(name, name)) != name:
                leader[name] = leader[above]
                name = above
            return name

        for number, line in enumerate(self.sums):
            node = find(("", str(number)))  # the sum itself: no quantity has a name without a release
            for name in line.names:
                other = find(name)
                if other == node:
                    return False
                leader[other] = node
        return self.settled

    def _use(self, line: Sum) -> bool:
        low = sum(self.low[part] for part in line.parts)
        high = sum(self.high[part] for part in line.parts)
        changed = self._tighten(line.total, low, high, line)
        total_low, total_high = self.low[line.total], self.high[line.total]
        for part in line.parts:
            others_low, others_high = low - self.low[part], high - self.high[part]
            changed |= self._tighten(part, total_low - others_high, total_high - others_low, line)
        return changed

    def _tighten(self, name: Name, low: int, high: int, line: Sum) -> bool:
        if low <= self.low[name] and high >= self.high[name]:
            return False
        self.low[name] = max(low, self.low[name])
        self.high[name] = min(high, self.high[name])
        self.because[name] = line
        return True
