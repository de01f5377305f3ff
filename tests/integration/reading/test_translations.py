"""A passage in another language: the English stands beside the original, sealed, with who wrote it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.audit import queries as audit
from portal.contributions.models import Contribution, Words
from portal.contributions.queries import words_of
from portal.core import crypto, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.lifeline import operations as lifeline
from portal.reading import translations
from portal.reading.models import Translation
from tests.factories import people, voices
from tests.factories import themes as codebook

SignIn = Callable[..., FlaskClient]
SAID, ENGLISH = "Nie chcę znowu zmieniać szkoły.", "I do not want to move school again."
OFFICER = Role.PARTICIPATION_OFFICER


def test_the_english_stands_beside_the_original_everywhere_it_is_read(signed_in: SignIn) -> None:
    view = voices.make_contribution(SAID, locale="pl").contribution
    codebook.make_theme()
    words = words_of(view.id)[0]
    officer = people.make_account(OFFICER)
    client = signed_in(officer, OFFICER)
    url = f"/work/themes/coding/{view.id}/english/{words.id}"
    assert SAID in client.get(url).text
    page = client.post_form(url, {"language": "Polish", "text": " "})
    assert page.status_code == 200 and "Write it in English." in page.text and 'value="Polish"' in page.text
    saved = client.post_form(url + "?to=view", {"language": "Polish", "text": ENGLISH})
    assert saved.location == f"/work/views/{view.id}"
    for there in (f"/work/views/{view.id}", f"/work/themes/coding/{view.id}"):
        page = client.get(there).text
        assert SAID in page and ENGLISH in page, there
    row = translations.translations_of([words.id])[words.id]
    assert (row.language, row.by_id) == ("Polish", officer.id)
    assert ENGLISH.encode() not in row.text_sealed
    assert "words.translated" in [one.action for one in audit.events_about("contribution", view.id)]
    client.post_form(url, {"language": "Polish", "text": "Not again."})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Translation)) == 1


def test_it_goes_with_the_passage(app: Flask) -> None:
    view = voices.make_contribution(SAID, locale="pl").contribution
    words = words_of(view.id)[0]
    translations.translate(words, ENGLISH, language="Polish", by=people.make_account(OFFICER))
    db.session.commit()
    lifeline.take_back(db.session.get_one(Contribution, view.id))
    db.session.commit()
    assert db.session.scalars(sa.select(Translation)).all() == []


def test_an_empty_english_blanks_nothing_and_one_that_cannot_be_opened_hides_nothing(app: Flask) -> None:
    view = voices.make_contribution(SAID, locale="pl").contribution
    words = words_of(view.id)[0]
    officer = people.make_account(OFFICER)
    row = translations.translate(words, ENGLISH, language="Polish", by=officer)
    with pytest.raises(RuleError):
        translations.translate(words, "", language="Polish", by=officer)
    row.text_sealed = crypto.seal_bytes(row, "other", b"x")
    assert translations.texts_of([words.id]) == {}


def test_a_passage_of_another_view_is_not_there(signed_in: SignIn) -> None:
    view, other = (voices.make_contribution(SAID).contribution for _ in range(2))
    strange = db.session.scalar(sa.select(Words.id).where(Words.contribution_id == other.id))
    url = f"/work/themes/coding/{other.id}/english/{strange}"
    assert signed_in(OFFICER).get(f"/work/themes/coding/{view.id}/english/{strange}").status_code == 404
    assert signed_in(OFFICER).get(url).status_code == 200
    assert signed_in(Role.SAFEGUARDING_OFFICER).get(url).status_code == 404
