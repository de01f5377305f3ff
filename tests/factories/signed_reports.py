"""Reports in each state, by three different people."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Role
from portal.signed_reports import operations, queries
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import ReportRemark, SignedReport
from tests.factories import people

QUARTER = (date(2026, 4, 1), date(2026, 6, 30))


def make_draft(
    kind: str = "quarterly",
    *,
    by: Account | None = None,
    title: str = "What happened from April to June",
    days: tuple[date, date] = QUARTER,
    organisation_id: UUID | None = None,
) -> SignedReport:
    """A draft with its figures gathered and one section written."""
    by = by or people.make_account(Role.PARTICIPATION_OFFICER)
    frame = operations.Frame(
        kind=KINDS[kind],
        title=title,
        first_day=days[0],
        last_day=days[1],
        organisation_id=organisation_id,
        chosen=tuple(one.key for one in KINDS[kind].choices() if one.usual),
    )
    report = operations.begin(frame, by=by)
    operations.write(report.sections[0], "It was a busy quarter.", turn=0, by=by)
    db.session.commit()
    return report


def make_checked(
    kind: str = "quarterly",
    *,
    by: Account | None = None,
    checker: Account | None = None,
    days: tuple[date, date] = QUARTER,
) -> SignedReport:
    """One a second person has checked."""
    report = make_draft(kind, by=by, days=days)
    checker = checker or people.make_account(Role.SAFEGUARDING_OFFICER)
    operations.check(report, shown=queries.version_of(report), by=checker, looked_at_numbers=True)
    db.session.commit()
    return report


def make_signed(
    kind: str = "quarterly",
    *,
    by: Account | None = None,
    checker: Account | None = None,
    signer: Account | None = None,
) -> SignedReport:
    """One a named person has signed."""
    report = make_checked(kind, by=by, checker=checker)
    operations.sign(
        report,
        "Chief Social Work Officer",
        shown=queries.version_of(report),
        by=signer or people.make_account(Role.CORPORATE_LEAD),
    )
    db.session.commit()
    return report


def make_published(
    kind: str = "quarterly",
    *,
    by: Account | None = None,
    checker: Account | None = None,
    signer: Account | None = None,
) -> SignedReport:
    """One readers have."""
    report = make_signed(kind, by=by, checker=checker, signer=signer)
    operations.publish(report, role=Role.PARTICIPATION_OFFICER, by=report.begun_by)
    db.session.commit()
    return report


def publish(report: SignedReport) -> SignedReport:
    """A draft taken all the way, by people who did not write on it."""
    operations.check(
        report,
        shown=queries.version_of(report),
        by=people.make_account(Role.SAFEGUARDING_OFFICER),
        looked_at_numbers=True,
    )
    own = {"organisation_id": report.organisation_id} if report.organisation_id else {}
    signer = people.make_account(Role.CORPORATE_LEAD, **own)
    operations.sign(report, "Chief Social Work Officer", shown=queries.version_of(report), by=signer)
    operations.publish(report, role=Role.PARTICIPATION_OFFICER, by=report.begun_by)
    db.session.commit()
    return report


def make_remark(report: SignedReport, text: str = "It does not say that the buses came late.") -> Account:
    """What a champion says of a story before it is signed; the champion."""
    champion = people.make_account(Role.CHAMPION)
    add_remark(report, text, by=champion)
    return champion


def add_remark(report: SignedReport, text: str = "Nobody was asked.", *, by: Account) -> ReportRemark:
    """The same by this champion; the remark."""
    operations.remark(report, text, by=by, role=Role.CHAMPION)
    db.session.commit()
    query = select(ReportRemark).where(ReportRemark.report_id == report.id, ReportRemark.by_id == by.id)
    return db.session.scalars(query.order_by(ReportRemark.at.desc())).first()
