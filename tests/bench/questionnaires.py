"""What a consultation with routing costs, and what a page of it costs as the questionnaire grows."""

from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.load import Visitor, cost, rate
from tests.bench.pages import RUNS, VIEWS, answering, journey, trivial
from tests.bench.place import ROUTED, routed
from tests.support import canary
from tests.support.server import Server

MIDDLE = 30


def routing(server: Server, yardstick: Server) -> Iterator[Figure]:
    """Pages and submissions of thirty questions with routing, then one page at ten, thirty and a hundred questions."""
    yield from _rates(server, yardstick)
    yield from _growth(server)


def _rates(server: Server, yardstick: Server) -> Iterator[Figure]:
    def submit(visitor: Visitor) -> int:
        return 1 if journey(visitor, routed(MIDDLE)) else 0

    def look(visitor: Visitor) -> int:
        visitor.begin_anew()
        visitor.get(_page(MIDDLE))
        return 1

    bare, seen, sent = [], [], []
    for _ in range(RUNS):
        bare.append(rate(yardstick, 1.5, 8, trivial))
        seen.append(rate(server, 2, 8, look))
        sent.append(rate(server, 4, 8, submit))
    yield Figure("30 questions with routing, pages a second (8 clients)", seen, "/s", "trivial page", bare)
    yield Figure("30 questions with routing, submissions a second (8 clients)", sent, "/s", "trivial page", bare)


def _growth(server: Server) -> Iterator[Figure]:
    """Somebody half-way, with every answer so far: the same page, looked at again."""
    visitors = {number: _half_way(server, number) for number in ROUTED}
    runs: dict[int, list[float]] = {number: [] for number in ROUTED}
    with canary.inside(server.settings):
        for _ in range(RUNS):
            for number, (visitor, page) in visitors.items():
                runs[number].append(cost(server, VIEWS, lambda visitor=visitor, page=page: visitor.get(page)))
    fewest, *more = ROUTED
    for number in more:
        yield Figure(
            f"a question half-way, of {number}",
            runs[number],
            "ms CPU",
            f"of {fewest}",
            runs[fewest],
            ratio_at_most=1.5,
            stretch=1.1,
        )
    for visitor, _ in visitors.values():
        visitor.close()


def _half_way(server: Server, number: int) -> tuple[Visitor, str]:
    visitor = Visitor(server)
    at, _ = answering(visitor, routed(number), pages=number // 2)
    return visitor, at


def _page(number: int) -> str:
    return f"/say/{routed(number)}/q/q1"
