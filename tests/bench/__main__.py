"""`python -m tests.bench [--rows 100000]`: measures, prints a table, and writes build/bench.json."""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from portal import create_app
from tests.bench import exports, pages, questionnaires, released, releases, scale
from tests.bench.figures import HEADINGS, Figure, line, write
from tests.bench.place import bare, installed, rows_in
from tests.support import canary
from tests.support.server import Server


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """Every figure, the quiet ones first."""
    server, yardstick = installed(folder), bare(folder / "bare")
    try:
        server.start(worker=True), yardstick.start()
        yield from pages.footprint(server)
        yield from pages.weight(server)
        yield from pages.statements(server)
        yield from pages.processor(server, yardstick, folder)
        yield from questionnaires.routing(server, yardstick)
        yield from pages.growth(server, rows)
        yield from released.reading(server)
    finally:
        server.stop(), yardstick.stop()
    yield from scale.partnership(folder)
    yield from _released(server)
    yield from exports.exports()


def _released(server: Server) -> Iterator[Figure]:
    with canary.inside(server.settings):
        app = create_app(server.settings)
        logging.disable(logging.INFO)
    with rows_in(server):
        yield from releases.freezing(app)
    yield from releases.auditing()


def main() -> int:
    """Misses are printed and written down; they do not fail the run, which may be on a busy machine."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="submissions and asks to grow to (default 20,000)")
    rows: int = parser.parse_args().rows
    began, figures = time.monotonic(), list[Figure]()
    print(HEADINGS)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for one in measure(Path(folder), rows):
            figures.append(one)
            print(line(one), flush=True)
    write(figures, seconds=time.monotonic() - began)
    missed = [one.name for one in figures if one.met is False]
    held = [one for one in figures if one.met is not None]
    print(f"\n{len(held) - len(missed)} of {len(held)} targets met in {time.monotonic() - began:.0f} s.")
    for name in missed:
        print(f"  missed: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
