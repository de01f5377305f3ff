"""Every door tried by everybody, against a policy written by hand."""

import random
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.core import db
from portal.core.sessions import is_working
from tests.integration.sweeps.policy import DOORS, NO_TOKEN, QUERY, READING, READING_CHANGES, READING_WRITES
from tests.integration.sweeps.world import (
    DANGER,
    EVERYBODY,
    HOLDER,
    NAMED_SECRET,
    SECRET,
    VISITOR,
    Actor,
    World,
)
from tests.support import canary
from tests.support.proof import ProofFigure, rounds

#: Who may ever be shown what a young person said and did not allow to be quoted.
TELLS = {"officer", "safeguarding"}
SIDES = ("/", "/work")
#: How many tries there are at least, of each kind.
LOOKED = len(EVERYBODY) * rounds(30, 60)
#: Who sends without a token everyday: nobody's token is looked for before it is known who sends.
WITHOUT = EVERYBODY if rounds(0, 1) else (VISITOR, HOLDER, "champion", "officer", "administrator")
#: Doors that say "not there" to an empty form, and what they need to be tried at all.
NEEDED = {
    "reports_staff.download": {"form": "csv", "edition": "partners"},
    "reports_staff.download_organisation": {"form": "ods"},
    "signed_reports_staff.download": {"form": "html"},
    "reports_staff.download_partner": {"form": "csv"},
    "reports_staff.download_scorecard": {"form": "csv"},
    "reports_staff.download_theme": {"form": "csv"},
    "meetings_staff.download": {"form": "html", "edition": "young"},
    "demo_staff.take_over": {"person": "otter:champion"},
}
ENDS_THE_VISIT = {"accounts_staff.sign_out", "demo_staff.take_over", "arrive.leave", "lifeline.close"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def rules_of(app: Flask, method: str) -> list[Rule]:
    """The doors that answer a method."""
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def address(world: World, rule: Rule) -> str:
    """A door with a real row behind it."""
    values = world.values(rule.endpoint, rule.arguments)
    assert None not in values.values(), f"the world has nothing for {rule.rule}: {values}"
    with world.app.test_request_context(base_url="http://127.0.0.1:8000"):
        built = world.app.url_map.bind("127.0.0.1").build(rule.endpoint, values)
    query = QUERY.get(rule.endpoint, "").format(**{k: str(v) for k, v in world.any_endpoint.items()})
    return urlsplit(built).path + query


def token_for(client: Actor, path: str) -> str:
    """The CSRF token of whoever this is, from a page they may all open; asked for once."""
    side = side_of(path)
    if side not in client.tokens:
        found = TOKEN.search(client.get("/work/sign-in" if side == "/work" else "/code").text)
        assert found is not None
        client.tokens[side] = found.group(1)
    return client.tokens[side]


def verdict(who: str, rule: Rule, response: TestResponse) -> str:
    """`in`, `out`, or what else happened."""
    to = urlsplit(response.location or "").path
    if response.status_code >= 500:
        return f"broke with {response.status_code}"
    if response.status_code == 404:
        return "out"
    if response.status_code == 400:
        return "refused for its token or its form, so nobody knows whether the door is open"
    if response.status_code in (302, 303, 307) and rule.endpoint != "accounts_staff.sign_out":
        if to == "/work/sign-in" and rule.endpoint not in ("accounts_staff.second_step",):
            return "out" if who in (VISITOR, HOLDER) else "sent to sign in, though signed in"
        if to == "/code":
            return "out"
    return "in"


def expected(who: str, rule: Rule) -> str:
    """What the policy says."""
    return "in" if who in DOORS.get(rule.endpoint, ()) else "out"


def denied_rightly(who: str, rule: Rule, response: TestResponse) -> str | None:
    """Why a refusal is not the right one, if it is not."""
    to = urlsplit(response.location or "").path
    if DOORS[rule.endpoint] == frozenset({HOLDER}):
        return None if to == "/code" else f"led to {to or response.status_code}, not to the code page"
    if who in (VISITOR, HOLDER):
        return None if to == "/work/sign-in" else f"answered {response.status_code}, not the sign-in page"
    return None if response.status_code == 404 else f"answered {response.status_code}, not 404"


def judged(who: str, rule: Rule, what: str, response: TestResponse) -> list[str]:
    """What is wrong with an answer, if anything."""
    found, should = verdict(who, rule, response), expected(who, rule)
    if found != should:
        return [f"{what} ({rule.endpoint}): {found} with {response.status_code}, should be {should}"]
    why = denied_rightly(who, rule, response) if found == "out" else None
    return [f"{what}: {why}"] if why else []


def tells(response: TestResponse) -> bool:
    """Whether an answer shows words that only the team may read."""
    return any(words.encode() in response.get_data() for words in (SECRET, NAMED_SECRET, DANGER))


def unrecorded(who: str, rule: Rule, written: list[str]) -> list[str]:
    """N readings, N rows: also when a refused form shows its page again."""
    return [] if "insert audit_event" in written else [f"{who} read words on {rule.endpoint} and no row says so"]


class Denials:
    """Everyday, each door is tried by everybody it lets in and by a third of those it does not; a proof tries all."""

    def __init__(self, seed: int) -> None:
        self.dice, self.left = random.Random(seed), 0

    def tried(self, who: str, rules: list[Rule]) -> Iterator[Rule]:
        """Those of these doors that are tried today."""
        for rule in rules:
            if expected(who, rule) == "in" or self.dice.random() < rounds(1, 3) / 3:
                yield rule
            else:
                self.left += 1


def _ends_the_visit(rule: Rule) -> bool:
    return rule.endpoint in ENDS_THE_VISIT


def side_of(path: str) -> str:
    """Which of the two kinds of visit an address belongs to."""
    return "/work" if is_working(path) else "/"


@pytest.fixture
def kept_back(monkeypatch: pytest.MonkeyPatch, written: list[str]) -> list[str]:
    """Let every write happen and none stay, so that the next try finds the same world; what a commit would keep."""
    kept: list[str] = []

    def commit() -> None:
        db.session.flush()
        kept.extend(written)

    monkeypatch.setattr(db.session, "commit", commit)
    return kept


def test_the_policy_knows_every_door_and_no_other(the_app: Flask) -> None:
    assert {rule.endpoint for rule in the_app.url_map.iter_rules()} == set(DOORS)


@pytest.mark.integration
@pytest.mark.proof
def test_looking_lets_in_whom_the_policy_names_and_writes_only_that_words_were_read(
    world: World, written: list[str], proof_figure: ProofFigure
) -> None:
    wrong, shown, denials = [], set(), Denials(1)
    rules = sorted(rules_of(world.app, "GET"), key=lambda rule: rule.endpoint in READING)
    begun = canary.dump()
    for who in EVERYBODY:
        client = world.client(who)
        before = canary.dump()
        for rule in denials.tried(who, rules):
            path = address(world, rule)
            written.clear()
            response = client.get(path)
            response.get_data(), response.close()
            wrong += judged(who, rule, f"{who} GET {path}", response)
            wrong += [f"{who} GET {path}: {act}" for act in written if rule.endpoint not in READING]
            wrong += [f"{who} GET {path}: {act}" for act in written if act not in READING_WRITES]
            if tells(response):
                shown.add(who)
                wrong += unrecorded(who, rule, written)
        changed = canary.changes(before, canary.dump())
        wrong += [f"{who} changed {what}" for what in changed if not what.startswith(READING_CHANGES)]
    assert wrong == [], "\n".join(wrong)
    proof_figure("access: doors tried by looking", len(rules) * len(EVERYBODY) - denials.left, f">= {LOOKED}")
    proof_figure("access: looked and answered against the policy", len(wrong), "== 0")
    assert shown == TELLS
    assert canary.changes(begun, canary.dump()) != [], "readings leave a trace"


@pytest.mark.integration
@pytest.mark.proof
def test_doing_lets_in_whom_the_policy_names(
    world: World, written: list[str], kept_back: list[str], proof_figure: ProofFigure
) -> None:
    wrong, shown, tried, denials = [], set(), 0, Denials(2)
    before = canary.dump()
    for who in EVERYBODY:
        client = world.client(who)
        for rule in denials.tried(who, sorted(rules_of(world.app, "POST"), key=_ends_the_visit)):
            path = address(world, rule)
            client = world.client(who) if rule.endpoint in ENDS_THE_VISIT else client
            for _ in range(2):  # a second time with a fresh token, where the last answer ended the visit
                needed = NEEDED.get(rule.endpoint, {}) if who in DOORS.get(rule.endpoint, ()) else {}
                data = {"csrf_token": token_for(client, path), **needed}
                written.clear(), kept_back.clear()
                response = client.post(path, data=data)
                db.session.rollback()
                if response.status_code != 400:
                    break
                client = world.client(who)
            wrong += judged(who, rule, f"{who} POST {path}", response)
            if "out" in verdict(who, rule, response):
                wrong += [f"{who} POST {path}, though kept out: {act}" for act in kept_back]
            tried += 1
            if tells(response):
                shown.add(who)
                wrong += unrecorded(who, rule, kept_back)
            if "Set-Cookie" in response.headers:  # a visit renewed in what was rolled back is no visit
                client = world.client(who)
    proof_figure("access: doors tried by sending", tried, f">= {LOOKED}")
    assert wrong == [], "\n".join(wrong)
    proof_figure("access: sent and answered against the policy", len(wrong), "== 0")
    assert shown <= TELLS
    assert without_visits(canary.changes(before, canary.dump())) == []


def test_doing_without_a_token_is_refused_and_writes_nothing(world: World, written: list[str]) -> None:
    clients = {who: world.client(who) for who in WITHOUT}
    forged = {side: ({}, {"csrf_token": "forged"}, {"csrf_token": token_for(clients[VISITOR], side)}) for side in SIDES}
    before = canary.digest(canary.dump())
    wrong = []
    written.clear()
    for rule in rules_of(world.app, "POST"):
        path = address(world, rule)
        for who, client in clients.items():
            tries = forged[side_of(path)] if who in (HOLDER, "officer") else forged[side_of(path)][:1]
            for sent in tries if rule.endpoint not in NO_TOKEN else ():
                status = client.post(path, data=sent).status_code
                if status != 400 or written:
                    wrong.append(f"{who} POST {path} with {sent or 'no token'}: {status} {written}")
                written.clear()
    assert wrong == [], "\n".join(wrong)
    assert canary.digest(canary.dump()) == before


def test_no_address_answers_a_method_it_does_not_name(world: World, written: list[str]) -> None:
    clients = {who: world.client(who) for who in (VISITOR, "officer")}
    named = {(rule.rule, "POST") for rule in rules_of(world.app, "POST")}  # nothing else may be named
    written.clear()
    wrong = []
    for rule in world.app.url_map.iter_rules():
        for method in ("POST", "PUT", "DELETE"):
            for who, client in clients.items() if (rule.rule, method) not in named else ():
                path = address(world, rule)
                token = {"X-CSRFToken": token_for(client, path)}
                status = client.open(path, method=method, headers=token).status_code
                if status != 405:
                    wrong.append(f"{who} {method} {rule.rule}: {status}")
    assert wrong == [], "\n".join(wrong)
    assert written == []


def test_not_for_you_looks_like_not_there(world: World) -> None:
    client = world.client("champion")
    there = client.get(f"/work/themes/{world.any_endpoint['theme_id']}")
    nowhere = client.get("/work/themes/00000000-0000-4000-8000-000000000000")
    no_page = client.get("/work/no-such-page")
    assert there.status_code == nowhere.status_code == no_page.status_code == 404
    assert _plain(there.text) == _plain(nowhere.text) == _plain(no_page.text)


def without_visits(changed: list[str]) -> list[str]:
    """Signing in a young person's phone and out again is no change of what the site knows."""
    visits = ("young_visit", "draft", "preparation_visit", "daily_count")
    return [what for what in changed if not what.startswith(visits)]


def _plain(html: str) -> str:
    return re.sub(r'(value|href|action)="[^"]*"', "", html)
