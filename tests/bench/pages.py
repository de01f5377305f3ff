"""What pages cost: processor time, statements, bytes over the wire, memory, and all of that as rows grow."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import sync_playwright
from sqlalchemy import event

from config import sqlite_library
from portal import create_app
from portal.contributions import codes
from portal.core import db
from tests.bench.figures import Figure
from tests.bench.load import Visitor, cost, first_choice, memory, rate, token
from tests.bench.place import LONG, SHORT, SLUG, WORK_TOKEN, fill, fill_board, rows_in
from tests.support import canary
from tests.support.browser import CHROMIUM, FLAGS, PHONE
from tests.support.phone import Page
from tests.support.server import Server

RUNS = 3
VIEWS, JOURNEYS = 500, 15
QUESTION = f"/say/{SLUG}/q/q1"
LISTS = {"queue of views": "/work/views", "views without a theme": "/work/themes/waiting", "board": "/work/board"} | {
    f"board, {name}": f"/work/{path}"
    for name, path in {"in columns": "board/columns", "by month": "board/timeline", "ladder": "ladder"}.items()
}


def view(visitor: Visitor) -> int:
    """Somebody new opens the first question."""
    visitor.begin_anew()
    visitor.get(QUESTION)
    return 1


def trivial(visitor: Visitor) -> int:
    """The yardstick's page."""
    visitor.get("/")
    return 1


def journey(visitor: Visitor, slug: str = SLUG) -> int:
    """A whole visit, from the start page to "I have it"; how many requests it took."""
    at, asked = answering(visitor, slug)
    page = visitor.get(at)
    visitor.post(at, ("csrf_token", token(page)))
    receipt = visitor.get("/sent")
    which = receipt.partition(b'name="which" value="')[2].partition(b'"')[0].decode()
    to = visitor.post("/sent", ("csrf_token", token(receipt)), ("which", which))
    visitor.get(to)
    return asked + 5


def answering(visitor: Visitor, slug: str, *, pages: int = 1_000) -> tuple[str, int]:
    """Somebody new answers at most so many pages: where they stand then, and how many requests it took."""
    visitor.begin_anew()
    visitor.get(f"/say/{slug}")
    at, asked = f"/say/{slug}/q/q1", 1
    while at != f"/say/{slug}/check" and pages:
        page = visitor.get(at)
        pairs = [("csrf_token", token(page))]
        if b'name="answer"' in page:
            pairs.append(("answer", first_choice(page) or (LONG if at.endswith("/q4") else SHORT)))
        elif b'name="purposes"' in page:
            pairs.append(("purposes", "board"))
        at, asked, pages = visitor.post(at, *pairs), asked + 2, pages - 1
    return at, asked


def hash_cost() -> float:
    """Milliseconds of processor time for one word code (Argon2id, 19 MiB, two passes), in this process."""
    began = time.process_time()
    for _ in range(8):
        codes.code_hash("one two three four")
    return (time.process_time() - began) * 1000 / 8


