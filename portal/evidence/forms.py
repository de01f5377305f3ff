"""Freezing and signing, each confirmed by a person who looked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.core.forms import BaseForm


class FreezeForm(BaseForm):
    """Nothing to fill in: the page says what will be counted."""


class SignForm(BaseForm):
    """The second person says that they looked."""

    looked = BooleanField(
        _l("I have looked at both editions. No number and no name of a theme points at one person."),
        [InputRequired(_l("Look at both editions first, then tick the box."))],
    )
