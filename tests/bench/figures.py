"""A figure, what it is held against, and whether it meets its target."""

import json
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

SHEET = Path(__file__).resolve().parents[2] / "build" / "bench.json"


@dataclass
class Figure:
    """`value` is the median of `runs`; `ratio` is the value over the yardstick's. `met` is None without a target."""

    name: str
    runs: list[float]
    unit: str
    yardstick: str = ""
    yardstick_runs: list[float] = field(default_factory=list)
    at_most: float | None = None
    ratio_at_most: float | None = None
    stretch: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median run."""
        return statistics.median(self.runs)

    @property
    def ratio(self) -> float | None:
        """How many yardsticks long it is."""
        return self.value / statistics.median(self.yardstick_runs) if self.yardstick_runs else None

    @property
    def met(self) -> bool | None:
        """Whether every target it has is met; rounding never helps."""
        held = [] if self.at_most is None else [self.value <= self.at_most]
        held += [] if self.ratio_at_most is None or self.ratio is None else [self.ratio <= self.ratio_at_most]
        return all(held) if held else None

    @property
    def target(self) -> str:
        """The target in words."""
        words = [] if self.at_most is None else [f"≤ {self.at_most:g} {self.unit}"]
        words += [] if self.ratio_at_most is None else [f"≤ {self.ratio_at_most:g} ×"]
        return ", ".join(words) or "none"


def write(figures: Sequence[Figure], *, seconds: float, sheet: Path = SHEET) -> None:
    """All of it as JSON, with the machine it was measured on."""
    sheet.parent.mkdir(exist_ok=True)
    rows = [
        asdict(one) | {"value": one.value, "ratio": one.ratio, "target": one.target, "met": one.met} for one in figures
    ]
    load = psutil.getloadavg()[0]
    machine = {"cores": psutil.cpu_count(), "python": platform.python_version(), "load_at_end": round(load, 1)}
    content = {
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds),
        "machine": machine,
        "figures": rows,
    }
    sheet.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def line(one: Figure) -> str:
    """One row of the table, runs and all."""
    runs = " ".join(f"{run:.3g}" for run in one.runs)
    ratio = f"{one.ratio:.2f} × {one.yardstick}" if one.ratio is not None else ""
    met = {True: "yes", False: "NO", None: "-"}[one.met]
    text = f"{one.name:<58}{one.value:>9.4g} {one.unit:<9}{ratio:<34}{one.target:<18}{met:<4}[{runs}]"
    return text.rstrip() + (f"  {one.note}" if one.note else "")


HEADINGS = f"{'figure':<58}{'median':>9} {'unit':<9}{'against':<34}{'target':<18}{'met':<4}[runs]"
