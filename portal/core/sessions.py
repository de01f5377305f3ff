"""Two kinds of visit that never meet.

The working side (`/work`) has a stored session that ends for real at sign-out. The young side has a cookie that
stands for nothing until something is saved under it: its CSRF secret is derived, so that looking at a page
writes no row, and a member of staff who looks at a public page is not known there.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any, Protocol, cast

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import DBAPIError

from portal.core import crypto

WORK_PREFIX = "/work"
#: Addresses for machines: they have no visit, and no cookie is read or sent there.
MACHINE_PREFIX = "/api"
UNREADABLE = "portal.unreadable"
#: Set by a page that was left quickly: without signal it can neither tell us nor drop cookies that no script may touch.
#: Who comes with it has no visit any more.
LEFT = "left"
#: 256 bits as `secrets.token_urlsafe` writes them. That a token has this shape proves nothing of who made it.
_TOKEN = re.compile(r"([A-Za-z0-9_-]{43})(?:\.([A-Za-z0-9_-]{43}))?")


class StoredSessions(Protocol):
    """Where working sessions are kept."""

    def load(self, token: str) -> dict[str, Any] | None:
        """What is stored under a cookie's token, or None if it ended."""
        ...

    def save(self, token: str, values: dict[str, Any], *, stored: bool = False) -> None:
        """Store values under a token; where it was `stored` before and ended since, it stays ended."""
        ...

    def end(self, token: str) -> None:
        """Forget a token for good."""
        ...


class Visit(dict[str, Any], SessionMixin):
    """What Flask calls the session. `token` is the cookie's 256 random bits; only its hash is ever stored.

    `forms` is what the CSRF secret of a young visit is derived from: its first token, worth nothing else once renewed.
    """

    def __init__(
        self, token: str, *, values: dict[str, Any] | None = None, working: bool, known: bool, forms: str = ""
    ) -> None:
        super().__init__(values or {})
        self.token, self.forms = token, forms or token
        self.working = working
        self.known = known
        self.was_stored = False  # whether a row of it was found when this request began
        self.before = dict(self)
        self.ended: list[str] = []
        self.needed = False  # Flask's own `accessed` is set by anything that looks

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - a session holds anything
        """Note that the CSRF secret was used: only then does a young visitor need a cookie."""
        if key == "csrf_token":
            self.needed = True
        return super().__getitem__(key)

    @property
    def cookie(self) -> str:
        """What the cookie holds."""
        return self.token if self.forms == self.token else f"{self.token}.{self.forms}"

    def renew(self, *, forms_stay: bool = False) -> None:
        """Take a new token and end the old one: at sign-in, when the role changes, when a thread is opened.

        `forms_stay` lets pages already open be sent, so that a second tap in a hurry is not turned away.
        """
        self.ended.append(self.token)
        self.token, self.known, self.was_stored = secrets.token_urlsafe(32), False, False
        if not forms_stay:
            self.forms = self.token
        if "csrf_token" in self:
            self["csrf_token"] = csrf_secret(self.forms)

    def close(self) -> None:
        """Forget everything, on the server too."""
        self.clear()
        self.renew()


def csrf_secret(token: str) -> str:
    """The CSRF secret of a visit nothing is stored for: derived, so that looking at a page writes no row."""
    return hmac.digest(crypto.keys().derive("young-csrf"), token.encode(), hashlib.sha256).hex()


def current_visit() -> Visit:
    """The visit of this request, behind Flask's proxy."""
    visit: object = cast("Any", session)._get_current_object()
    if not isinstance(visit, Visit):
        raise RuntimeError("the session interface is not Visits")
    return visit


def sides() -> Visits:
    """Both sides' cookies, for whoever ends both."""
    found = current_app.session_interface
    if not isinstance(found, Visits):
        raise RuntimeError("the session interface is not Visits")
    return found


