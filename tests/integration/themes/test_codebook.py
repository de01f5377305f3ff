"""The codebook and its exact counts, for the team only."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.audit import queries as audit
from portal.contributions.models import Matter
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.themes import operations, queries
from tests.factories import consultations as asked
from tests.factories import people, place, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
FILLED = {
    "name": "Sleepovers",
    "young_word": "staying at a pal’s",
    "counts": "Wants to stay the night with friends.",
    "counts_not": "Short breaks with carers.",
    "shanarri": "included",
    "uncrc": "15",
}


def test_an_officer_adds_and_words_a_theme_anew(signed_in: SignIn) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    owner = place.organisation("NHS")
    filled = FILLED | {"organisation_ids": [str(owner.id), str(place.organisation("Council").id)]}
    assert client.post_form("/work/themes/new", filled).status_code == 303
    theme = queries.find_theme("sleepovers")
    assert theme is not None
    assert ([one.short_name for one in theme.organisations], theme.shanarri, theme.uncrc) == (
        ["Council", "NHS"],
        "included",
        "15",
    )
    page = client.get(f"/work/themes/{theme.id}").text
    assert "staying at a pal’s" in page
    assert "15: meeting others" in page
    edit = f"/work/themes/{theme.id}/edit"
    assert re.search(
        rf'<input[^>]*value="{owner.id}"[^>]*checked|<input[^>]*checked[^>]*value="{owner.id}"', client.get(edit).text
    )
    changed = filled | {"name": "Nights away", "organisation_ids": [], "why": "They say it so"}
    assert client.post_form(edit, changed).status_code == 303
    db.session.expire_all()
    assert queries.get_theme(theme.id).name == "Nights away"
    assert queries.get_theme(theme.id).organisations == []


def test_words_are_kept_when_something_is_missing(signed_in: SignIn) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.post_form("/work/themes/new", FILLED | {"young_word": "  "})
    assert page.status_code == 200
    assert "Write the word young people use." in page.text
    assert "Short breaks with carers." in page.text


def test_two_themes_never_share_a_name(signed_in: SignIn) -> None:
    codebook.make_theme("Sleepovers")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.post_form("/work/themes/new", FILLED | {"name": "SLEEPOVERS "})
    assert "There is a theme with this name already" in page.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTICIPATION_OFFICER])
def test_nobody_else_sees_the_codebook_or_its_counts(signed_in: SignIn, role: Role) -> None:
    theme = codebook.make_theme()
    client = signed_in(role)
    for path in ("", "new", "waiting", f"{theme.id}", f"{theme.id}/edit", f"{theme.id}/retire", f"code/{uuid4()}"):
        assert client.get(f"/work/themes/{path}").status_code == 404


def test_counts_are_exact_and_leave_out_what_was_taken_back(app: Flask) -> None:
    theme = codebook.make_theme()
    views = [voices.make_contribution(f"View {n}").contribution for n in range(3)]
    for view in views:
        codebook.put_under(view, theme)
    views[0].withdrawn_on = clock.today()
    db.session.flush()
    assert [(entry.theme.id, entry.views) for entry in queries.codebook()] == [(theme.id, 2)]
    assert queries.contributions_under(theme.id).total == 2


def test_a_retired_theme_is_kept_but_not_offered(signed_in: SignIn) -> None:
    theme = codebook.make_theme("Old")
    view = voices.make_contribution().contribution
    codebook.put_under(view, theme)
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.post_form(f"/work/themes/{theme.id}/retire", {"why": "Not said any more"}).status_code == 303
    db.session.expire_all()
    theme = queries.get_theme(theme.id)
    assert theme not in queries.open_themes()
    assert queries.themes_of(view.id) == [theme]
    assert theme in queries.offered_for(view.id)
    other = voices.make_contribution().contribution
    with pytest.raises(RuleError, match="retired"):
        codebook.put_under(other, theme)
    assert client.get(f"/work/themes/{theme.id}/retire").status_code == 404
    assert "1 retired theme" in client.get("/work/themes/").text
    back = client.post_form(f"/work/themes/{theme.id}/bring-back", page="/work/themes/")
    assert back.status_code == 303
    db.session.expire_all()
    assert queries.get_theme(theme.id) in queries.open_themes()


def test_theme_counts_of_a_wave_are_distinct(app: Flask) -> None:
    wave, other = asked.make_consultation(), asked.make_consultation()
    theme, second = codebook.make_theme("A"), codebook.make_theme("B")
    in_wave = [asked.make_submission(wave, change="more").contribution for _ in range(2)]
    elsewhere = asked.make_submission(other, change="more").contribution
    for view in (*in_wave, elsewhere):
        codebook.put_under(view, theme, second)
    codebook.put_under(in_wave[1], theme)
    assert queries.theme_counts(wave.id) == {theme.id: 2, second.id: 1}
    assert queries.waiting_count(wave.id) == 0


def test_a_call_for_help_is_no_figure(app: Flask) -> None:
    call = voices.make_contribution(matter=Matter.NOT_SAFE, keeps_time=True).contribution
    with pytest.raises(RuleError):
        operations.place(call, under=[codebook.make_theme()], by=people.make_account(Role.PARTICIPATION_OFFICER))
    assert queries.waiting_count() == 0


def test_lists_have_pages_and_no_words(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for n in range(5):
        voices.make_contribution(f"secret words {n}")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.get("/work/themes/waiting?page=2").text
    assert "Page 2 of 3" in page
    assert "secret words" not in page
    for odd in ("0", "-1", "99999999999", "x", "٣"):
        assert client.get(f"/work/themes/waiting?page={odd}").status_code == 200
    marks = set()
    for number in (1, 2, 3):
        marks |= {view.id for view in queries.waiting(number).rows}
    assert len(marks) == 5


def test_every_change_is_in_the_log(app: Flask) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    theme = codebook.make_theme(by=officer)
    operations.retire(theme, why="Not said any more", by=officer)
    operations.bring_back(theme, by=officer)
    assert [event.action for event in audit.events_about("theme", theme.id)] == [
        "theme.created",
        "theme.retired",
        "theme.brought_back",
    ]


def test_no_theme_keeps_what_somebody_wrote_to_us(signed_in: SignIn) -> None:
    said = "My wee sister forgets my voice every time and nobody rings me back"
    voices.make_contribution(said)
    theme = codebook.make_theme("Sleepovers")
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.post_form("/work/themes/new", FILLED | {"name": "Nights", "counts": said})
    assert (page.status_code, "somebody’s own words" in page.text, said in page.text) == (200, True, True)
    page = client.post_form(f"/work/themes/{theme.id}/edit", FILLED | {"young_word": said, "why": "Better"})
    assert (page.status_code, "somebody’s own words" in page.text) == (200, True)
    assert queries.get_theme(theme.id).young_word == "sleepovers, we say"
