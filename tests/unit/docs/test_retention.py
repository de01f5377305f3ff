"""How long things are kept: the same in the code, in docs/data.md and in what young people are told."""

import importlib
import re
from pathlib import Path

import pytest

from portal.arrive.durations import Durations
from portal.core.db import Base

ROOT = Path(__file__).parents[3]
NOTICE = (ROOT / "docs/privacy-notice.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<names>`[^|]+) \|[^|]*\|[^|]*\| (?P<kept>[^|]+) \|", re.MULTILINE)
SWEEP = re.compile(r"`(\w+)\.(\w+)`")
#: What ends a row that no sweep of its own ends.
OTHERWISE = ("as its thread", "public record", "record;", "while it stands", "by the operator", "with the empty row")

for path in sorted((ROOT / "portal").glob("*/models.py")):
    importlib.import_module(f"portal.{path.parent.name}.models")

KEPT = {
    name: row["kept"]
    for row in ROW.finditer((ROOT / "docs/data.md").read_text(encoding="utf-8"))
    for name in re.findall(r"`(\w+)`", row["names"])
}


def sweeps(slice_name: str) -> set[str]:
    source = (ROOT / "portal" / slice_name / "jobs.py").read_text(encoding="utf-8")
    return set(re.findall(r"^@periodic\(\w+\)\ndef (\w+)", source, re.MULTILINE))


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_table_says_what_ends_it(table: str) -> None:
    kept = KEPT.get(table)
    assert kept, f"{table} is not in docs/data.md"
    named = SWEEP.findall(kept)
    assert named or any(words in kept for words in OTHERWISE), f"{table}: {kept!r} names no sweep and no other end"
    assert [f"{where}.{name}" for where, name in named if name not in sweeps(where)] == []


def years(number: int) -> str:
    return f"{number} year{'' if number == 1 else 's'}"


@pytest.mark.parametrize(
    ("row", "duration"),
    [
        ("Answers you have started", f"About {Durations().draft_hours} hours"),
        ("What you sent", f"{years(Durations().words_years)}."),
        ("What you sent", f"until {years(Durations().after_years)} after"),
        ("Points you get ready", f"About {Durations().points_hours} hours"),
        ("Points you get ready", years(Durations().points_years)),
        ("Points you get ready", f"after {Durations().link_days} days"),
        ("“Not safe” messages", f"{Durations().concern_days} days after"),
        ("A list of which workers", years(Durations().log_years)),
        ("Your name", "As long as your words"),
        ("What you said yes to", "As long as your words"),
    ],
)
def test_the_notice_gives_each_duration_as_the_code_has_it(row: str, duration: str) -> None:
    (line,) = [line for line in NOTICE.splitlines() if line.startswith(f"| {row}")]
    assert duration in line