def token_hash(token: str) -> str:
    """What is stored instead of a cookie's token: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


class Visits(SessionInterface):
    """Chooses the visit by the path: working or young."""

    def __init__(self, stored: StoredSessions, *, secure: bool) -> None:
        prefix = "__Host-" if secure else ""
        self.secure = secure
        self.work_cookie, self.young_cookie = f"{prefix}work", f"{prefix}visit"
        self.stored = stored

    def open_session(self, app: Flask, request: Request) -> Visit:
        """The visit this request belongs to; an unknown cookie starts a new one."""
        if LEFT in request.cookies or is_machine(request.path):
            return self._unstored("", working=is_working(request.path))
        if is_working(request.path):
            token = request.cookies.get(self.work_cookie, "")
            values = self._load(token, request) if token else None
            if values is None:
                return self._unstored(token, working=True)
            visit = Visit(token, values=values, working=True, known=True)
            visit.was_stored = True
            return visit
        return self._unstored(request.cookies.get(self.young_cookie, ""), working=False)

    def _load(self, token: str, request: Request) -> dict[str, Any] | None:
        """What is stored; where nothing can be read the request goes on to a page that says so (`web`)."""
        try:
            return self.stored.load(token)
        except DBAPIError:
            request.environ[UNREADABLE] = True
            return None

    def _unstored(self, token: str, *, working: bool) -> Visit:
        shape = _TOKEN.fullmatch(token)
        token, forms = (shape[1], shape[2] or "") if shape else (secrets.token_urlsafe(32), "")
        values = {"csrf_token": csrf_secret(forms or token)}
        return Visit(token, values=values, working=working, known=shape is not None, forms=forms)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed and send the cookie; the young cookie ends with the browser."""
        if not isinstance(session, Visit) or is_machine(request.path):
            return
        if LEFT in request.cookies:
            self.drop_all(response)
        for token in session.ended if session.working else ():
            self.stored.end(token)
        if session.working:
            self._save_working(session, response)
        elif session.ended and not session:
            if not _comes_from_another_site():
                self.drop_cookie(response, working=False)
        elif not session.known and (session.needed or session.ended):
            self._send(response, self.young_cookie, session.cookie)

    def _save_working(self, session: Visit, response: Response) -> None:
        if not session:
            if session.ended and not _comes_from_another_site():
                self.drop_cookie(response, working=True)
            return
        if set(session) - {"csrf_token"} and (dict(session) != session.before or not session.known):
            self.stored.save(session.token, dict(session), stored=session.was_stored)
        if not session.known:
            self._send(response, self.work_cookie, session.token)

    def token_sent(self, request: Request, *, working: bool) -> str:
        """The token this browser sent for one of the two sides; empty if none."""
        shape = _TOKEN.fullmatch(request.cookies.get(self.work_cookie if working else self.young_cookie, ""))
        return shape[1] if shape else ""

    def drop_cookie(self, response: Response, *, working: bool) -> None:
        """Tell the browser to forget the cookie of one side."""
        name = self.work_cookie if working else self.young_cookie
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def drop_all(self, response: Response) -> None:
        """Tell the browser to forget both sides, and that it was left; what the same answer sets later stands."""
        response.delete_cookie(LEFT, path="/", samesite="Lax")
        for working in (False, True):
            self.drop_cookie(response, working=working)

    def _send(self, response: Response, name: str, token: str) -> None:
        if _comes_from_another_site():
            return
        response.set_cookie(name, token, path="/", secure=self.secure, httponly=True, samesite="Lax")


def _comes_from_another_site() -> bool:
    """Whether another website sent this, so that our own cookie stayed at home and a new one would push it out.

    A link somebody follows is let through: a browser sends our cookies along with it.
    """
    headers = request.headers
    follows_link = request.method == "GET" and headers.get("Sec-Fetch-Mode") == "navigate"
    return headers.get("Sec-Fetch-Site") == "cross-site" and not follows_link


def is_working(path: str) -> bool:
    """Whether a path belongs to the working side."""
    return path == WORK_PREFIX or path.startswith(WORK_PREFIX + "/")


def is_machine(path: str) -> bool:
    """Whether a path is one that programs read, not people."""
    return path == MACHINE_PREFIX or path.startswith(MACHINE_PREFIX + "/")
