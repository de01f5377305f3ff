"""Published reports, for everybody."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.core.errors import NotFound
from portal.core.paging import number_asked
from portal.signed_reports import building, labels, queries
from portal.signed_reports.models import Edition

bp = Blueprint("signed_reports", __name__, url_prefix="/reports")


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """What is published, the newest first, each with its easy-read twin."""
    return render_template(
        "signed_reports/index.html",
        reports=queries.readable(number_asked(), None, public=True),
        kind_of=queries.kind_of,
        labels=labels.EDITIONS,
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.get("/<uuid:report_id>", defaults={"edition": Edition.FULL.value})
@bp.get("/<uuid:report_id>/<string:edition>")
@anyone
def report(report_id: UUID, edition: str) -> ResponseReturnValue:
    """One published report, to read and to print."""
    found = queries.get_public(report_id)
    kind = queries.kind_of(found)
    if edition not in {one.value for one in kind.public_editions}:
        raise NotFound
    return render_template(
        "signed_reports/report.html",
        report=found,
        edition=Edition(edition),
        editions={one: labels.EDITIONS[one] for one in kind.public_editions},
        document=building.document(found, Edition(edition)),
    )
