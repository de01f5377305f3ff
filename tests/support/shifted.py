"""The portal as a web server loads it, at another moment: `TEST_MOMENT` is when this process began."""

import os
from datetime import UTC, datetime

from portal.core import clock

_apart = datetime.fromisoformat(os.environ["TEST_MOMENT"]) - datetime.now(UTC)


def _now() -> datetime:
    return datetime.now(UTC) + _apart


clock.now = _now

from portal.wsgi import app  # noqa: E402, F401 - made after the clock was moved
