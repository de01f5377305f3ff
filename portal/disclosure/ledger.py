"""What a careful reader can work out: whole numbers within bounds, tied to one another by sums."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from portal.disclosure.figures import UNBOUNDED

Name = tuple[str, ...]
ROUNDS = 4  # sums used per sum there is: round a circle of sums bounds creep, and `program` finds the rest


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
    _new_sums: int = 0  # from here on in `sums`, no conclusion was drawn yet
    _changed: dict[Name, None] = field(default_factory=dict)  # learnt since, in order

    def know(self, name: Name, low: int = 0, high: int = UNBOUNDED) -> Name:
        """Add what one figure says; what is known already still holds."""
        before = self.low.get(name, 0), self.high.get(name, UNBOUNDED)
        self.low[name], self.high[name] = max(low, before[0]), min(high, before[1])
        if (self.low[name], self.high[name]) != before:
            self._changed[name] = None
            self.settled = False
        return name

    def tie(self, total: Name, parts: list[Name]) -> None:
        """Add a sum; a name nothing is known of may be any whole number."""
        for name in (total, *parts):
            self.know(name)
        self.sums.append(Sum(total, tuple(parts)))
        self.settled = False

    def copy(self) -> Ledger:
        """One to go on with that leaves this one as it is."""
        return replace(
            self,
            low=dict(self.low),
            high=dict(self.high),
            sums=list(self.sums),
            because=dict(self.because),
            _changed=dict(self._changed),
        )

    def settle(self) -> None:
        """Draw every conclusion until nothing changes; stopping early is sound, since each only tightens."""
        of_name: dict[Name, list[int]] = {}
        for place, line in enumerate(self.sums):
            for name in line.names:
                of_name.setdefault(name, []).append(place)
        first = dict.fromkeys(range(self._new_sums, len(self.sums)))
        waiting = deque(first | dict.fromkeys(place for name in self._changed for place in of_name.get(name, ())))
        queued, left = set(waiting), ROUNDS * len(self.sums)
        while waiting and left:
            left -= 1
            place = waiting.popleft()
            queued.discard(place)
            more = [other for name in self._use(self.sums[place]) for other in of_name[name] if other not in queued]
            waiting.extend(dict.fromkeys(more))
            queued.update(more)
        self.settled, self._new_sums, self._changed = not waiting, len(self.sums), {}

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

    def _use(self, line: Sum) -> list[Name]:
        """Names this sum tells more of."""
        low = sum([self.low[part] for part in line.parts])
        high = sum([self.high[part] for part in line.parts])
        told = [line.total] if self._tighten(line.total, low, high, line) else []
        total_low, total_high = self.low[line.total], self.high[line.total]
        for part in line.parts:
            others_low, others_high = low - self.low[part], high - self.high[part]
            if self._tighten(part, total_low - others_high, total_high - others_low, line):
                told.append(part)
        return told

    def _tighten(self, name: Name, low: int, high: int, line: Sum) -> bool:
        if low <= self.low[name] and high >= self.high[name]:
            return False
        self.low[name] = max(low, self.low[name])
        self.high[name] = min(high, self.high[name])
        self.because[name] = line
        return True
