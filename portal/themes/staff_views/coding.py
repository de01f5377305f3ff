"""The coding desk: one view at a time, sentence by sentence, as fast as reading."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.contributions import attachments
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.paging import id_asked
from portal.reading import queries as reading
from portal.themes import coding, desk, queries, rules, shown, suggesting
from portal.themes.forms import CodingForm
from portal.themes.labels import reason_text
from portal.themes.staff_views.blueprint import bp


@bp.get("/coding")
@needs(Permission.THEMES_CODE)
def piles() -> ResponseReturnValue:
    """Where to begin: which views, and as first or as second coder."""
    return render_template("themes/staff_piles.html", piles=desk.piles(me().id), themes=queries.open_themes())


@bp.get("/coding/next")
@needs(Permission.THEMES_CODE)
def next_view() -> ResponseReturnValue:
    """The next view of a pile, or that there is none left."""
    (source, second), skipped = _pile_asked(), id_asked("after")
    after = reading.get_readable(skipped, my_role()) if skipped else None
    found = desk.next_for(me().id, source, second=second, after=after)
    if found is None:
        return render_template("themes/staff_pile_done.html", skipped=skipped, second=second, **_pile_words())
    return redirect(url_for(".code_view", contribution_id=found, **_pile_words()))


@bp.route("/coding/<uuid:contribution_id>", methods=["GET", "POST"])
@needs(Permission.THEMES_CODE, records_reading=True)
def code_view(contribution_id: UUID) -> ResponseReturnValue:
    """A view to code, blind to what anybody else found in it; showing its words is a recorded reading."""
    contribution, (source, second) = _codable(contribution_id), _pile_asked()
    coded, passages = desk.find_coded(contribution.id, me().id), shown.passages_of(contribution.id)
    form, themes = CodingForm(), queries.open_themes()
    form.offer(themes, passages, coded)
    if form.validate_on_submit():
        try:
            coding.save(contribution, form.found, done=not form.stays, by=me())
        except RuleError as error:
            form.typed.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(_onward(contribution, form), 303)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    return render_template(
        "themes/staff_coding.html",
        form=form,
        contribution=contribution,
        passages=passages,
        described=[one for one in attachments.attachments_of(contribution.id) if one.about],
        places={key: shown.place_of(mark, passages) for key, mark in form.before.items()},
        progress=desk.progress(me().id, source, second=second),
        second=second,
        suggestions=[
            {"theme": one.theme, "reason": reason_text(one.hint)}
            for one in suggesting.suggestions(contribution, passages, themes)
        ],
        before=desk.one_before(me().id, contribution.id),
        pile=_pile_words(),
        settled=desk.find_settled(contribution.id),
    )


def _onward(contribution: Contribution, form: CodingForm) -> str:
    if form.stays:
        return url_for(".code_view", contribution_id=contribution.id, **_pile_words())
    if not form.found:
        flash(_("Saved: no theme fits that view."))
    return url_for(".next_view", after=contribution.id, **_pile_words())


def _codable(contribution_id: UUID) -> Contribution:
    found = reading.get_readable(contribution_id, my_role())
    if not rules.can_code(found):
        raise NotFound
    return found


def _pile_asked() -> tuple[str, bool]:
    """Which pile, and whether as second coder."""
    source = request.args.get("from", desk.ALL)
    if not desk.is_source(source):
        raise NotFound
    return source, request.args.get("as") == "second"


def _pile_words() -> dict[str, Any]:
    source, second = _pile_asked()
    return {"from": source, "as": "second" if second else "first"}
