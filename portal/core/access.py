"""Who may do what: every endpoint says it, and the portal does not start if one does not."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ACCESS_MARK = "_portal_access"
READS_MARK = "_portal_records_reading"


class Role(StrEnum):
    """What somebody acts as; a person with two roles acts in one at a time. Parents and carers have none."""

    CHAMPION = "champion"
    BOARD_MEMBER = "board_member"
    CORPORATE_LEAD = "corporate_lead"
    PARTICIPATION_OFFICER = "participation_officer"
    SAFEGUARDING_OFFICER = "safeguarding_officer"
    ADMINISTRATOR = "administrator"
    ADVOCATE = "advocate"
    WORKER = "worker"
    INSPECTOR = "inspector"


class Permission(StrEnum):
    """Capabilities, named scope:verb. Scope by organisation or assignment is in each slice's queries."""

    HOME = "home:see"
    GROUPS_RECORD = "groups:record"
    ASSIST = "assist:start"
    PAPER_TYPE = "paper:type"
    VIEWS_READ = "views:read"
    VIEWS_TRIAGE = "views:triage"
    VIEWS_REPLY = "views:reply"
    COMPLAINTS_HANDLE = "complaints:handle"
    SAFETY_HANDLE = "safety:handle"
    ROTA_EDIT = "rota:edit"
    NAMES_AGREE = "names:agree"
    READINGS_REVIEW = "readings:review"
    PEOPLE_INVITE = "people:invite"
    THEMES_CODE = "themes:code"
    RELEASES_FREEZE = "releases:freeze"
    RELEASES_SIGN = "releases:sign"
    RELEASES_READ = "releases:read"
    SUMMARIES_DOWNLOAD = "summaries:download"
    BOARD_READ = "board:read"
    TABLE_SIT = "table:sit"
    ASKS_WRITE = "asks:write"
    ASKS_SPEAK = "asks:speak"
    QUOTES_CHECK = "quotes:check"
    ASKS_ANSWER = "asks:answer"
    ACTIONS_UPDATE = "actions:update"
    ACTIONS_CONFIRM = "actions:confirm"
    LADDER_MOVE = "ladder:move"
    WORDS_PROPOSE = "words:propose"
    WORDS_DECIDE = "words:decide"
    MEETINGS_ARRANGE = "meetings:arrange"
    AGENDA_SET = "agenda:set"
    DOTS_PLACE = "dots:place"
    MINUTES_AGREE = "minutes:agree"
    COMMITMENTS_READ = "commitments:read"
    CONSULTATIONS_PLAN = "consultations:plan"
    FEEDBACK_WRITE = "feedback:write"
    FEEDBACK_PUBLISH = "feedback:publish"
    REMINDERS_CHOOSE = "reminders:choose"
    REPORTS_FOLLOW = "reports:follow"
    REPORTS_WRITE = "reports:write"
    REPORTS_CHECK = "reports:check"
    REPORTS_SIGN = "reports:sign"
    ORGANISATION_PAGE = "organisation:see"
    PEOPLE_MANAGE = "people:manage"
    PEOPLE_APPROVE = "people:approve"
    HELP_LINES_MANAGE = "help-lines:manage"
    PARTNERSHIP_MANAGE = "partnership:manage"
    AUDIT_VERIFY = "audit:verify"
    LOG_READ = "log:read"
    ERASING_RESUME = "erasing:resume"
    TOKENS_MANAGE = "tokens:manage"


_EVERYONE = {Permission.HOME, Permission.WORDS_PROPOSE, Permission.REMINDERS_CHOOSE}
_READ_RELEASED = {Permission.COMMITMENTS_READ, Permission.RELEASES_READ}
_RELEASED = _EVERYONE | _READ_RELEASED
#: Who sits at the table comes to meetings, sees what is still being planned, and may take proof of actions away.
_BOARD = _RELEASED | {Permission.BOARD_READ, Permission.TABLE_SIT}
#: Write with young people, one or a group: what they said is read by the team alone.
_TOGETHER = {Permission.ASSIST, Permission.GROUPS_RECORD}
#: Where two persons are needed, a safeguarding officer or a corporate parent lead may be the second. Nobody is the
#: second of their own act, whatever role they act in: each operation compares accounts, never roles.
_SECOND = {
    Permission.PEOPLE_APPROVE,
    Permission.RELEASES_SIGN,
    Permission.QUOTES_CHECK,
    Permission.FEEDBACK_PUBLISH,
}

