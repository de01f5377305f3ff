"""Several coders: each blind to the others, how far they agree, and differences that are settled."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.audit import queries as audit
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.themes import coding, comparing, desk, queries
from portal.themes.agreement import Strength
from portal.themes.coding import Found
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
OFFICER = Role.PARTICIPATION_OFFICER
SAID = "The bus never comes. I miss school because of it."


def views(number: int) -> list[Contribution]:
    return [voices.make_contribution(SAID).contribution for _ in range(number)]


def test_a_second_coder_sees_nothing_of_the_first(signed_in: SignIn) -> None:
    (view,) = views(1)
    bus, school = codebook.make_theme("Buses"), codebook.make_theme("School")
    first, second = people.make_account(OFFICER, name="First Coder"), people.make_account(OFFICER)
    codebook.code_view(view, bus, by=first)
    client = signed_in(second, OFFICER)
    url = client.get("/work/themes/coding/next?as=second").location
    assert str(view.id) in url
    page = client.get(url).text
    assert "First Coder" not in page and "What you found so far" not in page and " checked" not in page
    assert signed_in(first, OFFICER).get("/work/themes/coding/next?as=second").status_code == 200, "never one's own"
    client.post_form(url, {"themes": [str(school.id)]})
    assert [theme.name for theme in queries.themes_of(view.id)] == ["Buses"], "a difference moves nothing"
    assert "Nothing is left" in client.get("/work/themes/coding/next?as=second").text
    third = signed_in(OFFICER)
    assert "Nothing is left" in third.get("/work/themes/coding/next?as=second").text, "twice is enough"


def test_where_two_agree_nothing_is_left_to_settle(signed_in: SignIn) -> None:
    (view,) = views(1)
    bus = codebook.make_theme("Buses")
    codebook.code_view(view, bus)
    codebook.code_view(view, bus)
    assert [theme.name for theme in queries.themes_of(view.id)] == ["Buses"]
    client = signed_in(OFFICER)
    page = client.get("/work/themes/agreement").text
    assert "everybody found the same" in page
    assert "Too few views were coded twice" in page and "1 of at least 20" in page
    assert client.get(f"/work/themes/agreement/{view.id}").status_code == 404


def test_a_difference_is_settled_once_with_a_reason_and_can_be_opened_again(signed_in: SignIn) -> None:
    (view,) = views(1)
    bus, school = codebook.make_theme("Buses"), codebook.make_theme("School")
    first, second = people.make_account(OFFICER, name="First Coder"), people.make_account(OFFICER)
    words = view.words[0].id
    coding.save(view, [Found(bus.id, words, 0, 20), Found(school.id)], done=True, by=first)
    coding.save(view, [Found(bus.id)], done=True, by=second)
    client = signed_in(OFFICER)
    url = f"/work/themes/agreement/{view.id}"
    assert SAID not in client.get("/work/themes/agreement").text
    page = client.get(url).text
    assert "First Coder found" in page and "The bus never comes." in page and page.count(" checked") == 1
    assert audit.events_about("contribution", view.id)[-1].action == "words.read"
    missing = client.post_form(url, {"themes": [str(school.id)], "because": ""})
    assert missing.status_code == 200 and "Say why." in missing.text
    copied = client.post_form(url, {"themes": [], "because": SAID})
    assert copied.status_code == 200
    settled = client.post_form(url, {"themes": [str(school.id)], "because": "It is about missing lessons"})
    assert settled.status_code == 303
    assert [theme.name for theme in queries.themes_of(view.id)] == ["School"]
    assert "It is about missing lessons" in client.get(url).text
    assert comparing.unsettled_count() == 0
    held = db.session.get_one(Contribution, view.id)
    with pytest.raises(RuleError, match="settled"):
        coding.save(held, [], done=True, by=first)
    with pytest.raises(RuleError, match="already"):
        coding.settle(held, under=[], because="Again", by=second)
    again = client.post_form(f"{url}/open-again", page=url)
    assert again.status_code == 303 and comparing.unsettled_count() == 1
    acts = [one.action for one in audit.events_about("contribution", view.id)]
    assert "coding.settled" in acts and "coding.opened-again" in acts
    held = db.session.get_one(Contribution, view.id)
    coding.save(held, [Found(bus.id)], done=True, by=db.session.merge(first))
    assert comparing.unsettled_count() == 0, "who put their coding right agrees now"
    with pytest.raises(RuleError, match="no difference"):
        coding.settle(held, under=[], because="None", by=second)


def test_figures_are_shown_from_twenty_views_on_and_not_below(app: Flask) -> None:
    bus, school = codebook.make_theme("Buses"), codebook.make_theme("School")
    first, second = people.make_account(OFFICER, name="Ash"), people.make_account(OFFICER, name="Birch")
    coded = views(20)
    for number, view in enumerate(coded[:19]):
        codebook.code_view(view, bus if number < 10 else school, by=first)
        codebook.code_view(view, bus if number < 8 else school, by=second)
    before = comparing.agreement()
    assert (before.views, before.enough, before.alpha.value, list(before.themes), list(before.pairs)) == (
        19,
        False,
        None,
        [],
        [],
    )
    codebook.code_view(coded[19], school, by=first)
    codebook.code_view(coded[19], school, by=second)
    after = comparing.agreement()
    line = after.themes[0]
    assert (after.views, after.enough, line.theme.name, line.found) == (20, True, "Buses", 10)
    assert line.kappa.value == pytest.approx(0.8) and line.kappa.word is Strength.SUBSTANTIAL
    assert line.alpha.value == pytest.approx(1 - 39 * 4 / (1600 - 18**2 - 22**2))
    assert [(pair.names, pair.views) for pair in after.pairs] == [(("Ash", "Birch"), 20)]
    assert after.pairs[0].kappa.value == pytest.approx(0.8)
    codebook.code_view(coded[0], school)
    assert comparing.agreement().themes[0].kappa.value is None, "kappa is for two"
    coded[1].withdrawn_on = clock.today()
    db.session.flush()
    assert comparing.agreement().views == 19, "what was taken back is in no figure"


def test_what_was_begun_only_counts_for_nothing(app: Flask) -> None:
    (view,) = views(1)
    bus = codebook.make_theme("Buses")
    codebook.code_view(view, bus)
    coding.save(view, [], done=False, by=people.make_account(OFFICER))
    assert comparing.agreement().views == 0
    assert list(comparing.differences()) == []
    assert desk.differs(view.id) is False


def test_the_page_says_what_to_do_before_anything_was_coded_twice(signed_in: SignIn) -> None:
    assert "No view was coded twice yet" in signed_in(OFFICER).get("/work/themes/agreement").text
