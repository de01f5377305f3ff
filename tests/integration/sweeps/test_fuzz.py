"""Every field and every question mark, spoiled: nothing breaks, and nothing typed is lost."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from portal.accounts import passwords
from portal.accounts.models import Account
from portal.core import db
from tests.integration.sweeps.policy import DOORS, PARAMETERS, READ_LATER, READING_CHANGES
from tests.integration.sweeps.test_access import ENDS_THE_VISIT, address, rules_of, side_of, token_for, without_visits
from tests.integration.sweeps.world import EVERYBODY, HOLDER, VISITOR, Actor, World
from tests.support import canary, fuzz
from tests.support.phone import FormSeen, Page
from tests.support.proof import ProofFigure, rounds

STARTS = {VISITOR: ["/", "/say/now", "/code", "/not-safe", "/work/sign-in"], HOLDER: ["/thread", "/sent"]}
PLAIN = "plain words that matter, typed by a person"
#: The one page of ours that shows another of ours in a frame: the builder's preview.
OWN_FRAME = "/work/consultations/editions/"
#: Never shown again on purpose: what proves who somebody is.
SECRETS = frozenset({"password", "passphrase", "current", "new", "again", "code", "one_time", "token", "csrf_token"})
MARKUP = frozenset({"script", "attribute", "template", "address"})
EACH_FORM = rounds(8, 400)
EACH_PARAMETER = rounds(12, len(fuzz.HOSTILE))
EACH_ADDRESS = rounds(1, 40)


@dataclass
class Found:
    """What went wrong, and how much was tried."""

    tried: int = 0
    broken: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@pytest.fixture
def kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stays, so that every try finds the same world."""
    monkeypatch.setattr(db.session, "commit", db.session.flush)


#: Whoever sent one of these would have no page left to send another from.
ENDS_OR_LOCKS = frozenset(
    {"accounts_staff.sign_out", "arrive.leave", "demo.switch", "lifeline.close", "together_staff.start"}
)


def forms_of(world: World, who: str) -> Iterator[tuple[str, FormSeen]]:
    """One form of each kind this person can find, with the endpoint it is sent to."""
    client = world.client(who)
    starts = [*STARTS.get(who, ["/work/"]), *_pages_for(world, who)]
    for (target, _), (_, form) in sorted(fuzz.walk(world.app, client, starts, each=9).forms.items()):
        if target not in ENDS_OR_LOCKS:
            yield target, form


def _pages_for(world: World, who: str) -> list[str]:
    return [address(world, rule) for rule in rules_of(world.app, "GET") if who in DOORS[rule.endpoint]]


def with_token(
    client: Actor, form: FormSeen, pairs: Sequence[tuple[str, str | bytes]]
) -> list[tuple[str, str | bytes]]:
    """The same form with the token of this visit."""
    rest = [(name, value) for name, value in pairs if name != "csrf_token"]
    return [("csrf_token", token_for(client, urlsplit(form.action).path)), *rest]


@pytest.mark.integration
@pytest.mark.proof
def test_spoiled_forms_break_nothing_and_lose_nothing(world: World, kept_back: None, proof_figure: ProofFigure) -> None:
    dice, found = random.Random(7), Found()
    done: set[tuple[str, tuple[str, ...]]] = set()
    for who in EVERYBODY:
        client = world.client(who)
        for target, form in forms_of(world, who):
            kind = (target, tuple(sorted(form.controls)))
            if kind in done:
                continue
            done.add(kind)
            for bad in fuzz.spoil(form, dice, count=EACH_FORM):
                _try(world, client, who, target, form, bad, found)
    proof_figure("spoiled forms sent", found.tried, f">= {rounds(500, 8000)}")
    proof_figure("kinds of form spoiled", len(done), ">= 45")
    assert found.broken == []
    assert found.lost == [], "\n".join(found.lost)


def _try(world: World, client: Actor, who: str, target: str, form: FormSeen, bad: fuzz.Spoiled, found: Found) -> None:
    pairs = with_token(client, form, [(n, f"words for {n}" if v == "Some plain words" else v) for n, v in bad.pairs])
    response = fuzz.post(client, form.action, pairs)
    db.session.rollback()
    found.tried += 1
    what = f"{who} {target} {bad.field}: {bad.why}"
    if response.status_code >= 500:
        found.broken.append(f"{what} answered {response.status_code}")
    if bad.why in MARKUP:
        found.broken += [f"{what} let out {live}" for live in alive(response)]
    if response.status_code == 400:
        client.tokens.pop(side_of(form.action), None)
    if response.status_code < 300 or response.status_code >= 400:
        found.lost += [
            f"{what} ({response.status_code}): {name}" for name in lost_of(form, pairs, bad.field, response.text)
        ]


