"""One's own files: how far they are, and taking them away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import signed_in
from portal.core.downloads import handed_over
from portal.core.errors import RuleError
from portal.downloads import asking, labels, operations, queries, rules
from portal.downloads.kinds import kind_of
from portal.downloads.models import DownloadState

bp = Blueprint("downloads_staff", __name__, url_prefix="/work/files")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """What somebody asked for in the role they act in now."""
    return render_template(
        "downloads/staff_index.html",
        downloads=queries.mine(me(), my_role()),
        forms=labels.FORMS,
        states=labels.STATES,
        drawn=labels.DRAWN,
    )


@bp.get("/<uuid:download_id>")
@signed_in
def progress(download_id: UUID) -> ResponseReturnValue:
    """How far a file is; while it is not made the page loads itself again, by a header that needs no script."""
    row = queries.get_mine(download_id, me(), my_role())
    waits = row.state in queries.OPEN
    now = clock.now()
    page = render_template(
        "downloads/staff_progress.html",
        download=row,
        waits=waits,
        ready=row.state is DownloadState.READY,
        asleep=row.state is DownloadState.WAITING and rules.looks_asleep(row.asked_at, now),
        forms=labels.FORMS,
        states=labels.STATES,
        whys=labels.WHYS,
    )
    response = make_response(page)
    again = rules.looks_again(row.asked_at, now) if waits else None
    if again is not None:
        response.headers["Refresh"] = str(again)
    return response


@bp.post("/<uuid:download_id>/take")
@signed_in
def take(download_id: UUID) -> ResponseReturnValue:
    """Hand the file over; that it was taken is noted in the same breath."""
    row = queries.get_mine(download_id, me(), my_role())
    try:
        file = operations.take(row)
    except RuleError:
        db.session.commit()  # that it is thrown away stays
        return redirect(url_for(".progress", download_id=row.id), 303)
    db.session.commit()
    return handed_over(file.content, f"{file.name} {clock.today().isoformat()}", file.ending)


@bp.post("/<uuid:download_id>/again")
@signed_in
def again(download_id: UUID) -> ResponseReturnValue:
    """Ask for the same once more."""
    row = queries.get_mine(download_id, me(), my_role())
    return asking.asked_for(kind_of(row.what), queries.facts_of(row), form=row.form, title=row.title)
