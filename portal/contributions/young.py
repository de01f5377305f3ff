"""The young visit of this request: read once, saved by the view that changed it."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from portal.audit import operations as audit
from portal.contributions import draft_rows, queries, visits
from portal.contributions.drafts import Draft
from portal.contributions.models import Contribution
from portal.contributions.visits import Visit
from portal.core.access import HOLDER, access_of
from portal.core.errors import NotFound
from portal.core.sessions import current_visit
from portal.core.web import SAFE_METHODS


def init_app(app: Flask) -> None:
    """Tell the door whether this phone has a thread open; must come before `core.guard`."""
    app.before_request(_look)


def current() -> Visit:
    """What this phone has open; a request that may change it has it to itself."""
    if "young_visit" not in g:
        cookie = current_visit()
        look = visits.find_visit if request.method in SAFE_METHODS else visits.open_visit
        g.young_visit = look(cookie.token) if cookie.known else Visit()
        g.young_visit_began = g.young_visit.is_empty
    visit: Visit = g.young_visit
    return visit


def save() -> None:
    """Store what is open now, under this phone's cookie; the view commits.

    The first thing stored, and a code given out, go under a fresh cookie: one that somebody planted on this phone, or
    copied from it before, shows neither a draft nor a code.
    """
    cookie, visit = current_visit(), current()
    cookie.needed = True
    if visit.pending is None:
        visits.forget_former(visit)
    if g.young_visit_began and not visit.is_empty:
        _renew(forms_stay=True)
    elif visit.gave_code:
        visits.forget_former(visit)
        _renew(forms_stay=True, leave_code=True)
    else:
        visits.save_visit(cookie.token, visit)


def save_begun_by(letter: str) -> None:
    """Store a draft that a letter's code began under a fresh cookie; a second press under the old one still works."""
    cookie = current_visit()
    cookie.needed = True
    before = cookie.token
    _renew(forms_stay=True)
    visits.leave_letter(before, letter)


def save_as_new() -> None:
    """Store what is open under a fresh cookie: one copied before a thread was opened is worth nothing."""
    _renew(forms_stay=False)


def _renew(*, forms_stay: bool, leave_code: bool = False) -> None:
    cookie, visit = current_visit(), current()
    before = cookie.token
    left = leave_code and visits.hand_over(before, visit)
    cookie.renew(forms_stay=forms_stay)
    visit.stored = None
    visits.save_visit(cookie.token, visit)
    if not left:
        visits.end_visit(before)


def take_up(typed: str) -> Draft | None:
    """Move the draft this draft code keeps to this phone: the one it was on has it no more. The view commits."""
    draft = draft_rows.find_by_code(typed)
    if draft is not None:
        current().take_up(draft)
        save_as_new()
        audit.count_young_act("draft.opened")
    return draft


def leave() -> None:
    """Forget everything this phone has open, and the cookie with it."""
    cookie = current_visit()
    visits.leave(cookie.token)
    g.young_visit = Visit()
    cookie.close()


def open_thread() -> Contribution:
    """The thread open on this phone; NotFound if there is none."""
    thread = current().thread
    if thread is None:
        raise NotFound
    found = queries.get_contribution(thread)
    if found.withdrawn_on is not None:
        raise NotFound
    return found


def _look() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if access_of(view) == HOLDER:
        g.holds_thread = current().thread is not None