def alive(response: TestResponse) -> list[str]:
    """Markup on a page that only a script or a stranger would have written."""
    if response.mimetype != "text/html":
        return []
    found = []
    for tag, given in Page(response.text).elements:
        handlers = [name for name in given if name.startswith("on") or name == "style"]
        scripts = [value for name, value in given.items() if name in ("href", "src", "action") and ":" in value[:12]]
        found += [f"<{tag} {name}>" for name in handlers]
        found += [
            f"<{tag}> to {to[:60]}" for to in scripts if not to.startswith(("http", "tel:", "sms:", "mailto:", "data:"))
        ]
        framed = tag == "iframe" and given.get("src", "").startswith(OWN_FRAME)
        found += [f"<{tag}>"] if not framed and tag in ("iframe", "object", "embed", "base", "marquee", "math") else []
        found += ["<script> of its own"] if tag == "script" and "src" not in given else []
    return found


def lost_of(form: FormSeen, pairs: Sequence[tuple[str, str | bytes]], spoiled: str, html: str) -> list[str]:
    """The fields whose good text is not on the page that refused the form."""
    written = {c.name for c in form.controls.values() if c.is_written and c.kind not in ("date", "number")}
    good = [(n, v) for n, v in pairs if n in written - SECRETS - {spoiled} and isinstance(v, str) and " " in v]
    return sorted({name for name, value in good if not fuzz.shows(html, value)})


