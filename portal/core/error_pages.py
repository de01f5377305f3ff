"""What people see when something goes wrong: plain words, a way on, and everything they typed."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from portal.core import db
from portal.core.errors import Busy, NotFound, PortalError, RuleError, Unreadable
from portal.core.i18n import language
from portal.core.limits import HOUR, seconds_to_next
from portal.core.problems import problem
from portal.core.sessions import is_machine

#: Fields that are never words somebody would miss, or must not be shown again: what proves who somebody is.
_NOT_KEPT = frozenset({"csrf_token", "password", "passphrase", "current", "new", "again", "code", "one_time", "token"})
_SHOWN = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Register one handler for each kind of failure."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NotFound, lambda error: _page(404, kept=kept_words()))
    app.register_error_handler(RuleError, _rule)
    app.register_error_handler(Unreadable, _rule)
    app.register_error_handler(Busy, lambda error: _unavailable())
    app.register_error_handler(IntegrityError, _at_once)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def kept_words() -> list[tuple[str, str]]:
    """What was typed into the form that failed, name and text, to be shown again and sent again."""
    if request.method != "POST":
        return []
    try:
        return [(n, v) for n, vs in request.form.lists() if n not in _NOT_KEPT for v in vs if v]
    except HTTPException:
        return []


def ended() -> ResponseReturnValue:
    """The visit a form belonged to is over: nothing was sent, and nothing typed is lost."""
    _let_go()
    opens = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return _draw("csrf", kept=kept_words(), retry_url=_here(), open_url=_here() if opens else None), 400


def _here() -> str:
    """The address asked for with its question mark, since what a form is about may stand behind it."""
    return request.full_path.removesuffix("?")


def _let_go() -> None:
    """Leave the failed transaction; what the page itself needs is only read, so it waits for no writer."""
    db.session.remove()
    db.set_writing(False)


def _page(status: int, **context: object) -> tuple[str | Response, int]:
    _let_go()
    if is_machine(request.path):
        return problem(status), status
    name = status if status in _SHOWN else 500
    return _draw(str(name), retry_url=_here(), **context), status


def _draw(name: str, **context: object) -> str:
    """An error page; alone, without what slices add to pages, where the database does not even give that."""
    try:
        return render_template(f"errors/{name}.html", **context)
    except (DBAPIError, Busy):
        db.session.rollback()
        return current_app.jinja_env.get_template(f"errors/{name}.html").render(locale=language(), **context)


def _csrf(error: CSRFError) -> ResponseReturnValue:
    return ended()


def _rule(error: PortalError) -> ResponseReturnValue:
    return _page(409, message=gettext(error.message) if error.message else "", kept=kept_words())


def _at_once(error: IntegrityError) -> ResponseReturnValue:
    """Two taps wrote the same row at the same moment. The second is answered once more, beside what the first wrote.

    Nothing of it was stored; what it was sent is still there, and files are read from their beginning.
    """
    if request.method != "POST" or request.endpoint is None or "answered_again" in g:
        return _database(error)
    g.answered_again = True
    db.session.rollback()
    for _name, file in request.files.items(multi=True):  # each of several files of one field too
        file.stream.seek(0)
    try:
        view = current_app.view_functions[request.endpoint]
        answer: ResponseReturnValue = current_app.ensure_sync(view)(**(request.view_args or {}))
        return answer
    except Exception as second:
        g.pop("_login_user", None)  # whoever is signed in went stale with the first try; the error page asks anew
        return current_app.handle_user_exception(second)


def _database(error: DBAPIError) -> ResponseReturnValue:
    logging.getLogger("portal").error("database", extra={"portal": _about("database", error.orig)})
    return _unavailable()


def _unavailable() -> ResponseReturnValue:
    body, status = _page(503, kept=kept_words())
    return body, status, {"Retry-After": "10"}


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    body, status = _page(error.code or 500, kept=kept_words())
    return body, status, _told_to_machines(error)


def _told_to_machines(error: HTTPException) -> dict[str, str]:
    """What programs go by: which methods an address has, and when to come back (RFC 9110, 10.2.1 and 10.2.3)."""
    if not is_machine(request.path):
        return {}
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(sorted(error.valid_methods or ()))}
    if error.code == 429:
        return {"Retry-After": str(seconds_to_next(HOUR))}
    return {}


def _unexpected(error: Exception) -> ResponseReturnValue:
    entry = _about("unexpected", error)
    logging.getLogger("portal").error("unexpected", exc_info=error, extra={"portal": entry})
    return _page(500, kept=kept_words(), reference=g.get("request_id", ""))


def _about(event: str, error: BaseException | None) -> dict[str, str]:
    return {
        "event": event,
        "kind": type(error).__name__,
        "route": request.endpoint or "none",
        "method": request.method,
        "request": g.get("request_id", ""),
    }
