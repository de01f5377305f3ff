"""Words said without a name are found nowhere: no log, cookie, address, header, or byte of any file."""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
import pytest

from portal.accounts import passwords
from portal.accounts.models import Account
from portal.accounts.queries import find_account
from portal.core import crypto, db
from portal.core.access import Role
from tests.factories import people
from tests.integration.hostile.conftest import SLUG
from tests.support import canary
from tests.support.phone import Phone, answer_all, code_words
from tests.support.postgres import KIND, SHARED
from tests.support.proof import ProofFigure
from tests.support.server import Server

SECRET = pyotp.random_base32()


@dataclass
class Planted:
    """Every phrase by what it was, and everything the browsers saw go by."""

    words: dict[str, str] = field(default_factory=dict)
    codes: list[list[str]] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)

    def plant(self, kind: str) -> str:
        """A phrase to type."""
        self.words[kind] = canary.plant(kind)
        return self.words[kind]

    def phone(self, url: str) -> Phone:
        """A browser to watch."""
        self.phones.append(Phone(url, timeout=60))
        return self.phones[-1]

    def sought(self) -> list[str]:
        """The phrases, and each code as it could have been written."""
        joined = [glue.join(code) for code in self.codes for glue in (" ", "-", "+", "%20", "_", "", '", "')]
        return [*self.words.values(), *joined]


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    word = canary.plant("phrase")
    for number, form in enumerate(canary.disguises(word)):
        (tmp_path / f"{number}.bin").write_bytes(b"\0\1" + form + b"\2")
    assert len(canary.found_in_files(tmp_path, [word])) == number + 1
    assert canary.found_in_files(tmp_path, [canary.plant("other")]) == []


@pytest.mark.integration
@pytest.mark.proof
def test_words_without_a_name_are_found_nowhere(
    site: Callable[..., Server], tmp_path: Path, proof_figure: ProofFigure
) -> None:
    server, planted = site(), Planted()
    password, names = planted.plant("password"), _officers(server)
    with canary.inside(server.settings):
        for name in names:
            passwords.set_password(found(name), password)
        db.session.commit()
    server.start(worker=True)
    searched = {path.name for path in tmp_path.rglob("*")}
    assert searched >= {"server.log", "limits.db", "audit.key"}
    assert KIND != "sqlite" or any(name.endswith("sqlite3-wal") for name in searched)
    told: list[str] = []
    for do in (_speak, _cry, _look_in, _stumble):
        for _ in do(server, planted):
            told += canary.found_in_files(tmp_path, planted.sought())
    for name, do in zip(names, (_read, _keep_safe), strict=True):
        desk = planted.phone(server.url)
        _sign_in(desk, name, password)
        do(desk, planted)
        desk.send(next(form for form in desk.get("/work/account").page.forms if form.action.endswith("/sign-out")))
    assert planted.words.keys() >= {"phrase", "name", "danger", "back", "reply", "note"}
    told += canary.found_in_files(tmp_path, planted.sought())
    server.stop()
    told += canary.found_in_files(tmp_path, planted.sought())
    told += _told_by_postgresql(planted)
    for phone in planted.phones:
        told += [f"went by: {line[:80]}" for line in phone.seen if canary.found_in(line.encode(), planted.sought())]
    assert told == []
    proof_figure("canary: phrases and codes sought", len(planted.sought()), ">= 20")
    proof_figure("canary: lines of addresses and headers looked at", sum(len(p.seen) for p in planted.phones), ">= 300")
    proof_figure("canary: phrases found in a file, row, log, address or header", len(told), "== 0")
    assert server.log.stat().st_size > 0, "there is a log to search"


def found(name: str) -> Account:
    """An account that is there."""
    account = find_account(name)
    assert account is not None
    return account


def _officers(server: Server) -> tuple[str, str]:
    with canary.inside(server.settings):
        made = [people.make_account(role) for role in (Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER)]
        for account in made:
            crypto.seal(account, "totp_secret", SECRET)
            account.totp_confirmed = True
        names = made[0].username, made[1].username
        db.session.commit()
    return names


def _speak(server: Server, planted: Planted) -> Iterator[None]:
    """A whole consultation; a name is typed, then taken back. Yields while the draft lies there."""
    phone = planted.phone(server.url)
    words = f"My {planted.plant('phrase')} is far away"
    answer_all(phone, SLUG, words=words, who="named", name=planted.plant("name"))
    yield
    form = phone.get(f"/say/{SLUG}/who").page.form("who")
    phone.send(form, who="nobody", name="")
    page = phone.get(f"/say/{SLUG}/check").page
    reply = phone.send(next(form for form in page.forms if form.action.endswith("/check")))
    planted.codes.append(code_words(reply.text))
    yield
    phone.send(reply.page.form("which"))


