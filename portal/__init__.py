"""The participation portal: from a young person's words to the change they caused, and back to them.

This is the only file that knows every slice.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from config import ROOT, Settings
from portal.accounts import cli, login
from portal.accounts.sessions import DatabaseSessions
from portal.contributions import young
from portal.core import crypto, db, error_pages, guard, i18n, limits, log, web
from portal.core.keys import load_keys
from portal.core.sessions import Visits
from portal.jobs import waking

#: The slices in the order young people's words travel.
SLICES = (
    "audit",
    "partnership",
    "accounts",
    "word_list",
    "outbox",
    "downloads",
    "contributions",
    "consultations",
    "meeting_prep",
    "invitations",
    "together",
    "safety",
    "complaints",
    "reading",
    "unmasking",
    "paper",
    "free_views",
    "themes",
    "evidence",
    "comparisons",
    "commitments",
    "measures",
    "board",
    "entitlements",
    "escalation",
    "plans",
    "meetings",
    "feedback",
    "memory",
    "lifeline",
    "keyring",
    "provenance",
    "training",
    "reports",
    "signed_reports",
    "reminders",
    "open_data",
    "dashboard",
    "arrive",
    "demo",
)

WAYS = guard.Ways(
    home="dashboard_staff.home",
    sign_in="accounts_staff.sign_in",
    sign_out="accounts_staff.sign_out",
    code="lifeline.enter",
)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """The whole portal for these settings; UnsafeSettings if it would not be safe to start."""
    settings = (settings or Settings.from_env()).checked()
    keys = load_keys(settings.keys_dir)
    crypto.use_keys(keys)
    log.configure()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=keys.session.hex(),
        SECRET_KEY_FALLBACKS=[key.hex() for key in keys.session_previous],
        SETTINGS=settings,
        TESTING=settings.testing,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.session_interface = Visits(DatabaseSessions(), secure=settings.is_https)
    db.bind(db.create_engine(settings))
    web.init_app(app, settings)
    log.init_app(app)
    i18n.init_app(app, settings)
    error_pages.init_app(app)
    csrf.init_app(app)
    limits.init_app(app, settings)
    waking.init(settings)
    login.init_app(app)
    young.init_app(app)
    guard.init_app(app, WAYS)
    _add_slices(app, settings)
    app.cli.add_command(cli.people)
    guard.refuse_unmarked(app)
    return app


def _add_slices(app: Flask, settings: Settings) -> None:
    """Register each slice's blueprints, and its page furniture (`furniture.init_app`) where it has some."""
    for slice_name in SLICES:
        if slice_name == "demo" and not settings.demo:
            continue
        for part in ("views", "staff_views"):
            name = f"portal.{slice_name}.{part}"
            if find_spec(name) is None:
                continue
            module = import_module(name)
            blueprint: Blueprint = module.bp
            app.register_blueprint(blueprint)
            for exempt in getattr(module, "csrf_exempt", ()):
                csrf.exempt(exempt)
        if find_spec(f"portal.{slice_name}.furniture"):
            import_module(f"portal.{slice_name}.furniture").init_app(app)
