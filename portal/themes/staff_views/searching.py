"""Finding views by their words. What is looked for travels in a form alone: no address, log or history holds it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.forms import text
from portal.themes import searching
from portal.themes.forms import SearchForm
from portal.themes.staff_views.blueprint import bp


@bp.route("/search", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE)
def search() -> ResponseReturnValue:
    """Look for words in the views the desk may read; that somebody looked is written down, not for what."""
    form, result = SearchForm(), None
    if form.validate_on_submit():
        result = searching.search(text(form.wanted), by=me())
        db.session.commit()
    return render_template("themes/staff_search.html", form=form, result=result, most=searching.SHOWN)
