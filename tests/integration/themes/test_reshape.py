"""Merging, splitting and retiring themes, with a history of who did it, when and why."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.audit import queries as audit
from portal.contributions.models import Matter
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.evidence import operations as evidence
from portal.evidence.models import ReleasedTheme
from portal.themes import operations, queries
from portal.themes.models import Act, CodingMark
from tests.factories import consultations as asked
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
WHY = "Nobody could tell them apart."
PART = {
    "name": "Getting there by bus",
    "young_word": "the bus",
    "counts": "Says that a bus is missing or late.",
    "counts_not": "Says that a bus costs too much.",
    "shanarri": "",
    "uncrc": "",
    "why": WHY,
}


def test_merging_moves_every_view_once_and_retires_the_first(signed_in: SignIn) -> None:
    first, second = codebook.make_theme("Contact"), codebook.make_theme("Family time")
    views = [voices.make_contribution(f"View {n}").contribution for n in range(3)]
    codebook.put_under(views[0], first)
    codebook.put_under(views[1], first, second)
    codebook.put_under(views[2], second)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    url = f"/work/themes/{first.id}/merge"
    filled = {"into": str(second.id), "why": WHY}
    assert client.post_form(url, filled).status_code == 303
    db.session.expire_all()
    assert [[theme.name for theme in queries.themes_of(view.id)] for view in views] == [["Family time"]] * 3
    assert queries.get_theme(first.id).retired_at is not None
    change = queries.changes_of(second.id)[0]
    assert (change.act, change.theme_id, change.other_id, change.moved, change.why, change.name) == (
        Act.MERGED,
        first.id,
        second.id,
        2,
        WHY,
        "Contact",
    )
    for page in (f"/work/themes/{second.id}", f"/work/themes/{first.id}", "/work/themes/history"):
        assert WHY in client.get(page).text
    assert client.get(url).status_code == 404, "what was merged is not merged again"


def test_merging_needs_another_theme_and_a_reason_and_keeps_what_was_typed(signed_in: SignIn) -> None:
    first, second = codebook.make_theme("Contact"), codebook.make_theme("Family time")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    url = f"/work/themes/{first.id}/merge"
    page = client.post_form(url, {"into": str(second.id), "why": " "})
    assert (page.status_code, "Say why." in page.text) == (200, True)
    page = client.post_form(url, {"into": "", "why": WHY})
    assert ("Choose a theme." in page.text, WHY in page.text) == (True, True)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    kept, other = queries.get_theme(first.id), queries.get_theme(second.id)
    with pytest.raises(RuleError):
        operations.merge(kept, kept, why=WHY, by=officer)
    operations.retire(other, why="Old", by=officer)
    db.session.commit()
    assert "no other theme in use" in client.get(url).text


def test_marks_of_coders_go_along_and_none_is_there_twice(app: Flask) -> None:
    first, second = codebook.make_theme("Contact"), codebook.make_theme("Family time")
    both, one = (voices.make_contribution("I want to see my brother. Soon.").contribution for _ in range(2))
    codebook.code_view(both, first, second)
    codebook.code_view(one, first)
    operations.merge(first, second, why=WHY, by=people.make_account(Role.PARTICIPATION_OFFICER))
    assert db.session.scalars(sa.select(CodingMark.theme_id)).all() == [second.id, second.id]


def test_a_signed_release_keeps_the_name_it_counted_under(app: Flask) -> None:
    first, second = codebook.make_theme("Contact"), codebook.make_theme("Family time")
    wave = asked.make_consultation(opened=40, closes_in=-3, questions=asked.every_kind()[:1])
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    release = evidence.freeze_wave(wave, by=officer)
    before = release.digest if hasattr(release, "digest") else None
    operations.change(first, codebook.definition("Renamed"), why=WHY, by=officer)
    operations.merge(first, second, why=WHY, by=officer)
    db.session.expire_all()
    names = db.session.scalars(sa.select(ReleasedTheme.name).where(ReleasedTheme.release_id == release.id)).all()
    assert sorted(names) == ["Contact", "Family time"]
    assert (release.digest if hasattr(release, "digest") else None) == before
    assert queries.changes_of(first.id)[-1].name == "Contact"


def test_a_split_is_said_view_by_view(signed_in: SignIn) -> None:
    old, other = codebook.make_theme("Getting around"), codebook.make_theme("School")
    views = [voices.make_contribution(f"The bus number {n}").contribution for n in range(3)]
    for view in views:
        codebook.put_under(view, old, other)
        codebook.code_view(view, old, other)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    made = client.post_form(f"/work/themes/{old.id}/split", PART)
    new = queries.find_theme("Getting there by bus")
    assert new is not None and made.status_code == 303
    where, at = {}, made.location
    for answer in ("stays", "moves", "both"):
        at = client.get(at).location
        where[answer] = next(view for view in views if at.endswith(str(view.id)))
        assert client.get(at).text.count("The bus number") == 1
        at = client.post_form(at, {"where": answer}).location
    assert "You have been through all of them" in client.get(at).text
    names = {answer: [theme.name for theme in queries.themes_of(view.id)] for answer, view in where.items()}
    assert names == {
        "stays": ["Getting around", "School"],
        "moves": ["Getting there by bus", "School"],
        "both": ["Getting around", "Getting there by bus", "School"],
    }
    assert db.session.scalar(sa.select(sa.func.count()).where(CodingMark.theme_id == new.id)) == 2
    read = [event.action for event in audit.events_about("contribution", where["both"].id)]
    assert "words.read" in read
    assert [change.act for change in queries.changes_of(new.id)] == [Act.SPLIT]


def test_only_what_was_split_off_is_sorted_out_and_only_what_the_desk_may_read(signed_in: SignIn) -> None:
    old, other = codebook.make_theme("Old"), codebook.make_theme("Other")
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    new = operations.split(old, codebook.definition("New"), why=WHY, by=officer)
    call = voices.make_contribution(matter=Matter.NOT_SAFE, keeps_time=True).contribution
    view = voices.make_contribution().contribution
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    assert client.get(f"/work/themes/{old.id}/split/{other.id}").status_code == 404
    assert client.get(f"/work/themes/{old.id}/split/{new.id}?after=nonsense").status_code == 404
    assert client.get(f"/work/themes/{old.id}/split/{new.id}/{call.id}").status_code == 404
    assert "No view stands under" in client.get(f"/work/themes/{old.id}/split/{new.id}").text
    with pytest.raises(RuleError):
        operations.sort_out(view, old=old, new=new, under=[other], by=officer)


def test_a_reason_never_repeats_what_somebody_wrote(signed_in: SignIn) -> None:
    said = "My wee sister forgets my voice every time and nobody rings me back"
    voices.make_contribution(said)
    theme, other = codebook.make_theme("Contact"), codebook.make_theme("Other")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for path, filled in (
        ("retire", {"why": said}),
        ("merge", {"why": said, "into": str(other.id)}),
        ("split", PART | {"why": said}),
    ):
        page = client.post_form(f"/work/themes/{theme.id}/{path}", filled)
        assert (page.status_code, "somebody’s own words" in page.text) == (200, True), path
    db.session.expire_all()
    assert queries.get_theme(theme.id).retired_at is None
    assert not queries.changes_of(theme.id)


def test_the_history_has_pages_and_an_empty_state(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "Nothing has changed yet" in client.get("/work/themes/history").text
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    for n in range(5):
        operations.retire(codebook.make_theme(f"Theme {n}"), why=f"Reason {n}", by=officer)
    db.session.commit()
    assert "Page 2 of 3" in client.get("/work/themes/history?page=2").text
    assert len({change.id for number in (1, 2, 3) for change in queries.changes(number).rows}) == 5
