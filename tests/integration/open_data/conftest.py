"""A partnership with a little of everything that is handed out, and programs that read it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Role
from portal.open_data.models import Scope
from tests.factories import answers, commitments, evidence, measures, people, programs

Read = Callable[..., TestResponse]


@pytest.fixture
def lead(app: Flask) -> Account:
    return people.make_account(Role.CORPORATE_LEAD)


@pytest.fixture
def read(app: Flask, lead: Account) -> Read:
    """`read(path, *scopes)`: what a program with a token of these scopes is answered; a token for each set of them."""
    texts: dict[tuple[Scope, ...], str] = {}

    def get(path: str, *scopes: Scope, headers: dict[str, str] | None = None, **kwargs: Any) -> TestResponse:
        if scopes not in texts:
            _token, texts[scopes] = programs.make_token(*scopes, by=lead)
            db.session.commit()
        sent = {"Authorization": f"Bearer {texts[scopes]}", **(headers or {})}
        return app.test_client().get(path, headers=sent, **kwargs)

    return get


@pytest.fixture
def furnished(app: Flask) -> Flask:
    """A signed release and a draft, actions, promises with a small and a large reading, a story and a draft of one."""
    ask = answers.make_ask()
    answers.make_claimed_action(ask)
    answers.make_feedback(ask)
    answers.make_feedback(ask, published=False)
    answers.make_ask(answer=None)
    promise = commitments.make_commitment()
    commitments.make_commitment("Somewhere to live", organisation="NHS")
    measures.make_reading(measures.make_measure(commitment=promise), approved=True)
    small = measures.make_measure("Offered a bus pass", commitment=promise, target=None)
    measures.make_reading(small, 3, 7, approved=True)
    measures.make_reading(measures.make_measure("Not agreed", commitment=promise), 60, 100)
    wave, _ = evidence.make_closed_wave(60, slug="closed")
    evidence.make_signed(wave)
    db.session.commit()
    return app