#: The reviewed table; tests/guards/access-map.txt says which door each permission opens. Administrators hold none that
#: shows anybody's words.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CHAMPION: frozenset(
        _BOARD
        | {
            Permission.GROUPS_RECORD,
            Permission.ASKS_SPEAK,
            Permission.ACTIONS_CONFIRM,
            Permission.LADDER_MOVE,
            Permission.WORDS_DECIDE,
            Permission.AGENDA_SET,
            Permission.DOTS_PLACE,
            Permission.MINUTES_AGREE,
        }
    ),
    Role.BOARD_MEMBER: frozenset(
        _BOARD | {Permission.SUMMARIES_DOWNLOAD, Permission.LADDER_MOVE, Permission.MINUTES_AGREE}
    ),
    Role.CORPORATE_LEAD: frozenset(
        _BOARD
        | _SECOND
        | {
            Permission.SUMMARIES_DOWNLOAD,
            Permission.MINUTES_AGREE,
            Permission.ASKS_ANSWER,
            Permission.ACTIONS_UPDATE,
            Permission.ORGANISATION_PAGE,
            Permission.FEEDBACK_WRITE,
            Permission.READINGS_REVIEW,
            Permission.REPORTS_FOLLOW,
            Permission.REPORTS_SIGN,
            Permission.TOKENS_MANAGE,
        }
    ),
    Role.PARTICIPATION_OFFICER: frozenset(
        _BOARD
        | _TOGETHER
        | {
            Permission.PAPER_TYPE,
            Permission.VIEWS_READ,
            Permission.NAMES_AGREE,
            Permission.VIEWS_TRIAGE,
            Permission.VIEWS_REPLY,
            Permission.COMPLAINTS_HANDLE,
            Permission.PEOPLE_INVITE,
            Permission.CONSULTATIONS_PLAN,
            Permission.THEMES_CODE,
            Permission.RELEASES_FREEZE,
            Permission.RELEASES_SIGN,
            Permission.SUMMARIES_DOWNLOAD,
            Permission.ASKS_WRITE,
            Permission.MEETINGS_ARRANGE,
            Permission.AGENDA_SET,
            Permission.QUOTES_CHECK,
            Permission.ACTIONS_UPDATE,
            Permission.LADDER_MOVE,
            Permission.FEEDBACK_WRITE,
            Permission.FEEDBACK_PUBLISH,
            Permission.REPORTS_FOLLOW,
            Permission.REPORTS_WRITE,
            Permission.REPORTS_CHECK,
        }
    ),
    Role.SAFEGUARDING_OFFICER: frozenset(
        _BOARD
        | _SECOND
        | {
            Permission.SAFETY_HANDLE,
            Permission.NAMES_AGREE,
            Permission.VIEWS_REPLY,
            Permission.COMPLAINTS_HANDLE,
            Permission.ROTA_EDIT,
            Permission.READINGS_REVIEW,
            Permission.REPORTS_FOLLOW,
            Permission.REPORTS_CHECK,
            Permission.SUMMARIES_DOWNLOAD,
            Permission.ERASING_RESUME,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _EVERYONE
        | {
            Permission.PEOPLE_MANAGE,
            Permission.HELP_LINES_MANAGE,
            Permission.PARTNERSHIP_MANAGE,
            Permission.AUDIT_VERIFY,
            Permission.ERASING_RESUME,
            Permission.TOKENS_MANAGE,
        }
    ),
    # Assignment to a young person does not exist yet, so these read what is released and nothing else.
    Role.ADVOCATE: frozenset(_RELEASED | _TOGETHER),
    Role.WORKER: frozenset(_RELEASED | _TOGETHER),
    # For a time, and to read alone: nothing here writes, and whatever is taken away names its reader.
    Role.INSPECTOR: frozenset(
        _READ_RELEASED | {Permission.HOME, Permission.BOARD_READ, Permission.SUMMARIES_DOWNLOAD, Permission.LOG_READ}
    ),
}
#: Young champions sign in with a name they choose; everybody else with an email and a second step.
WORKING_ROLES = frozenset(Role) - {Role.CHAMPION}

ANYONE = "anyone"
HOLDER = "holder"
SIGNED_IN = "signed-in"
PROGRAM = "program"


def permits(role: Role | None, permission: Permission) -> bool:
    """Whether somebody acting in this role holds a permission."""
    return role is not None and permission in ROLE_PERMISSIONS[role]


def anyone(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page that needs no sign-in and no code."""
    return _marked(view, ANYONE)


def holder(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page for whoever opened a thread with its word code on this phone."""
    return _marked(view, HOLDER)


def program(view: Callable[P, R]) -> Callable[P, R]:
    """Mark an address for programs. Only what looks at their token itself may set this (`open_data.bearer`)."""
    return _marked(view, PROGRAM)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page about one's own account, for whoever is signed in whatever their role."""
    return _marked(view, SIGNED_IN)


def needs(permission: Permission, *, records_reading: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a page for people whose role holds `permission`; `records_reading` lets a GET write the audit of it."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        marked = _marked(view, permission.value)
        setattr(marked, READS_MARK, records_reading)
        return marked

    return mark


def access_of(view: object) -> str | None:
    """The mark on an endpoint: anyone, holder, program, a permission, or None where it was forgotten."""
    mark: str | None = getattr(view, ACCESS_MARK, None)
    return mark


def records_reading(view: object) -> bool:
    """Whether a GET of this page writes that somebody's words were read."""
    return bool(getattr(view, READS_MARK, False))


def _marked(view: Callable[P, R], mark: str) -> Callable[P, R]:
    @wraps(view)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(*args, **kwargs)

    setattr(call, ACCESS_MARK, mark)
    return call
