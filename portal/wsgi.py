"""What a web server loads: `portal.wsgi:app`."""

from __future__ import annotations

from config import Settings
from portal import create_app

app = create_app(Settings.from_env())
