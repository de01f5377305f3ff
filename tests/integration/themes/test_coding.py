"""The coding desk: passages by sentence, one view at a time, nothing lost, every reading on record."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Account
from portal.audit import queries as audit
from portal.contributions.models import Contribution, Matter
from portal.contributions.queries import words_of
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.lifeline import operations as lifeline
from portal.themes import coding, desk, operations, queries, shown
from portal.themes.coding import Found
from portal.themes.models import CodedView, CodingMark, Theme
from tests.factories import consultations as asked
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
SAID = "The bus never comes. I miss school because of it. My carer is kind."
OFFICER = Role.PARTICIPATION_OFFICER


def at(view: Contribution, **asked_for: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked_for.items())
    return f"/work/themes/coding/{view.id}" + (f"?{query}" if query else "")


def sentence_keys(view: Contribution) -> list[str]:
    return list(shown.passages_of(view.id)[0].sentences)


def marks(view: Contribution, by: Account) -> list[tuple[str, str | None]]:
    coded, passages = desk.find_coded(view.id, by.id), shown.passages_of(view.id)
    assert coded is not None
    return sorted((mark.theme.name, shown.place_of(mark, passages)) for mark in coded.marks)


def test_ticked_sentences_that_stand_together_are_one_passage_under_each_theme(signed_in: SignIn) -> None:
    view = voices.make_contribution(SAID).contribution
    bus, school = codebook.make_theme("Buses"), codebook.make_theme("School")
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    keys = sentence_keys(view)
    page = client.get(at(view))
    assert page.text.count('name="sentences"') == 3 and "js/coding.js" in page.text
    filled = {"sentences": keys[:2], "themes": [str(bus.id)], "typed": "scho", "then": "more"}
    again = client.post_form(at(view), filled)
    assert again.status_code == 303 and str(view.id) in again.location
    passage = "The bus never comes. I miss school because of it."
    assert marks(view, officer) == [("Buses", passage), ("School", passage)]
    assert not queries.themes_of(view.id), "what is only begun stands under nothing"
    assert passage in client.get(at(view)).text
    kept = [str(mark.id) for mark in db.session.scalars(sa.select(CodingMark)) if mark.theme_id == bus.id]
    done = client.post_form(at(view), {"earlier": kept, "then": "next"})
    assert "/coding/next" in done.location
    assert marks(view, officer) == [("Buses", passage)]
    assert [theme.name for theme in queries.themes_of(view.id)] == ["Buses"]
    assert school.id not in db.session.scalars(sa.select(CodingMark.theme_id)).all()


def test_no_sentence_is_the_whole_view_and_no_theme_is_an_answer(signed_in: SignIn) -> None:
    whole, none = (voices.make_contribution(SAID).contribution for _ in range(2))
    bus = codebook.make_theme("Buses")
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    client.post_form(at(whole), {"themes": [str(bus.id)]})
    assert marks(whole, officer) == [("Buses", None)]
    assert queries.waiting_count() == 1
    client.post_form(at(none), {})
    assert marks(none, officer) == []
    assert queries.waiting_count() == 0, "that none fits was decided, so nothing waits"
    assert "no theme fits" in client.get("/work/themes/").text


def test_what_cannot_be_saved_keeps_everything_that_was_ticked(signed_in: SignIn) -> None:
    view = voices.make_contribution(SAID).contribution
    codebook.make_theme("Family time"), codebook.make_theme("Family home")
    client = signed_in(OFFICER)
    keys = sentence_keys(view)
    for typed, words in (
        ("", "Choose a theme for the sentences you ticked."),
        ("fam", "More than one theme begins like this: Family home, Family time. Type more."),
        ("zzz", "No theme begins like this."),
    ):
        page = client.post_form(at(view), {"sentences": keys[1:], "typed": typed})
        assert page.status_code == 200 and words in page.text
        assert page.text.count("checked") == 2 and f'value="{typed}"' in page.text
    assert db.session.scalars(sa.select(CodedView)).all() == []


def test_forged_sentences_themes_and_marks_are_refused(signed_in: SignIn, app: Flask) -> None:
    view, other = (voices.make_contribution(SAID).contribution for _ in range(2))
    bus, old = codebook.make_theme("Buses"), codebook.make_theme("Old")
    foreign = codebook.code_view(other, bus).marks[0]
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    elsewhere = sentence_keys(other)[0]
    for filled in (
        {"sentences": [elsewhere], "themes": [str(bus.id)]},
        {"sentences": [elsewhere.split(":")[0] + ":0-9999"], "themes": [str(bus.id)]},
        {"themes": [str(uuid4())]},
        {"earlier": [str(foreign.id)]},
    ):
        assert client.post_form(at(view), filled).status_code == 200, filled
    view = db.session.get_one(Contribution, view.id)
    words = words_of(view.id)[0].id
    strange = words_of(other.id)[0].id
    long = len(SAID)
    for bad in (Found(bus.id, words, 0, long + 1), Found(bus.id, strange, 0, 3), Found(bus.id, words, 4, 4)):
        with pytest.raises(RuleError):
            coding.save(view, [bad], done=True, by=officer)
    operations.retire(db.session.get_one(Theme, old.id), why="Old", by=officer)
    with pytest.raises(RuleError, match="retired"):
        coding.save(view, [Found(old.id)], done=True, by=officer)
    assert desk.find_coded(view.id, officer.id) is None


def test_every_view_that_is_shown_is_a_recorded_reading(signed_in: SignIn) -> None:
    view = voices.make_contribution("I want <b>sleepovers</b>").contribution
    codebook.make_theme()
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    assert "I want &lt;b&gt;sleepovers&lt;/b&gt;" in client.get(at(view)).text
    assert [(one.action, one.actor_id) for one in audit.events_about("contribution", view.id)] == [
        ("words.read", officer.id)
    ]
    for page in ("/work/themes/coding", "/work/themes/"):
        assert "sleepovers" not in client.get(page).text


def test_a_call_for_help_and_what_was_taken_back_never_come_to_the_desk(signed_in: SignIn) -> None:
    call = voices.make_contribution(matter=Matter.NOT_SAFE, keeps_time=True).contribution
    gone = voices.make_contribution().contribution
    gone.withdrawn_on = clock.today()
    codebook.make_theme()
    db.session.flush()
    client = signed_in(OFFICER)
    for view in (call, gone):
        assert client.get(at(view)).status_code == 404
        assert not audit.events_about("contribution", view.id)
    assert "Nothing is left" in client.get("/work/themes/coding/next").text
    voices.make_contribution("")  # choices alone: nothing to code
    db.session.commit()
    assert "There is no view to code" in client.get("/work/themes/coding").text


def test_the_desk_goes_on_skips_goes_back_and_says_how_far(signed_in: SignIn) -> None:
    wave, other = asked.make_consultation(), asked.make_consultation()
    views = [asked.make_submission(wave, change=f"View {n}.").contribution for n in range(3)]
    asked.make_submission(other, change="Elsewhere.")
    loose = voices.make_contribution("Unasked.", matter=Matter.IDEA).contribution
    bus = codebook.make_theme("Buses")
    client = signed_in(OFFICER)
    start = f"/work/themes/coding/next?from={wave.id}"
    first = client.get(start).location
    skipped = client.get(re.sub(r"/coding/([^?]+)\?", r"/coding/next?after=\1&", first)).location
    assert skipped != first and {first.split("?")[0], skipped.split("?")[0]} < {at(view) for view in views}
    assert "0 of 3 coded" in client.get(first).text
    onward = client.post_form(first, {"themes": [str(bus.id)]}).location
    second = client.get(onward).location
    page = client.get(second).text
    assert "1 of 3 coded" in page and first.split("?")[0] in page, "there is a way back"
    seen = {first.split("?")[0]}
    for _ in range(2):
        seen.add(second.split("?")[0])
        onward = client.post_form(second, {"themes": [str(bus.id)]}).location
        second = client.get(onward).location
    assert seen == {at(view) for view in views}
    assert "You are through" in client.get(onward).text
    assert client.get("/work/themes/coding/next?from=unasked").location.startswith(at(loose))
    for odd in ("from=nonsense", "after=nonsense", f"after={uuid4()}"):
        assert client.get(f"/work/themes/coding/next?{odd}").status_code == 404
    piles = client.get("/work/themes/coding").text
    assert wave.title in piles and "What nobody asked about" in piles


def test_marks_go_with_the_passage_and_with_the_thread(app: Flask) -> None:
    view = voices.make_contribution(SAID).contribution
    bus = codebook.make_theme("Buses")
    officer = people.make_account(OFFICER)
    words = words_of(view.id)[0]
    coding.save(view, [Found(bus.id, words.id, 0, 20)], done=True, by=officer)
    db.session.commit()
    lifeline.take_back(db.session.get_one(Contribution, view.id))
    db.session.commit()
    assert db.session.scalars(sa.select(CodedView)).all() == []
    assert db.session.scalars(sa.select(CodingMark)).all() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not OFFICER])
def test_nobody_else_comes_to_the_desk(signed_in: SignIn, role: Role) -> None:
    view = voices.make_contribution(SAID).contribution
    client = signed_in(role)
    for path in ("/work/themes/coding", "/work/themes/coding/next", at(view)):
        assert client.get(path).status_code == 404
    assert not audit.events_about("contribution", view.id)


def test_a_name_that_is_markup_stays_text_in_every_message(signed_in: SignIn) -> None:
    view = voices.make_contribution(SAID).contribution
    one, _other = (codebook.make_theme(f"<b>Family</b> {n}") for n in "ab")
    officer = people.make_account(OFFICER)
    part = operations.split(one, codebook.definition("<i>Part</i>"), why="Two things", by=officer)
    codebook.put_under(view, one)
    client = signed_in(officer, OFFICER)
    page = client.post_form(at(view), {"typed": "<b>fam"})
    assert "&lt;b&gt;Family&lt;/b&gt; a, &lt;b&gt;Family&lt;/b&gt; b. Type more." in page.text
    assert "<b>Family" not in page.text
    sorting = client.get(f"/work/themes/{one.id}/split/{part.id}/{view.id}").text
    assert "&lt;i&gt;Part" in sorting and "<i>Part" not in sorting