class Overheard(ImmutableMultiDict[str, str]):
    """What stands behind a question mark, noting every name that is looked up."""

    heard: ClassVar[set[tuple[str, str]]] = set()

    def _note(self, name: str) -> None:
        self.heard.add((request.endpoint or "", name))

    def get(self, key: str, *args: Any, **kwargs: Any) -> object:
        self._note(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> list[Any]:
        self._note(key)
        return super().getlist(key, *args, **kwargs)

    def __getitem__(self, key: str) -> str:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(str(key))
        return super().__contains__(key)


@pytest.fixture
def overheard(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """`endpoint, name` for every parameter that a page looks for."""

    class Listening(app.request_class):  # the application's own
        @cached_property
        def args(self) -> Overheard:
            return Overheard(super().args)

    monkeypatch.setattr(app, "request_class", Listening)
    Overheard.heard.clear()
    return Overheard.heard


@pytest.mark.integration
@pytest.mark.proof
def test_spoiled_question_marks_break_nothing(
    world: World, kept_back: None, overheard: set[tuple[str, str]], proof_figure: ProofFigure
) -> None:
    """Hostile values for every parameter of every address, looked at and sent to, by somebody who may.

    Everyday samples differ from parameter to parameter, so that together they use every value; a proof tries all.
    """
    broken, pairs, tried, used = [], set(), 0, set()
    dice = random.Random(9)
    clients: dict[str, Actor] = {}
    before = canary.dump()
    rules = {rule.endpoint: rule for method in ("GET", "POST") for rule in rules_of(world.app, method)}
    for endpoint, names in PARAMETERS.items():
        who = min(DOORS[endpoint], key=EVERYBODY.index)
        client = clients.setdefault(who, world.client(who))
        path = address(world, rules[endpoint]).split("?")[0]
        for name in names:
            sample = dice.sample(sorted(fuzz.HOSTILE), EACH_PARAMETER)
            opened = "GET" in (rules[endpoint].methods or ())
            sent = sample[: rounds(2, len(fuzz.HOSTILE))] if opened else sample
            used |= set(sample)
            for why in sample:
                value = fuzz.HOSTILE[why]
                asked = f"{path}?{fuzz.encode([(name, value)]).decode()}"
                answers = [client.get(asked)] if opened else []
                if why in sent and "POST" in (rules[endpoint].methods or ()):
                    answers.append(client.post(asked, data={"csrf_token": token_for(client, path)}))
                    db.session.rollback()
                for response in answers:
                    tried += 1
                    pairs.add((endpoint, name))
                    if response.status_code >= 500:
                        broken.append(f"{who} {endpoint}?{name}={why}: {response.status_code}")
                    if why in MARKUP:
                        broken += [f"{endpoint}?{name}={why} let out {live}" for live in alive(response)]
    _open_everything(world)
    assert broken == []
    declared = {(endpoint, name) for endpoint, names in PARAMETERS.items() for name in names}
    assert overheard == declared - READ_LATER
    proof_figure("parameters spoiled", len(pairs), f">= {len(declared)}")
    assert used == set(fuzz.HOSTILE)
    proof_figure("spoiled question marks opened", tried, f">= {len(pairs) * EACH_PARAMETER}")
    changed = without_visits(canary.changes(before, canary.dump()))
    assert [what for what in changed if not what.startswith(READING_CHANGES)] == []


def test_a_spoiled_way_back_after_signing_in_leads_home(world: World) -> None:
    """`to` is read once the password was right."""
    account = db.session.get_one(Account, world.accounts["champion"].id)
    passwords.set_password(account, "three words for me")
    db.session.commit()
    led = set()
    for value in (
        *fuzz.HOSTILE.values(),
        "/work/board",
        "https://evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
    ):
        client = world.client(VISITOR)
        path = "/work/sign-in?" + fuzz.encode([("to", value)]).decode()
        data = {"username": account.username, "password": "three words for me"}
        response = client.post(path, data={"csrf_token": token_for(client, "/work/sign-in"), **data})
        led.add((response.status_code, response.location))
    assert len(led) == 1, led
    ((status, to),) = led
    assert (status, urlsplit(to or "").netloc) == (303, "")


def _open_everything(world: World) -> None:
    """Look at each page and send each form empty, so that whatever is read behind a question mark was heard."""
    for method in ("GET", "POST"):
        for rule in rules_of(world.app, method):
            if rule.endpoint == "static" or rule.endpoint in ENDS_THE_VISIT:
                continue
            client = world.client(min(DOORS[rule.endpoint], key=EVERYBODY.index))
            path = address(world, rule)
            data = {"csrf_token": token_for(client, path)} if method == "POST" else None
            client.open(path, method=method, data=data).close()
            db.session.rollback()


def test_spoiled_paths_break_nothing(world: World) -> None:
    broken, dice = [], random.Random(8)
    for who in (VISITOR, HOLDER, "officer", "safeguarding", "council lead", "administrator"):
        client = world.client(who)
        for rule in rules_of(world.app, "GET"):
            if who not in DOORS[rule.endpoint] or rule.endpoint == "static":
                continue
            for spoiled in dice.sample(sorted(fuzz.HOSTILE), EACH_ADDRESS):
                tail = fuzz.encode([("x", fuzz.HOSTILE[spoiled])]).decode()[2:2000]
                response = client.get(address(world, rule).split("?")[0].rstrip("/") + "/" + tail)
                if response.status_code >= 500:
                    broken.append(f"{who} {rule.endpoint}/{spoiled}: {response.status_code}")
    assert broken == []


def test_spoiled_cookies_and_headers_break_nothing(world: World) -> None:
    broken = []
    for why, value in fuzz.HOSTILE.items():
        text = (value if isinstance(value, bytes) else value.encode())[:3000].decode("latin-1")
        text = "".join(c for c in text if c not in "\r\n\0")
        for path in ("/", "/code", "/work/sign-in", "/say/now/q/home"):
            for header in ("Cookie", "Accept-Language", "User-Agent", "X-Forwarded-For", "Referer", "Range"):
                sent = f"visit={text}; work={text}; language={text}" if header == "Cookie" else text
                client = world.client(VISITOR)
                response = client.get(path, headers={header: sent})
                if response.status_code >= 500:
                    broken.append(f"{header}: {why} on {path}: {response.status_code}")
    assert broken == []


def test_a_field_that_is_wrong_leaves_the_right_ones_alone(world: World, kept_back: None) -> None:
    """The check of the check: a form with one field missing comes back with the others."""
    client = world.client("officer")
    page = Page(client.get("/work/themes/new").text, "/work/themes/new")
    form = page.form("name", "young_word")
    pairs = [(n, "" if n == "name" else v) for n, v in fuzz.fill(form, PLAIN)]
    html = fuzz.post(client, form.action, pairs).text
    assert fuzz.shows(html, PLAIN)
    assert lost_of(form, pairs, "name", html) == []
    assert lost_of(form, pairs, "name", "<p>an empty page</p>") == ["counts", "counts_not", "young_word"]


def test_a_thread_that_closed_meanwhile_gives_the_words_back(world: World) -> None:
    client = world.client(HOLDER)
    token = token_for(client, "/thread/write")
    client.post("/thread/close", data={"csrf_token": token})
    response = client.post("/thread/write", data={"csrf_token": token, "text": PLAIN})
    assert fuzz.shows(response.text, PLAIN), f"{response.status_code} {response.location}"


def test_a_visit_that_ended_meanwhile_gives_the_words_back(world: World) -> None:
    client = world.client("officer")
    path = f"/work/views/{world.any_endpoint['contribution_id']}/reply"
    token = token_for(client, path)
    client.post("/work/sign-out", data={"csrf_token": token})
    response = client.post(path, data={"csrf_token": token, "text": PLAIN})
    assert fuzz.shows(response.text, PLAIN), f"{response.status_code} {response.location}"


def test_words_given_back_are_sent_to_the_address_they_were_for(world: World) -> None:
    """The question mark of an address belongs to it: without it, sending again would find nothing."""
    client = world.client("officer")
    path = f"/work/board/actions/new?ask={world.any_endpoint['ask_id']}"
    page = Page(client.post(path, data={"title": PLAIN}).text, path)
    again = page.form("title")
    assert again.action == path


def test_passwords_are_never_given_back(world: World) -> None:
    client = world.client("officer")
    for path, names in (
        ("/work/account", ("current", "new")),
        ("/work/sign-in", ("password",)),
        ("/my-codes/open", ("passphrase",)),
        ("/my-codes/new", ("passphrase",)),
    ):
        response = client.post(path, data=dict.fromkeys(names, "three words nobodyknows"))
        assert response.status_code == 400
        assert "nobodyknows" not in response.text, path