def durable_commits(folder: Path) -> float:
    """One-row durable commits a second, straight into SQLite."""
    connection = sqlite_library().connect(str(folder / "raw.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS one (id INTEGER PRIMARY KEY, text BLOB)")
    began, done = time.monotonic(), 0
    while time.monotonic() - began < 1:
        connection.execute("INSERT INTO one (text) VALUES (?)", (b"x" * 300,))
        done += 1
    connection.close()
    return done / (time.monotonic() - began)


def processor(server: Server, yardstick: Server, folder: Path) -> Iterator[Figure]:
    """Views and submissions against the trivial page, the two taking turns."""
    here, there = Visitor(server), Visitor(yardstick)
    cost(server, 60, lambda: view(here)), cost(yardstick, 60, lambda: trivial(there)), journey(here)
    views, trivials, whole, hashes, requests = [], [], [], [], 0
    with canary.inside(server.settings):
        for _ in range(RUNS):
            views.append(cost(server, VIEWS, lambda: view(here)))
            trivials.append(cost(yardstick, VIEWS, lambda: trivial(there)))
            whole.append(cost(server, JOURNEYS, lambda: journey(here)))
            hashes.append(hash_cost())
        requests = journey(here)
    one_hash = statistics.median(hashes)
    yield Figure(
        "question page, view", views, "ms CPU", "trivial page", trivials, at_most=2.5, ratio_at_most=6, stretch=1.5
    )
    pure = [run - one_hash for run in whole]
    yield Figure(
        f"whole submission of ten questions, {requests} requests",
        pure,
        "ms CPU",
        "trivial page",
        trivials,
        at_most=60,
        stretch=40,
        note="beside one word code, on its own line",
    )
    yield Figure("one word code (Argon2id, 19 MiB, two passes)", hashes, "ms CPU")
    here.close(), there.close()
    yield from _rates(server, yardstick, folder)


def _rates(server: Server, yardstick: Server, folder: Path) -> Iterator[Figure]:
    seen, bare, sent, commits = [], [], [], []
    for _ in range(RUNS):
        bare.append(rate(yardstick, 1.5, 8, trivial))
        seen.append(rate(server, 2, 8, view))
        sent.append(rate(server, 3, 8, lambda visitor: 1 if journey(visitor) else 0))
        commits.append(durable_commits(folder))
    yield Figure("question page, views a second (8 clients)", seen, "/s", "trivial page", bare)
    yield Figure("whole submissions a second (8 clients)", sent, "/s", "trivial page", bare)
    yield Figure("whole submissions a second, against raw durable commits", sent, "/s", "durable commits", commits)


def growth(server: Server, rows: int) -> Iterator[Figure]:
    """The same with rows in the database: views and submissions, then lists at a thousand and at all of them."""
    visitor, desk = Visitor(server), Visitor(server)
    desk.cookies["work"] = WORK_TOKEN
    before = [(cost(server, VIEWS, lambda: view(visitor)), cost(server, JOURNEYS, lambda: journey(visitor)))]
    few: dict[str, list[float]] = {}
    with rows_in(server):
        fill(1_000), fill_board(1_000)
    for name, path in LISTS.items():
        desk.get(path)
        few[name] = [cost(server, 40, lambda path=path: desk.get(path)) for _ in range(RUNS)]
    before += [(cost(server, VIEWS, lambda: view(visitor)), cost(server, JOURNEYS, lambda: journey(visitor)))]
    with rows_in(server):
        fill(rows - 1_000), fill_board(rows - 1_000)
        db.session.execute(sa.text("ANALYZE"))
    after = [
        (cost(server, VIEWS, lambda: view(visitor)), cost(server, JOURNEYS, lambda: journey(visitor)))
        for _ in range(RUNS)
    ]
    for place, what in enumerate(("view", "submission")):
        yield Figure(
            f"{what} at {rows:,} submissions, word code included",
            [run[place] for run in after],
            "ms CPU",
            "at few",
            [run[place] for run in before],
            ratio_at_most=1.05,
        )
    for name, path in LISTS.items():
        runs = [cost(server, 40, lambda path=path: desk.get(path)) for _ in range(RUNS)]
        yield Figure(f"{name} at {rows:,}", runs, "ms CPU", "at 1,000", few[name], ratio_at_most=1.5, stretch=1.1)
    visitor.close(), desk.close()


def statements(server: Server) -> Iterator[Figure]:
    """Statements of one question, looked at and answered, by somebody with a draft."""
    heard: list[str] = []
    with canary.inside(server.settings):
        app = create_app(server.settings)
        engine = db.session.get_bind()

        def hear(connection: object, cursor: object, statement: str, *rest: object) -> None:
            if statement.split(None, 1)[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
                heard.append(statement)

        event.listen(engine, "after_cursor_execute", hear)
        client = app.test_client()
        base = {"base_url": server.url}
        page = Page(client.get(QUESTION, **base).text, QUESTION)
        form = page.form("answer")
        answer = dict(form.filled(answer=form.controls["answer"].values[0]))
        client.post(QUESTION, data=answer, **base)
        client.get(f"/say/{SLUG}/q/q2", **base)
        counts = []
        for do in (lambda: client.get(f"/say/{SLUG}/q/q2", **base), lambda: client.post(QUESTION, data=answer, **base)):
            heard.clear()
            do()
            counts.append(len(heard))
        engine.dispose()
    yield Figure("statements of a question, looked at", [float(counts[0])], "SQL", at_most=4, stretch=2)
    yield Figure("statements of a question, answered", [float(counts[1])], "SQL", at_most=6, stretch=4)


def weight(server: Server) -> Iterator[Figure]:
    """Requests and bytes of a cold phone's first question, and of the next one, counted by the browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, is_mobile=True)
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        asked: list[str] = []
        sent = [0]
        kept: set[str] = set()
        wire.on("Network.requestWillBeSent", lambda e: asked.append(e["request"]["url"]))
        wire.on("Network.requestServedFromCache", lambda e: kept.add(e["requestId"]))
        wire.on("Network.loadingFinished", lambda e: sent.__setitem__(0, sent[0] + e["encodedDataLength"]))
        page.goto(f"{server.url}{QUESTION}", wait_until="networkidle")
        first = [url for url in asked if not url.startswith("data:")]
        strangers = [url for url in first if not url.startswith(server.url)]
        yield Figure("first question on a cold phone", [float(len(first))], "requests", at_most=4, stretch=3)
        yield Figure("first question on a cold phone, over the wire", [sent[0] / 1024], "KiB", at_most=30, stretch=12)
        yield Figure("first question, other machines asked", [float(len(strangers))], "requests", at_most=0)
        for one in (asked, kept):
            one.clear()
        sent[0] = 0
        page.goto(f"{server.url}/say/{SLUG}/q/family", wait_until="networkidle")
        later = [url for url in asked if not url.startswith("data:")]
        yield Figure("a later question", [float(len(later) - len(kept))], "requests", at_most=1)
        yield Figure("a later question, over the wire", [sent[0] / 1024], "KiB", at_most=5, stretch=3)
        chromium.close()


def footprint(server: Server) -> Iterator[Figure]:
    """Two web workers and the background worker: at rest, and with two word codes being hashed."""
    time.sleep(1)
    rest = [memory(server) for _ in range(RUNS)]
    yield Figure("memory at rest, two web workers and the worker", rest, "MB PSS", at_most=220, stretch=160)
    peaks: list[float] = []

    def guess(visitor: Visitor) -> int:
        visitor.begin_anew()
        pairs = [("csrf_token", token(visitor.get("/code"))), ("code", "acorn acorn acorn acorn")]
        visitor.ask("POST", "/code", "&".join(f"{n}={v}" for n, v in pairs).replace(" ", "+").encode())
        peaks.append(memory(server))
        return 1

    rate(server, 2, 4, guess)
    yield Figure("memory while codes are hashed, two at once", [max(peaks)], "MB PSS")
