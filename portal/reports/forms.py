"""Which file somebody wants."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import BaseForm
from portal.disclosure.thresholds import Audience
from portal.downloads.labels import FORMS


class FileForm(BaseForm):
    """The kind of file; it comes from a button."""

    form = SelectField(choices=[SelectChoice(key.value, label) for key, label in FORMS.items()])


class DownloadForm(FileForm):
    """The kind of file and the edition."""

    edition = SelectField(
        choices=[
            SelectChoice(Audience.PARTNERS.value, _l("For partners")),
            SelectChoice(Audience.PUBLIC.value, _l("Public")),
        ]
    )
