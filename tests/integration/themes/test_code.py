"""Putting a view under themes: its words are read there, and that is written down."""

from collections.abc import Callable

from flask.testing import FlaskClient

from portal.audit import queries as audit
from portal.contributions import queries as threads
from portal.contributions.models import Matter
from portal.core import clock, db
from portal.core.access import Role
from portal.themes import queries
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]


def test_opening_the_words_is_a_recorded_reading(signed_in: SignIn) -> None:
    view = voices.make_contribution("I want <b>sleepovers</b>").contribution
    codebook.make_theme("Sleepovers")
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    page = client.get(f"/work/themes/code/{view.id}")
    assert "I want &lt;b&gt;sleepovers&lt;/b&gt;" in page.text
    events = audit.events_about("contribution", view.id)
    assert [(event.action, event.actor_id) for event in events] == [("words.read", officer.id)]
    assert threads.get_contribution(view.id).first_read_on == clock.today()


def test_boxes_put_a_view_under_themes_and_take_it_away(signed_in: SignIn) -> None:
    view = voices.make_contribution().contribution
    first, second = codebook.make_theme("First"), codebook.make_theme("Second")
    client = signed_in(Role.PARTICIPATION_OFFICER)
    url = f"/work/themes/code/{view.id}"
    both = client.post_form(url, {"themes": [str(first.id), str(second.id)]})
    assert both.status_code == 303
    assert [theme.name for theme in queries.themes_of(view.id)] == ["First", "Second"]
    assert client.get(url).text.count("checked") == 2
    client.post_form(url, {"themes": [str(second.id)]})
    assert [theme.name for theme in queries.themes_of(view.id)] == ["Second"]
    client.post_form(url, {})
    assert not queries.themes_of(view.id)
    coded = [event.facts for event in audit.events_about("contribution", view.id) if event.action == "view.coded"]
    assert coded == ['{"added": 2, "removed": 0}', '{"added": 0, "removed": 1}', '{"added": 0, "removed": 1}']


def test_a_theme_that_is_not_offered_is_refused_without_harm(signed_in: SignIn) -> None:
    view = voices.make_contribution().contribution
    codebook.make_theme()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.post_form(f"/work/themes/code/{view.id}", {"themes": ["nonsense"]})
    assert page.status_code == 200
    assert not queries.themes_of(view.id)


def test_a_call_for_help_and_what_was_taken_back_are_not_opened_here(signed_in: SignIn) -> None:
    call = voices.make_contribution(matter=Matter.NOT_SAFE, keeps_time=True).contribution
    gone = voices.make_contribution().contribution
    gone.withdrawn_on = clock.today()
    db.session.flush()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for view in (call, gone):
        assert client.get(f"/work/themes/code/{view.id}").status_code == 404
        assert not audit.events_about("contribution", view.id)


def test_without_a_codebook_the_page_says_what_to_do(signed_in: SignIn) -> None:
    view = voices.make_contribution().contribution
    page = signed_in(Role.PARTICIPATION_OFFICER).get(f"/work/themes/code/{view.id}")
    assert "Add a theme first" in page.text
