"""The door: refuses to start with an unmarked endpoint, and to open one to somebody who may not come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from portal.core.access import ANYONE, HOLDER, PROGRAM, SIGNED_IN, Permission, Role, access_of, permits
from portal.core.error_pages import ended, kept_words
from portal.core.sessions import is_working


class Actor(Protocol):
    """Whoever is signed in, as the door sees them."""

    id: UUID
    role: Role | None
    is_authenticated: bool
    owes: str | None


class UnmarkedEndpoint(RuntimeError):
    """An endpoint does not say who may use it."""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Endpoints that the door leads to; later slices have them."""

    home: str
    sign_in: str
    sign_out: str
    code: str


def init_app(app: Flask, ways: Ways) -> None:
    """Check every request; `refuse_unmarked` is called once all blueprints are in."""
    app.extensions["portal.ways"] = ways
    app.before_request(_check)
    app.jinja_env.globals["may"] = may


def refuse_unmarked(app: Flask) -> None:
    """Raise for endpoints without @anyone, @holder, @needs or @program."""
    unmarked = [name for name, view in app.view_functions.items() if access_of(view) is None and name != "static"]
    if unmarked:
        raise UnmarkedEndpoint("say who may use: " + ", ".join(sorted(unmarked)))


def acting_role() -> Role | None:
    """The role somebody acts in now, or None for a visitor."""
    return current_user.role if current_user.is_authenticated else None


def may(permission: Permission | str) -> bool:
    """Whether whoever is signed in holds a permission now."""
    return permits(acting_role(), Permission(permission))


def came_from(token: str) -> str:
    """The page somebody wanted before signing in: one of our own endpoints, never an address from outside."""
    try:
        path: str = _return_signer().loads(token)
    except BadSignature:
        return url_for(_ways().home)
    return path


def _ways() -> Ways:
    ways: Ways = current_app.extensions["portal.ways"]
    return ways


def _return_signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="return-to")


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    mark = access_of(current_app.view_functions[request.endpoint])
    if mark in (ANYONE, PROGRAM):  # who marks an address for programs looks at their token
        return None
    if mark == HOLDER:
        return None if g.get("holds_thread") else _no_thread()
    return _check_signed_in(mark)


def _no_thread() -> ResponseReturnValue:
    """To the four words; somebody whose thread closed while they wrote gets their words back first."""
    return ended() if kept_words() else redirect(url_for(_ways().code), 303)


def _check_signed_in(mark: str | None) -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        if kept_words():
            return ended()
        comes_back = is_working(request.path) and request.method == "GET"
        to = _return_signer().dumps(request.path) if comes_back else None
        return redirect(url_for(_ways().sign_in, to=to), 303)
    owed = current_user.owes
    if owed and request.endpoint not in (owed, _ways().sign_out):
        return redirect(url_for(owed), 303)
    if mark == SIGNED_IN:
        return None
    if mark is None or not may(mark):
        abort(404)
    return None
