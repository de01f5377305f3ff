"""Whoever was told "we have it" has it: through kill -9, retries, and fifty taps at once."""

import random
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from portal.contributions.models import Contribution, Words
from portal.core import crypto, db
from tests.integration.hostile.conftest import SLUG
from tests.support import canary
from tests.support.phone import Pairs, Phone, code_words
from tests.support.postgres import KIND
from tests.support.proof import ProofFigure, rounds
from tests.support.server import Server

CLIENTS = 8
LONG_QUESTION = "change"  # of tests.factories.consultations.every_kind
ROUNDS = rounds(12 if KIND == "sqlite" else 3, 300 if KIND == "sqlite" else 40)
ENOUGH = rounds(ROUNDS * 3, 4000 if KIND == "sqlite" else 400)


@dataclass
class Sent:
    """One thing somebody tried to send; `acknowledged` once the site said it has it."""

    words: str
    phone: Phone
    under_way: bool = False
    acknowledged: bool = False
    code: list[str] = field(default_factory=list)


def draft(phone: Phone, words: str) -> Pairs:
    """Write one answer; the form that sends it."""
    form = phone.get(f"/say/{SLUG}/q/{LONG_QUESTION}").page.form("answer")
    reply = phone.post(form.action, form.filled(answer=words))
    assert reply.status == 303, f"an answer was taken with {reply.status}"
    return [("csrf_token", form.controls["csrf_token"].chosen[0])]


def send(phone: Phone, pairs: Pairs) -> bool:
    """Press Send; whether the site acknowledged it."""
    reply = phone.post(f"/say/{SLUG}/check", pairs)
    assert (reply.status, reply.to) == (303, "/sent"), f"a send answered {reply.status} {reply.to}"
    return True


class Clients:
    """Eight people who send one thing after another until they are stopped or the site is gone."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.network = f"198.18.{zlib.crc32(name.encode()) % 256}"  # limits are for an address: these are many people
        self.tries: list[Sent] = []
        self.wrong: list[str] = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(number,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def wait(self, acknowledged: int, *, seconds: float) -> None:
        """Until so many were acknowledged, or the time is up."""
        until = time.monotonic() + seconds
        while sum(one.acknowledged for one in self.tries) < acknowledged and time.monotonic() < until:
            time.sleep(0.002)

    def wait_for_a_send(self, *, seconds: float) -> None:
        """Until somebody pressed Send and has no answer yet, or the time is up."""
        until = time.monotonic() + seconds
        while not any(one.under_way for one in self.tries[-CLIENTS:]) and time.monotonic() < until:
            time.sleep(0.0005)

    def stop(self) -> None:
        """Let nobody begin anything more."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _run(self, number: int) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            one = Sent(
                f"words {self.name} {number} {count}",
                Phone(self.url, timeout=5, X_Forwarded_For=f"{self.network}.{number}"),
            )
            try:
                pairs = draft(one.phone, one.words)
                self.tries.append(one)
                one.under_way = True
                one.acknowledged = send(one.phone, pairs)
                one.under_way = False
                one.code = code_words(one.phone.get("/sent").text)
            except (OSError, HTTPException):
                self.stopping.wait(0.02)
            except AssertionError as problem:
                if not self.stopping.is_set():
                    self.wrong.append(str(problem))
            finally:
                one.under_way = False
                one.phone.hang_up()


def stored(server: Server) -> Counter[str]:
    """Every passage in the database, opened, with how often it is there."""
    with canary.inside(server.settings), db.reading():
        return Counter(crypto.unseal(row, "text") for row in db.session.scalars(select(Words)))


def integrity(server: Server) -> str:
    """What the database says of itself: `ok`, or what is broken."""
    with canary.inside(server.settings), db.reading():
        if KIND != "sqlite":
            return "; ".join(broken_in_postgresql()) or "ok"
        broken = db.session.execute(sa.text("PRAGMA foreign_key_check")).all()
        said = db.session.execute(sa.text("PRAGMA integrity_check")).scalar()
        return f"{said}" if not broken else f"{len(broken)} foreign keys point nowhere"


def broken_in_postgresql() -> list[str]:
    """Rows that break a rule of their table, or point nowhere; each rule is asked again, of every row."""
    found = []
    rules = db.session.execute(
        sa.text(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'c' AND conrelid <> 0"
        )
    ).all()
    assert len(rules) > 20, "the rules are there to be asked"
    for table, rule in rules:
        wrong = sa.text(f"SELECT count(*) FROM {table} WHERE NOT ({rule.removeprefix('CHECK ')})")  # noqa: S608
        if count := db.session.execute(wrong).scalar():
            found.append(f"{count} rows of {table} break {rule}")
    for table in db.Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            there = key.column.table.alias()
            found_there = sa.exists().where(there.c[key.column.name] == key.parent)
            astray = sa.select(sa.func.count()).select_from(table).where(key.parent.is_not(None), ~found_there)
            if count := db.session.scalar(astray):
                found.append(f"{count} rows of {table.name} point nowhere")
    return found


