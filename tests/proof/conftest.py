"""What the hostile tests and the browser tests stand on, for the large counts."""

from tests.integration.hostile.conftest import site  # noqa: F401 - a fixture
