"""axe on every address that shows a page, in both schemes, for somebody who may open it, linked or not.

The crawl in `test_accessibility` follows links as people do; here one row stands behind every address of the map.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from portal.accounts import passwords, queries, two_factor
from portal.contributions import codes, visits
from portal.contributions.drafts import Draft
from portal.contributions.models import Matter
from portal.contributions.visits import PendingCode, Visit
from portal.core import db
from tests.browser.test_accessibility import fits
from tests.factories import place
from tests.factories.voices import make_contribution
from tests.integration.consultations.test_editions import make_versions
from tests.integration.sweeps.policy import DOORS
from tests.integration.sweeps.test_access import address, rules_of
from tests.integration.sweeps.world import (
    ADVOCATE,
    EVERYBODY,
    HOLDER,
    INSPECTOR,
    NO_ROLE,
    SAFEGUARDING,
    VISITOR,
    WORKER,
    WORKING,
    World,
    make_world,
)
from tests.support import canary
from tests.support.browser import DESK, Visitor
from tests.support.server import Server, installation

PASSPHRASE = "three words for me"
#: The demonstration has nobody in these roles, or in the middle of an inspection: all their pages are opened here.
NOT_IN_THE_DEMONSTRATION = (ADVOCATE, WORKER, INSPECTOR, NO_ROLE)
#: Addresses that show no page of ours, and why.
NO_PAGE = {
    "static": "files",
    "signed_reports_staff.evidence": "leads on to what a sign names",
    "arrive.go": "leads on at once",
    "invitations_staff.poster": "a file to print",
    "invitations.wrong": "only with a letter: test_letters looks at it",
    "keyring.mine": "only with one open: test_keyring looks at it",
    "keyring.passphrase": "only with one open",
    "keyring.throw_away": "only with one open",
    "consultations.file": "a picture, shown inside a page",
    "consultations.worker": "a script",
    "lifeline.file": "a picture, shown inside a page",
    "reading_staff.file": "a picture, shown inside a page",
    "safety_staff.file": "a picture, shown inside a page",
    "meetings.feed": "a file for a calendar",
    "open_data.feed": "a feed for readers",
    **{
        f"open_data.{name}": "for programs"
        for name in ("actions", "commitments", "openapi", "release", "releases", "reply_times", "stories")
    },
    "free_views.with_somebody": "needs a fresh note: test_together looks at its like",
    "board_staff.proof": "a file",
    "themes_staff.next_view": "leads on to a view while there is one",
    "themes_staff.sort_out": "leads on to a view while there is one",
    "together.begin": "needs a fresh note: test_together looks at it",
    "together.voices": "only for a group: test_together looks at it",
    "together_staff.unlock": "only for who is locked out: test_together looks at it",
}
#: Somebody in the middle of something: what their phone has open.
SAYING, SENT, HALF_IN = "somebody with a draft", "somebody who just sent", "somebody half signed in"
IN_THE_MIDDLE = {
    "consultations.answer": SAYING,
    "consultations.identity": SAYING,
    "consultations.sharing": SAYING,
    "consultations.check": SAYING,
    "consultations.keep": SAYING,
    "contributions.receipt": SENT,
    "accounts_staff.second_step": HALF_IN,
}

#: Where the row of the sweeps shows no page.
OTHER_ROWS = {"consultations.age": "/say/by-age/age"}


@dataclass
class Whole:
    """A running server with one of everything behind it."""

    server: Server
    world: World
    name_of_half: str = ""
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    pages: list[tuple[str, str, str]] = field(default_factory=list)

    def endpoint_at(self, url: str) -> str:
        """Whose page an address is."""
        try:
            return str(self.world.app.url_map.bind("127.0.0.1").match(urlsplit(url).path, method="GET")[0])
        except HTTPException:
            return ""


@pytest.fixture(scope="module")
def whole(the_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Everybody of the sweeps, with a cookie each; `pages` are who opens which address."""
    server = installation(tmp_path_factory.mktemp("whole"), PORTAL_DEMO="1")
    with canary.inside(server.settings):
        place.make_partnership()
        found = Whole(server, make_world(the_app))
        for who in (HOLDER, *WORKING):
            name = "visit" if who == HOLDER else "work"
            kept = found.world.client(who).get_cookie(name, domain="127.0.0.1")
            assert kept is not None
            found.cookies[who] = (name, kept.value)
        found.cookies |= {SAYING: ("visit", _saying(found.world)), SENT: ("visit", _sent())}
        make_versions("by-age")
        db.session.commit()
        half = queries.get_account(found.world.accounts[SAFEGUARDING].id)
        found.name_of_half = half.signs_in_as
        passwords.set_password(half, PASSPHRASE)
        two_factor.begin_enrolment(half)
        two_factor.confirm_enrolment(half)
        db.session.commit()
        found.pages = list(_pages(found.world))
        server.start()  # not before: it keeps in mind which consultations there are
        try:
            yield found
        finally:
            server.stop()


def _saying(world: World) -> str:
    token = secrets.token_urlsafe(32)
    draft = Draft(about=world.wave.slug, identity="nobody", decided=["identity", "sharing"], used=True)
    visits.save_visit(token, Visit(drafts={draft.about: draft}))
    return token


def _sent() -> str:
    token, visit, key = secrets.token_urlsafe(32), Visit(), codes.new_submission_key()
    make_contribution(key=key, matter=Matter.ANSWERS)
    visit.show_code(PendingCode(key, Matter.ANSWERS.value))
    visits.save_visit(token, visit)
    return token


def _pages(world: World) -> Iterator[tuple[str, str, str]]:
    for rule in rules_of(world.app, "GET"):
        allowed = DOORS[rule.endpoint]
        first = IN_THE_MIDDLE.get(rule.endpoint) or min(allowed, key=EVERYBODY.index)
        others = [who for who in NOT_IN_THE_DEMONSTRATION if who in allowed and VISITOR not in allowed]
        for who in dict.fromkeys((first, *others)):
            yield who, rule.endpoint, OTHER_ROWS.get(rule.endpoint) or address(world, rule)


def as_somebody(whole: Whole, visitor: Visitor, who: str) -> None:
    """Put what this person holds into a fresh browser."""
    if who in whole.cookies:
        name, value = whole.cookies[who]
        visitor.context.add_cookies([{"name": name, "value": value, "url": whole.server.url}])
    if who == HALF_IN:
        visitor.page.goto(f"{whole.server.url}/work/sign-in")
        visitor.page.locator("[name=username]").fill(whole.name_of_half)
        visitor.page.locator("[name=password]").fill(PASSPHRASE)
        visitor.page.locator("[name=password]").press("Enter")
        visitor.page.wait_for_url("**/second-step*")


def test_every_address_of_the_access_map_is_looked_at(whole, visitor):
    """Each page is loaded once: on a phone in both schemes, with folded parts open, and in a wide window."""
    open_as: dict[str, Visitor] = {}
    found, seen = [], set()
    for who, endpoint, path in whole.pages:
        if endpoint in NO_PAGE:
            continue
        if who not in open_as:
            open_as[who] = visitor()
            as_somebody(whole, open_as[who], who)
        one = open_as[who]
        answer = one.page.goto(whole.server.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {who} with {answer.status}"
        seen.add(whole.endpoint_at(one.page.url))
        found += [*sideways(one.page), *one.axe("light"), *one.axe("dark")]
        with one.unfolded() as more:
            found += [*sideways(one.page), *one.axe("light")] if more else []
        with one.at(DESK):
            found += [*sideways(one.page), *one.axe("light")]
    assert found == [], "\n".join(found)
    asked = {rule.endpoint for rule in rules_of(whole.world.app, "GET")}
    assert asked - seen == set(NO_PAGE)


def sideways(page: Page) -> list[str]:
    """What the page has to hear where it runs off the side."""
    return [] if fits(page) else [f"{page.url} scrolls sideways at {page.viewport_size}"]
