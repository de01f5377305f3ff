"""Board packs: made once, read on a phone in either edition, taken along as a file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.i18n import moment
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.meetings import packs, queries
from portal.meetings.files import PACK
from portal.meetings.forms import PackForm
from portal.meetings.labels import EDITIONS, KINDS
from portal.meetings.staff_views.blueprint import bp, done


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
        forms=FORMS,
        document=packs.document(found, edition, hidden=packs.hidden_in(found, me(), my_role())),
    )


@bp.post("/packs/<uuid:pack_id>/download")
@needs(Permission.BOARD_READ)
def download(pack_id: UUID) -> ResponseReturnValue:
    """Have one edition made as a file: to print, to work with, or as one page that is read without signal."""
    found, form = queries.get_pack(pack_id, my_role()), PackForm()
    if not form.validate_on_submit():
        raise NotFound
    facts = {"pack": str(found.id), "edition": form.edition.data}
    title = f"{KINDS[found.meeting.kind]}, {moment(found.meeting.starts_at)}. {EDITIONS[form.edition.data]}"
    return asked_for(PACK, facts, form=Form(form.form.data), title=title)
