"""What every page gets: headers, hashed assets, limits on what may be sent, and a transaction that fits its method."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

from flask import Flask, Request, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import ROOT, Settings
from portal.core import db
from portal.core.access import records_reading
from portal.core.errors import Busy
from portal.core.sessions import UNREADABLE

STATIC = ROOT / "static"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_YEAR = 31_536_000
_FILES_MARK = "_portal_accepts_files"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none';"
    " manifest-src 'self'; worker-src {worker}; require-trusted-types-for 'script'"
)

P = ParamSpec("P")
R = TypeVar("R")


def init_app(app: Flask, settings: Settings) -> None:
    """Attach headers, assets, limits and the per-request transaction."""
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body,
        MAX_FORM_MEMORY_SIZE=settings.max_form_memory,
        MAX_FORM_PARTS=settings.max_form_parts,
        TRUSTED_HOSTS=settings.hosts,
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
    )
    app.request_class = InMemory
    app.before_request(_choose_transaction)
    app.after_request(_header_setter(settings))
    app.teardown_appcontext(_end_transaction)
    app.jinja_env.globals["asset"] = Assets(STATIC).url
    wrapped = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
    )
    hops = settings.proxy_hops
    setattr(app, "wsgi_app", ProxyFix(wrapped, x_for=hops, x_proto=hops) if hops else wrapped)  # noqa: B010


def with_worker(response: Response) -> Response:
    """A page that may start our own service worker; no other may start any."""
    response.headers["Content-Security-Policy"] = _policy(worker="'self'")
    return response


class Assets:
    """Addresses of static files that change when the file does, so that they may be kept for a year."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def url(self, name: str) -> str:
        """`/static/css/young.css?v=<content hash>`."""
        if name not in self._known:
            digest = hashlib.sha256((self._root / name).read_bytes()).hexdigest()[:10]
            # Not url_for: a request for a host that is not ours has no addresses, and its error page needs its style.
            self._known[name] = f"{current_app.static_url_path}/{name}?v={digest}"
        return self._known[name]


def accepts_files(view: Callable[P, R]) -> Callable[P, R]:
    """Mark the few endpoints that may be sent more than words."""
    setattr(view, _FILES_MARK, True)
    return view


class InMemory(Request):
    """What is sent never touches a disk: the usual temporary file of an upload could be found there later."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def _choose_transaction() -> None:
    """Pages that only read never wait for a writer, and are stopped if they try to write."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, _FILES_MARK, False):
        request.max_content_length = current_app.config["SETTINGS"].max_upload
    db.set_writing(request.method not in SAFE_METHODS or records_reading(view))
    if UNREADABLE in request.environ:
        raise Busy


def _end_transaction(error: BaseException | None) -> None:
    db.session.remove()
    db.set_writing(True)


def _policy(*, worker: str = "'none'") -> str:
    return _POLICY.format(worker=worker)


def framing(response: Response) -> Response:
    """Let this page alone show one of our own pages in a frame."""
    response.headers["Content-Security-Policy"] = f"{_policy()}; frame-src 'self'"
    return response


def framed(response: Response) -> Response:
    """Let this page alone be shown in a frame, by one of our own pages."""
    own = _policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = own
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _header_setter(settings: Settings) -> Callable[[Response], Response]:
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _policy())
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=(), interest-cohort=()")
        if settings.is_https:
            headers["Strict-Transport-Security"] = f"max-age={2 * _YEAR}; includeSubDomains"
        return response

    return set_headers