def _cry(server: Server, planted: Planted) -> Iterator[None]:
    """Everything the not-safe page asks for."""
    phone = planted.phone(server.url)
    form = phone.get("/not-safe").page.form("words")
    typed = {
        "words": f"{planted.plant('danger')} happens",
        "name": planted.plant("first"),
        "where": planted.plant("where"),
        "reach": planted.plant("reach"),
        "worker_name": planted.plant("worker"),
    }
    reply = phone.send(form, **{name: value for name, value in typed.items() if name in form.controls})
    planted.codes.append(code_words(reply.text))
    yield


def _look_in(server: Server, planted: Planted) -> Iterator[None]:
    """The code opens the thread on another phone; something is written back, then they leave quickly."""
    phone = planted.phone(server.url)
    reply = phone.send(phone.get("/code").page.form("code"), code=" ".join(planted.codes[0]))
    assert reply.path.startswith("/thread"), reply.path
    phone.send(reply.page.form("text"), text=f"And {planted.plant('back')} too")
    yield
    phone.post("/leave", [])
    assert "visit" not in phone.cookies


def _stumble(server: Server, planted: Planted) -> Iterator[None]:
    """Every way of going wrong with words in hand."""
    phone = planted.phone(server.url)
    lost = planted.plant("lost")
    phone.send(phone.get("/code").page.form("code"), code=f"{lost} four strange words")
    phone.post("/not-safe", [("csrf_token", "none"), ("words", lost)])
    phone.post(f"/say/{SLUG}/q/change", [("answer", lost)])
    phone.post("/no-such-page", [("words", lost)])
    phone.post("/privacy", [("words", lost)])
    with contextlib.suppress(OSError):  # refused before all of it was sent
        phone.request("POST", f"/say/{SLUG}/q/change", lost.encode() + b"a=" * 2_000_000)
    phone.hang_up()
    phone.request("POST", "/not-safe", f'--x\r\nContent-Disposition: form-data; name="{lost}'.encode())
    desk = planted.phone(server.url)
    form = desk.get("/work/sign-in").page.form("username", "password")
    desk.send(form, username=planted.plant("username"), password=lost)
    yield


def _sign_in(desk: Phone, username: str, password: str) -> None:
    form = desk.get("/work/sign-in").page.form("username", "password")
    reply = desk.send(form, username=username, password=password)
    reply = desk.send(reply.page.form("one_time"), one_time=pyotp.TOTP(SECRET).now())
    assert reply.path.startswith("/work/") and "sign-in" not in reply.path, reply.path


def _read(desk: Phone, planted: Planted) -> None:
    """The officer finds the view, reads it, replies and sorts it."""
    view = next(link for link in desk.get("/work/views").page.links if re.fullmatch("/work/views/[0-9a-f-]{36}", link))
    reply = desk.get(view)
    assert planted.words["phrase"] in reply.text
    assert planted.words["back"] in reply.text
    assert planted.words["name"] not in reply.text
    answer = next(form for form in reply.page.forms if form.action.endswith("/reply"))
    assert desk.send(answer, text=f"We hear you, {planted.plant('reply')}").status == 200
    sort = next(form for form in desk.get(view).page.forms if form.action.endswith("/sort"))
    worry = planted.plant("worry")
    assert desk.send(sort, outcome="worried", worry=worry).status == 200


def _keep_safe(desk: Phone, planted: Planted) -> None:
    """The safeguarding officer opens both concerns, answers one, hands it over and closes it."""
    links = {link for link in desk.get("/work/safety").page.links if link.startswith("/work/safety/")}
    pages = {link: desk.get(link) for link in links}
    mine = next(link for link, page in pages.items() if planted.words["danger"] in page.text)
    assert any(planted.words["worry"] in page.text for page in pages.values())
    over = next(form for form in pages[mine].page.forms if form.action.endswith("/hand-over"))
    assert desk.send(over, to_whom="Duty team", how="Phone", reference="", note=planted.plant("note")).status == 200
    answer = next(form for form in desk.get(mine).page.forms if form.action.endswith("/reply"))
    assert desk.send(answer, text=planted.plant("comfort")).status == 200
    end = next(form for form in desk.get(mine).page.forms if form.action.endswith("/close"))
    assert desk.send(end, told=planted.plant("told")).status == 200


def _told_by_postgresql(planted: Planted) -> list[str]:
    """Its own files, the write-ahead log among them."""
    if KIND == "sqlite":
        return []
    return canary.found_in_files(Path(os.environ[SHARED]) / "data", list(planted.words.values()))
