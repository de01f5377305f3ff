"""The blueprint the pages about accounts share."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import gettext as _

from portal.accounts.models import Account

bp = Blueprint("accounts_staff", __name__, url_prefix="/work")


def names(accounts: Iterable[Account]) -> str:
    """Who can act, as a page names them; says plainly where there is nobody."""
    return ", ".join(one.name for one in accounts) or _("nobody yet: a second safeguarding officer or a lead is needed")
