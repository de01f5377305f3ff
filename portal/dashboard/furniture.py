"""What every working page is given: navigation in the order of the cycle, who is signed in, what was just done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, g, get_flashed_messages, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.accounts import queries as accounts
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.login import is_locked, me, my_role
from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Role
from portal.core.i18n import TypedString, moment
from portal.core.sessions import is_working
from portal.dashboard import queries
from portal.dashboard.queries import Area, Waiting
from portal.partnership.site import site

LABELS = {
    Area.SAFETY: _l("Safety"),
    Area.TOGETHER: _l("Together"),
    Area.PAPER: _l("On paper"),
    Area.VIEWS: _l("Views"),
    Area.COMPLAINTS: _l("Complaints"),
    Area.CONSULTATIONS: _l("Consultations"),
    Area.INVITATIONS: _l("Who is asked"),
    Area.THEMES: _l("Themes"),
    Area.EVIDENCE: _l("Evidence"),
    Area.COMPARISONS: _l("To compare with"),
    Area.BOARD: TypedString(lambda: site().board_name),
    Area.LADDER: _l("Stuck and late"),
    Area.MEETINGS: _l("Meetings"),
    Area.COMMITMENTS: _l("Commitments"),
    Area.TOLD: _l("You said, we did"),
    Area.REPORTS: _l("Reports"),
    Area.SIGNED: _l("Signed reports"),
    Area.ORGANISATION: _l("My organisation"),
    Area.WORDS: _l("Words we use"),
    Area.PEOPLE: _l("People"),
    Area.HELP_LINES: _l("Help lines"),
    Area.PARTNERSHIP: _l("Partnership"),
    Area.LOG: _l("Log"),
    Area.ACTS: _l("Log by day"),
    Area.READINGS: _l("Who read"),
    Area.OPEN_DATA: _l("Open data"),
}
ENDPOINTS = {
    Area.SAFETY: "safety_staff.queue",
    Area.TOGETHER: "together_staff.index",
    Area.PAPER: "paper_staff.index",
    Area.VIEWS: "reading_staff.views",
    Area.COMPLAINTS: "complaints_staff.index",
    Area.CONSULTATIONS: "consultations_staff.index",
    Area.INVITATIONS: "invitations_staff.index",
    Area.THEMES: "themes_staff.index",
    Area.EVIDENCE: "evidence_staff.index",
    Area.COMPARISONS: "comparisons_staff.index",
    Area.BOARD: "board_staff.index",
    Area.LADDER: "escalation_staff.index",
    Area.MEETINGS: "meetings_staff.index",
    Area.COMMITMENTS: "commitments_staff.index",
    Area.TOLD: "feedback_staff.index",
    Area.REPORTS: "reports_staff.index",
    Area.SIGNED: "signed_reports_staff.index",
    Area.ORGANISATION: "reports_staff.organisation",
    Area.WORDS: "word_list_staff.index",
    Area.PEOPLE: "accounts_staff.people",
    Area.HELP_LINES: "partnership_staff.index",
    Area.PARTNERSHIP: "partnership_staff.arranged",
    Area.LOG: "audit_staff.verify",
    Area.ACTS: "audit_staff.days",
    Area.READINGS: "reading_staff.readings",
    Area.OPEN_DATA: "open_data_staff.index",
}


#: Visited now and then. Where a menu would be longer than a screen, these wait under "More".
FOLDED = frozenset(
    {
        Area.TOGETHER,
        Area.PAPER,
        Area.CONSULTATIONS,
        Area.INVITATIONS,
        Area.EVIDENCE,
        Area.COMPARISONS,
        Area.SIGNED,
        Area.WORDS,
        Area.READINGS,
        Area.OPEN_DATA,
    }
)
#: As many ways as a menu shows at once: what stands beside a page at a desk without scrolling (entries).
MENU_LENGTH = 11


@dataclass(frozen=True)
class Me:
    """Whoever is signed in, for the page's corner."""

    id: object
    name: str
    role_label: str
    organisation_name: str
    switch_url: str | None
    may_be_young: bool
    #: When acting in this role ends by itself.
    until: datetime | None = None
    #: What stands on every page of whoever reads for an inspection, on the screen and on paper.
    watermark: str = ""


@dataclass(frozen=True)
class NavItem:
    """One way to go, with what waits there."""

    label: str
    url: str
    count: int
    current: bool
    folded: bool = False


def init_app(app: Flask) -> None:
    """Provide `nav`, `me` and `messages` to working pages."""
    app.context_processor(_furniture)


def waiting() -> Waiting:
    """What waits for whoever is signed in, counted once a request."""
    if "waiting" not in g:
        g.waiting = queries.waiting(me(), my_role())
    found: Waiting = g.waiting
    return found


def _furniture() -> dict[str, object]:
    if not is_working(request.path) or not current_user.is_authenticated:
        return {"nav": [], "me": None, "messages": []}
    account, role = me(), my_role()
    mine = Me(
        id=account.id,
        name=account.name,
        role_label=str(ROLE_LABELS[role]) if role else "",
        organisation_name=account.organisation.short_name,
        switch_url=url_for("accounts_staff.role") if len(account.acting_roles) > 1 else None,
        may_be_young=role in (None, Role.CHAMPION),
        until=accounts.end_of(account, role),
        watermark=_watermark(account) if role is Role.INSPECTOR else "",
    )
    return {"nav": _nav() if role and not is_locked() else [], "me": mine, "messages": get_flashed_messages()}


def _watermark(account: Account) -> str:
    text = _(
        "For inspection only: %(name)s, %(organisation)s, %(when)s",
        name=account.name,
        organisation=account.organisation.name,
        when=moment(clock.now()),
    )
    return str(text)


def _nav() -> list[NavItem]:
    home = NavItem(_("Home"), url_for("dashboard_staff.home"), 0, request.endpoint == "dashboard_staff.home")
    urls = {area: url_for(ENDPOINTS[area]) for area in waiting().areas}
    here = max(filter(_inside, urls.values()), key=len, default="")
    folded = FOLDED if len(urls) >= MENU_LENGTH else frozenset()
    found = waiting().areas.items()
    return [home, *(NavItem(str(LABELS[a]), urls[a], n, urls[a] == here, a in folded) for a, n in found)]


def _inside(url: str) -> bool:
    """Whether this page lies under an area's first page; the area that fits closest is the current one."""
    return f"{request.path.rstrip('/')}/".startswith(f"{url.rstrip('/')}/")
