"""Forms and states in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.documents.formats import Form
from portal.downloads.models import DownloadState, DownloadWhy

#: In the order in which they are offered: to read, to work with, to keep.
FORMS = {
    Form.PDF: _l("PDF"),
    Form.DOCX: _l("Word"),
    Form.XLSX: _l("Excel"),
    Form.ODS: _l("OpenDocument (ODS)"),
    Form.CSV: _l("CSV"),
    Form.HTML: _l("page to keep"),
}
STATES = {
    DownloadState.WAITING: _l("Waiting"),
    DownloadState.BUILDING: _l("Being made"),
    DownloadState.READY: _l("Ready"),
    DownloadState.FAILED: _l("Could not be made"),
    DownloadState.EXPIRED: _l("Deleted"),
}
#: How a state is drawn: a kind of the state tag.
DRAWN = {
    DownloadState.WAITING: "planned",
    DownloadState.BUILDING: "under_way",
    DownloadState.READY: "agreed",
    DownloadState.FAILED: "stuck",
    DownloadState.EXPIRED: "stopped",
}
WHYS = {
    DownloadWhy.REFUSED: _l("You may not have this any more: your role changed, or what it showed is not there now."),
    DownloadWhy.BROKEN: _l(
        "We tried twice and could not make it. Ask again. If it fails again, tell whoever runs the site."
    ),
    DownloadWhy.OLD: _l("Files are kept for a day, then they are deleted."),
    DownloadWhy.CHANGED: _l(
        "Somebody took back words that stood in it, or what you may read in it changed."
        " Ask again to have it as it is now."
    ),
}
