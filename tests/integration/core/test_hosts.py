"""Whose address a request asks for."""

import pytest


@pytest.fixture
def nothing_drawn_yet(app):
    app.jinja_env.globals["asset"].__self__._known.clear()


def test_a_host_that_is_not_ours_gets_a_whole_page_even_as_the_first_request(nothing_drawn_yet, app):
    """The supervisor asks by address until the site answers: a page that breaks there would end a deployment."""
    refused = app.test_client().get("/", headers={"Host": "stranger.test"})
    assert refused.status_code == 400
    assert "<h1" in refused.text
    assert "stranger" not in refused.text
