"""Search and suggestions: within what the desk may read, counted in the audit, and nothing applied by itself."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.audit.models import AuditEvent
from portal.contributions.models import Matter
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.reading import translations
from portal.themes import coding, queries, searching, shown, suggesting
from portal.themes.coding import Found
from portal.themes.models import CodedView, CodingMark
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
OFFICER = Role.PARTICIPATION_OFFICER
URL = "/work/themes/search"


def events(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


def test_found_views_are_links_without_words_and_the_search_is_counted_without_them(
    signed_in: SignIn, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    found = voices.make_contribution("The zebraquokka BUS is late").contribution
    voices.make_contribution("Nothing of it")
    client = signed_in(OFFICER)
    page = client.post_form(URL, {"wanted": "zebraquok  bus"})
    assert page.status_code == 200 and "1 view found" in page.text and str(found.id) in page.text
    assert "is late" not in page.text and page.headers["Cache-Control"] == "no-store"
    (event,) = events("views.searched")
    assert json.loads(event.facts) == {"opened": 2, "found": 1} and event.subject is None
    assert not events("words.read"), "nothing was shown"
    assert "zebra" not in caplog.text + "".join(capsys.readouterr())
    assert client.get(f"{URL}?wanted=zebraquokka").text.count("zebraquokka") == 0, "an address holds no words"


def test_what_the_desk_may_not_read_is_not_found(app: Flask) -> None:
    officer = people.make_account(OFFICER)
    voices.make_contribution("the bus", matter=Matter.NOT_SAFE, keeps_time=True)
    gone = voices.make_contribution("the bus").contribution
    gone.withdrawn_on = clock.today()
    broken = voices.make_contribution("the bus").contribution
    broken.words[0].text_sealed = crypto.seal_bytes(broken.words[0], "other", b"the bus")
    db.session.flush()
    assert searching.search("bus", by=officer) == searching.Search([], 0, 1, more=False)


def test_the_english_of_a_passage_is_found_as_well(app: Flask) -> None:
    officer = people.make_account(OFFICER)
    view = voices.make_contribution("Autobus się spóźnia", locale="pl").contribution
    translations.translate(view.words[0], "The bus is late", language="Polish", by=officer)
    for wanted in ("bus late", "autobus", "SPÓŹ"):
        assert [hit.id for hit in searching.search(wanted, by=officer).hits] == [view.id]


def test_no_more_is_opened_or_shown_than_the_caps_say(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "OPENED", 4)
    monkeypatch.setattr(searching, "SHOWN", 2)
    officer = people.make_account(OFFICER)
    for _ in range(6):
        voices.make_contribution("the bus")
    result = searching.search("bus", by=officer)
    assert (len(result.hits), result.found, result.opened, result.more) == (2, 4, 4, True)


def test_empty_words_find_nothing_and_say_so(signed_in: SignIn) -> None:
    client = signed_in(OFFICER)
    assert "Type a word to look for." in client.post_form(URL, {"wanted": "  "}).text
    assert not events("views.searched")
    page = client.post_form(URL, {"wanted": "…"})
    assert "No view holds these words" in page.text
    assert signed_in(Role.SAFEGUARDING_OFFICER).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("The bus is late", "bus", True),
        ("The bus is late", "LATE the", True),
        ("The bus is late", "us", False),
        ("The bus is late", "bus early", False),
        ("", "", False),
        ("bus", "", False),
        ("bus", "!", False),
    ],
)
def test_every_word_has_to_begin_one_of_the_text(text: str, wanted: str, expected: bool) -> None:
    assert searching.holds(text, wanted) is expected


def test_a_suggestion_says_why_and_puts_nothing_under_a_theme(signed_in: SignIn) -> None:
    bus, food = codebook.make_theme("Trains"), codebook.make_theme("Food")
    officer = people.make_account(OFFICER)
    before = voices.make_contribution("Soup every evening. The heating broke.").contribution
    coding.save(before, [Found(food.id, before.words[0].id, 0, 19)], done=True, by=officer)
    view = voices.make_contribution("No train ever. They serve soup in the evening.").contribution
    client = signed_in(OFFICER)
    page = client.get(f"/work/themes/coding/{view.id}").text
    assert "Suggested, for you to decide" in page
    assert "shares “train” with what the codebook says of it" in page
    assert "shares “evening”, “soup” with a passage that was put under it" in page
    assert "heating" not in page and " checked" not in page
    assert not queries.themes_of(view.id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CodedView)) == 1
    assert bus.id not in db.session.scalars(sa.select(CodingMark.theme_id)).all()


def test_suggestions_come_from_readable_views_only(app: Flask) -> None:
    food = codebook.make_theme("Food")
    officer = people.make_account(OFFICER)
    before = voices.make_contribution("Soup every evening.").contribution
    coding.save(before, [Found(food.id, before.words[0].id, 0, 19)], done=True, by=officer)
    view = voices.make_contribution("They serve soup in the evening.").contribution
    passages = shown.passages_of(view.id)
    assert suggesting.suggestions(view, passages, queries.open_themes())
    before.withdrawn_on = clock.today()
    db.session.flush()
    assert suggesting.suggestions(view, passages, queries.open_themes()) == []
