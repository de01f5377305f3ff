"""Who may take a report how far, for which days it is, and when the next one is due. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from portal.accounts.models import Account
from portal.core.access import Permission, Role, permits
from portal.signed_reports.models import ReportState, SignedReport

#: The longest time a report may be about.
MOST_DAYS = 4 * 366
#: From so many days before it is due a report is near.
NEAR_DAYS = 183


def may_write(report: SignedReport) -> bool:
    """Words are changed in a draft alone."""
    return report.state is ReportState.DRAFT


def may_check(report: SignedReport, account_id: UUID, writers: Collection[UUID]) -> bool:
    """A second pair of eyes: nobody who wrote on it."""
    return report.state is ReportState.DRAFT and account_id not in {report.begun_by_id, *writers}


def may_sign(report: SignedReport, account: Account, writers: Collection[UUID]) -> bool:
    """Whoever answers for it: neither a writer nor whoever checked it, so that three people have read it; and for one
    organisation's report somebody of that organisation."""
    others = {report.begun_by_id, report.checked_by_id, *writers}
    own = report.organisation_id in (None, account.organisation_id)
    return report.state is ReportState.CHECKED and own and account.id not in others


def may_publish(report: SignedReport, account: Account, role: Role | None) -> bool:
    """The participation team, or those who sign for its organisation."""
    own = report.organisation_id in (None, account.organisation_id)
    return permits(role, Permission.REPORTS_WRITE) or (permits(role, Permission.REPORTS_SIGN) and own)


def may_follow(report: SignedReport, account: Account, role: Role | None) -> bool:
    """Whether somebody sees a report that readers do not see yet: drafts are for those who write and check, what is
    checked also for those who may sign it."""
    if permits(role, Permission.REPORTS_WRITE) or permits(role, Permission.REPORTS_CHECK):
        return True
    own = report.organisation_id in (None, account.organisation_id)
    return permits(role, Permission.REPORTS_SIGN) and own and report.state is not ReportState.DRAFT


def is_readable(report: SignedReport, *, first: bool = False) -> bool:
    """Whether readers outside its writers see it: signed, so it says what it will always say; `first` readers see it
    while it waits for its signature, when it can still be sent back."""
    early = first and report.state is ReportState.CHECKED
    return early or report.state in (ReportState.SIGNED, ReportState.PUBLISHED)


def may_remark(report: SignedReport, *, champions_first: bool, role: Role | None) -> bool:
    """Young champions, on what is told in their name, while it can still be put right."""
    return role is Role.CHAMPION and champions_first and report.state is ReportState.CHECKED


def quarter_before(today: date) -> tuple[date, date]:
    """The last whole calendar quarter, first and last day."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = first - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def year_before(today: date) -> tuple[date, date]:
    """The last whole financial year of Scottish councils, 1 April to 31 March."""
    year = today.year if today >= date(today.year, 4, 1) else today.year - 1
    return date(year - 1, 4, 1), date(year, 3, 31)


def half_year_before(today: date) -> tuple[date, date]:
    """The last whole half of a financial year: April to September, or October to March."""
    if today.month >= 10:
        return date(today.year, 4, 1), date(today.year, 9, 30)
    if today.month >= 4:
        return date(today.year - 1, 10, 1), date(today.year, 3, 31)
    return date(today.year - 1, 4, 1), date(today.year - 1, 9, 30)


def three_years_before(today: date) -> tuple[date, date]:
    """Three whole financial years up to the last one that has ended."""
    first, last = year_before(today)
    return first.replace(year=first.year - 2), last


def due_on(last_day: date, every_years: int) -> date:
    """The last day by which the next report should be out: so many years after the days of the one before ended."""
    try:
        return last_day.replace(year=last_day.year + every_years)
    except ValueError:  # 29 February
        return date(last_day.year + every_years, 3, 1)


def days_over(due: date, today: date) -> int:
    """By how many days it is late; 0 where it is not."""
    return max(0, (today - due).days)


def is_near(due: date, today: date) -> bool:
    """Whether whoever leads should know of it: due within half a year, or late. A report takes months to write."""
    return due - timedelta(days=NEAR_DAYS) <= today


def in_order(first_day: date, last_day: date, today: date) -> bool:
    """Whole days, none to come, no longer than `MOST_DAYS`."""
    return first_day <= last_day < today and (last_day - first_day).days < MOST_DAYS
