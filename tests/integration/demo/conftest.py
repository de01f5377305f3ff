"""Another portal beside the shared one, with another setting."""

from tests.integration.serving.conftest import opened  # noqa: F401 - a fixture