@pytest.mark.skipif(KIND != "postgresql", reason="SQLite has a check of its own")
def test_the_check_sees_a_row_that_points_nowhere(site: Callable[..., Server]) -> None:
    server = site()
    assert integrity(server) == "ok"
    with canary.inside(server.settings):
        db.session.execute(sa.text("SET session_replication_role = replica"))  # as damage would: nothing is enforced
        db.session.execute(sa.text("UPDATE question SET edition_id = gen_random_uuid()"))
        db.session.commit()
    assert "point nowhere" in integrity(server)


@pytest.mark.integration
@pytest.mark.proof
def test_no_acknowledged_submission_is_lost_or_doubled_by_kills(
    site: Callable[..., Server], proof_figure: ProofFigure
) -> None:
    server, dice = site(PORTAL_PROXY_HOPS="1"), random.Random(9)
    tries: list[Sent] = []
    unsound: list[str] = []
    again = cured = kills = 0
    slowest = 0.0
    for number in range(ROUNDS):
        slowest = max(slowest, server.start())
        cured, again = _look_again(tries[-CLIENTS:], cured, again)
        clients = Clients(server.url, f"r{number}")
        clients.wait(dice.randint(3, rounds(14, 30)), seconds=3)
        time.sleep(dice.random() * 0.03)
        clients.wait_for_a_send(seconds=3)
        server.kill()
        kills += 1
        clients.stop()
        assert clients.wrong == []
        tries += clients.tries
        said = integrity(server)
        unsound += [said] if said != "ok" else []
    server.start()
    cured, again = _look_again(tries[-CLIENTS:], cured, again)
    server.stop()
    have = stored(server)
    acknowledged = [one for one in tries if one.acknowledged]
    proof_figure("kills", kills, f">= {ROUNDS}")
    proof_figure(
        "kills: submissions acknowledged",
        len(acknowledged),
        f">= {rounds(ROUNDS * 3, 4000 if KIND == 'sqlite' else 400)}",
    )
    cut_off = again + len(tries) - len(acknowledged)  # those sent again were acknowledged then
    proof_figure("kills: submissions cut off in the middle", cut_off, ">= 1")
    proof_figure("kills: acknowledged and lost", sum(have[one.words] == 0 for one in acknowledged), "== 0")
    proof_figure("kills: stored twice", sum(count > 1 for count in have.values()), "== 0")
    proof_figure("kills: sent again after the restart, one each", again - cured, "== 0")
    proof_figure("kills: integrity problems", len(unsound), "== 0")
    proof_figure("kills: seconds until it answers again, worst", round(slowest, 2), f"<= {rounds(20, 3)}")
    codes = Counter(" ".join(one.code) for one in tries if one.code)
    assert max(codes.values()) == 1, "two submissions were given one code"


def _look_again(last: list[Sent], cured: int, again: int) -> tuple[int, int]:
    """After a restart the same phone still has its code; whoever was cut off presses Send once more."""
    for one in last:
        one.phone.hang_up()
        if one.acknowledged:
            code = code_words(one.phone.get("/sent").text)
            assert not one.code or code == one.code, "the code changed over a restart"
        else:
            again += 1
            token = one.phone.get("/code").page.form("code").controls["csrf_token"].chosen
            one.acknowledged = send(one.phone, [("csrf_token", token[0])])
            cured += 1
        one.phone.hang_up()
    return cured, again


@pytest.mark.integration
@pytest.mark.proof
def test_fifty_taps_at_once_make_one_submission(site: Callable[..., Server], proof_figure: ProofFigure) -> None:
    server = site()
    server.start()
    first = Phone(server.url)
    pairs = draft(first, "one and only one")

    def tap(_: int) -> tuple[int, str]:
        phone = Phone(server.url, timeout=60)
        phone.cookies = dict(first.cookies)
        reply = phone.post(f"/say/{SLUG}/check", pairs)
        answer = reply.status, reply.to
        phone.hang_up()
        return answer

    with ThreadPoolExecutor(50) as pool:
        answers = Counter(pool.map(tap, range(50)))
    proof_figure("fifty taps: taps", sum(answers.values()), ">= 50")
    proof_figure("fifty taps: answered with the receipt", answers[303, "/sent"], "== 50")
    code = code_words(first.get("/sent").text)
    assert len(code) == 4
    server.stop()
    with canary.inside(server.settings), db.reading():
        made = len(db.session.scalars(select(Contribution)).all())
    proof_figure("fifty taps: submissions stored", made, "== 1")
    assert stored(server) == {"one and only one": 1}


def test_a_second_tab_and_a_retry_after_noting_make_no_second_submission(site: Callable[..., Server]) -> None:
    server = site()
    server.start()
    phone = Phone(server.url)
    pairs = draft(phone, "said once")
    assert send(phone, pairs)
    receipt = phone.get("/sent")
    assert send(phone, pairs), "the other tab"
    assert code_words(phone.get("/sent").text) == code_words(receipt.text)
    phone.send(receipt.page.form("which"))
    late = phone.post(f"/say/{SLUG}/check", pairs)
    assert late.status in (200, 400), late.status
    server.stop()
    assert stored(server) == {"said once": 1}
