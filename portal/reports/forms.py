"""Which file somebody wants."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import BaseForm
from portal.disclosure.thresholds import Audience

FORMS = {"pdf": _l("PDF"), "xlsx": _l("Excel"), "csv": _l("CSV")}


class DownloadForm(BaseForm):
    """The kind of file and the edition; both come from buttons."""

    form = SelectField(choices=[SelectChoice(key, label) for key, label in FORMS.items()])
    edition = SelectField(
        choices=[
            SelectChoice(Audience.PARTNERS.value, _l("For partners")),
            SelectChoice(Audience.PUBLIC.value, _l("Public")),
        ]
    )
