"""A passage in another language: its English is written beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import operations as contributions
from portal.core import crypto, db
from portal.core.access import Permission, needs
from portal.core.forms import text
from portal.core.i18n import other_language
from portal.reading import queries as reading
from portal.reading import translations
from portal.reading.forms import TranslationForm
from portal.themes.staff_views.blueprint import bp


@bp.route("/coding/<uuid:contribution_id>/english/<uuid:words_id>", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE, records_reading=True)
def translate(contribution_id: UUID, words_id: UUID) -> ResponseReturnValue:
    """Write a passage in English beside the original; showing its words is a recorded reading."""
    contribution = reading.get_readable(contribution_id, my_role())
    words = translations.get_passage(contribution, words_id)
    kept = translations.translations_of([words.id]).get(words.id)
    form = TranslationForm(
        language=kept.language if kept else other_language(contribution.locale),
        text=crypto.unseal(kept, "text") if kept else "",
    )
    back = _back(contribution_id)
    if form.validate_on_submit():
        translations.translate(words, text(form.text), language=text(form.language), by=me())
        db.session.commit()
        flash(_("The English stands beside it now."))
        return redirect(back, 303)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    passage = crypto.unseal(words, "text")
    return render_template("themes/staff_translate.html", form=form, words=words, passage=passage, kept=kept, back=back)


def _back(contribution_id: UUID) -> str:
    """To the view or to the coding desk, wherever somebody came from."""
    if request.args.get("to") == "view":
        return url_for("reading_staff.view", contribution_id=contribution_id)
    where: dict[str, Any] = {name: request.args[name] for name in ("from", "as") if name in request.args}
    return url_for(".code_view", contribution_id=contribution_id, **where)
