"""What waits for one person in one role. Counts here are of work to do, never of what young people said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board import queries as board
from portal.complaints import queries as complaints
from portal.core.access import Permission, Role, permits
from portal.escalation import queries as escalation
from portal.evidence import queries as evidence
from portal.feedback import queries as feedback
from portal.lifeline import watch as erasing
from portal.meetings import agreeing
from portal.outbox import queries as outbox
from portal.partnership import help_lines
from portal.reading import queries as reading
from portal.safety import barring
from portal.safety import queries as safety
from portal.safety.models import Tier
from portal.signed_reports import queries as signed_reports
from portal.themes import queries as themes
from portal.unmasking import queries as unmasking
from portal.word_list import queries as word_list


class Area(StrEnum):
    """The parts of the working side, in the order of the cycle."""

    SAFETY = "safety"
    TOGETHER = "together"
    PAPER = "paper"
    VIEWS = "views"
    COMPLAINTS = "complaints"
    CONSULTATIONS = "consultations"
    INVITATIONS = "invitations"
    THEMES = "themes"
    EVIDENCE = "evidence"
    COMPARISONS = "comparisons"
    BOARD = "board"
    LADDER = "ladder"
    MEETINGS = "meetings"
    COMMITMENTS = "commitments"
    TOLD = "told"
    REPORTS = "reports"
    SIGNED = "signed"
    ORGANISATION = "organisation"
    WORDS = "words"
    PEOPLE = "people"
    HELP_LINES = "help_lines"
    PARTNERSHIP = "partnership"
    LOG = "log"
    ACTS = "acts"
    READINGS = "readings"
    OPEN_DATA = "open_data"


#: Which permission opens an area; an area somebody may not enter is not in their navigation.
OPENS: dict[Area, Permission] = {
    Area.SAFETY: Permission.SAFETY_HANDLE,
    Area.TOGETHER: Permission.GROUPS_RECORD,
    Area.PAPER: Permission.PAPER_TYPE,
    Area.VIEWS: Permission.VIEWS_READ,
    Area.COMPLAINTS: Permission.COMPLAINTS_HANDLE,
    Area.CONSULTATIONS: Permission.CONSULTATIONS_PLAN,
    Area.INVITATIONS: Permission.PEOPLE_INVITE,
    Area.THEMES: Permission.THEMES_CODE,
    Area.EVIDENCE: Permission.RELEASES_READ,
    Area.COMPARISONS: Permission.CONSULTATIONS_PLAN,
    Area.BOARD: Permission.BOARD_READ,
    Area.LADDER: Permission.BOARD_READ,
    Area.MEETINGS: Permission.BOARD_READ,
    Area.COMMITMENTS: Permission.COMMITMENTS_READ,
    Area.TOLD: Permission.FEEDBACK_PUBLISH,
    Area.REPORTS: Permission.SUMMARIES_DOWNLOAD,
    Area.SIGNED: Permission.RELEASES_READ,
    Area.ORGANISATION: Permission.ORGANISATION_PAGE,
    Area.WORDS: Permission.HOME,
    Area.PEOPLE: Permission.PEOPLE_MANAGE,
    Area.HELP_LINES: Permission.HELP_LINES_MANAGE,
    Area.PARTNERSHIP: Permission.PARTNERSHIP_MANAGE,
    Area.LOG: Permission.AUDIT_VERIFY,
    Area.ACTS: Permission.LOG_READ,
    Area.READINGS: Permission.READINGS_REVIEW,
    Area.OPEN_DATA: Permission.TOKENS_MANAGE,
}


#: Nobody counts further for a menu; pages write "99+" for it.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Waiting:
    """How much waits in each area somebody may enter."""

    areas: dict[Area, int] = field(default_factory=dict)
    roles_to_agree: int = 0
    nobody_may_read: int = 0
    unopened: int = 0
    told_second: int = 0
    told_manager: int = 0
    untold: int = 0
    names_to_agree: int = 0
    names_open: int = 0
    unsent: int = 0
    erasing_stopped: bool = False
    verdicts_to_count: bool = False

    @property
    def total(self) -> int:
        """Everything that waits."""
        return sum(self.areas.values()) + self.roles_to_agree + self.names_to_agree


def waiting(account: Account, role: Role | None) -> Waiting:
    """Count what waits for this person in this role."""
    counted = {} if role is Role.INSPECTOR else _counters(account, role)  # nothing waits for whoever only reads
    areas = {
        area: counted[area]() if area in counted else 0
        for area, permission in OPENS.items()
        if permits(role, permission)
    }
    agrees = permits(role, Permission.PEOPLE_APPROVE)
    return Waiting(
        areas,
        nobody_may_read=len(barring.unreadable()) if permits(role, Permission.PEOPLE_MANAGE) else 0,
        unopened=safety.unopened_for(account, role),
        told_second=safety.told_count(account, role, Tier.SECOND),
        told_manager=safety.told_count(account, role, Tier.MANAGER),
        unsent=outbox.count_to_look_at() if permits(role, Permission.PEOPLE_MANAGE) else 0,
        names_to_agree=unmasking.waiting_count(account) if permits(role, Permission.NAMES_AGREE) else 0,
        names_open=len(unmasking.open_for(account)) if permits(role, Permission.VIEWS_READ) else 0,
        roles_to_agree=len(accounts.waiting_for(account)) if agrees else 0,
        erasing_stopped=permits(role, Permission.ERASING_RESUME) and erasing.is_stopped(),
        untold=feedback.untold_count() if permits(role, Permission.ASKS_WRITE) else 0,
        verdicts_to_count=permits(role, Permission.RELEASES_FREEZE) and feedback.verdicts_to_count(),
    )


def _counters(account: Account, role: Role | None) -> dict[Area, Callable[[], int]]:
    return {
        Area.SAFETY: lambda: safety.waiting_for(account, role),
        Area.VIEWS: reading.unread_count,
        Area.COMPLAINTS: lambda: complaints.open_count(account, role),
        Area.THEMES: lambda: themes.waiting_count(most=MOST_COUNTED),
        Area.BOARD: lambda: board.counts_for_nav(account, role),
        Area.LADDER: escalation.count,
        Area.MEETINGS: lambda: agreeing.waiting_for(account, role),
        Area.TOLD: lambda: feedback.waiting_for(account, publishes=permits(role, Permission.FEEDBACK_PUBLISH)),
        Area.EVIDENCE: lambda: _releases_to_sign(account, role),
        Area.SIGNED: lambda: signed_reports.waiting_for(account, role),
        Area.WORDS: lambda: word_list.waiting_for(account, role),
        Area.HELP_LINES: help_lines.due_count,
    }


def _releases_to_sign(account: Account, role: Role | None) -> int:
    if not permits(role, Permission.RELEASES_SIGN):
        return 0
    return sum(draft.frozen_by_id != account.id for draft in evidence.drafts_for(account))
