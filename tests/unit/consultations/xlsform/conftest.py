"""The words of these modules come from flask_babel: they need a language, and nothing else of an application."""

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(autouse=True, scope="module")
def _a_language():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield
