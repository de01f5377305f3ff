"""Young champions' own words: writing an ask for the board, and saying whether an ask is in their words."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.board import operations, queries
from portal.board.forms import OursForm, SpeakForm
from portal.board.staff_views.blueprint import bp
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.partnership import queries as partnership
from portal.themes import queries as themes


@bp.route("/asks/speak", methods=["GET", "POST"])
@needs(Permission.ASKS_SPEAK)
def speak() -> ResponseReturnValue:
    """A champion writes an ask for the board."""
    form = SpeakForm()
    form.offer(partnership.posts(), themes.open_themes())
    if form.validate_on_submit():
        theme_id = UUID(form.theme_id.data) if form.theme_id.data else None
        made = operations.speak(form.text.data, post_id=form.chosen_post, theme_id=theme_id, by=me())
        db.session.commit()
        flash(_("Your ask is on the board’s list, in your words."))
        if form.chosen_post is None:
            asked = f"{made.organisation.short_name}: {made.post.title}"
            flash(_("%(who)s is asked first. An officer passes it on if somebody else has to answer.", who=asked))
        return redirect(url_for(".ask", ask_id=made.id), 303)
    return render_template("board/staff_speak.html", form=form)


@bp.route("/asks/<uuid:ask_id>/ours", methods=["GET", "POST"])
@needs(Permission.ASKS_SPEAK)
def ours(ask_id: UUID) -> ResponseReturnValue:
    """A champion says whether words an officer typed are young people's own."""
    found = queries.get_ask(ask_id)
    if not queries.may_confirm(found, me()):
        raise NotFound
    form = OursForm()
    if form.validate_on_submit():
        decide = operations.confirm if form.ours.data == "yes" else operations.disown
        decide(found, by=me())
        db.session.commit()
        flash(_("Thank you. The ask says now whose words it is in."))
        return redirect(url_for(".ask", ask_id=found.id), 303)
    return render_template("board/staff_ours.html", form=form, ask=found)
