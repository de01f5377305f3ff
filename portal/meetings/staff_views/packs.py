"""Board packs: made once, read on a phone in either edition, taken along as a file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import NotFound
from portal.documents.renderers import html, pdf
from portal.meetings import packs, queries
from portal.meetings.forms import PackForm
from portal.meetings.labels import EDITIONS
from portal.meetings.staff_views.blueprint import bp, done

_FILES = {"pdf": pdf.render, "html": html.render}


@bp.post("/<uuid:meeting_id>/packs")
@needs(Permission.MEETINGS_ARRANGE)
def freeze(meeting_id: UUID) -> ResponseReturnValue:
    """Freeze the meeting as it stands into a pack."""
    found = queries.get_meeting(meeting_id, my_role())
    packs.freeze(found, by=me())
    return done(found, _("The pack is made, in both editions. It does not change any more."))


@bp.get("/packs/<uuid:pack_id>/<string:edition>")
@needs(Permission.BOARD_READ)
def pack(pack_id: UUID, edition: str) -> ResponseReturnValue:
    """One edition on a phone."""
    if edition not in EDITIONS:
        raise NotFound
    found = queries.get_pack(pack_id, my_role())
    return render_template(
        "meetings/staff_pack.html",
        pack=found,
        edition=edition,
        editions=EDITIONS,
        document=packs.document(found, edition, hidden=packs.hidden_in(found, me(), my_role())),
    )


@bp.post("/packs/<uuid:pack_id>/download")
@needs(Permission.BOARD_READ)
def download(pack_id: UUID) -> ResponseReturnValue:
    """One edition as a PDF, or as one page that is read without signal."""
    found, form = queries.get_pack(pack_id, my_role()), PackForm()
    if not form.validate_on_submit():
        raise NotFound
    render = _FILES[form.form.data]
    footer = _("Pack %(number)s, for %(name)s", number=found.number, name=me().name)
    hidden = packs.hidden_in(found, me(), my_role())
    content = render(packs.document(found, form.edition.data, hidden=hidden, footer=footer))
    packs.note_download(found, edition=form.edition.data, form=form.form.data, by=me(), role=my_role())
    db.session.commit()
    day = clock.local(found.meeting.starts_at).date().isoformat()
    return handed_over(content, f"{found.meeting.kind.value} pack {form.edition.data} {day}", form.form.data)
