"""What a page does when somebody presses a button for a file: note it, call the worker, lead to where it will be."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal.accounts.login import me, my_role
from portal.core import db
from portal.core.errors import RuleError
from portal.documents.formats import Form
from portal.downloads import operations
from portal.downloads.kinds import Facts, Kind
from portal.jobs import waking

_SWEEP = "portal.downloads.jobs.build"


def asked_for(kind: Kind, facts: Facts, *, form: Form, title: str) -> ResponseReturnValue:
    """Have a document made for whoever is signed in; NotFound where their role may not have it."""
    language = str(get_locale() or "en_GB")
    try:
        row = operations.ask(kind, facts, form=form, title=title, language=language, by=me(), role=my_role())
    except RuleError as error:
        flash(error.message)
        return redirect(url_for("downloads_staff.index"), 303)
    db.session.commit()
    waking.wake(_SWEEP)
    return redirect(url_for("downloads_staff.progress", download_id=row.id), 303)
